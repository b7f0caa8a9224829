//! Where a timer's message goes.

use crate::mailbox::{Address, CastError};
use crate::server::This;

/// Something that a timer can send to, and whose end ends the timer.
pub trait Target<M>: Send + Sync + 'static {
    /// Delivers without waiting.
    ///
    /// # Errors
    ///
    /// The message, if there is no room now or never will be.
    fn deliver(&self, message: M) -> Result<(), CastError<M>>;
    /// False once nothing will be accepted any more.
    fn is_alive(&self) -> bool;
    /// For listings and logs.
    fn name(&self) -> String;
}

/// The process, whichever incarnation is running: the timer survives restarts and ends with the process.
impl<M: Send + 'static> Target<M> for Address<M> {
    fn deliver(&self, message: M) -> Result<(), CastError<M>> {
        self.try_cast(message)
    }

    fn is_alive(&self) -> bool {
        !self.is_closed()
    }

    fn name(&self) -> String {
        Address::name(self).to_owned()
    }
}

/// One incarnation: the timer ends with it, and its messages never reach the next.
impl<M: Send + 'static> Target<M> for This<M> {
    fn deliver(&self, message: M) -> Result<(), CastError<M>> {
        self.address
            .slot
            .try_push_for(message, Some(self.incarnation))
    }

    fn is_alive(&self) -> bool {
        self.address.is_running() && self.address.incarnation() == self.incarnation
    }

    fn name(&self) -> String {
        format!("{} {}", self.address.name(), self.incarnation)
    }
}

/// A tokio channel, for code that is not a process yet.
impl<M: Send + 'static> Target<M> for tokio::sync::mpsc::Sender<M> {
    fn deliver(&self, message: M) -> Result<(), CastError<M>> {
        use tokio::sync::mpsc::error::TrySendError;
        self.try_send(message).map_err(|error| match error {
            TrySendError::Full(message) => CastError::Full(message),
            TrySendError::Closed(message) => CastError::Ended(message),
        })
    }

    fn is_alive(&self) -> bool {
        !self.is_closed()
    }

    fn name(&self) -> String {
        "a channel".to_owned()
    }
}
