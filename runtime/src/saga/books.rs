//! The sagas of one name as they are stored, whatever their input.

use std::sync::Arc;

use super::log::{Event, State};
use super::{Active, Ended, Outputs, SagaError};
use crate::durable::Map;
use crate::store::{CommitError, NameError, ReadError, Store};

/// How many sagas are read at once where all of them are looked at.
const PAGE: usize = 256;

pub(crate) struct Books {
    pub(super) store: Store,
    pub(super) name: Arc<str>,
    /// Each event of each saga under way, by its id and the event's position.
    pub(super) log: Map<(String, u32), Event>,
    pub(super) active: Map<String, Active>,
    pub(super) ended: Map<String, Ended>,
    /// Who holds a key, of all sagas in the store.
    pub(super) held: Map<String, String>,
}

impl Books {
    pub(crate) async fn open(store: &Store, name: &str) -> Result<Self, NameError> {
        Ok(Self {
            log: store.map(&format!("saga/{name}/log")).await?,
            active: store.map(&format!("saga/{name}/active")).await?,
            ended: store.map(&format!("saga/{name}/ended")).await?,
            held: store.map("saga/exclusive").await?,
            store: store.clone(),
            name: name.into(),
        })
    }

    /// What has happened to a saga under way.
    pub(super) async fn events(&self, id: &str) -> Result<Vec<Event>, ReadError> {
        let (id, all) = (id.to_owned(), usize::MAX);
        let events = self
            .log
            .range((id.clone(), 0)..=(id, u32::MAX), all)
            .await?;
        Ok(events.into_iter().map(|(_, event)| event).collect())
    }

    /// All that are under way.
    pub(super) async fn active(&self) -> Result<Vec<(String, Active)>, ReadError> {
        use std::ops::Bound::{Excluded, Unbounded};
        let mut all: Vec<(String, Active)> = Vec::new();
        loop {
            let from = all.last().map_or(Unbounded, |(id, _)| Excluded(id.clone()));
            let page = self.active.range((from, Unbounded), PAGE).await?;
            let last = page.len() < PAGE;
            all.extend(page);
            if last {
                return Ok(all);
            }
        }
    }

    /// Lets a stuck saga try again.
    pub(crate) async fn retry(&self, id: &str) -> Result<(), SagaError> {
        let retried = self.add(id, Event::Retried).await?;
        retried.ok_or_else(|| SagaError::NotStuck { id: id.to_owned() })
    }

    /// Adds an event from outside; `None` if it cannot happen.
    pub(super) async fn add(&self, id: &str, event: Event) -> Result<Option<()>, SagaError> {
        let key = id.to_owned();
        loop {
            let events = self.events(id).await?;
            let state = fold(id, &events)?;
            if !state.started {
                return Err(SagaError::NotThere { id: key });
            }
            let Ok(state) = state.apply(&event) else {
                return Ok(None);
            };
            let at = (key.clone(), events.len() as u32);
            let mut transaction = self.store.begin();
            if transaction.get(&self.log, &at).await?.is_some() {
                continue;
            }
            // It may have ended meanwhile.
            if transaction.get(&self.active, &key).await?.is_none() {
                return Err(SagaError::NotThere { id: key });
            }
            let active = Active { stuck: state.stuck };
            transaction
                .insert(&self.log, &at, &event)
                .insert(&self.active, &key, &active);
            match transaction.commit().await {
                Err(error) if error.is_conflict() => {}
                Err(error) => return Err(error.into()),
                Ok(_) => return Ok(Some(())),
            }
        }
    }

    /// Ends a stuck saga as it is.
    pub(crate) async fn discard(&self, id: &str) -> Result<(), SagaError> {
        let key = id.to_owned();
        loop {
            let mut transaction = self.store.begin();
            let Some(active) = transaction.get(&self.active, &key).await? else {
                return Err(SagaError::NotThere { id: key });
            };
            let Some(stuck) = active.stuck else {
                return Err(SagaError::NotStuck { id: key });
            };
            let all = (key.clone(), 0)..=(key.clone(), u32::MAX);
            let log = transaction.range(&self.log, all, usize::MAX).await?;
            let mut started = None;
            for (at, event) in log {
                transaction.remove(&self.log, &at);
                if let Event::Started {
                    input, exclusive, ..
                } = event
                {
                    started = Some((input, exclusive));
                }
            }
            let (input, exclusive) = started.unwrap_or_default();
            if let Some(exclusive) = exclusive {
                transaction.remove(&self.held, &exclusive);
            }
            let ended = Ended {
                input,
                outputs: Outputs::default(),
                undone: Some(stuck),
                discarded: true,
            };
            transaction
                .remove(&self.active, &key)
                .insert(&self.ended, &key, &ended);
            match transaction.commit().await {
                Err(error) if error.is_conflict() => {}
                Err(error) => return Err(CommitError::into(error)),
                Ok(_) => {
                    tracing::warn!(saga = %self.name, id, "a stuck saga was discarded");
                    return Ok(());
                }
            }
        }
    }
}

/// What the events of a saga come to.
pub(super) fn fold(id: &str, events: &[Event]) -> Result<State, SagaError> {
    let mut state = State::default();
    for (position, event) in (0..).zip(events) {
        state = state.apply(event).map_err(|error| SagaError::Log {
            id: id.to_owned(),
            position,
            reason: error.to_string(),
        })?;
    }
    Ok(state)
}
