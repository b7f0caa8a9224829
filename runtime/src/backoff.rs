//! Waits that grow, for restarts and retries.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How long to wait before trying again: `first` after the first failure, doubled with every further one, at most
/// `most`, each time less a random part of up to a half, so that many who failed together do not come back together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backoff {
    /// The wait after the first failure. Default zero: no wait at all.
    #[serde(with = "crate::duration")]
    pub first: Duration,
    /// The longest wait; not shorter than `first`.
    #[serde(with = "crate::duration")]
    pub most: Duration,
}

impl Backoff {
    /// The wait after this many failures in a row, counted from 1.
    #[must_use]
    pub fn wait(self, failures: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
        let most = self.first.saturating_mul(doubled).min(self.most);
        most.mul_f64(1.0 - fastrand::f64() / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_backoff_doubles_up_to_its_bound_less_at_most_a_half() {
        let second = Duration::from_secs(1);
        let backoff = Backoff {
            first: second,
            most: 8 * second,
        };
        for (failures, most) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 8), (1000, 8)] {
            for _ in 0..50 {
                let wait = backoff.wait(failures);
                assert!(
                    wait <= most * second && wait >= most * second / 2,
                    "{failures}: {wait:?}"
                );
            }
        }
        assert_eq!(Backoff::default().wait(7), Duration::ZERO);
    }
}
