//! Bounded mailboxes and what can go wrong with a message.

mod error;

pub use error::{CallError, CastError};
