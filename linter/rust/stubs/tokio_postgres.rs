#![otp(krate = "tokio_postgres", version = "0.7.18")]

pub use config::Config;
pub use error::Error;
pub use row::{Row, SimpleQueryRow};
pub use tls::NoTls;
pub use types::{ToSql, Type};

/// Text or a prepared statement.
pub trait ToStatement {}

pub struct Statement;
impl Statement {
    pub fn params(&self) -> &[Type] {}
    pub fn columns(&self) -> &[Column] {}
}
pub struct Column;
impl Column {
    pub fn name(&self) -> &str {}
}

pub async fn connect<T>(config: &str, tls: T) -> Result<(Client, Connection<Socket, T>), Error> {}

pub struct Socket;

/// Drives the connection: polled to its end by a task of its own.
#[otp(future, io)]
pub struct Connection<S, T>;
impl<S, T> Future for Connection<S, T> {
    type Output = Result<(), Error>;
}

#[otp(store)]
pub struct Client;
impl Client {
    #[otp(sql = 0)]
    pub async fn prepare(&self, query: &str) -> Result<Statement, Error> {}
    #[otp(sql = 0)]
    pub async fn prepare_typed(&self, query: &str, parameter_types: &[Type]) -> Result<Statement, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Vec<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_one<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Row, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_opt<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Option<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_raw<T: ToStatement, P, I>(&self, statement: &T, params: I) -> Result<RowStream, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_typed(&self, query: &str, params: &[(&dyn ToSql, Type)]) -> Result<Vec<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_typed_one(&self, query: &str, params: &[(&dyn ToSql, Type)]) -> Result<Row, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_typed_opt(&self, query: &str, params: &[(&dyn ToSql, Type)]) -> Result<Option<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_typed_raw<P, I>(&self, query: &str, params: I) -> Result<RowStream, Error> {}
    #[otp(store_write, sql = 0, value = 1, outcome = "must")]
    pub async fn execute<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<u64, Error> {}
    #[otp(store_write, sql = 0, value = 1, outcome = "must")]
    pub async fn execute_typed(&self, statement: &str, params: &[(&dyn ToSql, Type)]) -> Result<u64, Error> {}
    #[otp(store_write, sql = 0, value = 1, outcome = "must")]
    pub async fn execute_raw<T: ToStatement, P, I>(&self, statement: &T, params: I) -> Result<u64, Error> {}
    #[otp(store_write, sql = 0, outcome = "must")]
    pub async fn batch_execute(&self, query: &str) -> Result<(), Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn simple_query(&self, query: &str) -> Result<Vec<SimpleQueryMessage>, Error> {}
    #[otp(begin)]
    pub async fn transaction(&mut self) -> Result<Transaction, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_scalar<R, T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Vec<R>, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_one_scalar<R, T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<R, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_opt_scalar<R, T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Option<R>, Error> {}
    #[otp(store_read)]
    pub async fn check_connection(&self) -> Result<(), Error> {}
    pub fn build_transaction(&mut self) -> TransactionBuilder {}
    #[otp(store_write, sql = 0)]
    pub async fn copy_in<T: ToStatement, U>(&self, statement: &T) -> Result<CopyInSink<U>, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn copy_out<T: ToStatement>(&self, statement: &T) -> Result<CopyOutStream, Error> {}
    pub fn cancel_token(&self) -> CancelToken {}
    pub fn clear_type_cache(&self) {}
    pub fn is_closed(&self) -> bool {}
}

#[otp(store, transaction)]
pub struct Transaction;
impl Transaction {
    #[otp(commit, outcome = "must")]
    pub async fn commit(self) -> Result<(), Error> {}
    #[otp(rollback)]
    pub async fn rollback(self) -> Result<(), Error> {}
    #[otp(sql = 0)]
    pub async fn prepare(&self, query: &str) -> Result<Statement, Error> {}
    #[otp(sql = 0)]
    pub async fn prepare_typed(&self, query: &str, parameter_types: &[Type]) -> Result<Statement, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Vec<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_one<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Row, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_opt<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Option<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_raw<T: ToStatement, P, I>(&self, statement: &T, params: I) -> Result<RowStream, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_typed(&self, query: &str, params: &[(&dyn ToSql, Type)]) -> Result<Vec<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_typed_one(&self, query: &str, params: &[(&dyn ToSql, Type)]) -> Result<Row, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_typed_opt(&self, query: &str, params: &[(&dyn ToSql, Type)]) -> Result<Option<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn query_typed_raw<P, I>(&self, query: &str, params: I) -> Result<RowStream, Error> {}
    #[otp(store_write, sql = 0, value = 1, outcome = "must")]
    pub async fn execute<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<u64, Error> {}
    #[otp(store_write, sql = 0, value = 1, outcome = "must")]
    pub async fn execute_typed(&self, statement: &str, params: &[(&dyn ToSql, Type)]) -> Result<u64, Error> {}
    #[otp(store_write, sql = 0, value = 1, outcome = "must")]
    pub async fn execute_raw<T: ToStatement, P, I>(&self, statement: &T, params: I) -> Result<u64, Error> {}
    #[otp(store_write, sql = 0, outcome = "must")]
    pub async fn batch_execute(&self, query: &str) -> Result<(), Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn simple_query(&self, query: &str) -> Result<Vec<SimpleQueryMessage>, Error> {}
    #[otp(begin)]
    pub async fn transaction(&mut self) -> Result<Transaction, Error> {}
    #[otp(sql = 0)]
    pub async fn bind<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Portal, Error> {}
    #[otp(store_read)]
    pub async fn query_portal(&self, portal: &Portal, max_rows: i32) -> Result<Vec<Row>, Error> {}
    #[otp(store_write, sql = 0)]
    pub async fn copy_in<T: ToStatement, U>(&self, statement: &T) -> Result<CopyInSink<U>, Error> {}
    #[otp(store_read, sql = 0)]
    pub async fn copy_out<T: ToStatement>(&self, statement: &T) -> Result<CopyOutStream, Error> {}
    pub fn cancel_token(&self) -> CancelToken {}
    #[otp(begin)]
    pub async fn savepoint<I: Into<String>>(&mut self, name: I) -> Result<Transaction, Error> {}
    #[otp(borrow)]
    pub fn client(&self) -> &Client {}
}

pub trait GenericClient {
    #[otp(sql = 0)]
    async fn prepare(&self, query: &str) -> Result<Statement, Error> {}
    #[otp(sql = 0)]
    async fn prepare_typed(&self, query: &str, parameter_types: &[Type]) -> Result<Statement, Error> {}
    #[otp(store_read, sql = 0)]
    async fn query<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Vec<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    async fn query_one<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Row, Error> {}
    #[otp(store_read, sql = 0)]
    async fn query_opt<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<Option<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    async fn query_raw<T: ToStatement, P, I>(&self, statement: &T, params: I) -> Result<RowStream, Error> {}
    #[otp(store_read, sql = 0)]
    async fn query_typed(&self, query: &str, params: &[(&dyn ToSql, Type)]) -> Result<Vec<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    async fn query_typed_one(&self, query: &str, params: &[(&dyn ToSql, Type)]) -> Result<Row, Error> {}
    #[otp(store_read, sql = 0)]
    async fn query_typed_opt(&self, query: &str, params: &[(&dyn ToSql, Type)]) -> Result<Option<Row>, Error> {}
    #[otp(store_read, sql = 0)]
    async fn query_typed_raw<P, I>(&self, query: &str, params: I) -> Result<RowStream, Error> {}
    #[otp(store_write, sql = 0, value = 1, outcome = "must")]
    async fn execute<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<u64, Error> {}
    #[otp(store_write, sql = 0, value = 1, outcome = "must")]
    async fn execute_typed(&self, statement: &str, params: &[(&dyn ToSql, Type)]) -> Result<u64, Error> {}
    #[otp(store_write, sql = 0, value = 1, outcome = "must")]
    async fn execute_raw<T: ToStatement, P, I>(&self, statement: &T, params: I) -> Result<u64, Error> {}
    #[otp(store_write, sql = 0, outcome = "must")]
    async fn batch_execute(&self, query: &str) -> Result<(), Error> {}
    #[otp(store_read, sql = 0)]
    async fn simple_query(&self, query: &str) -> Result<Vec<SimpleQueryMessage>, Error> {}
    #[otp(begin)]
    async fn transaction(&mut self) -> Result<Transaction, Error> {}
    #[otp(borrow)]
    fn client(&self) -> &Client {}
}
impl GenericClient for Client {}
impl GenericClient for Transaction {}

pub enum IsolationLevel {
    ReadUncommitted,
    ReadCommitted,
    RepeatableRead,
    Serializable,
}

pub struct TransactionBuilder;
impl TransactionBuilder {
    pub fn isolation_level(self, isolation_level: IsolationLevel) -> Self {}
    pub fn read_only(self, read_only: bool) -> Self {}
    pub fn deferrable(self, deferrable: bool) -> Self {}
    #[otp(begin)]
    pub async fn start(self) -> Result<Transaction, Error> {}
}

pub struct Portal;

#[otp(stream)]
pub struct RowStream;
impl futures_core::Stream for RowStream {
    type Item = Result<Row, Error>;
}
#[otp(stream)]
pub struct CopyOutStream;
impl futures_core::Stream for CopyOutStream {
    type Item = Result<bytes::Bytes, Error>;
}
/// A sink; only `finish` makes it durable.
#[otp(store, transaction)]
pub struct CopyInSink<T>;
impl<T> CopyInSink<T> {
    #[otp(commit, outcome = "must")]
    pub async fn finish(self: std::pin::Pin<&mut Self>) -> Result<u64, Error> {}
}

pub struct CancelToken;
impl CancelToken {
    #[otp(outside)]
    pub async fn cancel_query<T>(&self, tls: T) -> Result<(), Error> {}
}

pub enum SimpleQueryMessage {
    Row(SimpleQueryRow),
    CommandComplete(u64),
}

pub struct Notification;
impl Notification {
    pub fn process_id(&self) -> i32 {}
    pub fn channel(&self) -> &str {}
    pub fn payload(&self) -> &str {}
}
pub enum AsyncMessage {
    Notice(error::DbError),
    Notification(Notification),
}

pub mod config {
    use crate::{Client, Connection, Error, Socket};

    pub struct Config;
    impl Config {
        pub fn new() -> Config {}
        pub fn user(&mut self, user: impl Into<String>) -> &mut Config {}
        pub fn password<T>(&mut self, password: T) -> &mut Config {}
        pub fn dbname(&mut self, dbname: impl Into<String>) -> &mut Config {}
        pub fn options(&mut self, options: impl Into<String>) -> &mut Config {}
        pub fn application_name(&mut self, application_name: impl Into<String>) -> &mut Config {}
        pub fn host(&mut self, host: impl Into<String>) -> &mut Config {}
        pub fn port(&mut self, port: u16) -> &mut Config {}
        pub fn connect_timeout(&mut self, connect_timeout: std::time::Duration) -> &mut Config {}
        pub fn keepalives(&mut self, keepalives: bool) -> &mut Config {}
        pub async fn connect<T>(&self, tls: T) -> Result<(Client, Connection<Socket, T>), Error> {}
        pub async fn connect_raw<S, T>(&self, stream: S, tls: T) -> Result<(Client, Connection<S, T>), Error> {}
    }
}

pub mod error {
    pub struct Error;
    impl Error {
        pub fn as_db_error(&self) -> Option<&DbError> {}
        pub fn is_closed(&self) -> bool {}
        pub fn code(&self) -> Option<&SqlState> {}
    }
    pub struct DbError;
    impl DbError {
        pub fn code(&self) -> &SqlState {}
        pub fn message(&self) -> &str {}
        pub fn constraint(&self) -> Option<&str> {}
    }
    pub struct SqlState;
}

pub mod row {
    use crate::{Column, Error};

    pub struct Row;
    impl Row {
        pub fn columns(&self) -> &[Column] {}
        pub fn is_empty(&self) -> bool {}
        pub fn len(&self) -> usize {}
        #[otp(panics)]
        pub fn get<I, T>(&self, idx: I) -> T {}
        pub fn try_get<I, T>(&self, idx: I) -> Result<T, Error> {}
    }
    pub struct SimpleQueryRow;
    impl SimpleQueryRow {
        #[otp(panics)]
        pub fn get<I>(&self, idx: I) -> Option<&str> {}
        pub fn try_get<I>(&self, idx: I) -> Result<Option<&str>, Error> {}
    }
}

pub mod tls {
    pub struct NoTls;
}

pub mod types {
    pub trait ToSql {}
    pub trait FromSql {}
    pub struct Type;
}

pub mod binary_copy {
    use crate::{CopyInSink, CopyOutStream, Error, ToSql, Type};

    #[otp(store, transaction)]
    pub struct BinaryCopyInWriter;
    impl BinaryCopyInWriter {
        pub fn new(sink: CopyInSink<bytes::Bytes>, types: &[Type]) -> BinaryCopyInWriter {}
        #[otp(store_write, value = 0, outcome = "must")]
        pub async fn write(&mut self, values: &[&dyn ToSql]) -> Result<(), Error> {}
        #[otp(commit, outcome = "must")]
        pub async fn finish(self: std::pin::Pin<&mut Self>) -> Result<u64, Error> {}
    }
    #[otp(stream)]
    pub struct BinaryCopyOutStream;
    impl BinaryCopyOutStream {
        pub fn new(stream: CopyOutStream, types: &[Type]) -> BinaryCopyOutStream {}
    }
}
