//! A process with typed state and one message enum.
//!
//! ```
//! use std::time::Duration;
//! use otp_runtime::server::{self, Context, Reply, Server};
//!
//! enum Msg { Add(u64), Total(Reply<u64>) }
//! struct Sum(u64);
//!
//! impl Server for Sum {
//!     type Args = u64;
//!     type Message = Msg;
//!     type Error = std::io::Error;
//!     async fn init(start: u64, _: &mut Context<Self>) -> Result<Self, Self::Error> {
//!         Ok(Self(start))
//!     }
//!     async fn handle(&mut self, message: Msg, _: &mut Context<Self>) -> Result<(), Self::Error> {
//!         match message {
//!             Msg::Add(n) => self.0 += n,
//!             Msg::Total(reply) => reply.send(self.0),
//!         }
//!         Ok(())
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sum = server::start::<Sum>(40).await?;
//! sum.address().cast(Msg::Add(2)).await?;
//! let total = sum.address().call(Duration::from_secs(1), Msg::Total).await?;
//! assert_eq!(total, 42);
//! sum.stop().await?;
//! # Ok(()) }
//! ```
//!
//! # What holds
//!
//! - One message at a time, in order. While `handle` awaits, nothing else of this process runs.
//! - The end of a run has exactly one [`ExitReason`], and everybody who watches learns it: an error
//!   from `handle` is *failed*, a panic is *panicked*, a stop that took too long is *aborted*.
//! - `terminate` runs after a clean end and after an error of `handle`, under the deadline of the stop. After a panic or
//!   an abort the state is dropped without it, since nobody knows what it is worth: undo in `Drop` what must be undone
//!   always, and keep what must last in a store.
//! - The order at the end: `terminate`, the state is dropped, the mailbox closes (undelivered messages go to their hook,
//!   calls that wait get their error), watchers are told. Whoever hears of the end may start a successor.
//! - A stop acts between two messages. A message in hand is finished within the deadline, else dropped at its next
//!   await. Code that does not come to an await cannot be stopped in Rust: such a process is *stuck*, is said to be so,
//!   and holds its resources until it yields.
//! - A panic in a destructor *while another panic unwinds* aborts the whole program; so does any panic under
//!   `panic = "abort"`. No supervision inside the program survives that: what must not be lost belongs in a store.

mod builder;
mod context;
mod error;
mod hook;
mod process;
mod run;

use std::future::Future;

pub use builder::{Builder, Options, OptionsError};
pub use context::{Context, This};
pub use error::{StartError, Stuck};
pub use process::Process;

pub use crate::mailbox::{Address, CallError, CastError, Monitor, Reply};

use crate::exit::{BoxError, ExitReason};

pub(crate) use hook::{Cut, Cutoff, Uncut, poll_hook};
pub(crate) use process::{GRACE, Handle};
pub(crate) use run::{Launch, launch};

/// A process's behaviour. See the [module](self) for what holds.
///
/// The methods are async; write `async fn`. Their futures must be `Send`.
pub trait Server: Sized + Send + 'static {
    /// What `init` starts from. A supervised server needs `Clone`, to be started again.
    type Args: Send + 'static;
    /// Everything that can be said to this process. Calls carry a [`Reply`].
    type Message: Send + 'static;
    /// What can go wrong in `init` and `handle`. Any error type, or a box of one.
    type Error: Into<BoxError> + Send + 'static;

    /// Makes the state, under [`Options::start_deadline`]; whoever starts the process waits for it and learns why it
    /// failed. An `init` that fails leaves no process behind.
    ///
    /// It runs inside the new process. Only under [`start`] and [`Builder::start`], where the starter waits anyhow, the
    /// part before its first pending await runs in the starter's task, since most have no other; a child of a
    /// supervisor never does, so that one which blocks its thread does not block the supervisor.
    fn init(
        args: Self::Args,
        context: &mut Context<Self>,
    ) -> impl Future<Output = Result<Self, Self::Error>> + Send;

    /// Handles one message. An error ends the run.
    ///
    /// Has no deadline of its own, and is dropped at an await only when a stop has taken too long.
    fn handle(
        &mut self,
        message: Self::Message,
        context: &mut Context<Self>,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Tidies up before a clean end or after an error; not after a panic or an abort. Its panic is logged and changes
    /// nothing else.
    fn terminate(
        &mut self,
        reason: &ExitReason,
        context: &mut Context<Self>,
    ) -> impl Future<Output = ()> + Send {
        let _ = (reason, context);
        async {}
    }
}

/// Starts a server with default [`Options`] and the type's name, and waits for its `init`.
///
/// The returned [`Process`] owns it: dropped, it stops the server.
///
/// Cancel safe: dropped before it is ready, it stops what it started.
///
/// # Errors
///
/// [`StartError`]: why there is no process.
pub async fn start<S: Server>(args: S::Args) -> Result<Process<S::Message>, StartError> {
    builder::<S>().start(args).await
}

/// Starts a server with options of its own.
pub fn builder<S: Server>() -> Builder<S> {
    Builder::default()
}
