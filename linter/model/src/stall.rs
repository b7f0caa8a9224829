//! What a turn may wait for without an end: a peer or a store outside the program, with no deadline.

use rustc_hash::FxHashSet;

use crate::body::{BodyId, Call, Callee};
use crate::clients::Clients;
use crate::effects::{self, Site};
use crate::follow::Index;
use crate::model::Model;
use crate::program::Program;
use crate::slots;
use crate::stub::{Effect, FnAttrs, TypeWord};
use crate::turn::{self, Step, Turn, Visitor};
use crate::ty::Ty;

/// A wait that lasts as long as somebody else likes.
#[derive(Clone, Debug)]
pub struct Stall {
    /// The call that waits.
    pub at: Site,
    /// The calls that lead there, outermost first.
    pub via: Vec<Site>,
    /// For whom.
    pub on: On,
}

/// For whom a turn waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    /// A peer at the other end of a connection.
    Peer,
    /// A database or another store.
    Store,
    /// Code of whoever implements a trait of the workspace.
    Given,
}

/// The deadlines that clients of things outside are given somewhere in the workspace: all that they do, or one request.
#[derive(Debug)]
pub struct Limits<'p> {
    program: &'p Program,
    clients: Clients<'p>,
    /// The crates of which a client is given one.
    all: FxHashSet<&'p str>,
    /// The crates of which a request is given one.
    one: FxHashSet<&'p str>,
}

impl<'p> Limits<'p> {
    /// Finds them.
    pub fn new(program: &'p Program, index: &'p Index) -> Self {
        let crates = |kind: Effect| {
            let bodies = program.doing(move |does| does.effects.has(kind));
            let calls = bodies.flat_map(|(_, body)| body.calls());
            let limiting = calls.filter(|(_, call)| {
                effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(kind))
            });
            limiting
                .flat_map(|(_, call)| roots(program, call))
                .collect()
        };
        Self {
            program,
            clients: Clients::new(program, index),
            all: crates(Effect::Limits),
            one: crates(Effect::LimitsOne),
        }
    }

    /// Whether the wait of a call has one, or may have one that is set out of sight.
    pub fn bound(&self, at: Site, call: &Call) -> bool {
        let known =
            |set: &FxHashSet<&str>| roots(self.program, call).any(|root| set.contains(root));
        match self.clients.request(at) {
            Some(request) if request.limited => true,
            Some(request) if request.seen => {
                // The deadline of another request is not its own.
                (request.client_limits).unwrap_or_else(|| known(&self.all))
            }
            _ => known(&self.all) || known(&self.one),
        }
    }
}

/// The crates of what a call calls.
fn roots<'p>(program: &'p Program, call: &Call) -> impl Iterator<Item = &'p str> {
    let defs = match &call.callee {
        Callee::Known(defs) => defs.clone(),
        _ => Default::default(),
    };
    (defs.into_iter()).map(|def| root(&program.def(def).path))
}

fn root(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}

/// The worst that these turns wait for.
pub fn find(model: &Model, limits: &Limits<'_>, turns: &[Turn]) -> Option<Stall> {
    let mut finder = Finder {
        model,
        limits,
        found: None,
    };
    for turn in turns {
        turn::walk(model, turn, &mut finder);
    }
    finder.found
}

struct Finder<'a> {
    model: &'a Model,
    limits: &'a Limits<'a>,
    found: Option<Stall>,
}

impl Visitor for Finder<'_> {
    fn enters(&self, _: BodyId) -> bool {
        self.found.as_ref().is_none_or(|found| found.on > On::Peer)
    }

    fn call(&mut self, step: &Step<'_>) {
        if !step.polled || step.deadline.is_some() {
            return;
        }
        let Some(on) = on(&self.model.program, step.call) else {
            return;
        };
        if self.limits.bound(step.at, step.call)
            || self.found.as_ref().is_some_and(|found| found.on <= on)
        {
            return;
        }
        self.found = Some(Stall {
            at: step.at,
            via: step.via.to_vec(),
            on,
        });
    }
}

/// For whom an awaited call waits, if it does.
pub fn on(program: &Program, call: &Call) -> Option<On> {
    if is_given(program, call) {
        return Some(On::Given);
    }
    let attrs = effects::attrs_of(program, call)?;
    let any = |kinds: &[Effect]| kinds.iter().any(|kind| attrs.has(*kind));
    let stores = stores(attrs);
    if any(&[Effect::Outside]) && !stores {
        return Some(On::Peer);
    }
    if any(&[Effect::IoRead, Effect::IoWrite]) {
        // A file answers.
        let socket = call
            .args
            .first()
            .is_some_and(|arg| is_socket(program, &arg.ty));
        return (!stores && socket).then_some(On::Peer);
    }
    stores.then_some(On::Store)
}

fn stores(attrs: &FnAttrs) -> bool {
    [
        Effect::StoreRead,
        Effect::StoreWrite,
        Effect::RunsSql,
        Effect::Begin,
        Effect::Commit,
    ]
    .into_iter()
    .any(|kind| attrs.has(kind))
}

/// Whether a type is, or wraps, something that reads or writes and is no file.
pub fn is_socket(program: &Program, ty: &Ty) -> bool {
    let Ty::Adt(def, args) = slots::peel(program, ty) else {
        return false;
    };
    let Some(adt) = program.def(*def).as_adt() else {
        return false;
    };
    if adt.attrs.is(TypeWord::Store) {
        return false;
    }
    let wrapped: Vec<&Ty> = args.iter().filter(|arg| arg.adt().is_some()).collect();
    match wrapped.as_slice() {
        [] => adt.attrs.is(TypeWord::Io),
        wrapped => wrapped.iter().any(|inner| is_socket(program, inner)),
    }
}

/// A method of a trait of the workspace, called on whatever implements it.
fn is_given(program: &Program, call: &Call) -> bool {
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    let open = call.method
        && call.args.first().is_some_and(|arg| {
            matches!(slots::peel(program, &arg.ty), Ty::Param(_) | Ty::Bounds(_))
        });
    open && defs.iter().any(|def| {
        let declared = program
            .function(*def)
            .and_then(|function| function.trait_def);
        // Who can implement it, and how, the workspace alone knows of what is not public.
        declared
            .map(|declared| program.def(declared))
            .is_some_and(|declared| declared.location.is_some() && declared.public)
    })
}
