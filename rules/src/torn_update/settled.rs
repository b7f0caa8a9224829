//! Why a failure between two writes to a store leaves nothing half done: the next try makes them whole, the store had
//! it before, or it all goes through one transaction.

use otplint_model::body::{Body, BodyId, EdgeKind, LocalKind, NodeId, Op};
use otplint_model::stub::Effect;
use otplint_model::{Model, Reason, Sym, transactions};
use otplint_model::{effects, flow};

use super::pairs::Why;
use super::writes::{Kind, Write};
use super::{exits, stores, ties};

/// Why a failure between two writes that belong together leaves nothing half done; `None` where it does.
pub fn reason(
    model: &Model,
    id: BodyId,
    body: &Body,
    (first, second): (&Write, &Write),
    why: Why,
    writes: &[Write],
) -> Option<Reason> {
    match why {
        Why::MemoryFirst => is_stored_before(model, id, body, first, second, writes)
            .then(|| "the store has it before memory is changed".into()),
        Why::TwoStores
            if both(first, second, |write| {
                stores::leaves_alone(model, &write.effect)
            }) =>
        {
            Some("both leave alone what is there: the next try makes them whole".into())
        }
        Why::TwoStores if both(first, second, |write| is_through_one(model, id, write)) => {
            Some("both are written through a transaction that others commit".into())
        }
        Why::TwoStores if is_resumed(model, body, first, second) => Some(
            "the first is left out where it is done already: the next try goes on from there"
                .into(),
        ),
        _ => None,
    }
}

fn both(first: &Write, second: &Write, is: impl Fn(&Write) -> bool) -> bool {
    is(first) && is(second)
}

/// Whether something of what is put into memory was written to the store first.
fn is_stored_before(
    model: &Model,
    id: BodyId,
    body: &Body,
    first: &Write,
    second: &Write,
    writes: &[Write],
) -> bool {
    writes
        .iter()
        .filter(|write| write.kind == Kind::Store && write.node != second.node)
        .any(|stored| {
            let without = flow::reachable(body, NodeId(0), |node| node == stored.node);
            first.node != stored.node
                && !without.contains(first.node)
                && ties::is_told_of(model, id, body, first, stored)
        })
}

/// Whether a write is made by a method of a transaction, through what that holds.
fn is_through_one(model: &Model, id: BodyId, write: &Write) -> bool {
    let inner = model.program.body(write.effect.at.body);
    let function = model.program.function(inner.owner);
    let method = function.filter(|function| function.receiver.is_some());
    let Some(def) = method.and_then(|function| function.self_def) else {
        return false;
    };
    // A record of that name writes itself through a handle that it is given.
    let held = || {
        let direct = effects::direct(&model.program, inner, write.effect.at);
        let handles = direct.into_iter().filter_map(|effect| effect.place);
        !handles
            .map(|place| flow::origin(inner, &place))
            .any(|place| {
                inner.local_of(&place).is_some_and(|local| {
                    matches!(local.kind, LocalKind::Param(_))
                        && local.name != Some(Sym::new("self"))
                })
            })
    };
    let ends = || {
        let effects = model.effects(id, write.node);
        effects.iter().any(|effect| effect.kind == Effect::Commit)
    };
    transactions::is_named(&model.program, def) && held() && !ends()
}

/// Whether a question about the record that the first write is given leads past it to the second.
fn is_resumed(model: &Model, body: &Body, first: &Write, second: &Write) -> bool {
    let given = ties::values_of(model, body, first.node);
    body.nodes().any(|(branch, data)| {
        let Op::Branch(value) = &data.op else {
            return false;
        };
        let asked = flow::locals_moved(value)
            .first()
            .and_then(|local| body.local(*local).def)
            .map(|node| &body.node(node).op);
        let of_record = match asked {
            Some(Op::Call(call)) if ["is_none", "is_some"].contains(&call.name.as_str()) => {
                let place = call.args.first().and_then(|arg| arg.place.as_ref());
                place.is_some_and(|place| {
                    let local = place.as_local();
                    !place.path.is_empty() && local.is_some_and(|local| given.contains(&local))
                })
            }
            _ => false,
        };
        let leads = |to: NodeId, past: NodeId| {
            let stops = |node: NodeId| node == past;
            let on = |_, edge: &otplint_model::body::Edge| edge.kind != EdgeKind::Back;
            to == second.node || flow::reachable_by(body, to, stops, on).contains(second.node)
        };
        of_record
            && flow::reachable(body, branch, |_| false).contains(first.node)
            && data
                .next
                .iter()
                .any(|edge| edge.to != first.node && leads(edge.to, first.node))
    })
}

/// Whether what failed only gives the second write what it is to write, and there may be nothing to write even where it
/// did not fail.
pub fn is_of_second(model: &Model, body: &Body, fail: NodeId, second: NodeId) -> bool {
    let Some((branch, failed)) = exits::asked_by(body, fail) else {
        return false;
    };
    let made = ties::made_of(body, failed);
    let given = ties::values_of(model, body, second);
    let past = flow::reachable_by(
        body,
        branch,
        |node| node == second,
        |node, edge| edge.kind != EdgeKind::Back && (node != branch || edge.to != fail),
    );
    let returns = |node: NodeId| matches!(body.node(node).op, Op::Return(_));
    given.iter().any(|local| made.contains(local)) && past.iter().any(returns)
}
