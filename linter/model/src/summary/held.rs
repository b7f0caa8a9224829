//! What a future holds alone, so that it is lost when the future is dropped.

use smallvec::SmallVec;

use crate::body::{Body, BodyId, Call, Callee, LocalId, LocalKind, NodeId, Op, Value};
use crate::effects::{self, Made, NodeEffect, Site};
use crate::flow;
use crate::place::{Place, Root};
use crate::program::Program;
use crate::stub::{CancelSafety, Collection, Effect, Loses, TypeAttrs, TypeWord};
use crate::ty::Ty;

use super::keyed::{self, Keyed};
use super::track::{future_holds, may_carry_work, received_at};
use super::{
    DEPTH, Held, HeldKind, MOST, Summaries, Summary, Tracked, call_suspends, carries_work,
    outlives, track,
};
/// Finds what the future holds alone at its awaits.
pub(super) fn held(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    takes: &[(NodeId, NodeEffect)],
    writes: &[(NodeId, Keyed)],
    summary: &mut Summary,
) {
    let body = program.body(id);
    for (node, effect) in takes {
        let Some(place) = &effect.place else { continue };
        // What a future takes is taken where the future is polled to its end, not where it is made.
        let Some((since, mut holders)) = received_at(program, body, *node) else {
            continue;
        };
        holders.retain(|holder| may_carry_work(&body.local(*holder).ty));
        let plain = |holder: &LocalId| !carries_work(&body.local(*holder).ty);
        let named = holders
            .iter()
            .any(|holder| body.local(*holder).name.is_some());
        let whole = matches!(effect.kind, Effect::Take | Effect::Clear)
            && holders
                .iter()
                .any(|holder| is_collection(program, &body.local(*holder).ty));
        if (!named && !whole && holders.iter().all(plain)) || !outlives(program, body, place) {
            continue;
        }
        let tracked = track(program, summaries, body, since, &holders);
        if is_kept_elsewhere(program, summaries, id, since, place, &tracked) {
            continue;
        }
        let taken = Site {
            body: id,
            node: *node,
        };
        let kind = kind_of(program, summaries, id, place, &tracked);
        for awaited in tracked.awaits {
            push_held(
                summary,
                Held {
                    place: place.clone(),
                    taken,
                    awaited: Site {
                        body: id,
                        node: awaited,
                    },
                    kind,
                    buffer: None,
                    via: Vec::new(),
                },
            );
        }
        if tracked.returned && summary.returns_taken.is_none() {
            summary.returns_taken = Some((place.clone(), taken));
        }
    }
    torn(program, summaries, id, writes, summary);
    // What a helper takes and returns is held here.
    for (node, call) in body.calls() {
        for callee in effects::callees(program, call) {
            let Some((place, taken)) = &summaries.of(callee).returns_taken else {
                continue;
            };
            if !(program.linked).may_run(body.file, program.body(taken.body).file) {
                continue;
            }
            let Some(place) = effects::translate(program, callee, call, place) else {
                continue;
            };
            // It is in hand where the future is done: in an arm of a `select!`, for one.
            let Some((since, holders)) = received_at(program, body, node) else {
                continue;
            };
            let none = |holder: &LocalId| !carries_work(&body.local(*holder).ty);
            if !outlives(program, body, &place) || holders.iter().all(none) {
                continue;
            }
            let tracked = track(program, summaries, body, since, &holders);
            if is_kept_elsewhere(program, summaries, id, since, &place, &tracked) {
                continue;
            }
            let kind = kind_of(program, summaries, id, &place, &tracked);
            for awaited in tracked.awaits {
                push_held(
                    summary,
                    Held {
                        place: place.clone(),
                        taken: *taken,
                        awaited: Site {
                            body: id,
                            node: awaited,
                        },
                        kind,
                        buffer: None,
                        via: vec![Site { body: id, node }],
                    },
                );
            }
            if tracked.returned && summary.returns_taken.is_none() {
                summary.returns_taken = Some((place, *taken));
            }
        }
    }
    if !body.is_async {
        returned_future(program, summaries, id, summary);
    }
    // What the futures awaited here hold, they hold for this one too.
    for (node, data) in body.nodes() {
        let at = Site { body: id, node };
        match &data.op {
            Op::Call(call) if call.awaited => {
                for held in held_by_call(program, summaries, at, call) {
                    if outlives(program, body, &held.place) {
                        push_held(summary, held);
                    }
                }
            }
            Op::Await(await_) => {
                for held in held_by_value(program, summaries, id, &await_.future.value) {
                    if outlives(program, body, &held.place) {
                        push_held(summary, held);
                    }
                }
            }
            // Whoever drops this future drops those of the arms with it.
            Op::Select(select) => {
                for arm in &select.arms {
                    for held in held_by_value(program, summaries, id, &arm.future.value) {
                        if outlives(program, body, &held.place) {
                            push_held(summary, held);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for (index, param) in body.params.iter().enumerate() {
        let ty = &body.local(*param).ty;
        if matches!(ty, Ty::Ref(..) | Ty::Unknown | Ty::Around(_))
            || !carries_work(ty)
            || !body.is_async
        {
            continue;
        }
        let tracked = track(program, summaries, body, NodeId(0), &[*param]);
        if !tracked.awaits.is_empty() {
            summary.holds_params.push(index as u32);
        }
    }
}

/// A function that only makes a future does, to whoever polls that, what the future does.
fn returned_future(program: &Program, summaries: &Summaries, id: BodyId, summary: &mut Summary) {
    let body = program.body(id);
    for (_, data) in body.nodes() {
        let Op::Return(value) = &data.op else {
            continue;
        };
        let value = unboxed(program, body, value);
        for held in held_by_value(program, summaries, id, value) {
            if outlives(program, body, &held.place) {
                push_held(summary, held);
            }
        }
        for made in effects::future_bodies(program, body, value) {
            let (suspends, taken) = match made {
                Made::Block(block) => {
                    let inner = summaries.of(block);
                    let outer = |place: &Place| effects::outward_to(program, block, id, place);
                    let taken = inner.returns_taken.as_ref();
                    (
                        inner.suspends,
                        taken.and_then(|(place, at)| Some((outer(place)?, *at))),
                    )
                }
                Made::Call(node) => {
                    let Op::Call(call) = &body.node(node).op else {
                        continue;
                    };
                    let taken = effects::callees(program, call)
                        .into_iter()
                        .find_map(|callee| {
                            let (place, at) = summaries.of(callee).returns_taken.as_ref()?;
                            Some((effects::translate(program, callee, call, place)?, *at))
                        });
                    (call_suspends(program, summaries, call), taken)
                }
            };
            summary.suspends |= suspends;
            let taken = taken.filter(|(place, _)| outlives(program, body, place));
            summary.returns_taken = summary.returns_taken.take().or(taken);
        }
    }
}

/// What is in the box where a value is `Box::pin(..)`.
fn unboxed<'b>(program: &Program, body: &'b Body, value: &'b Value) -> &'b Value {
    let made = match value {
        Value::Use(place) if place.path.is_empty() => {
            place.as_local().and_then(|local| body.local(local).def)
        }
        _ => None,
    };
    match made.map(|node| &body.node(node).op) {
        Some(Op::Call(call))
            if call.name == "pin" && effects::callees(program, call).is_empty() =>
        {
            match call.args.as_slice() {
                [only] => &only.value,
                _ => value,
            }
        }
        _ => value,
    }
}

/// Two collections updated by one key, or of which one holds the other's keys, with an await between the two.
fn torn(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    writes: &[(NodeId, Keyed)],
    summary: &mut Summary,
) {
    let body = program.body(id);
    if !body.is_async || writes.len() < 2 {
        return;
    }
    let waits = keyed::waits(program, summaries, body);
    let lives_on = |write: &Keyed| {
        let itself = matches!(write.place.root, Root::Static(_));
        (itself || !write.place.path.is_empty()) && outlives(program, body, &write.place)
    };
    let site = |node: NodeId| Site { body: id, node };
    // Of the many that a call may run, those that make the same write are one here.
    let mut writes_on: Vec<&(NodeId, Keyed)> = Vec::new();
    for write in writes.iter().filter(|(_, write)| lives_on(write)) {
        let same = |known: &&(NodeId, Keyed)| {
            let (a, b) = (&known.1, &write.1);
            known.0 == write.0
                && (a.inserts, a.waits_before, a.waits_after)
                    == (b.inserts, b.waits_before, b.waits_after)
                && a.place == b.place
                && a.key == b.key
                && a.value == b.value
        };
        if !writes_on.iter().any(same) {
            writes_on.push(write);
        }
    }
    for (first, one) in &writes_on {
        for (second, other) in &writes_on {
            if first == second || one.place.overlaps(&other.place) || !one.goes_with(other) {
                continue;
            }
            // A helper that makes both changes keeps them together.
            let makes_both = writes_on.iter().any(|(node, write)| {
                node == first && write.inserts == other.inserts && write.place == other.place
            });
            if makes_both {
                continue;
            }
            let between =
                flow::reachable_within(body, *first, *first, *second, |node| node == *second);
            if !between.contains(*second) {
                continue;
            }
            // The await must lead on to the second write.
            let leads_on = |node: &NodeId| {
                node != second
                    && flow::reachable_within(body, *node, *first, *second, |_| false)
                        .contains(*second)
            };
            let waits = match () {
                () if one.waits_after => Some(*first),
                () => waits
                    .iter()
                    .filter(|node| between.contains(*node))
                    .find(leads_on)
                    .or(other.waits_before.then_some(*second)),
            };
            if let Some(awaited) = waits {
                push_held(
                    summary,
                    Held {
                        place: one.place.clone(),
                        taken: site(*first),
                        awaited: site(awaited),
                        kind: HeldKind::Torn(site(*second)),
                        buffer: None,
                        via: Vec::new(),
                    },
                );
            }
        }
    }
}

/// Many things, were it only their numbers; bytes are a buffer.
fn is_collection(program: &Program, ty: &Ty) -> bool {
    let bytes = matches!(ty.arg(0), Some(Ty::Prim(name)) if *name == "u8");
    !bytes
        && program.adt(ty).is_some_and(|(_, adt)| {
            let kind = adt.attrs.collection;
            kind.is_some_and(|kind| kind != Collection::String)
        })
}

/// Whether the owner of the source puts a copy of what was taken into another of its collections.
fn is_kept_elsewhere(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    since: NodeId,
    place: &Place,
    tracked: &Tracked,
) -> bool {
    let body = program.body(id);
    let comes_first = |node: NodeId| {
        let after = flow::reachable(body, node, |other| other == since);
        tracked
            .awaits
            .iter()
            .all(|awaited| after.contains(*awaited))
    };
    tracked.lent.iter().any(|node| {
        let at = Site {
            body: id,
            node: *node,
        };
        if !comes_first(*node) {
            return false;
        }
        effects::of_node(program, summaries, at)
            .into_iter()
            .filter(|effect| effect.kind == Effect::Insert)
            .filter_map(|effect| effect.place)
            .any(|to| to.root == place.root && !to.path.is_empty() && !to.overlaps(place))
    })
}

/// Whether what was taken is put back where it came from.
fn kind_of(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    place: &Place,
    tracked: &Tracked,
) -> HeldKind {
    for node in &tracked.delivered {
        let at = Site {
            body: id,
            node: *node,
        };
        let back = effects::of_node(program, summaries, at)
            .into_iter()
            .find(|effect| {
                matches!(effect.kind, Effect::Put | Effect::Insert | Effect::Write)
                    && effect.place.as_ref().is_some_and(|to| to.overlaps(place))
            });
        if back.is_some() {
            return HeldKind::PutBack(at);
        }
    }
    match ended_after(program, id, tracked) {
        Some(end) => HeldKind::Ended(end),
        None => HeldKind::Taken,
    }
}

/// Where what was waited for is made to end, because it did not end by itself.
fn ended_after(program: &Program, id: BodyId, tracked: &Tracked) -> Option<Site> {
    let body = program.body(id);
    let ends = |node: NodeId| {
        let Op::Call(call) = &body.node(node).op else {
            return false;
        };
        let told = effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Abort));
        let killed = matches!(call.name.as_str(), "kill" | "start_kill");
        let receiver = call.args.first().and_then(|arg| arg.place.as_ref());
        call.method
            && (told || killed)
            && receiver.is_some_and(|place| {
                place.path.is_empty()
                    && place
                        .as_local()
                        .is_some_and(|local| tracked.holders.contains(&local))
            })
    };
    let first = tracked.awaits.first()?;
    let node = flow::reachable(body, *first, |_| false)
        .iter()
        .find(|node| ends(*node))?;
    Some(Site { body: id, node })
}

fn push_held(summary: &mut Summary, held: Held) {
    let known = summary
        .held
        .iter()
        .any(|known| known.place == held.place && known.taken == held.taken);
    if summary.held.len() < MOST && !known {
        summary.held.push(held);
    }
}

/// What the future of a call may hold alone, in the caller's terms.
pub fn held_by_call(program: &Program, summaries: &Summaries, at: Site, call: &Call) -> Vec<Held> {
    let mut found = Vec::new();
    let file = |id: BodyId| program.body(id).file;
    for callee in effects::callees(program, call) {
        for held in &summaries.of(callee).held {
            if held.via.len() >= DEPTH
                || is_of_another(program, callee, call, held)
                || !program.linked.may_run(file(at.body), file(held.taken.body))
            {
                continue;
            }
            let in_caller = |place: &Place| match call.callee == Callee::Body(callee) {
                true => effects::outward_to(program, callee, at.body, place),
                false => effects::translate(program, callee, call, place),
            };
            if let Some(place) = in_caller(&held.place) {
                let mut via = vec![at];
                via.extend(&held.via);
                let lent = held
                    .buffer
                    .as_ref()
                    .filter(|buffer| is_lent(program, callee, buffer));
                found.push(Held {
                    place,
                    via,
                    buffer: lent.and_then(in_caller),
                    ..held.clone()
                });
            }
        }
    }
    if let Callee::Known(defs) = &call.callee {
        let documented = defs.iter().any(|def| {
            program.body_of.contains_key(def)
                && program
                    .function(*def)
                    .is_some_and(|function| function.claims_not_cancel_safe)
        });
        if documented
            && found.is_empty()
            && let Some(place) = call.args.first().and_then(|arg| arg.place.clone())
        {
            found.push(Held {
                place,
                taken: at,
                awaited: at,
                kind: HeldKind::Documented,
                buffer: None,
                via: Vec::new(),
            });
        }
    }
    // A deadline holds what the future under it holds.
    if let Some(attrs) = effects::attrs_of(program, call)
        && attrs.has(Effect::Timeout)
    {
        let index = attrs
            .future
            .map_or(0, |index| usize::from(index) + usize::from(call.method));
        if let Some(arg) = call.args.get(index) {
            found.extend(held_by_value(program, summaries, at.body, &arg.value));
        }
    }
    if let Some(attrs) = effects::attrs_of(program, call)
        && attrs.cancel == Some(CancelSafety::Unsafe)
        && let Some(place) = call.args.first().and_then(|arg| arg.place.clone())
    {
        let buffer = || {
            let index = usize::from(attrs.value?) + usize::from(call.method);
            call.args.get(index)?.place.clone()
        };
        let (lost, buffer) = match attrs.loses {
            Some(Loses::SelfState) => (true, None),
            // What was read so far stands in the buffer.
            Some(Loses::Arg) if attrs.has(Effect::IoRead) => {
                let buffer = buffer();
                (buffer.is_some(), buffer)
            }
            _ => (false, None),
        };
        if lost {
            found.push(Held {
                place,
                taken: at,
                awaited: at,
                kind: HeldKind::Partial,
                buffer,
                via: Vec::new(),
            });
        }
    }
    found
}

/// A method that a trait provides calls those of all types that have the trait; of a receiver whose type is known only
/// that type's own are meant.
fn is_of_another(program: &Program, callee: BodyId, call: &Call, held: &Held) -> bool {
    let owner = |id: BodyId| program.function(program.body(id).owner);
    let provided = owner(callee)
        .is_some_and(|function| function.trait_def.is_some() && function.self_def.is_none());
    let Some(receiver) = call
        .args
        .first()
        .filter(|_| provided)
        .and_then(|arg| crate::slots::peel(program, &arg.ty).adt())
    else {
        return false;
    };
    let on_itself = |at: &&Site| {
        at.body == callee
            && crate::follow::call_at(program, **at).is_some_and(|inner| {
                let place = inner.args.first().and_then(|arg| arg.place.as_ref());
                place.is_some_and(|place| {
                    place.path.is_empty()
                        && place.as_local() == program.body(callee).params.first().copied()
                })
            })
    };
    if held.via.first().filter(on_itself).is_none() {
        return false;
    }
    let inner = held.via.get(1).map_or(held.awaited.body, |next| next.body);
    let of = owner(inner).and_then(|function| function.self_def);
    of.is_some_and(|of| of != receiver)
}

/// Whether the caller of a body lends it a place, which lives on when the future of the body is dropped.
fn is_lent(program: &Program, id: BodyId, place: &Place) -> bool {
    let body = program.body(id);
    match body.local_of(place) {
        Some(local) => match local.kind {
            LocalKind::Param(_) => matches!(local.ty, Ty::Ref(true, _)),
            LocalKind::Capture(_) => true,
            _ => false,
        },
        None => true,
    }
}

/// What a body itself took, and moves into the future behind a value: only that future has it from then on.
pub fn moved_into(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    value: &Value,
) -> Vec<Held> {
    let body = program.body(id);
    let mut found = Vec::new();
    for made in effects::future_bodies(program, body, value) {
        let Made::Call(made) = made else { continue };
        let Op::Call(call) = &body.node(made).op else {
            continue;
        };
        let by_value: SmallVec<[LocalId; 2]> = call
            .args
            .iter()
            .enumerate()
            .filter(|(index, _)| future_holds(program, summaries, call, *index))
            .flat_map(|(_, arg)| flow::locals_moved(&arg.value))
            .collect();
        if by_value.is_empty() {
            continue;
        }
        for (node, effect) in taken_in(program, summaries, id) {
            let Some(place) = effect.place else { continue };
            let Some((since, holders)) = received_at(program, body, node) else {
                continue;
            };
            if holders.is_empty()
                || !holders
                    .iter()
                    .all(|holder| may_carry_work(&body.local(*holder).ty))
            {
                continue;
            }
            let tracked = track(program, summaries, body, since, &holders);
            if by_value.iter().any(|local| tracked.holders.contains(local)) {
                found.push(Held {
                    place,
                    taken: Site { body: id, node },
                    awaited: Site {
                        body: id,
                        node: made,
                    },
                    kind: HeldKind::Moved,
                    buffer: None,
                    via: Vec::new(),
                });
            }
        }
    }
    found
}

/// The nodes of a body that take something out of a place, themselves or through what they call.
fn taken_in(program: &Program, summaries: &Summaries, id: BodyId) -> Vec<(NodeId, NodeEffect)> {
    let body = program.body(id);
    let mut found = Vec::new();
    for (node, data) in body.nodes() {
        if !matches!(data.op, Op::Call(_) | Op::Await(_)) {
            continue;
        }
        let at = Site { body: id, node };
        let own = effects::of_node(program, summaries, at)
            .into_iter()
            .find(|effect| takes(program, body, node, effect.kind) && effect.at == at);
        found.extend(own.map(|effect| (node, effect)));
    }
    found
}

/// What is drained is taken too; whoever only clears gets nothing. The result of a task that ended is taken out of
/// its set.
pub(super) fn takes(program: &Program, body: &Body, node: NodeId, kind: Effect) -> bool {
    match kind {
        Effect::Take | Effect::Remove | Effect::Clear | Effect::Recv | Effect::TryRecv => true,
        Effect::Join => match &body.node(node).op {
            Op::Call(call) => call.args.first().is_some_and(|arg| {
                let results = arg.ty.arg(0).is_some_and(|result| match result {
                    Ty::Adt(_, args) => args.first() != Some(&Ty::Unit),
                    other => *other != Ty::Unit,
                });
                let set = |attrs: &TypeAttrs| attrs.is(TypeWord::TaskSet);
                results && program.adt(&arg.ty).is_some_and(|(_, adt)| set(&adt.attrs))
            }),
            _ => false,
        },
        _ => false,
    }
}

/// What the future behind a value may hold alone, in the terms of the body that has the value.
pub fn held_by_value(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    value: &Value,
) -> Vec<Held> {
    let body = program.body(id);
    let mut found = Vec::new();
    for made in effects::future_bodies(program, body, value) {
        match made {
            Made::Block(block) => {
                for held in &summaries.of(block).held {
                    if let Some(place) = effects::outward_to(program, block, id, &held.place) {
                        let buffer = held.buffer.as_ref();
                        found.push(Held {
                            place,
                            buffer: buffer
                                .and_then(|place| effects::outward_to(program, block, id, place)),
                            ..held.clone()
                        });
                    }
                }
            }
            Made::Call(node) => {
                if let Op::Call(call) = &body.node(node).op {
                    found.extend(held_by_call(
                        program,
                        summaries,
                        Site { body: id, node },
                        call,
                    ));
                }
            }
        }
    }
    found
}
