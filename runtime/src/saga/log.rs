//! What happened to a saga, and the one function that says what that comes to.
//!
//! The executor acts on [`State::next`] and adds what came of it as an [`Event`]; a recovery adds the stored events to a
//! new [`State`] and goes on from there. There is no other state.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::store::Record;

/// Something that happened. Stored before it counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// It was accepted.
    Started {
        /// The definition's version.
        version: u32,
        /// The names of its steps, in order.
        steps: Vec<String>,
        /// Which of them is the pivot.
        pivot: Option<usize>,
        /// Its input.
        input: Value,
        /// The version of the input's type.
        input_version: u32,
        /// The key that it holds to its end.
        exclusive: Option<String>,
    },
    /// A step's `run` is about to begin.
    Begun {
        /// Which.
        step: usize,
    },
    /// A step has had its effect.
    Done {
        /// Which.
        step: usize,
        /// What it answered.
        output: Value,
    },
    /// A step has had no effect and will have none.
    Failed {
        /// Which.
        step: usize,
        /// Why.
        error: String,
    },
    /// A step may have had its effect.
    Unknown {
        /// Which.
        step: usize,
        /// Why that is not known.
        error: String,
    },
    /// A check says that the step has had no effect and will have none.
    NotDone {
        /// Which.
        step: usize,
    },
    /// A check could not tell.
    Unclear {
        /// Which step.
        step: usize,
        /// Why.
        error: String,
    },
    /// Somebody wants it undone.
    Cancelled,
    /// It goes back from here on.
    TurnedBack {
        /// Why.
        reason: String,
    },
    /// A step's `undo` is about to begin.
    Undoing {
        /// Which.
        step: usize,
    },
    /// A step has no effect any more.
    Undone {
        /// Which.
        step: usize,
    },
    /// A step's `undo` failed.
    UndoFailed {
        /// Which.
        step: usize,
        /// Why.
        error: String,
    },
    /// It cannot go on by itself.
    Stuck {
        /// Why.
        reason: String,
    },
    /// An operator lets it try again.
    Retried,
    /// It is over.
    Ended,
}

impl Record for Event {
    const TYPE: &'static str = "saga-event";
}

/// How often things are tried before the saga turns back, or is stuck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// Runs of a step behind the pivot.
    pub runs: u32,
    pub checks: u32,
    pub undos: u32,
}

/// Where a step is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum At {
    New,
    /// Begun, without a recorded end.
    Begun,
    Unknown,
    Failed,
    Done(Value),
    /// Being undone, with the output if there was one.
    Undoing(Option<Value>),
    Undone,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub name: String,
    pub at: At,
    pub runs: u32,
    pub checks: u32,
    pub undos: u32,
    pub error: Option<String>,
}

/// What a saga has come to.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct State {
    pub started: bool,
    pub version: u32,
    pub steps: Vec<Step>,
    pub pivot: Option<usize>,
    pub input: Value,
    pub input_version: u32,
    pub exclusive: Option<String>,
    pub cancelled: bool,
    /// Why it goes back, if it does.
    pub back: Option<String>,
    pub stuck: Option<String>,
    pub ended: bool,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Next {
    Run(usize),
    Check(usize),
    Undo(usize),
    TurnBack(String),
    Stick(String),
    End,
    /// Nothing, until an operator has decided, or for ever.
    Nothing,
}

/// An event that cannot happen in this state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{event} cannot happen here")]
pub(super) struct Illegal {
    event: String,
}

impl State {
    /// The state after the event.
    pub(super) fn apply(mut self, event: &Event) -> Result<Self, Illegal> {
        let illegal = || Illegal {
            event: format!("{event:?}"),
        };
        if let Event::Started {
            version,
            steps,
            pivot,
            input,
            input_version,
            exclusive,
        } = event
        {
            if self.started {
                return Err(illegal());
            }
            self.started = true;
            self.version = *version;
            self.pivot = *pivot;
            self.input = input.clone();
            self.input_version = *input_version;
            self.exclusive.clone_from(exclusive);
            self.steps = steps.iter().map(|name| Step::new(name)).collect();
            return Ok(self);
        }
        if !self.started || self.ended {
            return Err(illegal());
        }
        match event {
            Event::Started { .. } => return Err(illegal()),
            Event::Begun { step } => {
                let may =
                    self.back.is_none() && self.stuck.is_none() && Some(*step) == self.current();
                let step = self.step(*step).filter(|_| may).ok_or_else(illegal)?;
                step.at = At::Begun;
                step.runs += 1;
                step.checks = 0;
            }
            Event::Done { step, output } => {
                let step = self.open(*step).ok_or_else(illegal)?;
                step.at = At::Done(output.clone());
            }
            Event::Failed { step, error } => {
                let opened = self.open(*step).ok_or_else(illegal)?;
                opened.at = At::Failed;
                opened.error = Some(error.clone());
                self.turn_if_cancelled();
            }
            Event::NotDone { step } => {
                self.open(*step).ok_or_else(illegal)?.at = At::New;
                self.turn_if_cancelled();
            }
            Event::Unknown { step, error } => {
                let step = self.open(*step).ok_or_else(illegal)?;
                step.at = At::Unknown;
                step.error = Some(error.clone());
            }
            Event::Unclear { step, error } => {
                let step = self.open(*step).ok_or_else(illegal)?;
                step.at = At::Unknown;
                step.checks += 1;
                step.error = Some(error.clone());
            }
            Event::Cancelled => {
                if self.is_past_pivot() || self.back.is_some() {
                    return Err(illegal());
                }
                self.cancelled = true;
                self.turn_if_cancelled();
            }
            Event::TurnedBack { reason } => {
                if self.back.is_some() || self.is_past_pivot() {
                    return Err(illegal());
                }
                self.back = Some(reason.clone());
            }
            Event::Undoing { step } => {
                let may = self.back.is_some()
                    && self.stuck.is_none()
                    && Some(*step) == self.last_to_undo();
                let step = self.step(*step).filter(|_| may).ok_or_else(illegal)?;
                step.undos += 1;
                step.at = At::Undoing(match std::mem::replace(&mut step.at, At::New) {
                    At::Done(output) => Some(output),
                    At::Undoing(output) => output,
                    _ => None,
                });
            }
            Event::Undone { step } => {
                let step = self
                    .step(*step)
                    .filter(|step| step.is_undoing())
                    .ok_or_else(illegal)?;
                step.at = At::Undone;
            }
            Event::UndoFailed { step, error } => {
                let step = self
                    .step(*step)
                    .filter(|step| step.is_undoing())
                    .ok_or_else(illegal)?;
                step.error = Some(error.clone());
            }
            Event::Stuck { reason } => self.stuck = Some(reason.clone()),
            Event::Retried => {
                self.stuck.take().ok_or_else(illegal)?;
                for step in &mut self.steps {
                    (step.runs, step.checks, step.undos) = (0, 0, 0);
                }
            }
            Event::Ended => {
                let over = if self.back.is_some() {
                    self.last_to_undo().is_none()
                } else {
                    self.current().is_none()
                };
                if !over {
                    return Err(illegal());
                }
                self.ended = true;
            }
        }
        Ok(self)
    }

    /// What to do next.
    pub(super) fn next(&self, limits: Limits) -> Next {
        if self.ended || self.stuck.is_some() || !self.started {
            return Next::Nothing;
        }
        if self.back.is_some() {
            let Some(index) = self.last_to_undo() else {
                return Next::End;
            };
            let step = &self.steps[index];
            return if step.undos < limits.undos {
                Next::Undo(index)
            } else {
                Next::Stick(step.because("cannot be undone"))
            };
        }
        let Some(index) = self.current() else {
            return Next::End;
        };
        let step = &self.steps[index];
        let forward_only = self.is_past_pivot();
        match step.at {
            At::New if step.runs == 0 || step.runs < limits.runs => Next::Run(index),
            At::Begun | At::Unknown if step.checks < limits.checks => Next::Check(index),
            // Running it again with the same key is what its idempotency is for.
            At::Begun | At::Unknown | At::Failed if forward_only && step.runs < limits.runs => {
                Next::Run(index)
            }
            At::Begun | At::Unknown if self.pivot == Some(index) => Next::Stick(
                step.because("is the pivot, and it is not known whether it has happened"),
            ),
            _ if forward_only => {
                Next::Stick(step.because("does not succeed, and there is no way back"))
            }
            At::Begun | At::Unknown => Next::TurnBack(step.because("may have happened")),
            _ => Next::TurnBack(step.because("failed")),
        }
    }

    /// Whether it can only go forward.
    pub(super) fn is_past_pivot(&self) -> bool {
        let pivot = self.pivot.and_then(|pivot| self.steps.get(pivot));
        pivot.is_some_and(|pivot| matches!(pivot.at, At::Done(_)))
    }

    /// The outputs of the steps that are done.
    pub(super) fn outputs(&self) -> Vec<(String, Value)> {
        let done = |step: &Step| match &step.at {
            At::Done(output) | At::Undoing(Some(output)) => {
                Some((step.name.clone(), output.clone()))
            }
            _ => None,
        };
        self.steps.iter().filter_map(done).collect()
    }

    /// The first step that is not done.
    fn current(&self) -> Option<usize> {
        self.steps
            .iter()
            .position(|step| !matches!(step.at, At::Done(_)))
    }

    fn last_to_undo(&self) -> Option<usize> {
        self.steps.iter().rposition(|step| {
            matches!(
                step.at,
                At::Begun | At::Unknown | At::Done(_) | At::Undoing(_)
            )
        })
    }

    fn step(&mut self, index: usize) -> Option<&mut Step> {
        self.steps.get_mut(index)
    }

    /// A step whose end is not recorded.
    fn open(&mut self, index: usize) -> Option<&mut Step> {
        self.step(index)
            .filter(|step| matches!(step.at, At::Begun | At::Unknown))
    }

    /// A cancelled saga goes back, unless its pivot has happened or may have.
    fn turn_if_cancelled(&mut self) {
        let pivot = self.pivot.and_then(|pivot| self.steps.get(pivot));
        let open =
            pivot.is_some_and(|pivot| matches!(pivot.at, At::Begun | At::Unknown | At::Done(_)));
        if self.cancelled && !open && self.back.is_none() {
            self.back = Some("it was cancelled".into());
        }
    }
}

impl Step {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            at: At::New,
            runs: 0,
            checks: 0,
            undos: 0,
            error: None,
        }
    }

    fn is_undoing(&self) -> bool {
        matches!(self.at, At::Undoing(_))
    }

    fn because(&self, what: &str) -> String {
        let error = self
            .error
            .as_deref()
            .unwrap_or("its program ended meanwhile");
        format!("step {:?} {what}: {error}", self.name)
    }
}
