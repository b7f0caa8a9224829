//! Notices of a crash: how a task, thread or process came to a bad end, and what becomes of that.

mod asked;
mod begins;
mod fate;
mod methods;
mod types;

use crate::body::Outcome;
use crate::effects::Site;
use crate::follow::Index;
use crate::program::Program;
use crate::span::Span;

use begins::{Begin, begins};
use fate::{End, Kind, follow};
use types::{Layer, layer};

pub use types::{of, of_future};

/// A value that may tell of a crash, where it first appears.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The await, call or `select!`.
    pub at: Site,
    /// The text that yields it.
    pub span: Span,
    /// What it tells of.
    pub of: Of,
    /// The task's own result is a `Result`, which goes the same way.
    pub with_error: bool,
    /// What becomes of it.
    pub fate: Fate,
}

/// What a notice tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A task.
    Task,
    /// Several tasks at once.
    Tasks,
    /// A thread.
    Thread,
    /// A panic that was caught.
    Panic,
}

/// What becomes of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Somebody looks at it, or it goes where it is not followed.
    Seen,
    /// Nobody looks at it.
    Dropped(Site),
    /// Something else is put in its place, or a pattern leaves it out: here, or in a function that it was given to.
    Replaced(Site),
}

/// All notices of a program's production code.
pub fn notices(program: &Program, index: &Index) -> Vec<Notice> {
    let mut found = Vec::new();
    for (id, body) in program.doing(|does| does.told) {
        if body.test || program.is_test_file(body.file) {
            continue;
        }
        for begin in begins(program, id, body) {
            found.push(Notice {
                at: begin.at,
                span: begin.span,
                of: begin.of,
                with_error: begin.with_error,
                fate: fate(program, index, &begin),
            });
        }
    }
    found
}

fn fate(program: &Program, index: &Index, begin: &Begin) -> Fate {
    if begin.left_out {
        return Fate::Replaced(begin.at);
    }
    let body = program.body(begin.at.body);
    let layer = layer(program, &body.local(begin.local).ty);
    match begin.outcome {
        Outcome::Discarded => return Fate::Dropped(begin.at),
        Outcome::Panics | Outcome::Logged if layer == Layer::Crash => return Fate::Seen,
        _ => {}
    }
    match follow(program, begin.at, begin.local, Kind::Whole, 0) {
        // Whoever called has a notice of its own.
        End::Seen | End::Returned => Fate::Seen,
        End::Dropped(at) => Fate::Dropped(at),
        End::Replaced(at) => Fate::Replaced(at),
        End::Absent(at) => absent(program, index, begin.at, at),
    }
}

/// A body hands out `None` in the place of a notice: what do its callers take it for?
fn absent(program: &Program, index: &Index, begin: Site, made: Site) -> Fate {
    let left_out = index.callers_of(program, begin.body).iter().any(|caller| {
        let body = program.body(caller.body);
        let Some(call) = crate::follow::call_at(program, *caller) else {
            return false;
        };
        let waited = call.awaited || !program.body(begin.body).is_async;
        waited
            && !body.test
            && matches!(
                follow(program, *caller, call.to, Kind::Absent(made), 1),
                End::Dropped(_) | End::Replaced(_)
            )
    });
    match left_out {
        true => Fate::Replaced(made),
        false => Fate::Seen,
    }
}
