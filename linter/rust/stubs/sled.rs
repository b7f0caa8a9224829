#![otp(krate = "sled", version = "0.34.7")]

pub use transaction::Transactional;

use std::path::Path;
use std::time::Duration;

pub type Result<T> = std::result::Result<T, Error>;
pub type CompareAndSwapResult = Result<std::result::Result<(), CompareAndSwapError>>;

pub enum Error {
    CollectionNotFound(IVec),
    Unsupported(String),
    ReportableBug(String),
    Io(std::io::Error),
    Corruption { at: Option<u64> },
}
pub struct CompareAndSwapError {
    pub current: Option<IVec>,
    pub proposed: Option<IVec>,
}

#[otp(collection = "string")]
pub struct IVec;
impl std::ops::Deref for IVec {
    type Target = [u8];
}

#[otp(blocks)]
pub fn open<P: AsRef<Path>>(path: P) -> Result<Db> {}

pub enum Mode {
    LowSpace,
    HighThroughput,
}
pub struct Config;
impl Config {
    pub fn new() -> Config {}
    pub fn path<P: AsRef<Path>>(self, path: P) -> Config {}
    #[otp(unchecked = "a macro makes it")]
    pub fn mode(self, to: Mode) -> Config {}
    #[otp(unchecked = "a macro makes it")]
    pub fn temporary(self, to: bool) -> Config {}
    #[otp(unchecked = "a macro makes it")]
    pub fn cache_capacity(self, to: u64) -> Config {}
    #[otp(unchecked = "a macro makes it")]
    pub fn use_compression(self, to: bool) -> Config {}
    pub fn flush_every_ms(self, every_ms: Option<u64>) -> Self {}
    #[otp(blocks)]
    pub fn open(&self) -> Result<Db> {}
}

/// Writes are durable after the next flush, periodic or called.
#[otp(store, embedded)]
pub struct Db;
impl Db {
    #[otp(blocks, table = 0)]
    pub fn open_tree<V: AsRef<[u8]>>(&self, name: V) -> Result<Tree> {}
    #[otp(store_write, clear, table = 0, outcome = "must")]
    pub fn drop_tree<V: AsRef<[u8]>>(&self, name: V) -> Result<bool> {}
    pub fn tree_names(&self) -> Vec<IVec> {}
    pub fn was_recovered(&self) -> bool {}
    #[otp(store_write)]
    pub fn generate_id(&self) -> Result<u64> {}
    pub fn size_on_disk(&self) -> Result<u64> {}
    #[otp(store_read, blocks)]
    pub fn checksum(&self) -> Result<u32> {}
}
impl std::ops::Deref for Db {
    type Target = Tree;
}
impl Clone for Db {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

#[otp(store, embedded)]
pub struct Tree;
impl Tree {
    #[otp(store_write, insert, key = 0, value = 1, outcome = "must")]
    pub fn insert<K: AsRef<[u8]>, V: Into<IVec>>(&self, key: K, value: V) -> Result<Option<IVec>> {}
    #[otp(store_write, remove, key = 0, outcome = "must")]
    pub fn remove<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<IVec>> {}
    #[otp(begin, commit, blocks, closure = "called", outcome = "must")]
    pub fn transaction<F: Fn(&transaction::TransactionalTree) -> transaction::ConflictableTransactionResult<A, E>, A, E>(
        &self,
        f: F,
    ) -> transaction::TransactionResult<A, E> {
    }
    #[otp(store_write, value = 0, outcome = "must")]
    pub fn apply_batch(&self, batch: Batch) -> Result<()> {}
    #[otp(store_read, key = 0)]
    pub fn get<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<IVec>> {}
    #[otp(store_write, key = 0, outcome = "must")]
    pub fn compare_and_swap<K: AsRef<[u8]>, OV, NV>(&self, key: K, old: Option<OV>, new: Option<NV>) -> CompareAndSwapResult {}
    #[otp(store_write, key = 0, closure = "called", outcome = "must")]
    pub fn update_and_fetch<K: AsRef<[u8]>, V, F: FnMut(Option<&[u8]>) -> Option<V>>(&self, key: K, f: F) -> Result<Option<IVec>> {}
    #[otp(store_write, key = 0, closure = "called", outcome = "must")]
    pub fn fetch_and_update<K: AsRef<[u8]>, V, F: FnMut(Option<&[u8]>) -> Option<V>>(&self, key: K, f: F) -> Result<Option<IVec>> {}
    pub fn watch_prefix<P: AsRef<[u8]>>(&self, prefix: P) -> Subscriber {}
    #[otp(flush, blocks, outcome = "must")]
    pub fn flush(&self) -> Result<usize> {}
    #[otp(flush, outcome = "must")]
    pub async fn flush_async(&self) -> Result<usize> {}
    #[otp(store_read, key = 0)]
    pub fn contains_key<K: AsRef<[u8]>>(&self, key: K) -> Result<bool> {}
    #[otp(store_read, key = 0)]
    pub fn get_lt<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<(IVec, IVec)>> {}
    #[otp(store_read, key = 0)]
    pub fn get_gt<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<(IVec, IVec)>> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn merge<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V) -> Result<Option<IVec>> {}
    #[otp(closure = "stored")]
    pub fn set_merge_operator<F>(&self, merge_operator: F) {}
    #[otp(store_read)]
    pub fn iter(&self) -> Iter {}
    #[otp(store_read)]
    pub fn range<K: AsRef<[u8]>, R>(&self, range: R) -> Iter {}
    #[otp(store_read, key = 0)]
    pub fn scan_prefix<P: AsRef<[u8]>>(&self, prefix: P) -> Iter {}
    #[otp(store_read)]
    pub fn first(&self) -> Result<Option<(IVec, IVec)>> {}
    #[otp(store_read)]
    pub fn last(&self) -> Result<Option<(IVec, IVec)>> {}
    #[otp(store_write, remove, outcome = "must")]
    pub fn pop_max(&self) -> Result<Option<(IVec, IVec)>> {}
    #[otp(store_write, remove, outcome = "must")]
    pub fn pop_min(&self) -> Result<Option<(IVec, IVec)>> {}
    #[otp(store_read)]
    pub fn len(&self) -> usize {}
    #[otp(store_read)]
    pub fn is_empty(&self) -> bool {}
    #[otp(store_write, clear, outcome = "must")]
    pub fn clear(&self) -> Result<()> {}
    pub fn name(&self) -> IVec {}
}
impl Clone for Tree {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

pub struct Iter;
impl Iter {
    pub fn keys(self) -> std::iter::Iter<Result<IVec>> {}
    pub fn values(self) -> std::iter::Iter<Result<IVec>> {}
}
impl IntoIterator for Iter {
    type Item = Result<(IVec, IVec)>;
}
#[otp(unchecked = "stands for its Iterator")]
impl std::ops::Deref for Iter {
    type Target = std::iter::Iter<Result<(IVec, IVec)>>;
}

pub struct Batch;
impl Batch {
    #[otp(insert, key = 0, value = 1)]
    pub fn insert<K: Into<IVec>, V: Into<IVec>>(&mut self, key: K, value: V) {}
    #[otp(write, key = 0)]
    pub fn remove<K: Into<IVec>>(&mut self, key: K) {}
}

pub enum Event {
    Insert { key: IVec, value: IVec },
    Remove { key: IVec },
}
impl Event {
    pub fn key(&self) -> &IVec {}
}
#[otp(receiver)]
pub struct Subscriber;
impl Subscriber {
    #[otp(recv, blocks, duration = 0)]
    pub fn next_timeout(&mut self, timeout: Duration) -> std::result::Result<Event, std::sync::mpsc::RecvTimeoutError> {}
    #[otp(recv, blocks)]
    pub fn next(&mut self) -> Option<Event> {}
}
impl Future for Subscriber {
    type Output = Option<Event>;
}

pub mod transaction {
    use crate::{Batch, Error, IVec, Tree};

    pub type ConflictableTransactionResult<T, E = ()> = Result<T, ConflictableTransactionError<E>>;
    pub type TransactionResult<T, E = ()> = Result<T, TransactionError<E>>;

    pub enum UnabortableTransactionError {
        Conflict,
        Storage(Error),
    }
    pub enum ConflictableTransactionError<T> {
        Abort(T),
        Conflict,
        Storage(Error),
    }
    pub enum TransactionError<T> {
        Abort(T),
        Storage(Error),
    }
    #[otp(pure)]
    pub fn abort<A, T>(t: T) -> ConflictableTransactionResult<A, T> {}

    #[otp(store, transaction, embedded)]
    pub struct TransactionalTree;
    impl TransactionalTree {
        #[otp(store_write, insert, key = 0, value = 1, outcome = "must")]
        pub fn insert<K, V>(&self, key: K, value: V) -> Result<Option<IVec>, UnabortableTransactionError> {}
        #[otp(store_write, remove, key = 0, outcome = "must")]
        pub fn remove<K>(&self, key: K) -> Result<Option<IVec>, UnabortableTransactionError> {}
        #[otp(store_read, key = 0)]
        pub fn get<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<IVec>, UnabortableTransactionError> {}
        #[otp(store_write, value = 0, outcome = "must")]
        pub fn apply_batch(&self, batch: &Batch) -> Result<(), UnabortableTransactionError> {}
        pub fn flush(&self) {}
        #[otp(store_write)]
        pub fn generate_id(&self) -> crate::Result<u64> {}
    }

    pub trait Transactional<E> {
        type View;
        #[otp(begin, commit, blocks, closure = "called", outcome = "must")]
        fn transaction<F: Fn(&Self::View) -> ConflictableTransactionResult<A, E>, A>(&self, f: F) -> TransactionResult<A, E> {}
    }
    impl<E> Transactional<E> for [Tree] {
        type View = Vec<TransactionalTree>;
    }
    #[otp(unchecked = "a macro implements it")]
    impl<E> Transactional<E> for (&Tree, &Tree) {
        type View = (TransactionalTree, TransactionalTree);
    }
    #[otp(unchecked = "a macro implements it")]
    impl<E> Transactional<E> for (&Tree, &Tree, &Tree) {
        type View = (TransactionalTree, TransactionalTree, TransactionalTree);
    }
}
