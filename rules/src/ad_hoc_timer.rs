//! `ad-hoc-timer`: timers that fall behind and catch up at once, or never fire.

use otplint_model::body::Op;
use otplint_model::effects::Site;
use otplint_model::follow;
use otplint_model::stub::{Effect, Flavor, TypeWord};
use otplint_model::timers::{self, Interval, RebuiltSleep, Work};
use otplint_model::{
    Body, Confidence, Finding, Model, NodeId, Reason, Related, Severity, Verdicts, flow,
};

use crate::story::in_production;
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct AdHocTimer;

static META: Meta = Meta {
    id: "ad-hoc-timer",
    summary: "a timer that fires in bursts after a delay, or that other events keep from firing",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::scheduler::Scheduler",
    page: include_str!("../docs/ad-hoc-timer.md"),
};

/// A period from which on a burst is rare: the work would have to take a minute.
const LONG_MS: u64 = 60_000;

impl Rule for AdHocTimer {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        for interval in &model.timers.intervals {
            if in_production(model, interval.made.body) {
                verdicts.judged(model.location(interval.made), bursts(model, interval));
            }
        }
        for sleep in &model.timers.rebuilt {
            if in_production(model, sleep.select.body) {
                verdicts.judged(model.location(sleep.made), starves(model, sleep));
            }
        }
    }
}

/// An interval whose missed ticks all fire at once.
fn bursts(model: &Model, interval: &Interval) -> Result<Finding, Reason> {
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
    let confidence = burst_confidence(interval, &work);
    let period = match interval.period_ms {
        Some(ms) => format!(" of {}", duration(ms)),
        None => String::new(),
    };
    let mut related = vec![
        Related {
            location: model.location(tick.at),
            message: "it ticks here, in a loop".to_owned(),
        },
        Related {
            location: model.location(work.at),
            message: format!("the loop waits here{}", told(&work)),
        },
    ];
    if work.leaf != work.at {
        related.push(Related {
            location: model.location(work.leaf),
            message: "the wait happens here".to_owned(),
        });
    }
    Ok(Finding {
        rule: META.id,
        severity: META.severity,
        confidence,
        location: model.location(interval.made),
        message: format!(
            "ticks that come due while the loop is busy all fire at once afterwards: this interval{period} keeps the \
             default burst behaviour"
        ),
        help: "choose what to do about missed ticks with `set_missed_tick_behavior` (`Delay` or `Skip`), or let \
               `otp_runtime::scheduler::Scheduler::every` send the ticks, whose `Missed` says it"
            .to_owned(),
        replacement: META.replacement,
        related,
        item: model.item(interval.made.body).to_owned(),
        fingerprint: String::new(),
    })
}

fn burst_confidence(interval: &Interval, work: &Work) -> Confidence {
    let weight = timers::weight(work.kind);
    let long = interval.period_ms.is_some_and(|ms| ms >= LONG_MS);
    match (weight, long, interval.period_ms) {
        (0 | 1, false, Some(_)) => Confidence::High,
        (0..=2, false, Some(_)) => Confidence::Medium,
        // What is computed is mostly minutes or days.
        (0..=2, false, None) if interval.configured => Confidence::Medium,
        _ => Confidence::Low,
    }
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

fn duration(ms: u64) -> String {
    match ms {
        ms if ms % 1000 == 0 => format!("{} s", ms / 1000),
        ms => format!("{ms} ms"),
    }
}

/// A sleep that every other event of its `select!` starts anew.
fn starves(model: &Model, sleep: &RebuiltSleep) -> Result<Finding, Reason> {
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
    Ok(Finding {
        rule: META.id,
        severity: META.severity,
        confidence,
        location: model.location(sleep.made),
        message: format!(
            "this periodic work stops while other events keep coming: each of them drops the sleep{length} and starts it \
             anew"
        ),
        help: "make the timer once, before the loop (an `interval`, or a pinned `sleep` that is reset only after it \
               fired), or let `otp_runtime::scheduler::Scheduler::every` send the ticks"
            .to_owned(),
        replacement: META.replacement,
        related: vec![
            Related {
                location: otplint_model::Location { file: body.file, span: other.span },
                message: "this arm wins: the sleep is dropped, and the loop makes a new one".to_owned(),
            },
            Related { location: model.location(work), message: "this work waits for the sleep to end".to_owned() },
        ],
        item: model.item(sleep.select.body).to_owned(),
        fingerprint: String::new(),
    })
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
