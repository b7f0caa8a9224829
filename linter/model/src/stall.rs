//! What a turn may wait for without an end: a peer or a store outside the program, with no deadline.

use rustc_hash::FxHashSet;

use crate::body::{BodyId, Call, Callee};
use crate::effects::{self, Site};
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

/// Which crates' clients are given deadlines somewhere in the workspace.
#[derive(Debug, Default)]
pub struct Limits(FxHashSet<String>);

impl Limits {
    /// Finds them.
    pub fn new(program: &Program) -> Self {
        let mut found = FxHashSet::default();
        for (_, body) in program.doing(|does| does.effects.has(Effect::Limits)) {
            for (_, call) in body.calls() {
                if let (Some(attrs), Callee::Known(defs)) =
                    (effects::attrs_of(program, call), &call.callee)
                    && attrs.has(Effect::Limits)
                {
                    found.extend(
                        defs.iter()
                            .map(|def| root(&program.def(*def).path).to_owned()),
                    );
                }
            }
        }
        Self(found)
    }

    /// Whether the client that makes a call has one.
    pub fn bound(&self, program: &Program, call: &Call) -> bool {
        match &call.callee {
            Callee::Known(defs) => defs
                .iter()
                .any(|def| self.0.contains(root(&program.def(*def).path))),
            _ => false,
        }
    }
}

fn root(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}

/// The worst that these turns wait for.
pub fn find(model: &Model, limits: &Limits, turns: &[Turn]) -> Option<Stall> {
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
    limits: &'a Limits,
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
        if self.limits.bound(&self.model.program, step.call)
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
