//! Sets of tasks: where they are filled, and whether anything joins them.

use crate::body::{BodyId, Call, Callee, LocalId, LocalKind, Op};
use crate::effects::{self, Site};
use crate::follow::{self, Index, Role, Use};
use crate::place::{Root, Step};
use crate::program::Program;
use crate::stub::{Effect, TypeAttrs, TypeWord};
use crate::ty::Ty;

use super::{Fate, Watch};

/// Whether a call is a method of a set of tasks, whatever guards the set.
pub(super) fn into_set(program: &Program, call: &Call) -> bool {
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    let owner = defs
        .first()
        .and_then(|def| program.function(*def))
        .and_then(|function| function.self_def);
    owner
        .and_then(|owner| program.def(owner).as_adt())
        .is_some_and(|adt| adt.attrs.is(TypeWord::TaskSet) && adt.attrs.is(TypeWord::AbortOnDrop))
}

fn is_set(program: &Program, ty: &Ty) -> bool {
    program.adt(ty).is_some_and(|(_, adt)| {
        adt.attrs.is(TypeWord::TaskSet) && adt.attrs.is(TypeWord::AbortOnDrop)
    })
}

/// What becomes of what is put into a set of tasks.
pub(super) fn fate(program: &Program, index: &Index, at: Site, call: &Call) -> Fate {
    let body = program.body(at.body);
    let Some(place) = call.args.first().and_then(|arg| arg.place.as_ref()) else {
        return Fate::Watched(Watch::Joined);
    };
    let field = place.path.iter().rev().find_map(|step| match step {
        Step::Field(Some(owner), name) => Some((*owner, *name)),
        _ => None,
    });
    let Some(field) = field else {
        return match place.as_local() {
            Some(local) if is_unjoined(program, index, at.body, local) => Fate::Kept(local),
            _ => Fate::Watched(Watch::Joined),
        };
    };
    // Only sets that outlive the function that fills them.
    let outside = match place.root {
        Root::Static(_) => true,
        // A guard or reference to what holds the set; an owner that is built here dies here.
        Root::Local(local) => {
            matches!(
                body.local(local).kind,
                LocalKind::Param(_) | LocalKind::Capture(_)
            ) || body.local(local).ty.adt() != Some(field.0)
        }
    };
    if !outside {
        return Fate::Watched(Watch::Joined);
    }
    let is = |attrs: &TypeAttrs| attrs.is(TypeWord::TaskSet);
    let trail = follow::follow_field(program, index, field, &is);
    let mut closed = None;
    for one in &trail.uses {
        let Some(call) = follow::call_at(program, one.at) else {
            return Fate::Watched(Watch::Joined);
        };
        let Some(attrs) = effects::attrs_of(program, call) else {
            if one.role == Role::Arg(0) || call.awaited {
                return Fate::Watched(Watch::Joined);
            }
            continue;
        };
        if attrs.has(Effect::Join) {
            if !closes(program, one.at, call) {
                return Fate::Watched(Watch::Joined);
            }
            closed = Some(one.at);
        }
    }
    if trail.lost {
        Fate::Watched(Watch::Joined)
    } else {
        Fate::Set(field, closed)
    }
}

/// Whether a set that a body makes stays there, and nothing asks how its tasks ended.
fn is_unjoined(program: &Program, index: &Index, id: BodyId, local: LocalId) -> bool {
    let data = program.body(id).local(local);
    if !matches!(data.kind, LocalKind::Variable) || !is_set(program, &data.ty) {
        return false;
    }
    let is = |attrs: &TypeAttrs| attrs.is(TypeWord::TaskSet);
    let trail = follow::follow(program, index, (id, local), &is, false);
    let asks = |one: &Use| {
        let Some(call) = follow::call_at(program, one.at) else {
            return true;
        };
        let inside = !effects::callees(program, call).is_empty();
        match effects::attrs_of(program, call) {
            Some(attrs) => {
                let joins = [Effect::Join, Effect::JoinAll, Effect::Detach, Effect::Drop];
                joins.into_iter().any(|kind| attrs.has(kind)) || call.awaited && !inside
            }
            None => !inside,
        }
    };
    let stays = !trail.lost && trail.fields.is_empty() && trail.returned.is_empty();
    stays && !trail.uses.iter().any(asks)
}

/// Whether a join happens where the set is given up: taken out of its place, aborted, or waited for
/// until it is empty by a function that the end of the owner calls.
fn closes(program: &Program, at: Site, call: &Call) -> bool {
    let body = program.body(at.body);
    if call.name == "shutdown" || call.name == "join_all" {
        return true;
    }
    let owner = program.function(body.owner);
    if owner.is_some_and(|owner| owner.receiver == Some(crate::def::Receiver::Value)) {
        return true;
    }
    // `mem::take` of a set before: what is joined here is no longer what is filled.
    body.nodes().any(|(node, data)| {
        let Op::Call(taken) = &data.op else {
            return false;
        };
        let takes = effects::attrs_of(program, taken).is_some_and(|attrs| {
            attrs.has(Effect::Take) || attrs.has(Effect::Abort) || attrs.has(Effect::Cancel)
        });
        takes
            && follow::comes_after(body, node, at.node)
            && (is_set(program, &body.local(taken.to).ty)
                || taken.args.iter().any(|arg| is_set(program, &arg.ty)))
    })
}
