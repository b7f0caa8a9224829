//! Tasks that run code which is out of view: what is done with their failure tells that they have one.

use otplint_model::body::{Call, Op, Outcome};
use otplint_model::effects::Site;
use otplint_model::tasks::Spawn;
use otplint_model::{Confidence, Finding, Model, NodeId};

use super::{META, end, name_of, noun};
use crate::story::Story;

/// Whether a join is followed by a panic where the task itself has failed: `task.await.unwrap().unwrap()`.
pub(super) fn is_fatal(model: &Model, join: Site) -> bool {
    let body = model.program.body(join.body);
    let panics = |node: NodeId| match &body.node(node).op {
        Op::Call(call) => is_unwrap(call),
        _ => false,
    };
    let awaits = match &body.node(join.node).op {
        Op::Await(await_) => await_.outcome == Outcome::Panics,
        Op::Call(call) => call.outcome == Outcome::Panics,
        _ => false,
    };
    let mut at = join.node;
    for _ in 0..2 {
        match body.node(at).next.as_slice() {
            [edge] if panics(edge.to) => at = edge.to,
            _ => return false,
        }
    }
    awaits
}

fn is_unwrap(call: &Call) -> bool {
    call.method && matches!(call.name.as_str(), "unwrap" | "expect")
}

pub(super) fn tell(model: &Model, spawn: &Spawn) -> Finding {
    let what = noun(spawn);
    let place = name_of(model, spawn.at);
    let story = Story::new(model, &META, spawn.at.body, place.span, Confidence::Medium)
        .message(format!(
            "a failure of this {what} is fatal where it is joined, but it is joined only at the very end: until then nobody \
             learns that it has stopped"
        ));
    let story = end(model, spawn, story);
    story
        .help(format!(
            "look at the {what} while the rest runs: `select!` on its handle beside what lasts, or let \
             `otp_runtime::task::Tasks` run it, which hands out failures by `next_failure`"
        ))
        .tell()
}
