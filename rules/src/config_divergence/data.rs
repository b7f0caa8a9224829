//! Children that are a list of what to start: which are in it depends on where the program runs.

use std::collections::BTreeSet;

use otplint_model::body::{BodyId, Choice, ChoiceWay, Op, Value};
use otplint_model::choices;
use otplint_model::effects::{self, Site};
use otplint_model::stub::Effect;
use otplint_model::{
    Call, Confidence, DefId, DefKind, Finding, Model, Program, Reason, processes, within,
};

use super::{HELP, tell};

/// A member of a list: a variant of an enum.
type Member = (DefId, DefId);

/// `None` where the ways list the same, or what is listed is never started.
pub fn judge(model: &Model, id: BodyId, choice: &Choice) -> Option<Result<Finding, Reason>> {
    let program = &model.program;
    let lists: Vec<BTreeSet<Member>> = choice
        .ways
        .iter()
        .map(|way| listed(program, id, way))
        .collect();
    let most = lists.iter().max_by_key(|one| one.len())?;
    let least = lists.iter().min_by_key(|one| one.len())?;
    if most.len() == least.len() || !most.is_superset(least) {
        return None;
    }
    let missing: Vec<&Member> = most.difference(least).collect();
    let (of, _) = missing.first()?;
    let started = started(model, *of)?;
    let names: Vec<String> = missing
        .iter()
        .map(|(_, variant)| format!("`{}`", program.def(*variant).name))
        .collect();
    let verb = if missing.len() > 1 { "run" } else { "runs" };
    let message = format!(
        "{} {verb} only on one side of `{}`: what is tested is not the set of processes that runs in production, \
         and nobody sees how they fail together",
        names.join(" and "),
        choice.asked
    );
    let story = tell(model, id, choice, Confidence::Medium, message)
        .step(started, "what is in the list is started here");
    Some(Ok(story.help(HELP).tell()))
}

/// The variants that a way yields, returns or puts into a list.
fn listed(program: &Program, id: BodyId, way: &ChoiceWay) -> BTreeSet<Member> {
    let body = program.body(id);
    let mut found = BTreeSet::new();
    list(program, &way.value, &mut found);
    for node in choices::nodes(way, body.nodes.len()) {
        match &body.node(node).op {
            Op::Return(value) | Op::Assign(_, value) => list(program, value, &mut found),
            Op::Call(call)
                if effects::attrs_of(program, call)
                    .is_some_and(|attrs| attrs.has(Effect::Insert)) =>
            {
                let members = call.args.iter().skip(1);
                found.extend(members.filter_map(|arg| member(program, &arg.value)));
            }
            _ => {}
        }
    }
    found
}

/// `vec![Role::Compact, Role::Expire]`
fn list(program: &Program, value: &Value, found: &mut BTreeSet<Member>) {
    if let Value::Aggregate(None, parts) = value {
        found.extend(parts.iter().filter_map(|(_, part)| member(program, part)));
    }
}

fn member(program: &Program, value: &Value) -> Option<Member> {
    let Value::Aggregate(Some(def), _) = value else {
        return None;
    };
    match program.def(*def).kind {
        DefKind::Variant(owner, _) if program.def(owner).location.is_some() => Some((owner, *def)),
        _ => None,
    }
}

/// Where a task is started for each member of a list.
fn started(model: &Model, of: DefId) -> Option<Site> {
    let program = &model.program;
    let starts = |_: Site, call: &Call| {
        processes::is_spawn(program, call)
            || effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Start))
    };
    program
        .bodies()
        .filter(|(_, body)| !body.test)
        .find_map(|(id, body)| {
            body.calls().find_map(|(node, call)| {
                let each = body.node(node).in_loop.is_some() || body.parent.is_some();
                let given = call.args.iter().any(|arg| arg.ty.adt() == Some(of));
                let at = Site { body: id, node };
                (each && given).then(|| within::find(program, at, &starts))?
            })
        })
}
