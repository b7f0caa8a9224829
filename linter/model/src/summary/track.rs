//! Where a value goes within one body: who holds it, at which awaits, and what delivers it.

use smallvec::SmallVec;

use crate::body::{
    Body, Call, Callee, Edge, EdgeKind, LocalId, LocalKind, NodeId, Op, SelectKind, Value,
};
use crate::effects;
use crate::flow::{self, Mention, NodeSet};
use crate::place::{Place, Step};
use crate::program::Program;
use crate::slots;
use crate::stub::{Effect, Loses};
use crate::ty::Ty;

use super::{DEPTH, Summaries, call_suspends};
/// As [`carries_work`], for values of which it is known that they came out of something: their type may be any.
pub(super) fn may_carry_work(ty: &Ty) -> bool {
    match ty.peel_refs() {
        Ty::Unit | Ty::Never | Ty::Prim(_) => false,
        Ty::Adt(_, args) => args.first() != Some(&Ty::Unit),
        _ => true,
    }
}

/// Numbers, flags and units are no work that could be lost.
pub fn carries_work(ty: &Ty) -> bool {
    match ty.peel_refs() {
        Ty::Unit | Ty::Never | Ty::Prim(_) | Ty::Unknown | Ty::Around(_) | Ty::Other => false,
        Ty::Adt(_, args) if args.len() == 1 => !matches!(args[0], Ty::Unit | Ty::Prim(_)),
        // `Result<(), E>` brings nothing.
        Ty::Adt(_, args) => args.first() != Some(&Ty::Unit),
        _ => true,
    }
}

/// Many numbers, and no bytes: ids, most of the time.
fn holds_numbers(ty: &Ty) -> bool {
    matches!(ty, Ty::Adt(_, args) if matches!(args[..], [Ty::Prim(name)] if name != "u8"))
}

/// The node from which on the result of a call is in hand, and the locals that have it: another node than the call
/// where the call only makes a future. `None` where it is never polled here.
pub(super) fn received_at(
    program: &Program,
    body: &Body,
    made: NodeId,
) -> Option<(NodeId, SmallVec<[LocalId; 1]>)> {
    let mut at = made;
    let mut holder = result_of(body, made)?;
    for _ in 0..DEPTH {
        let is_future = match &body.node(at).op {
            Op::Call(call) => !call.awaited && matches!(body.local(holder).ty, Ty::Future(_)),
            _ => at != made && matches!(body.local(holder).ty, Ty::Future(_)),
        };
        if !is_future {
            return Some((at, [holder].into()));
        }
        let (before, current) = (at, holder);
        let holds = |local: LocalId| local == current;
        let moved = |value: &Value| flow::mentions(value, &holds) != Mention::No;
        for (node, data) in body.nodes().filter(|(node, _)| *node != before) {
            let found = match &data.op {
                Op::Select(select) if select.kind == SelectKind::Select => {
                    match select.arms.iter().find(|arm| moved(&arm.future.value)) {
                        Some(arm) => return Some((arm.body, bound_by(body, arm.body, &moved))),
                        None => None,
                    }
                }
                Op::Call(call) if call.args.iter().any(|arg| moved(&arg.value)) => {
                    let known = effects::attrs_of(program, call).is_some_and(|attrs| {
                        attrs.has(Effect::WrapsFuture) || attrs.has(Effect::Timeout)
                    });
                    known.then_some(call.to)
                }
                Op::Await(await_) if moved(&await_.future.value) => {
                    return Some((node, [await_.to].into()));
                }
                Op::Assign(to, value) if moved(value) => to.as_local(),
                _ => None,
            };
            if let Some(local) = found {
                (at, holder) = (node, local);
                break;
            }
        }
        if at == before {
            return None;
        }
    }
    None
}

/// The names that the pattern of an arm gives to what came: the arm's body begins with them.
fn bound_by(body: &Body, start: NodeId, moved: &impl Fn(&Value) -> bool) -> SmallVec<[LocalId; 1]> {
    let mut found = SmallVec::new();
    let mut at = start;
    while let [edge] = body.node(at).next.as_slice() {
        at = edge.to;
        match &body.node(at).op {
            Op::Assign(to, value) if moved(value) => found.extend(to.as_local()),
            _ => break,
        }
    }
    found
}

fn result_of(body: &Body, node: NodeId) -> Option<LocalId> {
    match &body.node(node).op {
        Op::Call(call) => Some(call.to),
        Op::Await(await_) => Some(await_.to),
        _ => None,
    }
}

/// Where a value goes.
#[derive(Debug, Default)]
pub struct Tracked {
    /// Awaits at which it is still held and still needed.
    pub awaits: Vec<NodeId>,
    /// It, or something made of it, is returned.
    pub returned: bool,
    /// Nodes that deliver it: put back, sent, stored.
    pub delivered: Vec<NodeId>,
    /// The locals that have it at some time.
    pub holders: Vec<LocalId>,
    /// Nodes that it is lent to, or that get what was made of it while it was lent.
    pub lent: Vec<NodeId>,
}

/// What is work of what was taken: a collection of numbers that is taken whole is, and what is made of it too.
fn carried(body: &Body, start: &[LocalId]) -> impl Fn(&Ty) -> bool {
    let numbers = start
        .iter()
        .any(|local| holds_numbers(&body.local(*local).ty));
    move |ty| carries_work(ty) || numbers && holds_numbers(ty)
}

/// The locals that have a value at some time after a node, through variables and conversions.
pub fn holders(
    program: &Program,
    summaries: &Summaries,
    body: &Body,
    from: NodeId,
    start: &[LocalId],
) -> Vec<LocalId> {
    listed(&marked(program, summaries, body, from, start))
}

fn listed(marked: &[bool]) -> Vec<LocalId> {
    let locals = (0..).map(LocalId).zip(marked);
    let held = locals.filter(|(_, held)| **held);
    held.map(|(local, _)| local).collect()
}

/// The same, as a flag for each local.
fn marked(
    program: &Program,
    summaries: &Summaries,
    body: &Body,
    from: NodeId,
    start: &[LocalId],
) -> Vec<bool> {
    let mut holders = vec![false; body.locals.len()];
    for local in start {
        holders[local.0 as usize] = true;
    }
    let carries = carried(body, start);
    // Holders are found without regard to order: each local has one meaning in nearly all code.
    let after = flow::reachable(body, from, |_| false);
    loop {
        let mut grown = false;
        for node in after.iter() {
            let holds = |local: LocalId| holders[local.0 as usize];
            let target = match &body.node(node).op {
                Op::Assign(to, value) => {
                    match (to.as_local(), mentions_work(program, body, value, &holds)) {
                        (Some(local), Mention::ByValue) if is_own(body, local) => Some(local),
                        _ => None,
                    }
                }
                Op::Call(call) if !call.awaited => {
                    let moved = call.args.iter().any(|arg| {
                        mentions_work(program, body, &arg.value, &holds) == Mention::ByValue
                    });
                    if let (true, Some(into)) = (moved, filled(program, body, call)) {
                        grown |= !std::mem::replace(&mut holders[into.0 as usize], true);
                        continue;
                    }
                    let converts = moved
                        && (carries(&body.local(call.to).ty) || is_variant(call))
                        && !delivers(program, summaries, call);
                    converts.then_some(call.to)
                }
                _ => None,
            };
            if let Some(local) = target {
                grown |= !std::mem::replace(&mut holders[local.0 as usize], true);
            }
        }
        if !grown {
            break;
        }
    }
    holders
}

/// Follows a value from a node on, through variables and conversions.
pub fn track(
    program: &Program,
    summaries: &Summaries,
    body: &Body,
    from: NodeId,
    start: &[LocalId],
) -> Tracked {
    let marked = marked(program, summaries, body, from, start);
    let holds = |local: LocalId| marked[local.0 as usize];
    let carries = carried(body, start);
    let after = flow::reachable(body, from, |_| false);
    let made_of = made_of(body, &after, &holds);
    let mut tracked = Tracked {
        holders: listed(&marked),
        ..Tracked::default()
    };
    for node in after.iter() {
        let data = body.node(node);
        if let Op::Call(call) = &data.op {
            let runs = call
                .args
                .iter()
                .any(|arg| matches!(arg.value, Value::Body(_)));
            let lent = call.args.iter().any(|arg| {
                works_on(body, &arg.value, &holds)
                    || moves_one(&arg.value, &made_of)
                    || runs && flow::locals_moved(&arg.value).into_iter().any(holds)
            });
            if lent {
                tracked.lent.push(node);
            }
        }
        match &data.op {
            Op::Assign(to, value)
                if mentions_work(program, body, value, &holds) == Mention::ByValue
                    && !to.as_local().is_some_and(|local| is_own(body, local)) =>
            {
                tracked.delivered.push(node);
            }
            Op::Call(call) => {
                let moved = call.args.iter().any(|arg| {
                    mentions_work(program, body, &arg.value, &holds) == Mention::ByValue
                });
                if moved
                    && filled(program, body, call).is_none()
                    && (call.awaited
                        || !carries(&body.local(call.to).ty) && !is_variant(call)
                        || delivers(program, summaries, call))
                {
                    tracked.delivered.push(node);
                }
            }
            Op::Return(value) => {
                tracked.returned |= mentions_work(program, body, value, &holds) == Mention::ByValue
            }
            Op::Await(await_)
                if mentions_work(program, body, &await_.future.value, &holds)
                    == Mention::ByValue =>
            {
                tracked.delivered.push(node);
            }
            _ => {}
        }
    }
    tracked
        .lent
        .retain(|node| !tracked.delivered.contains(node));
    let mut delivered = NodeSet::new(body);
    for node in &tracked.delivered {
        delivered.insert(*node);
    }
    // Where a loop takes again, the old value is gone; where there was nothing to take, nothing is held.
    let nothing = |node: NodeId, edge: &Edge| {
        edge.kind == EdgeKind::Failure
            && matches!(&body.node(node).op, Op::Branch(value)
                if flow::locals_moved(value).iter().any(|local| start.contains(local)))
    };
    let held = flow::reachable_by(
        body,
        from,
        |node| node == from || delivered.contains(node),
        |node, edge| !nothing(node, edge),
    );
    // What earlier turns collected is held while the next is waited for.
    let collected = |local: LocalId| holds(local) && outlasts_turn(body, from, local);
    let waits_again = match &body.node(from).op {
        Op::Call(call) => call.awaited && call_suspends(program, summaries, call),
        Op::Await(_) => true,
        _ => false,
    };
    if waits_again && held.contains(from) {
        let later = flow::reachable(body, from, |_| false);
        let used = |next: NodeId| uses_any(program, body, next, &collected);
        if later
            .iter()
            .any(|next| next != from && !fills(program, body, next) && used(next))
        {
            tracked.awaits.push(from);
        }
    }
    for node in held.iter().filter(|node| *node != from) {
        let data = body.node(node);
        let (waits, inside) = match &data.op {
            Op::Call(call) if call.awaited => {
                let inside = call.args.iter().enumerate().any(|(index, arg)| {
                    mentions_work(program, body, &arg.value, &holds) == Mention::ByValue
                        && future_holds(program, summaries, call, index)
                        || works_on(body, &arg.value, &holds)
                        || moves_one(&arg.value, &made_of)
                });
                (call_suspends(program, summaries, call), inside)
            }
            Op::Await(await_) => (
                true,
                mentions_work(program, body, &await_.future.value, &holds) == Mention::ByValue
                    || moves_one(&await_.future.value, &made_of),
            ),
            Op::Select(_) => (true, false),
            _ => (false, false),
        };
        if !waits {
            continue;
        }
        // Where one part is handed over, another may still be here.
        let gone = match delivered.contains(node) {
            true => moved_at(&data.op),
            false => Vec::new(),
        };
        let rest = |local: LocalId| {
            holds(local)
                && !gone.contains(&local)
                && (gone.is_empty() || carries(&body.local(local).ty))
        };
        let needed = inside || {
            let later = flow::reachable(body, node, |next| next == from);
            later
                .iter()
                .any(|next| next != from && uses_any(program, body, next, &rest))
        };
        if needed {
            tracked.awaits.push(node);
        }
    }
    tracked
}

/// `Either::Left(job)`: what nobody described is a constructor where it is written like one.
fn is_variant(call: &Call) -> bool {
    let unseen = matches!(call.callee, Callee::Other | Callee::Unknown);
    unseen && !call.method && call.name.as_str().starts_with(char::is_uppercase)
}

/// A variable that is filled in every turn of the loop around a node, and declared outside it.
fn outlasts_turn(body: &Body, node: NodeId, local: LocalId) -> bool {
    let data = body.local(local);
    let declared_inside = |of| body.loop_within(data.in_loop, of);
    let collection = body.nodes.iter().any(|node| match &node.op {
        Op::Call(call) => {
            call.method
                && call
                    .args
                    .first()
                    .is_some_and(|arg| arg.place.as_ref() == Some(&Place::local(local)))
        }
        _ => false,
    });
    let around = body.node(node).in_loop;
    collection && data.name.is_some() && around.is_some_and(|of| !declared_inside(of))
}

/// The node puts something into a collection, and does no more.
fn fills(program: &Program, body: &Body, node: NodeId) -> bool {
    match &body.node(node).op {
        Op::Call(call) => filled(program, body, call).is_some(),
        _ => false,
    }
}

/// The locals that a node takes by value.
fn moved_at(op: &Op) -> Vec<LocalId> {
    let mut moved = Vec::new();
    flow::uses(op, |value| moved.extend(flow::locals_moved(value)));
    moved
}

/// The variable of this body that a call puts something into: a batch that is still in the same hands.
fn filled(program: &Program, body: &Body, call: &Call) -> Option<LocalId> {
    let attrs = effects::attrs_of(program, call)?;
    let place = call.args.first()?.place.as_ref()?;
    let local = place.as_local()?;
    let own = is_own(body, local) && body.local(local).stands_for.is_none();
    (attrs.has(Effect::Insert) && call.method && own).then_some(local)
}

fn uses_any(
    program: &Program,
    body: &Body,
    node: NodeId,
    holds: &impl Fn(LocalId) -> bool,
) -> bool {
    let mut used = false;
    let op = &body.node(node).op;
    // A branch only looks; a log line only tells.
    if !matches!(op, Op::Branch(_)) {
        flow::uses(op, |value| {
            used |= mentions_work(program, body, value, holds) != Mention::No
        });
    }
    used
}

/// A mention that moves a number, a flag or the error out of a value takes no work along.
fn mentions_work(
    program: &Program,
    body: &Body,
    value: &Value,
    holds: &impl Fn(LocalId) -> bool,
) -> Mention {
    let mention = flow::mentions(value, holds);
    if let (Mention::ByValue, Value::Use(place)) = (mention, value)
        && let Some((Some(owner), name)) = place.last_field()
        && let Some(Ty::Prim(_)) = slots::field_type(program, owner, name)
    {
        return Mention::ByRef;
    }
    let error = Step::Field(None, "Err".into());
    if let (Mention::ByValue, Value::Use(place)) = (mention, value)
        && place.path.contains(&error)
    {
        return Mention::ByRef;
    }
    if let (Mention::ByValue, Value::Use(place)) = (mention, value)
        && let (Some(local), true) = (place.as_local(), place.path.is_empty())
        && matches!(body.local(local).ty, Ty::Ref(..))
        && body.local(local).stands_for.is_some()
    {
        return Mention::ByRef;
    }
    mention
}

/// Whether a value lends what is held, whole and by name: what is awaited then works on it.
fn works_on(body: &Body, value: &Value, holds: &impl Fn(LocalId) -> bool) -> bool {
    let (Value::Ref(_, place) | Value::Use(place)) = value else {
        return false;
    };
    place.path.is_empty()
        && place.as_local().is_some_and(|local| {
            let data = body.local(local);
            holds(local) && data.name.is_some() && carries_work(&data.ty)
        })
}

/// `http.post(url).json(&mail)`: what was made for the work on something that is only lent.
fn made_of(body: &Body, after: &NodeSet, holds: &impl Fn(LocalId) -> bool) -> Vec<LocalId> {
    let mut made: Vec<LocalId> = Vec::new();
    loop {
        let before = made.len();
        for node in after.iter() {
            let (to, grows) = match &body.node(node).op {
                Op::Call(call) if !call.awaited => {
                    let lent = call
                        .args
                        .iter()
                        .any(|arg| works_on(body, &arg.value, holds));
                    let onward = call.args.iter().any(|arg| moves_one(&arg.value, &made));
                    (Some(call.to), lent || onward)
                }
                Op::Assign(to, value) => (
                    to.as_local().filter(|_| to.path.is_empty()),
                    moves_one(value, &made),
                ),
                _ => (None, false),
            };
            let own = |to: &LocalId| {
                is_own(body, *to) && !holds(*to) && carries_work(&body.local(*to).ty)
            };
            if let Some(to) = to.filter(own)
                && grows
                && !made.contains(&to)
            {
                made.push(to);
            }
        }
        if made.len() == before {
            return made;
        }
    }
}

fn moves_one(value: &Value, of: &[LocalId]) -> bool {
    flow::locals_moved(value)
        .iter()
        .any(|local| of.contains(local))
}

fn is_own(body: &Body, local: LocalId) -> bool {
    matches!(
        body.local(local).kind,
        LocalKind::Variable | LocalKind::Temporary
    )
}

/// Whether a call that gets the value puts it somewhere that lives on.
fn delivers(program: &Program, summaries: &Summaries, call: &Call) -> bool {
    let safe = |kind: Effect| {
        matches!(
            kind,
            Effect::Insert
                | Effect::Put
                | Effect::Send
                | Effect::TrySend
                | Effect::Reply
                | Effect::StoreWrite
                | Effect::Spawn
                | Effect::SpawnLocal
                | Effect::SpawnBlocking
                | Effect::SpawnThread
                | Effect::Drop
        )
    };
    if effects::attrs_of(program, call)
        .is_some_and(|attrs| attrs.effects.iter().any(|kind| safe(*kind)))
    {
        return true;
    }
    effects::callees(program, call).iter().any(|callee| {
        summaries
            .of(*callee)
            .effects
            .iter()
            .any(|effect| safe(effect.kind))
    })
}

/// Whether the future of a call holds an argument that was moved into it while it waits.
pub(super) fn future_holds(
    program: &Program,
    summaries: &Summaries,
    call: &Call,
    index: usize,
) -> bool {
    let callees = effects::callees(program, call);
    if !callees.is_empty() {
        return callees
            .iter()
            .any(|callee| summaries.of(*callee).holds_params.contains(&(index as u32)));
    }
    let Some(attrs) = effects::attrs_of(program, call) else {
        return true;
    };
    match attrs.loses {
        Some(Loses::Arg) => attrs
            .value
            .is_none_or(|value| usize::from(value) + usize::from(call.method) == index),
        Some(Loses::Nothing) => false,
        Some(Loses::SelfState) | None => true,
    }
}
