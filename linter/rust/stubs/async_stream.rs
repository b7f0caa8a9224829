#![otp(krate = "async_stream", version = "0.3.6")]

#[otp(pure)]
macro_rules! stream {
    () => {};
}

#[otp(pure)]
macro_rules! try_stream {
    () => {};
}
