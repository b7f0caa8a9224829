//! Bodies whose futures somebody drops half-way while the program goes on, whatever those futures hold.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::{DROPPERS, Dropped, Dropper, abandoned, dropped_at, is_kept};
use crate::body::{Body, BodyId, Call, NodeId, Op, Value};
use crate::def::DefKind;
use crate::effects::{self, Does, Made, Site};
use crate::flow;
use crate::model::Model;
use crate::program::Program;
use crate::span::Span;
use crate::stub::Effect;

/// A call that may run any of more than these tells nothing of each.
const CALLEES: usize = 6;

/// More callers than this are not gone through.
const CALLERS: usize = 600;

/// Where the future of a body is dropped, or who polls it for one that is.
#[derive(Clone, Copy, Debug)]
pub struct Drops {
    /// Who drops it.
    pub by: Dropper,
    /// Where it is dropped, or given to whoever drops it.
    pub at: Site,
    /// The future there, as written.
    pub future: Span,
    /// What polls it in the body above.
    pub via: Option<Site>,
}

/// All that may be dropped.
#[derive(Debug, Default)]
pub struct Droppable(FxHashMap<BodyId, Drops>);

impl Droppable {
    /// Finds them.
    pub(crate) fn new(model: &Model) -> Self {
        let program = &model.program;
        let mut found = Self::default();
        let mut open: VecDeque<BodyId> = VecDeque::new();
        let mut add = |body: BodyId, drops: Drops, open: &mut VecDeque<BodyId>| {
            if !program.body(body).test && !found.0.contains_key(&body) {
                found.0.insert(body, drops);
                open.push_back(body);
            }
        };
        let may_drop = |does: Does| does.selects || does.effects.any(DROPPERS);
        for (id, body) in program.doing(may_drop).filter(|(_, body)| !body.test) {
            for (node, _) in body.nodes() {
                for dropped in dropped_at(program, body, node) {
                    if is_kept(body, node, dropped.value)
                        || dropped.handed_back
                        || !goes_on(program, body, node, &dropped)
                    {
                        continue;
                    }
                    let drops = Drops {
                        by: dropped.by,
                        at: Site { body: id, node },
                        future: dropped.span,
                        via: None,
                    };
                    for run in runs_of(program, body, dropped.value) {
                        add(run, drops, &mut open);
                    }
                }
            }
        }
        for (at, future, run) in abandoned::requests(model) {
            let drops = Drops {
                by: Dropper::Client,
                at,
                future,
                via: None,
            };
            add(run, drops, &mut open);
        }
        while let Some(id) = open.pop_front() {
            let Some(drops) = found.0.get(&id).copied() else {
                continue;
            };
            for (run, at) in polled_by(program, id) {
                if !program.body(run).test && !found.0.contains_key(&run) {
                    let via = Some(at);
                    found.0.insert(run, Drops { via, ..drops });
                    open.push_back(run);
                }
            }
        }
        found
    }

    /// How the future of a body comes to be dropped.
    pub fn of(&self, body: BodyId) -> Option<&Drops> {
        self.0.get(&body)
    }

    /// The calls that lead from where it is dropped to a body, outermost first.
    pub fn way_to(&self, body: BodyId) -> Vec<Site> {
        let mut way = Vec::new();
        let mut at = self.of(body).and_then(|drops| drops.via);
        while let Some(site) = at.filter(|site| !way.contains(site)) {
            way.push(site);
            at = self.of(site.body).and_then(|drops| drops.via);
        }
        way.reverse();
        way
    }
}

/// Whether a body is run for others who were not seen, by way of a function of a library that nobody here calls, or by
/// a task of which all ends are seen.
pub fn is_offered(model: &Model, id: BodyId) -> bool {
    let program = &model.program;
    let tasks: FxHashSet<BodyId> = (model.tasks.spawns.iter())
        .flat_map(|spawn| spawn.runs.iter().map(|run| run.body))
        .collect();
    let mut seen: FxHashSet<BodyId> = FxHashSet::default();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let body = program.body(id);
        if !seen.insert(id) || tasks.contains(&id) || body.test {
            continue;
        }
        if seen.len() > CALLERS {
            return false;
        }
        if let Some(parent) = body.parent {
            open.push(parent);
            continue;
        }
        let callers = model.index.callers_of(program, id);
        let from = |site: &Site| !program.body(site.body).test;
        if callers.iter().any(from) {
            open.extend(
                callers
                    .iter()
                    .filter(|site| from(site))
                    .map(|site| site.body),
            );
            continue;
        }
        let def = program.def(body.owner);
        let provided = def
            .as_fn()
            .is_some_and(|function| function.trait_def.is_some());
        if (def.public || provided) && matches!(def.kind, DefKind::Fn(_)) {
            return true;
        }
    }
    false
}

/// Whether it goes on once the future is dropped: a `select!` goes round, or its timer has won.
fn goes_on(program: &Program, body: &Body, node: NodeId, dropped: &Dropped<'_>) -> bool {
    if ends(program, body, dropped.value) {
        return false;
    }
    match dropped.by {
        Dropper::Select => {
            let round = |start: NodeId| {
                start == node || flow::reachable(body, start, |_| false).contains(node)
            };
            dropped.then.iter().any(|(start, _)| round(*start)) || times_out(program, body, node)
        }
        _ => true,
    }
}

/// What is given a deadline because it ends something has nothing to go on with.
pub(super) fn ends(program: &Program, body: &Body, value: &Value) -> bool {
    const WORDS: [&str; 8] = [
        "shutdown",
        "stop",
        "close",
        "drain",
        "terminate",
        "join",
        "finish",
        "quit",
    ];
    effects::future_bodies(program, body, value)
        .into_iter()
        .any(|made| match made {
            Made::Call(node) => match &body.node(node).op {
                Op::Call(call) => {
                    let name = call.name.as_str();
                    WORDS.iter().any(|word| name.contains(word))
                }
                _ => false,
            },
            Made::Block(_) => false,
        })
}

/// Whether an arm of a `select!` is a deadline for the others.
fn times_out(program: &Program, body: &Body, node: NodeId) -> bool {
    let Op::Select(select) = &body.node(node).op else {
        return false;
    };
    let sleeps = |call: &Call| {
        effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Sleep))
    };
    select.arms.iter().any(|arm| {
        effects::future_bodies(program, body, &arm.future.value)
            .into_iter()
            .any(|made| match made {
                Made::Call(node) => matches!(&body.node(node).op, Op::Call(call) if sleeps(call)),
                Made::Block(_) => false,
            })
    })
}

/// The bodies that are polled with the future behind a value.
fn runs_of(program: &Program, body: &Body, value: &Value) -> SmallVec<[BodyId; 2]> {
    effects::future_bodies(program, body, value)
        .into_iter()
        .flat_map(|made| match made {
            Made::Block(block) => SmallVec::from_slice(&[block]),
            Made::Call(node) => match &body.node(node).op {
                Op::Call(call) => runs_of_call(program, body, call),
                _ => SmallVec::new(),
            },
        })
        .collect()
}

fn runs_of_call(program: &Program, body: &Body, call: &Call) -> SmallVec<[BodyId; 2]> {
    let callees = effects::callees(program, call);
    if callees.len() > CALLEES {
        return SmallVec::new();
    }
    if !callees.is_empty() {
        return callees;
    }
    // A deadline within a deadline, `join_all`, `for_each(|item| async { .. })`.
    call.args
        .iter()
        .flat_map(|arg| match arg.value {
            Value::Body(inner) => SmallVec::from_slice(&[inner]),
            _ => runs_of(program, body, &arg.value),
        })
        .collect()
}

/// The bodies whose futures one body polls, and where; of a function that only makes a future, that.
fn polled_by(program: &Program, id: BodyId) -> Vec<(BodyId, Site)> {
    let body = program.body(id);
    let mut found = Vec::new();
    for (node, data) in body.nodes() {
        let at = Site { body: id, node };
        let runs = match &data.op {
            Op::Call(call) if call.awaited => runs_of_call(program, body, call),
            Op::Await(await_) => runs_of(program, body, &await_.future.value),
            Op::Select(select) => select
                .arms
                .iter()
                .flat_map(|arm| runs_of(program, body, &arm.future.value))
                .collect(),
            Op::Return(value) if !body.is_async => runs_of(program, body, value),
            _ => continue,
        };
        found.extend(runs.into_iter().map(|run| (run, at)));
    }
    found
}
