//! The child that stands for a store.

use tokio_util::sync::CancellationToken;

use super::builder::{Factory, task_factory};
use super::child::TaskKind;
use crate::exit::BoxError;
use crate::store::{CommitError, Store};

pub(super) fn store_factory(store: &Store) -> Factory {
    let store = store.clone();
    task_factory(move |stop| tend(store.clone(), stop), TaskKind::Store)
}

/// Lives as long as the store is in order, and closes it when it is told to stop.
async fn tend(store: Store, stop: CancellationToken) -> Result<(), BoxError> {
    if store.stats().broken.is_some() {
        store.reopen().await?;
    }
    if let Some(source) = stop.run_until_cancelled(store.broken()).await {
        return Err(format!("the store broke: {source}").into());
    }
    match store.close().await {
        // Somebody was quicker.
        Err(CommitError::Closed) => Ok(()),
        result => Ok(result?),
    }
}
