//! Crashes on purpose.

use std::fmt;
use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::exit::ExitReason;
use crate::mailbox::{Address, Slot, Stop};

/// Crashes processes at random, the same ones in the same order for the same seed.
///
/// A victim in the middle of a message is cut off at that await and ends as [`ExitReason::Aborted`]; one between two
/// messages ends with [`OnPurpose`]. Neither is clean, so that its supervisor restarts it.
#[derive(Default)]
pub struct Chaos {
    random: fastrand::Rng,
    victims: Vec<Box<dyn Fn() -> bool + Send>>,
}

impl fmt::Debug for Chaos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chaos")
            .field("victims", &self.victims.len())
            .finish_non_exhaustive()
    }
}

/// What a victim ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("crashed on purpose by a test")]
pub struct OnPurpose;

impl Chaos {
    /// Chaos without victims yet.
    #[must_use]
    pub fn with_seed(seed: u64) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed),
            victims: Vec::new(),
        }
    }

    /// Adds a process that may be crashed.
    #[must_use]
    pub fn victim<M: Send + 'static>(mut self, address: &Address<M>) -> Self {
        let slot: Weak<Slot<M>> = Arc::downgrade(&address.slot);
        self.victims.push(Box::new(move || {
            let Some(slot) = slot.upgrade() else {
                return false;
            };
            let reason = ExitReason::failed(OnPurpose);
            slot.request_stop(
                Stop {
                    reason,
                    deadline: Duration::ZERO,
                },
                None,
            )
        }));
        self
    }

    /// Crashes one of the victims; false if the chosen one was not running.
    pub fn strike(&mut self) -> bool {
        if self.victims.is_empty() {
            return false;
        }
        let index = self.random.usize(..self.victims.len());
        self.victims[index]()
    }
}
