//! `call-cycle`: processes that wait for each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use otplint_model::effects::Site;
use otplint_model::links::{self, Certainty, Link, Wait};
use otplint_model::turn::ProcessId;
use otplint_model::{BodyId, Confidence, Finding, Model, Reason, Severity, Verdicts};

use crate::names::process_name;
use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct CallCycle;

static META: Meta = Meta {
    id: "call-cycle",
    summary: "a process waits for itself, or processes wait for each other",
    severity: Severity::Error,
    level: Level::Default,
    replacement: "otp_runtime::mailbox::Address::cast",
    page: include_str!("../docs/call-cycle.md"),
};

/// A hop is shown with at most this many of the places that make it.
const SHOWN: usize = 4;

impl Rule for CallCycle {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let real =
            |link: &&Link| in_production(model, link.at.body) && in_production(model, link.handler);
        let links: Vec<&Link> = model.links().list.iter().filter(real).collect();
        // A process that is asked while the one that asks waits for it, and asks back.
        let mut closed: BTreeSet<Site> = BTreeSet::new();
        let mut chains: BTreeMap<(ProcessId, ProcessId), Vec<Vec<&Link>>> = BTreeMap::new();
        // A ring is the same wherever it begins.
        let mut rings: BTreeSet<BTreeSet<Site>> = BTreeSet::new();
        for chain in asked_back(&links) {
            let Some(last) = chain.last() else { continue };
            if rings.insert(chain.iter().map(|link| link.at).collect()) && closed.insert(last.at) {
                chains.entry((last.from, last.to)).or_default().push(chain);
            }
        }
        for chains in chains.values() {
            verdicts.found(tell_asked_back(model, chains));
        }
        // Processes that ask each other for different reasons.
        let mut hops: Hops<'_> = BTreeMap::new();
        for link in links
            .iter()
            .copied()
            .filter(|link| !closed.contains(&link.at))
        {
            hops.entry((link.from, link.to)).or_default().push(link);
        }
        let keys = hops.keys().copied();
        let mut cycles: Vec<Vec<ProcessId>> = keys
            .filter_map(|(from, to)| shortest(&hops, from, to))
            .collect();
        cycles.sort_by_key(Vec::len);
        let mut told: BTreeSet<BTreeSet<ProcessId>> = BTreeSet::new();
        let mut known: BTreeSet<(ProcessId, ProcessId)> = BTreeSet::new();
        for cycle in cycles {
            if !told.insert(cycle.iter().copied().collect()) {
                continue;
            }
            let pairs: Vec<_> = pairs_of(&cycle).collect();
            let at = model.location(hops[&pairs[0]][0].at);
            // Who mends the shorter one mends this one too, or sees it next.
            if cycle.len() > 2 && pairs.iter().any(|pair| known.contains(pair)) {
                verdicts.declined(
                    at,
                    "a shorter cycle, which is reported, is part of this one",
                );
                continue;
            }
            let judged = judge(model, &hops, &cycle, &links);
            if judged.is_ok() {
                known.extend(pairs);
            }
            verdicts.judged(at, judged);
        }
    }
}

/// The hops of a cycle.
fn pairs_of(cycle: &[ProcessId]) -> impl Iterator<Item = (ProcessId, ProcessId)> + '_ {
    let next = cycle.iter().cycle().skip(1);
    cycle.iter().copied().zip(next.copied())
}

/// Chains of requests, each made while the one before is handled, of which the last goes to the
/// process that made the first.
fn asked_back<'l>(links: &[&'l Link]) -> Vec<Vec<&'l Link>> {
    let mut by_handler: BTreeMap<BodyId, Vec<&'l Link>> = BTreeMap::new();
    for link in links
        .iter()
        .copied()
        .filter(|link| link.certainty > Certainty::Maybe)
    {
        by_handler.entry(link.handler).or_default().push(link);
    }
    let mut found: Vec<Vec<&'l Link>> = Vec::new();
    let starts = links
        .iter()
        .copied()
        .filter(|link| link.certainty > Certainty::Maybe);
    for start in starts.filter(|link| link.from != link.to) {
        let mut seen: BTreeSet<BodyId> = BTreeSet::new();
        let mut open: VecDeque<Vec<&'l Link>> = VecDeque::from([vec![start]]);
        while let Some(chain) = open.pop_front() {
            let Some(last) = chain.last() else { continue };
            for handler in &last.handled {
                if !seen.insert(*handler) {
                    continue;
                }
                for link in by_handler.get(handler).into_iter().flatten() {
                    let mut chain = chain.clone();
                    chain.push(link);
                    if link.to == start.from {
                        found.push(chain);
                    } else {
                        open.push_back(chain);
                    }
                }
            }
        }
    }
    found.sort_by_key(|chain| chain.len());
    found
}

fn tell_asked_back(model: &Model, chains: &[Vec<&Link>]) -> Finding {
    let chain = &chains[0];
    let last = chain[chain.len() - 1];
    let (asker, asked) = (process_name(model, last.from), process_name(model, last.to));
    let confidence = chain.iter().map(|link| confidence(link)).min();
    let ends = chain.iter().find_map(|link| link.deadline);
    let (body, span) = links::own_place(model, last);
    let confidence = confidence.unwrap_or(Confidence::Low);
    let mut story = Story::new(model, &META, body, span, confidence);
    story = match ends {
        None => story.message(format!(
            "{asker} asks {asked} while that waits for it to handle this message: both hang for good"
        )),
        Some(_) => story.severity(Severity::Warning).message(format!(
            "{asker} asks {asked} while that waits for it to handle this message: the deadline fires every time"
        )),
    };
    for link in chain {
        story = hop(model, story, link);
    }
    if let Some(deadline) = ends {
        story = story.step(deadline, "only this deadline ends the wait");
    }
    for again in chains[1..].iter().filter_map(|chain| chain.last()) {
        story = story.step(
            again.at,
            format!("{asker} asks {asked} in such a turn here too"),
        );
    }
    story.help(HELP).tell()
}

const HELP: &str = "let one of them go on without waiting: send the message with `otp_runtime::mailbox::Address::cast` and \
     take the answer as a message of its own, or do the waiting in a task beside the process";

/// The way to a wait, and the wait.
fn hop<'m>(model: &'m Model, mut story: Story<'m>, link: &Link) -> Story<'m> {
    let (from, to) = (process_name(model, link.from), process_name(model, link.to));
    // Of a long way only its ends are shown.
    let middle = 2..link.via.len().saturating_sub(2).max(2);
    let shown = |(index, _): &(usize, &Site)| !middle.contains(index);
    for (_, site) in link.via.iter().enumerate().filter(shown) {
        story = story.step(
            *site,
            format!("{from} comes here while it handles a message"),
        );
    }
    story = story.step(link.at, waits(link, &from, &to));
    if link.awaited != link.at {
        story = story.step(link.awaited, "the wait is here");
    }
    story
}

fn waits(link: &Link, from: &str, to: &str) -> String {
    match (link.kind, from == to) {
        (Wait::Reply, true) => format!("{from} asks itself here, and waits for the reply"),
        (Wait::Reply, false) => format!("{from} asks {to} here, and waits for the reply"),
        (Wait::Room, true) => format!("{from} waits here for room in its own mailbox"),
        (Wait::Room, false) => format!("{from} waits here for room in the mailbox of {to}"),
    }
}

type Hops<'l> = BTreeMap<(ProcessId, ProcessId), Vec<&'l Link>>;

/// The shortest cycle that begins with this hop: the processes in order, each once.
fn shortest(hops: &Hops<'_>, from: ProcessId, to: ProcessId) -> Option<Vec<ProcessId>> {
    let mut before: BTreeMap<ProcessId, ProcessId> = BTreeMap::from([(to, from)]);
    let mut open = VecDeque::from([to]);
    while let Some(at) = open.pop_front() {
        if at == from {
            let mut path = vec![from];
            let mut back = before.get(&from).copied().filter(|_| from != to);
            while let Some(process) = back {
                path.push(process);
                back = (process != to).then(|| before[&process]);
            }
            path[1..].reverse();
            return Some(path);
        }
        for (_, next) in hops
            .range((at, 0)..=(at, ProcessId::MAX))
            .map(|(key, _)| key)
        {
            before.entry(*next).or_insert_with(|| {
                open.push_back(*next);
                at
            });
        }
    }
    None
}

/// The links of a hop, the surest first.
fn links_of<'l>(hops: &Hops<'l>, from: ProcessId, to: ProcessId) -> Vec<&'l Link> {
    let mut links = hops.get(&(from, to)).cloned().unwrap_or_default();
    links.sort_by_key(|link| {
        (
            std::cmp::Reverse(link.certainty),
            link.kind,
            link.deadline.is_some(),
            link.at,
        )
    });
    links.dedup_by_key(|link| link.at);
    links
}

fn judge(
    model: &Model,
    hops: &Hops<'_>,
    cycle: &[ProcessId],
    all_links: &[&Link],
) -> Result<Finding, Reason> {
    let all: Vec<Vec<&Link>> = pairs_of(cycle)
        .map(|(from, to)| links_of(hops, from, to))
        .collect();
    let strongest: Vec<&Link> = all
        .iter()
        .filter_map(|links| links.first().copied())
        .collect();
    let Some(first) = strongest.first().copied() else {
        return Err("no hop was found again".into());
    };
    if cycle.len() == 1 && first.certainty == Certainty::Maybe {
        return Err("the address may be that of another process of the same kind".into());
    }
    let room = strongest.iter().any(|link| link.kind == Wait::Room);
    let ends = strongest.iter().find_map(|link| link.deadline);
    let confidence = strongest.iter().map(|link| confidence(link)).min();
    let confidence = confidence.unwrap_or(Confidence::Low);
    // That they do so at the same time is a matter of luck.
    let always = cycle.len() == 1 && !room && ends.is_none();
    let confidence = match always {
        true => confidence,
        false => confidence.min(Confidence::Medium),
    };
    let names: Vec<String> = cycle.iter().map(|id| process_name(model, *id)).collect();
    let message = match (names.as_slice(), room, ends.is_some()) {
        ([one], false, false) => format!(
            "{one} waits for a reply from itself: it takes no message before it has the reply, so it hangs for good"
        ),
        ([one], false, true) => format!(
            "{one} waits for a reply from itself: it comes only after the deadline, which fires every time"
        ),
        ([one], true, _) => format!(
            "{one} waits for room in its own mailbox: once that is full nobody empties it, and it hangs for good"
        ),
        (many, room, ends) => {
            let ring = many.join(" and ");
            let when = match room {
                true => "once a mailbox between them is full",
                false => "when they do so at the same time",
            };
            match ends {
                true => format!(
                    "{ring} wait for each other: {when} the deadline fires instead of a reply"
                ),
                false => format!("{ring} wait for each other: {when} both hang for good"),
            }
        }
    };
    let (body, span) = links::own_place(model, first);
    let mut story = Story::new(model, &META, body, span, confidence).message(message);
    if room || ends.is_some() {
        story = story.severity(Severity::Warning);
    }
    for links in &all {
        for (number, link) in links.iter().take(SHOWN).enumerate() {
            story = match number {
                0 => hop(model, story, link),
                _ => {
                    let (from, to) = (process_name(model, link.from), process_name(model, link.to));
                    story.step(link.at, waits(link, &from, &to))
                }
            };
        }
    }
    if let Some(deadline) = ends {
        story = story.step(deadline, "only this deadline ends the wait");
    }
    let behind = all_links.iter().filter(|link| {
        let outside = cycle.contains(&link.to) && !cycle.contains(&link.from);
        outside && link.kind == Wait::Reply && link.certainty > Certainty::Maybe
    });
    let mut waiting: Vec<&Link> = behind.copied().collect();
    waiting.dedup_by_key(|link| link.at);
    for link in waiting.into_iter().take(SHOWN) {
        let (from, to) = (process_name(model, link.from), process_name(model, link.to));
        let at = link.via.first().copied().unwrap_or(link.at);
        story = story.step(at, format!("{from} asks {to} here, and waits with it"));
    }
    Ok(story.help(HELP).tell())
}

fn confidence(link: &Link) -> Confidence {
    match link.certainty {
        Certainty::Named => Confidence::High,
        Certainty::Only => Confidence::Medium,
        Certainty::Maybe => Confidence::Low,
    }
}
