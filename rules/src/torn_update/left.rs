//! Marks that a dropped future leaves behind: no way out of the function takes them back, for it is never gone on with.

use std::sync::OnceLock;

use otplint_model::body::{Body, BodyId, LocalKind, NodeId, Op, Outcome, Value};
use otplint_model::cancel::{self, Dropper};
use otplint_model::def::DefId;
use otplint_model::effects::{self, NodeEffect};
use otplint_model::flow::{self, NodeSet};
use otplint_model::place::{Place, Root};
use otplint_model::stub::Effect;
use otplint_model::{Confidence, Finding, Model, Reason, Sym, Ty, Verdicts, slots, summary};
use rustc_hash::FxHashSet;

use super::META;
use super::marks::{self, Mark, Step};
use crate::story::{Story, name_of, site};

/// At most this many of the calls that lead to it are shown.
const VIA: usize = 4;

/// The fields that somebody asks for a key, or compares with a number; looked for once and only where a mark is set.
#[derive(Default)]
pub struct Asked(OnceLock<FxHashSet<(DefId, Sym)>>);

impl Asked {
    fn holds(&self, model: &Model, place: &Place) -> bool {
        let Some((Some(owner), name)) = place.last_field() else {
            return matches!(place.root, Root::Static(_));
        };
        self.0.get_or_init(|| asked(model)).contains(&(owner, name))
    }
}

fn asked(model: &Model) -> FxHashSet<(DefId, Sym)> {
    let program = &model.program;
    let mut found = FxHashSet::default();
    for (_, body) in program.bodies().filter(|(_, body)| !body.test) {
        let mut note = |place: Option<&Place>| {
            if let Some((Some(owner), name)) = place.and_then(Place::last_field) {
                found.insert((owner, name));
            }
        };
        for (_, call) in body.calls() {
            let Some(attrs) = effects::attrs_of(program, call) else {
                continue;
            };
            let looks = attrs.has(Effect::Borrow) || attrs.has(Effect::Read);
            let told = attrs.has(Effect::Insert)
                && matches!(
                    call.outcome,
                    Outcome::Handled | Outcome::Kept | Outcome::Used
                );
            if attrs.key.is_some() && (looks || told) {
                note(call.args.first().and_then(|arg| arg.place.as_ref()));
            }
        }
        for compared in &body.compared {
            for value in [&compared.left, &compared.right] {
                let (Value::Use(place) | Value::Ref(_, place)) = value else {
                    continue;
                };
                note(Some(place));
                let made = place.as_local().and_then(|local| body.local(local).def);
                if let Some(Op::Call(call)) = made.map(|node| &body.node(node).op) {
                    note(call.args.first().and_then(|arg| arg.place.as_ref()));
                }
            }
        }
    }
    found
}

/// Whether a body waits, and sets a flag or counts something.
pub fn may_set(model: &Model, id: BodyId, body: &Body) -> bool {
    let sets = |op: &Op| match op {
        Op::Assign(_, value) => matches!(value, Value::Bool(_) | Value::Counted(..)),
        Op::Call(call) => {
            effects::attrs_of(&model.program, call).is_some_and(|attrs| attrs.has(Effect::Write))
        }
        _ => false,
    };
    body.is_async
        && model.summary(id).suspends
        && body.nodes().filter(|(_, data)| sets(&data.op)).count() > 1
}

/// Finds marks that stay where the future is dropped; returns where they are set.
pub fn check(
    model: &Model,
    id: BodyId,
    body: &Body,
    acts: &[(NodeId, Vec<NodeEffect>)],
    asked: &Asked,
    told: &[NodeId],
    verdicts: &mut Verdicts,
) -> Vec<NodeId> {
    let mut found = Vec::new();
    if !body.is_async || !model.summary(id).suspends {
        return found;
    }
    let marks = marks::of_body(model, id, body, acts);
    for (index, first) in marks.iter().enumerate() {
        let brackets = |back: &&Mark| first.is_undone_by(back) && !matches!(first.step, Step::Out);
        let Some(back) = marks[index + 1..].iter().find(brackets) else {
            continue;
        };
        if told.contains(&first.node) {
            continue;
        }
        let judged = judge(model, id, body, &marks, first, back, asked);
        found.extend(judged.is_ok().then_some(first.node));
        verdicts.judged(model.location(site(id, first.node)), judged);
    }
    found
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    marks: &[Mark],
    first: &Mark,
    back: &Mark,
    asked: &Asked,
) -> Result<Finding, Reason> {
    let Some(waits) = waits(model, id, body, marks, first, back) else {
        return Err("nothing is waited for while the mark is set".into());
    };
    // Taken back only where the work failed, it is meant to stay.
    let after = flow::reachable(body, back.node, |_| false);
    if !after
        .iter()
        .any(|node| matches!(body.node(node).op, Op::Return(_)))
    {
        return Err("a successful way out keeps the mark too".into());
    }
    if holds_futures(model, &first.place) {
        return Err("what is kept there is a future: whoever finds it goes on with it".into());
    }
    let is_asked = match first.step {
        Step::Flag(_) | Step::Fill | Step::Stand(None, _) => {
            marks::is_asked(model, id, &first.place, 0)
        }
        _ => asked.holds(model, &first.place),
    };
    if !is_asked {
        return Err("nobody asks whether the mark is set".into());
    }
    if !is_shared(model, body, &first.place) {
        return Err("the mark is the future's own, or that of one who dropped it".into());
    }
    let guarded = body.locals.iter().any(|local| {
        let drops = |local: &otplint_model::body::Local| {
            let adt = model.program.adt(&local.ty);
            adt.is_some_and(|(_, adt)| adt.has_drop)
        };
        matches!(local.kind, LocalKind::Variable | LocalKind::Temporary) && drops(local)
    });
    if guarded {
        return Err("a value whose `Drop` may take it back is held meanwhile".into());
    }
    if first.step == Step::Fill && is_worked_with(body, first, back) {
        return Err("what is in the slot is what the work is done with".into());
    }
    let droppable = model.droppable();
    let drops = droppable.of(id);
    // What a key or a slot says is going on, nobody but this future will ever end.
    let goes_on = matches!(
        first.step,
        Step::Enter(_) | Step::Fill | Step::Stand(Some(_), _)
    );
    // Nobody else finds it while it is lent to this future alone.
    let lent = body.local_of(&first.place).is_some_and(|local| {
        matches!(local.ty, Ty::Ref(true, _)) && !matches!(first.step, Step::Enter(_))
    });
    let goes_on = goes_on && !lent;
    if drops.is_none() && !(goes_on && cancel::is_offered(model, id)) {
        return Err("nobody was seen who drops this future half-way".into());
    }
    let place = name_of(model, id, &first.place);
    let span = body.node(first.node).span;
    let mut story = Story::new(model, &META, id, span, Confidence::Medium)
        .message(first.step.left(model, &place))
        .step(site(id, first.node), first.step.set(model, &place))
        .step(site(id, waits), match drops {
            Some(_) => "the future may be dropped while it waits here",
            None => "the future may be dropped while it waits here: a timeout, a `select!`, a caller that goes away",
        })
        .step(site(id, back.node), back.step.back());
    if let Some(drops) = drops {
        let who = match drops.by {
            Dropper::Select => "when another arm is ready first, it is dropped with this future",
            Dropper::Timeout => "when the time is over, it is dropped with this future",
            Dropper::TryJoin => "when another branch fails, it is dropped with this future",
            Dropper::Race => "when another future is ready first, it is dropped with this one",
            Dropper::Client => {
                "when the client of the request goes away, it is dropped with this future"
            }
            Dropper::Abort => "it is dropped with this task",
        };
        story = story.at(drops.at.body, drops.future, who);
        for via in droppable.way_to(id).into_iter().take(VIA) {
            story = story.step(via, "which polls it through this call");
        }
    }
    Ok(story
        .help(
            "set it back in the `Drop` of a guard, which runs on every way out and when the future is dropped; or let somebody \
             own the work who is not dropped with it: a task, an `otp_runtime::server::Server`",
        )
        .tell())
}

/// Whether something is called on what a slot was filled with, before it is emptied.
pub(super) fn is_worked_with(body: &Body, first: &Mark, back: &Mark) -> bool {
    let between = flow::reachable_within(body, first.node, first.node, back.node, |node| {
        node == back.node
    });
    let changes = |name: &str| matches!(name, "as_mut" | "as_deref_mut" | "get_or_insert_with");
    body.calls().any(|(node, call)| {
        let on = call.args.first().filter(|_| call.method);
        let on = on.and_then(|arg| arg.place.as_ref());
        let inside = on.is_some_and(|on| on.is_within(&first.place) && *on != first.place);
        between.contains(node)
            && node != back.node
            && (inside || changes(call.name.as_str()) && on == Some(&first.place))
    })
}

/// Where the future waits between the two, with nothing done meanwhile that takes the mark back; what only takes a lock
/// is soon over.
fn waits(
    model: &Model,
    id: BodyId,
    body: &Body,
    marks: &[Mark],
    first: &Mark,
    back: &Mark,
) -> Option<NodeId> {
    let undone = undoing(model, id, body, marks, first, back);
    let between = flow::reachable_within(body, first.node, first.node, back.node, |node| {
        undone.contains(node)
    });
    let locks = |node: NodeId| match &body.node(node).op {
        Op::Call(call) => {
            effects::attrs_of(&model.program, call).is_some_and(|attrs| attrs.acquires.is_some())
        }
        _ => false,
    };
    let leads_on = |node: NodeId| {
        flow::reachable_within(body, node, first.node, back.node, |_| false).contains(back.node)
    };
    let waits = summary::waits(&model.program, &model.summaries, body);
    waits
        .iter()
        .filter(|node| *node != first.node && *node != back.node && !undone.contains(*node))
        .find(|node| between.contains(*node) && !locks(*node) && leads_on(*node))
}

/// The nodes that take the mark back as well, or all that stands where it is.
fn undoing(
    model: &Model,
    id: BodyId,
    body: &Body,
    marks: &[Mark],
    first: &Mark,
    back: &Mark,
) -> NodeSet {
    let mut found = NodeSet::new(body);
    for (node, data) in body.nodes() {
        let acts = matches!(data.op, Op::Call(_) | Op::Await(_) | Op::Assign(..));
        if node == first.node || node == back.node || !acts {
            continue;
        }
        let clears = |effect: &NodeEffect| {
            let place = effect.place.as_ref();
            matches!(
                effect.kind,
                Effect::Remove | Effect::Clear | Effect::Take | Effect::Put
            ) && place.is_some_and(|place| first.place.is_within(place))
        };
        if marks
            .iter()
            .any(|mark| mark.node == node && first.is_undone_by(mark))
            || model.effects(id, node).iter().any(clears)
        {
            found.insert(node);
        }
    }
    found
}

/// Whether a collection keeps futures that several may poll.
fn holds_futures(model: &Model, place: &Place) -> bool {
    let Some((Some(owner), name)) = place.last_field() else {
        return false;
    };
    let shared = |ty: &Ty| {
        matches!(ty, Ty::Future(_))
            || ty
                .adt()
                .is_some_and(|def| model.program.def(def).name == "Shared")
    };
    fn any(ty: &Ty, is: &dyn Fn(&Ty) -> bool) -> bool {
        is(ty) || (0..3).any(|at| ty.arg(at).is_some_and(|inner| any(inner, is)))
    }
    slots::field_type(&model.program, owner, name).is_some_and(|ty| any(&ty, &shared))
}

/// Whether others find the mark once the future is gone: it stands behind what is shared, or in a static.
fn is_shared(model: &Model, body: &Body, place: &Place) -> bool {
    matches!(place.root, Root::Static(_))
        || !place.path.is_empty() && summary::outlives(&model.program, body, place)
}
