//! Tasks that hand out what they find piece by piece: an error that ends one looks like the end of the pieces.

use otplint_model::body::{Body, BodyId, Value};
use otplint_model::channels;
use otplint_model::effects::Site;
use otplint_model::stub::Flavor;
use otplint_model::tasks::{Fate, Life, Run, Spawn};
use otplint_model::{Confidence, Finding, Model, Ty};

use super::{begin, end, exits, noun};

/// An error that ends a task, whose handle nobody looks at, while it sends the pieces of something whole.
pub(super) fn find(model: &Model, spawn: &Spawn, run: Run, life: &Life) -> Option<Finding> {
    let lost = matches!(
        spawn.fate,
        Fate::Dropped | Fate::Stored(_) | Fate::Aborted(None)
    );
    // What goes on for ever has no last piece.
    if !lost || life.lasts {
        return None;
    }
    let exit = exits(life).find(|exit| !exit.panics && exit.of.is_some())?;
    let send = sends_pieces(model, run.body)?;
    let what = noun(spawn);
    let story = begin(model, spawn, run, Confidence::Medium)
        .message(format!(
            "an error here ends this {what} and only closes its channel: whoever receives takes what came so far for all \
             there is"
        ))
        .step(send, "it sends one piece after the other")
        .step(exit.at, "an error ends it here, and its handle, which alone tells of that, is gone");
    Some(
        end(model, spawn, story)
            .help(format!(
                "send the error as the last message, or await the {what} once the channel is empty and hand its error on"
            ))
            .tell(),
    )
}

/// A send in a loop, of something that cannot be an error itself.
fn sends_pieces(model: &Model, id: BodyId) -> Option<Site> {
    let program = &model.program;
    let body = program.body(id);
    let mut sends = body.calls().filter_map(|(node, call)| {
        channels::sending(program, call)?;
        let flavor = channels::flavor(program, &call.args.first()?.ty);
        let queue = matches!(flavor, Some(Flavor::Mpsc | Flavor::Unbounded | Flavor::Std));
        Some((node, call, queue))
    });
    let mut found = None;
    if sends.any(|(node, call, queue)| {
        if queue && found.is_none() && body.node(node).in_loop.is_some() {
            found = Some(Site { body: id, node });
        }
        call.args
            .get(1)
            .is_none_or(|arg| may_tell(model, body, &arg.value, &arg.ty))
    }) {
        return None;
    }
    found
}

/// Whether a message may tell of the error.
fn may_tell(model: &Model, body: &Body, value: &Value, ty: &Ty) -> bool {
    let program = &model.program;
    let mut value = value;
    for _ in 0..4 {
        match value {
            Value::Aggregate(Some(def), _) => {
                let name = program.def(*def).name;
                return name != "Ok" && is_result(model, ty);
            }
            Value::Use(place) => match place.as_local().and_then(|local| body.local(local).def) {
                Some(node) => match &body.node(node).op {
                    otplint_model::body::Op::Assign(_, from) => value = from,
                    _ => break,
                },
                None => break,
            },
            _ => break,
        }
    }
    !ty.is_known() || is_result(model, ty) || is_enum(model, ty)
}

fn is_result(model: &Model, ty: &Ty) -> bool {
    (ty.peel_refs().adt()).is_some_and(|def| model.program.def(def).name == "Result")
}

/// One of several kinds of message may say that it is over, or why.
fn is_enum(model: &Model, ty: &Ty) -> bool {
    (model.program.adt(ty.peel_refs())).is_some_and(|(_, adt)| adt.variants.len() > 1)
}
