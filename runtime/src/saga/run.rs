//! The executor: carries out what the state says is next, and stores what came of it.

use std::collections::HashSet;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::books::Books;
use super::books::fold;
use super::log::{At, Event, Next, State};
use super::step::{Checked, StepContext, StepError};
use super::{Active, Ended, Outputs, Saga, SagaError, Sagas};
use crate::store::record::{Stored, decode, encode};
use crate::store::{CommitError, ReadError, Record, text};

/// How long it takes until a saga is found whose start nobody told of.
const SWEEP: Duration = Duration::from_secs(1);

impl<I: Record> Sagas<I> {
    /// Carries out sagas for ever: first those that an earlier executor has left. A second call waits until the first
    /// one was dropped. So it does in another program that shares the store, and there half a minute longer: one alone
    /// carries them out, under the lease `saga/` and the name. When it has lost that lease a step of its may still be
    /// under way while the next one begins; in the store only one of them writes.
    ///
    /// Cancel safe: steps that were under way are cut off at an await and are *unknown* to the next executor.
    ///
    /// # Errors
    ///
    /// [`SagaError`] if the store fails, or a log makes no sense. What steps answer is no error here.
    pub async fn run(&self) -> Result<Infallible, SagaError> {
        let _only_one = self.shared.running.lock().await;
        let (store, name) = (&self.shared.books.store, self.shared.name);
        if !store.is_shared() {
            return self.run_alone().await;
        }
        loop {
            let alone = store.alone(&format!("saga/{name}")).await?;
            let books = Books::open(&alone.lease.store(), name).await?;
            let owned = Self {
                shared: Arc::new(self.shared.under(books)),
            };
            match alone.lease.during(owned.run_alone()).await {
                // Another program goes on.
                Err(SagaError::Commit(error)) if error.is_not_owner() => {}
                other => return other,
            }
        }
    }

    async fn run_alone(&self) -> Result<Infallible, SagaError> {
        let mut drivers = JoinSet::new();
        let mut driven = HashSet::new();
        loop {
            let work = self.shared.work.notified();
            let mut work = Box::pin(work);
            work.as_mut().enable();
            for (id, active) in self.shared.books.active().await? {
                if active.stuck.is_none()
                    && driven.len() < self.shared.options.concurrent
                    && driven.insert(id.clone())
                {
                    let sagas = self.clone();
                    drivers.spawn(async move {
                        let result = Driver::new(sagas, &id).drive().await;
                        (id, result)
                    });
                }
            }
            let mut work = pin!(timeout(SWEEP, work));
            let ended = poll_fn(|context| match drivers.poll_join_next(context) {
                Poll::Ready(Some(ended)) => Poll::Ready(Some(ended)),
                _ => work.as_mut().poll(context).map(|_| None),
            });
            let Some(ended) = ended.await else {
                continue;
            };
            let (id, result): (String, _) = ended.map_err(|error| {
                // Steps do not come here with their panics.
                SagaError::Commit(CommitError::Failed(text(error.to_string())))
            })?;
            driven.remove(&id);
            match result {
                Ok(()) => {}
                // Trying again would come to the same.
                Err(
                    error @ (SagaError::Log { .. } | SagaError::Read(ReadError::Record { .. })),
                ) => {
                    let stuck = Some(error.to_string());
                    tracing::error!(saga = self.shared.name, id, %error, "a saga is stuck");
                    self.shared
                        .books
                        .active
                        .insert(&id, &Active { stuck })
                        .await?;
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// What carries out one saga.
struct Driver<I> {
    sagas: Sagas<I>,
    id: String,
    /// What is stored comes to this, with so many events.
    stored: State,
    length: u32,
    /// What happened since, not stored yet.
    pending: Vec<Event>,
    state: State,
}

impl<I: Record> Driver<I> {
    fn new(sagas: Sagas<I>, id: &str) -> Self {
        Self {
            sagas,
            id: id.to_owned(),
            stored: State::default(),
            length: 0,
            pending: Vec::new(),
            state: State::default(),
        }
    }

    /// Until it has ended or is stuck.
    async fn drive(mut self) -> Result<(), SagaError> {
        self.reload().await?;
        let sagas = self.sagas.clone();
        let Some(definition) = sagas.shared.definition(&self.state) else {
            let reason = format!(
                "it is of version {} with other steps than this program has for it",
                self.state.version
            );
            if self.state.stuck.is_none() && self.state.started && !self.state.ended {
                self.push(Event::Stuck { reason });
                self.flush().await?;
            }
            return Ok(());
        };
        let input = self.input()?;
        loop {
            match self.state.next(sagas.shared.options.limits()) {
                Next::Run(step) => {
                    self.wait(self.state.steps[step].runs).await?;
                    if self.push(Event::Begun { step }) && self.flush().await? {
                        let event = self.run(definition, &input, step).await;
                        self.push(event);
                    }
                }
                Next::Check(step) => {
                    self.wait(self.state.steps[step].checks).await?;
                    let event = self.check(definition, &input, step).await;
                    self.push(event);
                }
                Next::Undo(step) => {
                    let output = match &self.state.steps[step].at {
                        At::Done(output) | At::Undoing(Some(output)) => Some(output.clone()),
                        _ => None,
                    };
                    self.wait(self.state.steps[step].undos).await?;
                    if self.push(Event::Undoing { step }) && self.flush().await? {
                        let context = self.context(definition, &input, step);
                        let event = match definition.steps[step].undo(context, output).await {
                            Ok(()) => Event::Undone { step },
                            Err(error) => Event::UndoFailed {
                                step,
                                error: error.to_string(),
                            },
                        };
                        self.push(event);
                    }
                }
                Next::TurnBack(reason) => {
                    self.push(Event::TurnedBack { reason });
                }
                Next::Stick(reason) => {
                    self.push(Event::Stuck { reason });
                    if self.flush().await? {
                        return Ok(());
                    }
                }
                Next::End => {
                    self.push(Event::Ended);
                    if self.flush().await? {
                        return Ok(());
                    }
                }
                Next::Nothing => {
                    self.flush().await?;
                    return Ok(());
                }
            }
        }
    }

    async fn run(&self, definition: &Saga<I>, input: &Arc<I>, step: usize) -> Event {
        match definition.steps[step]
            .run(self.context(definition, input, step))
            .await
        {
            Ok(output) => Event::Done { step, output },
            Err(StepError::Failed(error)) => Event::Failed {
                step,
                error: error.to_string(),
            },
            Err(StepError::Unknown(error)) => Event::Unknown {
                step,
                error: error.to_string(),
            },
        }
    }

    async fn check(&self, definition: &Saga<I>, input: &Arc<I>, step: usize) -> Event {
        let before = self.state.steps[step].error.clone();
        match definition.steps[step]
            .check(self.context(definition, input, step))
            .await
        {
            Ok(Checked::Done(output)) => Event::Done { step, output },
            Ok(Checked::NotDone) => Event::NotDone { step },
            Ok(Checked::Unknown) => Event::Unclear {
                step,
                error: before.unwrap_or_else(|| "its program ended meanwhile".into()),
            },
            Err(error) => Event::Unclear {
                step,
                error: error.to_string(),
            },
        }
    }

    fn context(&self, definition: &Saga<I>, input: &Arc<I>, step: usize) -> StepContext<I> {
        let step = definition.steps[step].name();
        StepContext {
            saga: self.id.as_str().into(),
            key: format!("{}/{}/{step}", definition.name, self.id).into(),
            input: input.clone(),
            outputs: Arc::new(self.state.outputs()),
        }
    }

    fn input(&self) -> Result<Arc<I>, SagaError> {
        let failed = |reason: String| SagaError::Log {
            id: self.id.clone(),
            position: 0,
            reason,
        };
        let json = encode(&self.state.input).map_err(|error| failed(error.to_string()))?;
        let stored = Stored {
            version: self.state.input_version,
            ..json
        };
        decode::<I>(&stored)
            .map(Arc::new)
            .map_err(|error| failed(error.to_string()))
    }

    /// Waits before a further attempt. What happened is stored first: it may be long.
    async fn wait(&mut self, attempts: u32) -> Result<(), SagaError> {
        if attempts > 0 {
            self.flush().await?;
            sleep(self.sagas.shared.options.backoff.wait(attempts)).await;
        }
        Ok(())
    }

    /// Takes the event into the state; false if it cannot happen in it.
    fn push(&mut self, event: Event) -> bool {
        match self.state.clone().apply(&event) {
            Ok(state) => {
                self.state = state;
                self.pending.push(event);
                true
            }
            Err(_) => false,
        }
    }

    /// Stores what is pending; false if somebody has cancelled or retried meanwhile, so that not all of it can be.
    async fn flush(&mut self) -> Result<bool, SagaError> {
        let mut whole = true;
        while !self.pending.is_empty() {
            match self.store_pending().await {
                Ok(()) => {
                    self.length += self.pending.len() as u32;
                    self.pending.clear();
                    self.stored = self.state.clone();
                    if self.state.ended || self.state.stuck.is_some() {
                        self.sagas.shared.news.notify_waiters();
                    }
                }
                Err(error) if error.is_conflict() => {
                    let pending = std::mem::take(&mut self.pending);
                    self.reload().await?;
                    for event in pending {
                        // What happened has happened; what was decided may be another decision now.
                        whole &= self.push(event);
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(whole)
    }

    async fn store_pending(&self) -> Result<(), CommitError> {
        let shared = &self.sagas.shared;
        let mut transaction = shared.books.store.begin();
        // Nobody else may have added events.
        let next = (self.id.clone(), self.length);
        if transaction.get(&shared.books.log, &next).await?.is_some() {
            return Err(conflict(shared.books.log.id()));
        }
        if self.state.ended {
            for position in 0..self.length {
                transaction.remove(&shared.books.log, &(self.id.clone(), position));
            }
            if let Some(key) = &self.state.exclusive {
                transaction.remove(&shared.books.held, key);
            }
            let ended = Ended {
                input: self.state.input.clone(),
                outputs: Outputs(self.state.outputs()),
                undone: self.state.back.clone(),
                discarded: false,
            };
            transaction.remove(&shared.books.active, &self.id).insert(
                &shared.books.ended,
                &self.id,
                &ended,
            );
            transaction.tell(shared.books.ended.id());
        } else {
            for (position, event) in (self.length..).zip(&self.pending) {
                transaction.insert(&shared.books.log, &(self.id.clone(), position), event);
            }
            if self.state.stuck != self.stored.stuck {
                if let Some(reason) = &self.state.stuck {
                    tracing::error!(saga = shared.name, id = self.id, reason, "a saga is stuck");
                }
                let stuck = self.state.stuck.clone();
                transaction.insert(&shared.books.active, &self.id, &Active { stuck });
            }
        }
        transaction.commit().await.map(|_| ())
    }

    /// Reads what is stored, and takes it for the state.
    async fn reload(&mut self) -> Result<(), SagaError> {
        let events = self.sagas.events(&self.id).await?;
        self.stored = fold(&self.id, &events)?;
        self.length = events.len() as u32;
        self.state = self.stored.clone();
        self.pending.clear();
        Ok(())
    }
}

fn conflict(object: crate::store::backend::ObjectId) -> CommitError {
    CommitError::Refused(crate::store::Refusal::Conflict { object })
}

impl<I: Record> super::Shared<I> {
    /// The definition that the log was written by.
    fn definition(&self, state: &State) -> Option<&Saga<I>> {
        let definition = self
            .definitions
            .iter()
            .find(|definition| definition.version == state.version)?;
        let steps = state.steps.iter().map(|step| step.name.as_str());
        let same = steps.eq(definition.steps.iter().map(|step| step.name()))
            && definition.pivot == state.pivot;
        same.then_some(definition)
    }
}
