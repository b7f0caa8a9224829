//! Deliveries of a broker that are acknowledged, and so never come again.

use otplint_model::body::{Body, EdgeKind};
use otplint_model::effects::{self, Site};
use otplint_model::{BodyId, Call, LocalId, Model, NodeId, Value, flow, handling};

use super::accepted::call_at;
use crate::names::has_word;
use crate::story::in_production;
use crate::told;

/// The bodies that acknowledge deliveries.
pub fn bodies(model: &Model) -> impl Iterator<Item = BodyId> {
    let program = &model.program;
    program
        .bodies()
        .filter(|(_, body)| body.calls().any(|(_, call)| is_ack(model, call)))
        .map(|(id, _)| id)
}

/// Where the delivery that brought what is put in at a site is acknowledged, whatever becomes of that: before it is
/// put in, or after it on every way that goes well; by the function that puts it in, or by one that hands it on.
pub fn before(model: &Model, at: Site) -> Option<Site> {
    let program = &model.program;
    let mut open = vec![(at, 0)];
    while let Some((at, depth)) = open.pop() {
        let Some(call) = call_at(model, at) else {
            continue;
        };
        let body = program.body(at.body);
        let values = || (call.args.iter().skip(usize::from(call.method))).map(|arg| &arg.value);
        let acks = body.calls().filter(|(_, call)| is_ack(model, call));
        let same = |at: NodeId, ack: &Call| {
            let roots = deliveries(body, at, ack);
            values().any(|value| told::made_of(body, value, &mut |local| roots.contains(&local)))
        };
        let found = acks
            .filter(|(node, ack)| same(*node, ack) && is_certain(body, at.node, *node))
            .map(|(node, _)| Site {
                body: at.body,
                node,
            })
            .next();
        if found.is_some() {
            return found;
        }
        if depth < 2 && values().any(|value| told::given(model, at.body, value)) {
            let function = BodyId::new(at.body.function(), 0);
            let callers = model.index.callers_of(program, function).iter();
            let callers = callers.filter(|at| in_production(model, at.body));
            open.extend(callers.take(8).map(|at| (*at, depth + 1)));
        }
    }
    None
}

/// What a call acknowledges: the locals it is given, or those that these were taken out of; in a loop those of one
/// turn, and never what brings the deliveries.
fn deliveries(body: &Body, at: NodeId, ack: &Call) -> Vec<LocalId> {
    let looped = body.node(at).in_loop.is_some();
    let places = ack.args.iter().filter_map(|arg| match &arg.value {
        Value::Use(place) | Value::Ref(_, place) => Some(place),
        _ => None,
    });
    let roots = places.flat_map(|place| [place.as_local(), flow::origin(body, place).as_local()]);
    let is_delivery = |local: &LocalId| {
        let data = body.local(*local);
        data.in_loop.is_some() == looped && data.name.is_none_or(|name| name != "self")
    };
    roots.flatten().filter(is_delivery).collect()
}

/// Whether what happens at `put` happens to a delivery that is acknowledged whatever becomes of it.
fn is_certain(body: &Body, put: NodeId, ack: NodeId) -> bool {
    let ends = |node| handling::ends_turn(body, put, node);
    if flow::reachable(body, ack, ends).contains(put) {
        return true;
    }
    let well = flow::reachable_by(
        body,
        put,
        |node| node == ack || ends(node),
        |_, edge| edge.kind != EdgeKind::Failure,
    );
    well.contains(ack)
        && !well
            .iter()
            .any(|node| node != ack && (ends(node) || body.node(node).next.is_empty()))
}

/// `delivery.ack()`, `channel.basic_ack(tag)`, `consumer.commit_message(&message)`.
fn is_ack(model: &Model, call: &Call) -> bool {
    let name = call.name.as_str();
    // Taking a name apart takes longer than seeing that it is another.
    let near = (name.as_bytes().windows(3)).any(|part| part.eq_ignore_ascii_case(b"ack"));
    let named = near && has_word(name, &["ack", "acknowledge"]) || call.name == "commit_message";
    named && effects::callees(&model.program, call).is_empty()
}
