//! Changes in several places that no transaction spans: each step with its undo, and a log of what was done.
//!
//! ```
//! use otp_runtime::exit::BoxError;
//! use otp_runtime::saga::{Saga, SagaEnd, Sagas, Step, StepContext, StepError};
//! use otp_runtime::store::Store;
//!
//! struct Reserve;
//! impl Step<String> for Reserve {
//!     const NAME: &'static str = "reserve";
//!     type Output = u64;
//!     async fn run(&self, context: StepContext<String>) -> Result<u64, StepError> {
//!         // Ask the warehouse for `context.input()`, under `context.key()`.
//!         Ok(17)
//!     }
//!     async fn undo(&self, context: StepContext<String>, reservation: Option<u64>) -> Result<(), BoxError> {
//!         // Tell the warehouse that `context.key()` is void, whether it has heard of it or not.
//!         Ok(())
//!     }
//! }
//!
//! struct Charge;
//! impl Step<String> for Charge {
//!     const NAME: &'static str = "charge";
//!     type Output = ();
//!     async fn run(&self, context: StepContext<String>) -> Result<(), StepError> {
//!         Err(StepError::failed("the card is refused"))
//!     }
//!     async fn undo(&self, _: StepContext<String>, _: Option<()>) -> Result<(), BoxError> {
//!         Err("money that was taken is not given back here".into())
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = Store::in_memory().await?;
//! let checkout = Saga::new("checkout", 1).step(Reserve).pivot(Charge);
//! let sagas: Sagas<String> = store.sagas([checkout]).await?;
//! // A task of a supervision tree, usually.
//! let executor = tokio::spawn({ let sagas = sagas.clone(); async move { sagas.run().await } });
//!
//! sagas.start("order 7", "bolt".into()).await?;
//! let end = sagas.end("order 7").await?;
//! assert!(matches!(end, SagaEnd::Undone { reason } if reason.contains("the card is refused")));
//! # executor.abort();
//! # Ok(()) }
//! ```
//!
//! # What holds
//!
//! - A saga that was accepted ends: all of its steps are done, or all are undone; or it is *stuck*, visibly.
//! - Before a step runs, that is stored, and afterwards what became of it: *done*, *failed* (it has had no effect and
//!   will have none) or *unknown* (an error of another kind, a panic, its deadline, or a program that ended meanwhile).
//!   Unknown is asked of the step's [`check`](Step::check); what stays unknown is undone like what is done.
//! - Steps are undone in reverse order. An undo that fails is tried again; if that does not help the saga is stuck.
//! - Once the [pivot](Saga::pivot) is done it only goes forward: later steps are run again until they succeed, with the
//!   same key. Where it stays unknown whether the pivot is done, the saga is stuck: neither way would be right.
//! - The executor owns the sagas. Dropping the future of a caller changes nothing about them; nothing is undone in a
//!   `Drop`; [`Sagas::cancel`] undoes. Dropping the executor's future cuts its steps off at an await, and they are
//!   *unknown* to the next one.
//! - A saga that is stuck is logged and listed ([`Sagas::stuck`]) and waits for [`Sagas::retry`], a
//!   [`cancel`](Sagas::cancel) and a retry, or [`Sagas::discard`]. So is one whose log names a version or steps that this program does not
//!   have.
//! - Sagas are not isolated: others see what a step did before it is undone. [`Sagas::start_exclusive`] keeps others
//!   that name the same key away until the end.
//!
//! # Syncs
//!
//! A saga of n steps that goes well costs n + 2: one for its start, one before the first step, one between each two
//! (what became of the last and that the next begins is one commit), and one for its end. Going back is the same. That
//! is the minimum for a log that knows of every step before it begins, and does not take one that never began for one
//! that may have.

mod books;
mod log;
mod run;
mod step;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::{Mutex, Notify};

use crate::retry::Backoff;
use crate::store::{CommitError, NameError, ReadError, Record, Store};
use crate::transaction::Transaction;
pub(crate) use books::Books;
pub use log::Event;
use log::Limits;
use step::{AnyStep, output_of};
pub use step::{Checked, Step, StepContext, StepError};

/// The definition of a saga: its steps, in order.
pub struct Saga<I> {
    name: &'static str,
    version: u32,
    steps: Vec<Box<dyn AnyStep<I>>>,
    pivot: Option<usize>,
    pivots: usize,
}

impl<I> fmt::Debug for Saga<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Saga")
            .field("name", &self.name)
            .field("version", &self.version)
            .field("steps", &self.steps.len())
            .finish_non_exhaustive()
    }
}

impl<I: Record> Saga<I> {
    /// A saga without steps. Raise the version whenever its steps change.
    #[must_use]
    pub fn new(name: &'static str, version: u32) -> Self {
        Self {
            name,
            version,
            steps: Vec::new(),
            pivot: None,
            pivots: 0,
        }
    }

    /// Adds a step.
    #[must_use]
    pub fn step(mut self, step: impl Step<I>) -> Self {
        self.steps.push(Box::new(step));
        self
    }

    /// Adds the step after which there is no way back.
    #[must_use]
    pub fn pivot(mut self, step: impl Step<I>) -> Self {
        self.pivot = Some(self.steps.len());
        self.pivots += 1;
        self.step(step)
    }

    fn names(&self) -> Vec<String> {
        self.steps
            .iter()
            .map(|step| step.name().to_owned())
            .collect()
    }

    fn check(&self) -> Result<(), SagaError> {
        let names: BTreeSet<_> = self.steps.iter().map(|step| step.name()).collect();
        let reason = if self.steps.is_empty() {
            "it has no steps"
        } else if names.len() < self.steps.len() {
            "two of its steps have the same name"
        } else if self.pivots > 1 {
            "it has more than one pivot"
        } else {
            return Ok(());
        };
        Err(SagaError::Definition {
            name: self.name,
            version: self.version,
            reason,
        })
    }
}

/// How an executor works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SagaOptions {
    /// How many sagas are under way at once; others wait. Default 64; 0 counts as 1.
    pub concurrent: usize,
    /// How often a step behind the pivot is run before its saga is stuck. Default 10; 0 counts as 1.
    pub runs: u32,
    /// How often a step is asked what became of it before that stays unknown. Default 3.
    pub checks: u32,
    /// How often an undo is tried before its saga is stuck. Default 10; 0 counts as 1.
    pub undos: u32,
    /// How long to wait between them. Default 200 ms, doubled up to 30 s.
    pub backoff: Backoff,
}

impl Default for SagaOptions {
    fn default() -> Self {
        Self {
            concurrent: 64,
            runs: 10,
            checks: 3,
            undos: 10,
            backoff: Backoff {
                first: Duration::from_millis(200),
                most: Duration::from_secs(30),
            },
        }
    }
}

/// Why a saga was not started, cancelled or read.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum SagaError {
    /// A definition makes no sense.
    #[error("the saga {name:?}, version {version}, cannot be: {reason}")]
    Definition {
        /// The saga's name.
        name: &'static str,
        /// Its version.
        version: u32,
        /// Why not.
        reason: &'static str,
    },
    /// There is a saga with this id and another input.
    #[error("there is a saga {id:?} with another input: give each an id of its own")]
    Reused {
        /// The id.
        id: String,
    },
    /// Another saga holds the key. Try again when it has ended.
    #[error("the saga {holder:?} holds the key {key:?} to its end")]
    Exclusive {
        /// The key.
        key: String,
        /// Who holds it.
        holder: String,
    },
    /// There is no saga with this id under way.
    #[error("there is no saga {id:?} under way")]
    NotThere {
        /// The id.
        id: String,
    },
    /// It cannot be cancelled: it goes back already, or can only go forward.
    #[error("the saga {id:?} cannot be cancelled: it is past its pivot, or goes back already")]
    NotCancelled {
        /// The id.
        id: String,
    },
    /// It is not stuck.
    #[error("the saga {id:?} is not stuck")]
    NotStuck {
        /// The id.
        id: String,
    },
    /// What is stored of it makes no sense.
    #[error("the log of the saga {id:?} makes no sense at event {position}: {reason}")]
    Log {
        /// The id.
        id: String,
        /// The event's position, from 0.
        position: u32,
        /// Why.
        reason: String,
    },
    /// A name was not opened.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The store was not read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The store was not written.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// How a saga ended.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SagaEnd {
    /// All of its steps are done.
    Done(Outputs),
    /// Whatever was done is undone.
    Undone {
        /// Why it went back.
        reason: String,
    },
    /// An operator has ended it where it was stuck: some of it is done.
    Discarded {
        /// Why it was stuck.
        reason: String,
    },
}

/// What the steps of a saga have answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Outputs(Vec<(String, Value)>);

impl Outputs {
    /// What this step has answered; `None` if there is no such step, or it answers something else now.
    #[must_use]
    pub fn of<I, S: Step<I>>(&self) -> Option<S::Output> {
        output_of::<I, S>(&self.0)
    }
}

/// A saga that cannot go on by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StuckSaga {
    /// Its id.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// A saga under way, beside its log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Active {
    pub(crate) stuck: Option<String>,
}

impl Record for Active {
    const TYPE: &'static str = "saga-active";
}

/// A saga that has ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Ended {
    input: Value,
    outputs: Outputs,
    /// Why it was undone, if it was.
    undone: Option<String>,
    /// Whether an operator has ended it; it was stuck for that reason then.
    #[serde(default)]
    discarded: bool,
}

impl Record for Ended {
    const TYPE: &'static str = "saga-ended";
}

/// All sagas of one name in a store, and their executor. Clones share them.
pub struct Sagas<I> {
    shared: Arc<Shared<I>>,
}

impl<I> Clone for Sagas<I> {
    fn clone(&self) -> Self {
        Self {
            shared: self.shared.clone(),
        }
    }
}

impl<I> fmt::Debug for Sagas<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sagas").field(&self.shared.name).finish()
    }
}

struct Shared<I> {
    name: &'static str,
    books: Books,
    /// One for each version; new sagas take the last.
    definitions: Arc<Vec<Saga<I>>>,
    options: SagaOptions,
    /// Rings when there is something to do.
    work: Arc<Notify>,
    /// Rings when a saga has ended or is stuck.
    news: Arc<Notify>,
    /// Held by the executor.
    running: Arc<Mutex<()>>,
}

impl Store {
    /// Opens the sagas of one name, with the default options. The last definition is for new ones, the others for those
    /// under way that an older program has started.
    ///
    /// # Errors
    ///
    /// [`SagaError::Definition`], or one of the store.
    pub async fn sagas<I: Record>(
        &self,
        definitions: impl IntoIterator<Item = Saga<I>>,
    ) -> Result<Sagas<I>, SagaError> {
        self.sagas_with(definitions, SagaOptions::default()).await
    }

    /// Opens the sagas of one name.
    ///
    /// # Errors
    ///
    /// As [`sagas`](Self::sagas).
    pub async fn sagas_with<I: Record>(
        &self,
        definitions: impl IntoIterator<Item = Saga<I>>,
        options: SagaOptions,
    ) -> Result<Sagas<I>, SagaError> {
        let definitions: Vec<_> = definitions.into_iter().collect();
        let name = definitions.last().map_or("", |definition| definition.name);
        let version = definitions
            .last()
            .map_or(0, |definition| definition.version);
        let wrong = |reason| SagaError::Definition {
            name,
            version,
            reason,
        };
        definitions.iter().try_for_each(Saga::check)?;
        let versions: BTreeSet<_> = definitions
            .iter()
            .map(|definition| definition.version)
            .collect();
        if definitions.is_empty() {
            return Err(wrong("there is no definition"));
        }
        if versions.len() < definitions.len()
            || definitions.iter().any(|definition| definition.name != name)
        {
            return Err(wrong(
                "the definitions are of different names, or two are of one version",
            ));
        }
        let books = Books::open(self, name).await?;
        let shared = Shared {
            news: self.bell(books.ended.id()),
            books,
            name,
            definitions: Arc::new(definitions),
            options: SagaOptions {
                concurrent: options.concurrent.max(1),
                runs: options.runs.max(1),
                undos: options.undos.max(1),
                ..options
            },
            work: Arc::default(),
            running: Arc::default(),
        };
        Ok(Sagas {
            shared: Arc::new(shared),
        })
    }
}

impl<I> Shared<I> {
    /// The same sagas through another handle of the store.
    fn under(&self, books: Books) -> Self {
        Self {
            name: self.name,
            books,
            definitions: self.definitions.clone(),
            options: self.options,
            work: self.work.clone(),
            news: self.news.clone(),
            running: self.running.clone(),
        }
    }
}

impl<I: Record> Sagas<I> {
    /// Accepts a saga: when this answers, it will be carried out, whatever happens. The same id and input again change
    /// nothing.
    ///
    /// Cancel safe in the sense of the store.
    ///
    /// # Errors
    ///
    /// [`SagaError::Reused`], or one of the store.
    pub async fn start(&self, id: &str, input: I) -> Result<(), SagaError> {
        self.start_now(id, &input, None).await
    }

    /// Accepts a saga that holds this key to its end: no other saga of this store, and of any name, can be started with
    /// it meanwhile.
    ///
    /// # Errors
    ///
    /// [`SagaError::Exclusive`] if another one holds it; otherwise as [`start`](Self::start).
    pub async fn start_exclusive(&self, id: &str, input: I, key: &str) -> Result<(), SagaError> {
        self.start_now(id, &input, Some(key)).await
    }

    /// As [`start`](Self::start), together with everything else in the transaction. The executor hears of it at once if
    /// [`wake`](Self::wake) is called after the commit, and within a second otherwise.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub async fn start_in(
        &self,
        transaction: &mut Transaction,
        id: &str,
        input: &I,
    ) -> Result<(), SagaError> {
        self.add_start(transaction, id, input, None).await
    }

    /// Tells the executor to look for sagas.
    pub fn wake(&self) {
        self.shared.work.notify_one();
    }

    async fn start_now(
        &self,
        id: &str,
        input: &I,
        exclusive: Option<&str>,
    ) -> Result<(), SagaError> {
        loop {
            let mut transaction = self.shared.books.store.begin();
            self.add_start(&mut transaction, id, input, exclusive)
                .await?;
            match transaction.commit().await {
                // Somebody else has started it, or taken the key: look again.
                Err(error) if error.is_conflict() => {}
                Err(error) => return Err(error.into()),
                Ok(_) => {
                    self.wake();
                    return Ok(());
                }
            }
        }
    }

    async fn add_start(
        &self,
        transaction: &mut Transaction,
        id: &str,
        input: &I,
        exclusive: Option<&str>,
    ) -> Result<(), SagaError> {
        let shared = &self.shared;
        let key = id.to_owned();
        let stored = crate::store::record::encode(input).map_err(CommitError::from)?;
        let input: Value =
            serde_json::from_slice(&stored.bytes).map_err(|error| SagaError::Log {
                id: key.clone(),
                position: 0,
                reason: error.to_string(),
            })?;
        let before = match transaction.get(&shared.books.ended, &key).await? {
            Some(ended) => Some(ended.input),
            None => match transaction
                .get(&shared.books.log, &(key.clone(), 0))
                .await?
            {
                Some(Event::Started { input, .. }) => Some(input),
                _ => None,
            },
        };
        if let Some(before) = before {
            return if before == input {
                Ok(())
            } else {
                Err(SagaError::Reused { id: key })
            };
        }
        if let Some(exclusive) = exclusive {
            let exclusive = exclusive.to_owned();
            if let Some(holder) = transaction.get(&shared.books.held, &exclusive).await? {
                return Err(SagaError::Exclusive {
                    key: exclusive,
                    holder,
                });
            }
            transaction.insert(
                &shared.books.held,
                &exclusive,
                &format!("{}/{id}", shared.name),
            );
        }
        let Some(definition) = shared.definitions.last() else {
            return Ok(());
        };
        let started = Event::Started {
            version: definition.version,
            steps: definition.names(),
            pivot: definition.pivot,
            input,
            input_version: I::VERSION,
            exclusive: exclusive.map(str::to_owned),
        };
        transaction
            .insert(&shared.books.log, &(key.clone(), 0), &started)
            .insert(&shared.books.active, &key, &Active { stuck: None });
        Ok(())
    }

    /// Waits until the saga has ended. A stuck one has not. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`SagaError::NotThere`] if there is none with this id, or one of the store.
    pub async fn end(&self, id: &str) -> Result<SagaEnd, SagaError> {
        loop {
            let news = self.shared.news.notified();
            tokio::pin!(news);
            news.as_mut().enable();
            // First whether it is under way: it ends in one commit, so one of the two is there.
            let active = self.shared.books.active.get(&id.to_owned()).await?;
            if let Some(ended) = self.shared.books.ended.get(&id.to_owned()).await? {
                return Ok(match ended.undone {
                    None => SagaEnd::Done(ended.outputs),
                    Some(reason) if ended.discarded => SagaEnd::Discarded { reason },
                    Some(reason) => SagaEnd::Undone { reason },
                });
            }
            if active.is_none() {
                return Err(SagaError::NotThere { id: id.to_owned() });
            }
            self.shared.books.store.hear(news).await;
        }
    }

    /// Undoes a saga: what it is doing ends first. If its pivot is under way, that decides: the saga goes back if it
    /// fails, and otherwise forward to its end.
    ///
    /// Cancel safe in the sense of the store.
    ///
    /// # Errors
    ///
    /// [`SagaError::NotThere`], [`SagaError::NotCancelled`], or one of the store.
    pub async fn cancel(&self, id: &str) -> Result<(), SagaError> {
        let cancelled = self.shared.books.add(id, Event::Cancelled).await?;
        self.wake();
        cancelled.ok_or_else(|| SagaError::NotCancelled { id: id.to_owned() })
    }

    /// Lets a stuck saga try again, with all of its attempts. Cancel safe in the sense of the store.
    ///
    /// # Errors
    ///
    /// [`SagaError::NotThere`], [`SagaError::NotStuck`], or one of the store.
    pub async fn retry(&self, id: &str) -> Result<(), SagaError> {
        self.shared.books.retry(id).await?;
        self.wake();
        Ok(())
    }

    /// Ends a stuck saga as it is: what is done stays done. It is logged. Cancel safe in the sense of the store.
    ///
    /// # Errors
    ///
    /// [`SagaError::NotThere`], [`SagaError::NotStuck`], or one of the store.
    pub async fn discard(&self, id: &str) -> Result<(), SagaError> {
        self.shared.books.discard(id).await?;
        self.shared.news.notify_waiters();
        Ok(())
    }

    /// The sagas that cannot go on by themselves. Reads all that are under way. Cancel safe.
    ///
    /// # Errors
    ///
    /// One of the store.
    pub async fn stuck(&self) -> Result<Vec<StuckSaga>, SagaError> {
        let active = self.shared.books.active().await?;
        let stuck = active.into_iter().filter_map(|(id, active)| {
            let reason = active.stuck?;
            Some(StuckSaga { id, reason })
        });
        Ok(stuck.collect())
    }

    /// What has happened to a saga under way. Cancel safe.
    ///
    /// # Errors
    ///
    /// One of the store.
    pub async fn events(&self, id: &str) -> Result<Vec<Event>, SagaError> {
        Ok(self.shared.books.events(id).await?)
    }

    /// Forgets how a saga ended; until then it is kept, and its id cannot be used for another one.
    ///
    /// # Errors
    ///
    /// One of the store.
    pub async fn forget(&self, id: &str) -> Result<(), SagaError> {
        self.shared.books.ended.remove(&id.to_owned()).await?;
        Ok(())
    }
}

impl SagaOptions {
    fn limits(self) -> Limits {
        Limits {
            runs: self.runs,
            checks: self.checks,
            undos: self.undos,
        }
    }
}
