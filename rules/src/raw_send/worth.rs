//! What the receiver does with a message, and so what its loss means.

use otplint_model::handling::{self, Handling};
use otplint_model::processes::Process;
use otplint_model::stub::Effect;
use otplint_model::{DefId, Model, Reason, Ty};

/// How much the receiver makes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It does work for it: stores it, acts outside, keeps it, passes it on.
    Work(&'static str),
    /// It changes its own state.
    State,
    /// Not everything that it does was seen.
    Unknown,
}

impl Worth {
    /// It stores it.
    pub const STORED: Self = Self::Work("stores it");
    /// Others than the program see it.
    pub const OUTSIDE: Self = Self::Work("acts on it outside the program");
    /// It takes something away that it would otherwise keep for ever.
    pub const CROSSED_OFF: Self = Self::Work("takes something off its books for it");
}

/// What the receiver does with a message; a reason where nothing is lost with it.
///
/// `outlived`: the receiver goes on without the message, and keeps what it would have taken away.
pub fn of(
    model: &Model,
    process: &Process,
    message: &Ty,
    variant: Option<DefId>,
    outlived: bool,
) -> Result<Worth, Reason> {
    let Some(handling) = handling::of(model, process, message, variant) else {
        return Ok(Worth::Unknown);
    };
    judge(model, &handling, outlived)
}

fn judge(model: &Model, handling: &Handling, outlived: bool) -> Result<Worth, Reason> {
    let effects = handling.effects(model);
    let does = |kinds: &[Effect]| effects.iter().any(|effect| kinds.contains(&effect.kind));
    let leaves = handling.leaves(model);
    let stored = |kind| matches!(kind, Effect::StoreWrite | Effect::Commit);
    if leaves.iter().any(|effect| stored(effect.kind)) {
        return Ok(Worth::STORED);
    }
    if !leaves.is_empty() || does(&[Effect::IoWrite]) {
        return Ok(Worth::OUTSIDE);
    }
    if does(&[Effect::Insert]) {
        return Ok(Worth::Work("takes it up"));
    }
    if does(&[Effect::Send, Effect::TrySend, Effect::Call]) {
        return Ok(Worth::Work("passes it on"));
    }
    if does(&[
        Effect::Spawn,
        Effect::SpawnLocal,
        Effect::SpawnBlocking,
        Effect::SpawnThread,
        Effect::Start,
    ]) {
        return Ok(Worth::Work("starts work for it"));
    }
    if outlived && does(&[Effect::Remove]) {
        return Ok(Worth::CROSSED_OFF);
    }
    if handling.is_unseen(model) {
        return Ok(Worth::Unknown);
    }
    if does(&[Effect::Put, Effect::Write]) {
        return Ok(Worth::State);
    }
    if does(&[Effect::Reply]) {
        return Err("the receiver only answers it: the missing reply tells".into());
    }
    if does(&[
        Effect::Remove,
        Effect::Clear,
        Effect::Take,
        Effect::Abort,
        Effect::Cancel,
        Effect::Stop,
        Effect::Close,
    ]) {
        return Err(
            "the receiver only removes or ends something for it, as its own end does".into(),
        );
    }
    Err("the receiver only looks, counts, logs or wakes for it".into())
}
