//! Which turns a process has.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::body::{BodyId, NodeId};
use crate::def::DefId;
use crate::effects::Site;
use crate::flow;
use crate::handling;
use crate::model::Model;
use crate::processes::ProcessKind;
use crate::program::Program;
use crate::sym::Sym;

/// A process, by its position in the list of processes; beyond its end stand the loops that take all
/// their messages through helpers.
pub type ProcessId = usize;

/// What a process runs for a message.
#[derive(Clone, Debug)]
pub enum Turn {
    /// A handler or hook whose future is awaited.
    Awaited(BodyId),
    /// A handler or hook; the future that it returns runs beside the mailbox.
    Called(BodyId),
    /// These nodes of a loop.
    Nodes(BodyId, Vec<NodeId>),
}

impl Turn {
    /// The body that holds it.
    pub fn body(&self) -> BodyId {
        match self {
            Self::Awaited(body) | Self::Called(body) | Self::Nodes(body, _) => *body,
        }
    }
}

/// The turns of all processes.
#[derive(Debug, Default)]
pub struct Turns {
    /// The processes that receive at a site.
    by_mailbox: FxHashMap<Site, Vec<ProcessId>>,
    /// Where a loop takes its messages: by itself, or by the helpers that it calls.
    arrivals: FxHashMap<BodyId, Vec<NodeId>>,
    /// The loops that take all their messages through helpers.
    through_helpers: Vec<BodyId>,
    /// The methods of frameworks' traits whose futures are waited for before the next message.
    waits: FxHashSet<(DefId, Sym)>,
}

impl Turns {
    /// Finds them.
    pub fn new(model: &Model) -> Self {
        let mut turns = Self::default();
        turns.find_loops(model);
        let methods = model.program.defs.iter().filter_map(|def| {
            let method = def.as_fn()?;
            let runs = method.attrs.handler || method.attrs.hook.is_some();
            let waits = runs && method.is_async && method.self_def.is_none();
            waits.then_some((method.trait_def?, def.name))
        });
        turns.waits = methods.collect();
        turns
    }

    /// All processes.
    pub fn processes(&self, model: &Model) -> std::ops::Range<ProcessId> {
        0..model.processes.list.len() + self.through_helpers.len()
    }

    /// The processes that receive at a site.
    pub fn receiving(&self, at: Site) -> &[ProcessId] {
        self.by_mailbox.get(&at).map_or(&[], Vec::as_slice)
    }

    /// Which loops take from which mailboxes.
    fn find_loops(&mut self, model: &Model) {
        let known = &model.processes.list;
        let own: FxHashMap<BodyId, ProcessId> = (known.iter().enumerate())
            .filter(|(_, process)| process.kind != ProcessKind::Poll)
            .filter_map(|(id, process)| Some((process.body?, id)))
            .collect();
        let mut ids: FxHashMap<BodyId, ProcessId> = FxHashMap::default();
        for (id, process) in known.iter().enumerate() {
            for at in &process.mailbox {
                let taking = self.by_mailbox.entry(*at).or_default();
                if process.kind == ProcessKind::Poll {
                    taking.push(id);
                    continue;
                }
                for arrival in handling::arrivals_of(model, *at) {
                    if !is_real(&model.program, arrival.body) {
                        continue;
                    }
                    let id = *ids.entry(arrival.body).or_insert_with(|| {
                        own.get(&arrival.body).copied().unwrap_or_else(|| {
                            self.through_helpers.push(arrival.body);
                            known.len() + self.through_helpers.len() - 1
                        })
                    });
                    if !taking.contains(&id) {
                        taking.push(id);
                    }
                    let nodes = self.arrivals.entry(arrival.body).or_default();
                    nodes.push(arrival.node);
                }
            }
        }
    }

    /// The body that holds a process's loop; `None` where a framework has it.
    pub fn loop_of(&self, model: &Model, process: ProcessId) -> Option<BodyId> {
        let known = &model.processes.list;
        match known.get(process) {
            Some(process) => process.body,
            None => self.through_helpers.get(process - known.len()).copied(),
        }
    }

    /// What a process runs for a message: of its handlers these, where they are known.
    pub fn of(&self, model: &Model, process: ProcessId, handled: &[BodyId]) -> Vec<Turn> {
        let program = &model.program;
        let handled = Some(handled).filter(|handled| !handled.is_empty());
        let mut turns = Vec::new();
        if let Some(process) = model.processes.list.get(process)
            && process.body.is_none()
        {
            let hooks = process.hooks.iter().map(|(_, hook)| hook);
            let bodies = process.handlers.iter().chain(hooks);
            let wanted = |id: &&BodyId| match handled {
                Some(handled) => handled.contains(id),
                None => is_real(program, **id),
            };
            turns.extend(bodies.filter(wanted).map(|id| self.turn_of(model, *id)));
        }
        turns.extend(
            self.loop_of(model, process)
                .and_then(|id| self.loop_turn(program, id)),
        );
        turns
    }

    /// What a loop runs between two messages, and the loops before it that fill another mailbox.
    fn loop_turn(&self, program: &Program, id: BodyId) -> Option<Turn> {
        let arrivals = self.arrivals.get(&id)?;
        let body = program.body(id);
        let before = flow::leading_to(body, arrivals);
        let nodes =
            (body.nodes()).filter(|(node, data)| data.in_loop.is_some() && before.contains(*node));
        Some(Turn::Nodes(id, nodes.map(|(node, _)| node).collect()))
    }

    /// Whether a framework waits for the future of a handler before it takes the next message.
    fn turn_of(&self, model: &Model, id: BodyId) -> Turn {
        let program = &model.program;
        let owner = program.def(program.body(id).owner);
        let Some(function) = owner.as_fn() else {
            return Turn::Called(id);
        };
        let declared = function
            .trait_def
            .filter(|def| program.def(*def).location.is_none());
        match declared {
            Some(declared) if !self.waits.contains(&(declared, owner.name)) => Turn::Called(id),
            // Of a framework of the workspace, or made by a macro.
            _ => Turn::Awaited(id),
        }
    }
}

/// Whether a body is part of the program, and no test's.
pub fn is_real(program: &Program, id: BodyId) -> bool {
    let body = program.body(id);
    !body.test && !program.is_test_file(body.file) && !program.def(body.owner).test
}
