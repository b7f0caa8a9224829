#![otp(krate = "rocksdb", version = "0.25.0", also = "rust_rocksdb")]

use std::path::Path;

/// `DBCommon` and `OptimisticTransactionDB` are generic over their thread mode in the crate.
pub type DB = DBWithThreadMode<SingleThreaded>;

pub struct Error;
impl Error {
    pub fn kind(&self) -> ErrorKind {}
    pub fn into_string(self) -> String {}
}
pub struct ErrorKind;
pub struct SingleThreaded;
pub struct MultiThreaded;
pub trait AsColumnFamilyRef {}
pub struct ColumnFamily;
pub type BoundColumnFamily = ColumnFamily;
pub struct ColumnFamilyDescriptor;
impl ColumnFamilyDescriptor {
    pub fn new<S: Into<String>>(name: S, options: Options) -> Self {}
}
pub struct Options;
pub struct ReadOptions;
pub struct FlushOptions;
pub struct TransactionDBOptions;
pub struct TransactionOptions;
pub struct OptimisticTransactionOptions;
pub struct WriteOptions;
impl WriteOptions {
    pub fn new() -> WriteOptions {}
    pub fn set_sync(&mut self, sync: bool) {}
    pub fn disable_wal(&mut self, disable: bool) {}
}
pub enum Direction {
    Forward,
    Reverse,
}
pub enum IteratorMode {
    Start,
    End,
    From(Vec<u8>, Direction),
}

pub struct DBPinnableSlice;
impl std::ops::Deref for DBPinnableSlice {
    type Target = [u8];
}
#[otp(unchecked = "stands for DBIteratorWithThreadMode")]
pub struct Items;
impl IntoIterator for Items {
    type Item = Result<(Box<[u8]>, Box<[u8]>), Error>;
}
impl std::ops::Deref for Items {
    type Target = std::iter::Iter<Result<(Box<[u8]>, Box<[u8]>), Error>>;
}
pub type DBIterator = Items;

/// A write reaches the log of the operating system; the disk with `set_sync` or `flush_wal(true)`.
#[otp(store, embedded)]
pub struct DBWithThreadMode<T>;
impl<T> DBWithThreadMode<T> {
    #[otp(blocks)]
    pub fn open<P: AsRef<Path>>(opts: &Options, path: P) -> Result<Self, Error> {}
    #[otp(blocks)]
    pub fn open_cf<P: AsRef<Path>, I, N>(opts: &Options, path: P, cfs: I) -> Result<Self, Error> {}
    #[otp(blocks)]
    pub fn open_for_read_only<P: AsRef<Path>>(opts: &Options, path: P, error_if_log_file_exist: bool) -> Result<Self, Error> {}
    #[otp(blocks)]
    pub fn open_with_ttl<P: AsRef<Path>>(opts: &Options, path: P, ttl: std::time::Duration) -> Result<Self, Error> {}
    #[otp(blocks)]
    pub fn destroy<P: AsRef<Path>>(opts: &Options, path: P) -> Result<(), Error> {}
    #[otp(blocks)]
    pub fn open_default<P: AsRef<Path>>(path: P) -> Result<Self, Error> {}
    #[otp(blocks)]
    pub fn open_cf_descriptors<P: AsRef<Path>, I>(opts: &Options, path: P, cfs: I) -> Result<Self, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_opt<K: AsRef<[u8]>>(&self, key: K, readopts: &ReadOptions) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, readopts: &ReadOptions) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_pinned<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_pinned_opt<K: AsRef<[u8]>>(&self, key: K, readopts: &ReadOptions) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_pinned_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_pinned_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, readopts: &ReadOptions) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read)]
    pub fn multi_get<K, I>(&self, keys: I) -> Vec<Result<Option<Vec<u8>>, Error>> {}
    #[otp(store_read)]
    pub fn multi_get_cf<I>(&self, keys: I) -> Vec<Result<Option<Vec<u8>>, Error>> {}
    #[otp(store_read)]
    pub fn iterator(&self, mode: IteratorMode) -> Items {}
    #[otp(store_read)]
    pub fn iterator_opt(&self, mode: IteratorMode, readopts: ReadOptions) -> Items {}
    #[otp(store_read, table = 0)]
    pub fn iterator_cf(&self, cf_handle: &impl AsColumnFamilyRef, mode: IteratorMode) -> Items {}
    #[otp(store_read, table = 0)]
    pub fn iterator_cf_opt(&self, cf_handle: &impl AsColumnFamilyRef, readopts: ReadOptions, mode: IteratorMode) -> Items {}
    #[otp(store_read)]
    pub fn full_iterator(&self, mode: IteratorMode) -> Items {}
    #[otp(store_read, key = 0)]
    pub fn prefix_iterator<P: AsRef<[u8]>>(&self, prefix: P) -> Items {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn prefix_iterator_cf<P: AsRef<[u8]>>(&self, cf_handle: &impl AsColumnFamilyRef, prefix: P) -> Items {}
    #[otp(store_write, insert, key = 0, value = 1, outcome = "must")]
    pub fn put<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, insert, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn put_cf<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, insert, key = 0, value = 1, outcome = "must")]
    pub fn put_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, insert, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn put_cf_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn merge<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn merge_cf<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn merge_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn merge_cf_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, key = 0, outcome = "must")]
    pub fn delete<K: AsRef<[u8]>>(&self, key: K) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, outcome = "must")]
    pub fn delete_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<(), Error> {}
    #[otp(store_write, key = 0, outcome = "must")]
    pub fn delete_opt<K: AsRef<[u8]>>(&self, key: K, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, outcome = "must")]
    pub fn delete_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, value = 0, outcome = "must")]
    pub fn write(&self, batch: &WriteBatch) -> Result<(), Error> {}
    #[otp(store_write, value = 0, outcome = "must")]
    pub fn write_opt(&self, batch: &WriteBatch, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, value = 0, outcome = "must")]
    pub fn write_without_wal(&self, batch: &WriteBatch) -> Result<(), Error> {}
    #[otp(store_write, clear, table = 0, outcome = "must")]
    pub fn delete_range_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, from: K, to: K) -> Result<(), Error> {}
    #[otp(flush, blocks, outcome = "must")]
    pub fn flush(&self) -> Result<(), Error> {}
    #[otp(flush, blocks, outcome = "must")]
    pub fn flush_opt(&self, flushopts: &FlushOptions) -> Result<(), Error> {}
    #[otp(flush, blocks, table = 0, outcome = "must")]
    pub fn flush_cf(&self, cf: &impl AsColumnFamilyRef) -> Result<(), Error> {}
    #[otp(flush, blocks, outcome = "must")]
    pub fn flush_wal(&self, sync: bool) -> Result<(), Error> {}
    pub fn path(&self) -> &Path {}
    pub fn snapshot(&self) -> Snapshot<Self> {}
    #[otp(store_write)]
    pub fn create_cf<N: AsRef<str>>(&self, name: N, opts: &Options) -> Result<(), Error> {}
    #[otp(store_write, clear, table = 0, outcome = "must")]
    pub fn drop_cf(&self, name: &str) -> Result<(), Error> {}
    #[otp(table = 0)]
    pub fn cf_handle(&self, name: &str) -> Option<&ColumnFamily> {}
    #[otp(store_read, key = 0)]
    pub fn key_may_exist<K: AsRef<[u8]>>(&self, key: K) -> bool {}
    #[otp(blocks)]
    pub fn compact_range<S: AsRef<[u8]>, E: AsRef<[u8]>>(&self, start: Option<S>, end: Option<E>) {}
    #[otp(store_write, blocks, outcome = "must")]
    pub fn ingest_external_file<P: AsRef<Path>>(&self, paths: Vec<P>) -> Result<(), Error> {}
}

pub type WriteBatch = WriteBatchWithTransaction<NoTransaction>;
#[otp(unchecked = "a const parameter in the crate")]
pub struct NoTransaction;
/// Nothing is written before the batch is given to `write`.
pub struct WriteBatchWithTransaction<T>;
impl<T> WriteBatchWithTransaction<T> {
    pub fn new() -> Self {}
    pub fn len(&self) -> usize {}
    pub fn is_empty(&self) -> bool {}
    pub fn size_in_bytes(&self) -> usize {}
    #[otp(insert, key = 0, value = 1)]
    pub fn put<K: AsRef<[u8]>, V: AsRef<[u8]>>(&mut self, key: K, value: V) {}
    #[otp(insert, table = 0, key = 1, value = 2)]
    pub fn put_cf<K: AsRef<[u8]>, V: AsRef<[u8]>>(&mut self, cf: &impl AsColumnFamilyRef, key: K, value: V) {}
    #[otp(write, key = 0, value = 1)]
    pub fn merge<K: AsRef<[u8]>, V: AsRef<[u8]>>(&mut self, key: K, value: V) {}
    #[otp(write, table = 0, key = 1, value = 2)]
    pub fn merge_cf<K: AsRef<[u8]>, V: AsRef<[u8]>>(&mut self, cf: &impl AsColumnFamilyRef, key: K, value: V) {}
    #[otp(write, key = 0)]
    pub fn delete<K: AsRef<[u8]>>(&mut self, key: K) {}
    #[otp(write, table = 0, key = 1)]
    pub fn delete_cf<K: AsRef<[u8]>>(&mut self, cf: &impl AsColumnFamilyRef, key: K) {}
    #[otp(write)]
    pub fn delete_range<K: AsRef<[u8]>>(&mut self, from: K, to: K) {}
    #[otp(write, table = 0)]
    pub fn delete_range_cf<K: AsRef<[u8]>>(&mut self, cf: &impl AsColumnFamilyRef, from: K, to: K) {}
    #[otp(clear)]
    pub fn clear(&mut self) {}
}

#[otp(store, embedded)]
pub struct TransactionDB<T>;
impl<T> TransactionDB<T> {
    #[otp(blocks)]
    pub fn open<P: AsRef<Path>>(opts: &Options, txn_db_opts: &TransactionDBOptions, path: P) -> Result<Self, Error> {}
    #[otp(begin)]
    pub fn transaction(&self) -> Transaction<Self> {}
    #[otp(begin)]
    pub fn transaction_opt(&self, write_opts: &WriteOptions, txn_opts: &TransactionOptions) -> Transaction<Self> {}
    #[otp(blocks)]
    pub fn open_default<P: AsRef<Path>>(path: P) -> Result<Self, Error> {}
    #[otp(blocks)]
    pub fn open_cf_descriptors<P: AsRef<Path>, I>(opts: &Options, txn_db_opts: &TransactionDBOptions, path: P, cfs: I) -> Result<Self, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_opt<K: AsRef<[u8]>>(&self, key: K, readopts: &ReadOptions) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, readopts: &ReadOptions) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_pinned<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_pinned_opt<K: AsRef<[u8]>>(&self, key: K, readopts: &ReadOptions) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_pinned_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_pinned_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, readopts: &ReadOptions) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read)]
    pub fn multi_get<K, I>(&self, keys: I) -> Vec<Result<Option<Vec<u8>>, Error>> {}
    #[otp(store_read)]
    pub fn multi_get_cf<I>(&self, keys: I) -> Vec<Result<Option<Vec<u8>>, Error>> {}
    #[otp(store_read)]
    pub fn iterator(&self, mode: IteratorMode) -> Items {}
    #[otp(store_read)]
    pub fn iterator_opt(&self, mode: IteratorMode, readopts: ReadOptions) -> Items {}
    #[otp(store_read, table = 0)]
    pub fn iterator_cf(&self, cf_handle: &impl AsColumnFamilyRef, mode: IteratorMode) -> Items {}
    #[otp(store_read, table = 0)]
    pub fn iterator_cf_opt(&self, cf_handle: &impl AsColumnFamilyRef, readopts: ReadOptions, mode: IteratorMode) -> Items {}
    #[otp(store_read)]
    pub fn full_iterator(&self, mode: IteratorMode) -> Items {}
    #[otp(store_read, key = 0)]
    pub fn prefix_iterator<P: AsRef<[u8]>>(&self, prefix: P) -> Items {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn prefix_iterator_cf<P: AsRef<[u8]>>(&self, cf_handle: &impl AsColumnFamilyRef, prefix: P) -> Items {}
    #[otp(store_write, insert, key = 0, value = 1, outcome = "must")]
    pub fn put<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, insert, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn put_cf<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, insert, key = 0, value = 1, outcome = "must")]
    pub fn put_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, insert, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn put_cf_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn merge<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn merge_cf<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn merge_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn merge_cf_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, key = 0, outcome = "must")]
    pub fn delete<K: AsRef<[u8]>>(&self, key: K) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, outcome = "must")]
    pub fn delete_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<(), Error> {}
    #[otp(store_write, key = 0, outcome = "must")]
    pub fn delete_opt<K: AsRef<[u8]>>(&self, key: K, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, outcome = "must")]
    pub fn delete_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, value = 0, outcome = "must")]
    pub fn write(&self, batch: WriteBatchWithTransaction<T>) -> Result<(), Error> {}
    #[otp(store_write, value = 0, outcome = "must")]
    pub fn write_opt(&self, batch: WriteBatchWithTransaction<T>, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(flush, blocks, outcome = "must")]
    pub fn flush(&self) -> Result<(), Error> {}
    #[otp(flush, blocks, outcome = "must")]
    pub fn flush_opt(&self, flushopts: &FlushOptions) -> Result<(), Error> {}
    #[otp(flush, blocks, table = 0, outcome = "must")]
    pub fn flush_cf(&self, cf: &impl AsColumnFamilyRef) -> Result<(), Error> {}
    #[otp(flush, blocks, outcome = "must")]
    pub fn flush_wal(&self, sync: bool) -> Result<(), Error> {}
    pub fn path(&self) -> &Path {}
    pub fn snapshot(&self) -> Snapshot<Self> {}
    #[otp(store_write)]
    pub fn create_cf<N: AsRef<str>>(&self, name: N, opts: &Options) -> Result<(), Error> {}
    #[otp(store_write, clear, table = 0, outcome = "must")]
    pub fn drop_cf(&self, name: &str) -> Result<(), Error> {}
    #[otp(table = 0)]
    pub fn cf_handle(&self, name: &str) -> Option<&ColumnFamily> {}
}

#[otp(store, embedded)]
pub struct OptimisticTransactionDB<T>;
impl<T> OptimisticTransactionDB<T> {
    #[otp(blocks)]
    pub fn open<P: AsRef<Path>>(opts: &Options, path: P) -> Result<Self, Error> {}
    #[otp(begin)]
    pub fn transaction(&self) -> Transaction<Self> {}
    #[otp(begin)]
    pub fn transaction_opt(&self, writeopts: &WriteOptions, otxn_opts: &OptimisticTransactionOptions) -> Transaction<Self> {}
    #[otp(blocks)]
    pub fn open_default<P: AsRef<Path>>(path: P) -> Result<Self, Error> {}
    #[otp(blocks)]
    pub fn open_cf_descriptors<P: AsRef<Path>, I>(opts: &Options, path: P, cfs: I) -> Result<Self, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_opt<K: AsRef<[u8]>>(&self, key: K, readopts: &ReadOptions) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, readopts: &ReadOptions) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_pinned<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_pinned_opt<K: AsRef<[u8]>>(&self, key: K, readopts: &ReadOptions) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_pinned_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_pinned_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, readopts: &ReadOptions) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read)]
    pub fn multi_get<K, I>(&self, keys: I) -> Vec<Result<Option<Vec<u8>>, Error>> {}
    #[otp(store_read)]
    pub fn multi_get_cf<I>(&self, keys: I) -> Vec<Result<Option<Vec<u8>>, Error>> {}
    #[otp(store_read)]
    pub fn iterator(&self, mode: IteratorMode) -> Items {}
    #[otp(store_read)]
    pub fn iterator_opt(&self, mode: IteratorMode, readopts: ReadOptions) -> Items {}
    #[otp(store_read, table = 0)]
    pub fn iterator_cf(&self, cf_handle: &impl AsColumnFamilyRef, mode: IteratorMode) -> Items {}
    #[otp(store_read, table = 0)]
    pub fn iterator_cf_opt(&self, cf_handle: &impl AsColumnFamilyRef, readopts: ReadOptions, mode: IteratorMode) -> Items {}
    #[otp(store_read)]
    pub fn full_iterator(&self, mode: IteratorMode) -> Items {}
    #[otp(store_read, key = 0)]
    pub fn prefix_iterator<P: AsRef<[u8]>>(&self, prefix: P) -> Items {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn prefix_iterator_cf<P: AsRef<[u8]>>(&self, cf_handle: &impl AsColumnFamilyRef, prefix: P) -> Items {}
    #[otp(store_write, insert, key = 0, value = 1, outcome = "must")]
    pub fn put<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, insert, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn put_cf<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, insert, key = 0, value = 1, outcome = "must")]
    pub fn put_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, insert, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn put_cf_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn merge<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn merge_cf<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn merge_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn merge_cf_opt<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, key = 0, outcome = "must")]
    pub fn delete<K: AsRef<[u8]>>(&self, key: K) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, outcome = "must")]
    pub fn delete_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<(), Error> {}
    #[otp(store_write, key = 0, outcome = "must")]
    pub fn delete_opt<K: AsRef<[u8]>>(&self, key: K, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, outcome = "must")]
    pub fn delete_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, value = 0, outcome = "must")]
    pub fn write(&self, batch: WriteBatchWithTransaction<T>) -> Result<(), Error> {}
    #[otp(store_write, value = 0, outcome = "must")]
    pub fn write_opt(&self, batch: WriteBatchWithTransaction<T>, writeopts: &WriteOptions) -> Result<(), Error> {}
    #[otp(store_write, clear, table = 0, outcome = "must")]
    pub fn delete_range_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, from: K, to: K) -> Result<(), Error> {}
    #[otp(flush, blocks, outcome = "must")]
    pub fn flush(&self) -> Result<(), Error> {}
    #[otp(flush, blocks, outcome = "must")]
    pub fn flush_opt(&self, flushopts: &FlushOptions) -> Result<(), Error> {}
    #[otp(flush, blocks, table = 0, outcome = "must")]
    pub fn flush_cf(&self, cf: &impl AsColumnFamilyRef) -> Result<(), Error> {}
    #[otp(flush, blocks, outcome = "must")]
    pub fn flush_wal(&self, sync: bool) -> Result<(), Error> {}
    pub fn path(&self) -> &Path {}
    pub fn snapshot(&self) -> Snapshot<Self> {}
    #[otp(store_write)]
    pub fn create_cf<N: AsRef<str>>(&self, name: N, opts: &Options) -> Result<(), Error> {}
    #[otp(store_write, clear, table = 0, outcome = "must")]
    pub fn drop_cf(&self, name: &str) -> Result<(), Error> {}
    #[otp(table = 0)]
    pub fn cf_handle(&self, name: &str) -> Option<&ColumnFamily> {}
}

#[otp(store, transaction, embedded)]
pub struct Transaction<DB>;
impl<DB> Transaction<DB> {
    #[otp(commit, blocks, outcome = "must")]
    pub fn commit(self) -> Result<(), Error> {}
    #[otp(rollback)]
    pub fn rollback(&self) -> Result<(), Error> {}
    pub fn set_savepoint(&self) {}
    #[otp(rollback)]
    pub fn rollback_to_savepoint(&self) -> Result<(), Error> {}
    pub fn prepare(&self) -> Result<(), Error> {}
    #[otp(store_read, key = 0)]
    pub fn get<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_opt<K: AsRef<[u8]>>(&self, key: K, readopts: &ReadOptions) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, readopts: &ReadOptions) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_pinned<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_pinned_opt<K: AsRef<[u8]>>(&self, key: K, readopts: &ReadOptions) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_pinned_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_pinned_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, readopts: &ReadOptions) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read)]
    pub fn multi_get<K, I>(&self, keys: I) -> Vec<Result<Option<Vec<u8>>, Error>> {}
    #[otp(store_read)]
    pub fn multi_get_cf<I>(&self, keys: I) -> Vec<Result<Option<Vec<u8>>, Error>> {}
    #[otp(store_read)]
    pub fn iterator(&self, mode: IteratorMode) -> Items {}
    #[otp(store_read)]
    pub fn iterator_opt(&self, mode: IteratorMode, readopts: ReadOptions) -> Items {}
    #[otp(store_read, table = 0)]
    pub fn iterator_cf(&self, cf_handle: &impl AsColumnFamilyRef, mode: IteratorMode) -> Items {}
    #[otp(store_read, table = 0)]
    pub fn iterator_cf_opt(&self, cf_handle: &impl AsColumnFamilyRef, readopts: ReadOptions, mode: IteratorMode) -> Items {}
    #[otp(store_read)]
    pub fn full_iterator(&self, mode: IteratorMode) -> Items {}
    #[otp(store_read, key = 0)]
    pub fn prefix_iterator<P: AsRef<[u8]>>(&self, prefix: P) -> Items {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn prefix_iterator_cf<P: AsRef<[u8]>>(&self, cf_handle: &impl AsColumnFamilyRef, prefix: P) -> Items {}
    #[otp(store_read, lock, key = 0)]
    pub fn get_for_update<K: AsRef<[u8]>>(&self, key: K, exclusive: bool) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, lock, table = 0, key = 1)]
    pub fn get_for_update_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, exclusive: bool) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, lock, key = 0)]
    pub fn get_pinned_for_update<K: AsRef<[u8]>>(&self, key: K, exclusive: bool) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, lock, table = 0, key = 1)]
    pub fn get_pinned_for_update_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, exclusive: bool) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_write, insert, key = 0, value = 1, outcome = "must")]
    pub fn put<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, insert, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn put_cf<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn merge<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, value = 2, outcome = "must")]
    pub fn merge_cf<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, value: V) -> Result<(), Error> {}
    #[otp(store_write, key = 0, outcome = "must")]
    pub fn delete<K: AsRef<[u8]>>(&self, key: K) -> Result<(), Error> {}
    #[otp(store_write, table = 0, key = 1, outcome = "must")]
    pub fn delete_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<(), Error> {}
}

#[otp(store, embedded)]
pub struct Snapshot<D>;
impl<D> Snapshot<D> {
    #[otp(store_read, key = 0)]
    pub fn get<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_opt<K: AsRef<[u8]>>(&self, key: K, readopts: &ReadOptions) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, readopts: &ReadOptions) -> Result<Option<Vec<u8>>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_pinned<K: AsRef<[u8]>>(&self, key: K) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, key = 0)]
    pub fn get_pinned_opt<K: AsRef<[u8]>>(&self, key: K, readopts: &ReadOptions) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_pinned_cf<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read, table = 0, key = 1)]
    pub fn get_pinned_cf_opt<K: AsRef<[u8]>>(&self, cf: &impl AsColumnFamilyRef, key: K, readopts: &ReadOptions) -> Result<Option<DBPinnableSlice>, Error> {}
    #[otp(store_read)]
    pub fn multi_get<K, I>(&self, keys: I) -> Vec<Result<Option<Vec<u8>>, Error>> {}
    #[otp(store_read)]
    pub fn multi_get_cf<I>(&self, keys: I) -> Vec<Result<Option<Vec<u8>>, Error>> {}
    #[otp(store_read)]
    pub fn iterator(&self, mode: IteratorMode) -> Items {}
    #[otp(store_read)]
    pub fn iterator_opt(&self, mode: IteratorMode, readopts: ReadOptions) -> Items {}
    #[otp(store_read, table = 0)]
    pub fn iterator_cf(&self, cf_handle: &impl AsColumnFamilyRef, mode: IteratorMode) -> Items {}
    #[otp(store_read, table = 0)]
    pub fn iterator_cf_opt(&self, cf_handle: &impl AsColumnFamilyRef, readopts: ReadOptions, mode: IteratorMode) -> Items {}
}

pub mod checkpoint {
    use crate::Error;

    pub struct Checkpoint;
    impl Checkpoint {
        pub fn new<D>(db: &D) -> Result<Self, Error> {}
        #[otp(io_write, blocks, outcome = "must")]
        pub fn create_checkpoint<P: AsRef<std::path::Path>>(&self, path: P) -> Result<(), Error> {}
    }
}
