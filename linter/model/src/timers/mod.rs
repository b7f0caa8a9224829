//! Intervals, sleeps and delayed sends: where they are made, where they act, and what delays them.

mod chain;
mod interval;
mod length;
mod rebuilt;
mod timed;
mod work;

pub use chain::{Chain, Later};
pub use interval::{Interval, Tick, arm_of, is_reset};
pub use length::{duration_ms, is_given};
pub use rebuilt::RebuiltSleep;
pub use timed::TimedRecv;
pub(crate) use work::Leaf;
pub use work::{Work, blocking_at, delays, takes_time, weight, work_at};

use crate::body::Op;
use crate::effects::{Does, Site};
use crate::follow::Index;
use crate::program::Program;
use crate::stub::Effect;
use crate::tasks::Tasks;

/// The timers of the workspace.
#[derive(Debug, Default)]
pub struct Timers {
    /// Intervals with a burst policy or none chosen.
    pub intervals: Vec<Interval>,
    /// Sleeps that every other event restarts.
    pub rebuilt: Vec<RebuiltSleep>,
    /// Messages that are waited for no longer than a while, in a loop.
    pub timed: Vec<TimedRecv>,
    /// Work that schedules itself again, where a failure ends it for good.
    pub chains: Vec<Chain>,
    /// Messages that a task of their own sends later.
    pub later: Vec<Later>,
}

impl Timers {
    /// Finds the timers of a program.
    pub fn new(program: &Program, index: &Index, tasks: &Tasks) -> Self {
        let mut timers = Self {
            chains: chain::chains(program, tasks),
            later: chain::later(program, tasks),
            ..Self::default()
        };
        let may_tick = |does: Does| does.selects || does.effects.has(Effect::Interval);
        for (id, body) in program.doing(may_tick) {
            for (node, data) in body.nodes() {
                let at = Site { body: id, node };
                match &data.op {
                    Op::Call(call) => timers
                        .intervals
                        .extend(interval::interval(program, index, at, call)),
                    Op::Select(select) => timers
                        .rebuilt
                        .extend(rebuilt::rebuilt(program, body, at, select)),
                    _ => {}
                }
            }
        }
        let may_wait = |does: Does| does.loops && does.effects.any([Effect::Timeout, Effect::Recv]);
        for (id, body) in program.doing(may_wait) {
            for (node, call) in body.calls() {
                let at = Site { body: id, node };
                timers.timed.extend(timed::timed(program, body, at, call));
            }
        }
        timers
    }
}
