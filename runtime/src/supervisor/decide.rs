//! What a supervisor decides, without doing any of it.

use std::collections::VecDeque;
use std::ops::Range;
use tokio::time::Instant;

use super::spec::{Intensity, Restart, Strategy};
use crate::exit::ExitReason;

impl Restart {
    /// Whether a child that ended like this is started again.
    pub(super) fn wants(self, reason: &ExitReason) -> bool {
        match self {
            Self::Permanent => true,
            Self::Transient => !reason.is_clean(),
            Self::Temporary => false,
        }
    }
}

impl Strategy {
    /// Which children are restarted when the one at `index` is.
    pub(super) fn affected(self, index: usize, children: usize) -> Range<usize> {
        match self {
            Self::OneForOne => index..index + 1,
            Self::OneForAll => 0..children,
            Self::RestForOne => index..children,
        }
    }
}

/// The restarts of the recent past: a window that slides, never a counter that is reset by a quiet gap.
#[derive(Debug, Default)]
pub(super) struct Window {
    times: VecDeque<Instant>,
}

impl Window {
    /// Notes a restart; false if it is one too many. A restart exactly as old as the window is long still counts, as in
    /// OTP.
    pub(super) fn allows(&mut self, intensity: Intensity, now: Instant) -> bool {
        self.times.push_back(now);
        while self
            .times
            .front()
            .is_some_and(|&time| now - time > intensity.within)
        {
            self.times.pop_front();
        }
        self.times.len() <= intensity.restarts as usize
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn allowed(intensity: Intensity, at: &[f64]) -> Vec<bool> {
        let start = Instant::now();
        let mut window = Window::default();
        at.iter()
            .map(|&at| window.allows(intensity, start + Duration::from_secs_f64(at)))
            .collect()
    }

    #[test]
    fn a_crash_every_4_9_seconds_does_not_exhaust_5_in_5_seconds() {
        let intensity = Intensity {
            restarts: 5,
            within: 5 * SECOND,
        };
        let times: Vec<_> = (0..100).map(|n| f64::from(n) * 4.9).collect();
        assert!(
            allowed(intensity, &times)
                .into_iter()
                .all(|allowed| allowed)
        );
    }

    #[test]
    fn the_window_slides_and_its_edge_belongs_to_it() {
        let intensity = Intensity {
            restarts: 2,
            within: 5 * SECOND,
        };
        assert_eq!(allowed(intensity, &[0.0, 4.0, 5.0]), [true, true, false]);
        assert_eq!(allowed(intensity, &[0.0, 4.0, 5.001]), [true, true, true]);
        // No quiet gap resets anything: three fall into one window only at the end.
        let times = [0.0, 4.0, 8.0, 12.0, 13.5, 14.0];
        assert_eq!(
            allowed(intensity, &times),
            [true, true, true, true, true, false]
        );
        let none = Intensity {
            restarts: 0,
            within: SECOND,
        };
        assert_eq!(allowed(none, &[0.0]), [false]);
    }

    #[test]
    fn strategies_affect_whom_they_say() {
        assert_eq!(Strategy::OneForOne.affected(1, 4), 1..2);
        assert_eq!(Strategy::OneForAll.affected(1, 4), 0..4);
        assert_eq!(Strategy::RestForOne.affected(1, 4), 1..4);
    }
}
