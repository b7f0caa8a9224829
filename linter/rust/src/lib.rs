#![forbid(unsafe_code)]

pub mod stub;
