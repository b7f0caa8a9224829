//! OTP's documented supervisor behaviour, sentence by sentence, and known defects of other Rust runtimes.
//!
//! The sentences are those of the OTP documentation of `supervisor`, in our words.

mod defects;
mod dynamic;
mod probe;
mod restart;
mod server;
mod shutdown;
mod specification;
mod start;
