//! Wakes those who wait for something in the store.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::Notify;

use super::backend::ObjectId;

/// A bell for each thing that somebody waits at.
#[derive(Default)]
pub(super) struct Bells(Mutex<HashMap<ObjectId, Weak<Notify>>>);

impl fmt::Debug for Bells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bells").field(&self.bells().len()).finish()
    }
}

impl Bells {
    /// The same one for all who ask.
    pub(super) fn bell(&self, id: ObjectId) -> Arc<Notify> {
        let mut bells = self.bells();
        if let Some(bell) = bells.get(&id).and_then(Weak::upgrade) {
            return bell;
        }
        let bell = Arc::default();
        bells.insert(id, Arc::downgrade(&bell));
        bell
    }

    /// This program has written one thing there: one of those who wait is woken.
    pub(super) fn ring(&self, id: ObjectId) {
        if let Some(bell) = self.bells().get(&id).and_then(Weak::upgrade) {
            bell.notify_one();
        }
    }

    /// Another program has written there, nobody says how much; `None` stands for everywhere.
    pub(super) fn ring_for_all(&self, id: Option<ObjectId>) {
        let bells = self.bells();
        let all = bells
            .iter()
            .filter(|(known, _)| id.is_none_or(|id| id == **known));
        for bell in all.filter_map(|(_, bell)| bell.upgrade()) {
            bell.notify_waiters();
            // For one who is about to wait.
            bell.notify_one();
        }
    }

    fn bells(&self) -> MutexGuard<'_, HashMap<ObjectId, Weak<Notify>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
