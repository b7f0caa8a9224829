//! Cancel sites: where a future may be dropped before it is done, and what that loses.

mod abandoned;
mod droppable;

pub use droppable::{Droppable, Drops, is_offered};

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::body::{
    Arg, Body, BodyId, Call, Callee, EdgeKind, Local, LocalId, LocalKind, NodeId, Op, Select,
    SelectKind, Value,
};
use crate::def::Receiver;
use crate::effects::{self, Does, Made, Site};
use crate::flow;
use crate::model::Model;
use crate::place::{Place, Root, Step};
use crate::program::Program;
use crate::span::Span;
use crate::stub::{Effect, TypeWord};
use crate::summary::{self, Held, HeldKind};
use crate::timers;
use crate::ty::Ty;
use crate::verdict::Reason;

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
    /// The client whose request it answers goes away.
    Client,
    /// Somebody aborts the task.
    Abort,
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
    /// Where the place is used again after the future was dropped; `None` where others share it and go on.
    pub again: Option<Site>,
    /// An arm that can win instead.
    pub winner: Option<Span>,
    /// Where a future that none of the code around it drops is given away: to a server, as a task.
    pub given: Option<Site>,
    /// By its name the future ends something: what is lost with it is seldom asked for again.
    pub ends: bool,
}

/// A future that may be dropped and holds something, which is nevertheless fine.
#[derive(Clone, Debug)]
pub struct Fine {
    /// Where it would be dropped.
    pub at: Site,
    /// The future, as written.
    pub future: Span,
    /// Why nothing is lost.
    pub reason: Reason,
}

/// How far up it is asked who uses a place again.
const CALLERS: usize = 3;

/// The calls that may drop a future.
const DROPPERS: [Effect; 4] = [
    Effect::Timeout,
    Effect::Race,
    Effect::SelectCombinator,
    Effect::TryJoin,
];

/// All cancel sites whose futures hold something, and whether that is lost.
pub(crate) fn sites(model: &Model) -> Vec<Result<CancelSite, Fine>> {
    let mut found = Vec::new();
    let may_drop = |does: Does| does.selects || does.effects.any(DROPPERS);
    for (id, body) in model.program.doing(may_drop) {
        if body.test {
            continue;
        }
        for (node, _) in body.nodes() {
            let at = Site { body: id, node };
            for dropped in dropped_at(&model.program, body, node) {
                found.extend(judge(model, at, &dropped));
            }
        }
    }
    found.extend(abandoned::sites(model));
    found
}

/// The async bodies that a server runs for each request.
pub(crate) fn served(model: &Model) -> FxHashSet<BodyId> {
    let requests = abandoned::requests(model).into_iter();
    requests.map(|(_, _, run)| run).collect()
}

/// A future that a node may drop.
struct Dropped<'b> {
    value: &'b Value,
    span: Span,
    by: Dropper,
    /// Where it goes on once the future is dropped, and the arm that won.
    then: SmallVec<[(NodeId, Option<Span>); 2]>,
    /// Whoever drops it first gets it back, and uses it.
    handed_back: bool,
}

fn dropped_at<'b>(program: &Program, body: &'b Body, node: NodeId) -> Vec<Dropped<'b>> {
    match &body.node(node).op {
        Op::Select(select) => dropped_by_select(body, node, select),
        Op::Call(call) => dropped_by_call(program, body, node, call),
        _ => Vec::new(),
    }
}

fn dropped_by_select<'b>(body: &'b Body, node: NodeId, select: &'b Select) -> Vec<Dropped<'b>> {
    let by = match select.kind {
        SelectKind::Select => Dropper::Select,
        SelectKind::TryJoin => Dropper::TryJoin,
        SelectKind::Join => return Vec::new(),
    };
    let dropped = select.arms.iter().enumerate().map(|(index, arm)| Dropped {
        value: &arm.future.value,
        span: arm.future.span,
        by,
        then: match by {
            Dropper::Select => select
                .arms
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index)
                .map(|(_, other)| (other.body, Some(other.future.span)))
                .collect(),
            _ => failing(body, node),
        },
        handed_back: false,
    });
    dropped.collect()
}

fn dropped_by_call<'b>(
    program: &Program,
    body: &'b Body,
    node: NodeId,
    call: &'b Call,
) -> Vec<Dropped<'b>> {
    let Some(attrs) = effects::attrs_of(program, call) else {
        return Vec::new();
    };
    let by = if attrs.has(Effect::Timeout) {
        Dropper::Timeout
    } else if attrs.has(Effect::Race) || attrs.has(Effect::SelectCombinator) {
        Dropper::Race
    } else if attrs.has(Effect::TryJoin) {
        Dropper::TryJoin
    } else {
        return Vec::new();
    };
    // What is not polled here is polled, and dropped, elsewhere: by an arm of a `select!`.
    let polled_elsewhere = !call.awaited
        && body.nodes.iter().any(|other| match &other.op {
            Op::Select(select) => select.arms.iter().any(|arm| {
                flow::mentions(&arm.future.value, &|local| local == call.to) != flow::Mention::No
            }),
            _ => false,
        });
    if polled_elsewhere {
        return Vec::new();
    }
    // Of two futures that race either may be dropped.
    let all = attrs.has(Effect::SelectCombinator) && !call.method;
    let index = attrs
        .future
        .map_or(0, |index| usize::from(index) + usize::from(call.method));
    let args = call
        .args
        .iter()
        .enumerate()
        .filter(|(at, _)| all || *at == index);
    let handed_back = all && is_handed_back(body, call.to);
    args.map(|(_, arg)| Dropped {
        value: &arg.value,
        span: arg.span,
        by,
        then: failing(body, node),
        handed_back,
    })
    .collect()
}

/// `Either::Left((output, other))`: the other future is bound to a name, and used.
fn is_handed_back(body: &Body, result: LocalId) -> bool {
    let second = |place: &Place| {
        place.as_local() == Some(result)
            && matches!(place.path.last(), Some(Step::Field(_, name)) if *name == "1")
    };
    let named = |local: LocalId| {
        body.nodes.iter().any(|node| {
            !matches!(node.op, Op::Assign(..)) && {
                let mut used = false;
                flow::uses(&node.op, |value| {
                    used |= flow::mentions(value, &|other| other == local) != flow::Mention::No;
                });
                used
            }
        })
    };
    body.nodes.iter().any(|node| match &node.op {
        Op::Assign(to, Value::Use(from)) if second(from) => to.as_local().is_some_and(named),
        _ => false,
    })
}

/// What becomes of what one future holds; `None` where it holds nothing.
fn judge(model: &Model, at: Site, dropped: &Dropped<'_>) -> Option<Result<CancelSite, Fine>> {
    let (program, summaries) = (&model.program, &model.summaries);
    let body = program.body(at.body);
    let mut holds = summary::held_by_value(program, summaries, at.body, dropped.value);
    if dropped.by == Dropper::Select {
        holds.extend(summary::moved_into(
            program,
            summaries,
            at.body,
            dropped.value,
        ));
    }
    let fine = |reason: &'static str| {
        Some(Err(Fine {
            at,
            future: dropped.span,
            reason: reason.into(),
        }))
    };
    if holds.is_empty() {
        return empty_handed(program, body, dropped.value).and_then(fine);
    }
    if is_kept(body, at.node, dropped.value) {
        return fine("the future is polled by reference and kept, so nothing drops it half-way");
    }
    if dropped.handed_back {
        return fine("the future that was not ready is handed back, and goes on");
    }
    let read: Vec<Held> = holds
        .extract_if(.., |held| is_kept_for_next(model, at, dropped, held))
        .collect();
    if holds.is_empty() && !read.is_empty() {
        return fine(
            "what was read so far stays in its buffer, and the next call goes on with that",
        );
    }
    for held in holds {
        if matches!(held.kind, HeldKind::Ended(_)) && ends_in_time(program, at, held.awaited) {
            continue;
        }
        let again = dropped.then.iter().find_map(|(start, winner)| {
            let again = goes_on(model, at, *start, &held, 0)?;
            // Those who share it, and the callers, only end what they do when they are told to stop.
            let here = again.site().is_some_and(|again| again.body == at.body);
            let stops = || winner.is_some_and(|winner| is_told_to_stop(program, body, at, winner));
            (here || !stops()).then_some((again, *winner))
        });
        if let Some((again, winner)) = again {
            return Some(Ok(CancelSite {
                at,
                dropper: dropped.by,
                future: dropped.span,
                held,
                again: again.site(),
                winner,
                given: None,
                ends: droppable::ends(program, body, dropped.value),
            }));
        }
    }
    fine("what the future holds when it is dropped is not used again after it")
}

/// Whether what is waited for has a deadline of its own, which is not seen to come later than the one around it.
fn ends_in_time(program: &Program, outer: Site, inner: Site) -> bool {
    let limit = |at: Site| {
        let body = program.body(at.body);
        let Op::Call(call) = &body.node(at.node).op else {
            return None;
        };
        let attrs = effects::attrs_of(program, call)?;
        let index = usize::from(attrs.duration?) + usize::from(call.method);
        let limit = &call.args.get(index)?.value;
        Some(timers::duration_ms(program, body, limit))
    };
    match (limit(outer), limit(inner)) {
        (Some(Some(outer)), Some(Some(inner))) => inner < outer,
        (Some(None), Some(_)) => true,
        _ => false,
    }
}

/// Whether an arm of a `select!` waits for a token that tells to stop.
fn is_told_to_stop(program: &Program, body: &Body, at: Site, winner: Span) -> bool {
    let Op::Select(select) = &body.node(at.node).op else {
        return false;
    };
    let told = |made: Made| match made {
        Made::Call(node) => match &body.node(node).op {
            Op::Call(call) => matches!(call.name.as_str(), "cancelled" | "cancelled_owned"),
            _ => false,
        },
        Made::Block(_) => false,
    };
    select
        .arms
        .iter()
        .filter(|arm| arm.future.span == winner)
        .any(|arm| {
            effects::future_bodies(program, body, &arm.future.value)
                .into_iter()
                .any(told)
        })
}

/// What was read so far stands in a buffer that the next turn still has, and does not empty first.
fn is_kept_for_next(model: &Model, at: Site, dropped: &Dropped<'_>, held: &Held) -> bool {
    let body = model.program.body(at.body);
    let Some(buffer) = &held.buffer else {
        return false;
    };
    let in_loop = body.node(at.node).in_loop;
    let used_after = |node: NodeId| {
        let mut used = false;
        flow::uses(&body.node(node).op, |value| {
            let is = |local: LocalId| Some(local) == buffer.as_local();
            used |= flow::mentions(value, &is) != flow::Mention::No;
        });
        used
    };
    let dies = |local: &Local| {
        matches!(local.kind, LocalKind::Variable | LocalKind::Temporary)
            && local.in_loop == in_loop
            && (in_loop.is_some()
                || !dropped.then.iter().any(|(start, _)| {
                    flow::reachable(body, *start, |_| false)
                        .iter()
                        .any(used_after)
                }))
    };
    let own = body.local_of(buffer).is_some_and(dies);
    let empties = |node: NodeId| {
        effects::direct(
            &model.program,
            body,
            Site {
                body: at.body,
                node,
            },
        )
        .iter()
        .any(|effect| {
            matches!(effect.kind, Effect::Clear | Effect::Take | Effect::Put)
                && effect
                    .place
                    .as_ref()
                    .is_some_and(|place| place.overlaps(buffer))
        })
    };
    let cleared = dropped.then.iter().any(|(start, _)| {
        let mut after = flow::reachable(body, *start, |node| node == at.node);
        after.insert(*start);
        let back = after.contains(at.node);
        back && after.iter().any(|node| node != at.node && empties(node))
    });
    !own && !cleared
}

/// Why a future holds nothing, where somebody may ask.
fn empty_handed(program: &Program, body: &Body, value: &Value) -> Option<&'static str> {
    const NOTHING: &str = "the future holds nothing alone at any await that was seen";
    let made = effects::future_bodies(program, body, value);
    made.into_iter().find_map(|made| match made {
        Made::Block(_) => Some(NOTHING),
        Made::Call(node) => match &body.node(node).op {
            Op::Call(call) => match &call.callee {
                Callee::Unknown | Callee::Other | Callee::Parameter(_) => {
                    Some("what makes the future is not known")
                }
                _ => (!effects::callees(program, call).is_empty()).then_some(NOTHING),
            },
            _ => None,
        },
    })
}

/// Who uses a place again.
enum Again {
    /// This node.
    Here(Site),
    /// Whoever shares it.
    Shared,
}

impl Again {
    fn site(&self) -> Option<Site> {
        match self {
            Self::Here(site) => Some(*site),
            Self::Shared => None,
        }
    }
}

/// Who uses the source again once the future was dropped and `start` runs.
fn goes_on(model: &Model, at: Site, start: NodeId, held: &Held, depth: usize) -> Option<Again> {
    let program = &model.program;
    let body = program.body(at.body);
    if let Some(node) = used_again(model, at, start, held) {
        return Some(Again::Here(Site {
            body: at.body,
            node,
        }));
    }
    if held.kind == HeldKind::Moved {
        return None;
    }
    // Others find half an update, or nothing where all was.
    let missed = matches!(
        held.kind,
        HeldKind::Torn(_) | HeldKind::PutBack(_) | HeldKind::Ended(_)
    );
    if is_shared(program, body, &held.place) && (missed || is_an_item(program, held)) {
        return Some(Again::Shared);
    }
    // The caller goes on after a normal return, often in a loop. After a failure most give up a connection, and some
    // go on with their queue.
    let renewed = |node: NodeId| renews(body, node, &held.place);
    if renewed(start) {
        return None;
    }
    let after = flow::reachable(body, start, renewed);
    let leads_to = |is: fn(&Op) -> bool| {
        is(&body.node(start).op) || after.iter().any(|node| is(&body.node(node).op))
    };
    let returns = leads_to(|op| matches!(op, Op::Return(_)));
    let fails = leads_to(|op| matches!(op, Op::Fail(_))) && is_an_item(program, held);
    if depth >= CALLERS || !(returns || fails) {
        return None;
    }
    for caller in model.index.callers_of(program, at.body) {
        let data = program.body(caller.body);
        let Op::Call(call) = &data.node(caller.node).op else {
            continue;
        };
        if data.test || !call.awaited {
            continue;
        }
        let Some(place) = effects::translate(program, at.body, call, &held.place) else {
            continue;
        };
        let held = Held {
            place,
            ..held.clone()
        };
        let next = data.node(caller.node).next.iter().map(|edge| edge.to);
        let starts: SmallVec<[NodeId; 2]> = match returns {
            true => next.collect(),
            false => flow::failing(data, caller.node).into_iter().collect(),
        };
        for start in starts {
            if let Some(again) = goes_on(model, *caller, start, &held, depth + 1) {
                return Some(again);
            }
        }
    }
    None
}

/// Whether one of many things was taken, of which others take theirs: not a handle that had its own place.
fn is_an_item(program: &Program, held: &Held) -> bool {
    let body = program.body(held.taken.body);
    held.kind != HeldKind::Partial
        && effects::direct(program, body, held.taken)
            .iter()
            .any(|effect| {
                matches!(
                    effect.kind,
                    Effect::Remove | Effect::Clear | Effect::Recv | Effect::TryRecv
                )
            })
}

/// Whether others reach a place too, so that it goes on whatever becomes of this body.
fn is_shared(program: &Program, body: &Body, place: &Place) -> bool {
    let Root::Local(local) = place.root else {
        return true;
    };
    let data = body.local(local);
    match data.kind {
        LocalKind::Param(_) => is_shared_pointer(program, &data.ty),
        LocalKind::Capture(_) => match data.ty.peel_refs() {
            ty @ Ty::Adt(..) => is_shared_pointer(program, ty),
            _ => false,
        },
        LocalKind::Variable | LocalKind::Temporary => false,
    }
}

/// A pointer that others may have too: what is behind a `Box` or a pinned `&mut` has one owner.
fn is_shared_pointer(program: &Program, ty: &Ty) -> bool {
    match ty {
        Ty::Ref(mutable, _) => !mutable,
        Ty::Adt(def, args) => match program.def(*def).name.as_str() {
            "Box" => false,
            "Pin" => args
                .first()
                .is_some_and(|pinned| is_shared_pointer(program, pinned)),
            _ => program.adt(ty).is_some_and(|(_, adt)| {
                adt.attrs.is(TypeWord::Pointer) && !adt.attrs.is(TypeWord::Guard)
            }),
        },
        _ => false,
    }
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

/// Where it goes on when the future did not come to its end.
fn failing(body: &Body, node: NodeId) -> SmallVec<[(NodeId, Option<Span>); 2]> {
    flow::failing(body, node)
        .into_iter()
        .map(|start| (start, None))
        .collect()
}

/// Another is put in its place: the old one is gone.
fn renews(body: &Body, node: NodeId, place: &Place) -> bool {
    match &body.node(node).op {
        Op::Assign(to, _) => place.is_within(to) && !to.path.contains(&Step::Elem),
        _ => false,
    }
}

/// The first use of a place on the paths from `start`.
fn used_again(model: &Model, site: Site, start: NodeId, held: &Held) -> Option<NodeId> {
    let place = &held.place;
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
    // The next turn of a loop looks at another element.
    let element = place.path.contains(&Step::Elem);
    let in_loop = body.node(site.node).in_loop;
    let renewed = |node: NodeId| renews(body, node, place);
    if renewed(start) {
        return None;
    }
    let mut after = flow::reachable_by(body, start, renewed, |_, edge| {
        let head = matches!(body.node(edge.to).op, Op::LoopHead(id) if Some(id) == in_loop);
        !(element && edge.kind == EdgeKind::Back && head)
    });
    after.insert(start);
    // What was moved into the future is lost once the next one is taken.
    if held.kind == HeldKind::Moved {
        let taken = held.taken.node;
        return after.contains(taken).then_some(taken);
    }
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
            if places().any(itself) && !only_looks(model, at, call) {
                return true;
            }
            // `timeout(limit, async { .. })`
            let polls = |arg: &Arg| {
                matches!(arg.value, Value::Body(_)) && block_uses(model, at, &arg.value, place)
            };
            if !places().any(holds) {
                return call.args.iter().any(polls);
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
        Op::Await(await_) => {
            await_.future.place.as_ref().is_some_and(itself)
                || block_uses(model, at, &await_.future.value, place)
        }
        Op::Select(select) => select.arms.iter().any(|arm| {
            arm.future.place.as_ref().is_some_and(itself)
                || block_uses(model, at, &arm.future.value, place)
        }),
        _ => false,
    }
}

/// A project's own method by `&self` that changes nothing, waits for nothing and hands nothing out: it tells a number.
fn only_looks(model: &Model, at: Site, call: &Call) -> bool {
    let program = &model.program;
    let callees = effects::callees(program, call);
    let looks = |callee: &BodyId| {
        let body = program.body(*callee);
        let by_ref = program
            .function(body.owner)
            .is_some_and(|function| function.receiver == Some(Receiver::Ref));
        by_ref && !body.is_async && model.summary(*callee).effects.is_empty()
    };
    let own = program.body(at.body);
    let tells = match own.local(call.to).ty.peel_refs() {
        Ty::Prim(_) | Ty::Unit => true,
        Ty::Adt(def, _) if program.def(*def).name == "Duration" => true,
        // What a method lends is used where that is used.
        _ => matches!(own.local(call.to).ty, Ty::Ref(..)),
    };
    call.method && tells && !callees.is_empty() && callees.iter().all(looks)
}

/// Whether an async block that is polled here takes from a place.
fn block_uses(model: &Model, at: Site, value: &Value, place: &Place) -> bool {
    let program = &model.program;
    effects::future_bodies(program, program.body(at.body), value)
        .into_iter()
        .any(|made| match made {
            Made::Block(block) => {
                let mut touched = model
                    .summary(block)
                    .effects
                    .iter()
                    .filter_map(|effect| effect.place.as_ref())
                    .chain(model.summary(block).held.iter().map(|held| &held.place));
                touched.any(|inner| {
                    effects::outward_to(program, block, at.body, inner)
                        .is_some_and(|outer| outer.overlaps(place))
                })
            }
            Made::Call(_) => false,
        })
}
