//! Futures that are alive and not polled while their own task waits for what they may hold: a lock, a
//! permit, a place in a channel.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::body::{Body, BodyId, Call, Callee, LocalId, NodeId, Op, SelectKind, Value};
use crate::channels::{self, Bound};
use crate::def::Receiver;
use crate::effects::{self, Made, Site};
use crate::flow::{self, Mention};
use crate::model::Model;
use crate::place::Place;
use crate::processes;
use crate::program::Program;
use crate::stub::{Acquires, Effect};
use crate::turn;
use crate::ty::Ty;

/// A future that is parked while its task waits for what it may hold.
#[derive(Clone, Debug)]
pub struct Parked {
    /// Where it was polled last.
    pub at: Site,
    /// Why it is not polled from there on.
    pub by: By,
    /// What it takes.
    pub holds: Taking,
    /// What the task waits for, in the meantime.
    pub wants: Taking,
}

/// Why a future is not polled though it is alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Another arm of a `select!` was ready first.
    Select,
    /// Its deadline is over, or another future was ready first, and it was only lent.
    Lent,
    /// It waits in a stream or set of futures, which is polled only when its next item is asked for.
    Stream,
    /// It was polled once.
    Once,
}

/// A lock, permit or place that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// What it is taken from, in the terms of the body that was asked.
    pub from: Resource,
    /// What it is; `None` for a place in a channel.
    pub kind: Option<Acquires>,
    /// Where it happens.
    pub at: Site,
    /// The calls that lead there, outermost first.
    pub via: Vec<Site>,
}

/// Something that few may hold at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// What stands at a place.
    Place(Place),
    /// A channel with room for one message, by where it is made.
    Channel(Site),
}

/// A future that is parked and takes something, which is nevertheless fine.
#[derive(Clone, Copy, Debug)]
pub struct Fine {
    /// Where it was polled last.
    pub at: Site,
}

/// Chains of calls longer than this are not followed.
const DEPTH: usize = 8;

/// A body that takes more than this is cut off there.
const MOST: usize = 24;

/// All futures that are parked and take something, and whether their task waits for it.
pub fn find(model: &Model) -> Vec<Result<Parked, Fine>> {
    let takings = Takings {
        model,
        known: RefCell::default(),
    };
    let mut found = Vec::new();
    let lends = [Effect::Parks, Effect::Timeout, Effect::SelectCombinator];
    for (id, body) in (model.program).doing(|does| does.selects || does.effects.any(lends)) {
        if body.test {
            continue;
        }
        for (node, data) in body.nodes() {
            let at = Site { body: id, node };
            match &data.op {
                Op::Select(select) if select.kind == SelectKind::Select => {
                    takings.lent_to_select(at, body, select, &mut found);
                }
                Op::Call(call) => takings.lent_to_call(at, body, call, &mut found),
                _ => {}
            }
        }
        takings.streams(id, body, &mut found);
    }
    found
}

struct Takings<'m> {
    model: &'m Model,
    /// By body, and whether the future that it returns is polled too.
    known: RefCell<FxHashMap<(BodyId, bool), Vec<Taking>>>,
}

type Found = Vec<Result<Parked, Fine>>;

impl Takings<'_> {
    fn program(&self) -> &Program {
        &self.model.program
    }

    /// `select! { _ = &mut fut => .., other = .. => { .. } }`: in the other arms, and after them, the
    /// future is not polled.
    fn lent_to_select(
        &self,
        at: Site,
        body: &Body,
        select: &crate::body::Select,
        found: &mut Found,
    ) {
        for (index, arm) in select.arms.iter().enumerate() {
            let Some(names) = lent(body, &arm.future.value, arm.future.place.as_ref()) else {
                continue;
            };
            let holds = self.of_future(at.body, &Value::Use(Place::local(names[0])), 0);
            if holds.is_empty() {
                continue;
            }
            let starts: Vec<NodeId> = select
                .arms
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index)
                .map(|(_, other)| other.body)
                .collect();
            let stops = |node: NodeId| node == at.node || ends(body, node, &names);
            self.judge(at, body, &starts, stops, &holds, By::Select, found);
        }
    }

    /// `timeout(limit, &mut fut).await`, `select(&mut a, b).await`, `poll!(&mut fut)`.
    fn lent_to_call(&self, at: Site, body: &Body, call: &Call, found: &mut Found) {
        let Some(attrs) = effects::attrs_of(self.program(), call) else {
            return;
        };
        let by = match () {
            () if attrs.has(Effect::Timeout) || attrs.has(Effect::SelectCombinator) => By::Lent,
            () if attrs.has(Effect::Parks) && !call.method => By::Once,
            () => return,
        };
        for arg in &call.args {
            let Value::Ref(_, place) = &arg.value else {
                continue;
            };
            let local = place.as_local().filter(|_| place.path.is_empty());
            let Some(names) = local.and_then(|local| named(body, local)) else {
                continue;
            };
            let holds = self.of_future(at.body, &Value::Use(Place::local(names[0])), 0);
            if holds.is_empty() {
                continue;
            }
            let starts = flow::failing(body, at.node);
            let stops = |node: NodeId| node == at.node || ends(body, node, &names);
            self.judge(at, body, &starts, stops, &holds, by, found);
        }
    }

    /// Streams of buffered futures and sets of futures: between two items nobody polls them.
    fn streams(&self, id: BodyId, body: &Body, found: &mut Found) {
        let program = self.program();
        let mut kept: Vec<(LocalId, Vec<Taking>)> = Vec::new();
        for (_, call) in body.calls() {
            let parks = effects::attrs_of(program, call)
                .is_some_and(|attrs| attrs.has(Effect::Parks) && call.method);
            if !parks {
                continue;
            }
            let attrs = effects::attrs_of(program, call);
            let pushed = attrs.and_then(|attrs| attrs.future);
            match pushed {
                // `futures.push(future)`
                Some(index) => {
                    let arg = call.args.get(usize::from(index) + 1);
                    let set = call.args[0]
                        .place
                        .as_ref()
                        .filter(|place| place.path.is_empty());
                    if let (Some(arg), Some(set)) = (arg, set.and_then(Place::as_local)) {
                        kept.push((set, self.of_future(id, &arg.value, 0)));
                    }
                }
                // `stream.map(|item| async { .. }).buffered(8)`
                None => {
                    let holds = self.of_items(id, body, call);
                    kept.extend(named_results(body, call.to).map(|local| (local, holds.clone())));
                }
            }
        }
        kept.retain(|(_, holds)| !holds.is_empty());
        for (stream, holds) in kept {
            for (node, data) in body.nodes() {
                let at = Site { body: id, node };
                let starts = match &data.op {
                    Op::Call(call) if call.awaited && asks(program, call, stream) => {
                        data.next.iter().map(|edge| edge.to).collect()
                    }
                    Op::Select(select) if self.arm_asks(body, select, stream) => {
                        select.arms.iter().map(|arm| arm.body).collect()
                    }
                    _ => continue,
                };
                // Without another item all of them have come to their end.
                let ended = flow::failures(body, node);
                let stops = |other: NodeId| {
                    other == node
                        || ended.contains(&other)
                        || match &body.node(other).op {
                            Op::Call(call) => {
                                call.awaited && asks(program, call, stream) || moves(call, stream)
                            }
                            Op::Select(select) => self.arm_asks(body, select, stream),
                            Op::Drop(local) => *local == stream,
                            Op::Assign(to, _) => {
                                to.as_local() == Some(stream) && to.path.is_empty()
                            }
                            _ => false,
                        }
                };
                let starts: Vec<NodeId> = starts;
                self.judge(at, body, &starts, stops, &holds, By::Stream, found);
            }
        }
    }

    fn arm_asks(&self, body: &Body, select: &crate::body::Select, stream: LocalId) -> bool {
        let program = self.program();
        select.kind == SelectKind::Select
            && select.arms.iter().any(|arm| {
                effects::future_bodies(self.program(), body, &arm.future.value)
                .into_iter()
                .any(|made| match made {
                    Made::Call(node) => {
                        matches!(&body.node(node).op, Op::Call(call) if asks(program, call, stream))
                    }
                    Made::Block(_) => false,
                })
            })
    }

    /// What the futures take that the items of a stream are.
    fn of_items(&self, id: BodyId, body: &Body, buffered: &Call) -> Vec<Taking> {
        let program = self.program();
        let mut found = Vec::new();
        let mut at = buffered.args.first().and_then(|arg| arg.place.clone());
        for _ in 0..8 {
            let Some(local) = at.as_ref().and_then(Place::as_local) else {
                break;
            };
            let Some(Op::Call(call)) = body.local(local).def.map(|node| &body.node(node).op) else {
                break;
            };
            for arg in &call.args {
                let Value::Body(closure) = arg.value else {
                    continue;
                };
                let inner = program.body(closure);
                let mut takes = Vec::new();
                if inner.is_async {
                    takes.extend(self.of_body(closure, true, 0));
                }
                for node in &inner.nodes {
                    if let Op::Return(value) = &node.op {
                        takes.extend(self.of_future(closure, value, 0));
                    }
                }
                found.extend(
                    takes
                        .into_iter()
                        .filter_map(|one| self.outward(closure, id, one)),
                );
            }
            at = call.args.first().and_then(|arg| arg.place.clone());
        }
        found
    }

    /// Whether the task waits for what a parked future takes.
    #[expect(
        clippy::too_many_arguments,
        reason = "what is parked, and where that matters"
    )]
    fn judge(
        &self,
        at: Site,
        body: &Body,
        starts: &[NodeId],
        stops: impl Fn(NodeId) -> bool,
        holds: &[Taking],
        by: By,
        found: &mut Found,
    ) {
        let mut first: Option<(NodeId, Parked)> = None;
        for start in starts {
            if stops(*start) {
                continue;
            }
            let mut after = flow::reachable(body, *start, &stops);
            after.insert(*start);
            for node in after.iter().filter(|node| !stops(*node)) {
                let waits = Site {
                    body: at.body,
                    node,
                };
                for wants in self.of_node(waits, 0) {
                    let meets = holds.iter().find(|held| self.same(held, &wants));
                    let earlier = first.as_ref().is_none_or(|(known, _)| node < *known);
                    if let (Some(held), true) = (meets, earlier) {
                        let parked = Parked {
                            at,
                            by,
                            holds: held.clone(),
                            wants,
                        };
                        first = Some((node, parked));
                    }
                }
            }
        }
        found.push(first.map(|(_, parked)| parked).ok_or(Fine { at }));
    }

    /// Whether one who holds the first keeps the other waiting.
    fn same(&self, held: &Taking, wanted: &Taking) -> bool {
        let shared = |one: &Taking| one.kind == Some(Acquires::Shared);
        let same = match (&held.from, &wanted.from) {
            (Resource::Place(held), Resource::Place(wanted)) => held.overlaps(wanted),
            (Resource::Channel(held), Resource::Channel(wanted)) => held == wanted,
            _ => false,
        };
        same && !(shared(held) && shared(wanted))
    }

    /// What is taken where a node waits, with no deadline.
    fn of_node(&self, at: Site, depth: usize) -> Vec<Taking> {
        let body = self.program().body(at.body);
        match &body.node(at.node).op {
            Op::Call(call) => self.of_call(at, call, call.awaited, depth),
            Op::Await(await_) => self.of_future(at.body, &await_.future.value, depth),
            _ => Vec::new(),
        }
    }

    /// What a future takes while it is polled, in the terms of the body that has it.
    fn of_future(&self, id: BodyId, value: &Value, depth: usize) -> Vec<Taking> {
        let body = self.program().body(id);
        let mut found = Vec::new();
        for made in effects::future_bodies(self.program(), body, value) {
            match made {
                // What runs as a task of its own is polled by others.
                Made::Block(block) if !self.model.processes.spawns_of(block).is_empty() => {}
                Made::Block(block) => {
                    let inner = self.of_body(block, true, depth + 1).into_iter();
                    found.extend(inner.filter_map(|one| self.outward(block, id, one)));
                }
                Made::Call(node) => {
                    if let Op::Call(call) = &body.node(node).op {
                        found.extend(self.of_call(Site { body: id, node }, call, true, depth));
                    }
                }
            }
        }
        found
    }

    fn outward(&self, inner: BodyId, outer: BodyId, taking: Taking) -> Option<Taking> {
        let from = match &taking.from {
            Resource::Place(place) => {
                Resource::Place(effects::outward_to(self.program(), inner, outer, place)?)
            }
            channel => channel.clone(),
        };
        Some(Taking { from, ..taking })
    }

    fn of_call(&self, at: Site, call: &Call, polled: bool, depth: usize) -> Vec<Taking> {
        let program = self.program();
        let mut found = Vec::new();
        if processes::is_spawn(program, call) || depth > DEPTH {
            return found;
        }
        let attrs = effects::attrs_of(program, call);
        let has = |kind| attrs.is_some_and(|attrs| attrs.has(kind));
        if polled && has(Effect::Timeout) {
            return found;
        }
        if polled && has(Effect::Lock) && !has(Effect::Blocks) {
            let place = call.args.first().and_then(|arg| arg.place.clone());
            if let (Some(kind), Some(place)) = (attrs.and_then(|attrs| attrs.acquires), place) {
                found.push(Taking {
                    from: Resource::Place(place),
                    kind: Some(kind),
                    at,
                    via: Vec::new(),
                });
            }
        }
        if polled && has(Effect::Send) {
            found.extend(self.of_send(at, call));
        }
        for callee in effects::callees(program, call) {
            if !polled && program.body(callee).is_async {
                continue;
            }
            for taking in self.of_body(callee, polled, depth + 1) {
                let from = match (&taking.from, call.callee == Callee::Body(callee)) {
                    (Resource::Place(place), true) => {
                        effects::outward_to(program, callee, at.body, place).map(Resource::Place)
                    }
                    (Resource::Place(place), false) => {
                        effects::translate(program, callee, call, place).map(Resource::Place)
                    }
                    (channel, _) => Some(channel.clone()),
                };
                let mut via = vec![at];
                via.extend(&taking.via);
                found.extend(from.map(|from| Taking {
                    from,
                    via,
                    ..taking
                }));
            }
        }
        // `reply.map(..).await`, `join_all([..]).await`: what it is given is polled with it.
        if polled {
            for arg in call.args.iter().filter(|arg| turn::is_future(program, arg)) {
                found.extend(self.of_future(at.body, &arg.value, depth + 1));
            }
        }
        found.truncate(MOST);
        found
    }

    /// A place in a channel that has one.
    fn of_send(&self, at: Site, call: &Call) -> Option<Taking> {
        let program = self.program();
        let end = channels::sending(program, call)?;
        let message = call.args.get(1).map_or(Ty::Unknown, |arg| arg.ty.clone());
        let channels =
            self.model
                .channels
                .of(program, &self.model.slots, at.body, end.place, &message);
        let [channel] = channels.as_slice() else {
            return None;
        };
        (channel.bound == Bound::At(1)).then(|| Taking {
            from: Resource::Channel(channel.created),
            kind: None,
            at,
            via: Vec::new(),
        })
    }

    /// What a body takes when it is run to its end, in its own terms.
    fn of_body(&self, id: BodyId, polled: bool, depth: usize) -> Vec<Taking> {
        if depth > DEPTH {
            return Vec::new();
        }
        if let Some(known) = self.known.borrow().get(&(id, polled)) {
            return known.clone();
        }
        // A recursion takes what its other calls take.
        self.known.borrow_mut().insert((id, polled), Vec::new());
        let body = self.program().body(id);
        let mut found: Vec<Taking> = Vec::new();
        for (node, data) in body.nodes() {
            let at = Site { body: id, node };
            let mut taken = self.of_node(at, depth);
            // What a `select!` polls takes too, whatever wins.
            if let Op::Select(select) = &data.op {
                for arm in &select.arms {
                    taken.extend(self.of_future(id, &arm.future.value, depth));
                }
            }
            if let (true, false, Op::Return(value)) = (polled, body.is_async, &data.op) {
                taken.extend(self.of_future(id, value, depth));
            }
            for one in taken {
                let outside = match &one.from {
                    Resource::Place(place) => crate::summary::starts_outside(body, place),
                    Resource::Channel(_) => true,
                };
                let known = found
                    .iter()
                    .any(|known| known.from == one.from && known.kind == one.kind);
                if outside && !known && found.len() < MOST {
                    found.push(one);
                }
            }
        }
        self.known.borrow_mut().insert((id, polled), found.clone());
        found
    }
}

/// Whether a node polls, moves or ends a future that has these names.
fn ends(body: &Body, node: NodeId, names: &[LocalId]) -> bool {
    let is = |local: LocalId| names.contains(&local);
    let at = |place: &Place| place.as_local().is_some_and(is);
    match &body.node(node).op {
        Op::Drop(dropped) => is(*dropped),
        Op::Assign(to, _) if at(to) => true,
        Op::Call(call) => call.args.iter().any(|arg| {
            arg.place.as_ref().is_some_and(at) || flow::mentions(&arg.value, &is) != Mention::No
        }),
        op => {
            let mut mentioned = false;
            flow::uses(op, |value| {
                mentioned |= flow::mentions(value, &is) != Mention::No
            });
            mentioned
        }
    }
}

/// The future that an arm only borrows: it lives on under its names when another arm wins.
fn lent(body: &Body, value: &Value, place: Option<&Place>) -> Option<Vec<LocalId>> {
    let whole = |place: &Place| place.as_local().filter(|_| place.path.is_empty());
    let local = match value {
        Value::Ref(_, place) => whole(place)?,
        // `fut.as_mut()`, or a pinned future whose name is a reference.
        Value::Use(own) => {
            let local = whole(own)?;
            let data = body.local(local);
            match data.name {
                Some(_) if data.stands_for.is_some() => local,
                None => place.and_then(whole).filter(|other| *other != local)?,
                Some(_) => return None,
            }
        }
        _ => return None,
    };
    named(body, local)
}

/// All names of what a local holds; `None` where it has none and ends with its statement.
fn named(body: &Body, local: LocalId) -> Option<Vec<LocalId>> {
    let first = match &body.local(local).stands_for {
        Some(place) if place.path.is_empty() => place.as_local()?,
        _ => local,
    };
    let all = body.locals.iter().enumerate().filter_map(|(index, data)| {
        let id = LocalId(index as u32);
        let alias = data.stands_for.as_ref() == Some(&Place::local(first));
        (id == first || alias).then_some(id)
    });
    let all: Vec<LocalId> = all.collect();
    let has_name = all.iter().any(|local| body.local(*local).name.is_some());
    has_name.then_some(all)
}

/// The names that the result of a call is bound to, pinned or boxed.
fn named_results(body: &Body, result: LocalId) -> impl Iterator<Item = LocalId> {
    let mut found = vec![result];
    loop {
        let before = found.len();
        for node in &body.nodes {
            let (to, values): (LocalId, Vec<&Value>) = match &node.op {
                Op::Assign(to, value) if to.path.is_empty() => match to.as_local() {
                    Some(local) => (local, vec![value]),
                    None => continue,
                },
                Op::Call(call) if !call.awaited && call.args.len() == 1 => {
                    (call.to, vec![&call.args[0].value])
                }
                _ => continue,
            };
            let holds = values
                .iter()
                .any(|value| flow::mentions(value, &|local| found.contains(&local)) != Mention::No);
            if holds && !found.contains(&to) {
                found.push(to);
            }
        }
        if found.len() == before {
            break;
        }
    }
    found.into_iter()
}

/// Whether a call asks a stream for its next item, and leaves it where it is.
fn asks(program: &Program, call: &Call, stream: LocalId) -> bool {
    let borrows = match &call.callee {
        Callee::Known(defs) => defs.iter().all(|def| {
            let receiver = program
                .function(*def)
                .and_then(|function| function.receiver);
            receiver != Some(Receiver::Value)
        }),
        _ => true,
    };
    borrows
        && call.method
        && call.args.len() == 1
        && call.args[0].place.as_ref().and_then(Place::as_local) == Some(stream)
}

/// Whether a call takes a stream away.
fn moves(call: &Call, stream: LocalId) -> bool {
    call.args
        .iter()
        .any(|arg| flow::mentions(&arg.value, &|local| local == stream) == Mention::ByValue)
}

/// Whether what is taken has as many places as its maker says: a semaphore or a pool of connections.
pub fn is_counted(taking: &Taking) -> bool {
    matches!(taking.kind, Some(Acquires::Permit | Acquires::Connection))
}
