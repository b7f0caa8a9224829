#![otp(krate = "xtra_productivity", version = "0.1.0")]

// makes every method of an `impl` the handler of the message that is its first argument
#[otp(handler, value = 0, unchecked = "an attribute macro")]
macro_rules! xtra_productivity {
    () => {};
}
