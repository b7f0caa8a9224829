//! Futures that are only lent to whoever polls them, or handed back by it.

use std::ops::Range;

use super::{By, Found, Taking, Takings};
use crate::body::{Body, Call, LocalId, NodeId, Op, Select, Value};
use crate::effects::{self, Site};
use crate::flow::{self, Mention};
use crate::place::{Place, Root, Step};
use crate::stub::Effect;

impl Takings<'_> {
    /// `select! { _ = &mut fut => .., other = .. => { .. } }`: in the other arms, and after them, the
    /// future is not polled.
    pub(super) fn lent_to_select(&self, at: Site, body: &Body, select: &Select, found: &mut Found) {
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
    pub(super) fn lent_to_call(&self, at: Site, body: &Body, call: &Call, found: &mut Found) {
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

    /// `match select(first, second).await { Either::Right((_, first)) => .. }`, and the rest of `select_all`: who was
    /// not ready comes back, and stands still from then on.
    pub(super) fn handed_back(&self, at: Site, body: &Body, call: &Call, found: &mut Found) {
        let selects = effects::attrs_of(self.program(), call)
            .is_some_and(|attrs| attrs.has(Effect::SelectCombinator));
        let Some(result) = awaited_result(body, call).filter(|_| selects && !call.method) else {
            return;
        };
        for (node, data) in body.nodes() {
            let Op::Assign(to, Value::Use(from)) = &data.op else {
                continue;
            };
            let Some(names) = to.as_local().and_then(|local| named(body, local)) else {
                continue;
            };
            if from.root != Root::Local(result) {
                continue;
            }
            let rest = rest(from);
            let holds: Vec<Taking> = match call.args.as_slice() {
                // A collection of futures.
                [_] if !rest.is_empty() => self.of_items(at.body, body, call),
                args => rest
                    .filter_map(|index| args.get(index))
                    .flat_map(|arg| self.of_future(at.body, &arg.value, 0))
                    .collect(),
            };
            if holds.is_empty() {
                continue;
            }
            let starts: Vec<NodeId> = body.node(node).next.iter().map(|edge| edge.to).collect();
            let stops = |other: NodeId| other == at.node || ends(body, other, &names);
            self.judge(at, body, &starts, stops, &holds, By::Lent, found);
        }
    }
}

/// Where the output of a call's future goes.
fn awaited_result(body: &Body, call: &Call) -> Option<LocalId> {
    if call.awaited {
        return Some(call.to);
    }
    body.nodes.iter().find_map(|node| match &node.op {
        Op::Await(await_) => {
            let of = flow::mentions(&await_.future.value, &|local| local == call.to);
            (of != Mention::No).then_some(await_.to)
        }
        _ => None,
    })
}

/// Which of its arguments a combinator hands back at a part of its result: `Either::Right((_, this))`,
/// `(_, _, these)`.
fn rest(part: &Place) -> Range<usize> {
    let names = part.path.iter().map(|step| match step {
        Step::Field(_, name) => name.as_str(),
        Step::Elem => "",
    });
    let of = |variant: &str| names.clone().any(|name| name == variant);
    match names.clone().next_back() {
        Some("1") if of("Right.0") => 0..1,
        Some("1") if of("Left.0") => 1..2,
        Some("2") => 0..1,
        _ => 0..0,
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
