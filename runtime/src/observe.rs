//! What the runtime says about itself: the names that dashboards and alerts may rely on.
//!
//! Events go to `tracing`, all under the target [`TARGET`], each under its own event name:
//!
//! | name | level | fields | when |
//! |---|---|---|---|
//! | `process.started` | debug | `process`, `incarnation` | `init` went well |
//! | `process.ended` | debug | `process`, `incarnation`, `reason` | a run ended cleanly |
//! | `process.crashed` | error | `process`, `incarnation`, `reason` | a run ended with an error, a panic or an abort |
//! | `process.terminate_cut` | error | `process`, `reason` | `terminate` panicked or took too long |
//! | `process.destructor_panicked` | error | `process`, `reason` | dropping the state panicked |
//! | `child.restarting` | warn | `supervisor`, `child`, `reason`, `wait_ms` | a child will be started again |
//! | `child.stuck` | error | `supervisor`, `child` | it has not come to an await by its deadline |
//! | `supervisor.gave_up` | error | `supervisor`, `error` | more restarts than its intensity allows |
//! | `mailbox.overload` | warn | `process`, `what` (`refused` or `dropped`), `count` | the 1st, 2nd, 4th, 8th … message that found the mailbox full |
//! | `mailbox.undelivered` | warn | `process`, `messages` | messages accepted and never taken, when a process has ended for good |
//! | `mailbox.undelivered_panicked` | error | `process` | the hook for such a message, or its destructor, panicked |
//! | `task.failed` | error | `tasks`, `task`, `reason` | an error or a panic of a task under [`Tasks`](crate::task::Tasks) |
//! | `task.stuck` | error | `tasks`, `task` | it has not come to an await by its deadline |
//! | `timer.late` | warn | `to`, `lag_ms` | by more than 100 ms |
//! | `timer.panicked` | error | `to` | making the message panicked; the timer is cancelled |
//! | `breaker.opened` | warn | | calls are refused from now on |
//!
//! Where debug is enabled for the target, each message is handled in a span named `handle` (fields `process`,
//! `incarnation`) that *follows from* the span in which the message was sent. It is the root of its own trace: the sender
//! may have gone on long ago.
//!
//! With the feature `metrics` the same happenings are counted through the `metrics` facade, every one of them, with the
//! names of processes as labels (give processes that come and go by the thousand one name together):
//!
//! | name | kind | labels |
//! |---|---|---|
//! | `otp_process_starts_total` | counter | `process` |
//! | `otp_process_ends_total` | counter | `process`, `clean` (`true` or `false`) |
//! | `otp_child_restarts_total` | counter | `supervisor`, `child` |
//! | `otp_supervisor_give_ups_total` | counter | `supervisor` |
//! | `otp_stuck_total` | counter | `name` |
//! | `otp_mailbox_overloads_total` | counter | `process`, `what` (`refused` or `dropped`) |
//! | `otp_mailbox_undelivered_total` | counter | `process` |
//! | `otp_task_failures_total` | counter | `tasks`, `task` |
//! | `otp_timer_lag_seconds` | histogram | |
//! | `otp_breaker_opens_total` | counter | |

use std::time::Duration;

use crate::exit::{ExitReason, Incarnation};

/// The target of all events and spans.
pub const TARGET: &str = "otp_runtime";

/// Lateness that is worth a line in the log: ten times what a busy but healthy runtime shows.
const LATE: Duration = Duration::from_millis(100);

/// Counts, where somebody counts.
macro_rules! count {
    ($name:literal, $by:expr $(, $label:literal => $value:expr)*) => {
        #[cfg(feature = "metrics")]
        metrics::counter!($name $(, $label => String::from($value))*).increment($by);
    };
}

pub(crate) fn started(process: &str, incarnation: Incarnation) {
    let incarnation = incarnation.number();
    tracing::debug!(name: "process.started", target: TARGET, process, incarnation, "process started");
    count!("otp_process_starts_total", 1, "process" => process);
}

pub(crate) fn ended(process: &str, incarnation: Incarnation, reason: &ExitReason) {
    let incarnation = incarnation.number();
    if reason.is_clean() {
        tracing::debug!(name: "process.ended", target: TARGET, process, incarnation, %reason, "process ended");
        count!("otp_process_ends_total", 1, "process" => process, "clean" => "true");
    } else {
        tracing::error!(name: "process.crashed", target: TARGET, process, incarnation, %reason, "process crashed");
        count!("otp_process_ends_total", 1, "process" => process, "clean" => "false");
    }
}

pub(crate) fn terminate_cut(process: &str, reason: &ExitReason) {
    tracing::error!(name: "process.terminate_cut", target: TARGET, process, %reason, "terminate did not finish");
}

pub(crate) fn destructor_panicked(process: &str, reason: &ExitReason) {
    tracing::error!(name: "process.destructor_panicked", target: TARGET, process, %reason, "the state's destructor panicked");
}

pub(crate) fn restarting(supervisor: &str, child: &str, reason: &ExitReason, wait: Duration) {
    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    tracing::warn!(name: "child.restarting", target: TARGET, supervisor, child, %reason, wait_ms, "restarting child");
    count!("otp_child_restarts_total", 1, "supervisor" => supervisor, "child" => child);
}

pub(crate) fn child_stuck(supervisor: &str, child: &str) {
    tracing::error!(
        name: "child.stuck", target: TARGET, supervisor, child,
        "child is stuck: it does not yield, and is not replaced while it runs"
    );
    count!("otp_stuck_total", 1, "name" => child);
}

pub(crate) fn gave_up(supervisor: &str, error: &dyn std::error::Error) {
    tracing::error!(name: "supervisor.gave_up", target: TARGET, supervisor, %error, "supervisor gave up");
    count!("otp_supervisor_give_ups_total", 1, "supervisor" => supervisor);
}

/// Logs the first, second, fourth, eighth … message that did not fit: an overload must not flood the log as well.
pub(crate) fn overload(process: &str, what: &'static str, count: u64) {
    if count.is_power_of_two() {
        tracing::warn!(name: "mailbox.overload", target: TARGET, process, what, count, "mailbox is full");
    }
    count!("otp_mailbox_overloads_total", 1, "process" => process, "what" => what);
}

pub(crate) fn undelivered(process: &str, messages: usize) {
    tracing::warn!(name: "mailbox.undelivered", target: TARGET, process, messages, "undelivered messages");
    count!("otp_mailbox_undelivered_total", messages as u64, "process" => process);
}

pub(crate) fn undelivered_panicked(process: &str) {
    tracing::error!(name: "mailbox.undelivered_panicked", target: TARGET, process, "an undelivered message panicked");
}

pub(crate) fn task_failed(tasks: &str, task: &str, reason: &ExitReason) {
    tracing::error!(name: "task.failed", target: TARGET, tasks, task, %reason, "task failed");
    count!("otp_task_failures_total", 1, "tasks" => tasks, "task" => task);
}

pub(crate) fn task_stuck(tasks: &str, task: &str) {
    tracing::error!(name: "task.stuck", target: TARGET, tasks, task, "task is stuck: it does not yield");
    count!("otp_stuck_total", 1, "name" => task);
}

/// A timer fires. Its target is named only where that is worth an allocation.
pub(crate) fn timer_fires(to: impl FnOnce() -> String, lag: Duration) {
    if lag > LATE {
        let lag_ms = u64::try_from(lag.as_millis()).unwrap_or(u64::MAX);
        tracing::warn!(name: "timer.late", target: TARGET, to = to(), lag_ms, "timer is late");
    }
    #[cfg(feature = "metrics")]
    metrics::histogram!("otp_timer_lag_seconds").record(lag);
}

pub(crate) fn timer_panicked(to: &str) {
    tracing::error!(
        name: "timer.panicked", target: TARGET, to,
        "making a timer's message panicked; it is cancelled"
    );
}

pub(crate) fn breaker_opened() {
    tracing::warn!(name: "breaker.opened", target: TARGET, "breaker opened");
    count!("otp_breaker_opens_total", 1);
}
