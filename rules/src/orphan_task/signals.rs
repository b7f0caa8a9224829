//! Tasks that run the code of others and then wake who waits for that: a panic skips the waking.

use otplint_model::body::{Body, Call, Callee, LocalKind, NodeId, Unseen};
use otplint_model::effects::{self, Site};
use otplint_model::follow;
use otplint_model::place::{Place, Root};
use otplint_model::program::Program;
use otplint_model::stub::Effect;
use otplint_model::tasks::{Fate, Spawn};
use otplint_model::{Confidence, Finding, Model, Ty};

use super::{META, noun};
use crate::story::Story;

/// The code of others in a task whose handle is gone, and the waking that a panic of it skips.
pub(super) fn find(model: &Model, spawn: &Spawn) -> Option<Finding> {
    if !matches!(spawn.fate, Fate::Dropped | Fate::Stored(_)) {
        return None;
    }
    let program = &model.program;
    let (run, code, wake) = spawn.runs.iter().find_map(|run| {
        let body = program.body(run.body);
        let wake = (body.calls())
            .find(|(_, call)| wakes(program, body, call))?
            .0;
        let code = body.calls().find(|(node, call)| {
            runs_code_of_others(program, body, call)
                && follow::comes_after(body, *node, wake)
                && body.node(*node).in_loop.is_none()
        });
        let code = code?.0;
        (!is_guarded(program, body, code)).then_some((run.body, code, wake))
    })?;
    let at = |node| Site { body: run, node };
    let call = follow::call_at(program, at(code))?;
    let (what, woken) = (noun(spawn), follow::call_at(program, at(wake))?.name);
    let story = Story::new(model, &META, run, call.name_span, Confidence::Medium).message(format!(
        "a panic in `{}` ends this {what} before `{woken}`: whoever waits for that waits for ever, and nobody learns why",
        call.name
    ));
    let story = story
        .step(
            spawn.at,
            format!("the {what}'s handle, which alone tells of a panic, is not looked at"),
        )
        .step(at(wake), "this is skipped then");
    let help = "wake by a guard whose `drop` does it, so that a panic wakes too; or run it under `catch_unwind`, or let \
                `otp_runtime::task::Tasks` run the task, which hands out panics by `next_failure`";
    Some(story.help(help).tell())
}

/// Wakes those who wait for something that lives outside the task.
fn wakes(program: &Program, body: &Body, call: &Call) -> bool {
    let outside = |place: &Place| match place.root {
        Root::Static(_) => true,
        Root::Local(local) => matches!(
            body.local(local).kind,
            LocalKind::Param(_) | LocalKind::Capture(_)
        ),
    };
    effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Notify))
        && (call.args.first().and_then(|arg| arg.place.as_ref())).is_some_and(outside)
}

/// A closure that was passed in, or a method of whatever type the callers choose.
fn runs_code_of_others(program: &Program, body: &Body, call: &Call) -> bool {
    match &call.callee {
        Callee::Parameter(_) => true,
        Callee::Known(defs) => {
            let of_trait = defs.iter().any(|def| {
                let function = program.function(*def);
                function.is_some_and(|function| function.trait_def.is_some())
                    && program.def(*def).location.is_some()
            });
            let chosen = call
                .args
                .first()
                .is_some_and(|arg| is_chosen(program, &arg.ty));
            of_trait && chosen && !is_caught(body, call)
        }
        _ => false,
    }
}

fn is_chosen(program: &Program, ty: &Ty) -> bool {
    match otplint_model::slots::peel(program, ty.peel_refs()) {
        Ty::Param(_) | Ty::Bounds(_) => true,
        Ty::Adt(def, args) if program.def(*def).location.is_none() => args
            .first()
            .is_some_and(|inner| matches!(inner, Ty::Bounds(_))),
        _ => false,
    }
}

/// Its future is given to `catch_unwind`.
fn is_caught(body: &Body, call: &Call) -> bool {
    !call.awaited && body.calls().any(|(_, other)| other.name == "catch_unwind")
}

/// Something with a destructor of its own lives while the code runs.
fn is_guarded(program: &Program, body: &Body, code: NodeId) -> bool {
    // `defer! { .. }`
    let unseen = (body.unseen.iter()).any(|(_, what)| matches!(what, Unseen::Macro(_)));
    unseen
        || body.locals.iter().any(|local| {
            let drops = program.adt(&local.ty).is_some_and(|(def, adt)| {
                let def = program.def(def);
                adt.has_drop && def.location.is_some() || def.path.starts_with("scopeguard")
            });
            let before = local
                .def
                .is_some_and(|made| follow::comes_after(body, made, code));
            drops && before && local.name.is_some()
        })
}
