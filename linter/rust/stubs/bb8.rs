#![otp(krate = "bb8", version = "0.9.1")]

use std::time::Duration;

pub trait ManageConnection {
    type Connection;
    type Error;
}

pub enum RunError<E> {
    User(E),
    TimedOut,
}
pub struct State {
    pub connections: u32,
    pub idle_connections: u32,
}

#[otp(store)]
pub struct Pool<M>;
impl<M: ManageConnection> Pool<M> {
    pub fn builder() -> Builder<M> {}
    #[otp(lock, acquires = "connection")]
    pub async fn get(&self) -> Result<PooledConnection<M>, RunError<M::Error>> {}
    #[otp(lock, acquires = "connection")]
    pub async fn get_owned(&self) -> Result<PooledConnection<M>, RunError<M::Error>> {}
    pub async fn dedicated_connection(&self) -> Result<M::Connection, M::Error> {}
    pub fn state(&self) -> State {}
}
impl<M> Clone for Pool<M> {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

#[otp(store)]
pub struct PooledConnection<M>;
impl<M: ManageConnection> std::ops::Deref for PooledConnection<M> {
    type Target = M::Connection;
}

pub struct Builder<M>;
impl<M: ManageConnection> Builder<M> {
    pub fn new() -> Self {}
    pub fn max_size(self, max_size: u32) -> Self {}
    pub fn min_idle(self, min_idle: impl Into<Option<u32>>) -> Self {}
    pub fn test_on_check_out(self, test_on_check_out: bool) -> Self {}
    pub fn max_lifetime(self, max_lifetime: impl Into<Option<Duration>>) -> Self {}
    pub fn idle_timeout(self, idle_timeout: impl Into<Option<Duration>>) -> Self {}
    pub fn connection_timeout(self, connection_timeout: Duration) -> Self {}
    pub async fn build(self, manager: M) -> Result<Pool<M>, M::Error> {}
    pub fn build_unchecked(self, manager: M) -> Pool<M> {}
}
