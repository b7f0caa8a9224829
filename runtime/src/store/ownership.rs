//! Leases by name: one owner at a time, and nobody else writes what is the owner's.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use super::backend::{Check, Commit, LeaseName, Receipt, Refusal, Write};
use super::error::{CommitError, ReadError};
use super::{Store, millis};

/// A lease that this program holds: the right to be the only one, for a while, to do what its name stands for. Clones
/// share it.
///
/// ```
/// use std::time::Duration;
/// use otp_runtime::store::{CommitError, Refusal, Store};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let store = Store::in_memory().await?;
/// let term = Duration::from_secs(30);
/// let lease = store.own("billing", term).await?;
/// assert!(matches!(
///     store.own("billing", term).await,
///     Err(CommitError::Refused(Refusal::Held { .. }))
/// ));
///
/// // Whatever is opened here can be written as long as the lease is this one's.
/// let bills = lease.store().map::<u64, String>("bills").await?;
/// bills.insert(&7, &"bolt".into()).await?;
///
/// lease.release().await?;
/// let late = bills.insert(&8, &"nut".into()).await.unwrap_err();
/// assert!(matches!(late, CommitError::Refused(Refusal::NotOwner { .. })));
/// # Ok(()) }
/// ```
///
/// # What holds
///
/// - A lease has one owner at a time, among all programs that use the store. It ends when it is
///   [released](Self::release), or when its term has passed since it was last [renewed](Self::renew) and somebody else
///   takes it. In a store that one program has to itself, leases end with that program.
/// - What is committed through [`store`](Self::store) carries the lease's token: it is refused with
///   [`Refusal::NotOwner`], with nothing written, once somebody else has taken the lease. That is decided in the same
///   commit, so that an owner that was paused, cut off or believed dead cannot write afterwards, however late it wakes.
/// - The [token](Self::token) of a later owner is larger. Hand it to whatever else the owner writes to, so that it too
///   can refuse those with a smaller one than it has seen: what is outside the store is not protected by it.
/// - Losing the handle releases nothing: the lease ends with its term.
#[derive(Clone)]
pub struct Ownership {
    shared: Arc<Shared>,
}

pub(super) struct Shared {
    store: Store,
    lease: LeaseName,
    token: u64,
    term: Duration,
    /// When it ends by this program's clock, which is not after the store's: it begins before the store was asked.
    /// `None` once it is known to be lost.
    until: Mutex<Option<Instant>>,
}

impl fmt::Debug for Ownership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ownership")
            .field("name", &self.shared.lease.name)
            .field("token", &self.shared.token)
            .field("left", &self.left())
            .finish_non_exhaustive()
    }
}

/// A lease that somebody holds, or held when its term passed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeaseInfo {
    /// Its name.
    pub name: Arc<str>,
    /// Who holds it: [`Options::node`](super::Options::node).
    pub holder: String,
    /// The fencing token.
    pub token: u64,
    /// How long it lasts; zero if anybody may take it.
    pub left: Duration,
}

impl Store {
    /// Takes the lease with this name for so long, if nobody else holds it. Names of leases belong to the namespace, and
    /// have nothing to do with those of maps and queues.
    ///
    /// Cancel safe in the sense of the store: dropped after it was queued, the lease may be taken, and ends with its
    /// term.
    ///
    /// # Errors
    ///
    /// [`CommitError`]; [`Refusal::Held`] if another owner has it, in this program or elsewhere. If it is unknown, the
    /// lease may be taken, and ends with its term.
    pub async fn own(&self, name: &str, term: Duration) -> Result<Ownership, CommitError> {
        let lease = LeaseName {
            namespace: self.name_of_space().clone(),
            name: name.into(),
        };
        let asked = Instant::now();
        let own = Write::Own {
            lease: lease.clone(),
            holder: self.node().to_owned(),
            term: millis(term),
        };
        let receipt = commit(self, own).await?;
        let shared = Arc::new(Shared {
            store: self.clone(),
            lease,
            token: receipt.revision,
            term,
            until: Mutex::new(Some(end(asked, term))),
        });
        self.note_ownership(&shared);
        Ok(Ownership { shared })
    }

    /// Waits until nobody else holds the lease with this name, and takes it for so long. Cancel safe while it waits.
    ///
    /// Those who wait are not in line: whoever asks first when it is free has it.
    ///
    /// # Errors
    ///
    /// As [`own`](Self::own), but for [`Refusal::Held`].
    pub async fn own_when_free(
        &self,
        name: &str,
        term: Duration,
    ) -> Result<Ownership, CommitError> {
        loop {
            match self.own(name, term).await {
                Err(CommitError::Refused(Refusal::Held { left, .. })) => {
                    // It may be given back before its end.
                    sleep(left.clamp(SHORTEST_WAIT, LONGEST_WAIT)).await;
                }
                other => return other,
            }
        }
    }

    /// The leases of this namespace, by name. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn leases(&self) -> Result<Vec<LeaseInfo>, ReadError> {
        let now = self.now();
        let all = self.read(move |half| half.leases(now)).await?;
        Ok(all
            .into_iter()
            .filter(|(lease, _)| lease.namespace == *self.name_of_space())
            .map(|(lease, held)| LeaseInfo {
                name: lease.name,
                holder: held.holder,
                token: held.token,
                left: Duration::from_millis(
                    u64::try_from(held.until.saturating_sub(now)).unwrap_or(0),
                ),
            })
            .collect())
    }
}

/// How long is waited at least and at most before a lease is asked for again.
const SHORTEST_WAIT: Duration = Duration::from_millis(10);
const LONGEST_WAIT: Duration = Duration::from_secs(1);

impl Ownership {
    /// The lease's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.shared.lease.name
    }

    /// The fencing token: larger than those of all owners before.
    #[must_use]
    pub fn token(&self) -> u64 {
        self.shared.token
    }

    /// The store, for the owner alone: what is committed through this handle, and through whatever is opened with it, is
    /// refused with [`Refusal::NotOwner`] once the lease is somebody else's.
    #[must_use]
    pub fn store(&self) -> Store {
        self.shared.store.owned_by(self)
    }

    /// How long the lease certainly lasts, if it is not renewed; zero if it may have ended. Asks nobody.
    #[must_use]
    pub fn left(&self) -> Duration {
        let until = *self.until();
        until.map_or(Duration::ZERO, |until| {
            until.saturating_duration_since(Instant::now())
        })
    }

    /// Makes the lease last its term from now. Also when the term has passed, if nobody has taken it since.
    ///
    /// Cancel safe in the sense of the store.
    ///
    /// # Errors
    ///
    /// [`CommitError`]; [`Refusal::NotOwner`] if the lease was given back or taken over.
    pub async fn renew(&self) -> Result<(), CommitError> {
        let asked = Instant::now();
        let renew = Write::Renew {
            lease: self.shared.lease.clone(),
            token: self.shared.token,
            term: millis(self.shared.term),
        };
        let result = commit(&self.shared.store, renew).await;
        let mut until = self.until();
        match &result {
            Ok(_) => *until = until.map(|until| until.max(end(asked, self.shared.term))),
            Err(CommitError::Refused(Refusal::NotOwner { .. })) => *until = None,
            Err(_) => {}
        }
        result.map(|_| ())
    }

    /// Renews the lease as long as it can, three times in a term; answers when it may have ended, and why. Run it beside
    /// the work, and stop the work when it answers.
    ///
    /// Cancel safe: nothing is renewed any more.
    pub async fn keep(&self) -> CommitError {
        let pause = self.shared.term / 3;
        sleep(pause).await;
        loop {
            // Taken before: an attempt that lasts longer than the lease has failed too.
            let ends = *self.until();
            let lost = || {
                CommitError::Refused(Refusal::NotOwner {
                    name: self.shared.lease.name.clone(),
                    token: self.shared.token,
                })
            };
            let Some(ends) = ends else { return lost() };
            let Ok(renewed) = timeout_at(ends, self.renew()).await else {
                return lost();
            };
            match renewed {
                Ok(()) => sleep(pause).await,
                Err(error @ (CommitError::Refused(_) | CommitError::Closed)) => return error,
                Err(error) if self.left().is_zero() => return error,
                // The store may be reopened in time.
                Err(_) => sleep(pause.min(LONGEST_WAIT)).await,
            }
        }
    }

    /// Gives the lease back: anybody may take it at once. Nothing can be written through [`store`](Self::store)
    /// afterwards.
    ///
    /// Cancel safe in the sense of the store.
    ///
    /// # Errors
    ///
    /// [`CommitError`]; [`Refusal::NotOwner`] if it was given back or taken over before.
    pub async fn release(&self) -> Result<(), CommitError> {
        *self.until() = None;
        let disown = Write::Disown {
            lease: self.shared.lease.clone(),
            token: self.shared.token,
        };
        commit(&self.shared.store, disown).await.map(|_| ())
    }

    /// What makes a commit the owner's.
    pub(super) fn check(&self) -> Check {
        Check::Owned {
            lease: self.shared.lease.clone(),
            token: self.shared.token,
        }
    }

    pub(super) fn from_shared(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Whether it was given back or lost for certain.
    pub(super) fn is_over(&self) -> bool {
        self.until().is_none()
    }

    fn until(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.shared
            .until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// When a term that begins now has passed, as far as the clock can say it.
fn end(begin: Instant, term: Duration) -> Instant {
    /// About a century, as tokio does it.
    const LATEST: Duration = Duration::from_secs(86_400 * 365 * 30);
    begin + term.min(LATEST)
}

async fn commit(store: &Store, write: Write) -> Result<Receipt, CommitError> {
    let commit = Commit {
        writes: vec![write],
        ..Commit::default()
    };
    store.commit(commit).await
}
