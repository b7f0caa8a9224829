#![otp(krate = "futures_executor", version = "0.3.34")]
//! The same definitions as in `futures`.

pub use futures::executor::{
    LocalPool, LocalSpawner, ThreadPool, ThreadPoolBuilder, block_on, block_on_stream,
};
