#![otp(krate = "r2d2", version = "0.8.10")]

use std::time::Duration;

pub trait ManageConnection {
    type Connection;
    type Error;
}

pub struct Error;
pub struct State {
    pub connections: u32,
    pub idle_connections: u32,
}

#[otp(store)]
pub struct Pool<M>;
impl<M: ManageConnection> Pool<M> {
    #[otp(blocks)]
    pub fn new(manager: M) -> Result<Pool<M>, Error> {}
    pub fn builder() -> Builder<M> {}
    #[otp(lock, blocks, acquires = "connection")]
    pub fn get(&self) -> Result<PooledConnection<M>, Error> {}
    #[otp(lock, blocks, acquires = "connection", duration = 0)]
    pub fn get_timeout(&self, timeout: Duration) -> Result<PooledConnection<M>, Error> {}
    #[otp(try_lock, acquires = "connection")]
    pub fn try_get(&self) -> Option<PooledConnection<M>> {}
    pub fn state(&self) -> State {}
    pub fn max_size(&self) -> u32 {}
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
    pub fn new() -> Builder<M> {}
    pub fn max_size(self, max_size: u32) -> Builder<M> {}
    pub fn min_idle(self, min_idle: Option<u32>) -> Builder<M> {}
    pub fn test_on_check_out(self, test_on_check_out: bool) -> Builder<M> {}
    pub fn max_lifetime(self, max_lifetime: Option<Duration>) -> Builder<M> {}
    pub fn idle_timeout(self, idle_timeout: Option<Duration>) -> Builder<M> {}
    pub fn connection_timeout(self, connection_timeout: Duration) -> Builder<M> {}
    #[otp(blocks)]
    pub fn build(self, manager: M) -> Result<Pool<M>, Error> {}
    pub fn build_unchecked(self, manager: M) -> Pool<M> {}
}
