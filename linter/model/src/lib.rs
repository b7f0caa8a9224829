//! The process model of otplint: plain data, queries and one dataflow engine, free of any parser.
#![forbid(unsafe_code)]

pub mod finding;
pub mod source;
pub mod span;
pub mod stub;
pub mod sym;

pub use finding::{Confidence, Finding, Related, Severity};
pub use source::{LineIndex, SourceError, SourceFile};
pub use span::{FileId, Location, Span};
pub use sym::Sym;
