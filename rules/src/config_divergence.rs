//! `config-divergence`: supervision that differs between tests and production.

use std::collections::BTreeSet;

use otplint_model::body::{Body, BodyId, BodyKind, Choice, ChoiceWay, NodeId, Op, Value};
use otplint_model::effects::{self, Site};
use otplint_model::processes;
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{
    Confidence, DefId, DefKind, Finding, Location, Model, Program, Reason, Severity, Ty, Verdicts,
    tasks, timers,
};
use rustc_hash::FxHashMap;

use crate::names::has_word;
use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct ConfigDivergence;

static META: Meta = Meta {
    id: "config-divergence",
    summary: "children, deadlines or restart limits that differ between tests and production",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::supervisor::Supervisor",
    page: include_str!("../docs/config-divergence.md"),
};

impl Rule for ConfigDivergence {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        for (id, body) in model.program.doing(|does| does.chooses) {
            if !in_production(model, id) {
                continue;
            }
            for choice in &body.choices {
                let place = Location {
                    file: body.file,
                    span: choice.at,
                };
                if let Some(judged) = judge(model, id, choice) {
                    verdicts.judged(place, judged);
                }
            }
        }
        alternatives(model, verdicts);
        copied_lists(model, verdicts);
    }
}

/// What a way sets.
#[derive(Default)]
struct Sets {
    /// The tasks and processes that it starts, by what they run.
    children: BTreeSet<String>,
    /// The lengths of time that it names, in milliseconds.
    lengths: BTreeSet<u64>,
    /// The options of supervision that it names: variants and limits.
    limits: BTreeSet<String>,
    /// It ends the body here.
    leaves: bool,
    /// Where the first child is started.
    first: Option<NodeId>,
}

fn judge(model: &Model, id: BodyId, choice: &Choice) -> Option<Result<Finding, Reason>> {
    let body = model.program.body(id);
    let mut sets: Vec<Sets> = choice.ways.iter().map(|way| sets(model, id, way)).collect();
    // `if testing { return; }`: what comes after is the other way.
    if let [first, second] = sets.as_mut_slice()
        && first.leaves
        && !second.leaves
        && second.children.is_empty()
    {
        let last = choice.ways.last()?;
        let rest = ChoiceWay {
            from: last.to,
            to: NodeId(body.nodes.len() as u32),
            ..last.clone()
        };
        *second = self::sets(model, id, &rest);
        second.lengths.clear();
        second.limits.clear();
    }
    let most = sets.iter().max_by_key(|one| one.children.len())?;
    let least = sets.iter().min_by_key(|one| one.children.len())?;
    if most.children.len() != least.children.len() {
        let missing: Vec<&String> = most.children.difference(&least.children).collect();
        if least.children.difference(&most.children).next().is_some() {
            return Some(Err(
                "each way starts its own: doubles of the same children".into()
            ));
        }
        let verb = if missing.len() > 1 { "run" } else { "runs" };
        let what = missing
            .into_iter()
            .cloned()
            .collect::<Vec<String>>()
            .join(" and ");
        let message = format!(
            "{what} {verb} only on one side of `{}`: what is tested is not the set of processes that runs in production, \
             and nobody sees how they fail together",
            choice.asked
        );
        let mut story = tell(model, id, choice, message);
        if let Some(first) = most.first {
            let at = Site {
                body: id,
                node: first,
            };
            story = story.step(at, "it is started here");
        }
        return Some(Ok(story.help(HELP).tell()));
    }
    if sets.len() < 2 || sets.iter().any(|one| one.lengths.len() > 1) {
        return None;
    }
    let lengths: BTreeSet<u64> = sets
        .iter()
        .flat_map(|one| one.lengths.iter().copied())
        .collect();
    if lengths.len() > 1 && sets.iter().all(|one| !one.lengths.is_empty()) {
        let all: Vec<String> = lengths.iter().map(|length| shown(*length)).collect();
        let message = format!(
            "this length of time depends on `{}` ({}): the deadline that production relies on is never tested",
            choice.asked,
            all.join(", ")
        );
        let mut finding = tell(model, id, choice, message).help(HELP).tell();
        if !is_deadline(model, id) {
            finding.confidence = Confidence::Low;
        }
        return Some(Ok(finding));
    }
    let limits: BTreeSet<&String> = sets.iter().flat_map(|one| one.limits.iter()).collect();
    if limits.len() > 1 && sets.iter().all(|one| !one.limits.is_empty()) {
        let message = format!(
            "how children are restarted depends on `{}`: a storm of restarts that production knows never happens in a test",
            choice.asked
        );
        return Some(Ok(tell(model, id, choice, message).help(HELP).tell()));
    }
    None
}

/// The body gives a length of time to a timeout, or is named after one: periods may well be shorter in tests.
fn is_deadline(model: &Model, id: BodyId) -> bool {
    let program = &model.program;
    let body = program.body(id);
    let limits = body.calls().any(|(_, call)| {
        effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Timeout))
    });
    limits || has_word(program.def(body.owner).name.as_str(), LIMITS)
}

const HELP: &str = "read such values from one place that tests and production share, and let tests shorten time by a paused clock; one \
                    tree that `otp_runtime::supervisor::Supervisor` builds for both starts the same children";

fn tell<'m>(model: &'m Model, id: BodyId, choice: &Choice, message: String) -> Story<'m> {
    let mut story = Story::new(model, &META, id, choice.at, Confidence::Medium).message(message);
    for way in &choice.ways {
        if way.to > way.from {
            story = story.at(id, way.span, "one way");
        }
    }
    story
}

fn shown(length: u64) -> String {
    match length {
        length if length >= 1000 && length.is_multiple_of(1000) => format!("{} s", length / 1000),
        length => format!("{length} ms"),
    }
}

fn sets(model: &Model, id: BodyId, way: &ChoiceWay) -> Sets {
    let program = &model.program;
    let body = program.body(id);
    let mut found = Sets::default();
    for index in way.from.0..way.to.0.min(body.nodes.len() as u32) {
        let node = NodeId(index);
        let at = Site { body: id, node };
        match &body.node(node).op {
            Op::Call(call) => {
                let attrs = effects::attrs_of(program, call);
                let actor = attrs.is_some_and(|attrs| attrs.has(Effect::Start));
                if (actor || processes::is_spawn(program, call))
                    && let Some(child) = child(model, at, actor, call.name.as_str())
                {
                    found.first = found.first.or(Some(node));
                    found.children.insert(child);
                }
                if is_length(program, &body.local(call.to).ty) {
                    let value = Value::Use(otplint_model::Place::local(call.to));
                    found
                        .lengths
                        .extend(timers::duration_ms(program, body, &value));
                }
            }
            Op::Return(_) => found.leaves = true,
            _ => {}
        }
    }
    if let Value::Use(place) = &way.value
        && let otplint_model::Root::Static(_) = place.root
    {
        found
            .lengths
            .extend(timers::duration_ms(program, body, &way.value));
    }
    if let Value::Aggregate(Some(def), _) = &way.value
        && restarts(program, *def)
    {
        found.limits.insert(program.def(*def).path.clone());
    }
    found
}

/// What a spawn runs, as a person would name it; `None` for what does not last, and what was not seen.
fn child(model: &Model, at: Site, starts_actor: bool, called: &str) -> Option<String> {
    let program = &model.program;
    if starts_actor {
        return Some(format!("what `{called}` starts"));
    }
    let spawn = model.tasks.spawns.iter().find(|spawn| spawn.at == at)?;
    let run = spawn.runs.first()?;
    let life = tasks::life(program, &model.index, run.body);
    if !life.lasts && life.loops.is_empty() {
        return None;
    }
    let body = program.body(run.body);
    if body.kind == BodyKind::Fn {
        return Some(format!("`{}`", program.def(body.owner).name));
    }
    Some(match sole_callee(program, body) {
        Some(callee) => format!("`{}`", program.def(callee).name),
        None => format!("a task of `{}`", program.def(body.owner).name),
    })
}

fn is_length(program: &Program, ty: &Ty) -> bool {
    program.adt(ty).is_some_and(|(def, adt)| {
        adt.attrs.is(TypeWord::Time) && program.def(def).name == "Duration"
    })
}

/// A variant of an enum that says how children are restarted.
fn restarts(program: &Program, def: DefId) -> bool {
    let DefKind::Variant(owner, _) = program.def(def).kind else {
        return false;
    };
    has_word(
        program.def(owner).name.as_str(),
        &["strategy", "restart", "supervision"],
    )
}

/// Constants and functions that tests replace.
fn alternatives(model: &Model, verdicts: &mut Verdicts) {
    let program = &model.program;
    let mut of_tests: FxHashMap<&str, Location> = FxHashMap::default();
    for def in &program.defs {
        if let (true, DefKind::Const, Some(location)) = (def.test, &def.kind, def.location) {
            of_tests.insert(def.path.as_str(), location);
        }
    }
    if of_tests.is_empty() {
        return;
    }
    for (index, def) in program.defs.iter().enumerate() {
        let Some(place) = def
            .location
            .filter(|_| !def.test && matches!(def.kind, DefKind::Const))
        else {
            continue;
        };
        let Some(other) = of_tests.get(def.path.as_str()) else {
            continue;
        };
        let own = program.body_of.get(&DefId(index as u32));
        let length = own.is_some_and(|body| is_length(program, &program.body(*body).output));
        let limit = own.is_none_or(|body| matches!(program.body(*body).output, Ty::Prim(_)))
            && has_word(&def.name.as_str().to_ascii_lowercase(), LIMITS);
        // A constant without a body of its own is told in the name of any other.
        let Some(body) = own.copied().or(program.bodies().next().map(|(id, _)| id)) else {
            continue;
        };
        if !length && !limit {
            continue;
        }
        let named = has_word(&def.name.as_str().to_ascii_lowercase(), LIMITS);
        let confidence = match named {
            true => Confidence::Medium,
            false => Confidence::Low,
        };
        let story = Story::new(model, &META, body, place.span, confidence)
            .placed(place)
            .of_item(&def.path)
            .message(format!(
                "tests run with another `{}` than production: the value that production relies on is never tested",
                def.name
            ))
            .place(*other, "tests use this one")
            .help(HELP);
        verdicts.found(story.tell());
    }
}

/// Words of limits that decide how failures are met.
const LIMITS: &[&str] = &[
    "timeout", "restart", "restarts", "retry", "retries", "attempts", "backoff", "deadline",
    "within", "lease", "ttl",
];

/// How many children make a list.
const LIST: usize = 3;

/// Two functions that start nearly the same children: the shorter list lost members.
fn copied_lists(model: &Model, verdicts: &mut Verdicts) {
    let program = &model.program;
    let mut lists: FxHashMap<BodyId, (BTreeSet<DefId>, Site)> = FxHashMap::default();
    for spawn in &model.tasks.spawns {
        let [run] = spawn.runs.as_slice() else {
            continue;
        };
        if !in_production(model, spawn.at.body)
            || program
                .body(spawn.at.body)
                .node(spawn.at.node)
                .in_loop
                .is_some()
        {
            continue;
        }
        let body = program.body(run.body);
        let runs = match body.kind {
            BodyKind::Fn => Some(body.owner),
            _ => sole_callee(program, body),
        };
        if let Some(runs) = runs {
            let entry = lists
                .entry(spawn.at.body)
                .or_insert_with(|| (BTreeSet::new(), spawn.at));
            entry.0.insert(runs);
        }
    }
    let mut all: Vec<(&BodyId, &(BTreeSet<DefId>, Site))> = lists
        .iter()
        .filter(|(_, (list, _))| list.len() >= LIST)
        .collect();
    all.sort_by_key(|(id, _)| **id);
    for (short, (fewer, at)) in &all {
        let longer = all.iter().find(|(long, (more, _))| {
            long != short
                && more.len() > fewer.len()
                && more.is_superset(fewer)
                && fewer.len() * 2 > more.len()
        });
        let Some((_, (more, other))) = longer else {
            continue;
        };
        let missing: Vec<String> = more
            .difference(fewer)
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
        let place = model.location(*at);
        let story = Story::new(model, &META, **short, place.span, confidence)
            .message(format!(
                "this list of children is another one without {}: what one starts and the other does not is missing where it \
                 is needed",
                missing.join(" and ")
            ))
            .step(*other, "the longer list begins here")
            .help(HELP);
        verdicts.found(story.tell());
    }
}

/// The only function of the workspace that a block calls.
fn sole_callee(program: &Program, body: &Body) -> Option<DefId> {
    let mut found = body
        .calls()
        .flat_map(|(_, call)| effects::callees(program, call));
    let first = found.next()?;
    found.next().is_none().then(|| program.body(first).owner)
}
