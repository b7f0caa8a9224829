//! `call-without-timeout`: a process that waits for a reply as long as somebody else likes.

mod handshakes;
mod leases;
mod requests;
mod rounds;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use otplint_model::body::{Call, LoopKind, Value};
use otplint_model::effects::{self, Site};
use otplint_model::links::{self, Certainty, Link, Wait};
use otplint_model::stall::{self, Limits, On, Stall};
use otplint_model::stub::{Effect, Flavor};
use otplint_model::turn::ProcessId;
use otplint_model::{
    BodyId, Confidence, Finding, Model, Op, Reason, Severity, Verdicts, flow, follow,
};

use crate::names::process_name;
use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct CallWithoutTimeout;

static META: Meta = Meta {
    id: "call-without-timeout",
    summary: "a process waits for a reply with no deadline while the other side may hang",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::mailbox::Address::call",
    page: include_str!("../../docs/call-without-timeout.md"),
};

/// A framework's loop runs its handlers at most so many calls down.
const NEAR: usize = 2;

/// A loop that waits for a handle is looked for at most so many calls up.
const UP: usize = 5;

/// So many of the places that wait for one process are shown.
const SHOWN: usize = 4;

impl Rule for CallWithoutTimeout {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let limits = Limits::new(&model.program, &model.index);
        look(model, &limits, verdicts);
        leases::check(model, &limits, verdicts);
        requests::check(model, &limits, verdicts);
        handshakes::check(model, verdicts);
    }
}

/// Whether this rule tells, and not with reservations, of somebody who waits for the process that waits here: one
/// root cause, one finding.
pub(crate) fn tells_of(model: &Model, limits: &Limits<'_>, wait: Site) -> bool {
    look(model, limits, &mut Verdicts::new(META.id, false)).contains(&wait)
}

/// Looks for waits; returns what those wait for of whom it is told, and not with reservations.
fn look(model: &Model, limits: &Limits<'_>, verdicts: &mut Verdicts) -> BTreeSet<Site> {
    let mut causes = BTreeSet::new();
    let told = in_processes(model, limits, verdicts, &mut causes);
    facades(model, limits, &told, verdicts, &mut causes);
    causes
}

/// The waits in the turns of processes; returns where a wait was told of.
fn in_processes(
    model: &Model,
    limits: &Limits<'_>,
    verdicts: &mut Verdicts,
    causes: &mut BTreeSet<Site>,
) -> BTreeSet<Site> {
    let links = &model.links().list;
    let mut waits: BTreeMap<ProcessId, Vec<&Link>> = BTreeMap::new();
    for link in links {
        let real = in_production(model, link.at.body) && in_production(model, link.handler);
        if real && link.kind == Wait::Reply && link.from != link.to {
            waits.entry(link.to).or_default().push(link);
        }
    }
    let mut told = BTreeSet::new();
    for (to, mut found) in waits {
        found.sort_by_key(|link| (std::cmp::Reverse(link.certainty), link.at));
        found.dedup_by_key(|link| link.at);
        let judged = judge(model, limits, to, &found);
        if let Ok((finding, stall)) = &judged {
            told.extend(found.iter().map(|link| link.awaited));
            causes.extend((finding.confidence > Confidence::Low).then_some(stall.at));
        }
        let judged = judged.map(|(finding, _)| finding);
        verdicts.judged(model.location(found[0].at), judged);
    }
    told
}

fn judge(
    model: &Model,
    limits: &Limits<'_>,
    to: ProcessId,
    found: &[&Link],
) -> Result<(Finding, Stall), Reason> {
    let open: Vec<&Link> = found
        .iter()
        .copied()
        .filter(|link| link.deadline.is_none())
        .collect();
    if open.is_empty() {
        return Err("the wait has a deadline".into());
    }
    let links = &model.links().list;
    let asks_back = |one: &&Link| {
        // A deadline on their side ends what they wait for, and not what is waited for here.
        let mut back = links
            .iter()
            .filter(|link| link.from == to && link.deadline.is_none());
        back.any(|link| link.to == one.from)
    };
    let open: Vec<&Link> = open.into_iter().filter(|link| !asks_back(link)).collect();
    if open.is_empty() {
        return Err("they wait for each other; `call-cycle` says more".into());
    }
    let hangs = open.iter().find_map(|link| {
        let turns = model.turns().of(model, to, &link.handled);
        Some((*link, stall::find(model, limits, &turns)?))
    });
    let Some((link, stall)) = hangs else {
        return Err("who answers waits for nothing outside the program".into());
    };
    if stall.on == On::Given {
        return Err("what the one who answers runs is not known".into());
    }
    let confidence = match (link.certainty, stall.on) {
        (Certainty::Maybe, _) => Confidence::Low,
        (_, On::Peer) => Confidence::Medium,
        _ => Confidence::Low,
    };
    Ok((tell(model, link, &open, &stall, confidence), stall))
}

fn tell(
    model: &Model,
    link: &Link,
    open: &[&Link],
    stall: &Stall,
    confidence: Confidence,
) -> Finding {
    let (asker, asked) = (process_name(model, link.from), process_name(model, link.to));
    let (body, span) = links::own_place(model, link);
    let on = match stall.on {
        On::Store => "the store",
        _ => "a peer",
    };
    let mut story = Story::new(model, &META, body, span, confidence).message(format!(
        "{asker} waits here for {asked} with no deadline: while that waits for {on}, no message is handled and nothing \
         fails"
    ));
    for site in link.via.iter().take(SHOWN) {
        story = story.step(
            *site,
            format!("{asker} comes here while it handles a message"),
        );
    }
    story = story.step(link.at, format!("it asks {asked} here"));
    if link.awaited != link.at {
        story = story.step(link.awaited, "and waits here for the reply");
    }
    for other in open.iter().filter(|other| other.at != link.at).take(SHOWN) {
        let other_asker = process_name(model, other.from);
        story = story.step(other.at, format!("{other_asker} asks it here"));
    }
    for site in stall.via.iter().take(SHOWN) {
        story = story.step(*site, format!("{asked} comes here before it answers"));
    }
    story
        .step(
            stall.at,
            format!("and waits for {on} here, as long as that likes"),
        )
        .help(HELP)
        .tell()
}

const HELP: &str = "give the wait a deadline and decide what its end means: `otp_runtime::mailbox::Address::call` takes one \
     with every call, and its error says whether the request may still be handled";

/// Handles of processes whose handlers somebody else writes.
fn facades(
    model: &Model,
    limits: &Limits<'_>,
    told: &BTreeSet<Site>,
    verdicts: &mut Verdicts,
    causes: &mut BTreeSet<Site>,
) {
    let program = &model.program;
    let mut bodies: Vec<BodyId> = (model.channels.list.iter())
        .filter(|channel| channel.flavor == Some(Flavor::Oneshot))
        .map(|channel| channel.created.body)
        .filter(|body| in_production(model, *body))
        .collect();
    bodies.sort_unstable();
    bodies.dedup();
    let mut open: BTreeMap<ProcessId, Vec<Facade>> = BTreeMap::new();
    for body in bodies {
        for request in links::requests(model, body) {
            let (send, awaited) = (request.asked, request.awaited);
            if request.deadline.is_some() || told.contains(&awaited) {
                continue;
            }
            let Some(to) = model.links().answers(model, request.sent) else {
                verdicts.declined(model.location(awaited), "who answers was not seen");
                continue;
            };
            let turns = model.turns().of(model, to, &[]);
            let Some(stall) = stall::find(model, limits, &turns) else {
                verdicts.declined(
                    model.location(awaited),
                    "who answers waits for nothing outside the program",
                );
                continue;
            };
            if stall.on != On::Given
                && let Some(via) = (stall.on == On::Peer)
                    .then(|| asked_in_a_loop(model, body))
                    .flatten()
            {
                causes.insert(stall.at);
                verdicts.found(tell_loop(model, to, &via, awaited, &stall));
                continue;
            }
            if stall.on != On::Given && (stall.on != On::Peer || !waits_for_ever(model, body)) {
                verdicts.declined(
                    model.location(awaited),
                    "no process waits here in its turn: the one who asks may set a deadline",
                );
                continue;
            }
            // A handle's own method, not the middle of something else: who calls it through a trait is
            // not in view, and may set a deadline.
            let function = program.function(program.body(body).owner);
            let is_handle = function.is_some_and(|function| {
                function.receiver.is_some() && function.trait_def.is_none()
            }) && program.body(body).node(send.node).in_loop.is_none()
                && (stall.on == On::Peer || stall.via.len() <= NEAR);
            if !is_handle {
                verdicts.declined(
                    model.location(awaited),
                    "what the one who answers runs is not known",
                );
                continue;
            }
            let callers = model.index.callers_of(program, body);
            let real: Vec<&Site> = callers
                .iter()
                .filter(|at| in_production(model, at.body))
                .collect();
            if !real.is_empty() && real.iter().all(|at| limited(model, **at)) {
                verdicts.declined(model.location(awaited), "whoever calls it sets a deadline");
                continue;
            }
            let facade = Facade {
                send,
                awaited,
                stall,
            };
            open.entry(to).or_default().push(facade);
        }
    }
    for (to, facades) in open {
        let peers = facades.iter().filter(|facade| facade.stall.on == On::Peer);
        causes.extend(peers.map(|facade| facade.stall.at));
        verdicts.found(tell_facade(model, to, &facades));
    }
}

/// Whether somebody calls a body, and nobody on the way up to it sets a deadline.
fn waits_for_ever(model: &Model, body: BodyId) -> bool {
    let program = &model.program;
    let mut seen: BTreeSet<BodyId> = BTreeSet::new();
    let mut open: VecDeque<(BodyId, usize)> = VecDeque::from([(body, 0)]);
    let mut called = false;
    while let Some((id, up)) = open.pop_front() {
        if up >= UP || !seen.insert(id) {
            continue;
        }
        let function = BodyId::new(id.function(), 0);
        for at in model.index.callers_of(program, function) {
            if !in_production(model, at.body) {
                continue;
            }
            if limited(model, *at) {
                return false;
            }
            called = true;
            open.push_back((at.body, up + 1));
        }
    }
    called
}

/// A method of a handle, that waits for a reply.
struct Facade {
    send: Site,
    awaited: Site,
    stall: Stall,
}

/// The calls, outermost first, by which a spawned loop comes to this body and waits for it with no
/// deadline.
fn asked_in_a_loop(model: &Model, body: BodyId) -> Option<Vec<Site>> {
    let program = &model.program;
    let mut seen: BTreeSet<BodyId> = BTreeSet::new();
    let mut open: VecDeque<(BodyId, Vec<Site>)> = VecDeque::from([(body, Vec::new())]);
    while let Some((id, via)) = open.pop_front() {
        if via.len() >= UP || !seen.insert(id) {
            continue;
        }
        // A block that is awaited where it stands belongs to the function around it.
        let function = BodyId::new(id.function(), 0);
        for at in model.index.callers_of(program, function) {
            let body = program.body(at.body);
            let awaited = follow::call_at(program, *at).is_some_and(|call| call.awaited);
            if !awaited || !in_production(model, at.body) || limited(model, *at) {
                continue;
            }
            let mut via = via.clone();
            via.insert(0, *at);
            let turns = body.node(at.node).in_loop.is_some_and(|of| {
                let of = &body.loops[of.0 as usize];
                of.kind != LoopKind::For
            });
            if turns && model.processes.runs_in_task(at.body) {
                return Some(via);
            }
            if model.processes.spawns_of(at.body).is_empty() {
                open.push_back((at.body, via));
            }
        }
    }
    None
}

fn tell_loop(model: &Model, to: ProcessId, via: &[Site], awaited: Site, stall: &Stall) -> Finding {
    let asked = process_name(model, to);
    let first = via[0];
    let span = follow::call_at(&model.program, first)
        .map_or_else(|| model.location(first).span, |call| call.name_span);
    let mut story = Story::new(model, &META, first.body, span, Confidence::Medium).message(format!(
        "this loop waits for {asked} with no deadline: while that waits for a peer, it does nothing and nothing fails"
    ));
    for site in via.iter().skip(1).take(SHOWN) {
        story = story.step(*site, "it comes here");
    }
    story = story.step(awaited, "and waits here for the reply");
    for site in stall.via.iter().take(SHOWN) {
        story = story.step(*site, format!("{asked} comes here before it answers"));
    }
    story
        .step(stall.at, "and waits for a peer here, as long as that likes")
        .help(HELP)
        .tell()
}

/// Whether the future of a call goes under a deadline.
fn limited(model: &Model, at: Site) -> bool {
    let program = &model.program;
    let body = program.body(at.body);
    let Op::Call(call) = &body.node(at.node).op else {
        return false;
    };
    let sets = |other: &Call| {
        effects::attrs_of(program, other).is_some_and(|attrs| attrs.has(Effect::Timeout))
    };
    let here = body.calls().any(|(_, other)| {
        sets(other)
            && other.args.iter().any(|arg| {
                flow::mentions(&arg.value, &|local| local == call.to) != flow::Mention::No
            })
    });
    // `timeout(limit, async { handle.call(..).await })`
    let around = body.parent.is_some_and(|parent| {
        program.body(parent).calls().any(|(_, other)| {
            sets(other) && (other.args.iter()).any(|arg| arg.value == Value::Body(at.body))
        })
    });
    here || around
}

fn tell_facade(model: &Model, to: ProcessId, facades: &[Facade]) -> Finding {
    let Facade {
        send,
        awaited,
        stall,
    } = &facades[0];
    let (send, awaited) = (*send, *awaited);
    let asked = process_name(model, to);
    let span = model.location(awaited).span;
    let mut story = Story::new(model, &META, awaited.body, span, Confidence::Medium)
        .message(match stall.on {
            On::Given => format!(
                "whoever calls this waits for {asked} with no deadline: a handler that hangs hangs every process that asks"
            ),
            _ => format!(
                "whoever calls this waits for {asked} with no deadline: while that waits for a peer, all who ask hang \
                 and nothing fails"
            ),
        })
        .step(send, format!("the request goes to {asked} here"))
        .step(awaited, "and the reply is awaited for as long as that lives");
    for site in stall.via.iter().take(SHOWN) {
        story = story.step(*site, format!("{asked} comes here before it answers"));
    }
    story = story.step(
        stall.at,
        match stall.on {
            On::Given => "and runs here what others wrote",
            _ => "and waits for a peer here, as long as that likes",
        },
    );
    for other in facades[1..].iter().take(SHOWN) {
        story = story.step(other.awaited, "the same is awaited here");
    }
    story.help(HELP).tell()
}
