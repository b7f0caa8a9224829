#![otp(krate = "sea_orm", version = "2.0.4")]

use std::time::Duration;

pub struct DbErr;
pub enum DbBackend {
    MySql,
    Postgres,
    Sqlite,
}
pub type DatabaseBackend = DbBackend;
pub type DbConn = DatabaseConnection;
pub enum TransactionError<E> {
    Connection(DbErr),
    Transaction(E),
}
pub enum IsolationLevel {
    RepeatableRead,
    ReadCommitted,
    ReadUncommitted,
    Serializable,
}
pub enum AccessMode {
    ReadOnly,
    ReadWrite,
}

pub struct Statement;
impl Statement {
    #[otp(sql = 1)]
    pub fn from_string<T>(db_backend: DbBackend, stmt: T) -> Statement {}
    #[otp(sql = 1)]
    pub fn from_sql_and_values<T, I>(db_backend: DbBackend, sql: T, values: I) -> Self {}
}
pub struct ExecResult;
impl ExecResult {
    pub fn last_insert_id(&self) -> u64 {}
    pub fn rows_affected(&self) -> u64 {}
}
pub struct QueryResult;
impl QueryResult {
    pub fn try_get<T>(&self, pre: &str, col: &str) -> Result<T, DbErr> {}
}

pub struct Database;
impl Database {
    pub async fn connect<C>(opt: C) -> Result<DatabaseConnection, DbErr> {}
}
pub struct ConnectOptions;
impl ConnectOptions {
    pub fn new<T>(url: T) -> Self {}
    pub fn max_connections(&mut self, value: u32) -> &mut Self {}
    pub fn min_connections(&mut self, value: u32) -> &mut Self {}
    pub fn connect_timeout(&mut self, value: Duration) -> &mut Self {}
    pub fn acquire_timeout(&mut self, value: Duration) -> &mut Self {}
    pub fn sqlx_logging(&mut self, value: bool) -> &mut Self {}
}

pub trait ConnectionTrait {
    fn get_database_backend(&self) -> DbBackend {}
    #[otp(runs_sql, sql = 0)]
    async fn execute<S>(&self, stmt: &S) -> Result<ExecResult, DbErr> {}
    #[otp(runs_sql, sql = 0)]
    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {}
    #[otp(store_write, sql = 0, outcome = "must")]
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {}
    #[otp(runs_sql, sql = 0)]
    async fn query_one<S>(&self, stmt: &S) -> Result<Option<QueryResult>, DbErr> {}
    #[otp(runs_sql, sql = 0)]
    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {}
    #[otp(runs_sql, sql = 0)]
    async fn query_all<S>(&self, stmt: &S) -> Result<Vec<QueryResult>, DbErr> {}
    #[otp(runs_sql, sql = 0)]
    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {}
}
pub trait TransactionTrait {
    #[otp(begin)]
    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {}
    #[otp(begin)]
    async fn begin_with_config(
        &self,
        isolation_level: Option<IsolationLevel>,
        access_mode: Option<AccessMode>,
    ) -> Result<DatabaseTransaction, DbErr> {
    }
    #[otp(begin, commit, closure = "stored", outcome = "must")]
    async fn transaction<F: FnOnce(&DatabaseTransaction) -> U, U: Future<Output = Result<T, E>>, T, E>(
        &self,
        callback: F,
    ) -> Result<T, TransactionError<E>> {
    }
}

#[otp(store)]
pub struct DatabaseConnection;
impl DatabaseConnection {
    #[otp(store_read)]
    pub async fn ping(&self) -> Result<(), DbErr> {}
    #[otp(close)]
    pub async fn close(self) -> Result<(), DbErr> {}
    #[otp(close)]
    pub async fn close_by_ref(&self) -> Result<(), DbErr> {}
}
impl Clone for DatabaseConnection {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}
impl ConnectionTrait for DatabaseConnection {}
impl TransactionTrait for DatabaseConnection {}

#[otp(store, transaction)]
pub struct DatabaseTransaction;
impl DatabaseTransaction {
    #[otp(commit, outcome = "must")]
    pub async fn commit(self) -> Result<(), DbErr> {}
    #[otp(rollback)]
    pub async fn rollback(self) -> Result<(), DbErr> {}
}
impl ConnectionTrait for DatabaseTransaction {}
impl TransactionTrait for DatabaseTransaction {}

/// Entities and active models are derived: their receivers are known only where a bound names these traits.
pub trait EntityTrait {
    fn find() -> Select<Self> {}
    fn find_by_id<T>(values: T) -> Select<Self> {}
    #[otp(value = 0)]
    fn insert<A>(model: A) -> Insert<A> {}
    #[otp(value = 0)]
    fn insert_many<A, I: IntoIterator<Item = A>>(models: I) -> InsertMany<A> {}
    #[otp(value = 0)]
    fn update<A>(model: A) -> UpdateOne<A> {}
    fn update_many() -> UpdateMany<Self> {}
    #[otp(value = 0)]
    fn delete<A>(model: A) -> DeleteOne<Self> {}
    fn delete_many() -> DeleteMany<Self> {}
    fn delete_by_id<T>(values: T) -> DeleteOne<Self> {}
}
pub trait ActiveModelTrait {
    #[otp(store_write, outcome = "must")]
    async fn insert<C, M>(self, db: &C) -> Result<M, DbErr> {}
    #[otp(store_write, outcome = "must")]
    async fn update<C, M>(self, db: &C) -> Result<M, DbErr> {}
    #[otp(store_write, outcome = "must")]
    async fn save<C>(self, db: &C) -> Result<Self, DbErr> {}
    #[otp(store_write, outcome = "must")]
    async fn delete<C>(self, db: &C) -> Result<DeleteResult, DbErr> {}
}
pub enum ActiveValue<V> {
    Set(V),
    Unchanged(V),
    NotSet,
}
pub use ActiveValue::{NotSet, Set, Unchanged};

pub struct Select<E>;
impl<E> Select<E> {
    #[otp(unchecked = "QueryFilter, QueryOrder and QuerySelect, which macros implement")]
    pub fn filter<F>(self, filter: F) -> Self {}
    #[otp(unchecked = "QueryFilter, QueryOrder and QuerySelect, which macros implement")]
    pub fn order_by_asc<C>(self, col: C) -> Self {}
    #[otp(unchecked = "QueryFilter, QueryOrder and QuerySelect, which macros implement")]
    pub fn order_by_desc<C>(self, col: C) -> Self {}
    #[otp(unchecked = "QueryFilter, QueryOrder and QuerySelect, which macros implement")]
    pub fn limit<T>(self, limit: T) -> Self {}
    #[otp(unchecked = "QueryFilter, QueryOrder and QuerySelect, which macros implement")]
    pub fn offset<T>(self, offset: T) -> Self {}
    #[otp(store_read)]
    pub async fn one<C, M>(self, db: &C) -> Result<Option<M>, DbErr> {}
    #[otp(store_read)]
    pub async fn all<C, M>(self, db: &C) -> Result<Vec<M>, DbErr> {}
    #[otp(store_read)]
    pub async fn count<C>(self, db: &C) -> Result<u64, DbErr> {}
}

pub struct InsertResult<A>;
pub struct InsertManyResult<A>;
pub struct UpdateResult {
    pub rows_affected: u64,
}
pub struct DeleteResult {
    pub rows_affected: u64,
}

pub struct Insert<A>;
impl<A> Insert<A> {
    pub fn on_conflict<O>(self, on_conflict: O) -> Self {}
    pub fn do_nothing(self) -> TryInsert<A> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec<C>(self, db: &C) -> Result<InsertResult<A>, DbErr> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec_with_returning<C, M>(self, db: &C) -> Result<M, DbErr> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec_without_returning<C>(self, db: &C) -> Result<u64, DbErr> {}
}

pub struct InsertMany<A>;
impl<A> InsertMany<A> {
    pub fn on_conflict<O>(self, on_conflict: O) -> Self {}
    pub fn do_nothing(self) -> TryInsert<A> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec<C>(self, db: &C) -> Result<InsertManyResult<A>, DbErr> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec_with_returning<C, M>(self, db: &C) -> Result<M, DbErr> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec_without_returning<C>(self, db: &C) -> Result<u64, DbErr> {}
}

pub enum TryInsertResult<T> {
    Empty,
    Conflicted,
    Inserted(T),
}
pub struct TryInsert<A>;
impl<A> TryInsert<A> {
    #[otp(store_write, outcome = "must")]
    pub async fn exec<C>(self, db: &C) -> Result<TryInsertResult<InsertResult<A>>, DbErr> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec_with_returning<C, M>(self, db: &C) -> Result<M, DbErr> {}
}

pub struct UpdateOne<A>;
impl<A> UpdateOne<A> {
    #[otp(outcome = "must")]
    pub fn validate(self) -> Result<ValidatedUpdateOne<A>, DbErr> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec<C, Model>(self, db: &C) -> Result<Model, DbErr> {}
}
pub struct ValidatedUpdateOne<A>;
impl<A> ValidatedUpdateOne<A> {
    pub fn filter<F>(self, filter: F) -> Self {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec<C, Model>(self, db: &C) -> Result<Model, DbErr> {}
}
pub struct UpdateMany<A>;
impl<A> UpdateMany<A> {
    pub fn filter<F>(self, filter: F) -> Self {}
    pub fn col_expr<T, X>(self, col: T, expr: X) -> Self {}
    pub fn set<M>(self, model: M) -> Self {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec<C>(self, db: &C) -> Result<UpdateResult, DbErr> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec_with_returning<C, M>(self, db: &C) -> Result<M, DbErr> {}
}

pub struct DeleteOne<A>;
impl<A> DeleteOne<A> {
    #[otp(outcome = "must")]
    pub fn validate(self) -> Result<ValidatedDeleteOne<A>, DbErr> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec<C>(self, db: &C) -> Result<DeleteResult, DbErr> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec_with_returning<C, M>(self, db: &C) -> Result<M, DbErr> {}
}
pub struct ValidatedDeleteOne<A>;
impl<A> ValidatedDeleteOne<A> {
    pub fn filter<F>(self, filter: F) -> Self {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec<C>(self, db: &C) -> Result<DeleteResult, DbErr> {}
}
pub struct DeleteMany<A>;
impl<A> DeleteMany<A> {
    pub fn filter<F>(self, filter: F) -> Self {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec<C>(self, db: &C) -> Result<DeleteResult, DbErr> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec_with_returning<C, M>(self, db: &C) -> Result<M, DbErr> {}
}
