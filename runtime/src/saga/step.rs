//! What a saga is made of.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::bounded::{Boxed, bounded};
use crate::exit::BoxError;

/// One step: something done elsewhere, and how it is undone.
///
/// Both may run several times with the same [key](StepContext::key), and must then do it once: whoever is asked
/// remembers the key. Both may be cut off at any await, at the step's [deadline](Self::deadline) or when the program
/// ends.
pub trait Step<I>: Send + Sync + 'static {
    /// Its name. No two steps of a saga have the same, and it is not changed while there are sagas under way.
    const NAME: &'static str;

    /// What it answers; later steps, and its own undo, can read it.
    type Output: Serialize + DeserializeOwned + Send + 'static;

    /// Does it.
    fn run(
        &self,
        context: StepContext<I>,
    ) -> impl Future<Output = Result<Self::Output, StepError>> + Send;

    /// Takes it back. It gets the output if `run` is known to have given one. Without one `run` may have had its
    /// effect, or not, or its request may be on its way still: all three must succeed, and the late request must find
    /// that its key is void.
    fn undo(
        &self,
        context: StepContext<I>,
        output: Option<Self::Output>,
    ) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// Finds out whether `run` has had its effect, when that is not known. By default it cannot tell; the step is then
    /// undone, or, behind the pivot, run again.
    fn check(
        &self,
        context: StepContext<I>,
    ) -> impl Future<Output = Result<Checked<Self::Output>, BoxError>> + Send {
        let _ = context;
        async { Ok(Checked::Unknown) }
    }

    /// How long `run`, `check` and `undo` may take each. Afterwards the outcome is unknown. Default 30 s.
    fn deadline(&self) -> Duration {
        Duration::from_secs(30)
    }
}

/// Why a step did not answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum StepError {
    /// It has had no effect and will have none.
    Failed(BoxError),
    /// It may have had its effect. What `?` makes of any error.
    Unknown(BoxError),
}

impl StepError {
    /// It has had no effect and will have none.
    pub fn failed(error: impl Into<BoxError>) -> Self {
        Self::Failed(error.into())
    }

    /// It may have had its effect.
    pub fn unknown(error: impl Into<BoxError>) -> Self {
        Self::Unknown(error.into())
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for StepError {
    fn from(error: E) -> Self {
        Self::Unknown(Box::new(error))
    }
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked<T> {
    /// It has had its effect, and this was its answer.
    Done(T),
    /// It has had no effect, and no request of it is on its way any more.
    NotDone,
    /// It cannot tell.
    Unknown,
}

/// What a step is told.
pub struct StepContext<I> {
    pub(super) saga: Arc<str>,
    pub(super) key: Arc<str>,
    pub(super) input: Arc<I>,
    pub(super) outputs: Arc<Vec<(String, Value)>>,
}

impl<I> Clone for StepContext<I> {
    fn clone(&self) -> Self {
        Self {
            saga: self.saga.clone(),
            key: self.key.clone(),
            input: self.input.clone(),
            outputs: self.outputs.clone(),
        }
    }
}

impl<I> fmt::Debug for StepContext<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StepContext")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl<I> StepContext<I> {
    /// The saga's id.
    #[must_use]
    pub fn saga(&self) -> &str {
        &self.saga
    }

    /// The same for every run, check and undo of this step of this saga, and for nothing else.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The saga's input.
    #[must_use]
    pub fn input(&self) -> &I {
        &self.input
    }

    /// What an earlier step has answered; `None` if it is not done, or answers something else now.
    #[must_use]
    pub fn output_of<S: Step<I>>(&self) -> Option<S::Output> {
        output_of::<I, S>(&self.outputs)
    }
}

pub(super) fn output_of<I, S: Step<I>>(outputs: &[(String, Value)]) -> Option<S::Output> {
    let (_, output) = outputs.iter().find(|(name, _)| name == S::NAME)?;
    serde_json::from_value(output.clone()).ok()
}

/// A step whatever its output.
pub(super) trait AnyStep<I>: Send + Sync {
    fn name(&self) -> &'static str;
    fn run(&self, context: StepContext<I>) -> Boxed<'_, Result<Value, StepError>>;
    fn check(&self, context: StepContext<I>) -> Boxed<'_, Result<Checked<Value>, BoxError>>;
    fn undo(
        &self,
        context: StepContext<I>,
        output: Option<Value>,
    ) -> Boxed<'_, Result<(), BoxError>>;
}

impl<I: Send + Sync + 'static, S: Step<I>> AnyStep<I> for S {
    fn name(&self) -> &'static str {
        S::NAME
    }

    fn run(&self, context: StepContext<I>) -> Boxed<'_, Result<Value, StepError>> {
        let run = async move {
            // It has had its effect: an answer that cannot be stored does not undo that.
            let output = Step::run(self, context).await?;
            serde_json::to_value(output).map_err(StepError::unknown)
        };
        bounded(self.deadline(), run, StepError::Unknown)
    }

    fn check(&self, context: StepContext<I>) -> Boxed<'_, Result<Checked<Value>, BoxError>> {
        let check = async move {
            Ok(match Step::check(self, context).await? {
                Checked::Done(output) => Checked::Done(serde_json::to_value(output)?),
                Checked::NotDone => Checked::NotDone,
                Checked::Unknown => Checked::Unknown,
            })
        };
        bounded(self.deadline(), check, |error| error)
    }

    fn undo(
        &self,
        context: StepContext<I>,
        output: Option<Value>,
    ) -> Boxed<'_, Result<(), BoxError>> {
        let undo = async move {
            let output = output.map(serde_json::from_value).transpose()?;
            Step::undo(self, context, output).await
        };
        bounded(self.deadline(), undo, |error| error)
    }
}
