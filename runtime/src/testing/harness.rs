//! One server in a test's own hands.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::time::Duration;

use crate::exit::ExitReason;
use crate::mailbox::{Address, CallError, Options, Reply, Slot, Turn};
use crate::server::{Context, Server};

/// Runs a [`Server`]'s methods in the test's task, one at a time: no other task, no deadline, nothing caught. The state
/// can be looked at between two messages, an error comes back as it is, and a panic is the test's.
///
/// ```
/// use otp_runtime::server::{Context, Reply, Server};
/// use otp_runtime::testing::Harness;
///
/// struct Counter(u64);
/// impl Server for Counter {
///     type Args = u64;
///     type Message = Reply<u64>;
///     type Error = std::io::Error;
///     async fn init(start: u64, _: &mut Context<Self>) -> Result<Self, Self::Error> {
///         Ok(Self(start))
///     }
///     async fn handle(&mut self, reply: Reply<u64>, _: &mut Context<Self>) -> Result<(), Self::Error> {
///         self.0 += 1;
///         reply.send(self.0);
///         Ok(())
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let mut counter = Harness::<Counter>::start(41).await?;
/// assert_eq!(counter.call(|reply| reply).await?, Ok(42));
/// assert_eq!(counter.state().0, 42);
/// # Ok(()) }
/// ```
pub struct Harness<S: Server> {
    server: S,
    context: Context<S>,
    slot: Ended<S::Message>,
}

impl<S: Server + fmt::Debug> fmt::Debug for Harness<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Harness")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

/// Ends the run whatever becomes of the test, so that nobody waits for it.
struct Ended<M>(Arc<Slot<M>>);

impl<M> Drop for Ended<M> {
    fn drop(&mut self) {
        self.0.end(&mut VecDeque::new(), ExitReason::Shutdown, true);
    }
}

impl<S: Server> Harness<S> {
    /// Runs `init`. The mailbox behind [`address`](Self::address) has the default options.
    ///
    /// Cancel safe: dropped, nothing is left.
    ///
    /// # Errors
    ///
    /// What `init` returned.
    pub async fn start(args: S::Args) -> Result<Self, S::Error> {
        let name = std::any::type_name::<S>();
        let slot = Arc::new(Slot::new(name.into(), Options::default(), Duration::ZERO));
        let incarnation = slot.begin(tokio::task::try_id()).unwrap_or_default();
        let slot = Ended(slot);
        let mut context = Context::new(slot.0.clone(), incarnation);
        Ok(Self {
            server: S::init(args, &mut context).await?,
            context,
            slot,
        })
    }

    /// The state as it is between two messages.
    pub fn state(&self) -> &S {
        &self.server
    }

    /// The state, to put it into the shape that a test begins with.
    pub fn state_mut(&mut self) -> &mut S {
        &mut self.server
    }

    /// The server's address, for those that it works with. What they send is handled by [`work`](Self::work).
    pub fn address(&self) -> &Address<S::Message> {
        self.context.address()
    }

    /// True once the server has asked to be stopped.
    pub fn is_stopping(&self) -> bool {
        self.context.is_stop_requested()
    }

    /// Handles one message.
    ///
    /// Dropped before it is ready, the message is handled up to the await where it was, as at an abort.
    ///
    /// # Errors
    ///
    /// What `handle` returned.
    pub async fn handle(&mut self, message: S::Message) -> Result<(), S::Error> {
        self.server.handle(message, &mut self.context).await
    }

    /// Handles one call, and answers what its caller would get. A reply that the server keeps for later has timed out
    /// for this caller.
    ///
    /// Dropped before it is ready, it is as a dropped [`handle`](Self::handle).
    ///
    /// # Errors
    ///
    /// What `handle` returned.
    pub async fn call<T>(
        &mut self,
        message: impl FnOnce(Reply<T>) -> S::Message,
    ) -> Result<Result<T, CallError>, S::Error> {
        let (reply, mut answer) = Reply::pair();
        self.handle(message(reply)).await?;
        let mut cx = std::task::Context::from_waker(Waker::noop());
        Ok(match Pin::new(&mut answer).poll(&mut cx) {
            Poll::Ready(answer) => answer.map_err(|_| CallError::Unanswered),
            Poll::Pending => Err(CallError::TimedOut(Duration::ZERO)),
        })
    }

    /// Handles all messages that wait at the server's address, those that it sends itself meanwhile too, until it asks
    /// to be stopped. Answers how many.
    ///
    /// Not cancel safe: dropped before it is ready, messages that it has taken are lost.
    ///
    /// # Errors
    ///
    /// What `handle` returned for one of them; the rest of the messages that came with it is lost.
    pub async fn work(&mut self) -> Result<usize, S::Error> {
        let (mut batch, mut count) = (VecDeque::new(), 0);
        loop {
            if batch.is_empty() {
                let slot = &self.slot.0;
                let turn = poll_fn(|_| Poll::Ready(slot.take(&mut batch, Waker::noop()))).await;
                if turn != Turn::Messages {
                    return Ok(count);
                }
            }
            while let Some(message) = batch.pop_front() {
                if self.is_stopping() {
                    return Ok(count);
                }
                self.handle(message).await?;
                count += 1;
            }
        }
    }

    /// Runs `terminate` and answers the state. Dropped before it is ready, the state is dropped too.
    pub async fn terminate(mut self, reason: ExitReason) -> S {
        self.server.terminate(&reason, &mut self.context).await;
        self.server
    }
}
