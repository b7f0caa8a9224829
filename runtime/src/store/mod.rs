//! One store for everything that must survive: who has an answer has it for good.
//!
//! A [`Store`] holds named [maps](crate::durable::Map), [states](crate::durable::Durable) and
//! [queues](crate::durable::Queue), and commits to any number of them at once with a
//! [`Transaction`](crate::transaction::Transaction).
//!
//! | backend | survives | for |
//! |---|---|---|
//! | [`Store::in_memory`] | a crash of the process (of an actor, a task) | tests; state that may go with the program |
#![cfg_attr(
    feature = "sqlite",
    doc = "| [`Store::sqlite`](Store::sqlite) | `kill -9`, a crash of the machine, power loss | services on one machine |"
)]
#![cfg_attr(
    not(feature = "sqlite"),
    doc = "| `Store::sqlite`, with the feature `sqlite` | `kill -9`, a crash of the machine, power loss | services on one machine |"
)]
#![cfg_attr(
    feature = "postgres",
    doc = "| [`Store::postgres`](Store::postgres) | the loss of a machine; shared by many, with [leases](Store::own) | services on many machines |"
)]
#![cfg_attr(
    not(feature = "postgres"),
    doc = "| `Store::postgres`, with the feature `postgres` | the loss of a machine; shared by many, with [leases](Store::own) | services on many machines |"
)]
//!
//! ```
//! use otp_runtime::durable::{Map, Queue};
//! use otp_runtime::store::Store;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = Store::in_memory().await?;
//! let stock: Map<String, u32> = store.map("stock").await?;
//! let ship: Queue<String> = store.queue("ship").await?;
//!
//! stock.insert(&"bolt".into(), &100).await?;
//! store
//!     .transaction("order 17")
//!     .insert(&stock, &"bolt".into(), &99)
//!     .push(&ship, &"bolt".into())
//!     .commit()
//!     .await?;
//! assert_eq!(stock.get(&"bolt".into()).await?, Some(99));
//! store.close().await?;
//! # Ok(()) }
//! ```
//!
//! # What holds
//!
//! - **Committed means durable.** An `Ok` says that the commit is as durable as the backend promises. It is readable
//!   from then on, for everybody, and nothing of it was readable before it was durable.
//! - **All or nothing.** Of a commit everything is there or nothing, after any crash.
//! - **Three results.** *Committed* is `Ok`. Of the errors, [`CommitError::is_not_applied`] says that nothing of it is
//!   there and nothing will be, and [`CommitError::is_unknown`] that it may be: [`Store::reopen`], then
//!   [`Store::outcome`] of its operation id.
//! - **After an IO error no writes** until [`Store::reopen`]: what a failed sync has left in the caches of the operating
//!   system is not what is on the disk. Reads go on, of what was durable before.
//! - **In order.** Commits are carried out in the order in which they were queued.
//! - **Operation ids.** A mutation with an id is carried out once: repeating it answers the first receipt, and the same
//!   id with another request is [`Refusal::OperationReused`]. Ids belong to their
//!   namespace. An id is kept for a million commits of the store (an option of the backends), whatever the clock says. A
//!   commit that was not applied leaves its id unused.
//! - **One name, one type.** A name that was used with another type is refused, and so is one that a newer program has
//!   written to with a newer [version](Record::VERSION).
//! - **One owner.** A [lease](Store::own) has one owner at a time, among all programs that use the store, and what is
//!   committed [under it](Ownership::store) is refused once somebody else has it.
//!
//! # Cancel safety
//!
//! A commit whose future is dropped while it waits for room in the writer's queue never happens. Dropped later, it
//! commits all the same and only the answer is lost: its operation id tells. Dropping the tokio runtime is no different:
//! the writer is a thread of its own that belongs to the store, and ends when the last handle is gone and all that was
//! queued is done. Reads can be dropped at any time.
//!
//! # Time in tests
//!
//! A paused clock of tokio stands still while a commit or a read is on its way, so that deadlines do not pass
//! meanwhile.
//!
//! # In a supervision tree
//!
//! The store is made before the tree and is its first child, so that it closes last:
//! [`Supervisor::store`](crate::supervisor::Supervisor::store). When the tree stops, the processes that use the store
//! stop first, each with the time to finish what it has in hand; then the store carries out what is queued and closes.
//! If the store breaks, its child crashes and the restart reopens it.
//!
//! ```
//! # use std::time::Duration;
//! # use otp_runtime::store::Store;
//! # use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = Store::in_memory().await?;
//! let spec = Spec { children: vec![ChildSpec::new("store") /* , those that use it */], ..Spec::default() };
//! let tree = Supervisor::new(spec)
//!     .store("store", &store)
//!     // … servers that were given clones of the store …
//!     .start()
//!     .await?;
//! tree.stop(Duration::from_secs(5)).await;
//! assert!(store.map::<u64, u64>("late").await.is_err());
//! # Ok(()) }
//! ```

mod apply;
pub mod backend;
mod bells;
mod error;
#[cfg(feature = "testing")]
pub mod faulty;
mod hold;
pub mod keeper;
mod key;
#[cfg(feature = "testing")]
pub mod kit;
mod open;
mod options;
mod ownership;
#[cfg(feature = "postgres")]
pub mod postgres;
mod reader;
pub mod record;
#[cfg(feature = "sqlite")]
pub mod sqlite;
mod writer;

pub use backend::{OperationId, Receipt, Refusal};
pub use error::{CommitError, GroupError, NameError, OpenError, Place, ReadError, Source};
pub use key::{Key, KeyError};
pub use open::{Stats, Store};
pub use options::Options;
pub use ownership::{LeaseInfo, Ownership};
pub use record::{DecodeError, EncodeError, Record, Upcast};

pub(crate) use error::text;
pub(crate) use key::{decoded, encoded};
pub(crate) use open::{LOOK_AGAIN, Opened, millis};
pub(crate) use writer::{Fate, Mark};
