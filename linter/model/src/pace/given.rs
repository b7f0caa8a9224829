//! Attempts that are given to a helper: a closure, or a function's name, which the helper calls and awaits.

use crate::body::{BodyId, Call, Callee, LocalId, LocalKind, Op, Value};
use crate::effects::{self, Made, Site};
use crate::follow;
use crate::place::Root;
use crate::slots;

use super::{Hasty, Pace};

impl Pace<'_> {
    /// What fails at once where a node calls what one of its function's callers has passed in. Other callers may pass
    /// what never fails: this holds for the loop around the call, and not for whoever calls its function.
    pub(super) fn given_fails(&self, at: Site) -> Option<Hasty> {
        let body = self.program.body(at.body);
        match &body.node(at.node).op {
            Op::Call(call) if call.awaited => self.parameter_fails(at.body, call),
            Op::Await(await_) => {
                let made = effects::future_bodies(self.program, body, &await_.future.value);
                made.into_iter().find_map(|made| match made {
                    Made::Call(node) => {
                        let call = follow::call_at(self.program, Site { node, ..at })?;
                        self.parameter_fails(at.body, call)
                    }
                    Made::Block(_) => None,
                })
            }
            _ => None,
        }
    }

    fn parameter_fails(&self, id: BodyId, call: &Call) -> Option<Hasty> {
        let Callee::Parameter(local) = call.callee else {
            return None;
        };
        let (function, local) = slots::origin(self.program, id, local);
        let LocalKind::Param(position) = self.program.body(function).local(local).kind else {
            return None;
        };
        let callers = self.index.callers_of(self.program, function).iter();
        callers
            .filter(|caller| {
                let body = self.program.body(caller.body);
                !body.test && !self.program.is_test_file(body.file)
            })
            .find_map(|caller| {
                let call = follow::call_at(self.program, *caller)?;
                let arg = call.args.get(usize::try_from(position).ok()?)?;
                self.passed_fails(caller.body, &arg.value)
            })
    }

    /// A closure, a local that holds one, or a function's name.
    fn passed_fails(&self, id: BodyId, value: &Value) -> Option<Hasty> {
        let body = self.program.body(id);
        let whole = |local: LocalId| body.local(local).body;
        let passed = match value {
            Value::Body(closure) => *closure,
            Value::Fn(def) => *self.program.body_of.get(def)?,
            Value::Use(place) | Value::Ref(_, place) if place.path.is_empty() => match place.root {
                Root::Local(local) => whole(local)?,
                Root::Static(_) => return None,
            },
            _ => return None,
        };
        self.body_fails(passed, 1)
            .or_else(|| self.returned_fails(passed))
            .filter(|hasty| hasty.told)
    }

    /// `|| connect(address)`: what is polled is the future that the closure yields.
    fn returned_fails(&self, id: BodyId) -> Option<Hasty> {
        let body = self.program.body(id);
        body.nodes().find_map(|(node, data)| match &data.op {
            Op::Return(value) => self.future_fails(Site { body: id, node }, value, 1),
            _ => None,
        })
    }
}
