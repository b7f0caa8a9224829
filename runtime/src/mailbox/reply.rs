//! The way back of a call.

use std::fmt;

/// Where the answer to one call goes.
///
/// It cannot be forgotten silently: dropped without an answer, wherever it was put, it gives the caller
/// [`CallError::Unanswered`](super::CallError::Unanswered) at once. It may be kept and answered later, or be moved into
/// another task.
#[must_use = "a reply that is dropped gives its caller an error"]
pub struct Reply<T> {
    sender: oneshot::Sender<T>,
}

impl<T> Reply<T> {
    pub(crate) fn pair() -> (Self, oneshot::AsyncReceiver<T>) {
        let (sender, receiver) = oneshot::async_channel();
        (Self { sender }, receiver)
    }

    /// Answers. A caller that has stopped waiting is no error here; use [`deliver`](Self::deliver) to learn of it.
    pub fn send(self, value: T) {
        let _ = self.deliver(value);
    }

    /// Answers, and gives the value back if the caller has stopped waiting.
    ///
    /// `Ok` says that the caller was still waiting, not that it has read the answer.
    ///
    /// # Errors
    ///
    /// The value, if nobody waits for it.
    pub fn deliver(self, value: T) -> Result<(), T> {
        self.sender
            .send(value)
            .map_err(oneshot::SendError::into_inner)
    }

    /// False once the caller has stopped waiting: work only it wants can be left out.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        !self.sender.is_closed()
    }
}

impl<T> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("wanted", &self.is_wanted())
            .finish()
    }
}
