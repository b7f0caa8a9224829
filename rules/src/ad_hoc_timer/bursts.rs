//! Intervals whose missed ticks all fire at once.

use otplint_model::body::{BodyId, LoopId};
use otplint_model::stub::Effect;
use otplint_model::tasks;
use otplint_model::timers::{self, Interval, Tick, Work};
use otplint_model::{Confidence, Finding, Model, Reason};

use super::{LONG_MS, META, duration};
use crate::names::has_word;
use crate::story::{Story, in_production};

/// An interval whose missed ticks all fire at once.
pub(super) fn bursts(model: &Model, interval: &Interval) -> Result<Finding, Reason> {
    if interval.policy_chosen {
        return Err("what it does about missed ticks is chosen".into());
    }
    if interval.lost {
        return Err("the interval goes where it is not followed".into());
    }
    let mut reason = "it ticks in no loop in view";
    let late = interval
        .ticks
        .iter()
        .filter(|tick| in_production(model, tick.at.body))
        .find_map(|tick| {
            if timers::is_reset(&model.program, &model.index, interval, tick) {
                reason = "its loop resets it after its work";
                return None;
            }
            reason = "nothing that its loop waits for can take long";
            let work = timers::delays(&model.program, tick).into_iter().next()?;
            Some((tick, work))
        });
    let Some((tick, work)) = late else {
        return Err(reason.into());
    };
    let confidence = match is_aside(model, tick.turn.body) {
        true => Confidence::Low,
        false => burst_confidence(interval, &work, lives_in_the_turn(model, tick)),
    };
    let period = match interval.period_ms {
        Some(ms) => format!(" of {}", duration(ms)),
        None => String::new(),
    };
    let mut story = Story::at_site(model, &META, interval.made, confidence)
        .message(format!(
            "ticks that come due while the loop is busy all fire at once afterwards: this interval{period} keeps the \
             default burst behaviour"
        ))
        .help(
            "choose what to do about missed ticks with `set_missed_tick_behavior` (`Delay` or `Skip`), or let \
             `otp_runtime::scheduler::Scheduler::every` send the ticks, whose `Missed` says it",
        )
        .step(tick.at, "it ticks here, in a loop")
        .step(work.at, format!("the loop waits here{}", told(&work)));
    if work.leaf != work.at {
        story = story.step(work.leaf, "the wait happens here");
    }
    Ok(story.tell())
}

/// `in_the_turn`: a turn of the loop lasts as long as a loop for events in it.
fn burst_confidence(interval: &Interval, work: &Work, in_the_turn: bool) -> Confidence {
    let long = interval.period_ms.is_some_and(|ms| ms >= LONG_MS);
    let short = interval.period_ms.is_some() || interval.configured;
    match (work.kind, interval.period_ms) {
        // What is computed is mostly minutes or days.
        _ if long || !short => Confidence::Low,
        _ if in_the_turn => Confidence::Medium,
        // Whether it takes long is not known.
        (None, _) => Confidence::Low,
        // Done again at once it finds what it has found, or nothing to do.
        (Some(Effect::StoreRead | Effect::IoRead | Effect::Flush), _) => Confidence::Low,
        (kind, _) if timers::weight(kind) > 1 => Confidence::Low,
        (_, Some(_)) => Confidence::High,
        (_, None) => Confidence::Medium,
    }
}

/// A tool beside the service: what it does twice harms nobody.
fn is_aside(model: &Model, body: BodyId) -> bool {
    let words = ["bench", "benchmark", "benches", "debug", "demo", "mock"];
    let item = model.item(body);
    item.split("::").any(|part| has_word(part, &words))
}

/// Between two ticks the loop waits in another one, for as long as events come: the ticks of all that time are owed.
fn lives_in_the_turn(model: &Model, tick: &Tick) -> bool {
    let body = model.program.body(tick.turn.body);
    (0..body.loops.len() as u32).map(LoopId).any(|of| {
        of != tick.of
            && body.loop_within(Some(of), tick.of)
            && !body.loop_within(body.node(tick.turn.node).in_loop, of)
            && tasks::is_event_loop(&model.program, tick.turn.body, of)
    })
}

fn told(work: &Work) -> &'static str {
    match work.kind {
        Some(
            Effect::StoreRead
            | Effect::StoreWrite
            | Effect::RunsSql
            | Effect::Begin
            | Effect::Commit,
        ) => " for a store, maybe for longer than the period",
        Some(Effect::Outside | Effect::IoRead | Effect::IoWrite | Effect::Flush | Effect::Call) => {
            " for something outside the program, maybe for longer than the period"
        }
        Some(Effect::Send) => " for room in a channel",
        Some(Effect::Lock) => " for a lock",
        _ => ", maybe for longer than the period",
    }
}
