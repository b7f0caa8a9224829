//! Sleeps that other events keep from firing.

use otplint_model::body::Op;
use otplint_model::effects::Site;
use otplint_model::follow;
use otplint_model::stub::{Effect, Flavor, TypeWord};
use otplint_model::timers::{RebuiltSleep, TimedRecv};
use otplint_model::{Body, Confidence, Finding, Model, NodeId, Reason, flow};

use super::{LONG_MS, META, duration};
use crate::story::Story;

/// A sleep that every other event of its `select!` starts anew.
pub(super) fn starves(model: &Model, sleep: &RebuiltSleep) -> Result<Finding, Reason> {
    let body = model.program.body(sleep.select.body);
    let Op::Select(select) = &body.node(sleep.select.node).op else {
        return Err("its `select!` was not seen".into());
    };
    let other = &select.arms[sleep.other];
    let Some(work) = first_work(
        model,
        body,
        sleep.select,
        select.arms[sleep.arm].body,
        other.body,
    ) else {
        return Err("no work waits for this sleep alone".into());
    };
    // The other event must come from somebody else; another timer has a rhythm of its own.
    let made = match &other.future.value {
        otplint_model::Value::Use(place) => {
            place.as_local().and_then(|local| body.local(local).def)
        }
        _ => None,
    };
    let event = made.and_then(|node| {
        follow::call_at(
            &model.program,
            Site {
                body: sleep.select.body,
                node,
            },
        )
    });
    let event_attrs = event.and_then(|call| otplint_model::effects::attrs_of(&model.program, call));
    let is_watch = event
        .and_then(|call| call.args.first())
        .and_then(|arg| model.program.adt(&arg.ty))
        .is_some_and(|(_, adt)| {
            adt.attrs.flavor == Some(Flavor::Watch) || adt.attrs.is(TypeWord::CancelToken)
        });
    let outside = !is_watch
        && event_attrs.is_some_and(|attrs| attrs.has(Effect::Recv) || attrs.has(Effect::IoRead));
    let confidence = if outside {
        Confidence::Medium
    } else {
        Confidence::Low
    };
    let length = sleep
        .length_ms
        .map_or(String::new(), |ms| format!(" of {}", duration(ms)));
    let mut story = Story::at_site(model, &META, sleep.made, confidence)
        .message(format!(
            "this periodic work stops while other events keep coming: each of them drops the sleep{length} and starts \
             it anew"
        ))
        .help(
            "make the timer once, before the loop (an `interval`, or a pinned `sleep` that is reset only after it \
             fired), or let `otp_runtime::scheduler::Scheduler::every` send the ticks",
        );
    if let Some(inside) = sleep.inside {
        story = story.step(inside, "the sleep begins anew here");
    }
    Ok(story
        .at(
            sleep.select.body,
            other.span,
            "this arm wins: the sleep is dropped, and the loop makes a new one",
        )
        .step(work, "this work waits for the sleep to end")
        .tell())
}

/// Work that is done only when no message has come for a while, for each of which the while begins anew.
pub(super) fn waits_for_silence(model: &Model, timed: &TimedRecv) -> Result<Finding, Reason> {
    let body = model.program.body(timed.at.body);
    let Some(work) = first_work(model, body, timed.at, timed.elapsed, timed.event) else {
        return Err("no work waits for the silence alone".into());
    };
    if is_done_by(body, timed.event, timed.at.node, work.node) {
        return Err("messages lead to the same work, when there are enough of them".into());
    }
    let length = timed
        .length_ms
        .map_or(String::new(), |ms| format!(" of {}", duration(ms)));
    // So long a silence means that nobody is there.
    let confidence = match timed.length_ms {
        Some(ms) if ms >= LONG_MS => Confidence::Low,
        _ => Confidence::Medium,
    };
    let mut story = Story::at_site(model, &META, timed.at, confidence)
        .message(format!(
            "this periodic work stops while messages keep coming: each of them begins the wait{length} anew"
        ))
        .help(
            "wait until a moment that is set anew only after the work (`timeout_at`, `recv_deadline`), or let \
             `otp_runtime::scheduler::Scheduler::every` send the ticks",
        );
    let event = body.node(timed.event).span;
    if event.start < event.end {
        story = story.at(
            timed.at.body,
            event,
            "with a message the loop goes round, and waits anew",
        );
    }
    Ok(story
        .step(work, "this work waits for the wait to run out")
        .tell())
}

/// Whether a way calls the same function as a node does.
fn is_done_by(body: &Body, from: NodeId, until: NodeId, work: NodeId) -> bool {
    let callee = |node: NodeId| match &body.node(node).op {
        Op::Call(call) => Some((call.name, &call.callee)),
        _ => None,
    };
    let after = flow::reachable(body, from, |node| node == until);
    after
        .iter()
        .chain([from])
        .any(|node| node != work && callee(node).is_some() && callee(node) == callee(work))
}

/// The first thing that only this arm does before the loop goes round: what the other arm comes to as
/// well does not starve.
fn first_work(
    model: &Model,
    body: &Body,
    select: Site,
    arm: NodeId,
    other: NodeId,
) -> Option<Site> {
    let elsewhere = flow::reachable(body, other, |node| node == select.node);
    let after = flow::reachable(body, arm, |node| node == select.node);
    after
        .iter()
        .filter(|node| *node != select.node && !elsewhere.contains(*node))
        .map(|node| Site {
            body: select.body,
            node,
        })
        .find(|at| {
            let acts =
                |kind: Effect| otplint_model::effects::changes(kind) && kind != Effect::Write;
            let Op::Call(call) = &body.node(at.node).op else {
                return false;
            };
            let leads_back = flow::reachable(body, at.node, |_| false).contains(select.node);
            leads_back
                && (call.awaited
                    || model
                        .effects(at.body, at.node)
                        .iter()
                        .any(|effect| acts(effect.kind)))
                && !otplint_model::effects::attrs_of(&model.program, call).is_some_and(|attrs| {
                    attrs.has(Effect::Sleep) || attrs.has(Effect::Tick) || attrs.has(Effect::Recv)
                })
        })
}
