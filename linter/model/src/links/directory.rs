//! Who is behind an address or a channel.

use super::{CANDIDATES, Certainty, ProcessId, Turn, is_real};
use crate::body::{BodyId, NodeId};
use crate::channels::Channel;
use crate::def::DefId;
use crate::effects::{self, Site};
use crate::flow;
use crate::handling;
use crate::model::Model;
use crate::processes::ProcessKind;
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::sym::Sym;
use crate::ty::Ty;
use rustc_hash::{FxHashMap, FxHashSet};

/// Who is behind an address or a channel.
#[derive(Debug, Default)]
pub(super) struct Directory {
    /// The process that keeps its state in a type.
    pub(super) by_owner: FxHashMap<DefId, ProcessId>,
    /// The actors that take a type of message.
    by_message: FxHashMap<DefId, Vec<(ProcessId, Ty)>>,
    /// The processes that receive at a site.
    by_mailbox: FxHashMap<Site, Vec<ProcessId>>,
    /// Where a loop takes its messages: by itself, or by the helpers that it calls.
    arrivals: FxHashMap<BodyId, Vec<NodeId>>,
    /// The loops that take all their messages through helpers.
    pub(super) through_helpers: Vec<BodyId>,
    /// The handlers that the loop of a framework of the workspace calls.
    pub(super) framework: FxHashSet<BodyId>,
    /// The loops that call them.
    pub(super) generic: FxHashSet<ProcessId>,
    /// The methods of frameworks' traits whose futures are waited for before the next message.
    waits: FxHashSet<(DefId, Sym)>,
}

impl Directory {
    pub(super) fn new(model: &Model) -> Self {
        let program = &model.program;
        let mut directory = Self::default();
        for (id, process) in model.processes.list.iter().enumerate() {
            if let (Some(owner), ProcessKind::Actor | ProcessKind::Framework) =
                (process.owner, process.kind)
            {
                directory.by_owner.insert(owner, id);
            }
            if process.kind == ProcessKind::Framework {
                directory.framework.extend(&process.handlers);
            }
        }
        directory.loops(model);
        for id in 0..model.processes.list.len() + directory.through_helpers.len() {
            let calls = |body: BodyId| {
                let mut calls = program.body(body).calls();
                calls.any(|(_, call)| {
                    (effects::callees(program, call).iter())
                        .any(|callee| directory.framework.contains(callee))
                })
            };
            if directory.loop_of(model, id).is_some_and(calls) {
                directory.generic.insert(id);
            }
        }
        directory.messages(model);
        let methods = program.defs.iter().filter_map(|def| {
            let method = def.as_fn()?;
            let runs = method.attrs.handler || method.attrs.hook.is_some();
            let waits = runs && method.is_async && method.self_def.is_none();
            waits.then_some((method.trait_def?, def.name))
        });
        directory.waits = methods.collect();
        directory
    }

    /// Which loops take from which mailboxes.
    fn loops(&mut self, model: &Model) {
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

    pub(super) fn loop_of(&self, model: &Model, process: ProcessId) -> Option<BodyId> {
        let known = &model.processes.list;
        match known.get(process) {
            Some(process) => process.body,
            None => self.through_helpers.get(process - known.len()).copied(),
        }
    }

    pub(super) fn turns(
        &self,
        model: &Model,
        process: ProcessId,
        handled: Option<&[BodyId]>,
    ) -> Vec<Turn> {
        let program = &model.program;
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
        let nodes = body.nodes().filter(|(node, data)| {
            data.in_loop.is_some() && {
                let after = flow::reachable(body, *node, |_| false);
                arrivals.iter().any(|arrival| after.contains(*arrival))
            }
        });
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

    fn messages(&mut self, model: &Model) {
        let program = &model.program;
        let traits = program.defs.iter().filter_map(|def| def.as_trait());
        for imp in traits
            .filter(|def| !def.attrs.words.is_empty())
            .flat_map(|def| &def.impls)
            .filter(|imp| !imp.test)
        {
            let Some(id) = imp.self_def.and_then(|owner| self.by_owner.get(&owner)) else {
                continue;
            };
            let types = imp.args.iter().chain(imp.assoc.iter().map(|(_, ty)| ty));
            for ty in types {
                if let Some(def) = ty.adt() {
                    self.by_message
                        .entry(def)
                        .or_default()
                        .push((*id, ty.clone()));
                }
            }
        }
        // Those that a macro made.
        for (id, process) in model.processes.list.iter().enumerate() {
            for handler in process.handlers.iter().filter(|_| process.body.is_none()) {
                let body = program.body(*handler);
                let made = program
                    .function(body.owner)
                    .is_some_and(|function| function.attrs.handler && function.trait_def.is_none());
                let message = body.params.get(1).map(|param| &body.local(*param).ty);
                if let (true, Some(def), Some(ty)) =
                    (made, message.and_then(|ty| ty.adt()), message)
                {
                    self.by_message
                        .entry(def)
                        .or_default()
                        .push((id, ty.clone()));
                }
            }
        }
    }

    /// The processes behind an address, for a message.
    pub(super) fn behind(
        &self,
        program: &Program,
        address: &Ty,
        message: &Ty,
    ) -> Vec<(ProcessId, Certainty)> {
        let of = match slots::shared(program, address) {
            Some(Shared::End(_, false, of)) => of,
            _ => return Vec::new(),
        };
        if let Some(id) = of.and_then(Ty::adt).and_then(|of| self.by_owner.get(&of)) {
            return vec![(*id, Certainty::Named)];
        }
        let mut found: Vec<ProcessId> = Vec::new();
        for ty in of.into_iter().chain([message]) {
            let takers = ty.adt().and_then(|def| self.by_message.get(&def));
            for (id, takes) in takers.into_iter().flatten() {
                if fits(takes, ty) && !found.contains(id) {
                    found.push(*id);
                }
            }
        }
        let certainty = match found.len() {
            1 => Certainty::Only,
            _ => Certainty::Maybe,
        };
        if found.len() > CANDIDATES {
            return Vec::new();
        }
        found.into_iter().map(|id| (id, certainty)).collect()
    }

    /// The processes that may take from these channels, of which an end may belong to each; none where
    /// one was not seen.
    pub(super) fn taking(
        &self,
        program: &Program,
        channels: &[&Channel],
    ) -> Vec<(ProcessId, Certainty)> {
        // Of two that are made together, a pair for both directions, the end may belong to either.
        let pairs = channels.iter().enumerate().any(|(index, one)| {
            let mut others = channels[..index].iter();
            others.any(|other| other.created.body == one.created.body)
        });
        if pairs {
            return Vec::new();
        }
        let mut found: Vec<ProcessId> = Vec::new();
        let receives = channels.iter().flat_map(|channel| &channel.receives);
        for at in receives.filter(|at| is_real(program, at.body)) {
            let Some(ids) = self.by_mailbox.get(at).filter(|ids| !ids.is_empty()) else {
                return Vec::new();
            };
            for id in ids {
                if !found.contains(id) {
                    found.push(*id);
                }
            }
        }
        let certainty = match found.len() {
            1 => Certainty::Named,
            _ => Certainty::Maybe,
        };
        if found.len() > CANDIDATES {
            return Vec::new();
        }
        found.into_iter().map(|id| (id, certainty)).collect()
    }
}

/// Whether a handler's message can be this one.
pub(super) fn fits(takes: &Ty, sent: &Ty) -> bool {
    match (takes.peel_refs(), sent.peel_refs()) {
        (Ty::Adt(a, left), Ty::Adt(b, right)) => {
            a == b
                && left
                    .iter()
                    .zip(right.iter())
                    .all(|(left, right)| fits(left, right))
        }
        (Ty::Prim(a), Ty::Prim(b)) => crate::ty::same_prim(*a, *b),
        (Ty::Tuple(left), Ty::Tuple(right)) => {
            left.len() == right.len() && left.iter().zip(right.iter()).all(|(a, b)| fits(a, b))
        }
        (Ty::Adt(..), Ty::Prim(_) | Ty::Tuple(_) | Ty::Unit) => false,
        (Ty::Prim(_) | Ty::Tuple(_) | Ty::Unit, Ty::Adt(..)) => false,
        _ => true,
    }
}
