//! The rules: one module each, over the process model only.
#![forbid(unsafe_code)]

mod ad_hoc_timer;
mod blocking_handler;
mod call_cycle;
mod call_without_timeout;
mod cancel_unsafe_select;
mod conditional_supervision;
mod config_divergence;
mod fake_atomicity;
mod futurelock;
mod god_process;
mod lifecycle_logic;
mod names;
mod orphan_task;
mod raw_send;
mod story;
mod swallowed_crash;
mod told;
mod torn_update;
mod unbounded_mailbox;
mod unbounded_restart;
mod volatile_state;

use otplint_model::{Model, Severity, Verdicts};

/// Whether a rule runs without being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Runs unless ignored: its precision was measured.
    Default,
    /// Runs with `--preview` or when selected by name.
    Preview,
}

/// What is known of a rule before it runs.
#[derive(Debug)]
pub struct Meta {
    /// The id, for example `raw-send`.
    pub id: &'static str,
    /// What it finds, in half a line.
    pub summary: &'static str,
    /// How bad its findings are, unless one says otherwise.
    pub severity: Severity,
    /// Whether it runs by default.
    pub level: Level,
    /// The piece of the runtime that removes the flaw.
    pub replacement: &'static str,
    /// The page, in Markdown.
    pub page: &'static str,
}

/// A rule.
pub trait Rule: Sync {
    /// What is known of it before it runs.
    fn meta(&self) -> &'static Meta;
    /// It asks what configuration files say, which then are read.
    fn reads_configuration(&self) -> bool {
        false
    }
    /// Says what it finds, and what it looked at and let be.
    fn check(&self, model: &Model, verdicts: &mut Verdicts);
}

/// Every rule, in the order of their ids.
pub fn all() -> &'static [&'static dyn Rule] {
    &[
        &ad_hoc_timer::AdHocTimer,
        &blocking_handler::BlockingHandler,
        &call_cycle::CallCycle,
        &call_without_timeout::CallWithoutTimeout,
        &cancel_unsafe_select::CancelUnsafeSelect,
        &conditional_supervision::ConditionalSupervision,
        &config_divergence::ConfigDivergence,
        &fake_atomicity::FakeAtomicity,
        &futurelock::Futurelock,
        &god_process::GodProcess,
        &lifecycle_logic::LifecycleLogic,
        &orphan_task::OrphanTask,
        &raw_send::RawSend,
        &swallowed_crash::SwallowedCrash,
        &torn_update::TornUpdate,
        &unbounded_mailbox::UnboundedMailbox,
        &unbounded_restart::UnboundedRestart,
        &volatile_state::VolatileState,
    ]
}
