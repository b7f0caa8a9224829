//! What a tree looks like, as data.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use crate::backoff::Backoff;
use crate::mailbox;
use crate::server;

/// Who is restarted together with a child that crashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// The child alone.
    #[default]
    OneForOne,
    /// All children: they are stopped in reverse order and started in order.
    OneForAll,
    /// The child and those that were started after it.
    RestForOne,
}

/// Which ends lead to a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Restart {
    /// All.
    #[default]
    Permanent,
    /// All but clean ones ([`ExitReason::is_clean`](crate::ExitReason::is_clean)).
    Transient,
    /// None. The child is forgotten when it has ended, also when a sibling's crash has ended it.
    Temporary,
}

/// How many restarts a supervisor makes before it gives up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intensity {
    /// This many restarts are made within any stretch of time as long as `within`; one more and the supervisor stops
    /// its children and fails. Default 1, as in OTP; 0 makes every crash the parent's business.
    pub restarts: u32,
    /// The length of the window, which slides. Default 5 s, as in OTP; longer than zero.
    #[serde(with = "crate::duration")]
    pub within: Duration,
}

impl Default for Intensity {
    fn default() -> Self {
        Self {
            restarts: 1,
            within: Duration::from_secs(5),
        }
    }
}

/// Whether a supervisor stops when significant children have ended by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AutoShutdown {
    /// It does not.
    #[default]
    Never,
    /// When the first one has ended.
    AnySignificant,
    /// When the last one has ended.
    AllSignificant,
}

/// A supervisor and its children, in the order in which they start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Spec {
    /// The supervisor's name. Default `supervisor`. Nested supervisors have their child's id.
    pub name: String,
    /// Who is restarted together.
    pub strategy: Strategy,
    /// When to give up.
    pub intensity: Intensity,
    /// How long restarts wait, which they do not in OTP. A child that has run for longer than the longest wait begins
    /// anew. Default: not at all.
    pub backoff: Backoff,
    /// Whether the end of significant children ends the supervisor.
    pub auto_shutdown: AutoShutdown,
    /// How many children there may be, those added later included. Default 10 000.
    pub limit: usize,
    /// The children, in order.
    pub children: Vec<ChildSpec>,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            name: "supervisor".to_owned(),
            strategy: Strategy::default(),
            intensity: Intensity::default(),
            backoff: Backoff::default(),
            auto_shutdown: AutoShutdown::default(),
            limit: 10_000,
            children: Vec::new(),
        }
    }
}

/// One child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChildSpec {
    /// Its name, unique in the whole tree.
    pub id: String,
    /// Which ends lead to a restart.
    #[serde(default)]
    pub restart: Restart,
    /// Counts for [`AutoShutdown`]. Only for transient and temporary children.
    #[serde(default)]
    pub significant: bool,
    /// Empties the mailbox at each restart instead of keeping it.
    #[serde(default)]
    pub clear_mailbox: bool,
    /// When its supervisor stops, or it is stopped by its id, closes its intake and handles what was accepted, within
    /// its stop deadline, instead of leaving that undelivered. It ends normally then. For servers.
    #[serde(default)]
    pub drain: bool,
    /// Bound and policy of the mailbox, for servers.
    #[serde(default)]
    pub mailbox: mailbox::Options,
    /// How long `init` may take, for servers. Default 5 s.
    #[serde(default = "five_seconds", with = "crate::duration")]
    pub start_deadline: Duration,
    /// How long a stop may take before it becomes an abort. Default 5 s. A nested supervisor takes what its children
    /// need together.
    #[serde(default = "five_seconds", with = "crate::duration")]
    pub stop_deadline: Duration,
    /// Makes this child a supervisor of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<Box<Spec>>,
}

fn five_seconds() -> Duration {
    Duration::from_secs(5)
}

impl ChildSpec {
    /// A permanent child with default bounds.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            restart: Restart::default(),
            significant: false,
            clear_mailbox: false,
            drain: false,
            mailbox: mailbox::Options::default(),
            start_deadline: five_seconds(),
            stop_deadline: five_seconds(),
            supervisor: None,
        }
    }

    /// With another restart rule.
    #[must_use]
    pub fn restart(mut self, restart: Restart) -> Self {
        self.restart = restart;
        self
    }

    /// A nested supervisor, named by the child's id.
    #[must_use]
    pub fn nested(id: impl Into<String>, spec: Spec) -> Self {
        let id = id.into();
        let spec = Spec {
            name: id.clone(),
            ..spec
        };
        Self {
            supervisor: Some(Box::new(spec)),
            ..Self::new(id)
        }
    }

    pub(crate) fn options(&self) -> server::Options {
        server::Options {
            mailbox: self.mailbox,
            start_deadline: self.start_deadline,
            stop_deadline: self.stop_deadline,
        }
    }
}

/// One thing that is wrong with a specification.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Two children have the same id.
    #[error("`{0}` is the id of more than one child")]
    DuplicateId(String),
    /// A child without a name.
    #[error("a child of `{0}` has an empty id")]
    EmptyId(String),
    /// A child that no code was registered for.
    #[error("`{0}` is in the specification, but no server or task is registered under that id")]
    Unregistered(String),
    /// Code that no child was specified for.
    #[error("a server or task is registered as `{0}`, but the specification has no such child")]
    Unspecified(String),
    /// Code for a child that is a supervisor.
    #[error(
        "`{0}` is a supervisor in the specification, so nothing can be registered under that id"
    )]
    RegisteredSupervisor(String),
    /// A child whose address was reserved for other messages than it takes.
    #[error("the address of `{0}` was reserved for messages of another type than its server takes")]
    ReservedType(String),
    /// A store behind a child that is none, or under a nested supervisor.
    #[error(
        "`{0}` is a store, so it must come before all other children of the root, to close after them"
    )]
    StoreNotFirst(String),
    /// A store that is not restarted when it breaks.
    #[error("`{0}` is a store, so it must be permanent: its restart is what reopens it")]
    StoreNotPermanent(String),
    /// A window of no length.
    #[error("the restart window of `{0}` must be longer than zero")]
    NoWindow(String),
    /// A backoff whose longest wait is shorter than its first.
    #[error("the longest backoff of `{0}` is shorter than its first")]
    Backoff(String),
    /// More children than allowed.
    #[error("`{name}` has {children} children and a limit of {limit}")]
    TooMany {
        /// The supervisor.
        name: String,
        /// How many children it has.
        children: usize,
        /// How many it may have.
        limit: usize,
    },
    /// A significant child that is always restarted.
    #[error(
        "`{0}` is significant and permanent; a child that is always restarted never ends by itself"
    )]
    SignificantPermanent(String),
    /// A significant child whose supervisor does not care.
    #[error("`{child}` is significant, but the auto-shutdown of `{supervisor}` is `never`")]
    SignificantNever {
        /// The child.
        child: String,
        /// Its supervisor.
        supervisor: String,
    },
    /// Impossible bounds or deadlines.
    #[error("`{id}`: {error}")]
    Options {
        /// The child.
        id: String,
        /// What is wrong.
        error: server::OptionsError,
    },
}

/// A specification that cannot be. It names everything that is wrong, and nothing was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecError {
    /// What is wrong, in the order of the specification.
    pub problems: Vec<Problem>,
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the specification of the tree is wrong: ")?;
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SpecError {}

impl Spec {
    /// Checks everything that does not depend on code: ids, windows, bounds, deadlines.
    ///
    /// # Errors
    ///
    /// [`SpecError`] with all problems found.
    pub fn check(&self) -> Result<(), SpecError> {
        let mut problems = Vec::new();
        self.collect(&mut BTreeSet::new(), &mut problems);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(SpecError { problems })
        }
    }

    pub(super) fn collect<'a>(&'a self, seen: &mut BTreeSet<&'a str>, problems: &mut Vec<Problem>) {
        let name = || self.name.clone();
        if self.intensity.within.is_zero() {
            problems.push(Problem::NoWindow(name()));
        }
        if self.backoff.most < self.backoff.first {
            problems.push(Problem::Backoff(name()));
        }
        if self.children.len() > self.limit {
            let children = self.children.len();
            problems.push(Problem::TooMany {
                name: name(),
                children,
                limit: self.limit,
            });
        }
        for child in &self.children {
            if child.id.is_empty() {
                problems.push(Problem::EmptyId(name()));
            } else if !seen.insert(&child.id) {
                problems.push(Problem::DuplicateId(child.id.clone()));
            }
            self.check_child(child, problems);
            if let Some(nested) = &child.supervisor {
                nested.collect(seen, problems);
            }
        }
    }

    pub(super) fn check_child(&self, child: &ChildSpec, problems: &mut Vec<Problem>) {
        let id = || child.id.clone();
        if child.significant && child.restart == Restart::Permanent {
            problems.push(Problem::SignificantPermanent(id()));
        }
        if child.significant && self.auto_shutdown == AutoShutdown::Never {
            let supervisor = self.name.clone();
            problems.push(Problem::SignificantNever {
                child: id(),
                supervisor,
            });
        }
        if let Err(error) = child.options().check() {
            problems.push(Problem::Options { id: id(), error });
        }
    }
}
