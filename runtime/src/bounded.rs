//! Other people's futures, which may panic or never end.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use crate::exit::{BoxError, ExitReason};

pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Ends at the deadline, and turns a panic into an error.
pub(crate) fn bounded<'a, T: 'a, E: 'a>(
    deadline: Duration,
    future: impl Future<Output = Result<T, E>> + Send + 'a,
    as_error: impl Fn(BoxError) -> E + Send + 'a,
) -> Boxed<'a, Result<T, E>> {
    let mut future = Box::pin(future);
    Box::pin(async move {
        let caught = std::future::poll_fn(|context| {
            match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
                Ok(Poll::Pending) => Poll::Pending,
                Ok(Poll::Ready(result)) => Poll::Ready(Ok(result)),
                Err(panic) => Poll::Ready(Err(panicked(&*panic))),
            }
        });
        match tokio::time::timeout(deadline, caught).await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => Err(as_error(panic)),
            Err(_) => Err(as_error(format!("no answer within {deadline:?}").into())),
        }
    })
}

fn panicked(payload: &(dyn Any + Send)) -> BoxError {
    ExitReason::panicked(payload).to_string().into()
}
