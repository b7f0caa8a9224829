//! Leases by name: one owner at a time, and nobody else writes what is the owner's.

use std::collections::HashMap;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
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

struct Shared {
    store: Store,
    term: Duration,
    taken: Taken,
}

/// A lease that was taken, for the store that gives it back when it closes.
#[derive(Clone)]
pub(super) struct Taken {
    lease: LeaseName,
    token: u64,
    /// When it ends by this program's clock, which is not after the store's: it begins before the store was asked.
    /// `None` once it is known to be lost.
    until: Arc<Mutex<Option<Instant>>>,
}

impl Taken {
    pub(super) fn name(&self) -> &str {
        &self.lease.name
    }

    fn until(&self) -> MutexGuard<'_, Option<Instant>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long it certainly lasts.
    pub(super) fn left(&self) -> Duration {
        let until = *self.until();
        until.map_or(Duration::ZERO, |until| {
            until.saturating_duration_since(Instant::now())
        })
    }

    pub(super) async fn release(&self, store: &Store) -> Result<(), CommitError> {
        *self.until() = None;
        let disown = Write::Disown {
            lease: self.lease.clone(),
            token: self.token,
        };
        commit(store, disown).await.map(|_| ())
    }
}

impl fmt::Debug for Ownership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ownership")
            .field("name", &self.shared.taken.lease.name)
            .field("token", &self.shared.taken.token)
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
    /// [`CommitError`]; [`Refusal::Held`] if another owner has it, in this program or elsewhere; [`Refusal::TooShort`] if
    /// it could end in the middle of a transaction. If it is unknown, the lease may be taken, and ends with its term.
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
        let least = self.longest_transaction();
        if term <= least {
            return Err(Refusal::TooShort { least }.into());
        }
        let receipt = commit(self, own).await?;
        let taken = Taken {
            lease,
            token: receipt.revision,
            until: Arc::new(Mutex::new(Some(end(asked, term)))),
        };
        self.note_ownership(taken.clone());
        let shared = Shared {
            store: self.clone(),
            term,
            taken,
        };
        Ok(Ownership {
            shared: Arc::new(shared),
        })
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

/// For how long other programs wait for the work of one that has died, where one alone may do it.
const ALONE_FOR: Duration = Duration::from_secs(30);

/// The right to do what one alone may do, in this program as long as this lives.
pub(crate) struct Alone {
    pub(crate) lease: Ownership,
    _in_this_program: OwnedMutexGuard<Option<Taken>>,
}

/// What [`Store::alone`] is held by here, and under which lease it was the last time.
pub(super) type Alones = Mutex<HashMap<LeaseName, Arc<AsyncMutex<Option<Taken>>>>>;

impl Store {
    /// The lease for work that one alone may do, when nobody else does it. Who follows in the same program has it at once.
    pub(crate) async fn alone(&self, name: &str) -> Result<Alone, CommitError> {
        let term = ALONE_FOR.max(self.longest_transaction() * 3);
        let lease = LeaseName {
            namespace: self.name_of_space().clone(),
            name: name.into(),
        };
        let turn = {
            let mut alones = self.alones().lock().unwrap_or_else(PoisonError::into_inner);
            alones.entry(lease).or_default().clone()
        };
        let mut held = turn.lock_owned().await;
        let lease = match self.again(held.as_ref(), term).await? {
            Some(lease) => lease,
            None => self.own_when_free(name, term).await?,
        };
        *held = Some(lease.shared.taken.clone());
        Ok(Alone {
            lease,
            _in_this_program: held,
        })
    }

    /// The lease that was taken before, if it is not lost.
    async fn again(
        &self,
        before: Option<&Taken>,
        term: Duration,
    ) -> Result<Option<Ownership>, CommitError> {
        let Some(taken) = before.filter(|taken| taken.until().is_some()) else {
            return Ok(None);
        };
        let shared = Shared {
            store: self.clone(),
            term,
            taken: taken.clone(),
        };
        let lease = Ownership {
            shared: Arc::new(shared),
        };
        match lease.renew().await {
            Ok(()) => Ok(Some(lease)),
            Err(error) if error.is_not_owner() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// How long is waited at least and at most before a lease is asked for again.
const SHORTEST_WAIT: Duration = Duration::from_millis(10);
const LONGEST_WAIT: Duration = Duration::from_secs(1);

impl Ownership {
    /// The lease's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.shared.taken.lease.name
    }

    /// The fencing token: larger than those of all owners before.
    #[must_use]
    pub fn token(&self) -> u64 {
        self.shared.taken.token
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
        self.shared.taken.left()
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
            lease: self.shared.taken.lease.clone(),
            token: self.shared.taken.token,
            term: millis(self.shared.term),
        };
        let result = commit(&self.shared.store, renew).await;
        let mut until = self.shared.taken.until();
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
            let ends = *self.shared.taken.until();
            let lost = || {
                CommitError::Refused(Refusal::NotOwner {
                    name: self.shared.taken.lease.name.clone(),
                    token: self.shared.taken.token,
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

    /// Does the work and renews the lease meanwhile; ends with an error, and drops the work, as soon as the lease may be
    /// somebody else's.
    ///
    /// Cancel safe if the work is: both are dropped.
    ///
    /// # Errors
    ///
    /// The work's, and those of [`keep`](Self::keep).
    pub async fn during<T, E: From<CommitError>>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let mut work = pin!(work);
        let mut keep = pin!(self.keep());
        poll_fn(|context| {
            if let Poll::Ready(result) = work.as_mut().poll(context) {
                return Poll::Ready(result);
            }
            keep.as_mut().poll(context).map(|error| Err(E::from(error)))
        })
        .await
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
        self.shared.taken.release(&self.shared.store).await
    }

    /// What makes a commit the owner's.
    pub(super) fn check(&self) -> Check {
        Check::Owned {
            lease: self.shared.taken.lease.clone(),
            token: self.shared.taken.token,
        }
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
