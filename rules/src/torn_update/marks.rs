//! Marks: state that is set for the time of some work and set back after it. A failure of the work that leaves the
//! mark behind is believed from then on.

use otplint_model::body::{
    Body, BodyId, Call, Callee, Edge, EdgeKind, LocalId, LocalKind, NodeId, Op, Value,
};
use otplint_model::def::{DefId, DefKind};
use otplint_model::effects::{self, NodeEffect, Site};
use otplint_model::flow::{self, NodeSet};
use otplint_model::place::{Place, Root};
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::summary;
use otplint_model::{Confidence, Finding, Model, Reason, Ty, Verdicts};

use super::{META, below, exits, is_here, left, owner, ties, writes};
use crate::names::has_word;
use crate::story::{Story, name_of, site};

/// A flag is asked for in so many functions above.
const CALLERS: usize = 2;

/// At most this many callers of each are looked at.
const ASKED: usize = 32;

/// A mark that is set, or taken back.
pub(super) struct Mark {
    pub(super) node: NodeId,
    pub(super) place: Place,
    pub(super) step: Step,
    /// A helper makes it, and may fail before that.
    may_fail: bool,
}

impl Mark {
    /// Whether `other` takes this mark back.
    pub(super) fn is_undone_by(&self, other: &Self) -> bool {
        self.node != other.node && self.step.is_undone_by(&other.step) && self.place == other.place
    }
}

/// One half of setting a mark and taking it back.
#[derive(Clone, PartialEq)]
pub(super) enum Step {
    /// A flag becomes this.
    Flag(bool),
    /// A key enters a collection.
    Enter(Place),
    /// A key leaves it.
    Leave(Place),
    /// A counter goes up, by what came out of this variable where that is known.
    Up(Option<LocalId>),
    /// A counter goes down, likewise.
    Down(Option<LocalId>),
    /// A state becomes this variant, that of a key where it is kept by one.
    Stand(Option<Place>, DefId),
    /// A slot that was free is taken.
    Fill,
    /// A slot is free again.
    Empty,
    /// A value is moved out, and something stands in for it.
    Out,
    /// A value is put (back) in.
    In,
}

impl Step {
    /// Whether `other` takes this back.
    fn is_undone_by(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Flag(set), Self::Flag(back)) => set != back,
            (Self::Enter(key), Self::Leave(same)) => key == same,
            (Self::Up(by), Self::Down(same)) | (Self::Down(by), Self::Up(same)) => by == same,
            (Self::Stand(key, state), Self::Stand(same, next)) => key == same && state != next,
            (Self::Fill, Self::Out | Self::Empty) | (Self::Out, Self::In) => true,
            _ => false,
        }
    }

    pub(super) fn set(&self, model: &Model, place: &str) -> String {
        match self {
            Self::Stand(_, state) => {
                let state = model.program.def(*state).name;
                format!("`{place}` becomes `{state}` here")
            }
            Self::Flag(to) => format!("`{place}` becomes {to} here"),
            Self::Enter(_) => format!("the key enters `{place}` here"),
            Self::Up(_) => format!("`{place}` is counted up here"),
            Self::Down(_) => format!("`{place}` is counted down here"),
            Self::Fill => format!("`{place}` is filled here"),
            _ => format!("`{place}` is taken out here"),
        }
    }

    pub(super) fn back(&self) -> &'static str {
        match self {
            Self::Flag(_) => "it would be set back here",
            Self::Leave(_) => "it would leave here",
            Self::Down(_) => "it would be counted down here",
            Self::Up(_) => "it would be counted up here",
            Self::Out | Self::Empty => "it would be emptied here",
            Self::Stand(..) => "it would go on here",
            _ => "it would be put back here",
        }
    }

    /// What is lost when the future that set it is dropped.
    pub(super) fn left(&self, model: &Model, place: &str) -> String {
        match self {
            Self::Stand(_, state) => format!(
                "`{place}` stays `{}` when this future is dropped half-way, as if the work were still going on",
                model.program.def(*state).name
            ),
            Self::Flag(to) => format!(
                "`{place}` stays {to} when this future is dropped half-way, and whoever asks it next is misled"
            ),
            Self::Enter(_) => format!(
                "the key stays in `{place}` when this future is dropped half-way, as if the work were still going on"
            ),
            Self::Fill => format!(
                "`{place}` stays filled when this future is dropped half-way, and whoever finds it so waits for work that \
                 nobody does any more"
            ),
            _ => format!("`{place}` is never counted back when this future is dropped half-way"),
        }
    }

    fn loss(&self, model: &Model, place: &str) -> String {
        match self {
            Self::Stand(_, state) => format!(
                "`{place}` stays `{}` when this function fails in between, as if the work were still going on",
                model.program.def(*state).name
            ),
            Self::Flag(to) => format!(
                "`{place}` stays {to} when this function fails in between, and whoever asks it next is misled"
            ),
            Self::Enter(_) => format!(
                "the key stays in `{place}` when this function fails in between, as if the work were still going on"
            ),
            Self::Fill => format!(
                "`{place}` stays filled when this function fails in between, as if the work were still going on"
            ),
            Self::Up(_) => format!(
                "`{place}` stays counted up when this function fails in between, and never comes down again"
            ),
            Self::Down(_) => format!(
                "`{place}` stays counted down when this function fails in between, and never comes up again"
            ),
            _ => format!(
                "what was in `{place}` is lost when this function fails between the take and the put-back"
            ),
        }
    }
}

/// Finds marks that a failure leaves behind; returns where they are set.
pub fn check(
    model: &Model,
    id: BodyId,
    body: &Body,
    acts: &[(NodeId, Vec<NodeEffect>)],
    verdicts: &mut Verdicts,
) -> Vec<NodeId> {
    let mut set = Vec::new();
    let marks = of_body(model, id, body, acts);
    for (index, first) in marks.iter().enumerate() {
        let back = marks[index + 1..].iter().find(|second| {
            first.is_undone_by(second)
                && (first.step != Step::Out || comes_back(model, body, first.node, second.node))
        });
        if let Some(back) = back {
            let location = model.location(site(id, first.node));
            let judged = judge(model, id, body, &marks, first, back);
            set.extend(judged.is_ok().then_some(first.node));
            verdicts.judged(location, judged);
        }
    }
    set
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    marks: &[Mark],
    first: &Mark,
    back: &Mark,
) -> Result<Finding, Reason> {
    let but = [first.node, back.node];
    let mut undone = exits::changes_of(model, id, body, &first.place, but);
    for mark in marks {
        if first.is_undone_by(mark) {
            undone.insert(mark.node);
        }
    }
    // A flag that outlives the call is no bracket around some work.
    let sets_back = |node: NodeId| {
        marks
            .iter()
            .any(|mark| mark.node == node && first.is_undone_by(mark))
    };
    let brackets = flow::reachable(body, first.node, sets_back);
    let unmarked = exits::without(body, first.node, back.node);
    let stays =
        |node: NodeId| matches!(body.node(node).op, Op::Return(_)) && !unmarked.contains(node);
    if brackets.iter().any(stays) {
        return Err("a successful way out keeps the mark too".into());
    }
    let something = absent(body, first);
    let counts = |fail: NodeId| !something.contains(fail);
    let ways = exits::Ways {
        undone: &undone,
        counts,
        given_up: false,
        panics: false,
    };
    let exit = exits::between(model, body, first.node, back.node, &ways, back.may_fail);
    let Some(exit) = exit else {
        return Err("every failing path sets the mark back, or nothing fails before that".into());
    };
    if only_writes_out(model, body) {
        return Err("what it writes to has failed: nobody goes on with it".into());
    }
    if owner::caller_mends(model, id, &first.place) {
        return Err("a caller sets the mark back when this function fails".into());
    }
    if !owner::lives_on(model, id, &first.place) {
        return Err("what was marked is dropped with the error".into());
    }
    // A flag that nobody asks before the work says that its owner is unusable, as often as not.
    let asked = || is_asked(model, id, &first.place, 0);
    if matches!(first.step, Step::Fill | Step::Stand(None, _)) && !asked() {
        return Err("nobody asks what it says before the work".into());
    }
    if first.step == Step::Fill && left::is_worked_with(body, first, back) {
        return Err("what is in the slot is what the work is done with".into());
    }
    let confidence = match first.step {
        Step::Flag(_) if !asked() => Confidence::Low,
        // Where it fails, it is meant to stay unusable.
        Step::Flag(false) if is_fitness(&first.place) => Confidence::Low,
        _ => Confidence::Medium,
    };
    let place = name_of(model, id, &first.place);
    let span = body.node(first.node).span;
    Ok(
        Story::new(model, &META, id, span, confidence)
            .message(first.step.loss(model, &place))
            .step(site(id, first.node), first.step.set(model, &place))
            .step(site(id, exit), "a failure leaves here, and nothing sets it back")
            .step(site(id, back.node), back.step.back())
            .help(
                "set it back on every way out: with a guard whose `Drop` does it, or by doing the work in a function of its \
                 own and setting back whatever came of it",
            )
            .tell(),
    )
}

/// Whether the only failure of a body is that of the text that it writes.
fn only_writes_out(model: &Model, body: &Body) -> bool {
    let failure = body.output.arg(1).and_then(Ty::adt);
    failure.is_some_and(|def| {
        let path = &model.program.def(def).path;
        path == "std::fmt::Error"
    })
}

/// Whether a flag says that its owner is fit to be used.
fn is_fitness(place: &Place) -> bool {
    const FIT: [&str; 8] = [
        "reuse",
        "reusable",
        "usable",
        "valid",
        "healthy",
        "intact",
        "clean",
        "keepalive",
    ];
    place
        .last_field()
        .is_some_and(|(_, name)| has_word(name.as_str(), &FIT))
}

/// Whether a function, or one that calls it, asks what a flag says: whoever finds it set does not do the work.
pub(super) fn is_asked(model: &Model, id: BodyId, place: &Place, depth: usize) -> bool {
    let body = model.program.body(id);
    let asks = |value: &Value| {
        let Value::Use(asked) = value else {
            return false;
        };
        let call = asked
            .as_local()
            .and_then(|local| body.local(local).def)
            .map(|node| &body.node(node).op);
        let of_call = match call {
            Some(Op::Call(call)) => call.args.first().and_then(|arg| arg.place.as_ref()),
            _ => None,
        };
        asked == place || of_call == Some(place)
    };
    let own = |value: &Value| matches!(value, Value::Use(of) | Value::Ref(_, of) if of == place);
    let compares = || {
        let mut all = body.compared.iter();
        all.any(|compared| own(&compared.left) || own(&compared.right))
    };
    let here = compares()
        || body
            .nodes()
            .any(|(_, data)| matches!(&data.op, Op::Branch(value) if asks(value)));
    here || depth < CALLERS
        && model
            .index
            .callers_of(&model.program, id)
            .iter()
            .take(ASKED)
            .any(|caller| {
                let Op::Call(call) = &model.program.body(caller.body).node(caller.node).op else {
                    return false;
                };
                effects::translate(&model.program, id, call, place)
                    .is_some_and(|place| is_asked(model, caller.body, &place, depth + 1))
            })
}

/// What happens only where there was nothing to take.
fn absent(body: &Body, mark: &Mark) -> NodeSet {
    let mut found = NodeSet::new(body);
    let Op::Call(call) = &body.node(mark.node).op else {
        return found;
    };
    if mark.step != Step::Out {
        return found;
    }
    for (_, data) in body.nodes() {
        let Op::Branch(value) = &data.op else {
            continue;
        };
        if !flow::locals_moved(value).contains(&call.to) {
            continue;
        }
        let (none, some): (Vec<_>, Vec<_>) = data
            .next
            .iter()
            .partition(|edge| edge.kind == EdgeKind::Failure);
        let reached = |edges: &[&Edge]| {
            let mut reached = NodeSet::new(body);
            for edge in edges {
                reached.insert(edge.to);
                for node in flow::reachable(body, edge.to, |_| false).iter() {
                    reached.insert(node);
                }
            }
            reached
        };
        let with = reached(&some);
        for node in reached(&none).iter().filter(|node| !with.contains(*node)) {
            found.insert(node);
        }
    }
    found
}

/// Whether what was taken out, or something made of it, is what is put in; otherwise it was only replaced.
fn comes_back(model: &Model, body: &Body, taken: NodeId, put: NodeId) -> bool {
    let Op::Call(call) = &body.node(taken).op else {
        return false;
    };
    let follow = |node: NodeId, to: LocalId| {
        let tracked = summary::track(&model.program, &model.summaries, body, node, &[to]);
        tracked.delivered
    };
    let delivered = follow(taken, call.to);
    if delivered.contains(&put) {
        return true;
    }
    // `self.phase = self.next(phase).await?`: what takes one by value and gives one back made it of that.
    let ty = &body.local(call.to).ty;
    delivered.into_iter().any(|node| match &body.node(node).op {
        Op::Call(made) => {
            let gives = &body.local(made.to).ty;
            ty.is_known()
                && (gives == ty || gives.arg(0) == Some(ty))
                && follow(node, made.to).contains(&put)
        }
        _ => false,
    })
}

pub(super) fn of_body(
    model: &Model,
    id: BodyId,
    body: &Body,
    acts: &[(NodeId, Vec<NodeEffect>)],
) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (node, data) in body.nodes() {
        let Op::Assign(place, value) = &data.op else {
            continue;
        };
        let step = match value {
            Value::Bool(to) => Step::Flag(*to),
            Value::Counted(true, by) => Step::Up(*by),
            Value::Counted(false, by) => Step::Down(*by),
            Value::Use(_) | Value::Aggregate(..) => Step::In,
            _ => continue,
        };
        if let Some(state) = variant(model, body, value) {
            note(
                model,
                body,
                &mut marks,
                node,
                place,
                Step::Stand(None, state),
            );
        }
        match slot(model, value) {
            Some(true) => note(model, body, &mut marks, node, place, Step::Fill),
            Some(false) => note(model, body, &mut marks, node, place, Step::Empty),
            None => {}
        }
        note(model, body, &mut marks, node, place, step);
    }
    let mut keyed: Vec<(NodeId, &NodeEffect)> = Vec::new();
    let mut put: Vec<(NodeId, &NodeEffect)> = Vec::new();
    for (node, effects) in acts {
        let node = *node;
        let Op::Call(call) = &body.node(node).op else {
            continue;
        };
        for effect in effects {
            let Some(place) = &effect.place else { continue };
            let step = match effect.kind {
                Effect::Insert | Effect::Remove => {
                    if is_here(effect, id, node)
                        && let Some(state) = state_put(model, body, call)
                        && let Some(key) = ties::key_of(model, id, node, effect)
                    {
                        let step = Step::Stand(Some(key), state);
                        note(model, body, &mut marks, node, place, step);
                    }
                    keyed.push((node, effect));
                    continue;
                }
                Effect::Take if is_here(effect, id, node) => Step::Out,
                Effect::Put if is_here(effect, id, node) => Step::In,
                Effect::Put => match by_helper(model, site(id, node), call, effect.at) {
                    Some(step) => step,
                    None => {
                        put.push((node, effect));
                        continue;
                    }
                },
                Effect::Write => match atomic(model, effect.at) {
                    Some(step) => step,
                    None => continue,
                },
                _ => continue,
            };
            note(model, body, &mut marks, node, place, step);
        }
    }
    for (node, effect) in &put {
        let Some(place) = &effect.place else { continue };
        let is_out = |mark: &Mark| mark.step == Step::Out && mark.place == *place;
        if marks.iter().any(is_out) && below::is_deliberate(model, id, *node, effect) {
            note(model, body, &mut marks, *node, place, Step::In);
            if let Some(mark) = marks.last_mut().filter(|mark| mark.node == *node) {
                mark.may_fail = below::may_fail_before(model, site(id, *node), effect);
            }
        }
    }
    for (node, effect) in &keyed {
        // Its key is worth asking for only where something of the opposite kind happens to the same place.
        let has_opposite = keyed
            .iter()
            .any(|(_, other)| other.kind != effect.kind && other.place == effect.place);
        let (Some(place), true) = (&effect.place, has_opposite) else {
            continue;
        };
        if !below::is_deliberate(model, id, *node, effect) {
            continue;
        }
        let Some(key) = ties::key_of(model, id, *node, effect) else {
            continue;
        };
        let step = match effect.kind {
            Effect::Insert => Step::Enter(key),
            _ => Step::Leave(key),
        };
        note(model, body, &mut marks, *node, place, step);
    }
    marks.sort_by_key(|mark| body.node(mark.node).span.start);
    marks
}

/// The variant of one of the project's enums that a value is, where it was made here.
fn variant(model: &Model, body: &Body, value: &Value) -> Option<DefId> {
    let made = match value {
        Value::Use(from) if from.path.is_empty() => {
            match &body.node(body.local(from.as_local()?).def?).op {
                Op::Assign(_, made) => made,
                _ => return None,
            }
        }
        value => value,
    };
    let Value::Aggregate(Some(def), _) = made else {
        return None;
    };
    let DefKind::Variant(of, _) = model.program.def(*def).kind else {
        return None;
    };
    model.program.def(of).location.is_some().then_some(*def)
}

/// The variant that a call puts into a collection.
fn state_put(model: &Model, body: &Body, call: &Call) -> Option<DefId> {
    let attrs = effects::attrs_of(&model.program, call)?;
    let index = usize::from(attrs.value?) + usize::from(call.method);
    attrs.key?;
    variant(model, body, &call.args.get(index)?.value)
}

/// Whether a value is `Some(..)`, or `None`.
fn slot(model: &Model, value: &Value) -> Option<bool> {
    let Value::Aggregate(Some(variant), _) = value else {
        return None;
    };
    match model.program.def(*variant).path.as_str() {
        "std::option::Option::Some" => Some(true),
        "std::option::Option::None" => Some(false),
        _ => None,
    }
}

fn note(
    model: &Model,
    body: &Body,
    marks: &mut Vec<Mark>,
    node: NodeId,
    place: &Place,
    step: Step,
) {
    // A number in a collection is one of many: what comes back may come back to another.
    let counts = matches!(step, Step::Up(_) | Step::Down(_));
    let itself = matches!(place.root, Root::Static(_));
    if (itself || !place.path.is_empty())
        && summary::outlives(&model.program, body, place)
        && !(counts && writes::is_state(model, body, place))
    {
        marks.push(Mark {
            node,
            place: place.clone(),
            step,
            may_fail: false,
        });
    }
}

/// What a helper that is there for it does to a flag or a counter.
fn by_helper(model: &Model, at: Site, call: &Call, really: Site) -> Option<Step> {
    let inner = model.program.body(really.body);
    let Op::Assign(_, value) = &inner.node(really.node).op else {
        return None;
    };
    if !below::runs_only(model, at, really.body)
        || !below::is_certain(model, really)
        || model.summary(really.body).fails
    {
        return None;
    }
    match value {
        Value::Bool(to) => Some(Step::Flag(*to)),
        Value::Counted(true, None) => Some(Step::Up(None)),
        Value::Counted(false, None) => Some(Step::Down(None)),
        Value::Use(given) if given.path.is_empty() => match inner.local_of(given)?.kind {
            LocalKind::Param(index) => match call.args.get(index as usize)?.value {
                Value::Bool(to) => Some(Step::Flag(to)),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// What a call on a machine atomic does to it, where its text says so.
fn atomic(model: &Model, at: Site) -> Option<Step> {
    let program = &model.program;
    let Op::Call(call) = &program.body(at.body).node(at.node).op else {
        return None;
    };
    let receiver = program.adt(&call.args.first()?.ty)?.1;
    let Callee::Known(defs) = &call.callee else {
        return None;
    };
    if !receiver.attrs.is(TypeWord::Atomic) {
        return None;
    }
    match program.def(*defs.first()?).name.as_str() {
        "fetch_add" => Some(Step::Up(None)),
        "fetch_sub" => Some(Step::Down(None)),
        "store" | "swap" => match call.args.get(1)?.value {
            Value::Bool(to) => Some(Step::Flag(to)),
            _ => None,
        },
        _ => None,
    }
}
