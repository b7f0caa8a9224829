//! What holds the linter to its promises: the cases of every rule, the corpus of published crates
//! with a verdict for every finding on it, and the benchmarks.
#![forbid(unsafe_code)]

pub mod cases;
pub mod corpus;
pub mod exports;
pub mod injection;
pub mod pages;
pub mod program;
pub mod speed;
