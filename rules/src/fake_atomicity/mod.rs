//! `fake-atomicity`: a function that claims all-or-nothing and leaves half.

mod early;
mod undo;

use otplint_model::body::{Body, BodyId, NodeId, Op};
use otplint_model::effects::{self, NodeEffect};
use otplint_model::flow;
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::summary;
use otplint_model::{Confidence, Finding, Model, Reason, Severity, Ty, Verdicts};

use crate::story::{Story, in_production, name_of, site};
use crate::torn_update::exits;
use crate::torn_update::writes;
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct FakeAtomicity;

static META: Meta = Meta {
    id: "fake-atomicity",
    summary: "a function claims all-or-nothing, but can leave after the first of its writes",
    severity: Severity::Error,
    level: Level::Preview,
    replacement: "otp_runtime::testing::cancel_at_every_await",
    page: include_str!("../../docs/fake-atomicity.md"),
};

impl Rule for FakeAtomicity {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        for (id, body) in model.program.bodies() {
            if !in_production(model, id) {
                continue;
            }
            early::check(model, id, body, verdicts);
            if model.program.does(id).loops {
                undo::check(model, id, body, verdicts);
            }
            if let Some(claim) = claim(model, id, body) {
                check_claim(model, id, body, claim, verdicts);
            }
        }
    }
}

/// Who says that it is all or nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// The function's name or comment.
    Function,
    /// The name of the type that it belongs to.
    Type,
}

fn claim(model: &Model, id: BodyId, body: &Body) -> Option<Claim> {
    let owner = model.program.def(body.owner);
    let function = owner.as_fn()?;
    // The claim is the function's own, not that of a closure in it.
    if id.position() != 0 {
        return None;
    }
    if function.claims_atomic {
        return Some(Claim::Function);
    }
    let name = model.program.def(function.self_def?).name;
    let claims = ["Transaction", "Txn", "Atomic", "UnitOfWork"]
        .iter()
        .any(|word| name.as_str().contains(word));
    claims.then_some(Claim::Type)
}

fn check_claim(model: &Model, id: BodyId, body: &Body, claim: Claim, verdicts: &mut Verdicts) {
    let changes = changes(model, id, body, claim);
    let Some(first) = changes.first() else {
        return;
    };
    let again = changes
        .iter()
        .any(|change| body.node(change.node).in_loop.is_some());
    if changes.len() < 2 && !again {
        return;
    }
    let location = model.location(site(id, first.node));
    verdicts.judged(location, judge(model, id, body, claim, &changes));
}

/// A change of what lives on.
struct Change {
    node: NodeId,
    effect: NodeEffect,
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    claim: Claim,
    changes: &[Change],
) -> Result<Finding, Reason> {
    if model.transactions().span(id) || is_machine_atomic(model, body) {
        return Err("a real transaction or a machine atomic keeps the claim".into());
    }
    for (index, first) in changes.iter().enumerate() {
        let undone = undoing(model, id, body, changes, first);
        for second in &changes[index + 1..] {
            let same = second.node == first.node
                || undone.contains(second.node)
                || (first.effect.place == second.effect.place
                    && first.effect.kind == second.effect.kind
                    && first.effect.kind != Effect::StoreWrite);
            if same {
                continue;
            }
            let may_fail = second.effect.kind == Effect::StoreWrite;
            let exit = exits::between(body, first.node, second.node, &undone, may_fail, |_| true)
                .map(|node| (node, Exit::Failure))
                .or_else(|| {
                    let waits = waits_between(model, body, first.node, second.node, &undone);
                    waits.map(|node| (node, Exit::Dropped))
                });
            if let Some((exit, how)) = exit {
                return Ok(tell(model, id, claim, first, second, exit, how));
            }
        }
        if let Some(exit) = fails_in_a_loop(model, id, body, first) {
            return Ok(tell(model, id, claim, first, first, exit, Exit::Failure));
        }
    }
    Err("nothing leaves between the changes, or what does undoes them".into())
}

/// How a body is left half-way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exit {
    Failure,
    Dropped,
}

/// A machine atomic does what the name says.
fn is_machine_atomic(model: &Model, body: &Body) -> bool {
    let word = |ty: &Ty| {
        model.program.adt(ty).is_some_and(|(_, adt)| {
            adt.attrs.is(TypeWord::Transaction) || adt.attrs.is(TypeWord::Atomic)
        })
    };
    body.locals.iter().any(|local| word(&local.ty))
        || body
            .calls()
            .any(|(_, call)| call.args.iter().any(|arg| word(&arg.ty)))
}

/// The nodes that change the same place again: on a failing path they undo it.
fn undoing(
    model: &Model,
    id: BodyId,
    body: &Body,
    changes: &[Change],
    first: &Change,
) -> flow::NodeSet {
    let mut undone = flow::NodeSet::new(body);
    if let Some(place) = &first.effect.place {
        undone = exits::changes_of(model, id, body, place, [first.node, first.node]);
    }
    // The same kind of change again is a further one, no undo.
    for other in changes {
        if other.effect.kind == first.effect.kind {
            undone.remove(other.node);
        }
    }
    undone
}

/// An await after the first change at which the future may be dropped, with the second still to come.
fn waits_between(
    model: &Model,
    body: &Body,
    first: NodeId,
    second: NodeId,
    undone: &flow::NodeSet,
) -> Option<NodeId> {
    if !body.is_async {
        return None;
    }
    let stops = |node: NodeId| node == second || undone.contains(node);
    let between = flow::reachable_within(body, first, first, second, stops);
    between.iter().find(|node| {
        let waits = match &body.node(*node).op {
            Op::Call(call) => {
                call.awaited && summary::may_wait(&model.program, &model.summaries, call)
            }
            Op::Await(_) | Op::Select(_) => true,
            _ => false,
        };
        waits
            && flow::reachable_within(body, *node, first, second, |next| next == second)
                .contains(second)
    })
}

/// Where a loop makes one change after the other, the failure of a later turn that leaves those of the earlier ones.
fn fails_in_a_loop(model: &Model, id: BodyId, body: &Body, change: &Change) -> Option<NodeId> {
    let within = body.node(change.node).in_loop?;
    let again = flow::reachable(body, change.node, |_| false);
    if !again.contains(change.node) {
        return None;
    }
    body.nodes()
        .filter(|(_, data)| {
            matches!(data.op, Op::Branch(_)) && body.loop_within(data.in_loop, within)
        })
        .flat_map(|(_, data)| &data.next)
        .map(|edge| edge.to)
        .find(|to| {
            // A way that changes anything on its way out undoes what it can.
            matches!(body.node(*to).op, Op::Fail(_))
                && !model
                    .effects(id, *to)
                    .iter()
                    .any(|effect| effects::changes(effect.kind))
        })
}

fn tell(
    model: &Model,
    id: BodyId,
    claim: Claim,
    first: &Change,
    second: &Change,
    exit: NodeId,
    how: Exit,
) -> Finding {
    let body = model.program.body(id);
    let owner = model.program.def(body.owner);
    let name = owner.name;
    let claims = match claim {
        Claim::Function => format!("`{name}` claims to be atomic"),
        Claim::Type => {
            let of = owner
                .as_fn()
                .and_then(|function| function.self_def)
                .map_or(name, |def| model.program.def(def).name);
            format!("`{of}` claims to be atomic by its name")
        }
    };
    let place = |change: &Change| {
        change.effect.place.as_ref().map_or_else(
            || "the store".to_owned(),
            |at| format!("`{}`", name_of(model, id, at)),
        )
    };
    let what = match how {
        Exit::Failure => "a failure",
        Exit::Dropped => "a dropped future",
    };
    let again = first.node == second.node;
    let loss = match again {
        true => format!("{what} leaves the changes of the earlier turns"),
        false => format!(
            "{what} leaves {} changed and {} not",
            place(first),
            place(second)
        ),
    };
    let mut story = Story::new(
        model,
        &META,
        id,
        body.node(first.node).span,
        Confidence::Medium,
    )
    .message(format!("{claims}, but {loss}"))
    .step(
        site(id, first.node),
        format!("{} is changed here", place(first)),
    )
    .step(
        site(id, exit),
        match how {
            Exit::Failure => "a failure leaves here, and nothing undoes the change",
            Exit::Dropped => "the future may be dropped while it waits here",
        },
    );
    if !again {
        story = story.step(
            site(id, second.node),
            format!("{} is changed here", place(second)),
        );
    }
    story
        .help(
            "build the new state first and swap it in at the end, undo on the failing path, or write both in one transaction \
             of the store; where it awaits, prove it with `otp_runtime::testing::cancel_at_every_await`",
        )
        .tell()
}

/// Changes of what lives on, in the order of the text.
fn changes(model: &Model, id: BodyId, body: &Body, claim: Claim) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for (node, data) in body.nodes() {
        if !matches!(data.op, Op::Call(_) | Op::Await(_) | Op::Assign(..)) {
            continue;
        }
        let effect = model
            .effects(id, node)
            .into_iter()
            .find(|effect| counts(model, id, body, claim, node, effect));
        changes.extend(effect.map(|effect| Change { node, effect }));
    }
    changes.sort_by_key(|change| body.node(change.node).span.start);
    changes
}

fn counts(
    model: &Model,
    id: BodyId,
    body: &Body,
    claim: Claim,
    node: NodeId,
    effect: &NodeEffect,
) -> bool {
    match effect.kind {
        Effect::Insert | Effect::Remove | Effect::Clear | Effect::Take | Effect::Put => {
            let Some(place) = &effect.place else {
                return false;
            };
            // What a transaction type notes in itself is only its list of what is to be done.
            claim == Claim::Function
                && !place.path.is_empty()
                && summary::outlives(&model.program, body, place)
                && writes::is_deliberate(model, id, node, effect)
        }
        // A helper that does much else besides has its own reasons.
        Effect::StoreWrite => {
            !writes::is_file(model, effect) && writes::is_plain(model, site(id, node), effect)
        }
        _ => false,
    }
}
