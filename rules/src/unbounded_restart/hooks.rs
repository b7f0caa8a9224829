//! Hooks of supervisors that start again at once what has failed.

use otplint_model::body::{Body, BodyId, Call, Comparison, NodeId, Op, Value};
use otplint_model::effects::{self, Site};
use otplint_model::flow::{self, NodeSet};
use otplint_model::pace::Pace;
use otplint_model::processes::Process;
use otplint_model::stub::{Effect, Hook};
use otplint_model::{
    Confidence, DefId, Finding, Location, Model, Reason, Ty, Verdicts, follow, within,
};

use super::{HELP, META};
use crate::story::{Story, in_production};

pub(super) fn check(model: &Model, pace: &Pace<'_>, verdicts: &mut Verdicts) {
    for process in &model.processes.list {
        for (hook, id) in &process.hooks {
            if *hook != Hook::Error || !in_production(model, *id) {
                continue;
            }
            let Some((node, start)) = starts(model, *id) else {
                continue;
            };
            let at = Site { body: *id, node };
            let place = place_of(model, at);
            verdicts.judged(place, judge(model, pace, at, start, place));
        }
    }
}

/// The first node of a hook at which an actor is started, and where that really happens.
fn starts(model: &Model, id: BodyId) -> Option<(NodeId, Site)> {
    let program = &model.program;
    let wanted = |_: Site, call: &Call| {
        effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Start))
    };
    program.body(id).nodes().find_map(|(node, _)| {
        let start = within::find(program, Site { body: id, node }, &wanted)?;
        Some((node, start))
    })
}

fn judge(
    model: &Model,
    pace: &Pace<'_>,
    at: Site,
    start: Site,
    place: Location,
) -> Result<Finding, Reason> {
    if waits_before(model, pace, at) || start.body != at.body && waits_before(model, pace, start) {
        return Err("it waits before it starts it again".into());
    }
    let counts = |id: BodyId| counts(model, id);
    if counts(at.body) || counts(start.body) {
        return Err("it counts how often that happens".into());
    }
    let Some(failing) = started(model, start).and_then(|process| fails(model, process)) else {
        return Err("nothing in view that makes what it starts fail".into());
    };
    Ok(Story::new(
        model,
        &META,
        at.body,
        place.span,
        Confidence::Medium,
    )
    .message(
        "whenever what it looks after fails, this supervisor starts it again at once, as often as that happens: while \
         the cause lasts, both do nothing else",
    )
    .step(failing, "this can fail, and ends what was started")
    .step(
        start,
        "and it is started again here: no delay, no cap, no limit",
    )
    .help(HELP)
    .tell())
}

/// Whether every way from the start of a body to a node waits.
fn waits_before(model: &Model, pace: &Pace<'_>, at: Site) -> bool {
    let body = model.program.body(at.body);
    let waits = |node: NodeId| {
        let site = Site {
            body: at.body,
            node,
        };
        node != at.node && pace.waits(site)
    };
    let entry = NodeId(0);
    let mut hasty = NodeSet::new(body);
    hasty.insert(entry);
    if !waits(entry) {
        for node in flow::reachable(body, entry, waits).iter() {
            hasty.insert(node);
        }
    }
    !hasty.contains(at.node)
}

/// Whether a body compares or counts numbers: a limit, as far as is seen.
fn counts(model: &Model, id: BodyId) -> bool {
    let body: &Body = model.program.body(id);
    let counted = |op: &Op| matches!(op, Op::Assign(_, Value::Counted(..)));
    let places =
        |one: &Comparison| [&one.left, &one.right].map(|side| matches!(side, Value::Use(_)));
    body.compared.iter().any(|one| places(one) == [true; 2])
        || body.nodes.iter().any(|node| counted(&node.op))
}

/// The actor that a call starts.
fn started(model: &Model, start: Site) -> Option<&Process> {
    let program = &model.program;
    let call = follow::call_at(program, start)?;
    let named = |process: &&Process| {
        process.owner.is_some_and(|owner| {
            let result = &program.body(start.body).local(call.to).ty;
            call.args.iter().any(|arg| names(&arg.ty, owner)) || names(result, owner)
        })
    };
    model.processes.list.iter().find(named)
}

fn names(ty: &Ty, owner: DefId) -> bool {
    match ty {
        Ty::Adt(def, args) => *def == owner || args.iter().any(|arg| names(arg, owner)),
        Ty::Ref(_, inner) | Ty::Future(inner) => names(inner, owner),
        Ty::Tuple(parts) => parts.iter().any(|part| names(part, owner)),
        _ => false,
    }
}

/// What in an actor may fail once it has started, and ends it.
fn fails(model: &Model, process: &Process) -> Option<Site> {
    let hooks = process.hooks.iter();
    // Whoever starts it is told when it cannot even be made.
    let told = |id: BodyId| model.program.def(model.program.body(id).owner).name == "pre_start";
    let begin = hooks
        .filter(|(hook, id)| *hook == Hook::Start && !told(*id))
        .map(|(_, id)| *id);
    let handlers = process.fatal.iter().map(|(_, id)| *id);
    begin.chain(handlers).find_map(|id| {
        let summary = model.summary(id);
        let body = model.program.body(id);
        let exit = body
            .nodes()
            .find(|(_, data)| matches!(data.op, Op::Fail(_) | Op::Panic));
        match exit {
            Some((node, _)) => Some(Site { body: id, node }),
            None => (summary.fails || summary.panics).then_some(Site {
                body: id,
                node: NodeId(0),
            }),
        }
    })
}

fn place_of(model: &Model, at: Site) -> Location {
    let mut location = model.location(at);
    if let Some(call) = follow::call_at(&model.program, at) {
        location.span = call.name_span;
    }
    location
}
