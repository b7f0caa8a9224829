//! The benchmark: a bare parallel parse against the whole linter, over the same files.
//!
//! The ratio says what the linter adds to the work that no tool built on `syn` can avoid. Nothing
//! here asserts on time: numbers are printed, people judge them.

pub mod baseline;
pub mod measure;
pub mod sources;
