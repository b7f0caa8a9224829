//! The breaker around a `tower` service. Behind the feature `tower`.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tower_layer::Layer;
use tower_service::Service;

use super::{Breaker, BreakerError};

/// Puts a [`Breaker`] and a deadline around a service.
///
/// All services made by clones of one layer share the breaker. Every error of the service counts as a failure; where
/// some errors are good answers, turn them into responses below this layer.
///
/// An open breaker refuses in [`call`](Service::call), not in `poll_ready`: a caller is told at once instead of waiting
/// for the breaker to close.
#[derive(Debug, Clone)]
pub struct BreakerLayer {
    breaker: Breaker,
    within: Duration,
}

impl BreakerLayer {
    /// A layer that gives each call this long.
    #[must_use]
    pub fn new(breaker: Breaker, within: Duration) -> Self {
        Self { breaker, within }
    }
}

impl<S> Layer<S> for BreakerLayer {
    type Service = BreakerService<S>;

    fn layer(&self, inner: S) -> BreakerService<S> {
        BreakerService {
            inner,
            layer: self.clone(),
        }
    }
}

/// A service behind a breaker; made by [`BreakerLayer`].
#[derive(Debug, Clone)]
pub struct BreakerService<S> {
    inner: S,
    layer: BreakerLayer,
}

impl<S, R> Service<R> for BreakerService<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
    S::Response: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = S::Response;
    type Error = BreakerError<S::Error>;
    type Future = Answer<S::Response, S::Error>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(ready!(self.inner.poll_ready(cx)).map_err(BreakerError::Failed))
    }

    fn call(&mut self, request: R) -> Self::Future {
        // Admitted before the service is called, since a service may begin its work right there.
        let within = self.layer.within;
        let call = match self.layer.breaker.admit(within) {
            Ok(call) => call,
            Err(refused) => return Answer(Box::pin(std::future::ready(Err(refused)))),
        };
        let future = self.inner.call(request);
        Answer(Box::pin(call.run(within, future, |_| true)))
    }
}

/// The answer on its way. Dropped, the call counts neither as success nor as failure.
pub struct Answer<T, E>(Pin<Box<dyn Future<Output = Result<T, BreakerError<E>>> + Send>>);

impl<T, E> fmt::Debug for Answer<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").finish_non_exhaustive()
    }
}

impl<T, E> Future for Answer<T, E> {
    type Output = Result<T, BreakerError<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}
