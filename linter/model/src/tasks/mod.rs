//! Tasks and threads: where they are spawned, what they run, and what becomes of their handles.

mod cause;
mod events;
mod fate;
mod input;
mod late;
mod life;
mod runs;
mod sets;

pub use cause::Cause;
pub(crate) use cause::{failing, of_panic as panic_cause};
pub use events::{is_event_loop, is_one_of_many};
pub use fate::{Fate, Watch};
pub use life::{Exit, Life, Turns, When, is_received, life};
pub use runs::Run;

pub(crate) use runs::{SPAWNS, spawned};

use crate::body::{Arg, Call};
use crate::effects::Site;
use crate::follow::{self, Index};
use crate::program::Program;
use crate::slots;
use crate::stub::{TypeAttrs, TypeWord};
use crate::ty::Ty;

/// A task or thread that something starts.
#[derive(Debug)]
pub struct Spawn {
    /// The call that starts it: a spawn, or a call of a function that spawns and returns the handle.
    pub at: Site,
    /// The spawn itself.
    pub spawned: Site,
    /// An operating-system thread.
    pub thread: bool,
    /// The bodies that run: more than one where a wrapper runs what its callers pass.
    pub runs: Vec<Run>,
    /// What becomes of the handle.
    pub fate: Fate,
}

/// The tasks of the workspace.
#[derive(Debug, Default)]
pub struct Tasks {
    /// Every spawn whose handle was followed.
    pub spawns: Vec<Spawn>,
}

/// How many wrappers may return a handle on.
const DEPTH: usize = 4;

/// Whether a call is given a task, to look after or to wait for.
pub fn is_handed(program: &Program, call: &Call) -> bool {
    let is = |arg: &Arg| {
        matches!(arg.ty, Ty::Adt(..))
            && program
                .adt(&arg.ty)
                .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::TaskHandle))
    };
    call.args.iter().any(is)
}

/// Whether a type keeps tasks: it is a set of them, or a struct that holds some.
pub fn keeps_tasks(program: &Program, ty: &Ty) -> bool {
    let is = |attrs: &TypeAttrs| attrs.is(TypeWord::TaskHandle) || attrs.is(TypeWord::TaskSet);
    let Some((_, adt)) = program.adt(slots::peel(program, ty)) else {
        return false;
    };
    adt.attrs.is(TypeWord::TaskSet)
        || adt
            .variants
            .iter()
            .flat_map(|variant| &variant.fields)
            .any(|field| follow::holds(program, &field.ty, &is))
}

impl Tasks {
    /// Finds the tasks of a program.
    pub fn new(program: &Program, index: &Index) -> Self {
        let mut tasks = Self::default();
        for (id, body) in program.doing(|does| does.effects.any(runs::SPAWNS)) {
            if body.test || program.is_test_file(body.file) {
                continue;
            }
            for (node, call) in body.calls() {
                let at = Site { body: id, node };
                let Some((arg, thread)) = runs::spawned(program, call) else {
                    continue;
                };
                let spawn = Spawn {
                    at,
                    spawned: at,
                    thread,
                    runs: runs::of(program, index, id, arg, 0),
                    fate: fate::of_spawn(program, index, at, call),
                };
                tasks.add(program, index, spawn, 0);
            }
        }
        tasks
    }

    /// Adds a spawn, or those of whoever calls the function that returns its handle.
    fn add(&mut self, program: &Program, index: &Index, spawn: Spawn, depth: usize) {
        let returned = match spawn.fate {
            Fate::Returned(function) if depth < DEPTH => function,
            _ => {
                self.spawns.push(spawn);
                return;
            }
        };
        let callers = index.callers_of(program, returned);
        if callers.is_empty() {
            self.spawns.push(spawn);
            return;
        }
        for caller in callers {
            let from_here = |run: &Run| run.passed.is_none_or(|passed| passed == *caller);
            let next = Spawn {
                at: *caller,
                spawned: spawn.spawned,
                thread: spawn.thread,
                runs: spawn.runs.iter().copied().filter(from_here).collect(),
                fate: fate::of_returned(program, index, *caller),
            };
            self.add(program, index, next, depth + 1);
        }
    }
}
