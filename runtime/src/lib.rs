//! Processes that nobody loses sight of: OTP's guarantees in idiomatic async Rust, on tokio.
//!
//! Each module can be adopted alone, from plain tokio code; together they make supervised services.
//!
//! | instead of | use |
//! |---|---|
//! | `tokio::spawn` with the handle dropped | [`task::Tasks`] |
//! | a receive loop, an unbounded channel, `let _ = tx.send(..)` | [`server::Server`], or [`mailbox::open`] for a loop of your own |
//! | waiting for a reply for ever | [`Address::call`], which always has a deadline |
//! | `select!` in a loop over futures that must not be dropped | [`select::Events`] |
//! | sleep loops, spawn-sleep-send, leaked intervals | [`scheduler::Scheduler`] |
//! | restart loops, supervision that differs by environment | [`supervisor::Supervisor`] |
//! | global names | [`registry::Registry`] |
//! | a breaker that runs the caller's function inside its own process | [`breaker::Breaker`] |
//! | retries without bounds | [`retry::Retry`] |
//! | "is it up?" answered by a constant | [`health::Health`] |
//! | `ctrl_c().await; exit(0)` | [`supervisor::Tree::until_signal`] |
//! | state that dies with its process | [`durable::Map`], [`durable::Queue`] and [`durable::Durable`] in a [`store::Store`] |
//! | functions called `atomic_*` that leave half their writes | [`transaction::Transaction`] |
//! | several services changed one after the other, with the undoing left to luck | [`saga::Saga`] |
//! | sending a message before or after the commit that it tells of | [`outbox::Outbox`] |
//! | sleep loops for what must happen also if the program is down then | [`durable::Schedule`] |
//! | one process that does everything | [`workflow::Workflows`], [`workflow::Distributor`], [`workflow::Monitor`] |
//!
//! There is no unsafe code, no global state and no macro. Every wait has a deadline, every queue a bound, every failure a
//! type. What is reported, and under which names, is in [`observe`].
//!
//! | feature | adds |
//! |---|---|
//! | `sqlite` | the store on the local disk |
//! | `inspect` | the command `otp-inspect`, which shows what is stuck in a store; the module [`inspect`] is always there |
//! | `testing` | the module `testing`: a harness for one server, `cancel_at_every_await`, chaos, paused time |
//! | `metrics` | counts through the `metrics` facade |
//! | `tower` | `breaker::BreakerLayer`, the breaker as a `tower` layer |
//!
//! Everything needs a tokio runtime with time enabled; [`shutdown`] also needs IO. Logs go to `tracing`.
//!
//! What processes keep lives in memory. What must survive them, or the program, belongs in a [`store`].
#![forbid(unsafe_code)]
#![warn(missing_docs)]

#[cfg(target_family = "wasm")]
compile_error!("otp-runtime needs threads and a clock, which tokio does not have on wasm targets");

mod backoff;
mod bounded;
pub mod breaker;
pub mod durable;
mod duration;
pub mod exit;
pub mod health;
pub mod inspect;
pub mod mailbox;
pub mod observe;
pub mod outbox;
pub mod registry;
pub mod retry;
pub mod saga;
pub mod scheduler;
pub mod select;
pub mod server;
pub mod shutdown;
pub mod store;
pub mod supervisor;
mod sync;
pub mod task;
#[cfg(feature = "testing")]
pub mod testing;
pub mod transaction;
mod turns;
pub mod workflow;

pub use exit::{Exit, ExitReason, Incarnation};
pub use mailbox::{Address, CallError, CastError, Reply};
pub use server::{Context, Server};
