#![otp(krate = "sqlx", version = "0.9.0", also = "sqlx_core")]

pub use acquire::Acquire;
pub use arguments::{Arguments, IntoArguments};
pub use column::{Column, ColumnIndex};
pub use connection::{ConnectOptions, Connection};
pub use database::Database;
pub use decode::Decode;
pub use encode::Encode;
pub use error::{Error, Result};
pub use executor::{Execute, Executor};
pub use from_row::FromRow;
pub use mysql::{MySql, MySqlConnection, MySqlPool, MySqlTransaction};
pub use pool::Pool;
pub use postgres::{PgConnection, PgPool, PgTransaction, Postgres};
pub use query_builder::QueryBuilder;
pub use raw_sql::RawSql;
pub use row::Row;
pub use sql_str::{AssertSqlSafe, SqlSafeStr, SqlStr};
pub use sqlite::{Sqlite, SqliteConnection, SqlitePool, SqliteTransaction};
pub use statement::Statement;
pub use transaction::Transaction;
pub use type_info::TypeInfo;
pub use types::Type;
pub use value::{Value, ValueRef};
pub use any::{Any, AnyConnection, AnyPool};

pub enum Either<L, R> {
    Left(L),
    Right(R),
}

/// The builders: the text is here, the effect is in what runs it.
#[otp(sql = 0)]
pub fn query<DB: Database>(sql: impl SqlSafeStr) -> query::Query<DB, DB::Arguments> {}
#[otp(sql = 0)]
pub fn query_with<DB: Database, A>(sql: impl SqlSafeStr, arguments: A) -> query::Query<DB, A> {}
#[otp(sql = 0)]
pub fn query_as<DB: Database, O>(sql: impl SqlSafeStr) -> query::QueryAs<DB, O, DB::Arguments> {}
#[otp(sql = 0)]
pub fn query_as_with<DB: Database, O, A>(sql: impl SqlSafeStr, arguments: A) -> query::QueryAs<DB, O, A> {}
#[otp(sql = 0)]
pub fn query_scalar<DB: Database, O>(sql: impl SqlSafeStr) -> query::QueryScalar<DB, O, DB::Arguments> {}
#[otp(sql = 0)]
pub fn query_scalar_with<DB: Database, O, A>(sql: impl SqlSafeStr, arguments: A) -> query::QueryScalar<DB, O, A> {}
#[otp(sql = 0)]
pub fn raw_sql(sql: impl SqlSafeStr) -> RawSql {}

#[otp(sql = 0, returns = "sqlx::query::Query")]
macro_rules! query { () => {} }
#[otp(sql = 0, returns = "sqlx::query::Query")]
macro_rules! query_unchecked { () => {} }
#[otp(sql = 1, returns = "sqlx::query::QueryAs")]
macro_rules! query_as { () => {} }
#[otp(sql = 1, returns = "sqlx::query::QueryAs")]
macro_rules! query_as_unchecked { () => {} }
#[otp(sql = 0, returns = "sqlx::query::QueryScalar")]
macro_rules! query_scalar { () => {} }
#[otp(sql = 0, returns = "sqlx::query::QueryScalar")]
macro_rules! query_scalar_unchecked { () => {} }
/// Those over files: the argument is a path, the text is not here.
#[otp(returns = "sqlx::query::Query")]
macro_rules! query_file { () => {} }
#[otp(returns = "sqlx::query::Query")]
macro_rules! query_file_unchecked { () => {} }
#[otp(returns = "sqlx::query::QueryAs")]
macro_rules! query_file_as { () => {} }
#[otp(returns = "sqlx::query::QueryAs")]
macro_rules! query_file_as_unchecked { () => {} }
#[otp(returns = "sqlx::query::QueryScalar")]
macro_rules! query_file_scalar { () => {} }
#[otp(returns = "sqlx::query::QueryScalar")]
macro_rules! query_file_scalar_unchecked { () => {} }
#[otp(returns = "sqlx::migrate::Migrator")]
macro_rules! migrate { () => {} }

pub mod prelude {
    pub use crate::{Acquire, ConnectOptions, Connection, Decode, Encode, Executor, FromRow, IntoArguments, Row};
    pub use crate::{Statement, Type};
}

pub mod acquire {
    use crate::{Database, Error, Transaction};

    pub trait Acquire {
        type Database: Database;
        type Connection;
        #[otp(lock, acquires = "connection")]
        async fn acquire(self) -> Result<Self::Connection, Error> {}
        #[otp(begin)]
        async fn begin(self) -> Result<Transaction<Self::Database>, Error> {}
    }
}

pub mod arguments {
    pub trait Arguments {}
    pub trait IntoArguments<DB> {}
}

pub mod column {
    pub trait Column {}
    pub trait ColumnIndex<T> {}
}

pub mod encode {
    pub trait Encode<DB> {}
}

pub mod decode {
    pub trait Decode<DB> {}
}

pub mod types {
    pub trait Type<DB> {}
    pub struct Json<T>;
    impl<T> std::ops::Deref for Json<T> {
        type Target = T;
    }
}

pub mod type_info {
    pub trait TypeInfo {}
}

pub mod value {
    pub trait Value {}
    pub trait ValueRef {}
}

pub mod from_row {
    pub trait FromRow<R> {
        fn from_row(row: &R) -> Result<Self, crate::Error>;
    }
}

pub mod sql_str {
    pub trait SqlSafeStr {
        fn into_sql_str(self) -> SqlStr {}
    }
    pub struct AssertSqlSafe<T>(pub T);
    impl<T> SqlSafeStr for AssertSqlSafe<T> {}
    pub struct SqlStr;
    impl SqlStr {
        pub fn as_str(&self) -> &str {}
        pub fn from_static(sql: &str) -> Self {}
    }
}

pub mod database {
    pub trait Database {
        type Connection;
        type Row;
        type QueryResult;
        type Arguments;
        type Statement;
    }
}

pub mod error {
    pub type Result<T> = std::result::Result<T, Error>;
    pub type BoxDynError = Box<dyn std::error::Error>;

    pub enum Error {
        Configuration(BoxDynError),
        InvalidArgument(String),
        Database(Box<dyn DatabaseError>),
        Io(std::io::Error),
        Tls(BoxDynError),
        Protocol(String),
        RowNotFound,
        TypeNotFound { type_name: String },
        ColumnIndexOutOfBounds { index: usize, len: usize },
        ColumnNotFound(String),
        ColumnDecode { index: String, source: BoxDynError },
        Encode(BoxDynError),
        Decode(BoxDynError),
        AnyDriverError(BoxDynError),
        PoolTimedOut,
        PoolClosed,
        WorkerCrashed,
        Migrate(Box<crate::migrate::MigrateError>),
        InvalidSavePointStatement,
        BeginFailed,
    }
    impl Error {
        pub fn into_database_error(self) -> Option<Box<dyn DatabaseError>> {}
        pub fn as_database_error(&self) -> Option<&dyn DatabaseError> {}
    }

    pub enum ErrorKind {
        UniqueViolation,
        ForeignKeyViolation,
        NotNullViolation,
        CheckViolation,
        ExclusionViolation,
        Other,
    }

    pub trait DatabaseError {
        fn message(&self) -> &str {}
        fn kind(&self) -> ErrorKind {}
        fn is_unique_violation(&self) -> bool {}
        fn is_foreign_key_violation(&self) -> bool {}
        fn is_check_violation(&self) -> bool {}
        fn constraint(&self) -> Option<&str> {}
        fn table(&self) -> Option<&str> {}
    }
}

pub mod executor {
    use crate::{Database, Either, Error, SqlStr};
    use futures_util::stream::BoxStream;

    pub trait Execute<DB> {}

    pub trait Executor {
        type Database: Database;
        #[otp(runs_sql, sql = 0, outcome = "must")]
        async fn execute<E>(self, query: E) -> Result<<Self::Database as Database>::QueryResult, Error> {}
        #[otp(runs_sql, sql = 0, outcome = "must")]
        fn execute_many<E>(self, query: E) -> BoxStream<Result<<Self::Database as Database>::QueryResult, Error>> {}
        #[otp(runs_sql, sql = 0)]
        fn fetch<E>(self, query: E) -> BoxStream<Result<<Self::Database as Database>::Row, Error>> {}
        #[otp(runs_sql, sql = 0)]
        fn fetch_many<E>(
            self,
            query: E,
        ) -> BoxStream<Result<Either<<Self::Database as Database>::QueryResult, <Self::Database as Database>::Row>, Error>>
        {
        }
        #[otp(runs_sql, sql = 0)]
        async fn fetch_all<E>(self, query: E) -> Result<Vec<<Self::Database as Database>::Row>, Error> {}
        #[otp(runs_sql, sql = 0)]
        async fn fetch_one<E>(self, query: E) -> Result<<Self::Database as Database>::Row, Error> {}
        #[otp(runs_sql, sql = 0)]
        async fn fetch_optional<E>(self, query: E) -> Result<Option<<Self::Database as Database>::Row>, Error> {}
        #[otp(sql = 0)]
        async fn prepare(self, query: SqlStr) -> Result<<Self::Database as Database>::Statement, Error> {}
        #[otp(sql = 0)]
        async fn prepare_with<P>(self, sql: SqlStr, parameters: P) -> Result<<Self::Database as Database>::Statement, Error> {}
    }
}

pub mod query {
    use crate::{Database, Either, Error};
    use futures_util::stream::BoxStream;

    pub struct Query<DB, A>;
    impl<DB: Database, A> Query<DB, A> {
        pub fn bind<T>(self, value: T) -> Self {}
        pub fn try_bind<T>(&mut self, value: T) -> Result<(), Error> {}
        pub fn persistent(self, value: bool) -> Self {}
        #[otp(closure = "stored")]
        pub fn map<F: FnMut(DB::Row) -> O, O>(self, f: F) -> Map<DB, F, A, O> {}
        #[otp(closure = "stored")]
        pub fn try_map<F: FnMut(DB::Row) -> Result<O, Error>, O>(self, f: F) -> Map<DB, F, A, O> {}
        #[otp(runs_sql, outcome = "must")]
        pub async fn execute<E>(self, executor: E) -> Result<DB::QueryResult, Error> {}
        #[otp(runs_sql, outcome = "must")]
        pub async fn execute_many<E>(self, executor: E) -> BoxStream<Result<DB::QueryResult, Error>> {}
        #[otp(runs_sql)]
        pub fn fetch<E>(self, executor: E) -> BoxStream<Result<DB::Row, Error>> {}
        #[otp(runs_sql)]
        pub fn fetch_many<E>(self, executor: E) -> BoxStream<Result<Either<DB::QueryResult, DB::Row>, Error>> {}
        #[otp(runs_sql)]
        pub async fn fetch_all<E>(self, executor: E) -> Result<Vec<DB::Row>, Error> {}
        #[otp(runs_sql)]
        pub async fn fetch_one<E>(self, executor: E) -> Result<DB::Row, Error> {}
        #[otp(runs_sql)]
        pub async fn fetch_optional<E>(self, executor: E) -> Result<Option<DB::Row>, Error> {}
    }

    /// What the closure yields stands as a parameter of its own.
    pub struct Map<DB, F, A, O>;
    impl<DB: Database, F, A, O> Map<DB, F, A, O> {
        #[otp(closure = "stored")]
        pub fn map<G: FnMut(O) -> P, P>(self, f: G) -> Map<DB, G, A, P> {}
        #[otp(closure = "stored")]
        pub fn try_map<G: FnMut(O) -> Result<P, Error>, P>(self, f: G) -> Map<DB, G, A, P> {}
        #[otp(runs_sql)]
        pub fn fetch<E>(self, executor: E) -> BoxStream<Result<O, Error>> {}
        #[otp(runs_sql)]
        pub fn fetch_many<E>(self, executor: E) -> BoxStream<Result<Either<DB::QueryResult, O>, Error>> {}
        #[otp(runs_sql)]
        pub async fn fetch_all<E>(self, executor: E) -> Result<Vec<O>, Error> {}
        #[otp(runs_sql)]
        pub async fn fetch_one<E>(self, executor: E) -> Result<O, Error> {}
        #[otp(runs_sql)]
        pub async fn fetch_optional<E>(self, executor: E) -> Result<Option<O>, Error> {}
    }

    pub struct QueryAs<DB, O, A>;
    impl<DB: Database, O, A> QueryAs<DB, O, A> {
        pub fn bind<T>(self, value: T) -> Self {}
        pub fn persistent(self, value: bool) -> Self {}
        #[otp(runs_sql)]
        pub fn fetch<E>(self, executor: E) -> BoxStream<Result<O, Error>> {}
        #[otp(runs_sql)]
        pub fn fetch_many<E>(self, executor: E) -> BoxStream<Result<Either<DB::QueryResult, O>, Error>> {}
        #[otp(runs_sql)]
        pub async fn fetch_all<E>(self, executor: E) -> Result<Vec<O>, Error> {}
        #[otp(runs_sql)]
        pub async fn fetch_one<E>(self, executor: E) -> Result<O, Error> {}
        #[otp(runs_sql)]
        pub async fn fetch_optional<E>(self, executor: E) -> Result<Option<O>, Error> {}
    }

    pub struct QueryScalar<DB, O, A>;
    impl<DB: Database, O, A> QueryScalar<DB, O, A> {
        pub fn bind<T>(self, value: T) -> Self {}
        pub fn persistent(self, value: bool) -> Self {}
        #[otp(runs_sql)]
        pub fn fetch<E>(self, executor: E) -> BoxStream<Result<O, Error>> {}
        #[otp(runs_sql)]
        pub fn fetch_many<E>(self, executor: E) -> BoxStream<Result<Either<DB::QueryResult, O>, Error>> {}
        #[otp(runs_sql)]
        pub async fn fetch_all<E>(self, executor: E) -> Result<Vec<O>, Error> {}
        #[otp(runs_sql)]
        pub async fn fetch_one<E>(self, executor: E) -> Result<O, Error> {}
        #[otp(runs_sql)]
        pub async fn fetch_optional<E>(self, executor: E) -> Result<Option<O>, Error> {}
    }
}

pub mod raw_sql {
    use crate::Error;
    use futures_util::stream::BoxStream;

    pub struct RawSql;
    impl RawSql {
        #[otp(runs_sql, outcome = "must")]
        pub async fn execute<E, DB: crate::Database>(self, executor: E) -> Result<DB::QueryResult, Error> {}
        #[otp(runs_sql, outcome = "must")]
        pub fn execute_many<E, DB: crate::Database>(self, executor: E) -> BoxStream<Result<DB::QueryResult, Error>> {}
        #[otp(runs_sql)]
        pub fn fetch<E, DB: crate::Database>(self, executor: E) -> BoxStream<Result<DB::Row, Error>> {}
        #[otp(runs_sql)]
        pub async fn fetch_all<E, DB: crate::Database>(self, executor: E) -> Result<Vec<DB::Row>, Error> {}
        #[otp(runs_sql)]
        pub async fn fetch_one<E, DB: crate::Database>(self, executor: E) -> Result<DB::Row, Error> {}
        #[otp(runs_sql)]
        pub async fn fetch_optional<E, DB: crate::Database>(self, executor: E) -> Result<Option<DB::Row>, Error> {}
    }
}

pub mod query_builder {
    use crate::query::{Query, QueryAs, QueryScalar};
    use crate::{Database, SqlStr};

    pub struct QueryBuilder<DB>;
    impl<DB: Database> QueryBuilder<DB> {
        #[otp(sql = 0)]
        pub fn new(init: impl Into<String>) -> Self {}
        #[otp(sql = 0)]
        pub fn with_arguments<A>(init: impl Into<String>, arguments: A) -> Self {}
        pub fn push<D>(&mut self, sql: D) -> &mut Self {}
        pub fn push_bind<T>(&mut self, value: T) -> &mut Self {}
        pub fn separated<Sep>(&mut self, separator: Sep) -> Separated<DB, Sep> {}
        #[otp(closure = "called")]
        pub fn push_values<I: IntoIterator, F: FnMut(Separated<DB, &str>, I::Item)>(&mut self, tuples: I, push_tuple: F) -> &mut Self {}
        #[otp(closure = "called")]
        pub fn push_tuples<I: IntoIterator, F: FnMut(Separated<DB, &str>, I::Item)>(&mut self, tuples: I, push_tuple: F) -> &mut Self {}
        pub fn build(&mut self) -> Query<DB, DB::Arguments> {}
        pub fn build_query_as<T>(&mut self) -> QueryAs<DB, T, DB::Arguments> {}
        pub fn build_query_scalar<T>(&mut self) -> QueryScalar<DB, T, DB::Arguments> {}
        pub fn reset(&mut self) -> &mut Self {}
        pub fn sql(&self) -> SqlStr {}
        pub fn into_sql(self) -> SqlStr {}
        pub fn into_string(self) -> String {}
    }

    pub struct Separated<DB, Sep>;
    impl<DB, Sep> Separated<DB, Sep> {
        pub fn push<D>(&mut self, sql: D) -> &mut Self {}
        pub fn push_unseparated<D>(&mut self, sql: D) -> &mut Self {}
        pub fn push_bind<T>(&mut self, value: T) -> &mut Self {}
        pub fn push_bind_unseparated<T>(&mut self, value: T) -> &mut Self {}
    }
}

pub mod row {
    use crate::Error;

    pub trait Row {
        type Database;
        fn is_empty(&self) -> bool {}
        fn len(&self) -> usize {}
        #[otp(panics)]
        fn get<T, I>(&self, index: I) -> T {}
        #[otp(panics)]
        fn get_unchecked<T, I>(&self, index: I) -> T {}
        fn try_get<T, I>(&self, index: I) -> Result<T, Error> {}
        fn try_get_unchecked<T, I>(&self, index: I) -> Result<T, Error> {}
    }
}

pub mod statement {
    use crate::query::{Query, QueryAs, QueryScalar};

    pub trait Statement {
        type Database: crate::Database;
        fn query(&self) -> Query<Self::Database, <Self::Database as crate::Database>::Arguments> {}
        fn query_with<A>(&self, arguments: A) -> Query<Self::Database, A> {}
        fn query_as<O>(&self) -> QueryAs<Self::Database, O, <Self::Database as crate::Database>::Arguments> {}
        fn query_as_with<O, A>(&self, arguments: A) -> QueryAs<Self::Database, O, A> {}
        fn query_scalar<O>(&self) -> QueryScalar<Self::Database, O, <Self::Database as crate::Database>::Arguments> {}
        fn query_scalar_with<O, A>(&self, arguments: A) -> QueryScalar<Self::Database, O, A> {}
    }
}

pub mod connection {
    use crate::{Database, Error, SqlStr, Transaction};

    pub trait Connection {
        type Database: Database;
        type Options: ConnectOptions;
        #[otp(close)]
        async fn close(self) -> Result<(), Error> {}
        #[otp(close)]
        async fn close_hard(self) -> Result<(), Error> {}
        #[otp(store_read)]
        async fn ping(&mut self) -> Result<(), Error> {}
        #[otp(begin)]
        async fn begin(&mut self) -> Result<Transaction<Self::Database>, Error> {}
        #[otp(begin)]
        async fn begin_with(&mut self, statement: SqlStr) -> Result<Transaction<Self::Database>, Error> {}
        fn is_in_transaction(&self) -> bool {}
        #[otp(begin, commit, closure = "stored", outcome = "must")]
        async fn transaction<F: FnOnce(&mut Transaction<Self::Database>) -> U, U: Future<Output = Result<R, E>>, R, E>(
            &mut self,
            callback: F,
        ) -> Result<R, E> {
        }
        async fn clear_cached_statements(&mut self) -> Result<(), Error> {}
        async fn connect(url: &str) -> Result<Self, Error> {}
        async fn connect_with(options: &Self::Options) -> Result<Self, Error> {}
    }

    pub trait ConnectOptions {
        type Connection;
        async fn connect(&self) -> Result<Self::Connection, Error> {}
        fn log_statements<L>(self, level: L) -> Self {}
        fn log_slow_statements<L>(self, level: L, duration: std::time::Duration) -> Self {}
        fn disable_statement_logging(self) -> Self {}
    }
}

pub mod transaction {
    use crate::{Database, Error};

    #[otp(store, transaction)]
    pub struct Transaction<DB>;
    impl<DB: Database> Transaction<DB> {
        #[otp(commit, outcome = "must")]
        pub async fn commit(self) -> Result<(), Error> {}
        #[otp(rollback)]
        pub async fn rollback(self) -> Result<(), Error> {}
    }
    impl<DB: Database> std::ops::Deref for Transaction<DB> {
        type Target = DB::Connection;
    }
    impl<DB: Database> crate::Acquire for Transaction<DB> {
        type Database = DB;
        type Connection = DB::Connection;
    }
}

pub mod pool {
    use crate::{Connection, Database, Error, SqlStr, Transaction};
    use std::sync::Arc;
    use std::time::Duration;

    #[otp(store)]
    pub struct Pool<DB>;
    impl<DB: Database> Pool<DB> {
        pub async fn connect(url: &str) -> Result<Self, Error> {}
        pub async fn connect_with<O>(options: O) -> Result<Self, Error> {}
        pub fn connect_lazy(url: &str) -> Result<Self, Error> {}
        pub fn connect_lazy_with<O>(options: O) -> Self {}
        #[otp(lock, acquires = "connection", cancel = "restarts", loses = "nothing")]
        pub async fn acquire(&self) -> Result<PoolConnection<DB>, Error> {}
        #[otp(try_lock, acquires = "connection")]
        pub fn try_acquire(&self) -> Option<PoolConnection<DB>> {}
        #[otp(begin, acquires = "connection")]
        pub async fn begin(&self) -> Result<Transaction<DB>, Error> {}
        #[otp(begin, acquires = "connection")]
        pub async fn try_begin(&self) -> Result<Option<Transaction<DB>>, Error> {}
        #[otp(begin, acquires = "connection")]
        pub async fn begin_with(&self, statement: SqlStr) -> Result<Transaction<DB>, Error> {}
        #[otp(begin, acquires = "connection")]
        pub async fn try_begin_with(&self, statement: SqlStr) -> Result<Option<Transaction<DB>>, Error> {}
        #[otp(close)]
        pub async fn close(&self) {}
        pub fn is_closed(&self) -> bool {}
        #[otp(wait)]
        pub fn close_event(&self) -> CloseEvent {}
        pub fn size(&self) -> u32 {}
        pub fn num_idle(&self) -> usize {}
        pub fn options(&self) -> &PoolOptions<DB> {}
    }
    impl<DB> Clone for Pool<DB> {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    impl<DB: Database> crate::Executor for Pool<DB> {
        type Database = DB;
    }
    impl<DB: Database> crate::Acquire for Pool<DB> {
        type Database = DB;
        type Connection = PoolConnection<DB>;
    }

    #[otp(store)]
    pub struct PoolConnection<DB>;
    impl<DB: Database> PoolConnection<DB> {
        #[otp(close)]
        pub async fn close(self) -> Result<(), Error> {}
        pub fn close_on_drop(&mut self) {}
        pub fn detach(self) -> DB::Connection {}
        pub fn leak(self) -> DB::Connection {}
    }
    impl<DB: Database> std::ops::Deref for PoolConnection<DB> {
        type Target = DB::Connection;
    }

    #[otp(future)]
    pub struct CloseEvent;
    impl CloseEvent {
        pub async fn do_until<Fut: Future>(&mut self, fut: Fut) -> Result<Fut::Output, Error> {}
    }
    impl Future for CloseEvent {
        type Output = ();
    }

    pub struct PoolOptions<DB>;
    impl<DB: Database> PoolOptions<DB> {
        pub fn new() -> Self {}
        pub fn max_connections(self, max: u32) -> Self {}
        pub fn min_connections(self, min: u32) -> Self {}
        pub fn acquire_timeout(self, timeout: Duration) -> Self {}
        pub fn max_lifetime(self, lifetime: impl Into<Option<Duration>>) -> Self {}
        pub fn idle_timeout(self, timeout: impl Into<Option<Duration>>) -> Self {}
        pub fn test_before_acquire(self, test: bool) -> Self {}
        #[otp(closure = "stored")]
        pub fn after_connect<F>(self, callback: F) -> Self {}
        #[otp(closure = "stored")]
        pub fn before_acquire<F>(self, callback: F) -> Self {}
        #[otp(closure = "stored")]
        pub fn after_release<F>(self, callback: F) -> Self {}
        pub fn parent(self, pool: Pool<DB>) -> Self {}
        pub async fn connect(self, url: &str) -> Result<Pool<DB>, Error> {}
        pub async fn connect_with<O>(self, options: O) -> Result<Pool<DB>, Error> {}
        pub fn connect_lazy(self, url: &str) -> Result<Pool<DB>, Error> {}
        pub fn connect_lazy_with<O>(self, options: O) -> Pool<DB> {}
    }
}

pub mod migrate {
    pub enum MigrateError {}

    pub struct Migrator;
    impl Migrator {
        pub async fn new<S>(source: S) -> Result<Self, MigrateError> {}
        #[otp(store_write, outcome = "must")]
        pub async fn run<A>(&self, migrator: A) -> Result<(), MigrateError> {}
        #[otp(store_write, outcome = "must")]
        pub async fn run_to<A>(&self, target: i64, migrator: A) -> Result<(), MigrateError> {}
        #[otp(store_write, outcome = "must")]
        pub async fn undo<A>(&self, migrator: A, target: i64) -> Result<(), MigrateError> {}
        pub fn set_ignore_missing(&mut self, ignore_missing: bool) -> &mut Self {}
        pub fn set_locking(&mut self, locking: bool) -> &mut Self {}
    }
}

pub mod postgres {
    use crate::Error;

    pub type PgPool = crate::Pool<Postgres>;
    pub type PgPoolOptions = crate::pool::PoolOptions<Postgres>;
    pub type PgTransaction = crate::Transaction<Postgres>;

    pub struct Postgres;
    impl crate::Database for Postgres {
        type Connection = PgConnection;
        type Row = PgRow;
        type QueryResult = PgQueryResult;
        type Arguments = PgArguments;
        type Statement = PgStatement;
    }

    pub struct PgArguments;
    pub struct PgConnectOptions;
    impl crate::ConnectOptions for PgConnectOptions {
        type Connection = PgConnection;
    }

    #[otp(store)]
    pub struct PgConnection;
    impl crate::Connection for PgConnection {
        type Database = Postgres;
        type Options = PgConnectOptions;
    }
    impl crate::Executor for PgConnection {
        type Database = Postgres;
    }
    #[otp(unchecked = "impl_acquire! implements it")]
    impl crate::Acquire for PgConnection {
        type Database = Postgres;
        type Connection = PgConnection;
    }
    impl PgConnection {
        #[otp(store_write, sql = 0)]
        pub async fn copy_in_raw(&mut self, statement: &str) -> Result<PgCopyIn, Error> {}
    }

    pub struct PgStatement;
    impl crate::Statement for PgStatement {
        type Database = Postgres;
    }
    pub struct PgRow;
    impl crate::Row for PgRow {
        type Database = Postgres;
    }
    pub struct PgQueryResult;
    impl PgQueryResult {
        pub fn rows_affected(&self) -> u64 {}
    }

    #[otp(store, transaction)]
    pub struct PgCopyIn;
    impl PgCopyIn {
        #[otp(store_write, value = 0, outcome = "must")]
        pub async fn send<D>(&mut self, data: D) -> Result<&mut Self, Error> {}
        #[otp(store_write, outcome = "must")]
        pub async fn read_from<R>(&mut self, source: R) -> Result<&mut Self, Error> {}
        #[otp(rollback)]
        pub async fn abort(self, msg: impl Into<String>) -> Result<(), Error> {}
        #[otp(commit, outcome = "must")]
        pub async fn finish(self) -> Result<u64, Error> {}
    }

    #[otp(receiver)]
    pub struct PgListener;
    impl PgListener {
        pub async fn connect(url: &str) -> Result<Self, Error> {}
        pub async fn connect_with(pool: &PgPool) -> Result<Self, Error> {}
        pub async fn listen(&mut self, channel: &str) -> Result<(), Error> {}
        pub async fn listen_all<I>(&mut self, channels: I) -> Result<(), Error> {}
        pub async fn unlisten(&mut self, channel: &str) -> Result<(), Error> {}
        pub async fn unlisten_all(&mut self) -> Result<(), Error> {}
        #[otp(recv)]
        pub async fn recv(&mut self) -> Result<PgNotification, Error> {}
        #[otp(recv)]
        pub async fn try_recv(&mut self) -> Result<Option<PgNotification>, Error> {}
        #[otp(try_recv)]
        pub fn next_buffered(&mut self) -> Option<PgNotification> {}
        pub fn into_stream(self) -> futures_util::stream::BoxStream<Result<PgNotification, Error>> {}
    }
    pub struct PgNotification;
    impl PgNotification {
        pub fn process_id(&self) -> u32 {}
        pub fn channel(&self) -> &str {}
        pub fn payload(&self) -> &str {}
    }

    pub struct PgAdvisoryLock;
    impl PgAdvisoryLock {
        pub fn new(key_string: impl AsRef<str>) -> Self {}
        #[otp(lock, acquires = "lock")]
        pub async fn acquire<C>(&self, conn: C) -> Result<PgAdvisoryLockGuard<C>, Error> {}
        #[otp(try_lock, acquires = "lock")]
        pub async fn try_acquire<C>(&self, conn: C) -> Result<crate::Either<PgAdvisoryLockGuard<C>, C>, Error> {}
    }
    #[otp(guard)]
    pub struct PgAdvisoryLockGuard<C>;
    impl<C> PgAdvisoryLockGuard<C> {
        pub async fn release_now(self) -> Result<C, Error> {}
        pub fn leak(self) -> C {}
    }
    impl<C> std::ops::Deref for PgAdvisoryLockGuard<C> {
        type Target = C;
    }
}

pub mod sqlite {
    pub type SqlitePool = crate::Pool<Sqlite>;
    pub type SqlitePoolOptions = crate::pool::PoolOptions<Sqlite>;
    pub type SqliteTransaction = crate::Transaction<Sqlite>;

    pub struct Sqlite;
    impl crate::Database for Sqlite {
        type Connection = SqliteConnection;
        type Row = SqliteRow;
        type QueryResult = SqliteQueryResult;
        type Arguments = SqliteArguments;
        type Statement = SqliteStatement;
    }
    pub struct SqliteArguments;
    pub struct SqliteConnectOptions;
    impl crate::ConnectOptions for SqliteConnectOptions {
        type Connection = SqliteConnection;
    }

    #[otp(store)]
    pub struct SqliteConnection;
    impl crate::Connection for SqliteConnection {
        type Database = Sqlite;
        type Options = SqliteConnectOptions;
    }
    impl crate::Executor for SqliteConnection {
        type Database = Sqlite;
    }
    #[otp(unchecked = "impl_acquire! implements it")]
    impl crate::Acquire for SqliteConnection {
        type Database = Sqlite;
        type Connection = SqliteConnection;
    }
    pub struct SqliteStatement;
    impl crate::Statement for SqliteStatement {
        type Database = Sqlite;
    }
    pub struct SqliteRow;
    impl crate::Row for SqliteRow {
        type Database = Sqlite;
    }
    pub struct SqliteQueryResult;
    impl SqliteQueryResult {
        pub fn rows_affected(&self) -> u64 {}
        pub fn last_insert_rowid(&self) -> i64 {}
    }
}

pub mod mysql {
    pub type MySqlPool = crate::Pool<MySql>;
    pub type MySqlPoolOptions = crate::pool::PoolOptions<MySql>;
    pub type MySqlTransaction = crate::Transaction<MySql>;

    pub struct MySql;
    impl crate::Database for MySql {
        type Connection = MySqlConnection;
        type Row = MySqlRow;
        type QueryResult = MySqlQueryResult;
        type Arguments = MySqlArguments;
        type Statement = MySqlStatement;
    }
    pub struct MySqlArguments;
    pub struct MySqlConnectOptions;
    impl crate::ConnectOptions for MySqlConnectOptions {
        type Connection = MySqlConnection;
    }

    #[otp(store)]
    pub struct MySqlConnection;
    impl crate::Connection for MySqlConnection {
        type Database = MySql;
        type Options = MySqlConnectOptions;
    }
    impl crate::Executor for MySqlConnection {
        type Database = MySql;
    }
    #[otp(unchecked = "impl_acquire! implements it")]
    impl crate::Acquire for MySqlConnection {
        type Database = MySql;
        type Connection = MySqlConnection;
    }
    pub struct MySqlStatement;
    impl crate::Statement for MySqlStatement {
        type Database = MySql;
    }
    pub struct MySqlRow;
    impl crate::Row for MySqlRow {
        type Database = MySql;
    }
    pub struct MySqlQueryResult;
    impl MySqlQueryResult {
        pub fn rows_affected(&self) -> u64 {}
        pub fn last_insert_id(&self) -> u64 {}
    }
}

pub mod any {
    pub type AnyPool = crate::Pool<Any>;
    pub type AnyPoolOptions = crate::pool::PoolOptions<Any>;

    pub struct Any;
    impl crate::Database for Any {
        type Connection = AnyConnection;
        type Row = AnyRow;
        type QueryResult = AnyQueryResult;
        type Arguments = AnyArguments;
        type Statement = AnyStatement;
    }
    pub struct AnyArguments;
    pub struct AnyStatement;
    #[otp(store)]
    pub struct AnyConnection;
    impl crate::Connection for AnyConnection {
        type Database = Any;
    }
    impl crate::Executor for AnyConnection {
        type Database = Any;
    }
    pub struct AnyRow;
    impl crate::Row for AnyRow {
        type Database = Any;
    }
    pub struct AnyQueryResult;
    impl AnyQueryResult {
        pub fn rows_affected(&self) -> u64 {}
    }
    pub fn install_default_drivers() {}
}
