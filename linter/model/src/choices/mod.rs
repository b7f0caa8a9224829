//! What depends on where the program runs: values that a choice sets one way or another, and what they are for.

mod known;
mod purpose;

pub use known::{Known, known, returned_by};
pub use purpose::{Holder, Purpose, Sinks};

use crate::body::{BodyId, Choice, ChoiceWay, NodeId, Op, Value};
use crate::place::Place;
use crate::program::Program;
use crate::sym::Sym;

/// A value that is another in each way of a choice.
#[derive(Clone, Debug)]
pub struct Divergence {
    /// What holds it.
    pub holder: Holder,
    /// What it is, by way, where the text says it.
    pub values: Vec<Option<Known>>,
}

/// The values that a choice sets: what its ways yield, return and assign.
pub fn divergences(program: &Program, id: BodyId, choice: &Choice) -> Vec<Divergence> {
    let mut found = Vec::new();
    let yielded = |way: &ChoiceWay| known(program, id, &way.value);
    if let Some(result) = choice.result {
        let values = choice.ways.iter().map(yielded).collect();
        push(&mut found, Holder::Local(id, result), values);
    }
    let returned = returned(program, id, choice);
    if returned.iter().any(Option::is_some) {
        push(&mut found, Holder::Returned(id), returned);
    }
    let first = choice.ways.first().map_or(NodeId(0), |way| way.from);
    for place in assigned(program, id, choice) {
        let values = choice.ways.iter();
        let values = values.map(|way| set_in(program, id, way, first, &place));
        let values: Vec<Option<Known>> = values.collect();
        if let Some(holder) = Holder::of_place(id, &place) {
            push(&mut found, holder, values);
        }
    }
    found
}

/// Keeps what differs; of structs, the fields that do.
fn push(found: &mut Vec<Divergence>, holder: Holder, values: Vec<Option<Known>>) {
    let Some(first) = values.iter().flatten().next() else {
        return;
    };
    if values.iter().all(|value| value.as_ref() == Some(first)) {
        return;
    }
    if let Known::Made(def, parts) = first
        && !parts.is_empty()
        && values
            .iter()
            .all(|value| value.as_ref().is_some_and(|value| value.is_a(*def)))
    {
        for (name, _) in parts {
            let part = |value: &Option<Known>| value.as_ref()?.part(*name).cloned();
            let values = values.iter().map(part).collect();
            push(found, Holder::Field((*def, *name)), values);
        }
        return;
    }
    found.push(Divergence { holder, values });
}

/// What each way returns. `if testing { return 5; }`: what comes after is the other way.
fn returned(program: &Program, id: BodyId, choice: &Choice) -> Vec<Option<Known>> {
    let body = program.body(id);
    let within = |from: NodeId, to: NodeId| {
        let range = from.0 as usize..(to.0 as usize).min(body.nodes.len());
        let mut values = body.nodes[range].iter().filter_map(|node| match &node.op {
            Op::Return(value) if *value != Value::Unit => Some(known(program, id, value)),
            _ => None,
        });
        let first = values.next()?;
        values.all(|other| other == first).then_some(first)
    };
    let by_way: Vec<Option<Option<Known>>> = choice
        .ways
        .iter()
        .map(|way| within(way.from, way.to))
        .collect();
    if !by_way.iter().any(Option::is_some) {
        return Vec::new();
    }
    let end = NodeId(body.nodes.len() as u32);
    let rest = choice.ways.last().and_then(|last| within(last.to, end));
    let values = by_way.into_iter();
    values
        .map(|value| value.or(rest.clone()).flatten())
        .collect()
}

/// The places that a way assigns and that are there before and after it.
fn assigned(program: &Program, id: BodyId, choice: &Choice) -> Vec<Place> {
    let body = program.body(id);
    let Some(first) = choice.ways.first() else {
        return Vec::new();
    };
    let mut found: Vec<Place> = Vec::new();
    for way in &choice.ways {
        for node in nodes(way, body.nodes.len()) {
            let Op::Assign(to, _) = &body.node(node).op else {
                continue;
            };
            let lasts = to.as_local().is_none_or(|local| {
                let data = body.local(local);
                data.name.is_some() && data.span.start < first.span.start
            });
            if lasts && !found.contains(to) {
                found.push(to.clone());
            }
        }
    }
    found
}

/// What a place is after a way: what that assigns, or what was assigned before the `first` way.
fn set_in(
    program: &Program,
    id: BodyId,
    way: &ChoiceWay,
    first: NodeId,
    place: &Place,
) -> Option<Known> {
    let body = program.body(id);
    let assigns = |node: NodeId| match &body.node(node).op {
        Op::Assign(to, value) if to == place => Some(known(program, id, value)),
        _ => None,
    };
    let inside = nodes(way, body.nodes.len()).filter_map(assigns).next_back();
    let before = || (0..first.0).rev().map(NodeId).find_map(assigns);
    inside.or_else(before).flatten()
}

/// The nodes of a way.
pub fn nodes(way: &ChoiceWay, count: usize) -> impl DoubleEndedIterator<Item = NodeId> {
    (way.from.0..way.to.0.min(count as u32)).map(NodeId)
}

/// Two definitions of one name of which a build has just one.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Alternative {
    /// What decides: `cfg!(test)`.
    pub asked: Sym,
    /// What the build for tests has.
    pub test: crate::def::DefId,
    /// What others have.
    pub other: crate::def::DefId,
    /// The numbers that they are, tests' first, where the text says it.
    pub numbers: [Option<u64>; 2],
    /// It is a function that does nothing in the build for tests.
    pub empty: bool,
}
