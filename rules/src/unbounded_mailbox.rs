//! `unbounded-mailbox`: a queue without a bound before a consumer that can be slow.

use otplint_model::body::{Body, LocalKind, LoopKind, NodeId, Op};
use otplint_model::channels::{self, Bound, Channel};
use otplint_model::effects::{self, Site};
use otplint_model::flow;
use otplint_model::slots::{self, Shared};
use otplint_model::stub::{Effect, Flavor};
use otplint_model::timers::{self, Work};
use otplint_model::{Confidence, Finding, Location, Model, Reason, Severity, Ty, Verdicts};

use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct UnboundedMailbox;

static META: Meta = Meta {
    id: "unbounded-mailbox",
    summary: "a queue without a bound, filled from outside, before a consumer that can be slow",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::mailbox::open",
    page: include_str!("../docs/unbounded-mailbox.md"),
};

impl Rule for UnboundedMailbox {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        for channel in &model.channels.list {
            if channel.bound != Bound::None || !in_production(model, channel.created.body) {
                continue;
            }
            // Of crates with one sender for both kinds only the call that makes it tells.
            let queues = [Flavor::Unbounded, Flavor::Std, Flavor::Mpsc];
            if !channel
                .flavor
                .is_some_and(|flavor| queues.contains(&flavor))
            {
                continue;
            }
            verdicts.judged(place(model, channel), judge(model, channel));
        }
    }
}

/// The name of the call that makes it.
fn place(model: &Model, channel: &Channel) -> Location {
    let location = model.location(channel.created);
    match otplint_model::follow::call_at(&model.program, channel.created) {
        Some(call) => Location {
            span: call.name_span,
            ..location
        },
        None => location,
    }
}

fn judge(model: &Model, channel: &Channel) -> Result<Finding, Reason> {
    let program = &model.program;
    if channel.handed_out {
        return Err("who asked for the channel consumes it".into());
    }
    let weighs = match channel.message.peel_refs() {
        Ty::Unit | Ty::Prim(_) => false,
        Ty::Unknown => return Err("what travels is not known".into()),
        _ => true,
    };
    if !weighs {
        return Err("the messages carry nothing".into());
    }
    if matches!(
        slots::shared(program, &channel.message),
        Some(Shared::End(..))
    ) {
        return Err(
            "what travels are the ends of other channels, whose number is bounded elsewhere".into(),
        );
    }
    let receives: Vec<Site> = production(model, &channel.receives);
    let sends: Vec<Site> = production(model, &channel.sends);
    if receives.is_empty() || sends.is_empty() {
        return Err("it was not seen who sends and who receives".into());
    }
    let Some((receive, work)) = receives
        .iter()
        .find_map(|at| Some((*at, slow_turn(model, *at)?)))
    else {
        return Err("the consumer waits for nothing but the next message".into());
    };
    let Some((send, why)) = sends
        .iter()
        .find_map(|at| Some((*at, driven(model, *at, channel)?)))
    else {
        return Err("the number of messages is bounded by who sends them".into());
    };
    Ok(tell(model, channel, receive, &work, send, why))
}

fn production(model: &Model, sites: &[Site]) -> Vec<Site> {
    let real = |site: &&Site| in_production(model, site.body);
    sites.iter().filter(real).copied().collect()
}

/// What the consumer waits for between two messages: something outside the program, which can be slow
/// or hang.
fn slow_turn(model: &Model, at: Site) -> Option<Work> {
    let program = &model.program;
    let body = program.body(at.body);
    let around = turn_of(body, at.node)?;
    let after = flow::reachable(body, at.node, |node| node == at.node);
    let mut found: Vec<Work> = after
        .iter()
        .filter(|node| *node != at.node && body.loop_within(body.node(*node).in_loop, around))
        .filter_map(|node| {
            timers::work_at(
                program,
                Site {
                    body: at.body,
                    node,
                },
            )
        })
        .filter(|work| timers::weight(work.kind) <= 1)
        .collect();
    found.sort_by_key(|work| (timers::weight(work.kind), work.at.node));
    found.into_iter().next()
}

/// The loop that receives again and again.
fn turn_of(body: &Body, node: NodeId) -> Option<otplint_model::body::LoopId> {
    let mut at = body.node(node).in_loop?;
    loop {
        let data = &body.loops[at.0 as usize];
        if data.kind != LoopKind::For {
            return Some(at);
        }
        at = data.parent?;
    }
}

/// Why the number of sends is not bounded: it follows what comes from outside, and nothing makes the
/// sender wait.
fn driven(model: &Model, at: Site, channel: &Channel) -> Option<&'static str> {
    let program = &model.program;
    let body = program.body(at.body);
    let name = program.def(body.owner).name;
    if name == "drop" {
        return None;
    }
    let Op::Call(call) = &body.node(at.node).op else {
        return None;
    };
    // Who waits for the answer to each message has one under way at a time.
    if let Some(payload) = channels::payload(program, call)
        && carries_end(model, body, &payload.value, 0)
    {
        return None;
    }
    // The consumer's own messages: retries and follow-ups.
    let own = channel
        .receives
        .iter()
        .any(|receive| receive.body == at.body);
    if own {
        return None;
    }
    if let Some(source) = source_in_loop(model, at) {
        return Some(source);
    }
    let function = program.def(body.owner).as_fn()?;
    let given = at.body.position() == 0
        && function.receiver.is_some()
        && body.locals.iter().any(|local| {
            matches!(local.kind, LocalKind::Param(index) if index > 0) && local.name.is_some()
        });
    // Who calls it from elsewhere does so as often as it likes.
    let elsewhere = |site: &Site| {
        let caller = program.def(program.body(site.body).owner);
        in_production(model, site.body)
            && caller.as_fn().and_then(|caller| caller.self_def) != function.self_def
    };
    let given = given
        && (program.def(body.owner).public
            || model
                .index
                .callers_of(program, at.body)
                .iter()
                .any(elsewhere));
    given.then_some("for every call of this method")
}

/// The loop around a node takes from the network, from another channel, or from a timer.
fn source_in_loop(model: &Model, at: Site) -> Option<&'static str> {
    let program = &model.program;
    let body = program.body(at.body);
    let around = turn_of(body, at.node)?;
    let mut found = None;
    for (node, call) in body.calls() {
        if !body.loop_within(body.node(node).in_loop, around) {
            continue;
        }
        let Some(attrs) = effects::attrs_of(program, call) else {
            continue;
        };
        if attrs.has(Effect::IoRead) {
            return Some("for everything that comes from the network");
        }
        if attrs.has(Effect::Recv) && channels::receiving(program, call).is_some() {
            found = Some("for every message that comes in");
        }
        if attrs.has(Effect::Tick) {
            found = found.or(Some("at every tick"));
        }
    }
    found
}

/// The message carries the sender of a reply.
fn carries_end(model: &Model, body: &Body, value: &otplint_model::Value, depth: u32) -> bool {
    use otplint_model::Value;
    if depth > 4 {
        return false;
    }
    match value {
        Value::Use(place) | Value::Ref(_, place) => {
            let Some(local) = place.as_local() else {
                return false;
            };
            let data = body.local(local);
            if matches!(
                slots::shared(&model.program, &data.ty),
                Some(Shared::End(_, false, _))
            ) {
                return true;
            }
            match data.def.map(|node| &body.node(node).op) {
                Some(Op::Assign(_, made)) => carries_end(model, body, made, depth + 1),
                _ => false,
            }
        }
        Value::Aggregate(_, parts) => parts
            .iter()
            .any(|(_, part)| carries_end(model, body, part, depth + 1)),
        _ => false,
    }
}

fn tell(
    model: &Model,
    channel: &Channel,
    receive: Site,
    work: &Work,
    send: Site,
    why: &str,
) -> Finding {
    let span = place(model, channel).span;
    let mut story = Story::new(
        model,
        &META,
        channel.created.body,
        span,
        Confidence::Medium,
    )
    .message(
        "while its consumer is slow this queue grows without a bound, until the program runs out of memory and \
         loses all of it",
    )
    .step(send, format!("a message is put in here {why}, and nothing makes the sender wait"))
    .step(receive, "the consumer takes one here");
    if work.at != receive {
        story = story.step(
            work.at,
            "and waits here for something outside the program before it takes the next",
        );
    }
    if work.leaf != work.at {
        story = story.step(work.leaf, "the wait happens here");
    }
    story
        .help(
            "give it a bound and decide what happens when it is full: `otp_runtime::mailbox::open` makes a bounded \
             mailbox whose policy (wait, refuse, drop) is explicit and counted",
        )
        .tell()
}
