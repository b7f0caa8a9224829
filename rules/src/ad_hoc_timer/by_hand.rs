//! Timers made by hand: chains that schedule themselves again, and messages that a task sends later.

use otplint_model::tasks;
use otplint_model::timers::{Chain, Later};
use otplint_model::{Confidence, Finding, Model, Reason, Severity};

use super::META;
use crate::story::Story;

/// A chain that one failure ends for good.
pub(super) fn breaks(model: &Model, chain: &Chain) -> Finding {
    let failure = match chain.panics {
        true => "a failure panics here, and the next turn is never scheduled",
        false => "a failure leaves here, and the next turn is never scheduled",
    };
    Story::at_site(model, &META, chain.ends, Confidence::Medium)
        .message(
            "the first failure here ends this periodic work for good: it leaves before the next turn is scheduled",
        )
        .help(
            "schedule the next turn whatever this one does, or let `otp_runtime::scheduler::Scheduler::every` send the \
             ticks",
        )
        .step(chain.ends, failure)
        .step(chain.scheduled, "only this call schedules the next turn")
        .tell()
}

/// A message that comes later whatever happens in between.
pub(super) fn cannot_be_taken_back(model: &Model, later: &Later) -> Result<Finding, Reason> {
    if later.retries {
        return Err("it tries again after a failure".into());
    }
    let often = tasks::is_one_of_many(&model.program, &model.index, later.spawned);
    let confidence = if often {
        Confidence::Medium
    } else {
        Confidence::Low
    };
    Ok(Story::at_site(model, &META, later.spawned, confidence)
        .severity(if often { Severity::Warning } else { Severity::Info })
        .message(
            "nothing can take this delayed message back: it arrives even if what it was for is over, and is lost if \
             the program stops before",
        )
        .help(
            "keep the timer's handle and end it with what it was for: `otp_runtime::scheduler::Scheduler::after` \
             returns one, and sends the message itself",
        )
        .step(later.slept, "the task waits here")
        .step(later.sent, "and sends then")
        .tell())
}
