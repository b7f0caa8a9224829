//! `otplint`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

/// Parsing makes and drops millions of small nodes on all threads; the system's allocator is slower at that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    otplint::main(std::env::args_os())
}
