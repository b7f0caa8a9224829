#![otp(krate = "diesel_async", version = "0.9.2")]

pub use mysql::AsyncMysqlConnection;
pub use pg::AsyncPgConnection;
pub use run_query_dsl::{RunQueryDsl, SaveChangesDsl, UpdateAndFetchResults};

use diesel::result::{ConnectionResult, QueryResult};

pub trait SimpleAsyncConnection {
    #[otp(store_write, sql = 0, outcome = "must")]
    async fn batch_execute(&mut self, query: &str) -> QueryResult<()> {}
}

pub trait AsyncConnection: SimpleAsyncConnection {
    async fn establish(database_url: &str) -> ConnectionResult<Self> {}
    #[otp(begin, commit, closure = "stored", outcome = "must")]
    async fn transaction<R, E, F: FnOnce(&mut Self) -> U, U: Future<Output = Result<R, E>>>(&mut self, callback: F) -> Result<R, E> {}
    #[otp(begin)]
    async fn begin_test_transaction(&mut self) -> QueryResult<()> {}
    #[otp(begin, rollback, closure = "stored")]
    async fn test_transaction<R, E, F: FnOnce(&mut Self) -> U, U: Future<Output = Result<R, E>>>(&mut self, f: F) -> R {}
}

pub mod run_query_dsl {
    use diesel::query_builder::{DeleteStatement, InsertStatement, SelectStatement, SqlQuery, UpdateStatement};
    use diesel::result::QueryResult;

    /// On a query: reads. On a statement that writes, the `impl`s below.
    pub trait RunQueryDsl {
        #[otp(store_write, outcome = "must")]
        async fn execute<Conn>(self, conn: &mut Conn) -> QueryResult<usize> {}
        #[otp(store_read)]
        async fn load<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_read)]
        async fn get_result<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_read)]
        async fn get_results<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_read)]
        async fn first<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_read)]
        async fn load_stream<U, Conn>(self, conn: &mut Conn) -> QueryResult<futures_util::stream::BoxStream<QueryResult<U>>> {}
    }

    #[otp(unchecked = "a blanket impl in the crate; the effect depends on the statement")]
    impl<T> RunQueryDsl for InsertStatement<T> {
        #[otp(store_write, outcome = "must")]
        async fn execute<Conn>(self, conn: &mut Conn) -> QueryResult<usize> {}
        #[otp(store_write)]
        async fn load<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write)]
        async fn get_result<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write)]
        async fn get_results<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write)]
        async fn first<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write)]
        async fn load_stream<U, Conn>(self, conn: &mut Conn) -> QueryResult<futures_util::stream::BoxStream<QueryResult<U>>> {}
    }
    #[otp(unchecked = "a blanket impl in the crate; the effect depends on the statement")]
    impl<T> RunQueryDsl for UpdateStatement<T> {
        #[otp(store_write, outcome = "must")]
        async fn execute<Conn>(self, conn: &mut Conn) -> QueryResult<usize> {}
        #[otp(store_write)]
        async fn load<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write)]
        async fn get_result<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write)]
        async fn get_results<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write)]
        async fn first<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write)]
        async fn load_stream<U, Conn>(self, conn: &mut Conn) -> QueryResult<futures_util::stream::BoxStream<QueryResult<U>>> {}
    }
    #[otp(unchecked = "a blanket impl in the crate; the effect depends on the statement")]
    impl<T> RunQueryDsl for DeleteStatement<T> {
        #[otp(store_write, outcome = "must")]
        async fn execute<Conn>(self, conn: &mut Conn) -> QueryResult<usize> {}
        #[otp(store_write)]
        async fn load<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write)]
        async fn get_result<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write)]
        async fn get_results<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(store_write)]
        async fn first<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(store_write)]
        async fn load_stream<U, Conn>(self, conn: &mut Conn) -> QueryResult<futures_util::stream::BoxStream<QueryResult<U>>> {}
    }
    #[otp(unchecked = "a blanket impl in the crate; the effect depends on the statement")]
    impl RunQueryDsl for SqlQuery {
        #[otp(runs_sql, outcome = "must")]
        async fn execute<Conn>(self, conn: &mut Conn) -> QueryResult<usize> {}
        #[otp(runs_sql)]
        async fn load<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(runs_sql)]
        async fn get_result<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(runs_sql)]
        async fn get_results<U, Conn>(self, conn: &mut Conn) -> QueryResult<Vec<U>> {}
        #[otp(runs_sql)]
        async fn first<U, Conn>(self, conn: &mut Conn) -> QueryResult<U> {}
        #[otp(runs_sql)]
        async fn load_stream<U, Conn>(self, conn: &mut Conn) -> QueryResult<futures_util::stream::BoxStream<QueryResult<U>>> {}
    }
    #[otp(unchecked = "a blanket impl in the crate; the effect depends on the statement")]
    impl<T> RunQueryDsl for SelectStatement<T> {}

    pub trait SaveChangesDsl<Conn> {
        #[otp(store_write, outcome = "must")]
        async fn save_changes<T>(self, connection: &mut Conn) -> QueryResult<T> {}
    }
    impl<T, Conn> SaveChangesDsl<Conn> for T {}
    pub trait UpdateAndFetchResults<Changes, Output> {
        #[otp(store_write, outcome = "must")]
        async fn update_and_fetch(&mut self, changeset: Changes) -> QueryResult<Output> {}
    }
}

pub mod pg {
    #[otp(store)]
    pub struct AsyncPgConnection;
    impl AsyncPgConnection {
        pub fn build_transaction(&mut self) -> TransactionBuilder<Self> {}
        pub async fn try_from(conn: tokio_postgres::Client) -> diesel::result::ConnectionResult<Self> {}
        pub fn cancel_token(&self) -> tokio_postgres::CancelToken {}
    }
    impl crate::SimpleAsyncConnection for AsyncPgConnection {}
    impl crate::AsyncConnection for AsyncPgConnection {}

    pub struct TransactionBuilder<C>;
    impl<C> TransactionBuilder<C> {
        pub fn read_only(self) -> Self {}
        pub fn read_write(self) -> Self {}
        pub fn deferrable(self) -> Self {}
        pub fn not_deferrable(self) -> Self {}
        pub fn read_committed(self) -> Self {}
        pub fn repeatable_read(self) -> Self {}
        pub fn serializable(self) -> Self {}
        #[otp(begin, commit, closure = "stored", outcome = "must")]
        pub async fn run<T, E, F: FnOnce(&mut C) -> U, U: Future<Output = Result<T, E>>>(&mut self, f: F) -> Result<T, E> {}
    }
}

pub mod mysql {
    #[otp(store)]
    pub struct AsyncMysqlConnection;
    impl crate::SimpleAsyncConnection for AsyncMysqlConnection {}
    impl crate::AsyncConnection for AsyncMysqlConnection {}
}

pub mod sync_connection_wrapper {
    #[otp(store)]
    pub struct SyncConnectionWrapper<C>;
    impl<C> crate::SimpleAsyncConnection for SyncConnectionWrapper<C> {}
    impl<C> crate::AsyncConnection for SyncConnectionWrapper<C> {}
}

pub mod pooled_connection {
    pub struct AsyncDieselConnectionManager<C>;
    impl<C> AsyncDieselConnectionManager<C> {
        pub fn new(connection_url: impl Into<String>) -> Self {}
    }
    pub enum PoolError {
        ConnectionError(diesel::result::ConnectionError),
        QueryError(diesel::result::Error),
    }

    pub mod bb8 {
        pub type Pool<C> = bb8::Pool<super::AsyncDieselConnectionManager<C>>;
        pub type PooledConnection<C> = bb8::PooledConnection<super::AsyncDieselConnectionManager<C>>;
        impl<C> bb8::ManageConnection for super::AsyncDieselConnectionManager<C> {
            type Connection = C;
            type Error = super::PoolError;
        }
    }

    /// The types of the `deadpool` crate, as far as this crate hands them out.
    pub mod deadpool {
        #[otp(store)]
        pub struct Pool<C>;
        impl<C> Pool<C> {
            pub fn builder(manager: super::AsyncDieselConnectionManager<C>) -> PoolBuilder<C> {}
            #[otp(lock, acquires = "connection")]
            pub async fn get(&self) -> Result<Object<C>, PoolError> {}
            #[otp(close)]
            pub fn close(&self) {}
        }
        impl<C> Clone for Pool<C> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }
        #[otp(store)]
        pub struct Object<C>;
        impl<C> std::ops::Deref for Object<C> {
            type Target = C;
        }
        pub struct PoolBuilder<C>;
        impl<C> PoolBuilder<C> {
            pub fn max_size(self, value: usize) -> Self {}
            pub fn build(self) -> Result<Pool<C>, BuildError> {}
        }
        pub struct BuildError;
        pub struct PoolError;
    }
}
