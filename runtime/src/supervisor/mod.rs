//! Trees of processes that restart what crashes.
//!
//! A tree has two parts: a [`Spec`], which is data (serde) and names the children, and code that is registered under
//! these names. A service ships one specification for test and production, and a difference shows in a diff.
//!
//! ```
//! use std::time::Duration;
//! use otp_runtime::server::{Context, Reply, Server};
//! use otp_runtime::supervisor::{ChildSpec, Restart, Spec, Strategy, Supervisor};
//!
//! struct Counter(u64);
//! impl Server for Counter {
//!     type Args = u64;
//!     type Message = Reply<u64>;
//!     type Error = std::io::Error;
//!     async fn init(start: u64, _: &mut Context<Self>) -> Result<Self, Self::Error> {
//!         Ok(Self(start))
//!     }
//!     async fn handle(&mut self, reply: Reply<u64>, _: &mut Context<Self>) -> Result<(), Self::Error> {
//!         self.0 += 1;
//!         reply.send(self.0);
//!         Ok(())
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let spec = Spec {
//!     name: "shop".into(),
//!     strategy: Strategy::RestForOne,
//!     children: vec![
//!         ChildSpec::new("counter"),
//!         ChildSpec::new("export").restart(Restart::Transient),
//!     ],
//!     ..Spec::default()
//! };
//! let tree = Supervisor::new(spec)
//!     .server::<Counter>("counter", 41)
//!     .task("export", || async { Ok::<_, std::io::Error>(()) })
//!     .start()
//!     .await?;
//! let counter = tree.name::<Counter>("counter")?;
//! assert_eq!(counter.call(Duration::from_secs(1), |reply| reply).await?, 42);
//! assert!(tree.stop(Duration::from_secs(5)).await.is_clean());
//! # Ok(()) }
//! ```
//!
//! # What holds
//!
//! - The whole specification is checked before anything starts, with everything that is wrong in one [`SpecError`].
//! - Children start in order, each after the `init` of the one before, and stop in reverse order. If one does not start,
//!   those before it are stopped again.
//! - [`Restart`] says which ends lead to a restart, [`Strategy`] who else is restarted. A restart keeps the mailbox and the
//!   address. The message in hand at a crash is not delivered again.
//! - [`Intensity`] is a window that slides: when more restarts than allowed fall into one, the supervisor stops its
//!   children and fails with [`GaveUp`], which is its parent's business then. A start that fails counts as a crash.
//! - A supervisor that fails at its first start is not retried: the start of the whole tree fails.
//! - Two incarnations of a child never overlap. A child that has not come to an await by its deadline is
//!   [*stuck*](Status::Stuck): it is reported and not replaced while it runs. A group waits for its stuck members. A stop
//!   of the tree does not: it returns and names them.
//! - A plain [`task`](Supervisor::task) is stopped by dropping it at an await; a
//!   [`stoppable_task`](Supervisor::stoppable_task) is told first.
//! - Children can be added and stopped under every supervisor of the tree while it runs; see [`SupervisorRef`].
//! - Temporary children, and those added at run time, are forgotten when they have ended. A nested supervisor that is
//!   restarted begins with its specification again, temporary children included.
//! - An address of a transient child that has ended normally fails at once under [`Strategy::OneForOne`], until its
//!   supervisor is restarted and the child with it; in a group it waits, because the child may come back with the group.
//! - A stop acts between two messages and leaves the rest to the hook for undelivered messages; a child with
//!   [`drain`](ChildSpec::drain) handles what it has accepted first.
//! - A [store](Supervisor::store) comes before all other children, so that it closes after them. Their crashes never
//!   restart it; its own, which is a store that broke, reopens it, and restarts the others as the strategy says.
//! - Nothing outlives the tree, except what is stuck.

mod body;
mod builder;
mod child;
mod command;
mod decide;
mod engine;
mod error;
mod info;
mod reference;
mod spec;
mod store;
mod tree;

pub use builder::Supervisor;
pub use error::{ChangeError, ChildError, GaveUp, NameError, ReserveError, StartError};
pub use info::{ChildInfo, Counts, Status, TreeInfo};
pub use reference::SupervisorRef;
pub use spec::{
    AutoShutdown, Backoff, ChildSpec, Intensity, Problem, Restart, Spec, SpecError, Strategy,
};
pub use tree::{StopReport, Tree};
