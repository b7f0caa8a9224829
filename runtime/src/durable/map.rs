//! Keys with values.

use std::fmt;
use std::marker::PhantomData;
use std::ops::RangeBounds;

use crate::store::backend::{Commit, Entry, Kind, ObjectId, Range, Write};
use crate::store::record::{Stored, decode, encode};
use crate::store::{
    CommitError, DecodeError, Key, NameError, Opened, Place, ReadError, Receipt, Record, Store,
    decoded, encoded,
};

/// A map in a [`Store`]. Clones share it.
///
/// Reads see what is durable: a write is seen from its receipt on, and by nobody before it is durable. There is no
/// cache. To change entries depending on what is there, or several of them together, use a
/// [`Transaction`](crate::transaction::Transaction).
pub struct Map<K, V> {
    opened: Opened,
    types: PhantomData<fn() -> (K, V)>,
}

impl<K, V> Clone for Map<K, V> {
    fn clone(&self) -> Self {
        Self {
            opened: self.opened.clone(),
            types: PhantomData,
        }
    }
}

impl<K, V> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Map").field(&self.opened.name).finish()
    }
}

impl Store {
    /// Opens the map with this name, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// [`NameError`]: the name has another type, a newer program has written to it, or the store failed.
    pub async fn map<K: Key, V: Record>(&self, name: &str) -> Result<Map<K, V>, NameError> {
        let type_name = format!("{} by {}", V::TYPE, K::TYPE);
        Ok(Map {
            opened: self.declare(name, Kind::Map, type_name, V::VERSION).await?,
            types: PhantomData,
        })
    }
}

impl<K: Key, V: Record> Map<K, V> {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.opened.name
    }

    /// The value of a key. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn get(&self, key: &K) -> Result<Option<V>, ReadError> {
        let (id, key) = (self.id(), encoded(key));
        let asked = key.clone();
        let found = self
            .opened
            .store
            .read(move |half| half.get(id, &asked))
            .await?;
        found
            .map(|found| self.value(&key, &found.record))
            .transpose()
    }

    /// The first `limit` entries of a range, by key. Cancel safe.
    ///
    /// To read a large map in parts, begin the next range behind the last key of this one; the parts are then of
    /// different moments.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn range(
        &self,
        range: impl RangeBounds<K>,
        limit: usize,
    ) -> Result<Vec<(K, V)>, ReadError> {
        let (id, range) = (self.id(), bytes_of(&range));
        let found = self
            .opened
            .store
            .read(move |half| half.scan(id, &range, limit))
            .await?;
        found.iter().map(|entry| self.entry(entry)).collect()
    }

    /// Sets a value.
    ///
    /// Cancel safe in the sense of the store: dropped before it is queued nothing happens, afterwards it is committed
    /// and only the answer is lost.
    ///
    /// # Errors
    ///
    /// [`CommitError`].
    pub async fn insert(&self, key: &K, value: &V) -> Result<Receipt, CommitError> {
        let write = Write::Put {
            map: self.id(),
            key: encoded(key),
            record: encode(value)?,
        };
        self.commit(write).await
    }

    /// Removes an entry, if it is there. Cancel safety as of [`insert`](Self::insert).
    ///
    /// # Errors
    ///
    /// [`CommitError`].
    pub async fn remove(&self, key: &K) -> Result<Receipt, CommitError> {
        let write = Write::Remove {
            map: self.id(),
            key: encoded(key),
        };
        self.commit(write).await
    }

    async fn commit(&self, write: Write) -> Result<Receipt, CommitError> {
        let commit = Commit {
            writes: vec![write],
            ..Commit::default()
        };
        self.opened.store.commit(commit).await
    }

    pub(crate) fn id(&self) -> ObjectId {
        self.opened.id
    }

    pub(crate) fn store(&self) -> &Store {
        &self.opened.store
    }

    pub(crate) fn value(&self, key: &[u8], record: &Stored) -> Result<V, ReadError> {
        decode(record).map_err(|source| self.unreadable(key, source))
    }

    pub(crate) fn entry(&self, entry: &Entry) -> Result<(K, V), ReadError> {
        let key = decoded(&entry.key).map_err(|error| {
            let reason = error.to_string();
            let type_name = K::TYPE;
            self.unreadable(&entry.key, DecodeError::Value { type_name, reason })
        })?;
        Ok((key, self.value(&entry.key, &entry.record)?))
    }

    fn unreadable(&self, key: &[u8], source: DecodeError) -> ReadError {
        let place = Place::Entry {
            name: self.opened.name.clone(),
            key: key.to_vec(),
        };
        ReadError::Record { place, source }
    }
}

pub(crate) fn bytes_of<K: Key>(range: &impl RangeBounds<K>) -> Range {
    Range {
        from: range.start_bound().map(encoded),
        to: range.end_bound().map(encoded),
    }
}
