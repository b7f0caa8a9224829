//! Copied lists of children that lost members.

use std::collections::BTreeSet;

use otplint_model::body::{BodyId, BodyKind, Op};
use otplint_model::effects::Site;
use otplint_model::{Confidence, DefId, Model, Verdicts};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{HELP, META, children};
use crate::names::has_word;
use crate::story::{Story, in_production};

/// How many children make a list.
const LIST: usize = 3;

/// How many calls may lie between a list and the spawn of a member.
const DEPTH: usize = 3;

/// What a function starts, by itself or through others.
struct List {
    children: BTreeSet<DefId>,
    /// The first spawn, or the call that leads to one.
    at: Site,
    /// The functions that start some of them for it.
    through: FxHashSet<BodyId>,
}

/// Two functions that start nearly the same children: the shorter list lost members.
pub fn check(model: &Model, verdicts: &mut Verdicts) {
    let program = &model.program;
    let lists = lists(model);
    let mut all: Vec<(&BodyId, &List)> = lists
        .iter()
        .filter(|(_, list)| list.children.len() >= LIST)
        // What a function only hands on is told where it is.
        .filter(|(_, list)| {
            let mut through = list.through.iter().filter_map(|part| lists.get(part));
            through.all(|part| part.children != list.children)
        })
        .collect();
    all.sort_by_key(|(id, _)| **id);
    for (short, fewer) in &all {
        let longer = all.iter().find(|(long, more)| {
            long != short
                && more.children.len() > fewer.children.len()
                && more.children.is_superset(&fewer.children)
                && fewer.children.len() * 2 > more.children.len()
                // `start_all` calls `start_some`: nothing was copied.
                && !more.through.contains(*short)
        });
        let Some((_, more)) = longer else {
            continue;
        };
        let missing: Vec<String> = more
            .children
            .difference(&fewer.children)
            .map(|def| format!("`{}`", program.def(*def).name))
            .collect();
        let name = program.def(program.body(**short).owner).name;
        let environment = [
            "test",
            "tests",
            "testing",
            "dev",
            "development",
            "local",
            "mock",
            "staging",
        ];
        let confidence = match has_word(name.as_str(), &environment) {
            true => Confidence::Medium,
            false => Confidence::Low,
        };
        let place = model.location(fewer.at);
        let story = Story::new(model, &META, **short, place.span, confidence)
            .message(format!(
                "this list of children is another one without {}: what one starts and the other does not is missing where it \
                 is needed",
                missing.join(" and ")
            ))
            .step(more.at, "the longer list begins here")
            .help(HELP);
        verdicts.found(story.tell());
    }
}

fn lists(model: &Model) -> FxHashMap<BodyId, List> {
    let program = &model.program;
    let mut lists: FxHashMap<BodyId, List> = FxHashMap::default();
    let once = |at: Site| {
        let node = program.body(at.body).node(at.node);
        in_production(model, at.body) && node.in_loop.is_none()
    };
    for spawn in &model.tasks.spawns {
        let [run] = spawn.runs.as_slice() else {
            continue;
        };
        let body = program.body(run.body);
        let runs = match body.kind {
            BodyKind::Fn => Some(body.owner),
            _ => children::sole_callee(program, body),
        };
        if let (Some(runs), true) = (runs, once(spawn.at)) {
            let list = lists
                .entry(spawn.at.body)
                .or_insert_with(|| List::at(spawn.at));
            list.children.insert(runs);
        }
    }
    let mut below: Vec<BodyId> = lists.keys().copied().collect();
    for _ in 0..DEPTH {
        below.sort();
        let mut above: Vec<BodyId> = Vec::new();
        for id in std::mem::take(&mut below) {
            for at in model.index.callers_of(program, id) {
                let Op::Call(call) = &program.body(at.body).node(at.node).op else {
                    continue;
                };
                let runs = call.awaited || !program.body(id).is_async;
                if !runs || at.body == id || !once(*at) {
                    continue;
                }
                let (members, parts) = {
                    let list = &lists[&id];
                    (list.children.clone(), list.through.clone())
                };
                let list = lists.entry(at.body).or_insert_with(|| List::at(*at));
                let before = (list.children.len(), list.through.len());
                list.children.extend(members);
                list.through.extend(parts);
                list.through.insert(id);
                if before != (list.children.len(), list.through.len()) {
                    above.push(at.body);
                }
            }
        }
        below = above;
        below.dedup();
    }
    lists
}

impl List {
    fn at(at: Site) -> Self {
        Self {
            children: BTreeSet::new(),
            at,
            through: FxHashSet::default(),
        }
    }
}
