#![otp(krate = "deadpool_redis", version = "0.23.1")]

pub use redis;

use redis::RedisResult;

#[otp(store)]
pub struct Pool;
impl Pool {
    pub fn builder(manager: Manager) -> PoolBuilder {}
    #[otp(lock, acquires = "connection")]
    pub async fn get(&self) -> Result<Connection, PoolError> {}
    #[otp(close)]
    pub fn close(&self) {}
    pub fn is_closed(&self) -> bool {}
}
impl Clone for Pool {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}
pub struct PoolError;
pub struct BuildError;
pub struct CreatePoolError;
pub enum Runtime {
    Tokio1,
}
pub struct PoolBuilder;
impl PoolBuilder {
    pub fn max_size(self, value: usize) -> Self {}
    pub fn runtime(self, value: Runtime) -> Self {}
    pub fn build(self) -> Result<Pool, BuildError> {}
}
pub struct Manager;
impl Manager {
    pub fn new<T>(params: T) -> RedisResult<Self> {}
}
pub struct Config;
impl Config {
    pub fn from_url<T: Into<String>>(url: T) -> Self {}
    pub fn create_pool(&self, runtime: Option<Runtime>) -> Result<Pool, CreatePoolError> {}
}

#[otp(store)]
pub struct Connection;
impl std::ops::Deref for Connection {
    type Target = redis::aio::MultiplexedConnection;
}
