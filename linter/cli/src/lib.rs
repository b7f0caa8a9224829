//! The command line of otplint: arguments in, reports and exit codes out.
#![forbid(unsafe_code)]

mod args;
mod bar;
mod commands;
mod fault;
mod report;
mod terminal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

/// Nothing at or above the failing level was found.
pub const CLEAN: u8 = 0;
/// Something was found, or a file could not be used.
pub const FOUND: u8 = 1;
/// Wrong usage, wrong configuration, or a fault of otplint itself.
pub const FAILED: u8 = 2;

/// Runs otplint with these arguments, the program's name first.
pub fn main(args: impl Iterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.collect();
    ExitCode::from(fault::guarded(|| match args::Args::try_parse_from(args) {
        Ok(args) => commands::run(args),
        Err(error) => {
            // Help and version arrive here too and go to stdout; a reader that left is no fault.
            let _ = error.print();
            u8::try_from(error.exit_code()).unwrap_or(FAILED)
        }
    }))
}
