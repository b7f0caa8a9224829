#![otp(krate = "futures_io", version = "0.3.34")]
//! The same definitions as in `futures`.

pub use futures::io::{AsyncBufRead, AsyncRead, AsyncSeek, AsyncWrite, Error, ErrorKind, Result};
pub use std::io::{IoSlice, IoSliceMut, SeekFrom};
