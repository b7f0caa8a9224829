//! `otplint`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    otplint::main(std::env::args_os())
}
