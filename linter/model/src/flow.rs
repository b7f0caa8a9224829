//! Questions about the paths of one body.

use crate::body::{Body, Call, Edge, EdgeKind, LocalId, NodeId, Op, Value};
use crate::place::{Place, Root};

/// A set of nodes.
#[derive(Clone, Debug)]
pub struct NodeSet(Vec<bool>);

impl NodeSet {
    /// The empty set.
    pub fn new(body: &Body) -> Self {
        Self(vec![false; body.nodes.len()])
    }

    /// Adds a node; tells whether it was new.
    pub fn insert(&mut self, node: NodeId) -> bool {
        !std::mem::replace(&mut self.0[node.0 as usize], true)
    }

    /// Takes a node out.
    pub fn remove(&mut self, node: NodeId) {
        self.0[node.0 as usize] = false;
    }

    /// Whether it holds a node.
    pub fn contains(&self, node: NodeId) -> bool {
        self.0[node.0 as usize]
    }

    /// Takes out what another set holds.
    pub fn remove_all(&mut self, other: &Self) {
        for (held, theirs) in self.0.iter_mut().zip(&other.0) {
            *held &= !theirs;
        }
    }

    /// Its nodes, in order.
    pub fn iter(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.0
            .iter()
            .enumerate()
            .filter(|(_, held)| **held)
            .map(|(index, _)| NodeId(index as u32))
    }
}

/// The nodes that can run after `from`, without passing a node that `stops`; `from` itself only
/// where a loop leads back to it.
pub fn reachable(body: &Body, from: NodeId, stops: impl FnMut(NodeId) -> bool) -> NodeSet {
    reachable_by(body, from, stops, |_, _| true)
}

/// As [`reachable`], along the edges that `follows` accepts.
pub fn reachable_by(
    body: &Body,
    from: NodeId,
    mut stops: impl FnMut(NodeId) -> bool,
    follows: impl Fn(NodeId, &Edge) -> bool,
) -> NodeSet {
    let mut found = NodeSet::new(body);
    let mut open = vec![from];
    let mut first = true;
    while let Some(node) = open.pop() {
        if !std::mem::take(&mut first) && (!found.insert(node) || stops(node)) {
            continue;
        }
        let next = body.node(node).next.iter();
        open.extend(next.filter(|edge| follows(node, edge)).map(|edge| edge.to));
    }
    found
}

/// The nodes after which one of these can run; one of them itself only where a loop leads back.
pub fn leading_to(body: &Body, ends: &[NodeId]) -> NodeSet {
    let mut before: Vec<Vec<NodeId>> = vec![Vec::new(); body.nodes.len()];
    for (node, data) in body.nodes() {
        for edge in &data.next {
            before[edge.to.0 as usize].push(node);
        }
    }
    let mut found = NodeSet::new(body);
    let mut open = ends.to_vec();
    while let Some(node) = open.pop() {
        let before = before[node.0 as usize].iter().copied();
        open.extend(before.filter(|node| found.insert(*node)));
    }
    found
}

/// As [`reachable`], but without another turn of a loop that holds both `first` and `second`: what
/// happens in different turns does not belong together.
pub fn reachable_within(
    body: &Body,
    from: NodeId,
    first: NodeId,
    second: NodeId,
    mut stops: impl FnMut(NodeId) -> bool,
) -> NodeSet {
    let both = |head: NodeId| {
        let Op::LoopHead(id) = body.node(head).op else {
            return false;
        };
        body.loop_within(body.node(first).in_loop, id)
            && body.loop_within(body.node(second).in_loop, id)
    };
    reachable_by(body, from, &mut stops, |_, edge| {
        edge.kind != EdgeKind::Back || !both(edge.to)
    })
}

/// The values that a node uses.
pub fn uses<'b>(op: &'b Op, mut visit: impl FnMut(&'b Value)) {
    match op {
        Op::Assign(_, value)
        | Op::Branch(value)
        | Op::Return(value)
        | Op::Fail(value)
        | Op::Yield(value) => visit(value),
        Op::Call(call) => call.args.iter().for_each(|arg| visit(&arg.value)),
        Op::Await(await_) => visit(&await_.future.value),
        Op::Select(select) => select.arms.iter().for_each(|arm| visit(&arm.future.value)),
        Op::Join | Op::LoopHead(_) | Op::Drop(_) | Op::Panic | Op::Log => {}
    }
}

/// How a value mentions a local.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mention {
    /// Not at all.
    No,
    /// By reference.
    ByRef,
    /// By value, whole or in part.
    ByValue,
}

/// How a value mentions one of some locals.
pub fn mentions(value: &Value, holds: &impl Fn(LocalId) -> bool) -> Mention {
    let root = |place: &Place| matches!(place.root, Root::Local(local) if holds(local));
    match value {
        Value::Use(place) if root(place) => Mention::ByValue,
        Value::Ref(_, place) if root(place) => Mention::ByRef,
        Value::Aggregate(_, parts) => parts
            .iter()
            .map(|(_, part)| mentions(part, holds))
            .max()
            .unwrap_or(Mention::No),
        _ => Mention::No,
    }
}

/// The locals that a value takes along, whole or in part.
pub fn locals_moved(value: &Value) -> Vec<LocalId> {
    match value {
        Value::Use(place) => place.as_local().into_iter().collect(),
        Value::Aggregate(_, parts) => parts
            .iter()
            .flat_map(|(_, part)| locals_moved(part))
            .collect(),
        _ => Vec::new(),
    }
}

/// The place that a value was copied from, through clones and conversions.
pub fn origin(body: &Body, place: &Place) -> Place {
    let mut at = place.clone();
    for _ in 0..6 {
        let Root::Local(local) = at.root else { break };
        let data = body.local(local);
        let source = match data.def.map(|node| &body.node(node).op) {
            Some(Op::Call(call))
                if call.method && call.args.len() == 1 && !call.awaited && at.path.is_empty() =>
            {
                call.args[0].place.clone()
            }
            Some(Op::Assign(to, Value::Use(from) | Value::Ref(_, from))) if *to == at => {
                Some(from.clone())
            }
            _ => None,
        };
        match source {
            Some(source) if source != at => at = source,
            _ => break,
        }
    }
    at
}

/// Where the failure of a call leads when it is propagated at once.
pub fn failure_of(body: &Body, node: NodeId) -> Option<NodeId> {
    let mut at = node;
    let mut results: Vec<LocalId> = result_of(body, node).into_iter().collect();
    for _ in 0..4 {
        let [edge] = body.node(at).next.as_slice() else {
            return None;
        };
        at = edge.to;
        let own = |value: &Value| mentions(value, &|local| results.contains(&local)) != Mention::No;
        // What asks about something else is not this one's question.
        if matches!(&body.node(at).op, Op::Branch(value) if !own(value)) {
            return None;
        }
        let made = match &body.node(at).op {
            Op::Call(call) if call.args.iter().any(|arg| own(&arg.value)) => Some(call.to),
            Op::Assign(to, value) if own(value) => to.as_local(),
            _ => None,
        };
        results.extend(made);
        // The failure of another call is not this one's, unless it only asks about this one's result.
        if matches!(body.node(at).op, Op::Call(_)) && !asks(body, node, at) {
            return None;
        }
        if matches!(body.node(at).op, Op::Branch(_)) {
            let failing = body.node(at).next.iter().map(|edge| edge.to);
            return failing
                .into_iter()
                .find(|to| matches!(body.node(*to).op, Op::Fail(_)));
        }
    }
    None
}

/// Where the paths go on on which a node failed, as the next question tells; all where nothing asks.
pub fn failing(body: &Body, node: NodeId) -> Vec<NodeId> {
    let mut at = node;
    for _ in 0..6 {
        let data = body.node(at);
        if at != node && matches!(data.op, Op::Branch(_)) {
            return data
                .next
                .iter()
                .filter(|edge| edge.kind != EdgeKind::Success)
                .map(|edge| edge.to)
                .collect();
        }
        match data.next.as_slice() {
            [one] => at = one.to,
            _ => break,
        }
    }
    body.node(node).next.iter().map(|edge| edge.to).collect()
}

/// Where the paths begin that are taken when this very node fails; none where nothing asks, or where
/// something else happens first.
pub fn failures(body: &Body, node: NodeId) -> Vec<NodeId> {
    let mut at = node;
    // The body of a `select!` arm begins by binding what its future gave.
    let mut held = match &body.node(node).op {
        Op::Assign(to, Value::Use(_)) => to.as_local(),
        _ => result_of(body, node),
    };
    for _ in 0..8 {
        let data = body.node(at);
        if at != node
            && let Op::Branch(asked) = &data.op
        {
            // Another question comes first; what an arm of a `select!` has waited for has no name before its pattern.
            let about = |place: &Place| held.is_none() || place.as_local() == held;
            if matches!(asked, Value::Use(place) | Value::Ref(_, place) if !about(place)) {
                break;
            }
            // A pattern that looks deeper than one `Ok` only says where it succeeds.
            let known = |kind| data.next.iter().any(|edge| edge.kind == kind);
            let fails = |kind| match kind {
                EdgeKind::Failure => true,
                EdgeKind::Success => false,
                _ => known(EdgeKind::Success) && !known(EdgeKind::Failure),
            };
            return data
                .next
                .iter()
                .filter(|edge| fails(edge.kind))
                .map(|edge| edge.to)
                .collect();
        }
        let [one] = data.next.as_slice() else { break };
        if at != node {
            match &data.op {
                // The result by another name.
                Op::Assign(to, Value::Use(from)) if is_whole(from, held) && to.path.is_empty() => {
                    held = to.as_local();
                }
                // What asks about the result answers in its place.
                Op::Call(call) if call.method && asks_about(call, held) => held = Some(call.to),
                Op::Call(_) | Op::Await(_) => break,
                _ => {}
            }
        }
        at = one.to;
    }
    Vec::new()
}

/// The variables that the result of a node is given to, whole.
pub fn named(body: &Body, node: NodeId) -> Vec<LocalId> {
    let mut held: Vec<LocalId> = result_of(body, node).into_iter().collect();
    let mut at = 0;
    while let Some(local) = held.get(at).copied() {
        for (_, data) in body.nodes() {
            if let Op::Assign(to, Value::Use(from)) = &data.op
                && is_whole(from, Some(local))
                && let (Some(to), true) = (to.as_local(), to.path.is_empty())
                && !held.contains(&to)
            {
                held.push(to);
            }
        }
        at += 1;
    }
    held
}

fn is_whole(place: &Place, local: Option<LocalId>) -> bool {
    place.path.is_empty() && place.as_local() == local
}

/// Whether a call's receiver is what this variable holds.
fn asks_about(call: &Call, local: Option<LocalId>) -> bool {
    matches!(call.args.first().map(|arg| &arg.value), Some(Value::Use(place) | Value::Ref(_, place))
        if is_whole(place, local))
}

/// Where the result of a node goes.
fn result_of(body: &Body, node: NodeId) -> Option<LocalId> {
    match &body.node(node).op {
        Op::Call(call) => Some(call.to),
        Op::Await(await_) => Some(await_.to),
        _ => None,
    }
}

/// Whether the call at `at` only asks about the result of the one at `node`.
fn asks(body: &Body, node: NodeId, at: NodeId) -> bool {
    let result = result_of(body, node);
    matches!(&body.node(at).op, Op::Call(call) if call.method && asks_about(call, result))
}
