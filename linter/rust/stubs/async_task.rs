#![otp(krate = "async_task", version = "4.7.1")]

use std::future::Future;

// Its drop cancels the task; a panic of the task goes on in whoever awaits it.
#[otp(task_handle, abort_on_drop, future)]
pub struct Task<T>;
impl<T> Future for Task<T> {
    type Output = T;
}
impl<T> Task<T> {
    #[otp(detach)]
    pub fn detach(self) {}
    #[otp(abort)]
    pub async fn cancel(self) -> Option<T> {}
    pub fn fallible(self) -> FallibleTask<T> {}
    #[otp(read)]
    pub fn is_finished(&self) -> bool {}
}

#[otp(task_handle, abort_on_drop, future)]
pub struct FallibleTask<T>;
impl<T> Future for FallibleTask<T> {
    type Output = Option<T>;
}
impl<T> FallibleTask<T> {
    #[otp(detach)]
    pub fn detach(self) {}
    #[otp(abort)]
    pub async fn cancel(self) -> Option<T> {}
    #[otp(read)]
    pub fn is_finished(&self) -> bool {}
}
