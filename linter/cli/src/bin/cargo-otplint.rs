//! `cargo otplint`: cargo calls this with `otplint` as the first argument.
#![forbid(unsafe_code)]

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let second = std::env::args_os().nth(1);
    let word = usize::from(second.is_some_and(|word| word == "otplint"));
    otplint::main(std::iter::once("cargo otplint".into()).chain(std::env::args_os().skip(1 + word)))
}
