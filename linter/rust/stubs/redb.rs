#![otp(krate = "redb", version = "4.6.0")]

use std::path::Path;

pub type Result<T> = std::result::Result<T, StorageError>;

pub struct Error;
pub struct StorageError;
pub struct DatabaseError;
pub struct TransactionError;
pub struct TableError;
pub struct CommitError;
pub struct CompactionError;
pub struct SavepointError;

pub trait Key: Value {}
pub trait Value {
    type SelfType;
}
pub trait TableHandle {
    fn name(&self) -> &str {}
}

pub struct TableDefinition<K, V>;
impl<K, V> TableDefinition<K, V> {
    pub const fn new(name: &str) -> Self {}
}
pub struct MultimapTableDefinition<K, V>;
impl<K, V> MultimapTableDefinition<K, V> {
    pub const fn new(name: &str) -> Self {}
}

pub struct Builder;
impl Builder {
    pub fn new() -> Self {}
    pub fn set_cache_size(&mut self, bytes: usize) -> &mut Self {}
    #[otp(blocks)]
    pub fn create(&self, path: impl AsRef<Path>) -> std::result::Result<Database, DatabaseError> {}
    #[otp(blocks)]
    pub fn open(&self, path: impl AsRef<Path>) -> std::result::Result<Database, DatabaseError> {}
}

#[otp(store, embedded)]
pub struct Database;
impl Database {
    #[otp(blocks)]
    pub fn create(path: impl AsRef<Path>) -> std::result::Result<Database, DatabaseError> {}
    #[otp(blocks)]
    pub fn open(path: impl AsRef<Path>) -> std::result::Result<Database, DatabaseError> {}
    pub fn builder() -> Builder {}
    #[otp(close, blocks)]
    pub fn close(self) -> std::result::Result<(), DatabaseError> {}
    #[otp(blocks)]
    pub fn check_integrity(&mut self) -> std::result::Result<bool, DatabaseError> {}
    #[otp(store_write, blocks)]
    pub fn compact(&mut self) -> std::result::Result<bool, CompactionError> {}
    /// Waits until no other write transaction is open.
    #[otp(begin, blocks)]
    pub fn begin_write(&self) -> std::result::Result<WriteTransaction, TransactionError> {}
    #[otp(begin)]
    pub fn try_begin_write(&self) -> std::result::Result<WriteTransaction, TransactionError> {}
}
pub trait ReadableDatabase {
    fn begin_read(&self) -> std::result::Result<ReadTransaction, TransactionError> {}
}
impl ReadableDatabase for Database {}
impl ReadableDatabase for ReadOnlyDatabase {}
#[otp(store, embedded)]
pub struct ReadOnlyDatabase;

pub enum Durability {
    None,
    Immediate,
}

#[otp(store, transaction, embedded)]
pub struct WriteTransaction;
impl WriteTransaction {
    #[otp(table = 0)]
    pub fn open_table<K, V>(&self, definition: TableDefinition<K, V>) -> std::result::Result<Table<K, V>, TableError> {}
    #[otp(table = 0)]
    pub fn open_multimap_table<K, V>(
        &self,
        definition: MultimapTableDefinition<K, V>,
    ) -> std::result::Result<MultimapTable<K, V>, TableError> {
    }
    #[otp(store_write, table = 0, outcome = "must")]
    pub fn delete_table(&self, definition: impl TableHandle) -> std::result::Result<bool, TableError> {}
    #[otp(store_write, table = 0, outcome = "must")]
    pub fn rename_table(&self, definition: impl TableHandle, new_name: impl TableHandle) -> std::result::Result<(), TableError> {}
    pub fn set_durability(&mut self, durability: Durability) -> std::result::Result<(), SetDurabilityError> {}
    pub fn set_two_phase_commit(&mut self, enabled: bool) {}
    #[otp(store_write)]
    pub fn persistent_savepoint(&self) -> std::result::Result<u64, SavepointError> {}
    pub fn ephemeral_savepoint(&self) -> std::result::Result<Savepoint, SavepointError> {}
    #[otp(rollback)]
    pub fn restore_savepoint(&mut self, savepoint: &Savepoint) -> std::result::Result<(), SavepointError> {}
    #[otp(commit, blocks, outcome = "must")]
    pub fn commit(self) -> std::result::Result<(), CommitError> {}
    #[otp(rollback, blocks)]
    pub fn abort(self) -> Result<()> {}
}
pub struct SetDurabilityError;
pub struct Savepoint;

#[otp(store, embedded)]
pub struct ReadTransaction;
impl ReadTransaction {
    #[otp(table = 0)]
    pub fn open_table<K, V>(&self, definition: TableDefinition<K, V>) -> std::result::Result<ReadOnlyTable<K, V>, TableError> {}
    #[otp(table = 0)]
    pub fn open_multimap_table<K, V>(
        &self,
        definition: MultimapTableDefinition<K, V>,
    ) -> std::result::Result<ReadOnlyMultimapTable<K, V>, TableError> {
    }
    pub fn close(self) -> std::result::Result<(), TransactionError> {}
}

/// A table of a write transaction: nothing in it is durable before that commits.
#[otp(store, transaction, embedded)]
pub struct Table<K, V>;
impl<K: Key, V: Value> Table<K, V> {
    #[otp(store_write, insert, key = 0, value = 1, outcome = "must")]
    pub fn insert<Q, W>(&mut self, key: Q, value: W) -> Result<Option<AccessGuard<V>>> {}
    #[otp(store_write, insert, key = 0, outcome = "must")]
    pub fn insert_reserve<Q>(&mut self, key: Q, value_length: usize) -> Result<AccessGuardMutInPlace<V>> {}
    #[otp(store_write, remove, key = 0, outcome = "must")]
    pub fn remove<Q>(&mut self, key: Q) -> Result<Option<AccessGuard<V>>> {}
    #[otp(store_write, remove, outcome = "must")]
    pub fn pop_first(&mut self) -> Result<Option<(AccessGuard<K>, AccessGuard<V>)>> {}
    #[otp(store_write, remove, outcome = "must")]
    pub fn pop_last(&mut self) -> Result<Option<(AccessGuard<K>, AccessGuard<V>)>> {}
    #[otp(store_write, clear, closure = "called", outcome = "must")]
    pub fn retain<F: FnMut(K::SelfType, V::SelfType) -> bool>(&mut self, predicate: F) -> Result<()> {}
    #[otp(store_write, remove, closure = "stored")]
    pub fn extract_if<F: FnMut(K::SelfType, V::SelfType) -> bool>(&mut self, predicate: F) -> Result<Range<K, V>> {}
    #[otp(store_write, key = 0)]
    pub fn get_mut<Q>(&mut self, key: Q) -> Result<Option<AccessGuardMut<V>>> {}
}
impl<K: Key, V: Value> ReadableTable<K, V> for Table<K, V> {}
impl<K, V> ReadableTableMetadata for Table<K, V> {}
impl<K, V> TableHandle for Table<K, V> {}

#[otp(store, embedded)]
pub struct ReadOnlyTable<K, V>;
impl<K: Key, V: Value> ReadableTable<K, V> for ReadOnlyTable<K, V> {}
impl<K, V> ReadableTableMetadata for ReadOnlyTable<K, V> {}

pub trait ReadableTableMetadata {
    #[otp(store_read)]
    fn len(&self) -> Result<u64> {}
    #[otp(store_read)]
    fn is_empty(&self) -> Result<bool> {}
}
pub trait ReadableTable<K: Key, V: Value>: ReadableTableMetadata {
    #[otp(store_read, key = 0)]
    fn get<Q>(&self, key: Q) -> Result<Option<AccessGuard<V>>> {}
    #[otp(store_read)]
    fn range<R>(&self, range: R) -> Result<Range<K, V>> {}
    #[otp(store_read)]
    fn first(&self) -> Result<Option<(AccessGuard<K>, AccessGuard<V>)>> {}
    #[otp(store_read)]
    fn last(&self) -> Result<Option<(AccessGuard<K>, AccessGuard<V>)>> {}
    #[otp(store_read)]
    fn iter(&self) -> Result<Range<K, V>> {}
}

#[otp(store, transaction, embedded)]
pub struct MultimapTable<K, V>;
impl<K: Key, V: Key> MultimapTable<K, V> {
    #[otp(store_write, insert, key = 0, value = 1, outcome = "must")]
    pub fn insert<Q, W>(&mut self, key: Q, value: W) -> Result<bool> {}
    #[otp(store_write, remove, key = 0, outcome = "must")]
    pub fn remove<Q, W>(&mut self, key: Q, value: W) -> Result<bool> {}
    #[otp(store_write, clear, key = 0, outcome = "must")]
    pub fn remove_all<Q>(&mut self, key: Q) -> Result<MultimapValue<V>> {}
}
impl<K: Key, V: Key> ReadableMultimapTable<K, V> for MultimapTable<K, V> {}
#[otp(store, embedded)]
pub struct ReadOnlyMultimapTable<K, V>;
impl<K: Key, V: Key> ReadableMultimapTable<K, V> for ReadOnlyMultimapTable<K, V> {}
pub trait ReadableMultimapTable<K: Key, V: Key>: ReadableTableMetadata {
    #[otp(store_read, key = 0)]
    fn get<Q>(&self, key: Q) -> Result<MultimapValue<V>> {}
    #[otp(store_read)]
    fn range<R>(&self, range: R) -> Result<std::iter::Iter<Result<(AccessGuard<K>, MultimapValue<V>)>>> {}
    #[otp(store_read)]
    fn iter(&self) -> Result<std::iter::Iter<Result<(AccessGuard<K>, MultimapValue<V>)>>> {}
}

pub struct AccessGuard<V>;
impl<V: Value> AccessGuard<V> {
    pub fn value(&self) -> V::SelfType {}
}
pub struct AccessGuardMut<V>;
impl<V: Value> AccessGuardMut<V> {
    pub fn value(&self) -> V::SelfType {}
    #[otp(store_write, value = 0, outcome = "must")]
    pub fn insert<W>(&mut self, value: W) -> Result<()> {}
}
pub struct AccessGuardMutInPlace<V>;

pub struct Range<K, V>;
impl<K, V> IntoIterator for Range<K, V> {
    type Item = Result<(AccessGuard<K>, AccessGuard<V>)>;
}
#[otp(unchecked = "stands for its Iterator")]
impl<K, V> std::ops::Deref for Range<K, V> {
    type Target = std::iter::Iter<Result<(AccessGuard<K>, AccessGuard<V>)>>;
}
pub struct MultimapValue<V>;
impl<V> IntoIterator for MultimapValue<V> {
    type Item = Result<AccessGuard<V>>;
}
#[otp(unchecked = "stands for its Iterator")]
impl<V> std::ops::Deref for MultimapValue<V> {
    type Target = std::iter::Iter<Result<AccessGuard<V>>>;
}
