//! What each body does, in terms of its parameters: computed once, bottom-up over the call graph.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::body::{
    Body, BodyId, Call, Callee, Edge, EdgeKind, LocalId, LocalKind, NodeId, Op, Outcome,
    SelectKind, Value,
};
use crate::effects::{self, Made, NodeEffect, Site};
use crate::flow::{self, Mention, NodeSet};
use crate::place::{Place, Root};
use crate::program::Program;
use crate::stub::{CancelSafety, Effect, Loses};
use crate::ty::Ty;

/// What a body does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// State that it changes: places that start at a parameter, a capture or a static, and effects
    /// outside the program.
    pub effects: Vec<NodeEffect>,
    /// It may return a failure.
    pub fails: bool,
    /// It may panic by `unwrap`, `expect` or `panic!`, itself or below.
    pub panics: bool,
    /// It may wait: some await in it can be pending.
    pub suspends: bool,
    /// What its future may hold alone when it is dropped.
    pub held: Vec<Held>,
    /// What it returns was taken out of this place.
    pub returns_taken: Option<(Place, Site)>,
    /// Parameters that it takes by value and still holds at some await.
    pub holds_params: Vec<u32>,
}

/// Something taken out of a place that outlives the future, and still held by the future alone at an
/// await: lost if the future is dropped there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Where it was taken from, in the terms of the body that was asked.
    pub place: Place,
    /// Where it was taken.
    pub taken: Site,
    /// Where the future may be dropped.
    pub awaited: Site,
    /// How it is lost.
    pub kind: HeldKind,
    /// The calls that lead there, outermost first.
    pub via: Vec<Site>,
}

/// How something is lost when the future that holds it is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldKind {
    /// It was taken out and is in the future's hands.
    Taken,
    /// It was taken out and would have been put back.
    PutBack(Site),
    /// A read or write that is itself lost half-way.
    Partial,
    /// It was moved into the future by the body that drops it.
    Moved,
    /// Its counterpart, at this site, would have been updated with it.
    Torn(Site),
    /// The callee's documentation says that its future must not be dropped.
    Documented,
}

/// The summaries of all bodies.
#[derive(Debug, Default)]
pub struct Summaries {
    by_body: FxHashMap<BodyId, Summary>,
    empty: Summary,
}

/// A summary lists at most this many effects and held things: beyond that nobody reads them, and
/// fixpoints stay cheap.
const MOST: usize = 24;

/// Recursive functions are summarised this often at most; each round tells one more turn.
const ROUNDS: u32 = 3;

/// Chains of helpers longer than this are not told.
const DEPTH: usize = 6;

impl Summaries {
    /// Summarises all bodies.
    pub fn new(program: &Program) -> Self {
        let mut summaries = Self::default();
        let graph = Graph::new(program);
        // Bodies of one level know nothing of each other: they are summarised side by side.
        for level in graph.levels() {
            let done: Vec<(BodyId, Summary)> = level
                .into_par_iter()
                .map(|id| (id, summarise(program, &summaries, id)))
                .filter(|(_, summary)| *summary != Summary::default())
                .collect();
            summaries.by_body.extend(done);
        }
        summaries.settle(program, &graph);
        summaries
    }

    /// Summarises recursive functions, and what hangs on them, until nothing changes.
    fn settle(&mut self, program: &Program, graph: &Graph) {
        let mut open: BTreeSet<u32> = graph.recursive.iter().copied().collect();
        for _ in 0..ROUNDS {
            let mut next = BTreeSet::new();
            while let Some(at) = open.pop_first() {
                let id = graph.order[at as usize];
                let summary = summarise(program, self, id);
                if self.of(id) == &summary {
                    continue;
                }
                self.by_body.insert(id, summary);
                for parent in &graph.parents[at as usize] {
                    if *parent > at {
                        open.insert(*parent)
                    } else {
                        next.insert(*parent)
                    };
                }
            }
            open = next;
        }
    }

    /// The summary of a body.
    pub fn of(&self, body: BodyId) -> &Summary {
        self.by_body.get(&body).unwrap_or(&self.empty)
    }
}

/// The bodies that a body runs or makes.
fn children(program: &Program, body: &Body) -> Vec<BodyId> {
    let mut found = Vec::new();
    for node in &body.nodes {
        if let Op::Call(call) = &node.op {
            found.extend(effects::callees(program, call));
        }
        flow::uses(&node.op, |value| {
            if let Value::Body(inner) = value {
                found.push(*inner);
            }
        });
    }
    found
}

/// Who runs or makes whom.
struct Graph {
    /// Callees before callers, as far as there are no cycles.
    order: Vec<BodyId>,
    /// By position in `order`: the positions of those that run or make it.
    parents: Vec<Vec<u32>>,
    /// By position in `order`: the longest way down.
    depth: Vec<u32>,
    /// Positions of bodies that reach themselves.
    recursive: Vec<u32>,
}

impl Graph {
    fn new(program: &Program) -> Self {
        let ids: Vec<BodyId> = program.bodies().map(|(id, _)| id).collect();
        let children: FxHashMap<BodyId, Vec<BodyId>> = ids
            .par_iter()
            .map(|id| (*id, children(program, program.body(*id))))
            .collect();
        let order = bottom_up(&ids, &children);
        let positions: FxHashMap<BodyId, u32> = order
            .iter()
            .enumerate()
            .map(|(position, id)| (*id, position as u32))
            .collect();
        let mut parents = vec![Vec::new(); order.len()];
        let mut depth = vec![0; order.len()];
        let mut recursive = Vec::new();
        for (position, id) in order.iter().enumerate() {
            let mut cyclic = false;
            for child in &children[id] {
                let Some(&child) = positions.get(child) else {
                    continue;
                };
                parents[child as usize].push(position as u32);
                if (child as usize) < position {
                    depth[position] = depth[position].max(depth[child as usize] + 1);
                } else {
                    cyclic = true;
                }
            }
            if cyclic {
                recursive.push(position as u32);
            }
        }
        Self {
            order,
            parents,
            depth,
            recursive,
        }
    }

    fn levels(&self) -> Vec<Vec<BodyId>> {
        let deepest = self
            .depth
            .iter()
            .max()
            .map_or(0, |deepest| *deepest as usize + 1);
        let mut levels = vec![Vec::new(); deepest];
        for (id, depth) in self.order.iter().zip(&self.depth) {
            levels[*depth as usize].push(*id);
        }
        levels
    }
}

fn bottom_up(ids: &[BodyId], children: &FxHashMap<BodyId, Vec<BodyId>>) -> Vec<BodyId> {
    let mut order = Vec::with_capacity(ids.len());
    let mut seen: FxHashSet<BodyId> = FxHashSet::default();
    for root in ids {
        let mut open = vec![(*root, false)];
        while let Some((id, done)) = open.pop() {
            if done {
                order.push(id);
                continue;
            }
            if !seen.insert(id) {
                continue;
            }
            open.push((id, true));
            let next = children.get(&id).into_iter().flatten();
            open.extend(
                next.filter(|child| !seen.contains(child))
                    .map(|child| (*child, false)),
            );
        }
    }
    order
}

fn summarise(program: &Program, summaries: &Summaries, id: BodyId) -> Summary {
    let body = program.body(id);
    let mut summary = Summary::default();
    let mut takes = Vec::new();
    for (node, data) in body.nodes() {
        let at = Site { body: id, node };
        match &data.op {
            Op::Fail(_) => summary.fails = true,
            Op::Panic => summary.panics = true,
            Op::Call(call) => note_call(program, summaries, body, call, &mut summary),
            Op::Await(await_) => {
                let made = effects::future_bodies(program, body, &await_.future.value);
                summary.suspends |= made.is_empty()
                    || made.iter().any(|made| match made {
                        Made::Block(block) => summaries.of(*block).suspends,
                        Made::Call(node) => match &body.node(*node).op {
                            Op::Call(call) => call_suspends(program, summaries, call),
                            _ => true,
                        },
                    });
                for made in &made {
                    if let Made::Block(block) = made {
                        summary.fails |=
                            await_.outcome == Outcome::Propagated && summaries.of(*block).fails;
                        summary.panics |= summaries.of(*block).panics;
                    }
                }
            }
            Op::Select(_) => summary.suspends = true,
            _ => {}
        }
        if !matches!(data.op, Op::Assign(..) | Op::Call(_) | Op::Await(_)) {
            continue;
        }
        for effect in effects::of_node(program, summaries, at) {
            if self::takes(effect.kind)
                && effect.at == at
                && effect
                    .place
                    .as_ref()
                    .is_some_and(|place| starts_outside(body, place))
            {
                takes.push((node, effect.clone()));
            }
            let kept = match &effect.place {
                Some(place) => starts_outside(body, place) || effects::leaves_program(effect.kind),
                None => true,
            };
            if effects::changes(effect.kind) && kept && summary.effects.len() < MOST {
                let place = effect.place.filter(|place| starts_outside(body, place));
                let effect = NodeEffect { place, ..effect };
                if !summary
                    .effects
                    .iter()
                    .any(|known| known.kind == effect.kind && known.place == effect.place)
                {
                    summary.effects.push(effect);
                }
            }
        }
    }
    held(program, summaries, id, &takes, &mut summary);
    summary
}

fn note_call(
    program: &Program,
    summaries: &Summaries,
    body: &Body,
    call: &Call,
    summary: &mut Summary,
) {
    let attrs = effects::attrs_of(program, call);
    if let Some(attrs) = attrs {
        summary.panics |= attrs.has(Effect::Panics);
    }
    let callees = effects::callees(program, call);
    let runs = |callee: &BodyId| !program.body(*callee).is_async || call.awaited;
    if call.outcome == Outcome::Propagated {
        let known =
            matches!(call.callee, Callee::Known(_) | Callee::Body(_)) && !callees.is_empty();
        summary.fails |= match known {
            true => callees.iter().any(|callee| summaries.of(*callee).fails),
            false => may_be_failure(program, &body.local(call.to).ty),
        };
    }
    summary.panics |= callees
        .iter()
        .filter(|callee| runs(callee))
        .any(|callee| summaries.of(*callee).panics);
    if effects::runs_closures(program, call) {
        for arg in &call.args {
            if let Value::Body(closure) = arg.value
                && !program.body(closure).is_async
            {
                summary.panics |= summaries.of(closure).panics;
            }
        }
    }
    summary.suspends |= call.awaited && call_suspends(program, summaries, call);
}

/// Whether a value of this type can be a failure.
pub fn may_be_failure(program: &Program, ty: &Ty) -> bool {
    match ty.peel_refs() {
        Ty::Unknown | Ty::Other | Ty::Param(_) | Ty::Projection(..) | Ty::Bounds(_) => true,
        Ty::Adt(def, _) => program.def(*def).name == "Result" || program.def(*def).name == "Poll",
        _ => false,
    }
}

/// Whether the future of a call may wait, as far as is seen.
pub fn may_wait(program: &Program, summaries: &Summaries, call: &Call) -> bool {
    call_suspends(program, summaries, call)
}

fn call_suspends(program: &Program, summaries: &Summaries, call: &Call) -> bool {
    let callees = effects::callees(program, call);
    callees.is_empty() || callees.iter().any(|callee| summaries.of(*callee).suspends)
}

/// Whether a place lives on when the body ends.
pub fn starts_outside(body: &Body, place: &Place) -> bool {
    match place.root {
        Root::Static(_) => true,
        Root::Local(local) => matches!(
            body.local(local).kind,
            LocalKind::Param(_) | LocalKind::Capture(_)
        ),
    }
}

/// Whether what a place starts at is shared or borrowed, so that it outlives a body that took it as
/// a parameter.
pub fn outlives(program: &Program, body: &Body, place: &Place) -> bool {
    match place.root {
        Root::Static(_) => true,
        Root::Local(local) => {
            let data = body.local(local);
            match data.kind {
                LocalKind::Param(_) => {
                    matches!(data.ty, Ty::Ref(..)) || {
                        use crate::stub::TypeWord;
                        let adt = program.adt(&data.ty);
                        adt.is_some_and(|(_, adt)| {
                            [TypeWord::Pointer, TypeWord::Sender, TypeWord::Address]
                                .into_iter()
                                .any(|word| adt.attrs.is(word))
                        })
                    }
                }
                LocalKind::Capture(_) => true,
                LocalKind::Variable | LocalKind::Temporary => false,
            }
        }
    }
}

/// Finds what the future holds alone at its awaits.
fn held(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    takes: &[(NodeId, NodeEffect)],
    summary: &mut Summary,
) {
    let body = program.body(id);
    for (node, effect) in takes {
        let Some(place) = &effect.place else { continue };
        // What a future takes is taken where the future is polled to its end, not where it is made.
        let Some((since, mut holders)) = received_at(program, body, *node) else {
            continue;
        };
        holders.retain(|holder| may_carry_work(&body.local(*holder).ty));
        let plain = |holder: &LocalId| !carries_work(&body.local(*holder).ty);
        let named = holders
            .iter()
            .any(|holder| body.local(*holder).name.is_some());
        if (!named && holders.iter().all(plain)) || !outlives(program, body, place) {
            continue;
        }
        let tracked = track(program, summaries, body, since, &holders);
        let taken = Site {
            body: id,
            node: *node,
        };
        let kind = kind_of(program, summaries, id, place, &tracked);
        for awaited in tracked.awaits {
            push_held(
                summary,
                Held {
                    place: place.clone(),
                    taken,
                    awaited: Site {
                        body: id,
                        node: awaited,
                    },
                    kind,
                    via: Vec::new(),
                },
            );
        }
        if tracked.returned && summary.returns_taken.is_none() {
            summary.returns_taken = Some((place.clone(), taken));
        }
    }
    torn(program, summaries, id, summary);
    // What a helper takes and returns is held here.
    for (node, call) in body.calls() {
        for callee in effects::callees(program, call) {
            if program.body(callee).is_async && !call.awaited {
                continue;
            }
            let Some((place, taken)) = &summaries.of(callee).returns_taken else {
                continue;
            };
            let Some(place) = effects::translate(program, callee, call, place) else {
                continue;
            };
            if !outlives(program, body, &place) || !carries_work(&body.local(call.to).ty) {
                continue;
            }
            let tracked = track(program, summaries, body, node, &[call.to]);
            let kind = kind_of(program, summaries, id, &place, &tracked);
            for awaited in tracked.awaits {
                push_held(
                    summary,
                    Held {
                        place: place.clone(),
                        taken: *taken,
                        awaited: Site {
                            body: id,
                            node: awaited,
                        },
                        kind,
                        via: vec![Site { body: id, node }],
                    },
                );
            }
            if tracked.returned && summary.returns_taken.is_none() {
                summary.returns_taken = Some((place, *taken));
            }
        }
    }
    // What the futures awaited here hold, they hold for this one too.
    for (node, data) in body.nodes() {
        let at = Site { body: id, node };
        match &data.op {
            Op::Call(call) if call.awaited => {
                for held in held_by_call(program, summaries, at, call) {
                    if outlives(program, body, &held.place) {
                        push_held(summary, held);
                    }
                }
            }
            Op::Await(await_) => {
                for held in held_by_value(program, summaries, id, &await_.future.value) {
                    if outlives(program, body, &held.place) {
                        push_held(summary, held);
                    }
                }
            }
            // Whoever drops this future drops those of the arms with it.
            Op::Select(select) => {
                for arm in &select.arms {
                    for held in held_by_value(program, summaries, id, &arm.future.value) {
                        if outlives(program, body, &held.place) {
                            push_held(summary, held);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for (index, param) in body.params.iter().enumerate() {
        let ty = &body.local(*param).ty;
        if matches!(ty, Ty::Ref(..) | Ty::Unknown) || !carries_work(ty) || !body.is_async {
            continue;
        }
        let tracked = track(program, summaries, body, NodeId(0), &[*param]);
        if !tracked.awaits.is_empty() {
            summary.holds_params.push(index as u32);
        }
    }
}

/// Two collections updated by one key, with an await between the two.
fn torn(program: &Program, summaries: &Summaries, id: BodyId, summary: &mut Summary) {
    let body = program.body(id);
    if !body.is_async {
        return;
    }
    let mut keyed: Vec<(NodeId, Place, Place)> = Vec::new();
    for (node, call) in body.calls() {
        let Some(attrs) = effects::attrs_of(program, call) else {
            continue;
        };
        let writes = attrs.has(Effect::Insert) || attrs.has(Effect::Remove);
        let (true, Some(index)) = (writes, attrs.key) else {
            continue;
        };
        let key = call
            .args
            .get(usize::from(index) + usize::from(call.method))
            .and_then(|arg| arg.place.clone());
        let key = key.map(|key| flow::origin(body, &key));
        let place = call.args.first().and_then(|arg| arg.place.clone());
        if let (Some(key), Some(place)) = (key, place)
            && key.as_local().is_some()
            && outlives(program, body, &place)
            && !place.path.is_empty()
        {
            keyed.push((node, place, key));
        }
    }
    for (first, place, key) in &keyed {
        for (second, other, other_key) in &keyed {
            if first == second || key != other_key || place.overlaps(other) {
                continue;
            }
            let between = flow::reachable(body, *first, |node| node == *second);
            if !between.contains(*second) {
                continue;
            }
            let waits = between.iter().find(|node| match &body.node(*node).op {
                Op::Call(call) => call.awaited && call_suspends(program, summaries, call),
                Op::Await(_) | Op::Select(_) => true,
                _ => false,
            });
            // The await must lead on to the second write.
            let waits =
                waits.filter(|node| flow::reachable(body, *node, |_| false).contains(*second));
            if let Some(awaited) = waits {
                push_held(
                    summary,
                    Held {
                        place: place.clone(),
                        taken: Site {
                            body: id,
                            node: *first,
                        },
                        awaited: Site {
                            body: id,
                            node: awaited,
                        },
                        kind: HeldKind::Torn(Site {
                            body: id,
                            node: *second,
                        }),
                        via: Vec::new(),
                    },
                );
            }
        }
    }
}

/// Whether what was taken is put back where it came from.
fn kind_of(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    place: &Place,
    tracked: &Tracked,
) -> HeldKind {
    for node in &tracked.delivered {
        let at = Site {
            body: id,
            node: *node,
        };
        let back = effects::of_node(program, summaries, at)
            .into_iter()
            .find(|effect| {
                matches!(effect.kind, Effect::Put | Effect::Insert | Effect::Write)
                    && effect.place.as_ref().is_some_and(|to| to.overlaps(place))
            });
        if back.is_some() {
            return HeldKind::PutBack(at);
        }
    }
    HeldKind::Taken
}

fn push_held(summary: &mut Summary, held: Held) {
    let known = summary
        .held
        .iter()
        .any(|known| known.place == held.place && known.taken == held.taken);
    if summary.held.len() < MOST && !known {
        summary.held.push(held);
    }
}

/// What the future of a call may hold alone, in the caller's terms.
pub fn held_by_call(program: &Program, summaries: &Summaries, at: Site, call: &Call) -> Vec<Held> {
    let mut found = Vec::new();
    for callee in effects::callees(program, call) {
        for held in &summaries.of(callee).held {
            if held.via.len() >= DEPTH {
                continue;
            }
            let place = match call.callee == Callee::Body(callee) {
                true => effects::outward_to(program, callee, at.body, &held.place),
                false => effects::translate(program, callee, call, &held.place),
            };
            if let Some(place) = place {
                let mut via = vec![at];
                via.extend(&held.via);
                found.push(Held {
                    place,
                    via,
                    ..held.clone()
                });
            }
        }
    }
    if let Callee::Known(defs) = &call.callee {
        let documented = defs.iter().any(|def| {
            program.body_of.contains_key(def)
                && program
                    .function(*def)
                    .is_some_and(|function| function.claims_not_cancel_safe)
        });
        if documented
            && found.is_empty()
            && let Some(place) = call.args.first().and_then(|arg| arg.place.clone())
        {
            found.push(Held {
                place,
                taken: at,
                awaited: at,
                kind: HeldKind::Documented,
                via: Vec::new(),
            });
        }
    }
    // A deadline holds what the future under it holds.
    if let Some(attrs) = effects::attrs_of(program, call)
        && attrs.has(Effect::Timeout)
    {
        let index = attrs
            .future
            .map_or(0, |index| usize::from(index) + usize::from(call.method));
        if let Some(arg) = call.args.get(index) {
            found.extend(held_by_value(program, summaries, at.body, &arg.value));
        }
    }
    if let Some(attrs) = effects::attrs_of(program, call)
        && attrs.cancel == Some(CancelSafety::Unsafe)
        && attrs.loses == Some(Loses::SelfState)
        && let Some(place) = call.args.first().and_then(|arg| arg.place.clone())
    {
        found.push(Held {
            place,
            taken: at,
            awaited: at,
            kind: HeldKind::Partial,
            via: Vec::new(),
        });
    }
    found
}

/// What a body itself took, and moves into the future behind a value: only that future has it from then on.
pub fn moved_into(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    value: &Value,
) -> Vec<Held> {
    let body = program.body(id);
    let mut found = Vec::new();
    for made in effects::future_bodies(program, body, value) {
        let Made::Call(made) = made else { continue };
        let Op::Call(call) = &body.node(made).op else {
            continue;
        };
        let by_value: SmallVec<[LocalId; 2]> = call
            .args
            .iter()
            .enumerate()
            .filter(|(index, _)| future_holds(program, summaries, call, *index))
            .flat_map(|(_, arg)| flow::locals_moved(&arg.value))
            .collect();
        if by_value.is_empty() {
            continue;
        }
        for (node, effect) in taken_in(program, summaries, id) {
            let Some(place) = effect.place else { continue };
            let Some((since, holders)) = received_at(program, body, node) else {
                continue;
            };
            if holders.is_empty()
                || !holders
                    .iter()
                    .all(|holder| may_carry_work(&body.local(*holder).ty))
            {
                continue;
            }
            let tracked = track(program, summaries, body, since, &holders);
            if by_value.iter().any(|local| tracked.holders.contains(local)) {
                found.push(Held {
                    place,
                    taken: Site { body: id, node },
                    awaited: Site {
                        body: id,
                        node: made,
                    },
                    kind: HeldKind::Moved,
                    via: Vec::new(),
                });
            }
        }
    }
    found
}

/// The nodes of a body that take something out of a place, themselves or through what they call.
fn taken_in(program: &Program, summaries: &Summaries, id: BodyId) -> Vec<(NodeId, NodeEffect)> {
    let body = program.body(id);
    let mut found = Vec::new();
    for (node, data) in body.nodes() {
        if !matches!(data.op, Op::Call(_) | Op::Await(_)) {
            continue;
        }
        let at = Site { body: id, node };
        let own = effects::of_node(program, summaries, at)
            .into_iter()
            .find(|effect| takes(effect.kind) && effect.at == at);
        found.extend(own.map(|effect| (node, effect)));
    }
    found
}

/// What is drained is taken too; whoever only clears gets nothing.
fn takes(kind: Effect) -> bool {
    matches!(
        kind,
        Effect::Take | Effect::Remove | Effect::Clear | Effect::Recv | Effect::TryRecv
    )
}

/// What the future behind a value may hold alone, in the terms of the body that has the value.
pub fn held_by_value(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    value: &Value,
) -> Vec<Held> {
    let body = program.body(id);
    let mut found = Vec::new();
    for made in effects::future_bodies(program, body, value) {
        match made {
            Made::Block(block) => {
                for held in &summaries.of(block).held {
                    if let Some(place) = effects::outward_to(program, block, id, &held.place) {
                        found.push(Held {
                            place,
                            ..held.clone()
                        });
                    }
                }
            }
            Made::Call(node) => {
                if let Op::Call(call) = &body.node(node).op {
                    found.extend(held_by_call(
                        program,
                        summaries,
                        Site { body: id, node },
                        call,
                    ));
                }
            }
        }
    }
    found
}

/// As [`carries_work`], for values of which it is known that they came out of something: their type may be any.
fn may_carry_work(ty: &Ty) -> bool {
    match ty.peel_refs() {
        Ty::Unit | Ty::Never | Ty::Prim(_) => false,
        Ty::Adt(_, args) => args.first() != Some(&Ty::Unit),
        _ => true,
    }
}

/// Numbers, flags and units are no work that could be lost.
pub fn carries_work(ty: &Ty) -> bool {
    match ty.peel_refs() {
        Ty::Unit | Ty::Never | Ty::Prim(_) | Ty::Unknown | Ty::Other => false,
        Ty::Adt(_, args) if args.len() == 1 => !matches!(args[0], Ty::Unit | Ty::Prim(_)),
        // `Result<(), E>` brings nothing.
        Ty::Adt(_, args) => args.first() != Some(&Ty::Unit),
        _ => true,
    }
}

/// The node from which on the result of a call is in hand, and the locals that have it: another node than the call
/// where the call only makes a future. `None` where it is never polled here.
fn received_at(
    program: &Program,
    body: &Body,
    made: NodeId,
) -> Option<(NodeId, SmallVec<[LocalId; 1]>)> {
    let mut at = made;
    let mut holder = result_of(body, made)?;
    for _ in 0..DEPTH {
        let is_future = match &body.node(at).op {
            Op::Call(call) => !call.awaited && matches!(body.local(holder).ty, Ty::Future(_)),
            _ => at != made && matches!(body.local(holder).ty, Ty::Future(_)),
        };
        if !is_future {
            return Some((at, [holder].into()));
        }
        let (before, current) = (at, holder);
        let holds = |local: LocalId| local == current;
        let moved = |value: &Value| flow::mentions(value, &holds) != Mention::No;
        for (node, data) in body.nodes().filter(|(node, _)| *node != before) {
            let found = match &data.op {
                Op::Select(select) if select.kind == SelectKind::Select => {
                    match select.arms.iter().find(|arm| moved(&arm.future.value)) {
                        Some(arm) => return Some((arm.body, bound_by(body, arm.body, &moved))),
                        None => None,
                    }
                }
                Op::Call(call) if call.args.iter().any(|arg| moved(&arg.value)) => {
                    let known = effects::attrs_of(program, call).is_some_and(|attrs| {
                        attrs.has(Effect::WrapsFuture) || attrs.has(Effect::Timeout)
                    });
                    known.then_some(call.to)
                }
                Op::Await(await_) if moved(&await_.future.value) => {
                    return Some((node, [await_.to].into()));
                }
                Op::Assign(to, value) if moved(value) => to.as_local(),
                _ => None,
            };
            if let Some(local) = found {
                (at, holder) = (node, local);
                break;
            }
        }
        if at == before {
            return None;
        }
    }
    None
}

/// The names that the pattern of an arm gives to what came: the arm's body begins with them.
fn bound_by(body: &Body, start: NodeId, moved: &impl Fn(&Value) -> bool) -> SmallVec<[LocalId; 1]> {
    let mut found = SmallVec::new();
    let mut at = start;
    while let [edge] = body.node(at).next.as_slice() {
        at = edge.to;
        match &body.node(at).op {
            Op::Assign(to, value) if moved(value) => found.extend(to.as_local()),
            _ => break,
        }
    }
    found
}

fn result_of(body: &Body, node: NodeId) -> Option<LocalId> {
    match &body.node(node).op {
        Op::Call(call) => Some(call.to),
        Op::Await(await_) => Some(await_.to),
        _ => None,
    }
}

/// Where a value goes.
#[derive(Debug, Default)]
pub struct Tracked {
    /// Awaits at which it is still held and still needed.
    pub awaits: Vec<NodeId>,
    /// It, or something made of it, is returned.
    pub returned: bool,
    /// Nodes that deliver it: put back, sent, stored.
    pub delivered: Vec<NodeId>,
    /// The locals that have it at some time.
    pub holders: Vec<LocalId>,
}

/// Follows a value from a node on, through variables and conversions.
pub fn track(
    program: &Program,
    summaries: &Summaries,
    body: &Body,
    from: NodeId,
    start: &[LocalId],
) -> Tracked {
    let mut holders = vec![false; body.locals.len()];
    for local in start {
        holders[local.0 as usize] = true;
    }
    // Holders are found without regard to order: each local has one meaning in nearly all code.
    let after = flow::reachable(body, from, |_| false);
    loop {
        let mut grown = false;
        for node in after.iter() {
            let holds = |local: LocalId| holders[local.0 as usize];
            let target = match &body.node(node).op {
                Op::Assign(to, value) => {
                    match (to.as_local(), mentions_work(body, value, &holds)) {
                        (Some(local), Mention::ByValue) if is_own(body, local) => Some(local),
                        _ => None,
                    }
                }
                Op::Call(call) if !call.awaited => {
                    let moved = call
                        .args
                        .iter()
                        .any(|arg| mentions_work(body, &arg.value, &holds) == Mention::ByValue);
                    if let (true, Some(into)) = (moved, filled(program, body, call)) {
                        grown |= !std::mem::replace(&mut holders[into.0 as usize], true);
                        continue;
                    }
                    let converts = moved
                        && carries_work(&body.local(call.to).ty)
                        && !delivers(program, summaries, call);
                    converts.then_some(call.to)
                }
                _ => None,
            };
            if let Some(local) = target {
                grown |= !std::mem::replace(&mut holders[local.0 as usize], true);
            }
        }
        if !grown {
            break;
        }
    }
    let holds = |local: LocalId| holders[local.0 as usize];
    let mut tracked = Tracked {
        holders: (0..holders.len() as u32)
            .map(LocalId)
            .filter(|local| holds(*local))
            .collect(),
        ..Tracked::default()
    };
    for node in after.iter() {
        let data = body.node(node);
        match &data.op {
            Op::Assign(to, value)
                if mentions_work(body, value, &holds) == Mention::ByValue
                    && !to.as_local().is_some_and(|local| is_own(body, local)) =>
            {
                tracked.delivered.push(node);
            }
            Op::Call(call) => {
                let moved = call
                    .args
                    .iter()
                    .any(|arg| mentions_work(body, &arg.value, &holds) == Mention::ByValue);
                if moved
                    && filled(program, body, call).is_none()
                    && (call.awaited
                        || !carries_work(&body.local(call.to).ty)
                        || delivers(program, summaries, call))
                {
                    tracked.delivered.push(node);
                }
            }
            Op::Return(value) => {
                tracked.returned |= mentions_work(body, value, &holds) == Mention::ByValue
            }
            Op::Await(await_)
                if mentions_work(body, &await_.future.value, &holds) == Mention::ByValue =>
            {
                tracked.delivered.push(node);
            }
            _ => {}
        }
    }
    let mut delivered = NodeSet::new(body);
    for node in &tracked.delivered {
        delivered.insert(*node);
    }
    // Where a loop takes again, the old value is gone; where there was nothing to take, nothing is held.
    let nothing = |node: NodeId, edge: &Edge| {
        edge.kind == EdgeKind::Failure
            && matches!(&body.node(node).op, Op::Branch(value)
                if flow::locals_moved(value).iter().any(|local| start.contains(local)))
    };
    let held = flow::reachable_by(
        body,
        from,
        |node| node == from || delivered.contains(node),
        |node, edge| !nothing(node, edge),
    );
    for node in held.iter() {
        let data = body.node(node);
        let (waits, inside) = match &data.op {
            Op::Call(call) if call.awaited => {
                let inside = call.args.iter().enumerate().any(|(index, arg)| {
                    mentions_work(body, &arg.value, &holds) == Mention::ByValue
                        && future_holds(program, summaries, call, index)
                });
                (call_suspends(program, summaries, call), inside)
            }
            Op::Await(await_) => (
                true,
                mentions_work(body, &await_.future.value, &holds) == Mention::ByValue,
            ),
            Op::Select(_) => (true, false),
            _ => (false, false),
        };
        if !waits {
            continue;
        }
        // Where one part is handed over, another may still be here.
        let gone = match delivered.contains(node) {
            true => moved_at(&data.op),
            false => Vec::new(),
        };
        let rest = |local: LocalId| {
            holds(local)
                && !gone.contains(&local)
                && (gone.is_empty() || carries_work(&body.local(local).ty))
        };
        let needed = inside || {
            let later = flow::reachable(body, node, |next| next == from);
            later
                .iter()
                .any(|next| next != from && uses_any(body, next, &rest))
        };
        if needed {
            tracked.awaits.push(node);
        }
    }
    tracked
}

/// The locals that a node takes by value.
fn moved_at(op: &Op) -> Vec<LocalId> {
    let mut moved = Vec::new();
    flow::uses(op, |value| moved.extend(flow::locals_moved(value)));
    moved
}

/// The variable of this body that a call puts something into: a batch that is still in the same hands.
fn filled(program: &Program, body: &Body, call: &Call) -> Option<LocalId> {
    let attrs = effects::attrs_of(program, call)?;
    let place = call.args.first()?.place.as_ref()?;
    let local = place.as_local()?;
    let own = is_own(body, local) && body.local(local).stands_for.is_none();
    (attrs.has(Effect::Insert) && call.method && own).then_some(local)
}

fn uses_any(body: &Body, node: NodeId, holds: &impl Fn(LocalId) -> bool) -> bool {
    let mut used = false;
    let op = &body.node(node).op;
    // A branch only looks; a log line only tells.
    if !matches!(op, Op::Branch(_)) {
        flow::uses(op, |value| {
            used |= mentions_work(body, value, holds) != Mention::No
        });
    }
    used
}

/// A mention that moves a number or a flag out of a value takes no work along.
fn mentions_work(body: &Body, value: &Value, holds: &impl Fn(LocalId) -> bool) -> Mention {
    let mention = flow::mentions(value, holds);
    if let (Mention::ByValue, Value::Use(place)) = (mention, value)
        && let (Some(local), true) = (place.as_local(), place.path.is_empty())
        && matches!(body.local(local).ty, Ty::Ref(..))
        && body.local(local).stands_for.is_some()
    {
        return Mention::ByRef;
    }
    mention
}

fn is_own(body: &Body, local: LocalId) -> bool {
    matches!(
        body.local(local).kind,
        LocalKind::Variable | LocalKind::Temporary
    )
}

/// Whether a call that gets the value puts it somewhere that lives on.
fn delivers(program: &Program, summaries: &Summaries, call: &Call) -> bool {
    let safe = |kind: Effect| {
        matches!(
            kind,
            Effect::Insert
                | Effect::Put
                | Effect::Send
                | Effect::TrySend
                | Effect::Reply
                | Effect::StoreWrite
                | Effect::Spawn
                | Effect::SpawnLocal
                | Effect::SpawnBlocking
                | Effect::SpawnThread
                | Effect::Drop
        )
    };
    if effects::attrs_of(program, call)
        .is_some_and(|attrs| attrs.effects.iter().any(|kind| safe(*kind)))
    {
        return true;
    }
    effects::callees(program, call).iter().any(|callee| {
        summaries
            .of(*callee)
            .effects
            .iter()
            .any(|effect| safe(effect.kind))
    })
}

/// Whether the future of a call holds an argument that was moved into it while it waits.
fn future_holds(program: &Program, summaries: &Summaries, call: &Call, index: usize) -> bool {
    let callees = effects::callees(program, call);
    if !callees.is_empty() {
        return callees
            .iter()
            .any(|callee| summaries.of(*callee).holds_params.contains(&(index as u32)));
    }
    let Some(attrs) = effects::attrs_of(program, call) else {
        return true;
    };
    match attrs.loses {
        Some(Loses::Arg) => attrs
            .value
            .is_none_or(|value| usize::from(value) + usize::from(call.method) == index),
        Some(Loses::Nothing) => false,
        Some(Loses::SelfState) | None => true,
    }
}
