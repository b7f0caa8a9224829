//! `torn-update`: two writes that belong together, and a way out between them.

use otplint_model::body::{Body, BodyId, NodeId, Op, Outcome};
use otplint_model::cancel;
use otplint_model::effects::{self, NodeEffect, Site};
use otplint_model::flow;
use otplint_model::place::Place;
use otplint_model::stub::{Collection, Effect, TypeWord};
use otplint_model::summary::{self, HeldKind};
use otplint_model::{Confidence, Finding, Model, Severity, Ty, Verdicts};

use crate::story::{Story, in_production, name_of, site};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct TornUpdate;

static META: Meta = Meta {
    id: "torn-update",
    summary: "two writes that must agree, with an exit between them and no undo",
    severity: Severity::Error,
    level: Level::Preview,
    replacement: "otp_runtime::server::Server",
    page: include_str!("../docs/torn-update.md"),
};

impl Rule for TornUpdate {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        for (id, body) in model.program.bodies() {
            if in_production(model, id) {
                check_body(model, id, body, verdicts);
            }
        }
        torn_by_cancellation(model, verdicts);
        put_back_too_late(model, verdicts);
    }
}

/// A write that matters, in order of the text.
struct Write {
    node: NodeId,
    effect: NodeEffect,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A collection in memory that outlives the body.
    Memory,
    /// A store, outside any transaction.
    Store,
}

fn check_body(model: &Model, id: BodyId, body: &Body, verdicts: &mut Verdicts) {
    // Nothing can leave early: `?` on an `Option` only looks.
    let fails = summary::may_be_failure(&model.program, &body.output) && body.output.is_known();
    if !fails || !body.nodes.iter().any(|node| matches!(node.op, Op::Fail(_))) {
        return;
    }
    let writes = writes(model, id, body);
    for (index, first) in writes.iter().enumerate() {
        let later = writes[index + 1..].iter().find_map(|second| {
            let why = belong_together(model, body, first, second)?;
            let exit = exit_between(model, id, body, first, second)?;
            Some((second, why, exit))
        });
        if let Some((second, why, exit)) = later {
            verdicts.found(tell(model, id, first, second, why, exit));
            return;
        }
    }
}

fn writes(model: &Model, id: BodyId, body: &Body) -> Vec<Write> {
    let mut writes = Vec::new();
    for (node, data) in body.nodes() {
        if !matches!(data.op, Op::Call(_) | Op::Await(_)) {
            continue;
        }
        for effect in model.effects(id, node) {
            let kind = match effect.kind {
                Effect::Insert | Effect::Remove | Effect::Clear | Effect::Take => {
                    let Some(place) = &effect.place else { continue };
                    if !is_state(model, body, place) {
                        continue;
                    }
                    Kind::Memory
                }
                Effect::StoreWrite if !in_transaction(model, body, node, &effect) => Kind::Store,
                _ => continue,
            };
            writes.push(Write { node, effect, kind });
        }
    }
    writes.sort_by_key(|write| body.node(write.node).span.start);
    writes
}

/// A collection in a field of something that outlives the call.
fn is_state(model: &Model, body: &Body, place: &Place) -> bool {
    if !summary::outlives(&model.program, body, place) {
        return false;
    }
    let Some((Some(owner), name)) = place.last_field() else {
        return false;
    };
    let Some(adt) = model.program.def(owner).as_adt() else {
        return false;
    };
    let field = adt
        .variants
        .iter()
        .flat_map(|variant| &variant.fields)
        .find(|field| field.name == name || name.as_str().ends_with(&format!(".{}", field.name)));
    field.is_some_and(|field| is_collection(model, &field.ty, 0))
}

fn is_collection(model: &Model, ty: &Ty, depth: u32) -> bool {
    let Some((_, adt)) = model.program.adt(ty) else {
        return false;
    };
    match adt.attrs.collection {
        Some(Collection::String) => false,
        Some(_) => true,
        None => {
            let wraps = adt.attrs.is(TypeWord::Pointer) || adt.attrs.is(TypeWord::Lock);
            depth < 4
                && wraps
                && ty
                    .arg(0)
                    .is_some_and(|inner| is_collection(model, inner, depth + 1))
        }
    }
}

/// Whether a store write goes through a transaction, or into a function whose transaction is begun around it.
fn in_transaction(model: &Model, body: &Body, node: NodeId, effect: &NodeEffect) -> bool {
    let is_transaction = |ty: &Ty| {
        model
            .program
            .adt(ty)
            .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Transaction))
    };
    let at = model.program.body(effect.at.body);
    if let Op::Call(call) = &at.node(effect.at.node).op
        && call
            .args
            .iter()
            .any(|arg| is_transaction(&arg.ty) || names_transaction(&arg.ty, model))
    {
        return true;
    }
    if let Op::Call(call) = &body.node(node).op
        && call
            .args
            .iter()
            .any(|arg| is_transaction(&arg.ty) || names_transaction(&arg.ty, model))
    {
        return true;
    }
    // A callee, or this body, begins one.
    let begins = |body: &Body| {
        body.calls().any(|(_, call)| {
            effects::attrs_of(&model.program, call).is_some_and(|attrs| attrs.has(Effect::Begin))
        }) || body.locals.iter().any(|local| is_transaction(&local.ty))
    };
    begins(at) || begins(body)
}

/// A project's own transaction type.
fn names_transaction(ty: &Ty, model: &Model) -> bool {
    let Some(def) = ty.adt() else { return false };
    let name = model.program.def(def).name.as_str().to_lowercase();
    name.contains("transaction") || name.contains("txn") || name.contains("batch")
}

/// Why two writes must agree; `None` where nothing says so.
fn belong_together(
    model: &Model,
    body: &Body,
    first: &Write,
    second: &Write,
) -> Option<&'static str> {
    if first.node == second.node {
        return None;
    }
    match (first.kind, second.kind) {
        (Kind::Memory, Kind::Memory) => {
            let (a, b) = (first.effect.place.as_ref()?, second.effect.place.as_ref()?);
            // So does a removal whose result nobody wants.
            if [first, second]
                .into_iter()
                .any(|write| discards(body, write))
            {
                return None;
            }
            // Two removals clean up; what is left over there is a leak, not a loss.
            let cleans = [first, second]
                .iter()
                .all(|write| write.effect.kind != Effect::Insert);
            if cleans || a.overlaps(b) || !same_key(model, body, first, second) {
                return None;
            }
            Some("both are kept by the same key")
        }
        (Kind::Memory, Kind::Store)
            if first.effect.kind == Effect::Insert && on_the_field(body, first) =>
        {
            shares_value(body, first.node, second.node)
                .then_some("memory is changed before the store has agreed")
        }
        (Kind::Memory | Kind::Store, _) => None,
    }
}

fn discards(body: &Body, write: &Write) -> bool {
    let removes = write.effect.kind != Effect::Insert;
    removes
        && matches!(&body.node(write.node).op, Op::Call(call) if call.outcome == Outcome::Discarded)
}

/// Whether a write is a call on the collection itself, not one on its owner that happens to write it.
fn on_the_field(body: &Body, write: &Write) -> bool {
    let Op::Call(call) = &body.node(write.node).op else {
        return false;
    };
    let (Some(receiver), Some(place)) = (
        call.args.first().and_then(|arg| arg.place.as_ref()),
        &write.effect.place,
    ) else {
        return false;
    };
    !receiver.path.is_empty() && place.is_within(receiver)
}

/// The key of a write, whatever clones of it were made.
fn key_of(model: &Model, body: &Body, node: NodeId) -> Option<Place> {
    let Op::Call(call) = &body.node(node).op else {
        return None;
    };
    let attrs = effects::attrs_of(&model.program, call)?;
    let index = usize::from(attrs.key?) + usize::from(call.method);
    let place = call.args.get(index)?.place.as_ref()?;
    Some(flow::origin(body, place))
}

/// Whether two calls use the same key.
fn same_key(model: &Model, body: &Body, first: &Write, second: &Write) -> bool {
    let keys = (
        key_of(model, body, first.node),
        key_of(model, body, second.node),
    );
    matches!(keys, (Some(a), Some(b)) if a == b && a.as_local().is_some())
}

/// Whether two calls use the same variable, `self` and its fields left out.
fn shares_value(body: &Body, first: NodeId, second: NodeId) -> bool {
    let roots = |node: NodeId| -> Vec<otplint_model::LocalId> {
        let Op::Call(call) = &body.node(node).op else {
            return Vec::new();
        };
        call.args
            .iter()
            .skip(usize::from(call.method))
            .filter_map(|arg| flow::origin(body, arg.place.as_ref()?).as_local())
            .filter(|local| body.local(*local).name.is_some_and(|name| name != "self"))
            .collect()
    };
    let seconds = roots(second);
    roots(first).iter().any(|local| seconds.contains(local))
}

/// A failing way out after the first write, before the second, on which the first is not undone.
fn exit_between(
    model: &Model,
    id: BodyId,
    body: &Body,
    first: &Write,
    second: &Write,
) -> Option<Site> {
    let place = first.effect.place.clone()?;
    let first_key = key_of(model, body, first.node);
    let mut undone = flow::NodeSet::new(body);
    for (node, data) in body.nodes() {
        if node != first.node && matches!(data.op, Op::Call(_) | Op::Await(_) | Op::Assign(..)) {
            let touches = model.effects(id, node).iter().any(|effect| {
                effects::changes(effect.kind)
                    && effect.place.as_ref().is_some_and(|to| to.overlaps(&place))
            });
            // On the failing path the same key may be filed elsewhere: that is an undo too.
            let refiled = node != second.node
                && first_key.is_some()
                && key_of(model, body, node) == first_key
                && model
                    .effects(id, node)
                    .iter()
                    .any(|effect| effect.kind == Effect::Insert);
            if touches || refiled {
                undone.insert(node);
            }
        }
    }
    let stops = |node: NodeId| node == second.node || undone.contains(node);
    let before = flow::reachable_within(body, first.node, first.node, second.node, stops);
    if !before.contains(second.node) {
        return None;
    }
    // The failure of the second write itself counts where memory was changed first.
    let own = matches!((first.kind, second.kind), (Kind::Memory, Kind::Store));
    let after_second = flow::failure_of(body, second.node).filter(|_| own);
    let fails = before.iter().find(|node| {
        matches!(body.node(*node).op, Op::Fail(_))
            && !fails_first(body, first.node, *node)
            && skips(body, &before, *node, first.node, second.node)
    });
    fails.or(after_second).map(|node| site(id, node))
}

/// Whether the second write would have followed, had this failure not been one.
fn skips(body: &Body, before: &flow::NodeSet, fail: NodeId, first: NodeId, second: NodeId) -> bool {
    let branches = before
        .iter()
        .filter(|node| body.node(*node).next.iter().any(|edge| edge.to == fail));
    branches.into_iter().any(|branch| {
        flow::reachable_within(body, branch, first, second, |node| {
            node == first || node == second
        })
        .contains(second)
    })
}

/// The exit that the failure of the first write itself takes is no torn update.
fn fails_first(body: &Body, first: NodeId, fail: NodeId) -> bool {
    flow::failure_of(body, first) == Some(fail)
}

fn tell(
    model: &Model,
    id: BodyId,
    first: &Write,
    second: &Write,
    why: &str,
    exit: Site,
) -> Finding {
    let place = first
        .effect
        .place
        .as_ref()
        .map_or_else(|| "the store".to_owned(), |at| name_of(model, id, at));
    let other = match second.kind {
        Kind::Store => "the store".to_owned(),
        Kind::Memory => {
            let place = second.effect.place.as_ref();
            format!(
                "`{}`",
                place.map_or_else(|| "the other".to_owned(), |at| name_of(model, id, at))
            )
        }
    };
    let span = model.program.body(id).node(first.node).span;
    Story::new(model, &META, id, span, Confidence::Medium)
        .message(format!("`{place}` is updated but {other} is not when this function fails in between: {why}"))
        .step(site(id, first.node), format!("`{place}` is changed here"))
        .step(exit, "a failure leaves here, and nothing undoes the change")
        .step(site(id, second.node), format!("{other} would be updated here"))
        .help(
            "do what can fail first and change both together at the end, or undo the first on the failing path; an \
             `otp_runtime::server::Server` that owns the state can also end on the error and load it anew",
        )
        .tell()
}

/// Updates that a dropped future leaves half done.
fn torn_by_cancellation(model: &Model, verdicts: &mut Verdicts) {
    for found in cancel::sites(model) {
        let HeldKind::Torn(second) = found.held.kind else {
            continue;
        };
        if !in_production(model, found.at.body) {
            continue;
        }
        let place = name_of(model, found.at.body, &found.held.place);
        let mut story = Story::new(
            model,
            &META,
            found.at.body,
            found.future,
            Confidence::Medium,
        )
        .message(format!(
            "`{place}` is updated but its counterpart is not when this future is dropped half-way"
        ));
        for via in &found.held.via {
            story = story.step(*via, "through this call");
        }
        story = story
            .step(found.held.taken, format!("`{place}` is changed here"))
            .step(
                found.held.awaited,
                "the future may be dropped while it waits here",
            )
            .step(second, "the counterpart would be updated here");
        if let Some(winner) = found.winner {
            story = story.at(
                found.at.body,
                winner,
                "when this arm is ready first, the future is dropped",
            );
        }
        verdicts.found(
            story
                .help(
                    "await first and change both after it, without an await in between; or let an \
                     `otp_runtime::server::Server` own the state, whose handler goes on when a caller is dropped",
                )
                .tell(),
        );
    }
}

/// A whole collection is taken out of a field, worked on across awaits, and what is left is put back:
/// whoever drops the future in between drops the collection.
fn put_back_too_late(model: &Model, verdicts: &mut Verdicts) {
    for (id, body) in model.program.bodies() {
        let owner = model.program.def(body.owner);
        let offered = owner.public
            || owner
                .as_fn()
                .is_some_and(|function| function.trait_def.is_some());
        if !in_production(model, id) || !offered || id.position() != 0 {
            continue;
        }
        for held in &model.summary(id).held {
            let HeldKind::PutBack(back) = held.kind else {
                continue;
            };
            let here = held.awaited.body == id && back.body == id;
            if !here || !is_state(model, body, &held.place) {
                continue;
            }
            let place = name_of(model, id, &held.place);
            let start = held.via.first().copied().unwrap_or(held.taken);
            let span = model.program.body(start.body).node(start.node).span;
            let mut story = Story::new(model, &META, id, span, Confidence::Medium).message(format!(
                "everything in `{place}` is lost when this future is dropped between the take and the put-back"
            ));
            for via in &held.via {
                story = story.step(*via, "through this call");
            }
            verdicts.found(
                story
                    .step(held.taken, format!("`{place}` is emptied here"))
                    .step(held.awaited, "the future may be dropped while it waits here: a timeout, a `select!`, a caller that goes away")
                    .step(back, "what is left would be put back here")
                    .help(
                        "work on a copy and remove each item only once it is done, or let an \
                         `otp_runtime::server::Server` own the collection, whose handler goes on when a caller is dropped",
                    )
                    .tell(),
            );
            break;
        }
    }
}
