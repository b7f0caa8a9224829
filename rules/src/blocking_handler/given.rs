//! Processes that run what their callers hand them.

use otplint_model::body::{Body, Callee, LocalKind, Op, Value};
use otplint_model::effects::{self, Site};
use otplint_model::follow::call_at;
use otplint_model::place::{Place, Root, Step as Part};
use otplint_model::processes::Process;
use otplint_model::turn::{self, Others};
use otplint_model::{Confidence, Finding, Model, Reason, Ty, Verdicts, flow, slots};

use super::META;
use super::steps::{Step, Turns};
use crate::story::Story;

pub(super) fn check(model: &Model, turns: &Turns<'_>, verdicts: &mut Verdicts) {
    for step in &turns.runs {
        let Some(run) = runs_given(model, turns.process, step) else {
            continue;
        };
        let judged = judge(model, turns.process, step, run);
        let stop = judged.is_ok();
        verdicts.judged(model.location(step.at), judged);
        if stop {
            break;
        }
    }
}

/// What was handed in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Function,
    Future,
}

/// A node that calls a function, or awaits a future, which came in a message.
fn runs_given(model: &Model, process: &Process, step: &Step) -> Option<Run> {
    let program = &model.program;
    let body = program.body(step.at.body);
    match &body.node(step.at.node).op {
        Op::Call(call) => {
            let Callee::Parameter(local) = call.callee else {
                return None;
            };
            // A plain function is the program's own, and a boxed one takes an answer; unless it gets hold of what the
            // process owns.
            let state = |place: &Place| {
                let local = body.local_of(place);
                local.is_none_or(|local| !matches!(local.kind, LocalKind::Variable))
            };
            let lent = || {
                let mut args = call.args.iter();
                args.any(|arg| matches!(&arg.value, Value::Ref(true, place) if state(place)))
            };
            let ty = &body.local(local).ty;
            let runs = match slots::peel(program, ty) {
                Ty::Fn(..) => !matches!(ty.peel_refs(), Ty::Fn(..)) && lent(),
                Ty::Bounds(_) | Ty::Param(_) => true,
                _ => lent(),
            };
            (runs && came_in(model, process, step, &Place::local(local))).then_some(Run::Function)
        }
        Op::Await(await_) => {
            let Value::Use(place) = &await_.future.value else {
                return None;
            };
            let opaque = matches!(
                slots::peel(program, &await_.future.ty),
                Ty::Future(_) | Ty::Bounds(_) | Ty::Param(_)
            );
            let made = effects::future_bodies(program, body, &await_.future.value);
            (opaque && made.is_empty() && came_in(model, process, step, place))
                .then_some(Run::Future)
        }
        _ => None,
    }
}

/// Whether a value was taken out of a message of the process, be it to hand it to a helper that runs it.
fn came_in(model: &Model, process: &Process, step: &Step, place: &Place) -> bool {
    let program = &model.program;
    let taken = |body: &Body, place: &Place| match body
        .local_of(place)
        .and_then(|local| local.stands_for.clone())
    {
        Some(stands) => place.rebased(&stands),
        None => flow::origin(body, place),
    };
    let mut body = program.body(step.at.body);
    let mut place = taken(body, place);
    let mut within = step.at;
    for at in step.via.iter().rev() {
        let outside = call_at(program, *at)
            .and_then(|call| effects::translate(program, within.body, call, &place));
        let Some(outside) = outside else { break };
        within = *at;
        body = program.body(at.body);
        place = taken(body, &outside);
    }
    let field = place.path.iter().any(|part| {
        matches!(part, Part::Field(Some(owner), _)
            if Some(*owner) != process.owner && program.def(*owner).location.is_some())
    });
    // A message that is the function itself.
    let whole = place.path.is_empty() && is_message(body, process, within, &place);
    let stored = place
        .path
        .iter()
        .any(|part| matches!(part, Part::Field(Some(owner), _) if Some(*owner) == process.owner));
    (field || whole) && !stored
}

fn is_message(body: &Body, process: &Process, at: Site, place: &Place) -> bool {
    let Root::Local(local) = place.root else {
        return false;
    };
    let Some(node) = body.local(local).def else {
        return false;
    };
    process.mailbox.contains(&Site {
        body: at.body,
        node,
    })
}

fn judge(model: &Model, process: &Process, step: &Step, run: Run) -> Result<Finding, Reason> {
    let Some(others) = turn::others(model, process) else {
        return Err("running what it is given is all that the process does".into());
    };
    Ok(tell(model, process, step, run, others))
}

fn tell(model: &Model, process: &Process, step: &Step, run: Run, others: Others) -> Finding {
    let what = match run {
        Run::Function => "function",
        Run::Future => "future",
    };
    let waiting = match others {
        Others::Arms(_) => "everything else that it serves waits".to_owned(),
        Others::Kinds(kinds) => format!("messages of all {kinds} kinds wait"),
    };
    let mut story = Story::at_site(model, &META, step.at, Confidence::Medium).message(format!(
        "this process runs its caller's {what} itself: while that takes its time {waiting}, and a panic in it ends \
         the process"
    ));
    match process.mailbox.first() {
        Some(receive) => story = story.step(*receive, "the process takes its messages here"),
        None => {
            let handler = step.root().body;
            let head = model
                .program
                .def(model.program.body(handler).owner)
                .location;
            if let Some(head) = head {
                story = story.at(
                    handler,
                    head.span,
                    "this handler runs for a message, and the next one waits",
                );
            }
        }
    }
    for at in &step.via {
        story = story.step(*at, "on the way here it calls this");
    }
    story
        .help(
            "run it in the caller's task, or in a task that reports back: `otp_runtime::breaker::Breaker` keeps only the \
             counting in common and runs the call where it was made",
        )
        .tell()
}
