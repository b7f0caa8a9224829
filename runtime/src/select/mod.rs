//! Waiting for several things at once without dropping any half-way.
//!
//! `select!` in a loop drops the futures that did not win, with everything that they had already taken, and while the
//! winner's handler awaits, nobody polls the others although they may hold what the handler waits for (*futurelock*).
//! [`Events`] keeps each arm's future from turn to turn, and [`Events::alongside`] goes on polling the arms while a
//! handler runs.
//!
//! ```
//! use otp_runtime::select::Events;
//! use tokio::sync::mpsc;
//!
//! enum Event { Order(u32), Done }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let (sender, orders) = mpsc::channel(8);
//! let mut events = Events::new();
//! events.arm(orders, |mut orders| async move {
//!     let order = orders.recv().await?;
//!     Some((Event::Order(order), orders))
//! });
//! events.once(async move {
//!     sender.send(7).await.unwrap();
//!     Event::Done
//! });
//!
//! let mut total = 0;
//! while let Some(event) = events.next().await {
//!     events
//!         .alongside(async {
//!             // May await whatever it likes; the arms go on.
//!             if let Event::Order(amount) = event {
//!                 total += amount;
//!             }
//!         })
//!         .await;
//! }
//! assert_eq!(total, 7);
//! # }
//! ```
//!
//! # What holds
//!
//! - An arm owns its resource; its future is dropped only when it has ended, by [`Events::remove`], or with the whole
//!   source. Neither another arm's event nor the cancellation of [`Events::next`] drops it.
//! - An arm holds at most one event that nobody has taken, and is not polled meanwhile: that is its back-pressure.
//! - Arms are looked at in turn, so that one that is always ready does not starve the others.
//! - An event should not carry a lock or permit that a handler may wait for: until it is taken, it holds it.
//!
//! Handlers are futures and not an `AsyncFnMut`, whose bound cannot promise a loop that may be spawned. (The aselect
//! crate keeps futures too; it does so with a macro and has no async handlers, which are what a process loop is for.)
//!
//! All pending arms are polled at each wake-up, as in `select!`: made for the dozen arms of a process loop, not for
//! thousands of connections (give each of those a task).

mod arm;
mod events;

pub use events::{ArmId, Events};
