//! What a tree looks like while it runs.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use crate::exit::Incarnation;
use crate::server::GRACE;

/// What a child is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Status {
    /// Its `init` runs, or it waits for its turn to start.
    Starting,
    /// It runs.
    Running,
    /// It was asked to stop.
    Stopping,
    /// It crashed and waits for its restart.
    Restarting,
    /// It should have ended and has not come to an await. It still runs, and is not replaced while it does.
    Stuck,
    /// It has ended and is not restarted.
    Ended,
}

/// One child of a running tree.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct ChildInfo {
    /// Its id.
    pub id: String,
    /// What it is doing.
    pub status: Status,
    /// Which run it is in, or was in last.
    pub incarnation: Incarnation,
    /// How often it was restarted.
    pub restarts: u64,
    /// Why it ended the last time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_reason: Option<String>,
    /// The children of a nested supervisor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub children: Option<Vec<ChildInfo>>,
}

/// A picture of a whole tree; [`Display`](fmt::Display) draws it, serde writes it.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct TreeInfo {
    /// The supervisor's name.
    pub name: String,
    /// Its children, in order.
    pub children: Vec<ChildInfo>,
}

/// How many children there are, nested ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Servers and tasks.
    pub workers: usize,
    /// Nested supervisors.
    pub supervisors: usize,
    /// Children of both kinds that run.
    pub running: usize,
    /// Children of both kinds that still run though they should have ended.
    pub stuck: usize,
    /// Restarts of children that are there now.
    pub restarts: u64,
}

impl Counts {
    fn add(&mut self, children: &[ChildInfo]) {
        for child in children {
            match &child.children {
                Some(below) => {
                    self.supervisors += 1;
                    self.add(below);
                }
                None => self.workers += 1,
            }
            self.running += usize::from(child.status == Status::Running);
            self.stuck += usize::from(child.status == Status::Stuck);
            self.restarts += child.restarts;
        }
    }
}

impl TreeInfo {
    /// How many children there are in the whole tree.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        counts.add(&self.children);
        counts
    }
}

impl fmt::Display for TreeInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        draw(f, &self.children, "")
    }
}

fn draw(f: &mut fmt::Formatter<'_>, children: &[ChildInfo], indent: &str) -> fmt::Result {
    for (index, child) in children.iter().enumerate() {
        let last = index + 1 == children.len();
        let (branch, below) = if last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        let status = format!("{:?}", child.status).to_lowercase();
        write!(
            f,
            "\n{indent}{branch}{} {} {status}",
            child.id, child.incarnation
        )?;
        if child.restarts > 0 {
            write!(f, ", restarts: {}", child.restarts)?;
        }
        if let Some(reason) = &child.last_reason {
            write!(f, ", last {reason}")?;
        }
        if let Some(nested) = &child.children {
            draw(f, nested, &format!("{indent}{below}"))?;
        }
    }
    Ok(())
}

/// Where a supervisor notes what its children do, for those who look.
#[derive(Default)]
pub(super) struct Board {
    rows: Mutex<BTreeMap<u64, Row>>,
}

#[derive(Clone)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) status: Status,
    pub(super) incarnation: Incarnation,
    pub(super) restarts: u64,
    pub(super) last_reason: Option<String>,
    /// Of a child that is no supervisor.
    pub(super) stop_deadline: Duration,
    pub(super) nested: Option<Arc<Board>>,
}

impl Board {
    pub(super) fn rows(&self) -> MutexGuard<'_, BTreeMap<u64, Row>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The longest that a stop of all children can take, one after the other.
    pub(super) fn stop_bound(&self) -> Duration {
        let rows: Vec<Row> = self.rows().values().cloned().collect();
        rows.into_iter().fold(Duration::ZERO, |sum, row| {
            let own = row
                .nested
                .map_or(row.stop_deadline, |board| board.stop_bound());
            sum.saturating_add(own.saturating_add(2 * GRACE))
        })
    }

    pub(super) fn children(&self) -> Vec<ChildInfo> {
        let rows: Vec<Row> = self.rows().values().cloned().collect();
        rows.into_iter()
            .map(|row| ChildInfo {
                id: row.id,
                status: row.status,
                incarnation: row.incarnation,
                restarts: row.restarts,
                last_reason: row.last_reason,
                children: row.nested.map(|board| board.children()),
            })
            .collect()
    }
}
