//! Writes to collections with the key and the value that they are given, helpers' included.

use crate::body::{Body, BodyId, Call, Callee, LocalId, LocalKind, NodeId, Op, Value};
use crate::effects::{self, Made, Site};
use crate::flow::{self, NodeSet};
use crate::place::{Place, Root};
use crate::program::Program;
use crate::stub::Effect;
use crate::ty::Ty;

use super::{DEPTH, MOST, Summaries, Summary, call_suspends, starts_outside};

/// A write to a collection, in the terms of the body that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    /// Whether it puts in, or takes out.
    pub inserts: bool,
    /// The collection.
    pub place: Place,
    /// The variable that is its key.
    pub key: Option<Place>,
    /// The variable that is put in.
    pub value: Option<Place>,
    /// Where it really happens.
    pub at: Site,
    /// A helper may wait before it makes the write.
    pub waits_before: bool,
    /// A helper may wait after it has made the write.
    pub waits_after: bool,
}

impl Keyed {
    /// Whether two writes to different collections tell of one thing: both are kept by the same key, or one looks up
    /// what the other holds. Two removals only clean up.
    pub fn goes_with(&self, other: &Self) -> bool {
        let same = |a: &Option<Place>, b: &Option<Place>| a.is_some() && a == b;
        // What is filed whole in the one is found by a part of it in the other.
        let part = |part: &Option<Place>, whole: &Option<Place>| {
            same(part, whole)
                || matches!((part, whole), (Some(part), Some(whole))
                    if whole.path.is_empty() && part.is_within(whole))
        };
        (self.inserts || other.inserts)
            && (same(&self.key, &other.key)
                || part(&self.key, &other.value)
                || part(&other.key, &self.value)
                || self.value != other.value
                    && (part(&self.value, &other.value) || part(&other.value, &self.value)))
    }
}

/// The writes that a node makes, itself or through what it calls.
pub fn keyed(program: &Program, summaries: &Summaries, at: Site) -> Vec<Keyed> {
    let body = program.body(at.body);
    let mut found = Vec::new();
    match &body.node(at.node).op {
        Op::Call(call) => {
            found.extend(itself(program, body, at, call));
            if let Some(callees) = polled(program, call) {
                for callee in callees {
                    through(program, summaries, at, call, callee, &mut found);
                }
            }
        }
        Op::Await(await_) => {
            for made in effects::future_bodies(program, body, &await_.future.value) {
                match made {
                    Made::Call(node) => {
                        if let Op::Call(call) = &body.node(node).op {
                            for callee in effects::callees(program, call) {
                                through(program, summaries, at, call, callee, &mut found);
                            }
                        }
                    }
                    Made::Block(block) => {
                        for keyed in &summaries.of(block).keyed {
                            let outer = |place: &Place| {
                                effects::outward_to(program, block, at.body, place)
                                    .map(|place| flow::origin(body, &place))
                            };
                            if let Some(place) =
                                effects::outward_to(program, block, at.body, &keyed.place)
                            {
                                found.push(Keyed {
                                    place,
                                    key: keyed.key.as_ref().and_then(outer),
                                    value: keyed.value.as_ref().and_then(outer),
                                    ..keyed.clone()
                                });
                            }
                        }
                    }
                }
            }
        }
        _ => {}
    }
    found
}

/// The bodies that a call runs then and there.
fn polled(program: &Program, call: &Call) -> Option<impl Iterator<Item = BodyId>> {
    let callees = effects::callees(program, call);
    let runs = move |callee: &BodyId| call.awaited || !program.body(*callee).is_async;
    (!callees.is_empty()).then(|| callees.into_iter().filter(runs))
}

fn through(
    program: &Program,
    summaries: &Summaries,
    at: Site,
    call: &Call,
    callee: BodyId,
    found: &mut Vec<Keyed>,
) {
    let body = program.body(at.body);
    let outer = |place: &Place| match call.callee == Callee::Body(callee) {
        true => effects::outward_to(program, callee, at.body, place)
            .or_else(|| effects::translate(program, callee, call, place)),
        false => effects::translate(program, callee, call, place),
    };
    let variable = |place: &Place| {
        outer(place)
            .map(|place| flow::origin(body, &place))
            .filter(|place| place.as_local().is_some())
    };
    let gives = gives_a_value(program.body(callee));
    for keyed in &summaries.of(callee).keyed {
        // What is remembered on the way to a result is a cache.
        let remembers = gives && keyed.inserts && matches!(keyed.place.root, Root::Static(_));
        if let Some(place) = outer(&keyed.place).filter(|_| !remembers) {
            found.push(Keyed {
                place,
                key: keyed.key.as_ref().and_then(variable),
                value: keyed.value.as_ref().and_then(variable),
                ..keyed.clone()
            });
        }
    }
}

/// Whether a body is run for what it returns.
fn gives_a_value(body: &Body) -> bool {
    let mut ty = body.output.peel_refs();
    for _ in 0..3 {
        match ty {
            Ty::Future(inner) => ty = inner,
            Ty::Adt(_, args) => match args.first() {
                Some(inner) => ty = inner,
                None => return true,
            },
            _ => break,
        }
    }
    !matches!(
        ty,
        Ty::Unit | Ty::Never | Ty::Prim(_) | Ty::Unknown | Ty::Around(_)
    )
}

/// What a call writes by itself.
fn itself(program: &Program, body: &Body, at: Site, call: &Call) -> Option<Keyed> {
    let attrs = effects::attrs_of(program, call)?;
    let inserts = attrs.has(Effect::Insert);
    if attrs.has(Effect::Clear) {
        return struck(program, body, at, call);
    }
    if !inserts && !attrs.has(Effect::Remove) {
        return None;
    }
    let place = call.args.first()?.place.clone()?;
    let given = |index: Option<u8>| {
        let index = usize::from(index?) + usize::from(call.method);
        variable(body, call.args.get(index)?.place.as_ref()?)
    };
    let key = given(attrs.key).or_else(|| looked_up_by(program, body, call));
    Some(Keyed {
        inserts,
        place,
        key,
        value: given(attrs.value),
        at,
        waits_before: false,
        waits_after: false,
    })
}

/// `list.retain(|other| other != id)` takes out what it compares with.
fn struck(program: &Program, body: &Body, at: Site, call: &Call) -> Option<Keyed> {
    let closure = call.args.iter().find_map(|arg| match arg.value {
        Value::Body(closure) => Some(closure),
        _ => None,
    })?;
    let inner = program.body(closure);
    let captured = |value: &Value| match value {
        Value::Use(place) | Value::Ref(_, place) => match inner.local_of(place)?.kind {
            LocalKind::Capture(_) => effects::outward_to(program, closure, at.body, place),
            _ => None,
        },
        _ => None,
    };
    let given = |value: &Value| match value {
        Value::Use(place) | Value::Ref(_, place) => inner
            .local_of(&flow::origin(inner, place))
            .is_some_and(|local| matches!(local.kind, LocalKind::Param(_))),
        _ => false,
    };
    let [compared] = inner.compared.as_slice() else {
        return None;
    };
    let key = match (&compared.left, &compared.right) {
        (item, key) | (key, item) if given(item) => captured(key),
        _ => None,
    }?;
    Some(Keyed {
        inserts: false,
        place: call.args.first()?.place.clone()?,
        key: Some(variable(body, &key)?),
        value: None,
        at,
        waits_before: false,
        waits_after: false,
    })
}

fn variable(body: &Body, place: &Place) -> Option<Place> {
    Some(flow::origin(body, place)).filter(|place| place.as_local().is_some())
}

/// The key with which a call's receiver was looked up: `map.entry(key).or_default().push(..)`.
fn looked_up_by(program: &Program, body: &Body, call: &Call) -> Option<Place> {
    let mut at = receiver(call)?;
    for _ in 0..DEPTH {
        match &body.node(body.local(at).def?).op {
            Op::Call(call) => {
                let attrs = effects::attrs_of(program, call)?;
                if let (Some(index), true) = (attrs.key, attrs.has(Effect::Borrow)) {
                    let index = usize::from(index) + usize::from(call.method);
                    return variable(body, call.args.get(index)?.place.as_ref()?);
                }
                at = receiver(call)?;
            }
            Op::Assign(_, Value::Use(from) | Value::Ref(_, from)) => at = from.as_local()?,
            _ => return None,
        }
    }
    None
}

fn receiver(call: &Call) -> Option<LocalId> {
    match &call.args.first().filter(|_| call.method)?.value {
        Value::Use(place) | Value::Ref(_, place) => place.as_local(),
        _ => None,
    }
}

/// Notes in a summary what callers may want to know, and returns what each node writes.
pub(super) fn note(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    summary: &mut Summary,
) -> Vec<(NodeId, Keyed)> {
    let body = program.body(id);
    let mut all = Vec::new();
    for (node, data) in body.nodes() {
        if matches!(data.op, Op::Call(_) | Op::Await(_)) {
            let at = Site { body: id, node };
            all.extend(
                keyed(program, summaries, at)
                    .into_iter()
                    .map(|keyed| (node, keyed)),
            );
        }
    }
    let waits = waits(program, summaries, body);
    for (node, keyed) in &all {
        let outside =
            |place: &Option<Place>| place.clone().filter(|place| starts_outside(body, place));
        let (key, value) = (outside(&keyed.key), outside(&keyed.value));
        if !starts_outside(body, &keyed.place) || key.is_none() && value.is_none() {
            continue;
        }
        let known = summary.keyed.iter().any(|known| {
            (known.inserts, &known.place, &known.key, &known.value)
                == (keyed.inserts, &keyed.place, &key, &value)
        });
        if known || summary.keyed.len() >= MOST {
            continue;
        }
        let leads_to = |from: NodeId, to: NodeId| {
            from != to && flow::reachable(body, from, |_| false).contains(to)
        };
        summary.keyed.push(Keyed {
            key,
            value,
            waits_before: keyed.waits_before || waits.iter().any(|wait| leads_to(wait, *node)),
            waits_after: keyed.waits_after || waits.iter().any(|wait| leads_to(*node, wait)),
            ..keyed.clone()
        });
    }
    all
}

/// The nodes of a body at which its future may wait.
pub fn waits(program: &Program, summaries: &Summaries, body: &Body) -> NodeSet {
    let mut found = NodeSet::new(body);
    if !body.is_async {
        return found;
    }
    for (node, data) in body.nodes() {
        let waits = match &data.op {
            Op::Call(call) => call.awaited && call_suspends(program, summaries, call),
            Op::Await(_) | Op::Select(_) => true,
            _ => false,
        };
        if waits {
            found.insert(node);
        }
    }
    found
}
