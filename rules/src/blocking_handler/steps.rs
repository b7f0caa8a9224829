//! What a process comes to while its mailbox waits: the calls and awaits of its turns, a few calls down.

use otplint_model::body::{Call, Callee};
use otplint_model::effects::Site;
use otplint_model::processes::{Process, ProcessKind};
use otplint_model::turn::{self, Polled, Turn, Visitor};
use otplint_model::{BodyId, Model};
use rustc_hash::FxHashSet;

use crate::story::in_production;

/// So many calls lie at most between a process's loop or handler and what is told of.
pub(super) const DOWN: usize = 3;

/// A call or an await that runs in a turn.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// It.
    pub(super) at: Site,
    /// The calls that lead there from the loop or handler, outermost first.
    pub(super) via: Vec<Site>,
    /// A deadline around it is set.
    pub(super) limited: bool,
}

impl Step {
    /// The node of the loop or handler itself.
    pub(super) fn root(&self) -> Site {
        self.via.first().copied().unwrap_or(self.at)
    }
}

/// A process and what it comes to.
#[derive(Debug)]
pub(super) struct Turns<'m> {
    /// It.
    pub(super) process: &'m Process,
    /// The calls that it waits for and that may matter.
    pub(super) waits: Vec<Step>,
    /// Where it runs what it was given: calls of parameters, awaits of futures.
    pub(super) runs: Vec<Step>,
}

/// The turns of all processes of the program; `waits` tells which calls may matter.
pub(super) fn of_all<'m>(model: &'m Model, waits: &dyn Fn(&Call) -> bool) -> Vec<Turns<'m>> {
    let list = &model.processes.list;
    let others = Others {
        loops: list.iter().filter_map(|process| process.body).collect(),
        handlers: (list.iter())
            .filter(|process| process.kind == ProcessKind::Framework)
            .flat_map(|process| &process.handlers)
            .copied()
            .collect(),
    };
    let mut found = Vec::new();
    for (id, process) in list.iter().enumerate() {
        let entry = process.body.or(process.handlers.first().copied());
        if !entry.is_some_and(|body| in_production(model, body))
            || process.kind == ProcessKind::Poll
        {
            continue;
        }
        let mut finder = Finder {
            others: &others,
            is_loop: process.body.is_some(),
            wanted: waits,
            waits: Vec::new(),
            runs: Vec::new(),
        };
        for turn in model.turns().of(model, id, &[]) {
            if let Some(turn) = between_messages(model, process, turn) {
                turn::walk(model, &turn, &mut finder);
            }
        }
        found.push(Turns {
            process,
            waits: finder.waits,
            runs: finder.runs,
        });
    }
    found
}

/// Of a loop the turn that takes messages, not those around it; of an actor what runs for a message, not its hooks.
fn between_messages(model: &Model, process: &Process, turn: Turn) -> Option<Turn> {
    let Turn::Nodes(id, mut nodes) = turn else {
        return process.handlers.contains(&turn.body()).then_some(turn);
    };
    let body = model.program.body(id);
    let around = turn::loop_around(model, process).filter(|_| process.body == Some(id))?;
    nodes.retain(|node| body.loop_within(body.node(*node).in_loop, around));
    Some(Turn::Nodes(id, nodes))
}

/// What runs in the turns of other processes.
struct Others {
    loops: FxHashSet<BodyId>,
    /// Of the workspace's own frameworks.
    handlers: FxHashSet<BodyId>,
}

struct Finder<'a> {
    others: &'a Others,
    is_loop: bool,
    wanted: &'a dyn Fn(&Call) -> bool,
    waits: Vec<Step>,
    runs: Vec<Step>,
}

impl Visitor for Finder<'_> {
    fn call(&mut self, step: &turn::Step<'_>) {
        let runs = matches!(step.call.callee, Callee::Parameter(_));
        if !(runs || step.polled && (self.wanted)(step.call)) {
            return;
        }
        let found = Step {
            at: step.at,
            via: step.via.to_vec(),
            limited: step.deadline.is_some(),
        };
        match runs {
            true => self.runs.push(found),
            false => self.waits.push(found),
        }
    }

    fn polls(&mut self, polled: &Polled<'_>) {
        self.runs.push(Step {
            at: polled.at,
            via: polled.via.to_vec(),
            limited: false,
        });
    }

    fn enters(&self, callee: BodyId) -> bool {
        let framework = self.is_loop && self.others.handlers.contains(&callee);
        !self.others.loops.contains(&callee) && !framework
    }

    fn depth(&self) -> usize {
        DOWN
    }
}
