#![otp(krate = "deadpool_postgres", version = "0.14.2")]

pub use tokio_postgres;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Error, IsolationLevel, Row, RowStream, Statement, ToStatement};

pub type Client = Object;

#[otp(store)]
pub struct Pool;
impl Pool {
    pub fn builder(manager: Manager) -> PoolBuilder {}
    #[otp(lock, acquires = "connection")]
    pub async fn get(&self) -> Result<Object, PoolError> {}
    #[otp(lock, acquires = "connection")]
    pub async fn timeout_get(&self, timeouts: &Timeouts) -> Result<Object, PoolError> {}
    pub fn resize(&self, max_size: usize) {}
    #[otp(close)]
    pub fn close(&self) {}
    pub fn is_closed(&self) -> bool {}
    pub fn status(&self) -> Status {}
    pub fn manager(&self) -> &Manager {}
}
impl Clone for Pool {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

pub struct Status;
pub struct Timeouts;
pub struct BuildError;
pub struct CreatePoolError;
pub struct ConfigError;

pub enum PoolError {
    Timeout(TimeoutType),
    Backend(Error),
    Closed,
    NoRuntimeSpecified,
    PostCreateHook(HookError),
}
pub struct HookError;
pub enum TimeoutType {
    Wait,
    Create,
    Recycle,
}
pub enum Runtime {
    Tokio1,
}

pub struct PoolBuilder;
impl PoolBuilder {
    pub fn build(self) -> Result<Pool, BuildError> {}
    pub fn max_size(self, value: usize) -> Self {}
    pub fn wait_timeout(self, value: Option<std::time::Duration>) -> Self {}
    pub fn create_timeout(self, value: Option<std::time::Duration>) -> Self {}
    pub fn recycle_timeout(self, value: Option<std::time::Duration>) -> Self {}
    pub fn runtime(self, value: Runtime) -> Self {}
}

pub struct Manager;
impl Manager {
    pub fn new<T>(pg_config: tokio_postgres::Config, tls: T) -> Self {}
    pub fn from_config<T>(pg_config: tokio_postgres::Config, tls: T, config: ManagerConfig) -> Self {}
}
pub struct ManagerConfig {
    pub recycling_method: RecyclingMethod,
}
pub enum RecyclingMethod {
    Fast,
    Verified,
    Clean,
    Custom(String),
}

pub struct Config;
impl Config {
    pub fn new() -> Self {}
    pub fn create_pool<T>(&self, runtime: Option<Runtime>, tls: T) -> Result<Pool, CreatePoolError> {}
    pub fn builder<T>(&self, tls: T) -> Result<PoolBuilder, ConfigError> {}
}

#[otp(store)]
pub struct Object;
impl Object {
    #[otp(take)]
    pub fn take(this: Self) -> ClientWrapper {}
}
impl std::ops::Deref for Object {
    type Target = ClientWrapper;
}

#[otp(store)]
pub struct ClientWrapper;
impl ClientWrapper {
    #[otp(sql = 0)]
    pub async fn prepare_cached(&self, query: &str) -> Result<Statement, Error> {}
    #[otp(sql = 0)]
    pub async fn prepare_typed_cached(&self, query: &str, types: &[Type]) -> Result<Statement, Error> {}
    #[otp(begin)]
    pub async fn transaction(&mut self) -> Result<Transaction, Error> {}
    pub fn build_transaction(&mut self) -> TransactionBuilder {}
}
impl std::ops::Deref for ClientWrapper {
    type Target = tokio_postgres::Client;
}

#[otp(store, transaction)]
pub struct Transaction;
impl Transaction {
    #[otp(sql = 0)]
    pub async fn prepare_cached(&self, query: &str) -> Result<Statement, Error> {}
    #[otp(sql = 0)]
    pub async fn prepare_typed_cached(&self, query: &str, types: &[Type]) -> Result<Statement, Error> {}
    #[otp(commit, outcome = "must")]
    pub async fn commit(self) -> Result<(), Error> {}
    #[otp(rollback)]
    pub async fn rollback(self) -> Result<(), Error> {}
    #[otp(begin)]
    pub async fn transaction(&mut self) -> Result<Transaction, Error> {}
    #[otp(begin)]
    pub async fn savepoint<I: Into<String>>(&mut self, name: I) -> Result<Transaction, Error> {}
}
impl std::ops::Deref for Transaction {
    type Target = tokio_postgres::Transaction;
}

pub struct TransactionBuilder;
impl TransactionBuilder {
    pub fn isolation_level(self, isolation_level: IsolationLevel) -> Self {}
    pub fn read_only(self, read_only: bool) -> Self {}
    pub fn deferrable(self, deferrable: bool) -> Self {}
    #[otp(begin)]
    pub async fn start(self) -> Result<Transaction, Error> {}
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
    #[otp(store_write, sql = 0, value = 1, outcome = "must")]
    async fn execute<T: ToStatement>(&self, statement: &T, params: &[&dyn ToSql]) -> Result<u64, Error> {}
    #[otp(store_write, sql = 0, value = 1, outcome = "must")]
    async fn execute_raw<T: ToStatement, P, I>(&self, statement: &T, params: I) -> Result<u64, Error> {}
    #[otp(store_write, sql = 0, outcome = "must")]
    async fn batch_execute(&self, query: &str) -> Result<(), Error> {}
    #[otp(begin)]
    async fn transaction(&mut self) -> Result<Transaction, Error> {}
    #[otp(sql = 0)]
    async fn prepare_cached(&self, query: &str) -> Result<Statement, Error> {}
    #[otp(sql = 0)]
    async fn prepare_typed_cached(&self, query: &str, types: &[Type]) -> Result<Statement, Error> {}
}
impl GenericClient for Client {}
impl GenericClient for Transaction {}
