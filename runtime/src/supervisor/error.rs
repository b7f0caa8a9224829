//! Why a tree did not start, and why a supervisor gave up.

use std::time::Duration;

use super::spec::{Intensity, Problem, SpecError};
use crate::exit::ExitReason;
use crate::server;

/// A child that did not start.
#[derive(Debug, Clone, thiserror::Error)]
#[error("`{id}` did not start: {error}")]
#[non_exhaustive]
pub struct ChildError {
    /// Its id.
    pub id: String,
    /// Why.
    pub error: server::StartError,
}

/// Why there is no tree. Whatever was started has been stopped again.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The specification is wrong, or does not fit the code.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// A child did not start.
    #[error(transparent)]
    Child(#[from] ChildError),
    /// The start was interrupted.
    #[error("the tree {0} while it started")]
    Stopped(ExitReason),
    /// There is no tokio runtime here to run it on.
    #[error("no tokio runtime here; start the tree from inside one")]
    NoRuntime,
}

/// The error with which a supervisor ends that has made as many restarts as it may.
#[derive(Debug, Clone, thiserror::Error)]
#[error(
    "gave up after more than {} restarts within {:?}; the last crash was that of `{child}`, which {reason}",
    intensity.restarts,
    intensity.within
)]
#[non_exhaustive]
pub struct GaveUp {
    /// The child whose crash was one too many.
    pub child: String,
    /// How it ended.
    pub reason: ExitReason,
    /// What was allowed.
    pub intensity: Intensity,
}

/// Why a child was not added or ended at run time.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ChangeError {
    /// Its specification is wrong.
    #[error("{0}")]
    Spec(Problem),
    /// It did not start; nothing was added.
    #[error(transparent)]
    Start(#[from] server::StartError),
    /// There is no such child directly under this supervisor.
    #[error("there is no child `{0}` here")]
    Unknown(String),
    /// The supervisor is stopping or has ended.
    #[error("the supervisor is stopping; its children do not change any more")]
    Stopping,
    /// It has not come to an await by its deadline and still runs.
    #[error(
        "`{id}` has not yielded within {waited:?} and is stuck; it still runs and ends at its next await"
    )]
    Stuck {
        /// The child.
        id: String,
        /// How long was waited.
        waited: Duration,
    },
}

/// Why there is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// No server of the tree has this id.
    #[error("the tree has no server `{0}`")]
    Unknown(String),
    /// No supervisor of the tree has this id.
    #[error("the tree has no supervisor `{0}`")]
    NoSupervisor(String),
    /// The server under this id takes other messages.
    #[error("`{id}` does not take messages of the type `{asked}`")]
    Type {
        /// The id.
        id: String,
        /// The message type that was asked for.
        asked: &'static str,
    },
}

/// Why no address was given before the start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReserveError {
    /// No server of the specification has this id.
    #[error("the specification has no server `{0}`")]
    Unknown(String),
    /// No supervisor of the specification has this id.
    #[error("the specification has no supervisor `{0}`")]
    NoSupervisor(String),
    /// It was reserved for other messages before.
    #[error("`{0}` was reserved for messages of another type")]
    Type(String),
    /// Its bounds or deadlines are impossible.
    #[error("`{id}`: {error}")]
    Options {
        /// The child.
        id: String,
        /// What is wrong.
        error: server::OptionsError,
    },
}
