//! Numbers, lengths of time and strategies that depend on where the program runs.

use otplint_model::body::{BodyId, Choice, ChoiceWay, Op};
use otplint_model::choices::{self, Divergence, Holder, Known, Purpose};
use otplint_model::effects::{self, Site};
use otplint_model::follow::Field;
use otplint_model::stub::Effect;
use otplint_model::{Confidence, DefId, DefKind, Finding, Model, Program, Reason, Sym, Ty};

use super::{Eye, HELP, tell};
use crate::names::has_word;

/// What a value decides about how failures are met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decides {
    /// After how long something is given up.
    Deadline,
    /// How often something may fail.
    Limit,
    /// How children are restarted.
    Restart,
    /// How long something waits, or how often it comes.
    Pause,
}

pub fn judge(eye: &mut Eye<'_>, id: BodyId, choice: &Choice) -> Vec<Result<Finding, Reason>> {
    let model = eye.model;
    let mut found = Vec::new();
    for one in choices::divergences(&model.program, id, choice) {
        found.extend(divergence(eye, id, choice, &one));
    }
    // One choice, one finding: the surest.
    found.sort_by_key(|judged| match judged {
        Ok(finding) => (0, std::cmp::Reverse(finding.confidence)),
        Err(_) => (1, std::cmp::Reverse(Confidence::Low)),
    });
    found.truncate(1);
    if found.is_empty() {
        found.extend(given_up_within(model, id, choice));
    }
    found
}

fn divergence(
    eye: &mut Eye<'_>,
    id: BodyId,
    choice: &Choice,
    one: &Divergence,
) -> Option<Result<Finding, Reason>> {
    let model = eye.model;
    let purpose = eye.sinks().purpose(&model.index, one.holder);
    let Some(decides) = decides(&model.program, &one.values, &purpose) else {
        return Some(Err(
            "nothing tells that this value decides how failures are met".into(),
        ));
    };
    let confidence = match decides {
        Decides::Pause => Confidence::Low,
        _ => Confidence::Medium,
    };
    let message = message(decides, choice.asked, &shown(&model.program, &one.values));
    let mut story = tell(model, id, choice, confidence, message);
    if let Some((at, text)) = used(decides, &purpose) {
        story = story.step(at, text);
    }
    Some(Ok(story.help(HELP).tell()))
}

/// Where a value is used, and for what.
pub fn used(decides: Decides, purpose: &Purpose) -> Option<(Site, &'static str)> {
    match decides {
        Decides::Deadline => Some((purpose.deadline?, "this is given up after it")),
        Decides::Limit => Some((purpose.limit?, "failures are counted up to it here")),
        Decides::Pause => Some((purpose.pause?, "this waits as long")),
        Decides::Restart => None,
    }
}

pub fn message(decides: Decides, asked: Sym, values: &str) -> String {
    match decides {
        Decides::Deadline => format!(
            "this length of time depends on `{asked}`{values}: the deadline that production relies on is never tested"
        ),
        Decides::Pause => format!(
            "this length of time depends on `{asked}`{values}: how long production waits is never tested"
        ),
        Decides::Limit => format!(
            "this limit depends on `{asked}`{values}: what production does when it has failed that often is never tested"
        ),
        Decides::Restart => format!(
            "how children are restarted depends on `{asked}`: a storm of restarts that production knows never happens in a test"
        ),
    }
}

/// What a value decides, by its type, its use and its names; `None` where nothing tells.
pub fn decides(program: &Program, values: &[Option<Known>], purpose: &Purpose) -> Option<Decides> {
    let known = || values.iter().flatten();
    let made = known().find_map(|value| match value {
        Known::Made(def, _) => Some(*def),
        _ => None,
    });
    if let Some(def) = made {
        return restarts(program, def).then_some(Decides::Restart);
    }
    let names = || purpose.names.iter().map(|name| name.as_str());
    if known().any(|value| matches!(value, Known::Length(_))) {
        let deadline = purpose.deadline.is_some() || names().any(is_deadline);
        return Some(match deadline {
            true => Decides::Deadline,
            false => Decides::Pause,
        });
    }
    if known().any(|value| matches!(value, Known::Number(_))) {
        let mut fields = purpose.fields.iter();
        if purpose.limit.is_some()
            || names().any(is_limit)
            || fields.any(|field| is_limit_of_type(program, *field))
        {
            return Some(Decides::Limit);
        }
        // `timeout_ms: 20`.
        if purpose.deadline.is_some() || names().any(is_deadline) {
            return Some(Decides::Deadline);
        }
    }
    None
}

/// Whether a name is that of a time after which something is given up.
pub fn is_deadline(name: &str) -> bool {
    let limits = [
        "timeout",
        "timeouts",
        "deadline",
        "deadlines",
        "within",
        "lease",
        "ttl",
        "patience",
        "backoff",
        "restart",
        "retry",
        "heartbeat",
    ];
    let others = [
        "cache", "delay", "interval", "pause", "period", "every", "sleep", "cached",
    ];
    let lower = name.to_ascii_lowercase();
    has_word(&lower, &limits) && !has_word(&lower, &others)
}

/// Whether a name is that of a number of failures that are borne.
pub fn is_limit(name: &str) -> bool {
    let limits = [
        "restart",
        "restarts",
        "retry",
        "retries",
        "attempt",
        "attempts",
        "tries",
        "failures",
        "intensity",
        "strikes",
    ];
    let others = [
        "delay", "interval", "pause", "period", "every", "sleep", "log", "port",
    ];
    let lower = name.to_ascii_lowercase();
    has_word(&lower, &limits) && !has_word(&lower, &others)
}

/// `max` of a `RestartPolicy`.
fn is_limit_of_type(program: &Program, (owner, name): Field) -> bool {
    let types = [
        "restart",
        "restarts",
        "retry",
        "retries",
        "respawn",
        "intensity",
    ];
    let counts = [
        "max",
        "maximum",
        "most",
        "limit",
        "times",
        "count",
        "budget",
        "intensity",
    ];
    let others = [
        "delay", "interval", "pause", "period", "ms", "secs", "seconds", "millis",
    ];
    let name = name.as_str();
    has_word(program.def(owner).name.as_str(), &types)
        && has_word(name, &counts)
        && !has_word(name, &others)
}

/// Whether a variant, a struct or what a function makes says how children are restarted.
fn restarts(program: &Program, def: DefId) -> bool {
    let owner = match &program.def(def).kind {
        DefKind::Variant(owner, _) => Some(*owner),
        DefKind::Fn(function) => function.output.adt().or(function.self_def),
        _ => Some(def),
    };
    let words = ["strategy", "restart", "supervision", "intensity", "backoff"];
    // `RestartAll`, `OneForOne`, `Escalate`.
    let kinds = ["restart", "restarts", "respawn", "escalate"];
    let name = program.def(def).name.as_str();
    let variant = matches!(program.def(def).kind, DefKind::Variant(..));
    owner.is_some_and(|owner| has_word(program.def(owner).name.as_str(), &words))
        || variant
            && (has_word(name, &kinds) || name.ends_with("ForOne") || name.ends_with("ForAll"))
}

/// ` (20 ms, 30 s)`, where the values are known.
pub fn shown(program: &Program, values: &[Option<Known>]) -> String {
    let one = |value: &Option<Known>| match value {
        Some(Known::Number(number)) if *number >= u64::from(u32::MAX) => "no limit".to_owned(),
        Some(Known::Number(number)) => number.to_string(),
        Some(Known::Length(length)) => length_text(*length),
        Some(Known::Nothing) => "none".to_owned(),
        Some(Known::Made(def, _)) => program.def(*def).name.as_str().to_owned(),
        None => "what is configured".to_owned(),
    };
    let mut all: Vec<String> = values.iter().map(one).collect();
    all.dedup();
    format!(" ({})", all.join(", "))
}

/// A length of time in milliseconds, as a person would say it.
pub fn length_text(length: u64) -> String {
    match length {
        u64::MAX => "without end".to_owned(),
        length if length >= 1000 && length.is_multiple_of(1000) => format!("{} s", length / 1000),
        length => format!("{length} ms"),
    }
}

/// Each way gives something up after a time of its own.
fn given_up_within(model: &Model, id: BodyId, choice: &Choice) -> Option<Result<Finding, Reason>> {
    let values: Vec<Option<Known>> = choice
        .ways
        .iter()
        .map(|way| deadline_in(&model.program, id, way))
        .collect();
    let first = values.first()?.clone()?;
    let differ = values.iter().any(|value| value.as_ref() != Some(&first));
    if !differ || values.iter().any(Option::is_none) {
        return None;
    }
    let values = shown(&model.program, &values);
    let message = message(Decides::Deadline, choice.asked, &values);
    let story = tell(model, id, choice, Confidence::Medium, message);
    Some(Ok(story.help(HELP).tell()))
}

fn deadline_in(program: &Program, id: BodyId, way: &ChoiceWay) -> Option<Known> {
    let body = program.body(id);
    choices::nodes(way, body.nodes.len()).find_map(|node| {
        let Op::Call(call) = &body.node(node).op else {
            return None;
        };
        let attrs = effects::attrs_of(program, call).filter(|attrs| {
            let limits = [Effect::Timeout, Effect::Limits, Effect::LimitsOne];
            limits.into_iter().any(|kind| attrs.has(kind))
        })?;
        let position = usize::from(attrs.duration?) + usize::from(call.method);
        choices::known(program, id, &call.args.get(position)?.value)
    })
}

/// What a function or constant is, where the text says it.
pub fn of_definition(model: &Model, def: DefId) -> (Holder, Option<Known>, Ty) {
    let program = &model.program;
    let body = program.body_of.get(&def).copied();
    let ty = body.map_or(Ty::Unknown, |body| program.body(body).output.clone());
    let holder = match (&program.def(def).kind, body) {
        (DefKind::Fn(_), Some(body)) => Holder::Returned(body),
        _ => Holder::Static(def),
    };
    let known = body.and_then(|body| choices::returned_by(program, body));
    (holder, known, ty)
}
