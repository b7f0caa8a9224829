//! A bound on what one question about types may cost.
//!
//! Associated types and aliases are a language of their own: whole numbers can be computed in
//! them, and two of them may name each other without end. Whoever asks gets `Unknown` instead.

use std::cell::Cell;

/// Associated types that need another one to be known, on the way to an answer. Real code stays
/// below 6.
const LEVELS: u32 = 16;

/// Parts of types looked at for one answer. Real code stays below a few hundred.
const STEPS: u32 = 20_000;

thread_local! {
    static LEVEL: Cell<u32> = const { Cell::new(0) };
    static TAKEN: Cell<u32> = const { Cell::new(0) };
}

/// A question that is being answered; dropped when it is.
pub(super) struct Level(());

impl Level {
    /// Begins a question, or one within another. `None` where that one may cost no more.
    pub(super) fn enter() -> Option<Self> {
        let level = LEVEL.get();
        if level == 0 {
            TAKEN.set(0);
        }
        if level >= LEVELS || !step() {
            return None;
        }
        LEVEL.set(level + 1);
        Some(Self(()))
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        LEVEL.set(LEVEL.get() - 1);
    }
}

/// Looks at one more part. `false` where the question may cost no more.
pub(super) fn step() -> bool {
    let taken = TAKEN.get();
    TAKEN.set(taken.saturating_add(1));
    taken < STEPS
}
