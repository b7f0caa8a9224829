//! Owners of tasks that may not be there.

use otplint_model::body::{Body, Call, Op, Value};
use otplint_model::effects::{self, Site};
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{Model, Reason, processes, tasks, within};

use super::look::{Look, Ways, says_nothing};
use crate::raw_send::hints;

impl Look<'_> {
    /// Why it is fine that nobody looks after a task.
    pub(super) fn excuse_of_owner(&self, ways: &Ways) -> Option<Reason> {
        if self.answers(ways) {
            return Some("the caller is told by what is returned".into());
        }
        if self.ends_with_it(ways) {
            return Some("it ends as well when its owner is gone".into());
        }
        let program = &self.model.program;
        let owner = program.def(self.body.owner);
        if owner.name == "drop" || hints::is_end(owner.name.as_str()) {
            return Some("it is told of an end".into());
        }
        let found = self.body.local(self.call.to).ty.arg(0);
        let found = found.and_then(|ty| program.adt(otplint_model::slots::peel(program, ty)));
        let itself = owner.as_fn().and_then(|function| function.self_def);
        let same = found.is_some_and(|(def, _)| Some(def) == itself);
        same.then(|| "it looks for itself".into())
    }

    /// Whether the body says that all went well where it is not there.
    pub(super) fn says_success(&self) -> bool {
        says_success(self.model, self.body)
    }
}

/// `Ok(())` is returned somewhere: the caller was to be told how it went.
pub(super) fn says_success(model: &Model, body: &Body) -> bool {
    body.nodes.iter().any(|node| {
        matches!(&node.op, Op::Return(value @ Value::Aggregate(..)) if says_nothing(model, value))
    })
}

/// A call that hands a task to somebody, or that starts one for what keeps it.
pub(super) fn gets_task(model: &Model, at: Site, call: &Call) -> bool {
    let program = &model.program;
    if tasks::is_handed(program, call) {
        // What is described joins or drops it, unless it keeps it.
        let kept = effects::attrs_of(program, call)
            .is_some_and(|attrs| attrs.has(Effect::Insert) || attrs.has(Effect::Put));
        return kept || !effects::callees(program, call).is_empty();
    }
    let keeper = call.args.first().filter(|_| call.method);
    let starts = |_: Site, call: &Call| processes::is_spawn(program, call);
    keeper.is_some_and(|arg| tasks::keeps_tasks(program, &arg.ty))
        && within::find(program, at, &starts).is_some()
}

/// A described call that must not fail unseen and is given an address.
pub(super) fn gets_address(model: &Model, call: &Call) -> bool {
    let program = &model.program;
    let must = effects::attrs_of(program, call).is_some_and(|attrs| attrs.outcome.is_some());
    must && call.args.iter().any(|arg| {
        program
            .adt(&arg.ty)
            .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Address))
    })
}
