//! One thing that is waited for.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

/// A source of events that keeps its place between polls; `None` ends it.
pub(super) trait Arm<E> {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<E>>;
}

/// An arm that runs one future after the other and hands its resource from each to the next.
pub(super) struct Steps<F, M> {
    pub(super) future: Option<Pin<Box<F>>>,
    pub(super) step: M,
}

impl<E, S, F, M> Arm<E> for Steps<F, M>
where
    F: Future<Output = Option<(E, S)>>,
    M: FnMut(S) -> F,
{
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<E>> {
        let Some(future) = &mut self.future else {
            return Poll::Ready(None);
        };
        match ready!(future.as_mut().poll(cx)) {
            Some((event, resource)) => {
                // Made now and polled later, into the same box: no allocation for each event.
                future.set((self.step)(resource));
                Poll::Ready(Some(event))
            }
            None => {
                self.future = None;
                Poll::Ready(None)
            }
        }
    }
}

/// An arm that ends with its first event.
pub(super) struct Once<F>(pub(super) Option<Pin<Box<F>>>);

impl<E, F: Future<Output = E>> Arm<E> for Once<F> {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<E>> {
        let Some(future) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let event = ready!(future.as_mut().poll(cx));
        // Dropped at once: a future that has ended may still hold what others wait for.
        self.0 = None;
        Poll::Ready(Some(event))
    }
}

/// A stream as an arm.
pub(super) struct Items<S>(pub(super) Pin<Box<S>>);

impl<E, S: Stream<Item = E>> Arm<E> for Items<S> {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<E>> {
        self.0.as_mut().poll_next(cx)
    }
}
