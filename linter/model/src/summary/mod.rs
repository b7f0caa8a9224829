//! What each body does, in terms of its parameters: computed once, bottom-up over the call graph.

mod graph;
mod held;
mod keyed;
mod track;

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::body::{Body, BodyId, Call, Callee, LocalKind, Op, Outcome, Value};
use crate::effects::{self, Made, NodeEffect, Site};
use crate::place::{Place, Root};
use crate::program::Program;
use crate::stub::Effect;
use crate::ty::Ty;
use graph::Graph;
use held::held;
pub use held::{held_by_call, held_by_value, moved_into};
pub use keyed::{Keyed, keyed, waits};
pub use track::{Tracked, carries_work, holders, track};

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
    /// Its writes to collections of others, with what they are given.
    pub keyed: Vec<Keyed>,
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
    /// The buffer, lent by somebody, in which it stands: nothing is lost while that lives.
    pub buffer: Option<Place>,
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
    /// It is a task or a process that was taken out, and would have been made to end.
    Ended(Site),
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
        let at_depth = |at: u32| (graph.depth[at as usize], at);
        let mut open: BTreeSet<(u32, u32)> =
            graph.recursive.iter().map(|at| at_depth(*at)).collect();
        for _ in 0..ROUNDS {
            let mut next = BTreeSet::new();
            while let Some((depth, _)) = open.first().copied() {
                let above = open.split_off(&(depth + 1, 0));
                let level = std::mem::replace(&mut open, above);
                let again: Vec<(u32, BodyId, Summary)> = level
                    .into_par_iter()
                    .map(|(_, at)| (at, graph.order[at as usize]))
                    .map(|(at, id)| (at, id, summarise(program, self, id)))
                    .filter(|(_, id, summary)| self.of(*id) != summary)
                    .collect();
                for (at, id, summary) in again {
                    self.by_body.insert(id, summary);
                    for parent in graph.parents[at as usize].iter().map(|at| at_depth(*at)) {
                        let is_above = parent.0 > depth;
                        let waiting = if is_above { &mut open } else { &mut next };
                        waiting.insert(parent);
                    }
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
            if held::takes(program, body, node, effect.kind)
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
    let writes = keyed::note(program, summaries, id, &mut summary);
    held(program, summaries, id, &takes, &writes, &mut summary);
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
        Ty::Unknown
        | Ty::Around(_)
        | Ty::Other
        | Ty::Param(_)
        | Ty::Projection(..)
        | Ty::Bounds(_) => true,
        Ty::Adt(def, args) => {
            let name = program.def(*def).name;
            // `Result<_, Infallible>`
            let never = args.get(1).and_then(Ty::adt);
            let never = never.is_some_and(|def| program.def(def).name == "Infallible");
            (name == "Result" || name == "Poll") && !never
        }
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
