#![otp(krate = "rusqlite", version = "0.42.0")]

pub use cache::CachedStatement;
pub use error::Error;
pub use params::{Params, ParamsFromIter, params_from_iter};
pub use row::{Row, RowIndex, Rows};
pub use statement::Statement;
pub use transaction::{DropBehavior, Savepoint, Transaction, TransactionBehavior};
pub use types::ToSql;

use std::path::Path;

pub type Result<T> = std::result::Result<T, Error>;

macro_rules! params { () => {} }
macro_rules! named_params { () => {} }

pub trait OptionalExtension<T> {
    fn optional(self) -> Result<Option<T>> {}
}
impl<T> OptionalExtension<T> for Result<T> {}

#[otp(store, embedded)]
pub struct Connection;
impl Connection {
    #[otp(blocks)]
    pub fn open<P: AsRef<Path>>(path: P) -> Result<Self> {}
    pub fn open_in_memory() -> Result<Self> {}
    #[otp(blocks)]
    pub fn open_with_flags<P: AsRef<Path>>(path: P, flags: OpenFlags) -> Result<Self> {}
    pub fn open_in_memory_with_flags(flags: OpenFlags) -> Result<Self> {}
    #[otp(store_write, blocks, sql = 0, outcome = "must")]
    pub fn execute_batch(&self, sql: &str) -> Result<()> {}
    #[otp(store_write, blocks, sql = 0, value = 1, outcome = "must")]
    pub fn execute<P: Params>(&self, sql: &str, params: P) -> Result<usize> {}
    #[otp(store_read, blocks, sql = 0, closure = "called")]
    pub fn query_row<T, P: Params, F: FnOnce(&Row) -> Result<T>>(&self, sql: &str, params: P, f: F) -> Result<T> {}
    #[otp(store_read, blocks, sql = 0, closure = "called")]
    pub fn query_one<T, P: Params, F: FnOnce(&Row) -> Result<T>>(&self, sql: &str, params: P, f: F) -> Result<T> {}
    #[otp(store_read, blocks, sql = 0, closure = "called")]
    pub fn query_row_and_then<T, E, P: Params, F: FnOnce(&Row) -> std::result::Result<T, E>>(
        &self,
        sql: &str,
        params: P,
        f: F,
    ) -> std::result::Result<T, E> {
    }
    #[otp(sql = 0)]
    pub fn prepare(&self, sql: &str) -> Result<Statement> {}
    #[otp(sql = 0)]
    pub fn prepare_with_flags(&self, sql: &str, flags: PrepFlags) -> Result<Statement> {}
    #[otp(sql = 0)]
    pub fn prepare_cached(&self, sql: &str) -> Result<CachedStatement> {}
    pub fn set_prepared_statement_cache_capacity(&self, capacity: usize) {}
    pub fn flush_prepared_statement_cache(&self) {}
    #[otp(begin)]
    pub fn transaction(&mut self) -> Result<Transaction> {}
    #[otp(begin)]
    pub fn transaction_with_behavior(&mut self, behavior: TransactionBehavior) -> Result<Transaction> {}
    #[otp(begin)]
    pub fn unchecked_transaction(&self) -> Result<Transaction> {}
    pub fn set_transaction_behavior(&mut self, behavior: TransactionBehavior) {}
    #[otp(begin)]
    pub fn savepoint(&mut self) -> Result<Savepoint> {}
    #[otp(begin)]
    pub fn savepoint_with_name<T: Into<String>>(&mut self, name: T) -> Result<Savepoint> {}
    #[otp(close)]
    pub fn close(self) -> std::result::Result<(), (Self, Error)> {}
    pub fn path(&self) -> Option<&str> {}
    pub fn last_insert_rowid(&self) -> i64 {}
    pub fn changes(&self) -> u64 {}
    pub fn total_changes(&self) -> u64 {}
    pub fn is_autocommit(&self) -> bool {}
    pub fn is_busy(&self) -> bool {}
    #[otp(flush, blocks)]
    pub fn cache_flush(&self) -> Result<()> {}
    pub fn get_interrupt_handle(&self) -> InterruptHandle {}
    pub fn busy_timeout(&self, timeout: std::time::Duration) -> Result<()> {}
    #[otp(write, blocks)]
    pub fn pragma_update<V>(&self, schema_name: Option<&str>, pragma_name: &str, pragma_value: V) -> Result<()> {}
    #[otp(store_read, blocks, closure = "called")]
    pub fn pragma_query<F: FnMut(&Row) -> Result<()>>(&self, schema_name: Option<&str>, pragma_name: &str, f: F) -> Result<()> {}
}

#[otp(unchecked = "bitflags! makes it")]
pub struct OpenFlags;
#[otp(unchecked = "bitflags! makes it")]
pub struct PrepFlags;

#[otp(cancel_token)]
pub struct InterruptHandle;
impl InterruptHandle {
    #[otp(cancel)]
    pub fn interrupt(&self) {}
}

pub struct Batch;
impl Batch {
    #[otp(sql = 1)]
    pub fn new(conn: &Connection, sql: &str) -> Self {}
    #[otp(sql = 1)]
    pub fn next(&mut self) -> Result<Option<Statement>> {}
}

pub mod params {
    pub trait Params {}
    pub struct ParamsFromIter<I>;
    pub fn params_from_iter<I>(iter: I) -> ParamsFromIter<I> {}
}

pub mod types {
    pub trait ToSql {}
    pub trait FromSql {}
    pub enum Value {
        Null,
        Integer(i64),
        Real(f64),
        Text(String),
        Blob(Vec<u8>),
    }
    pub enum ValueRef {
        Null,
        Integer(i64),
        Real(f64),
        Text(Vec<u8>),
        Blob(Vec<u8>),
    }
}

pub mod ffi {
    pub struct Error;
}

pub mod error {
    use crate::ffi;

    pub enum Error {
        SqliteFailure(ffi::Error, Option<String>),
        FromSqlConversionFailure,
        IntegralValueOutOfRange(usize, i64),
        Utf8Error,
        NulError,
        InvalidParameterName(String),
        ExecuteReturnedResults,
        QueryReturnedNoRows,
        QueryReturnedMoreThanOneRow,
        InvalidColumnIndex(usize),
        InvalidColumnName(String),
        InvalidColumnType,
        StatementChangedRows(usize),
        ToSqlConversionFailure(Box<dyn std::error::Error>),
        InvalidQuery,
        MultipleStatement,
    }
}

pub mod cache {
    #[otp(store, embedded)]
    pub struct CachedStatement;
    impl CachedStatement {
        pub fn discard(self) {}
    }
    impl std::ops::Deref for CachedStatement {
        type Target = crate::Statement;
    }
}

pub mod statement {
    use crate::{Error, Params, Result, Row, Rows};

    #[otp(store, embedded)]
    pub struct Statement;
    impl Statement {
        #[otp(store_write, blocks, value = 0, outcome = "must")]
        pub fn execute<P: Params>(&mut self, params: P) -> Result<usize> {}
        #[otp(store_write, blocks, value = 0, outcome = "must")]
        pub fn insert<P: Params>(&mut self, params: P) -> Result<i64> {}
        #[otp(runs_sql, blocks)]
        pub fn query<P: Params>(&mut self, params: P) -> Result<Rows> {}
        #[otp(runs_sql, blocks, closure = "stored")]
        pub fn query_map<T, P: Params, F: FnMut(&Row) -> Result<T>>(&mut self, params: P, f: F) -> Result<std::iter::Iter<Result<T>>> {}
        #[otp(runs_sql, blocks, closure = "stored")]
        pub fn query_and_then<T, E, P: Params, F: FnMut(&Row) -> std::result::Result<T, E>>(
            &mut self,
            params: P,
            f: F,
        ) -> Result<std::iter::Iter<std::result::Result<T, E>>> {
        }
        #[otp(runs_sql, blocks)]
        pub fn exists<P: Params>(&mut self, params: P) -> Result<bool> {}
        #[otp(runs_sql, blocks, closure = "called")]
        pub fn query_row<T, P: Params, F: FnOnce(&Row) -> Result<T>>(&mut self, params: P, f: F) -> Result<T> {}
        #[otp(runs_sql, blocks, closure = "called")]
        pub fn query_one<T, P: Params, F: FnOnce(&Row) -> Result<T>>(&mut self, params: P, f: F) -> Result<T> {}
        pub fn finalize(self) -> Result<()> {}
        pub fn parameter_count(&self) -> usize {}
        pub fn raw_bind_parameter<I, T>(&mut self, one_based_index: I, param: T) -> Result<()> {}
        #[otp(store_write, blocks, outcome = "must")]
        pub fn raw_execute(&mut self) -> Result<usize> {}
        #[otp(runs_sql, blocks)]
        pub fn raw_query(&mut self) -> Rows {}
        pub fn expanded_sql(&self) -> Option<String> {}
        pub fn readonly(&self) -> bool {}
        pub fn clear_bindings(&mut self) {}
        pub fn column_names(&self) -> Vec<&str> {}
        pub fn column_count(&self) -> usize {}
    }
}

pub mod row {
    use crate::Result;

    pub trait RowIndex {}

    pub struct Rows;
    impl Rows {
        #[otp(store_read, blocks)]
        pub fn next(&mut self) -> Result<Option<&Row>> {}
        #[otp(closure = "stored")]
        pub fn mapped<F: FnMut(&Row) -> Result<B>, B>(self, f: F) -> std::iter::Iter<Result<B>> {}
        #[otp(closure = "stored")]
        pub fn and_then<F: FnMut(&Row) -> std::result::Result<T, E>, T, E>(self, f: F) -> std::iter::Iter<std::result::Result<T, E>> {}
    }

    pub struct Row;
    impl Row {
        #[otp(panics)]
        pub fn get_unwrap<I: RowIndex, T>(&self, idx: I) -> T {}
        pub fn get<I: RowIndex, T>(&self, idx: I) -> Result<T> {}
        pub fn get_ref<I: RowIndex>(&self, idx: I) -> Result<crate::types::ValueRef> {}
        #[otp(panics)]
        pub fn get_ref_unwrap<I: RowIndex>(&self, idx: I) -> crate::types::ValueRef {}
    }
}

pub mod transaction {
    use crate::{Connection, Result};

    pub enum TransactionBehavior {
        Deferred,
        Immediate,
        Exclusive,
    }

    pub enum DropBehavior {
        Rollback,
        Commit,
        Ignore,
        Panic,
    }

    #[otp(store, transaction, embedded)]
    pub struct Transaction;
    impl Transaction {
        #[otp(begin)]
        pub fn new(conn: &mut Connection, behavior: TransactionBehavior) -> Result<Transaction> {}
        #[otp(begin)]
        pub fn new_unchecked(conn: &Connection, behavior: TransactionBehavior) -> Result<Transaction> {}
        #[otp(begin)]
        pub fn savepoint(&mut self) -> Result<Savepoint> {}
        #[otp(begin)]
        pub fn savepoint_with_name<T: Into<String>>(&mut self, name: T) -> Result<Savepoint> {}
        pub fn drop_behavior(&self) -> DropBehavior {}
        pub fn set_drop_behavior(&mut self, drop_behavior: DropBehavior) {}
        #[otp(commit, blocks, outcome = "must")]
        pub fn commit(self) -> Result<()> {}
        #[otp(rollback, blocks)]
        pub fn rollback(self) -> Result<()> {}
        /// Does what the drop behaviour says: a roll-back unless that was set.
        #[otp(rollback, blocks)]
        pub fn finish(self) -> Result<()> {}
    }
    impl std::ops::Deref for Transaction {
        type Target = Connection;
    }

    #[otp(store, transaction, embedded)]
    pub struct Savepoint;
    impl Savepoint {
        #[otp(begin)]
        pub fn new(conn: &mut Connection) -> Result<Savepoint> {}
        #[otp(begin)]
        pub fn with_name<T: Into<String>>(conn: &mut Connection, name: T) -> Result<Savepoint> {}
        #[otp(begin)]
        pub fn savepoint(&mut self) -> Result<Savepoint> {}
        #[otp(begin)]
        pub fn savepoint_with_name<T: Into<String>>(&mut self, name: T) -> Result<Savepoint> {}
        pub fn drop_behavior(&self) -> DropBehavior {}
        pub fn set_drop_behavior(&mut self, drop_behavior: DropBehavior) {}
        #[otp(commit, blocks, outcome = "must")]
        pub fn commit(self) -> Result<()> {}
        #[otp(rollback, blocks)]
        pub fn rollback(&mut self) -> Result<()> {}
        #[otp(rollback, blocks)]
        pub fn finish(self) -> Result<()> {}
    }
    impl std::ops::Deref for Savepoint {
        type Target = Connection;
    }
}
