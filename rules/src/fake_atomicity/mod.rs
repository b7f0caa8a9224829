//! `fake-atomicity`: a function that claims all-or-nothing and leaves half.

mod early;
mod lent;
mod undo;

use otplint_model::body::{Body, BodyId, NodeId, Op};
use otplint_model::effects::{self, NodeEffect, Site};
use otplint_model::flow;
use otplint_model::place::Place;
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::summary;
use otplint_model::{Confidence, Finding, Model, Reason, Severity, Ty, Verdicts};

use crate::story::{Story, in_production, name_of, site};
use crate::torn_update::{self, below, exits, pairs, stores, writes};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct FakeAtomicity;

static META: Meta = Meta {
    id: "fake-atomicity",
    summary: "a function claims all-or-nothing, but can leave after the first of its writes",
    severity: Severity::Error,
    level: Level::Preview,
    replacement: "otp_runtime::transaction::Transaction",
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
            let early =
                early::check(model, id, body, verdicts) || lent::check(model, id, body, verdicts);
            let does = model.program.does(id);
            if does.loops && does.fails && does.effects.has(Effect::Insert) {
                undo::check(model, id, body, verdicts);
            }
            if let (Some(claim), false) = (claim(model, id, body), early) {
                match judge(model, id, body, claim) {
                    Some(Ok(half)) => verdicts.found(tell(model, id, claim, &half)),
                    Some(Err((at, reason))) => {
                        verdicts.declined(model.location(site(id, at)), reason);
                    }
                    None => {}
                }
            }
        }
    }
}

/// Whether this rule tells of a body what `torn-update` would tell too.
pub fn tells(model: &Model, id: BodyId, body: &Body) -> bool {
    claim(model, id, body).is_some_and(|claim| matches!(judge(model, id, body, claim), Some(Ok(_))))
}

/// Who says that it is all or nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// The function's name or comment, or that of the trait that declares it.
    Function,
    /// The comment of the type that it belongs to.
    Type,
    /// The name of the type, which notes in itself what is to be done.
    Name,
}

fn claim(model: &Model, id: BodyId, body: &Body) -> Option<Claim> {
    let owner = model.program.def(body.owner);
    let function = owner.as_fn()?;
    // The claim is the function's own, not that of a closure in it; and most functions change nothing.
    if id.position() != 0 || model.summary(id).effects.is_empty() {
        return None;
    }
    if function.claims_atomic {
        return Some(Claim::Function);
    }
    let of = model.program.def(function.self_def?);
    let claims = ["Transaction", "Txn", "Atomic", "UnitOfWork"]
        .iter()
        .any(|word| of.name.as_str().contains(word));
    if claims {
        return Some(Claim::Name);
    }
    // What is offered keeps the promise; what it is made of need not.
    let promised = of.as_adt().is_some_and(|adt| adt.claims_atomic);
    let offered = owner.public || function.trait_def.is_some();
    (promised && offered && function.receiver.is_some()).then_some(Claim::Type)
}

/// A change of what lives on.
struct Change {
    node: NodeId,
    effect: NodeEffect,
}

/// What is changed.
enum What {
    Memory(Place),
    Store,
    File,
}

impl What {
    /// What a pair of `torn-update` changes: the store where it has no place.
    fn of(place: Option<Place>) -> Self {
        place.map_or(Self::Store, Self::Memory)
    }
}

/// Two changes, of which the first stays without the second; the same twice in a loop.
struct Half {
    first: (NodeId, What),
    second: (NodeId, What),
    exit: Site,
    how: Exit,
}

impl Half {
    fn new(first: &Change, second: &Change, exit: Site, how: Exit) -> Self {
        let what = |change: &Change| match change.effect.kind {
            Effect::IoWrite => What::File,
            Effect::StoreWrite => What::Store,
            _ => What::of(change.effect.place.clone()),
        };
        Self {
            first: (first.node, what(first)),
            second: (second.node, what(second)),
            exit,
            how,
        }
    }
}

/// What is left half done; `None` where there is nothing that could be.
fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    claim: Claim,
) -> Option<Result<Half, (NodeId, Reason)>> {
    let changes = changes(model, id, body, claim);
    let first = changes.first()?.node;
    let again = || {
        changes
            .iter()
            .any(|change| body.node(change.node).in_loop.is_some())
    };
    let several = changes.len() > 1 || again();
    if is_machine_atomic(model, body) {
        return several.then(|| Err((first, "a machine atomic keeps the claim".into())));
    }
    if several && let Some(half) = any_two(model, id, body, &changes) {
        return Some(Ok(half));
    }
    // What must agree by itself is half done here as anywhere.
    if torn_update::may_fail(model, body)
        && let Ok(torn) = pairs::find(model, id, body, &writes::acts(model, id, body), &[])
    {
        return Some(Ok(Half {
            first: (torn.first.node, What::of(torn.first.place)),
            second: (torn.second.node, What::of(torn.second.place)),
            exit: torn.exit,
            how: Exit::Failure,
        }));
    }
    several.then(|| {
        Err((
            first,
            match model.transactions().span(id) {
                true => "a real transaction keeps the claim".into(),
                false => "nothing leaves between the changes, or what does undoes them".into(),
            },
        ))
    })
}

/// Two changes of a body that are nothing to each other but that both are claimed to happen or neither.
fn any_two(model: &Model, id: BodyId, body: &Body, changes: &[Change]) -> Option<Half> {
    let spanned = model.transactions().span(id);
    for (index, first) in changes.iter().enumerate() {
        let undone = undoing(model, id, body, changes, first);
        for second in &changes[index + 1..] {
            let same = second.node == first.node
                || undone.contains(second.node)
                || (first.effect.place == second.effect.place
                    && first.effect.kind == second.effect.kind
                    && first.effect.kind != Effect::StoreWrite);
            // Where it has ended, the transaction holds the first no longer.
            let ended = match spanned {
                true => {
                    let transactions = model.transactions();
                    transactions.ended(&model.program, id, first.node, second.node)
                }
                false => None,
            };
            let kept = spanned && ended.is_none();
            if same || kept {
                continue;
            }
            let may_fail = matches!(second.effect.kind, Effect::StoreWrite | Effect::IoWrite)
                || below::may_fail_before(model, site(id, second.node), &second.effect);
            let done = ended.unwrap_or(first.node);
            let ways = exits::Ways {
                undone: &undone,
                counts: |_| true,
                given_up: false,
                panics: false,
            };
            let exit = exits::between(model, body, done, second.node, &ways, may_fail)
                .map(|node| (node, Exit::Failure))
                .or_else(|| {
                    let waits = waits_between(model, id, body, done, second, &undone);
                    waits.map(|node| (node, Exit::Dropped))
                });
            if let Some((exit, how)) = exit {
                return Some(Half::new(first, second, site(id, exit), how));
            }
        }
        if !spanned && let Some(exit) = fails_in_a_loop(model, id, body, first) {
            return Some(Half::new(first, first, site(id, exit), Exit::Failure));
        }
    }
    None
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
        let adt = model.program.adt(ty);
        adt.is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Atomic))
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
    id: BodyId,
    body: &Body,
    first: NodeId,
    second: &Change,
    undone: &flow::NodeSet,
) -> Option<NodeId> {
    if !body.is_async {
        return None;
    }
    let last = second.node;
    let stops = |node: NodeId| node == last || undone.contains(node);
    let between = flow::reachable_within(body, first, first, last, stops);
    let found = between.iter().find(|node| {
        let waits = match &body.node(*node).op {
            Op::Call(call) => {
                call.awaited && summary::may_wait(&model.program, &model.summaries, call)
            }
            Op::Await(_) | Op::Select(_) => true,
            _ => false,
        };
        waits
            && flow::reachable_within(body, *node, first, last, |next| next == last).contains(last)
    });
    let waits_first = || {
        summary::keyed(&model.program, &model.summaries, site(id, last))
            .iter()
            .any(|keyed| keyed.waits_before && Some(&keyed.place) == second.effect.place.as_ref())
    };
    found.or_else(|| (between.contains(last) && waits_first()).then_some(last))
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

fn tell(model: &Model, id: BodyId, claim: Claim, half: &Half) -> Finding {
    let body = model.program.body(id);
    let owner = model.program.def(body.owner);
    let name = owner.name;
    let of = || {
        owner
            .as_fn()
            .and_then(|function| function.self_def)
            .map_or(name, |def| model.program.def(def).name)
    };
    let claims = match claim {
        Claim::Function => format!("`{name}` claims to be atomic"),
        Claim::Type => format!("the comment of `{}` claims that it is atomic", of()),
        Claim::Name => format!("`{}` claims to be atomic by its name", of()),
    };
    let what = |what: &What| match what {
        What::Memory(place) => format!("`{}`", name_of(model, id, place)),
        What::Store => "the store".to_owned(),
        What::File => "one file".to_owned(),
    };
    let ((node, place), (second, other)) = (&half.first, &half.second);
    let left = match half.how {
        Exit::Failure => "a failure",
        Exit::Dropped => "a dropped future",
    };
    let again = node == second;
    let loss = match again {
        true => format!("{left} leaves the changes of the earlier turns"),
        false => match other {
            What::File => format!(
                "{left} leaves {} changed and the other file not",
                what(place)
            ),
            _ => format!(
                "{left} leaves {} changed and {} not",
                what(place),
                what(other)
            ),
        },
    };
    let mut story = Story::new(model, &META, id, body.node(*node).span, Confidence::Medium)
        .message(format!("{claims}, but {loss}"))
        .step(site(id, *node), format!("{} is changed here", what(place)))
        .step(
            half.exit,
            match half.how {
                Exit::Failure => "a failure leaves here, and nothing undoes the change",
                Exit::Dropped => "the future may be dropped while it waits here",
            },
        );
    if !again {
        story = story.step(
            site(id, *second),
            format!("{} is changed here", what(other)),
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
            claim != Claim::Name
                && !place.path.is_empty()
                && summary::outlives(&model.program, body, place)
                && below::is_deliberate(model, id, node, effect)
        }
        // A helper that does much else besides has its own reasons.
        Effect::StoreWrite => {
            !stores::is_file(model, effect)
                && !stores::is_bracket(model.program.body(id), node)
                && below::is_plain(model, site(id, node), effect)
        }
        // Files that are written beside and renamed are swapped in.
        Effect::IoWrite => {
            stores::is_whole_file(model, effect)
                && below::is_plain(model, site(id, node), effect)
                && !stores::renames(model, id)
        }
        _ => false,
    }
}
