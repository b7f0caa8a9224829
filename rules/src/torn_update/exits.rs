//! Ways out between two writes.

use otplint_model::body::{Body, BodyId, Callee, EdgeKind, LocalId, NodeId, Op, Outcome, Value};
use otplint_model::effects;
use otplint_model::flow::{self, NodeSet};
use otplint_model::place::Place;
use otplint_model::stub::Effect;
use otplint_model::{Model, Ty};

/// Which ways out count.
pub struct Ways<'a, F: Fn(NodeId) -> bool> {
    /// A way that passes one of these undoes what was done.
    pub undone: &'a NodeSet,
    /// Which failures count.
    pub counts: F,
    /// Whether those count that a body keeps to itself: it tells of the failure, and goes no further.
    pub given_up: bool,
    /// Whether a panic counts: what is written to is there for others after it.
    pub panics: bool,
}

/// The first failing way out after `first` and before `second`; the failures of `first` itself left out, that of
/// `second` counted where `second_may_fail`.
pub fn between(
    model: &Model,
    body: &Body,
    first: NodeId,
    second: NodeId,
    ways: &Ways<'_, impl Fn(NodeId) -> bool>,
    second_may_fail: bool,
) -> Option<NodeId> {
    let stops = |node: NodeId| node == second || ways.undone.contains(node);
    let before = flow::reachable_within(body, first, first, second, stops);
    if !before.contains(second) {
        return None;
    }
    let own = without(body, first, second);
    let leaves = |node: &NodeId| {
        !own.contains(*node) && (ways.counts)(*node) && skips(body, &before, *node, first, second)
    };
    before
        .iter()
        .filter(|node| matches!(body.node(*node).op, Op::Fail(_)))
        .find(leaves)
        .or_else(|| {
            let given_up = given_up(model, body, &before, (first, second), ways.undone);
            given_up.into_iter().filter(|_| ways.given_up).find(leaves)
        })
        .or_else(|| {
            let undone = || undoes_on_failure(body, second, ways.undone);
            failure_at(body, second).filter(|_| second_may_fail && !undone())
        })
        .or_else(|| {
            let leads_on = |node: &NodeId| {
                flow::reachable_within(body, *node, first, second, |_| false).contains(second)
            };
            let panics = |node: &NodeId| *node != second && may_panic(model, body, *node);
            before
                .iter()
                .filter(|_| ways.panics)
                .find(|node| panics(node) && leads_on(node))
        })
}

/// Whether the way that a body goes when a node fails undoes what was done before.
fn undoes_on_failure(body: &Body, node: NodeId, undone: &NodeSet) -> bool {
    let ways = flow::failures(body, node);
    !ways.is_empty()
        && ways
            .into_iter()
            .all(|way| exit_after(body, way, undone).is_none())
}

/// A failing way out from a node on, past all that undoes.
fn exit_after(body: &Body, from: NodeId, undone: &NodeSet) -> Option<NodeId> {
    if undone.contains(from) {
        return None;
    }
    if matches!(body.node(from).op, Op::Fail(_)) {
        return Some(from);
    }
    let after = flow::reachable(body, from, |node| undone.contains(node));
    let fails = |node: &NodeId| matches!(body.node(*node).op, Op::Fail(_));
    after.iter().find(fails)
}

/// Whether a node panics on what it is given: a text that is no number, bytes that are no text, a helper's refusal.
fn may_panic(model: &Model, body: &Body, node: NodeId) -> bool {
    let Op::Call(call) = &body.node(node).op else {
        return false;
    };
    let named = [
        "parse",
        "from_str",
        "from_utf8",
        "from_slice",
        "from_reader",
        "decode",
        "try_from",
    ]
    .contains(&call.name.as_str());
    let refuses = || {
        effects::callees(&model.program, call)
            .into_iter()
            .any(|callee| model.summary(callee).fails && !model.program.body(callee).is_async)
    };
    call.outcome == Outcome::Panics && (named || refuses())
}

/// Where the body goes on when a node fails, and then fails itself; the node where it hands its failure on as it is.
pub fn failure_at(body: &Body, node: NodeId) -> Option<NodeId> {
    let fails = |start: NodeId| {
        let after = straight(body, start);
        let fail = |node: &NodeId| matches!(body.node(*node).op, Op::Fail(_));
        after.into_iter().find(fail)
    };
    let outcome = match &body.node(node).op {
        Op::Call(call) => call.outcome,
        Op::Await(await_) => await_.outcome,
        _ => Outcome::Used,
    };
    let hands_on = || match outcome {
        Outcome::Propagated => {
            let returns = |node: &NodeId| matches!(body.node(*node).op, Op::Return(_));
            straight(body, node).iter().any(returns)
        }
        // `let written = ..; ..; written`
        Outcome::Kept => {
            let held = flow::named(body, node);
            let returns = |node: NodeId| match &body.node(node).op {
                Op::Return(Value::Use(place)) => {
                    let whole = place.path.is_empty();
                    whole && place.as_local().is_some_and(|local| held.contains(&local))
                }
                _ => false,
            };
            flow::reachable(body, node, |_| false).iter().any(returns)
        }
        _ => false,
    };
    flow::failure_of(body, node)
        .or_else(|| flow::failures(body, node).into_iter().find_map(fails))
        .or_else(|| hands_on().then_some(node))
}

/// The nodes that follow without any choice, the first among them.
pub fn straight(body: &Body, from: NodeId) -> Vec<NodeId> {
    let mut found = vec![from];
    let mut at = from;
    while let [edge] = body.node(at).next.as_slice()
        && edge.kind != EdgeKind::Back
        && found.len() < 64
    {
        at = edge.to;
        found.push(at);
    }
    found
}

/// Where a failure is kept to the body, which then leaves without reaching `second` and undoes nothing.
fn given_up(
    model: &Model,
    body: &Body,
    before: &NodeSet,
    (first, second): (NodeId, NodeId),
    undone: &NodeSet,
) -> Vec<NodeId> {
    let mut found = Vec::new();
    for node in before.iter() {
        let data = body.node(node);
        let Op::Branch(Value::Use(asked)) = &data.op else {
            continue;
        };
        let asked = body.local_of(asked).map(|local| local.ty.peel_refs());
        let is_result = asked
            .and_then(Ty::adt)
            .is_some_and(|def| model.program.def(def).name == "Result");
        if !is_result {
            continue;
        }
        for edge in data
            .next
            .iter()
            .filter(|edge| edge.kind == EdgeKind::Failure)
        {
            let mut after =
                flow::reachable_within(body, edge.to, first, second, |node| undone.contains(node));
            after.insert(edge.to);
            let leaves = after.iter().any(|node| match body.node(node).op {
                Op::Return(_) => !undone.contains(node),
                _ => body
                    .node(node)
                    .next
                    .iter()
                    .any(|edge| edge.kind == EdgeKind::Back),
            });
            let fails = after
                .iter()
                .any(|node| matches!(body.node(node).op, Op::Fail(_)));
            if leaves && !fails && !undone.contains(edge.to) && !after.contains(second) {
                found.push(edge.to);
            }
        }
    }
    found
}

/// Whether a way that is no failure leads past `second`: it is made only where there is something to make it of.
pub fn is_optional(model: &Model, body: &Body, first: NodeId, second: NodeId) -> bool {
    // Each of some things is written by a loop, were they none.
    let around = body.node(second).in_loop;
    if around.is_some_and(|of| !body.loop_within(body.node(first).in_loop, of)) {
        return false;
    }
    let own = without(body, first, second);
    let is_result = |node: NodeId| match &body.node(node).op {
        Op::Branch(Value::Use(asked)) => body
            .local_of(asked)
            .and_then(|local| local.ty.peel_refs().adt())
            .is_some_and(|def| model.program.def(def).name == "Result"),
        _ => false,
    };
    let past = flow::reachable_by(
        body,
        first,
        |node| node == second || own.contains(node),
        |node, edge| {
            edge.kind != EdgeKind::Back && !(edge.kind == EdgeKind::Failure && is_result(node))
        },
    );
    let returns = |node: NodeId| matches!(body.node(node).op, Op::Return(_));
    past.iter().any(|node| returns(node) && !own.contains(node))
}

/// Whether `second` would have followed, had this failure not been one.
fn skips(body: &Body, before: &NodeSet, fail: NodeId, first: NodeId, second: NodeId) -> bool {
    let leads_to = |from: NodeId, to: NodeId| {
        flow::reachable_within(body, from, first, second, |node| {
            node == first || node == second
        })
        .contains(to)
    };
    // The last branch that decides between the two.
    before
        .iter()
        .filter(|node| body.node(*node).next.len() > 1)
        .any(|branch| leads_to(branch, second) && leads_to(branch, fail))
}

/// Whether the very question that leads to this failure leads to `second` otherwise.
pub fn decides(body: &Body, fail: NodeId, second: NodeId) -> bool {
    let mut at = fail;
    for _ in 0..body.nodes.len() {
        let mut before = body
            .nodes()
            .filter(|(_, data)| data.next.iter().any(|edge| edge.to == at));
        let Some((node, data)) = before.next() else {
            return false;
        };
        if data.next.len() > 1 {
            let leads = |_, edge: &otplint_model::body::Edge| edge.kind != EdgeKind::Back;
            return flow::reachable_by(body, node, |_| false, leads).contains(second);
        }
        at = node;
    }
    false
}

/// What tells of a result whether anything happened at all.
const TELLS: [&str; 6] = [
    "rows_affected",
    "modified_count",
    "matched_count",
    "deleted_count",
    "is_none",
    "is_err",
];

/// Where the body goes when `first` itself did not happen.
pub fn without(body: &Body, first: NodeId, second: NodeId) -> NodeSet {
    let mut found = NodeSet::new(body);
    if let Some(fail) = flow::failure_of(body, first) {
        found.insert(fail);
    }
    let span = body.node(first).span;
    let mut result = results_of(body, first);
    // What a derive gives back has its number in a field: `done.rows_affected != 1`.
    let derived = matches!(&body.node(first).op, Op::Call(call) if call.callee == Callee::Unknown);
    let mut at = first;
    // `done.rows_affected() == 0`: what was asked last is compared.
    let number = |local: &LocalId| {
        let ty = &body.local(*local).ty;
        matches!(ty, Ty::Prim(_)) || matches!(ty.arg(0), Some(Ty::Prim(_)))
    };
    let mut about = result.iter().any(number);
    for _ in 0..16 {
        let data = body.node(at);
        let asks = match &data.op {
            Op::Branch(value) => {
                data.span.start <= span.start && span.end <= data.span.end
                    || derived && *value == Value::Unknown
                    || about && *value == Value::Unknown
                    || flow::locals_moved(value)
                        .iter()
                        .any(|local| result.contains(local))
            }
            Op::Call(call) => {
                let receiver = call.args.first().filter(|_| call.method);
                let place = receiver.and_then(|arg| arg.place.as_ref());
                about = TELLS.contains(&call.name.as_str())
                    && place
                        .filter(|place| place.path.is_empty())
                        .and_then(Place::as_local)
                        .is_some_and(|local| result.contains(&local));
                result.extend(about.then_some(call.to));
                false
            }
            _ => false,
        };
        if asks {
            let mut goes_on = None;
            for edge in &data.next {
                let mut side = flow::reachable_within(body, edge.to, first, second, |node| {
                    node == first || node == second
                });
                side.insert(edge.to);
                if side.contains(second) {
                    goes_on = Some(edge.to);
                } else {
                    side.iter().for_each(|node| {
                        found.insert(node);
                    });
                }
            }
            match goes_on {
                Some(next) => at = next,
                None => break,
            }
            continue;
        }
        match data.next.as_slice() {
            [edge] if edge.kind != EdgeKind::Back => at = edge.to,
            _ => break,
        }
    }
    found
}

/// The locals that hold the result of a node.
fn results_of(body: &Body, node: NodeId) -> Vec<LocalId> {
    let mut found = match &body.node(node).op {
        Op::Call(call) => vec![call.to],
        Op::Await(await_) => vec![await_.to],
        _ => Vec::new(),
    };
    for other in &body.nodes {
        if let Op::Assign(to, Value::Use(from)) = &other.op
            && from.path.is_empty()
            && from.as_local().is_some_and(|from| found.contains(&from))
        {
            found.extend(to.as_local().filter(|_| to.path.is_empty()));
        }
    }
    found
}

/// Where the way parts that leads straight to a failure, and what made the value that is asked there.
pub fn asked_by(body: &Body, fail: NodeId) -> Option<(NodeId, NodeId)> {
    let (branch, deciding) = body.nodes().find_map(|(node, data)| {
        let Op::Branch(value) = &data.op else {
            return None;
        };
        let mut ways = data.next.iter();
        ways.any(|edge| leads_straight(body, edge.to, fail))
            .then_some((node, value))
    })?;
    let made = body.local(*flow::locals_moved(deciding).first()?).def?;
    Some((branch, made))
}

/// Whether a failure is of the caller's making, and no fault of a store, a peer or a disk: it will come.
pub fn is_refusal(model: &Model, id: BodyId, body: &Body, fail: NodeId) -> bool {
    let mut at = asked_by(body, fail).map(|(_, made)| made);
    // `map_err` and the like stand between the question and the step that failed.
    for _ in 0..4 {
        let Some(node) = at else { return true };
        let Op::Call(call) = &body.node(node).op else {
            return !matches!(body.node(node).op, Op::Await(_) | Op::Select(_));
        };
        let acts = model.effects(id, node).iter().any(|effect| {
            effects::leaves_program(effect.kind)
                || matches!(
                    effect.kind,
                    Effect::StoreRead | Effect::IoRead | Effect::Send | Effect::TrySend
                )
        });
        // What the program has made itself can be written out.
        let writes_out = ["to_string", "to_value", "to_vec", "serialize", "encode"]
            .iter()
            .any(|name| call.name.as_str().starts_with(name));
        // Nor is that of a helper that sends: nobody is left to listen.
        let sends = effects::callees(&model.program, call)
            .into_iter()
            .any(|callee| {
                let does = model.program.does(callee).effects;
                does.any([Effect::Send, Effect::TrySend])
            });
        if call.awaited || acts || writes_out || sends {
            return false;
        }
        let receiver = call.args.first().filter(|_| call.method);
        at = receiver
            .and_then(|arg| arg.place.as_ref()?.as_local())
            .and_then(|local| body.local(local).def);
    }
    true
}

/// Whether a way leads to a node without any other choice.
fn leads_straight(body: &Body, from: NodeId, to: NodeId) -> bool {
    let mut at = from;
    for _ in 0..64 {
        if at == to {
            return true;
        }
        match body.node(at).next.as_slice() {
            [edge] if edge.kind != EdgeKind::Back => at = edge.to,
            _ => return false,
        }
    }
    false
}

/// The nodes, other than these two, that change a place again.
pub fn changes_of(
    model: &Model,
    id: BodyId,
    body: &Body,
    place: &Place,
    but: [NodeId; 2],
) -> NodeSet {
    let mut found = NodeSet::new(body);
    for (node, data) in body.nodes() {
        if but.contains(&node) || !matches!(data.op, Op::Call(_) | Op::Await(_) | Op::Assign(..)) {
            continue;
        }
        let touches = model.effects(id, node).iter().any(|effect| {
            effects::changes(effect.kind)
                && effect.place.as_ref().is_some_and(|to| to.overlaps(place))
        });
        if touches {
            found.insert(node);
        }
    }
    found
}
