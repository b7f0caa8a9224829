//! Cancel sites: where a future may be dropped before it is done, and what that loses.

use crate::body::{Body, EdgeKind, NodeId, Op, SelectKind, Value};
use crate::effects::{self, Site};
use crate::flow;
use crate::model::Model;
use crate::place::{Place, Root};
use crate::span::Span;
use crate::stub::Effect;
use crate::summary::{self, Held};

/// Who may drop a future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dropper {
    /// Another arm of a `select!`.
    Select,
    /// A deadline.
    Timeout,
    /// Another branch of `try_join!` fails.
    TryJoin,
    /// Another future of a race is ready first.
    Race,
}

/// A future that may be dropped half-way, and what its drop loses.
#[derive(Clone, Debug)]
pub struct CancelSite {
    /// Where it is dropped.
    pub at: Site,
    /// Who drops it.
    pub dropper: Dropper,
    /// The future, as written.
    pub future: Span,
    /// What is lost, in the terms of the body of the site.
    pub held: Held,
    /// Where the place is used again after the future was dropped.
    pub again: NodeId,
    /// An arm that can win instead.
    pub winner: Option<Span>,
}

/// All cancel sites whose futures hold something that is used again.
pub fn sites(model: &Model) -> Vec<CancelSite> {
    let program = &model.program;
    let mut found = Vec::new();
    for (id, body) in program.bodies() {
        if body.test {
            continue;
        }
        for (node, data) in body.nodes() {
            let at = Site { body: id, node };
            match &data.op {
                Op::Select(select) if select.kind == SelectKind::Select => {
                    for (index, arm) in select.arms.iter().enumerate() {
                        if is_kept(body, node, &arm.future.value) {
                            continue;
                        }
                        let others: Vec<(NodeId, Span)> = select
                            .arms
                            .iter()
                            .enumerate()
                            .filter(|(other, _)| *other != index)
                            .map(|(_, other)| (other.body, other.future.span))
                            .collect();
                        for held in
                            summary::held_by_value(program, &model.summaries, id, &arm.future.value)
                        {
                            let winner = others.iter().find_map(|(start, span)| {
                                Some((used_again(model, at, *start, &held.place)?, *span))
                            });
                            if let Some((again, winner)) = winner {
                                found.push(CancelSite {
                                    at,
                                    dropper: Dropper::Select,
                                    future: arm.future.span,
                                    held,
                                    again,
                                    winner: Some(winner),
                                });
                                break;
                            }
                        }
                    }
                }
                Op::Select(select) if select.kind == SelectKind::TryJoin => {
                    for arm in &select.arms {
                        if is_kept(body, node, &arm.future.value) {
                            continue;
                        }
                        for held in
                            summary::held_by_value(program, &model.summaries, id, &arm.future.value)
                        {
                            let starts = after_failure(body, node);
                            let again = starts
                                .iter()
                                .find_map(|start| used_again(model, at, *start, &held.place));
                            if let Some(again) = again {
                                let (dropper, future) = (Dropper::TryJoin, arm.future.span);
                                found.push(CancelSite {
                                    at,
                                    dropper,
                                    future,
                                    held,
                                    again,
                                    winner: None,
                                });
                                break;
                            }
                        }
                    }
                }
                Op::Call(call) => {
                    let Some(attrs) = effects::attrs_of(program, call) else {
                        continue;
                    };
                    let dropper = if attrs.has(Effect::Timeout) {
                        Dropper::Timeout
                    } else if attrs.has(Effect::Race) {
                        Dropper::Race
                    } else if attrs.has(Effect::TryJoin) {
                        Dropper::TryJoin
                    } else {
                        continue;
                    };
                    let index = attrs
                        .future
                        .map_or(0, |index| usize::from(index) + usize::from(call.method));
                    let Some(arg) = call.args.get(index) else {
                        continue;
                    };
                    if is_kept(body, node, &arg.value) {
                        continue;
                    }
                    for held in summary::held_by_value(program, &model.summaries, id, &arg.value) {
                        let starts = after_failure(body, node);
                        let again = starts
                            .iter()
                            .find_map(|start| used_again(model, at, *start, &held.place));
                        if let Some(again) = again {
                            found.push(CancelSite {
                                at,
                                dropper,
                                future: arg.span,
                                held,
                                again,
                                winner: None,
                            });
                            break;
                        }
                    }
                }
                _ => {}
            }
        }
    }
    found
}

/// A future behind a reference lives on, unless it was made in this very turn of the loop.
fn is_kept(body: &Body, node: NodeId, value: &Value) -> bool {
    let in_loop = body.node(node).in_loop;
    let outer = |place: &Place| match place.as_local() {
        Some(local) => in_loop.is_none() || body.local(local).in_loop != in_loop,
        None => true,
    };
    match value {
        Value::Ref(_, place) => outer(place),
        // A pinned future bound to a name is polled by reference too.
        Value::Use(place) => match place.as_local().map(|local| body.local(local)) {
            Some(local) if local.name.is_some() && place.path.is_empty() => {
                local.stands_for.is_some() && in_loop.is_some() && local.in_loop != in_loop
            }
            _ => false,
        },
        _ => false,
    }
}

/// Where the paths go on on which the future did not come to its end.
fn after_failure(body: &Body, node: NodeId) -> Vec<NodeId> {
    let mut at = node;
    for _ in 0..6 {
        let data = body.node(at);
        if at != node && matches!(data.op, Op::Branch(_)) {
            let failing: Vec<NodeId> = data
                .next
                .iter()
                .filter(|edge| edge.kind != EdgeKind::Success)
                .map(|edge| edge.to)
                .collect();
            return failing;
        }
        match data.next.as_slice() {
            [one] => at = one.to,
            _ => break,
        }
    }
    body.node(node).next.iter().map(|edge| edge.to).collect()
}

/// The first use of a place on the paths from `start`.
fn used_again(model: &Model, site: Site, start: NodeId, place: &Place) -> Option<NodeId> {
    let body = model.program.body(site.body);
    if let Root::Local(local) = place.root {
        let data = body.local(local);
        // A variable of this turn of the loop is new in the next.
        if data.in_loop.is_some()
            && data.in_loop == body.node(site.node).in_loop
            && data.stands_for.is_none()
        {
            return None;
        }
    }
    let mut after = flow::reachable(body, start, |_| false);
    after.insert(start);
    let mut ids: Vec<NodeId> = after.iter().collect();
    ids.sort_by_key(|node| body.node(*node).span.start);
    ids.into_iter().find(|node| {
        uses_place(
            model,
            Site {
                body: site.body,
                node: *node,
            },
            place,
        )
    })
}

/// Whether a node uses a place: by itself, or by a call that gets what holds it and reaches for it.
fn uses_place(model: &Model, at: Site, place: &Place) -> bool {
    let body = model.program.body(at.body);
    let itself = |found: &Place| found.is_within(place);
    let holds = |found: &Place| place.is_within(found);
    match &body.node(at.node).op {
        Op::Call(call) => {
            let places = || call.args.iter().filter_map(|arg| arg.place.as_ref());
            if places().any(itself) {
                return true;
            }
            if !places().any(holds) {
                return false;
            }
            let touched =
                |found: &Option<Place>| found.as_ref().is_some_and(|found| found.overlaps(place));
            model
                .effects(at.body, at.node)
                .iter()
                .any(|effect| touched(&effect.place))
                || summary::held_by_call(&model.program, &model.summaries, at, call)
                    .iter()
                    .any(|held| held.place.overlaps(place))
        }
        Op::Await(await_) => await_.future.place.as_ref().is_some_and(itself),
        Op::Select(select) => select
            .arms
            .iter()
            .filter_map(|arm| arm.future.place.as_ref())
            .any(itself),
        _ => false,
    }
}
