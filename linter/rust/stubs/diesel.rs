#![otp(krate = "diesel", version = "2.3.14")]

pub use connection::Connection;
pub use insertable::Insertable;
pub use mysql::MysqlConnection;
pub use pg::PgConnection;
pub use prelude::*;
pub use query_builder::functions::{delete, insert_into, insert_or_ignore_into, replace_into, select, sql_query, update};
pub use result::Error::NotFound;
pub use sqlite::SqliteConnection;

pub mod dsl {
    pub use crate::query_builder::functions::{delete, insert_into, insert_or_ignore_into, replace_into, select, sql_query, update};
}

/// Statements know their table; what they select and return is left to the caller.
macro_rules! table { () => {} }
macro_rules! joinable { () => {} }
macro_rules! allow_tables_to_appear_in_same_query { () => {} }

pub mod prelude {
    pub use crate::connection::Connection;
    pub use crate::insertable::Insertable;
    pub use crate::mysql::MysqlConnection;
    pub use crate::pg::PgConnection;
    pub use crate::query_builder::AsChangeset;
    pub use crate::query_dsl::{QueryDsl, RunQueryDsl, SaveChangesDsl};
    pub use crate::result::{ConnectionError, ConnectionResult, OptionalExtension, QueryResult};
    pub use crate::sqlite::SqliteConnection;
}

pub mod result {
    pub type QueryResult<T> = Result<T, Error>;
    pub type ConnectionResult<T> = Result<T, ConnectionError>;

    pub enum Error {
        InvalidCString,
        DatabaseError(DatabaseErrorKind, Box<dyn DatabaseErrorInformation>),
        NotFound,
        QueryBuilderError(Box<dyn std::error::Error>),
        DeserializationError(Box<dyn std::error::Error>),
        SerializationError(Box<dyn std::error::Error>),
        RollbackErrorOnCommit { rollback_error: Box<Error>, commit_error: Box<Error> },
        RollbackTransaction,
        AlreadyInTransaction,
        NotInTransaction,
        BrokenTransactionManager,
    }
    pub enum DatabaseErrorKind {
        UniqueViolation,
        ForeignKeyViolation,
        UnableToSendCommand,
        SerializationFailure,
        ReadOnlyTransaction,
        RestrictViolation,
        NotNullViolation,
        CheckViolation,
        ExclusionViolation,
        ClosedConnection,
        Unknown,
    }
    pub trait DatabaseErrorInformation {
        fn message(&self) -> &str {}
        fn table_name(&self) -> Option<&str> {}
        fn constraint_name(&self) -> Option<&str> {}
    }
    pub enum ConnectionError {
        BadConnection(String),
        CouldntSetupConfiguration(Error),
    }
    pub trait OptionalExtension<T> {
        fn optional(self) -> Result<Option<T>, Error> {}
    }
    impl<T> OptionalExtension<T> for Result<T, Error> {}
}

pub mod insertable {
    pub trait Insertable<T> {
        fn insert_into(self, table: T) -> crate::query_builder::InsertStatement<T> {}
    }
}

pub mod connection {
    use crate::result::{ConnectionResult, QueryResult};

    pub trait SimpleConnection {
        #[otp(store_write, blocks, sql = 0, outcome = "must")]
        fn batch_execute(&mut self, query: &str) -> QueryResult<()> {}
    }

    pub trait Connection: SimpleConnection {
        #[otp(blocks)]
        fn establish(database_url: &str) -> ConnectionResult<Self> {}
        #[otp(begin, commit, blocks, closure = "called", outcome = "must")]
        fn transaction<T, E, F: FnOnce(&mut Self) -> Result<T, E>>(&mut self, f: F) -> Result<T, E> {}
        #[otp(begin, blocks)]
        fn begin_test_transaction(&mut self) -> QueryResult<()> {}
        #[otp(begin, rollback, blocks, closure = "called")]
        fn test_transaction<T, E, F: FnOnce(&mut Self) -> Result<T, E>>(&mut self, f: F) -> T {}
    }
}

pub mod query_dsl {
    use crate::query_builder::{DeleteStatement, InsertStatement, SelectStatement, SqlQuery, UpdateStatement};
    use crate::result::QueryResult;

    /// What tables and queries have; `table!` makes the types, so their receivers are seldom known.
    pub trait QueryDsl {
        fn distinct(self) -> SelectStatement<Self> {}
        fn select<Selection>(self, selection: Selection) -> SelectStatement<Self> {}
        fn count(self) -> SelectStatement<Self> {}
        fn inner_join<Rhs>(self, rhs: Rhs) -> SelectStatement<Self> {}
        fn left_join<Rhs>(self, rhs: Rhs) -> SelectStatement<Self> {}
        fn filter<Predicate>(self, predicate: Predicate) -> SelectStatement<Self> {}
        fn or_filter<Predicate>(self, predicate: Predicate) -> SelectStatement<Self> {}
        fn find<PK>(self, id: PK) -> SelectStatement<Self> {}
        fn order<Expr>(self, expr: Expr) -> SelectStatement<Self> {}
        fn order_by<Expr>(self, expr: Expr) -> SelectStatement<Self> {}
        fn then_order_by<Expr>(self, expr: Expr) -> SelectStatement<Self> {}
        fn limit(self, limit: i64) -> SelectStatement<Self> {}
        fn offset(self, offset: i64) -> SelectStatement<Self> {}
        fn group_by<GB>(self, group_by: GB) -> SelectStatement<Self> {}
        fn having<Predicate>(self, predicate: Predicate) -> SelectStatement<Self> {}
        fn for_update(self) -> SelectStatement<Self> {}
        fn skip_locked(self) -> SelectStatement<Self> {}
        fn no_wait(self) -> SelectStatement<Self> {}
        fn into_boxed<DB>(self) -> SelectStatement<Self> {}
        fn single_value(self) -> SelectStatement<Self> {}
    }
    impl<T> QueryDsl for SelectStatement<T> {}

    pub trait SaveChangesDsl<Conn> {
        #[otp(store_write, blocks, outcome = "must")]
        fn save_changes<T>(self, connection: &mut Conn) -> QueryResult<T> {}
    }
    impl<T, Conn> SaveChangesDsl<Conn> for T {}

    /// On a query: reads. On a statement that writes, the `impl`s below.
    pub trait RunQueryDsl {
        #[otp(store_write, blocks, outcome = "must")]
        fn execute<Conn>(self, conn: &mut Conn) -> QueryResult<usize> {}
        #[otp(store_read, blocks)]
        fn load<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_read, blocks)]
        fn get_result<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_read, blocks)]
        fn get_results<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_read, blocks)]
        fn first<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_read, blocks)]
        fn load_iter<U, B, Conn>(self, conn: &mut Conn) -> QueryResult<std::iter::Iter<QueryResult<U>>> {}
    }

    #[otp(unchecked = "a blanket impl in the crate; the effect depends on the statement")]
    impl<T> RunQueryDsl for InsertStatement<T> {
        #[otp(store_write, blocks, outcome = "must")]
        fn execute<Conn>(self, conn: &mut Conn) -> QueryResult<usize> {}
        #[otp(store_write, blocks)]
        fn load<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write, blocks)]
        fn get_result<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write, blocks)]
        fn get_results<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write, blocks)]
        fn first<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write, blocks)]
        fn load_iter<U, B, Conn>(self, conn: &mut Conn) -> QueryResult<std::iter::Iter<QueryResult<U>>> {}
    }
    #[otp(unchecked = "a blanket impl in the crate; the effect depends on the statement")]
    impl<T> RunQueryDsl for UpdateStatement<T> {
        #[otp(store_write, blocks, outcome = "must")]
        fn execute<Conn>(self, conn: &mut Conn) -> QueryResult<usize> {}
        #[otp(store_write, blocks)]
        fn load<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write, blocks)]
        fn get_result<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write, blocks)]
        fn get_results<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write, blocks)]
        fn first<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write, blocks)]
        fn load_iter<U, B, Conn>(self, conn: &mut Conn) -> QueryResult<std::iter::Iter<QueryResult<U>>> {}
    }
    #[otp(unchecked = "a blanket impl in the crate; the effect depends on the statement")]
    impl<T> RunQueryDsl for DeleteStatement<T> {
        #[otp(store_write, blocks, outcome = "must")]
        fn execute<Conn>(self, conn: &mut Conn) -> QueryResult<usize> {}
        #[otp(store_write, blocks)]
        fn load<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write, blocks)]
        fn get_result<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write, blocks)]
        fn get_results<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write, blocks)]
        fn first<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write, blocks)]
        fn load_iter<U, B, Conn>(self, conn: &mut Conn) -> QueryResult<std::iter::Iter<QueryResult<U>>> {}
    }
    #[otp(unchecked = "a blanket impl in the crate; the effect depends on the statement")]
    impl RunQueryDsl for SqlQuery {
        #[otp(runs_sql, blocks, outcome = "must")]
        fn execute<Conn>(self, conn: &mut Conn) -> QueryResult<usize> {}
        #[otp(runs_sql, blocks)]
        fn load<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(runs_sql, blocks)]
        fn get_result<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(runs_sql, blocks)]
        fn get_results<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(runs_sql, blocks)]
        fn first<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(runs_sql, blocks)]
        fn load_iter<U, B, Conn>(self, conn: &mut Conn) -> QueryResult<std::iter::Iter<QueryResult<U>>> {}
    }
    #[otp(unchecked = "a blanket impl in the crate; the effect depends on the statement")]
    impl<T> RunQueryDsl for SelectStatement<T> {}
}

pub mod query_builder {
    pub trait AsChangeset {}

    pub mod functions {
        use super::{DeleteStatement, IncompleteInsertStatement, SelectStatement, SqlQuery, UpdateStatement};

        #[otp(table = 0)]
        pub fn insert_into<T>(target: T) -> IncompleteInsertStatement<T> {}
        #[otp(table = 0)]
        pub fn insert_or_ignore_into<T>(target: T) -> IncompleteInsertStatement<T> {}
        #[otp(table = 0)]
        pub fn replace_into<T>(target: T) -> IncompleteInsertStatement<T> {}
        #[otp(table = 0)]
        pub fn update<T>(source: T) -> UpdateStatement<T> {}
        #[otp(table = 0)]
        pub fn delete<T>(source: T) -> DeleteStatement<T> {}
        pub fn select<T>(expression: T) -> SelectStatement<T> {}
        #[otp(sql = 0)]
        pub fn sql_query<T: Into<String>>(query: T) -> SqlQuery {}
    }

    pub struct SelectStatement<T>;

    pub struct SqlQuery;
    impl SqlQuery {
        pub fn bind<ST, Value>(self, b: Value) -> SqlQuery {}
        pub fn into_boxed<DB>(self) -> SqlQuery {}
        pub fn sql<T: AsRef<str>>(self, sql: T) -> Self {}
    }

    pub struct IncompleteInsertStatement<T>;
    impl<T> IncompleteInsertStatement<T> {
        #[otp(value = 0)]
        pub fn values<U>(self, records: U) -> InsertStatement<T> {}
        pub fn default_values(self) -> InsertStatement<T> {}
    }

    pub struct InsertStatement<T>;
    impl<T> InsertStatement<T> {
        pub fn into_columns<C>(self, columns: C) -> InsertStatement<T> {}
        pub fn returning<E>(self, returns: E) -> InsertStatement<T> {}
        pub fn on_conflict_do_nothing(self) -> InsertStatement<T> {}
        pub fn on_conflict<Target>(self, target: Target) -> IncompleteOnConflict<T> {}
    }
    pub struct IncompleteOnConflict<T>;
    impl<T> IncompleteOnConflict<T> {
        pub fn do_nothing(self) -> InsertStatement<T> {}
        pub fn do_update(self) -> IncompleteDoUpdate<T> {}
    }
    pub struct IncompleteDoUpdate<T>;
    impl<T> IncompleteDoUpdate<T> {
        #[otp(value = 0)]
        pub fn set<C>(self, changes: C) -> InsertStatement<T> {}
    }

    pub struct UpdateStatement<T>;
    impl<T> UpdateStatement<T> {
        #[otp(value = 0)]
        pub fn set<V>(self, values: V) -> UpdateStatement<T> {}
        pub fn filter<P>(self, predicate: P) -> UpdateStatement<T> {}
        pub fn into_boxed<DB>(self) -> UpdateStatement<T> {}
        pub fn returning<E>(self, returns: E) -> UpdateStatement<T> {}
    }

    pub struct DeleteStatement<T>;
    impl<T> DeleteStatement<T> {
        pub fn filter<P>(self, predicate: P) -> DeleteStatement<T> {}
        pub fn or_filter<P>(self, predicate: P) -> DeleteStatement<T> {}
        pub fn into_boxed<DB>(self) -> DeleteStatement<T> {}
        pub fn returning<E>(self, returns: E) -> DeleteStatement<T> {}
    }
}

pub mod pg {
    #[otp(store)]
    pub struct PgConnection;
    impl PgConnection {
        pub fn build_transaction(&mut self) -> TransactionBuilder<Self> {}
    }
    impl crate::connection::SimpleConnection for PgConnection {}
    impl crate::Connection for PgConnection {}

    pub struct TransactionBuilder<C>;
    impl<C> TransactionBuilder<C> {
        pub fn read_only(self) -> Self {}
        pub fn read_write(self) -> Self {}
        pub fn deferrable(self) -> Self {}
        pub fn not_deferrable(self) -> Self {}
        pub fn read_committed(self) -> Self {}
        pub fn repeatable_read(self) -> Self {}
        pub fn serializable(self) -> Self {}
        #[otp(begin, commit, blocks, closure = "called", outcome = "must")]
        pub fn run<T, E, F: FnOnce(&mut C) -> Result<T, E>>(&mut self, f: F) -> Result<T, E> {}
    }
}

pub mod sqlite {
    #[otp(store)]
    pub struct SqliteConnection;
    impl SqliteConnection {
        #[otp(begin, commit, blocks, closure = "called", outcome = "must")]
        pub fn immediate_transaction<T, E, F: FnOnce(&mut Self) -> Result<T, E>>(&mut self, f: F) -> Result<T, E> {}
        #[otp(begin, commit, blocks, closure = "called", outcome = "must")]
        pub fn exclusive_transaction<T, E, F: FnOnce(&mut Self) -> Result<T, E>>(&mut self, f: F) -> Result<T, E> {}
    }
    impl crate::connection::SimpleConnection for SqliteConnection {}
    impl crate::Connection for SqliteConnection {}
}

pub mod mysql {
    #[otp(store)]
    pub struct MysqlConnection;
    impl crate::connection::SimpleConnection for MysqlConnection {}
    impl crate::Connection for MysqlConnection {}
}

pub mod r2d2 {
    pub use r2d2::{Builder, ManageConnection, Pool, PooledConnection, State};

    pub type PoolError = r2d2::Error;

    pub struct ConnectionManager<T>;
    impl<T> ConnectionManager<T> {
        pub fn new<S: Into<String>>(database_url: S) -> Self {}
    }
    impl<T> ManageConnection for ConnectionManager<T> {
        type Connection = T;
        type Error = Error;
    }
    pub enum Error {
        ConnectionError(crate::result::ConnectionError),
        QueryError(crate::result::Error),
    }
}
