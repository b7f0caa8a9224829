//! The Rust front end of otplint: manifests, modules, names, types and bodies.
#![forbid(unsafe_code)]

pub mod lower;
pub mod names;
pub mod syntax;
pub mod stub;
pub mod sources;
pub mod workspace;
