#![otp(krate = "futures_sink", version = "0.3.34")]
//! The same definition as in `futures`.

pub use futures::sink::Sink;
