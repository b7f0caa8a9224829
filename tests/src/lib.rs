//! What holds the linter to its promises: the corpus of published crates with a verdict for every
//! finding on it, and the benchmarks.
#![forbid(unsafe_code)]

pub mod corpus;
pub mod program;
pub mod speed;
