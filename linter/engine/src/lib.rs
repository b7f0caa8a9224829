//! The engine of otplint: configuration, suppressions, and the run from paths to a report.
#![forbid(unsafe_code)]

mod calls;
pub mod catalog;
pub mod check;
pub mod config;
mod configured;
pub mod failure;
pub mod globs;
mod lex;
mod load;
pub mod paths;
pub mod pipeline;
pub mod progress;
mod resolution;
mod run;
mod scope;
pub mod settings;
mod suppress;
#[cfg(test)]
mod tests;
mod why;

pub use calls::calls;
pub use catalog::Catalog;
pub use check::{CheckOptions, ConfigChoice, Report, Summary, check, list_files};
pub use failure::Failure;
pub use otplint_rust::sources::threads;
pub use resolution::resolution;
pub use settings::Flags;
pub use why::why;
