//! Work that is told apart: a process for each workflow, workers for tasks, and somebody who watches them.
//!
//! The answer to the one process that does everything. Three pieces, each of use alone:
//!
//! | piece | does | instead of |
//! |---|---|---|
//! | [`Workflows`] | one supervised process for each workflow, with its own durable state, resumed after any crash | a map of states in one process |
//! | [`Distributor`] | hands the tasks of a durable queue to workers, so many at a time | a loop that does them one by one |
//! | [`Monitor`] | says what waits for too long, is stuck or dead | looking into each of them by hand |
//!
//! ```
//! use std::time::Duration;
//! use otp_runtime::exit::BoxError;
//! use otp_runtime::store::{Record, Store};
//! use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor};
//! use otp_runtime::workflow::{Next, Step, Workflow, Workflows};
//! use serde::{Deserialize, Serialize};
//!
//! /// An order on its way.
//! #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
//! enum Order { Placed { item: String }, Reserved { item: String }, Shipped }
//! impl Record for Order { const TYPE: &'static str = "order"; }
//!
//! struct Fulfil;
//! impl Workflow for Fulfil {
//!     type State = Order;
//!     type Signal = ();
//!     async fn step(&self, step: &mut Step<Self>) -> Result<Next, BoxError> {
//!         match step.state.clone() {
//!             Order::Placed { item } => {
//!                 // Ask the warehouse, under `step.key()` and `step.fence()`.
//!                 step.state = Order::Reserved { item };
//!                 Ok(Next::Now)
//!             }
//!             Order::Reserved { .. } => {
//!                 step.state = Order::Shipped;
//!                 Ok(Next::Done)
//!             }
//!             Order::Shipped => Ok(Next::Done),
//!         }
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = Store::in_memory().await?;
//! let orders: Workflows<Fulfil> = store.workflows("orders", Fulfil).await?;
//! let spec = Spec {
//!     children: vec![
//!         ChildSpec::new("store"),
//!         ChildSpec::nested("running-orders", Spec::default()),
//!         ChildSpec::new("orders"),
//!     ],
//!     ..Spec::default()
//! };
//! let mut shop = Supervisor::new(spec);
//! let running = shop.reserve_supervisor("running-orders")?;
//! let manager = orders.clone();
//! let tree = shop
//!     .store("store", &store)
//!     .stoppable_task("orders", move |stop| manager.clone().run(running.clone(), stop))
//!     .start()
//!     .await?;
//!
//! orders.start("order 7", &Order::Placed { item: "bolt".into() }).await?;
//! assert_eq!(orders.end("order 7").await?, Order::Shipped);
//! tree.stop(Duration::from_secs(5)).await;
//! # Ok(()) }
//! ```
//!
//! # What holds for workflows
//!
//! - A workflow that was [started](Workflows::start) goes on until a step says [`Next::Done`], whatever crashes: it is
//!   *stuck*, visibly, when a step has failed as often as [it may](WorkflowOptions::attempts).
//! - A step's new state, what it has written in [its transaction](Step::transaction), the signals that it took and that
//!   it is over are one commit. Before that nothing of it is there.
//! - A step may run again: after an error, a panic, its deadline or the end of its program, and when its commit is a
//!   conflict. Each run has the same [key](Step::key), under which whoever it asks does the work once.
//! - The attempt is stored before the step runs, so that one that kills its program is stuck too, in the end.
//! - One process has a workflow at a time. Its [fencing token](Step::fence) rises with each new one. A process that was
//!   believed dead and wakes later cannot commit.
//! - Waiting costs no process: a workflow that [waits](Next::Wait) has none until its time has come, or a
//!   [signal](Workflows::signal).
//! - The crash of one workflow is nobody else's business: its process is not restarted by its supervisor, but by the
//!   manager ([`Workflows::run`]), which waits longer after each failure.
//!
//! # On several nodes
//!
//! Every node that runs the manager takes workflows as it has room. It holds a lease, and renews it; all that its
//! workflows commit is fenced by it. When a node dies, the others take its workflows over once the lease has ended: within
//! [`lease`](WorkflowOptions::lease), the longest transaction and one sweep, which is a second. What a step does outside
//! of the store may overlap with the same step on the new node; the key and the fencing token are for that. What it
//! commits never does.
//!
//! # When the tree stops
//!
//! The manager takes nothing new, lets the steps that run come to their commits, as long as its own stop deadline
//! allows, and gives its lease back. It is to stand behind the supervisor of the processes, so that it stops first.
//!
//! # Syncs
//!
//! A workflow of n steps costs n + 2: one for its start, one for a node to take it, and one for each step, which says in
//! the same commit that the next one has begun. Each [`Next::Wait`] costs one more.

mod distribute;
mod drive;
mod handle;
mod manage;
mod monitor;
mod step;
mod tables;

use std::time::Duration;

pub use distribute::{Distributor, DistributorOptions, Task, Worker};
pub use handle::{WorkflowError, WorkflowInfo, WorkflowStatus, Workflows};
pub use monitor::{Monitor, WorkHealth, WorkLimits, WorkReport, WorkTrouble};
pub use step::{Next, Step, Workflow};
pub(crate) use tables::{Active, Bookkeeping};

use crate::retry::Backoff;

/// How workflows are run. It is not stored: every program says it anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkflowOptions {
    /// How many have a process at once in this program; others wait for room. Their supervisor must allow as many
    /// children. Default 1000; 0 counts as 1.
    pub concurrent: usize,
    /// How often a step is tried before its workflow is stuck. Default 10; 0 counts as 1.
    pub attempts: u32,
    /// How long to wait between them. Default 1 s, doubled up to 5 min.
    pub backoff: Backoff,
    /// For how long a node is believed alive after it was heard of last. On PostgreSQL it must be longer than the longest
    /// transaction, an option of that backend. Default 15 s.
    pub lease: Duration,
    /// How long a step that runs may take to end when its supervisor stops before the manager does. Default 5 s.
    pub stop_deadline: Duration,
}

impl Default for WorkflowOptions {
    fn default() -> Self {
        Self {
            concurrent: 1000,
            attempts: 10,
            backoff: Backoff {
                first: Duration::from_secs(1),
                most: Duration::from_secs(300),
            },
            lease: Duration::from_secs(15),
            stop_deadline: Duration::from_secs(5),
        }
    }
}
