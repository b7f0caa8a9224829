//! `god-process`: one process with several unrelated duties.

use otplint_model::duties::{self, Duty, Group, Part, Split};
use otplint_model::processes::{Process, ProcessKind};
use otplint_model::turn::{self, Others};
use otplint_model::{Confidence, Finding, Location, Model, Reason, Severity, Verdicts};
use rustc_hash::FxHashSet;

use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct GodProcess;

static META: Meta = Meta {
    id: "god-process",
    summary: "one process with several duties that share no state",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::supervisor::Supervisor",
    page: include_str!("../docs/god-process.md"),
};

/// With fewer kinds of message than this, one process is simpler.
const FEW: usize = 4;

/// How many kinds two duties have at least.
const MANY: usize = 6;

/// How many kinds each of two duties has at least, so that both are worth a process.
const SMALL: usize = 3;

/// How many kinds of message three duties and more have together; the arms of a `select!` are a mailbox each.
const WIDE: usize = 5;

impl Rule for GodProcess {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let mut seen: FxHashSet<Location> = FxHashSet::default();
        for process in &model.processes.list {
            let entry = process.body.or(process.handlers.first().copied());
            if !entry.is_some_and(|body| in_production(model, body))
                || process.kind == ProcessKind::Poll
            {
                continue;
            }
            // Counted before anything is looked at.
            let arms = match turn::others(model, process) {
                Some(Others::Kinds(kinds)) if kinds >= FEW => false,
                Some(Others::Arms(_)) => true,
                _ => continue,
            };
            let duties = duties::of(model, process);
            if duties.len() < FEW {
                continue;
            }
            let Some(place) = place(model, process) else {
                continue;
            };
            if seen.insert(place) {
                verdicts.judged(place, judge(model, process, &duties, arms, place));
            }
        }
    }
}

/// The type that holds the state, or the loop.
fn place(model: &Model, process: &Process) -> Option<Location> {
    let program = &model.program;
    let owner = process.owner.and_then(|owner| program.def(owner).location);
    owner.or_else(|| program.def(program.body(process.body?).owner).location)
}

fn judge(
    model: &Model,
    process: &Process,
    duties: &[Duty],
    arms: bool,
    place: Location,
) -> Result<Finding, Reason> {
    let Split {
        groups,
        between,
        shared,
    } = duties::split(model, process, duties);
    let stateful = groups.iter().filter(|group| group.stateful);
    let several = stateful.clone().filter(|group| group.duties.len() > 1);
    if stateful.clone().count() < 2 {
        return Err(match shared {
            Some(part) => format!("its messages share their state: `{}`", part.name()).into(),
            None => "it only passes messages on".into(),
        });
    }
    let grouped: usize = groups.iter().map(|group| group.duties.len()).sum();
    if grouped * 3 < duties.len() * 2 {
        return Err("few of its messages belong to a duty of their own".into());
    }
    let slow = groups.iter().enumerate().find_map(|(index, group)| {
        let of = group.duties.iter().map(|duty| &duties[*duty]);
        of.into_iter()
            .find_map(|duty| Some((index, duty, duty.waits?)))
    });
    let Some((slow, duty, wait)) = slow else {
        return Err("no duty waits for anything: none of them holds up another".into());
    };
    let least = groups.iter().map(|group| group.duties.len()).min();
    let confidence = match groups.len() {
        // Two small duties are seldom worth two processes.
        2 if least < Some(2) || duties.len() < MANY => {
            return Err("its two duties are small".into());
        }
        2 if least < Some(SMALL) => Confidence::Low,
        2 => Confidence::Medium,
        _ if arms && grouped >= FEW => Confidence::Medium,
        _ if grouped >= WIDE && several.count() > 1 => Confidence::Medium,
        _ => Confidence::Low,
    };
    let entry = process
        .body
        .or(process.handlers.first().copied())
        .ok_or("it runs nothing")?;
    let names: Vec<String> = groups.iter().map(|group| kinds(group, duties)).collect();
    let others = names
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != slow)
        .map(|(_, name)| name.as_str())
        .collect::<Vec<&str>>()
        .join("; ");
    let mut story = Story::new(model, &META, entry, place.span, confidence)
        .placed(place)
        .message(format!(
            "this process has {} duties that share no state: while `{}` waits, {others} wait behind it, and a crash \
             in one loses the state of all",
            groups.len(),
            duty.name
        ))
        .step(wait.at, format!("for `{}` it waits here, and its mailbox with it", duty.name));
    for (group, kinds) in groups.iter().zip(&names) {
        let first = &duties[group.duties[0]];
        story = story.step(
            first.at,
            format!("{kinds} use {} and nothing of the others", parts(group)),
        );
    }
    for at in &between {
        let duty = &duties[*at];
        let passes = format!(
            "only `{}` passes something from one to the other",
            duty.name
        );
        story = story.step(duty.at, passes);
    }
    let split: Vec<String> = groups
        .iter()
        .zip(&names)
        .map(|(group, kinds)| format!("one for {kinds} that owns {}", parts(group)))
        .collect();
    Ok(story
        .help(format!(
            "make a process of each duty: {}; `otp_runtime::supervisor::Supervisor` keeps each of them alive by itself",
            split.join(", ")
        ))
        .tell())
}

/// The kinds of a group, a few of many.
fn kinds(group: &Group, duties: &[Duty]) -> String {
    list(
        group
            .duties
            .iter()
            .map(|duty| duties[*duty].name.as_str().to_owned()),
    )
}

fn parts(group: &Group) -> String {
    list(
        group
            .parts
            .iter()
            .map(|part: &Part| part.name().as_str().to_owned()),
    )
}

fn list(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.dedup();
    if names.len() > 4 {
        let more = names.len() - 3;
        names.truncate(3);
        names.push(format!("{more} more"));
    }
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "nothing".to_owned(),
    }
}
