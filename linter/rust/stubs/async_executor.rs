#![otp(krate = "async_executor", version = "1.14.1")]

use std::future::Future;

pub use async_task::Task;

pub struct Executor;
impl Executor {
    #[otp(pure)]
    pub const fn new() -> Executor {}
    #[otp(spawn, spawned = 0)]
    pub fn spawn<T>(&self, future: impl Future<Output = T>) -> Task<T> {}
    #[otp(future = 0)]
    pub async fn run<T>(&self, future: impl Future<Output = T>) -> T {}
}

pub struct LocalExecutor;
impl LocalExecutor {
    #[otp(pure)]
    pub const fn new() -> LocalExecutor {}
    #[otp(spawn_local, spawned = 0)]
    pub fn spawn<T>(&self, future: impl Future<Output = T>) -> Task<T> {}
    #[otp(future = 0)]
    pub async fn run<T>(&self, future: impl Future<Output = T>) -> T {}
}
