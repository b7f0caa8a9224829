//! Who is behind an address or a channel.

use super::{CANDIDATES, Certainty};
use crate::body::{BodyId, Op};
use crate::channels::{self, Channel};
use crate::def::DefId;
use crate::effects::{self, Site};
use crate::model::Model;
use crate::place::Place;
use crate::processes::ProcessKind;
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::turn::{ProcessId, is_real};
use crate::ty::Ty;
use rustc_hash::{FxHashMap, FxHashSet};

/// Who is behind an address or a channel.
#[derive(Debug, Default)]
pub(super) struct Directory {
    /// The process that keeps its state in a type.
    pub(super) by_owner: FxHashMap<DefId, ProcessId>,
    /// The actors that take a type of message.
    by_message: FxHashMap<DefId, Vec<(ProcessId, Ty)>>,
    /// The handlers that the loop of a framework of the workspace calls.
    pub(super) framework: FxHashSet<BodyId>,
    /// The loops that call them.
    pub(super) generic: FxHashSet<ProcessId>,
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
        for id in model.turns().processes(model) {
            let calls = |body: BodyId| {
                let mut calls = program.body(body).calls();
                calls.any(|(_, call)| {
                    (effects::callees(program, call).iter())
                        .any(|callee| directory.framework.contains(callee))
                })
            };
            if model.turns().loop_of(model, id).is_some_and(calls) {
                directory.generic.insert(id);
            }
        }
        directory.messages(model);
        directory
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
        model: &Model,
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
        let program = &model.program;
        let receives = channels.iter().flat_map(|channel| {
            let receives = channel.receives.iter();
            receives.filter(|at| !is_older(program, **at, channel))
        });
        for at in receives.filter(|at| is_real(program, at.body)) {
            let ids = model.turns().receiving(*at);
            if ids.is_empty() {
                return Vec::new();
            }
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

/// Whether what is received from was there before the channel was made: of two variables that take their turns in one
/// place, it is the other.
fn is_older(program: &Program, at: Site, channel: &Channel) -> bool {
    let place = match &program.body(at.body).node(at.node).op {
        Op::Call(call) => channels::receiving(program, call).map(|end| end.place),
        Op::Await(await_) => await_.future.place.as_ref(),
        _ => None,
    };
    let Some(local) = place.and_then(Place::as_local) else {
        return false;
    };
    let (holder, local) = slots::origin(program, at.body, local);
    let made = channel.created;
    let body = program.body(holder);
    let binds = |op: &Op| matches!(op, Op::Assign(to, _) if to.as_local() == Some(local));
    let bound = body.nodes().filter(|(_, data)| binds(&data.op)).last();
    holder == made.body
        && body.node(made.node).in_loop.is_none()
        && bound.is_some_and(|(node, _)| node < made.node)
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
