//! Who has what was changed: whether it lives on when a function fails, and who mends it then.

use otplint_model::body::{Body, BodyId, EdgeKind, LocalId, LocalKind, NodeId, Op, Outcome, Value};
use otplint_model::effects::{self, Made, Site};
use otplint_model::flow;
use otplint_model::place::{Place, Root, Step};
use otplint_model::stub::{Effect, OnFailure, TypeWord};
use otplint_model::{Model, Ty, slots, summary};

/// How far up it is asked what becomes of a failure.
const CALLERS: usize = 3;

/// Further up than this many functions nobody looks for the owner.
const CHAIN: usize = 12;

/// A reference is followed through so many calls to what it was found in.
const FOUND: usize = 4;

/// At most this many callers are asked.
const ASKED: usize = 32;

/// Whether some caller changes the place again after a call of this body: on its failure it mends what is half done.
pub fn caller_mends(model: &Model, id: BodyId, place: &Place) -> bool {
    let program = &model.program;
    model
        .index
        .callers_of(program, id)
        .iter()
        .take(ASKED)
        .any(|caller| {
            let body = program.body(caller.body);
            let Op::Call(call) = &body.node(caller.node).op else {
                return false;
            };
            if body.test || call.outcome == Outcome::Propagated {
                return false;
            }
            let Some(outer) = effects::translate(program, id, call, place) else {
                return false;
            };
            // What the next turn of a loop does is not done for this one.
            let after = flow::reachable_by(
                body,
                caller.node,
                |node| node == caller.node,
                |_, edge| edge.kind != EdgeKind::Back,
            );
            let same = |effect: &effects::NodeEffect| {
                matches!(
                    effect.kind,
                    Effect::Remove | Effect::Clear | Effect::Take | Effect::Put | Effect::Write
                ) && effect.place.as_ref().is_some_and(|to| to.overlaps(&outer))
            };
            after.iter().any(|node| {
                node != caller.node
                    && matches!(
                        body.node(node).op,
                        Op::Call(_) | Op::Await(_) | Op::Assign(..)
                    )
                    && model.effects(caller.body, node).iter().any(same)
            })
        })
}

/// Whether the owner of a place lives on when this body fails: it is not a value that its callers drop with the error.
pub fn lives_on(model: &Model, id: BodyId, place: &Place) -> bool {
    lives_on_above(model, id, place, &mut Vec::new()) && !is_passing(model, id, place)
}

/// Whether a value is of a type that nobody keeps, and every function that has one drops it when a call with it fails.
fn is_passing(model: &Model, id: BodyId, place: &Place) -> bool {
    let body = model.program.body(id);
    let Some(owner) = place.as_local().map(|local| &body.local(local).ty) else {
        return false;
    };
    let (Ty::Ref(true, _), Some(def)) = (owner, owner.adt()) else {
        return false;
    };
    let known = model.program.def(def).location.is_some();
    if !known || model.kept().is_stored(def) {
        return false;
    }
    let bodies = model.kept().with_variables(def);
    let drops = |outer: &BodyId| {
        let body = model.program.body(*outer);
        let own = |local: LocalId| {
            let data = body.local(local);
            let own = matches!(data.kind, LocalKind::Variable | LocalKind::Param(_));
            own && matches!(data.ty, Ty::Adt(of, _) if of == def)
        };
        body.calls().all(|(node, call)| {
            let mut given = call.args.iter().filter_map(|arg| arg.place.as_ref());
            let Some(place) = given.find(|place| place.as_local().is_some_and(own)) else {
                return true;
            };
            let fails = summary::may_be_failure(&model.program, &body.local(call.to).ty);
            let hands_on = matches!(call.outcome, Outcome::Propagated | Outcome::Panics);
            !fails || hands_on || !is_used_from(body, flow::failing(body, node), place)
        })
    };
    !bodies.is_empty() && bodies.iter().all(drops)
}

/// Whether whoever calls a body lends it a variable of its own here: with the future of the call goes that.
pub fn is_lent_by_all(model: &Model, id: BodyId, place: &Place) -> bool {
    let program = &model.program;
    let callers = model.index.callers_of(program, id);
    !callers.is_empty()
        && callers.iter().take(ASKED).all(|caller| {
            let outer = program.body(caller.body);
            let Op::Call(call) = &outer.node(caller.node).op else {
                return false;
            };
            let lent = effects::translate(program, id, call, place);
            outer.test
                || outer.is_async
                    && call.awaited
                    && lent.is_some_and(|place| is_own(model, outer, &place))
        })
}

/// Whether a reference is nobody else's, pinned or not.
fn is_exclusive(model: &Model, ty: &Ty) -> bool {
    let pinned = |ty: &Ty| {
        let pin = ty
            .adt()
            .is_some_and(|def| model.program.def(def).name == "Pin");
        pin && matches!(ty.arg(0), Some(Ty::Ref(true, _)))
    };
    matches!(ty, Ty::Ref(true, _)) || pinned(ty)
}

/// Whether a body makes the items of a sequence, or polls a future to its end: whoever drives it stops at the failure.
fn ends_with_failure(model: &Model, body: &Body) -> bool {
    let function = model.program.def(body.owner).as_fn();
    let declared = function.and_then(|function| function.trait_def);
    declared.is_some_and(|def| {
        let name = model.program.def(def).name;
        matches!(name.as_str(), "Stream" | "Iterator" | "Future")
    })
}

fn lives_on_above(model: &Model, id: BodyId, place: &Place, asked: &mut Vec<BodyId>) -> bool {
    asked.push(id);
    let program = &model.program;
    let body = program.body(id);
    if is_own(model, body, place) {
        return false;
    }
    let Root::Local(local) = place.root else {
        return true;
    };
    if ends_with_failure(model, body) {
        return false;
    }
    // The next call finds it in the same table.
    if let Some(table) = lent_from(model, body, local) {
        return !table.path.is_empty() || lives_on_above(model, id, &table, asked);
    }
    let exclusive = is_exclusive(model, &body.local(local).ty);
    let callers = model.index.callers_of(program, id);
    // What a closure captures is its maker's, who hands its failure on.
    if callers.is_empty()
        && body.local(local).kind != LocalKind::Variable
        && let (Some(parent), Some(outer)) = (body.parent, effects::outward(program, id, place))
    {
        return !is_own_around(model, parent, &outer)
            && lives_on_above(model, parent, &outer, asked);
    }
    if !exclusive {
        return true;
    }
    if asked.len() > CHAIN {
        return false;
    }
    if callers.is_empty() {
        return match handled(model, id) {
            // With the process goes its state, unless others have it too.
            Some(Handled::Ends) => is_shared(model, place),
            Some(Handled::GoesOn) => true,
            // What drives the implementations of a trait mostly ends with the error.
            None => {
                let def = program.def(body.owner).as_fn();
                def.is_none_or(|def| def.trait_def.is_none())
            }
        };
    }
    callers.iter().take(ASKED).any(|caller| {
        // A function that calls itself says nothing of who owns it.
        if asked.contains(&caller.body) {
            return false;
        }
        let outer = program.body(caller.body);
        let Op::Call(call) = &outer.node(caller.node).op else {
            return false;
        };
        if outer.test || ends_with_failure(model, outer) {
            return false;
        }
        // Where it is kept is not known, nor then who has it afterwards.
        let Some(place) = effects::translate(program, id, call, place) else {
            return false;
        };
        let up = |asked: &mut Vec<BodyId>| {
            !is_own_around(model, caller.body, &place)
                && lives_on_above(model, caller.body, &place, asked)
        };
        match call.outcome {
            // With the error goes what is only this caller's, and up above the question is the same.
            Outcome::Propagated | Outcome::Panics => up(asked),
            // Whoever awaits it learns of the failure: an arm of a `select!` here, or somebody who was not seen.
            _ if body.is_async && !call.awaited => is_arm(model, *caller) && up(asked),
            _ => {
                is_used_after(model, *caller, &place)
                    || !is_own_around(model, caller.body, &place)
                        && is_used_above(model, caller.body, &place, 1)
            }
        }
    })
}

/// Whether a call makes the future of an arm of a `select!`.
fn is_arm(model: &Model, at: Site) -> bool {
    let body = model.program.body(at.body);
    body.nodes().any(|(_, data)| match &data.op {
        Op::Select(select) => select.arms.iter().any(|arm| {
            let made = effects::future_bodies(&model.program, body, &arm.future.value);
            made.into_iter()
                .any(|made| matches!(made, Made::Call(node) if node == at.node))
        }),
        _ => false,
    })
}

/// What a framework makes of the failure of a handler.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Handled {
    /// The process ends.
    Ends,
    /// It is somebody's answer, or told.
    GoesOn,
}

/// What a framework makes of the failure of a body, where it is a handler.
fn handled(model: &Model, id: BodyId) -> Option<Handled> {
    let function = BodyId::new(id.function(), 0);
    let of = model.program.def(model.program.body(id).owner).as_fn()?;
    let mut processes = model.processes.owned_by(of.self_def?);
    let process = processes.find(|process| process.handlers.contains(&function))?;
    let ends = process.fatal.contains(&(OnFailure::Ends, function));
    Some(if ends { Handled::Ends } else { Handled::GoesOn })
}

/// Whether a place lies behind a pointer that others may have too.
fn is_shared(model: &Model, place: &Place) -> bool {
    place.path.iter().any(|step| match step {
        Step::Field(Some(owner), name) => slots::field_type(&model.program, *owner, *name)
            .is_some_and(|ty| {
                let adt = model.program.adt(&ty);
                adt.is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Pointer))
            }),
        _ => false,
    })
}

/// Whether a place starts at a variable of this body or, captured, of one around it.
fn is_own_around(model: &Model, id: BodyId, place: &Place) -> bool {
    let body = model.program.body(id);
    if is_own(model, body, place) {
        return true;
    }
    match (body.parent, effects::outward(&model.program, id, place)) {
        (Some(parent), Some(outer)) if !matches!(place.root, Root::Static(_)) => {
            is_own_around(model, parent, &outer)
        }
        _ => false,
    }
}

/// Whether a caller reaches for a place again once its call has failed.
fn is_used_after(model: &Model, caller: Site, place: &Place) -> bool {
    let body = model.program.body(caller.body);
    is_used_from(body, flow::failing(body, caller.node), place)
}

/// Whether those who lent a place to a body that keeps a failure to itself reach for it again.
fn is_used_above(model: &Model, id: BodyId, place: &Place, depth: usize) -> bool {
    let program = &model.program;
    if depth >= CALLERS {
        return false;
    }
    let callers = model.index.callers_of(program, id);
    if callers.is_empty() {
        // A framework calls it again with the next message.
        return handled(model, id).is_some();
    }
    callers.iter().take(ASKED).any(|caller| {
        let outer = program.body(caller.body);
        let Op::Call(call) = &outer.node(caller.node).op else {
            return false;
        };
        let Some(place) = effects::translate(program, id, call, place) else {
            return false;
        };
        // What runs once and then only cleans up has no use for what was torn.
        let around = outer.node(caller.node).in_loop;
        let again = around.is_some()
            && place
                .as_local()
                .is_none_or(|local| outer.local(local).in_loop != around);
        let next = outer.node(caller.node).next.iter().map(|edge| edge.to);
        !outer.test
            && (again && is_used_from(outer, next, &place)
                || !is_own_around(model, caller.body, &place)
                    && is_used_above(model, caller.body, &place, depth + 1))
    })
}

fn is_used_from(body: &Body, starts: impl IntoIterator<Item = NodeId>, place: &Place) -> bool {
    starts.into_iter().any(|start| {
        let mut after = flow::reachable(body, start, |_| false);
        after.insert(start);
        after.iter().any(|node| {
            let mut used = false;
            if let Op::Call(call) = &body.node(node).op {
                used = call
                    .args
                    .iter()
                    .filter_map(|arg| arg.place.as_ref())
                    .any(|given| given.overlaps(place));
            }
            flow::uses(&body.node(node).op, |value| {
                if let Value::Use(used_place) | Value::Ref(_, used_place) = value {
                    used |= used_place.overlaps(place);
                }
            });
            used
        })
    })
}

/// What a variable that is a reference was found in by a call, where that is not this body's.
fn lent_from(model: &Model, body: &Body, local: LocalId) -> Option<Place> {
    let ty = &body.local(local).ty;
    // `table.get_mut(id)?` stands for what is in the result.
    if !matches!(ty, Ty::Ref(..)) && !matches!(ty.arg(0), Some(Ty::Ref(..))) {
        return None;
    }
    let mut at = local;
    for _ in 0..FOUND {
        at = match &body.node(body.local(at).def?).op {
            Op::Call(call) => {
                let given = call.args.first()?.place.as_ref()?;
                if summary::outlives(&model.program, body, given) {
                    return Some(given.clone());
                }
                given.as_local()?
            }
            Op::Assign(_, Value::Use(from)) => from.as_local()?,
            _ => return None,
        };
    }
    None
}

/// Whether a place starts at a variable of this body alone.
fn is_own(model: &Model, body: &Body, place: &Place) -> bool {
    match place.root {
        Root::Static(_) => false,
        Root::Local(local) => {
            let data = body.local(local);
            match data.kind {
                LocalKind::Variable | LocalKind::Temporary => {
                    let shared = model
                        .program
                        .adt(&data.ty)
                        .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Pointer));
                    data.stands_for.is_none() && !shared && lent_from(model, body, local).is_none()
                }
                // Taken by value: it ends with this body.
                LocalKind::Param(_) => !summary::outlives(&model.program, body, place),
                LocalKind::Capture(_) => false,
            }
        }
    }
}
