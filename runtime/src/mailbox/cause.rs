//! In which span a message was sent, so that its handling can follow from it.
//!
//! Kept beside the queue and not in it: where nobody traces, a message costs one look at a number.

use tracing::level_filters::LevelFilter;
use tracing::{Level, Span};

use crate::exit::Incarnation;
use crate::observe::TARGET;

/// Not there where nobody traces, or where the message was sent outside every span.
pub(super) type Cause = Option<Span>;

/// The cause of a message that is sent now.
#[inline]
pub(super) fn current() -> Cause {
    if is_traced() { here() } else { None }
}

fn here() -> Cause {
    Some(Span::current()).filter(|span| !span.is_none() && !span.is_disabled())
}

#[inline]
pub(super) fn is_traced() -> bool {
    LevelFilter::current() >= Level::DEBUG
}

/// The span in which a message is handled. Boxed, because every idle process keeps room for it.
pub(super) fn handling(process: &str, incarnation: Incarnation, cause: Cause) -> Option<Box<Span>> {
    let incarnation = incarnation.number();
    let span = tracing::debug_span!(target: TARGET, parent: None, "handle", process, incarnation);
    if span.is_disabled() {
        return None;
    }
    if let Some(cause) = cause {
        span.follows_from(cause.id());
    }
    Some(Box::new(span))
}
