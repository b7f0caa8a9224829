//! What every backend must pass to be one. Behind the feature `testing`.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use otp_runtime::store::{Store, kit};
//!
//! kit::check(async |options| {
//!     // A new, empty store on the backend, each time.
//!     Store::open(otp_runtime::store::keeper::Keeper::new(1000), options).await.unwrap()
//! })
//! .await;
//! # }
//! ```

#![allow(
    clippy::missing_panics_doc,
    reason = "a check panics where a backend is wrong"
)]

mod leases;
mod names;
mod outboxes;
mod queues;
mod states;
mod transactions;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::{Options, Store};
use crate::scheduler::clock::Clock;

pub use states::Sum;

/// A clock that the checks move.
#[derive(Debug, Clone)]
pub struct Hands(Arc<std::sync::Mutex<SystemTime>>);

impl Default for Hands {
    fn default() -> Self {
        Self(Arc::new(std::sync::Mutex::new(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000),
        )))
    }
}

impl Hands {
    /// Sets it forward.
    pub fn advance(&self, by: Duration) {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) += by;
    }

    /// Sets it back.
    pub fn back(&self, by: Duration) {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) -= by;
    }
}

impl Clock for Hands {
    fn now(&self) -> SystemTime {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A store and its clock.
#[derive(Debug)]
pub(super) struct Bed {
    pub(super) store: Store,
    pub(super) clock: Hands,
}

/// Runs every check on a new store that `make` opens with the options.
///
/// # Panics
///
/// Where the backend is wrong.
pub async fn check(make: impl AsyncFn(Options) -> Store) {
    let bed = async || {
        let clock = Hands::default();
        let options = Options {
            clock: Arc::new(clock.clone()),
            ..Options::default()
        };
        let store = make(options).await;
        Bed { store, clock }
    };
    names::types_are_kept(bed().await).await;
    names::namespaces_are_apart(bed().await).await;
    names::versions_only_rise(bed().await).await;
    transactions::maps_keep_what_was_committed(bed().await).await;
    transactions::ranges_are_in_order(bed().await).await;
    transactions::a_refused_commit_leaves_nothing(bed().await).await;
    transactions::absences_and_ranges_are_checked(bed().await).await;
    transactions::a_transaction_reads_its_own_writes(bed().await).await;
    transactions::operations_happen_once(bed().await).await;
    transactions::counters_lose_no_increment(bed().await).await;
    queues::jobs_are_handed_out_until_they_are_done(bed().await).await;
    queues::attempts_end_in_a_dead_letter(bed().await).await;
    queues::delays_are_kept(bed().await).await;
    queues::a_full_queue_refuses(bed().await).await;
    queues::acknowledging_joins_the_transaction(bed().await).await;
    queues::workers_share_the_jobs(bed().await).await;
    queues::a_clock_set_back_does_no_harm(bed().await).await;
    outboxes::messages_leave_with_their_commit(bed().await).await;
    outboxes::messages_arrive_in_order_and_once(bed().await).await;
    outboxes::a_poison_message_stops_its_destination(bed().await).await;
    outboxes::a_full_outbox_refuses(bed().await).await;
    leases::a_lease_has_one_owner(bed().await).await;
    leases::a_lease_ends_with_its_term(bed().await).await;
    leases::who_is_fenced_off_writes_nothing(bed().await).await;
    leases::leases_are_listed(bed().await).await;
    states::states_are_the_sum_of_their_events(bed().await).await;
    states::snapshots_bound_the_recovery(bed().await).await;
    states::a_panic_writes_nothing(bed().await).await;
    states::several_states_change_together(bed().await).await;
    states::many_tasks_share_a_state(bed().await).await;
}
