#![otp(krate = "futures_channel", version = "0.3.34")]
//! The same definitions as in `futures`.

pub use futures::channel::{mpsc, oneshot};
