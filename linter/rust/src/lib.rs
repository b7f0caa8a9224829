//! The Rust front end of otplint: manifests, modules, names, types and bodies.
#![forbid(unsafe_code)]

mod declare;
pub mod lower;
pub mod names;
pub mod program;
pub mod prune;
pub mod sources;
pub mod stub;
pub mod syntax;
pub mod workspace;
