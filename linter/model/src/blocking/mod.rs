//! Calls that hold up the thread they run on, and the async bodies that run them: followed upwards, from
//! the call to whoever is polled.

mod asking;
mod runs;
mod sent;

use rustc_hash::FxHashSet;

use crate::body::{Body, BodyId, BodyKind, Call, Callee, Value};
use crate::channels::Bound;
use crate::effects::{self, Does, Site};
use crate::model::Model;
use crate::place::Place;
use crate::program::Program;
use crate::stub::{ClosureUse, Effect, FnAttrs, TypeWord};
use crate::ty::Ty;

pub use asking::asks;
pub use runs::{Runs, runs};

/// How many calls may lie between an async body and the call that blocks.
const DOWN: usize = 3;

/// A call that blocks a thread on which futures are polled.
#[derive(Clone, Debug)]
pub struct Blocking {
    /// Where the async body runs it: the call itself, or the first on the way to it.
    pub root: Site,
    /// The calls between, outermost first; the root not counted.
    pub via: Vec<Site>,
    /// The call that blocks.
    pub leaf: Site,
    /// What it waits for.
    pub on: On,
    /// Of how many implementations this is one, where the most are meant on the way: less is surer.
    pub several: usize,
    /// Where the program sends what is called there to a thread that may block.
    pub sent: Option<Site>,
}

/// What a blocking call waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum On {
    /// A future, which it polls: inside a runtime that panics, or holds up whoever could wake it.
    Future,
    /// The same, by a runtime's own call, which panics inside a runtime.
    Runtime,
    /// A message, a lock or a permit, by a call that panics inside a runtime.
    Refused,
    /// Time to pass.
    Time,
    /// Another thread or process of this machine: its end, a message, a signal, room.
    Other,
    /// The same, by asking again and again: the thread does nothing else, and never sleeps.
    Asking,
    /// Something outside the program: a peer, a server.
    Outside,
    /// Nothing: it computes for long.
    Work,
    /// A connection of a pool, which others hold.
    Pool,
    /// A child process, or a person at a terminal.
    Child,
    /// The disk, until what was written is safe, or a database in a file.
    Sync,
    /// What the program itself sends to a thread that may block, elsewhere.
    Sent,
    /// The disk.
    Disk,
}

/// Every call that blocks inside an async body; plain locks are not meant.
pub fn all(model: &Model) -> Vec<Blocking> {
    let program = &model.program;
    let mut found = Vec::new();
    let blocks = |does: Does| does.effects.any([Effect::Blocks, Effect::BlockOn]);
    for (id, body) in program.doing(blocks) {
        if body.test || program.is_test_file(body.file) {
            continue;
        }
        for (node, call) in body.calls() {
            let Some(attrs) = effects::attrs_of(program, call) else {
                continue;
            };
            if !attrs.has(Effect::Blocks) && !attrs.has(Effect::BlockOn) {
                continue;
            }
            let leaf = Site { body: id, node };
            if let Some(on) = waits_on(model, leaf, call, attrs) {
                climb(model, leaf, on, &mut found);
            }
        }
    }
    let asks = [Effect::TryRecv, Effect::TryLock, Effect::Read];
    for (id, body) in program.doing(|does| does.loops && does.effects.any(asks)) {
        for node in asking::asks(program, body) {
            climb(model, Site { body: id, node }, On::Asking, &mut found);
        }
    }
    for (leaf, at) in sent::sent(model) {
        let mut climbed = Vec::new();
        climb(model, leaf, On::Sent, &mut climbed);
        found.extend(climbed.into_iter().map(|one| Blocking {
            sent: Some(at),
            ..one
        }));
    }
    found
}

/// Whether what asks again and again at a node is run by async code, whose thread it holds up.
pub fn asks_async(model: &Model, at: Site) -> bool {
    let mut found = Vec::new();
    climb(model, at, On::Asking, &mut found);
    !found.is_empty()
}

/// What the call at a node waits for, where it holds up its thread; `None` for plain locks and what does not
/// really wait.
pub fn wait_of(model: &Model, at: Site) -> Option<On> {
    let call = crate::follow::call_at(&model.program, at)?;
    let attrs = effects::attrs_of(&model.program, call)?;
    let blocks = attrs.has(Effect::Blocks) || attrs.has(Effect::BlockOn);
    waits_on(model, at, call, attrs).filter(|_| blocks)
}

/// What a blocking call waits for; `None` for plain locks and what does not really wait.
fn waits_on(model: &Model, at: Site, call: &Call, attrs: &FnAttrs) -> Option<On> {
    let program = &model.program;
    let Callee::Known(defs) = &call.callee else {
        return None;
    };
    let path = program.def(*defs.first()?).path.as_str();
    let has = |kinds: &[Effect]| kinds.iter().any(|kind| attrs.has(*kind));
    if has(&[Effect::BlockOn]) {
        return Some(match is_of_tokio(path) {
            true => On::Runtime,
            false => On::Future,
        });
    }
    // The runtime's own blocking calls check where they are.
    if path.starts_with("tokio::") {
        return Some(On::Refused);
    }
    if has(&[Effect::Sleep]) {
        return Some(On::Time);
    }
    if has(&[Effect::Computes]) {
        return Some(On::Work);
    }
    if has(&[Effect::Lock]) {
        return (attrs.acquires == Some(crate::stub::Acquires::Connection)).then_some(On::Pool);
    }
    if has(&[Effect::Send]) {
        // Without a bound there is always room.
        let place = call.args.first()?.place.as_ref()?;
        let message = call
            .args
            .get(1)
            .map(|arg| arg.ty.clone())
            .unwrap_or_default();
        let channels = model
            .channels
            .of(program, &model.slots, at.body, place, &message);
        let bounded =
            !channels.is_empty() && channels.iter().all(|channel| channel.bound != Bound::None);
        return bounded.then_some(On::Other);
    }
    if path.starts_with("std::process::") {
        return Some(On::Child);
    }
    if has(&[Effect::Recv, Effect::Join, Effect::Wait]) {
        return (!is_ended(program, at)).then_some(On::Other);
    }
    if has(&[Effect::Outside]) {
        return Some(On::Outside);
    }
    if has(&[
        Effect::StoreRead,
        Effect::StoreWrite,
        Effect::RunsSql,
        Effect::Begin,
        Effect::Commit,
        Effect::Rollback,
    ]) {
        return Some(match is_embedded(program, call) {
            true if attrs.sql.is_some() || has(&[Effect::RunsSql, Effect::Commit]) => On::Sync,
            true => On::Disk,
            false => On::Outside,
        });
    }
    if has(&[Effect::IoRead, Effect::IoWrite, Effect::Flush]) {
        if has(&[Effect::Flush]) && path.starts_with("std::fs::") {
            return Some(On::Sync);
        }
        return io(program, at, call, path);
    }
    None
}

/// A call of tokio, or of a system that runs on it.
fn is_of_tokio(path: &str) -> bool {
    path.starts_with("tokio::") || path.starts_with("actix::")
}

/// Whoever asks whether there is a runtime has a way for each answer.
fn asks_for_a_runtime(program: &Program, id: BodyId) -> bool {
    program.bodies[id.function() as usize]
        .iter()
        .flat_map(Body::calls)
        .any(|(_, call)| call.name == "try_current")
}

/// The store keeps its data in files of this machine.
pub fn is_embedded(program: &Program, call: &Call) -> bool {
    let of_method = |def: &crate::def::DefId| {
        program
            .function(*def)
            .and_then(|function| function.self_def)
            .and_then(|owner| program.def(owner).as_adt())
            .is_some_and(|adt| adt.attrs.is(TypeWord::Embedded))
    };
    let of_argument = |arg: &crate::body::Arg| {
        program
            .adt(&arg.ty)
            .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Embedded))
    };
    matches!(&call.callee, Callee::Known(defs) if defs.iter().any(of_method))
        || call.args.iter().any(of_argument)
}

/// Bytes that come from or go to a socket, a child process or a file; memory does not count.
fn io(program: &Program, at: Site, call: &Call, path: &str) -> Option<On> {
    // A socket that another type lends is one that it watches: it does not block.
    let lent = call.args.first().is_some_and(|arg| {
        let owner = arg
            .place
            .as_ref()
            .and_then(|place| crate::slots::place_type(program, at.body, place));
        let of = |ty: &Ty| crate::slots::peel(program, ty).adt();
        owner.is_some_and(|owner| of(&owner) != of(&arg.ty))
    });
    if lent {
        return None;
    }
    if path.starts_with("std::fs::") {
        return Some(On::Disk);
    }
    if path.starts_with("std::net::") || path.starts_with("std::os::unix::net::") {
        return Some(On::Outside);
    }
    let receiver = call.args.first()?;
    let (def, adt) = program.adt(crate::slots::peel(program, &receiver.ty))?;
    let path = program.def(def).path.as_str();
    match () {
        () if !adt.attrs.is(TypeWord::Io) => None,
        () if path.starts_with("std::net::") || path.starts_with("std::os::unix::net::") => {
            Some(On::Outside)
        }
        () if path.starts_with("std::process::") || path.ends_with("Stdin") => Some(On::Child),
        () if path.starts_with("std::fs::") => Some(On::Disk),
        () => None,
    }
}

/// A thread or child that is joined once it is known to have ended: somebody asked before, here or in a block that
/// was waited for.
fn is_ended(program: &Program, at: Site) -> bool {
    let place = follow_call(program, at).and_then(|call| call.args.first()?.place.as_ref());
    let Some(place) = place else {
        return false;
    };
    let body = program.body(at.body);
    let here = body.calls().any(|(node, other)| {
        asks_for_end(other).is_some_and(|asked| asked.overlaps(place))
            && crate::follow::comes_after(body, node, at.node)
    });
    here || program.children(at.body).iter().any(|block| {
        program.body(*block).calls().any(|(_, other)| {
            asks_for_end(other)
                .and_then(|asked| effects::outward_to(program, *block, at.body, asked))
                .is_some_and(|asked| asked.overlaps(place))
        })
    })
}

fn asks_for_end(call: &Call) -> Option<&Place> {
    let asks = call.name == "is_finished";
    call.args.first().filter(|_| asks)?.place.as_ref()
}

/// Follows a blocking call up to the async bodies that run it.
fn climb(model: &Model, leaf: Site, on: On, found: &mut Vec<Blocking>) {
    let program = &model.program;
    let mut seen: FxHashSet<BodyId> = FxHashSet::default();
    let mut open: Vec<(Site, Vec<Site>, usize)> = vec![(leaf, Vec::new(), 1)];
    while let Some((at, via, several)) = open.pop() {
        if !seen.insert(at.body) {
            continue;
        }
        let body = program.body(at.body);
        if body.test || program.is_test_file(body.file) {
            continue;
        }
        if on == On::Runtime && asks_for_a_runtime(program, at.body) {
            continue;
        }
        if on == On::Other && at != leaf && is_ended(program, at) {
            continue;
        }
        if body.is_async || is_polled(model, at.body) {
            found.push(Blocking {
                root: at,
                via,
                leaf,
                on,
                several,
                sent: None,
            });
            continue;
        }
        if via.len() > DOWN {
            continue;
        }
        for caller in runners(model, at.body) {
            let meant = match follow_call(program, caller).map(|call| &call.callee) {
                Some(Callee::Known(defs)) => defs.len(),
                _ => 1,
            };
            let mut via = via.clone();
            via.insert(0, at);
            open.insert(0, (caller, via, several.max(meant)));
        }
    }
}

fn follow_call(program: &Program, at: Site) -> Option<&Call> {
    crate::follow::call_at(program, at)
}

/// A body that is not async and runs on a thread that polls futures all the same: an actor's handler, `poll`.
fn is_polled(model: &Model, id: BodyId) -> bool {
    let program = &model.program;
    let body = program.body(id);
    let owner = program.def(body.owner);
    let Some(function) = owner.as_fn().filter(|_| id.position() == 0) else {
        return false;
    };
    if owner.name.as_str().starts_with("poll") && function.trait_def.is_some() {
        return body.params.iter().any(|param| {
            program
                .adt(&body.local(*param).ty)
                .is_some_and(|(def, _)| program.def(def).path == "std::task::Context")
        });
    }
    let Some(self_def) = function.self_def else {
        return false;
    };
    model.processes.owned_by(self_def).any(|process| {
        process.kind == crate::processes::ProcessKind::Actor
            && process.handlers.contains(&id)
            && !has_own_threads(program, self_def)
    })
}

/// An actor whose context is that of a pool of threads.
fn has_own_threads(program: &Program, owner: crate::def::DefId) -> bool {
    program
        .defs
        .iter()
        .filter_map(|def| def.as_trait())
        .flat_map(|def| &def.impls)
        .filter(|imp| imp.self_def == Some(owner))
        .flat_map(|imp| &imp.assoc)
        .filter_map(|(_, ty)| program.adt(ty))
        .any(|(_, adt)| adt.attrs.is(TypeWord::Context) && adt.attrs.is(TypeWord::OwnThreads))
}

/// Where a body that is not async is run during a call: by its callers, or, for a closure, by the call
/// that is given it.
fn runners(model: &Model, id: BodyId) -> Vec<Site> {
    let program = &model.program;
    let body = program.body(id);
    if body.kind == BodyKind::Fn {
        return model.index.callers_of(program, id).to_vec();
    }
    let (BodyKind::Closure, Some(parent)) = (body.kind, body.parent) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (position, holder) in program.bodies[id.function() as usize].iter().enumerate() {
        let holder_id = BodyId::new(id.function(), position as u32);
        for (node, call) in holder.calls() {
            let here = Site {
                body: holder_id,
                node,
            };
            if call.callee == Callee::Body(id) {
                found.push(here);
            } else if holder_id == parent
                && let Some(index) = call
                    .args
                    .iter()
                    .position(|arg| gives(holder, &arg.value, id))
                && runs_argument(program, call, index)
            {
                found.push(here);
            }
        }
    }
    found
}

fn gives(body: &Body, value: &Value, closure: BodyId) -> bool {
    match value {
        Value::Body(id) => *id == closure,
        Value::Use(place) | Value::Ref(_, place) if place.path.is_empty() => place
            .as_local()
            .is_some_and(|local| body.local(local).body == Some(closure)),
        _ => false,
    }
}

/// Whether a closure given as an argument runs during the call, on this thread. What is not seen is not
/// taken to do so: it may well have a pool for it.
fn runs_argument(program: &Program, call: &Call, index: usize) -> bool {
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    let callees = effects::callees(program, call);
    if callees.is_empty() {
        let lazily = defs
            .iter()
            .any(|def| program.def(*def).path.starts_with("std::iter::"));
        return effects::attrs_of(program, call).is_some_and(|attrs| match attrs.closure {
            Some(ClosureUse::Called) => true,
            Some(ClosureUse::Stored) => lazily,
            _ => false,
        });
    }
    callees.iter().any(|callee| {
        let target = program.body(*callee);
        let Some(param) = target.params.get(index) else {
            return false;
        };
        target
            .calls()
            .any(|(_, inner)| inner.callee == Callee::Parameter(*param))
    })
}
