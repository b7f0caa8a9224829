//! The process model of otplint: plain data, queries and one dataflow engine, free of any parser.
#![forbid(unsafe_code)]

pub mod blocking;
pub mod body;
pub mod cancel;
pub mod channels;
pub mod crashes;
pub mod def;
pub mod duties;
pub mod effects;
pub mod finding;
pub mod flow;
pub mod follow;
pub mod handling;
pub mod links;
pub mod model;
pub mod pace;
pub mod parked;
pub mod place;
pub mod processes;
pub mod program;
pub mod slots;
pub mod source;
pub mod span;
pub mod stall;
pub mod stub;
pub mod summary;
pub mod sym;
pub mod tasks;
pub mod timers;
pub mod transactions;
pub mod turn;
pub mod ty;
pub mod verdict;
pub mod why;
pub mod within;

pub use body::{Body, BodyId, Call, Callee, LocalId, NodeId, Op, Value};
pub use def::{Def, DefId, DefKind};
pub use finding::{Confidence, Finding, Related, Severity};
pub use model::Model;
pub use place::{Place, Root, Step};
pub use program::Program;
pub use source::{LineIndex, SourceError, SourceFile};
pub use span::{FileId, Location, Span};
pub use sym::Sym;
pub use ty::Ty;
pub use verdict::{Declined, Reason, Verdicts};
