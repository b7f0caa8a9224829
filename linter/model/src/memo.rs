//! Answers that are found once, however many ways lead to the question.

use std::fmt;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

/// What was found, by what was asked. The answer must follow from the question alone: who asks first finds it for all.
pub struct Memo<K, V>(Mutex<FxHashMap<K, V>>);

impl<K: Copy + Eq + Hash, V: Clone> Memo<K, V> {
    /// The answer; found now where nobody has asked before. A question that asks itself finds itself unanswered, and must
    /// have another end.
    pub fn of(&self, question: K, find: impl FnOnce() -> V) -> V {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known().get(&question) {
            return answer.clone();
        }
        // Not locked meanwhile: finding it asks further questions.
        let answer = find();
        known().insert(question, answer.clone());
        answer
    }
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// A copy of a program is asked anew: it may be changed.
impl<K, V> Clone for Memo<K, V> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<K, V> fmt::Debug for Memo<K, V> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Memo")
    }
}
