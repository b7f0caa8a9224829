//! Tasks that are handed to somebody who may not be there, or who may not want them.

use otplint_model::body::{Body, Call, EdgeKind, Local, LocalId, NodeId, Op, Outcome, Value};
use otplint_model::effects::{self, Site};
use otplint_model::flow::{self, Mention, NodeSet};
use otplint_model::stub::TypeWord;
use otplint_model::{Confidence, Finding, Location, Model, Reason, Verdicts, slots, tasks};

use super::look::says_nothing;
use super::{META, owner};
use crate::story::{Story, in_production};

pub(super) fn check(model: &Model, verdicts: &mut Verdicts) {
    for (id, body) in model.program.doing(|does| does.hands_task) {
        if !in_production(model, id) {
            continue;
        }
        for (node, call) in body.calls() {
            if effects::callees(&model.program, call).is_empty()
                || !tasks::is_handed(&model.program, call)
            {
                continue;
            }
            let handed = Handed {
                model,
                body,
                at: Site { body: id, node },
                call,
            };
            if let Some(judged) = handed.optional().or_else(|| handed.refused()) {
                verdicts.judged(handed.place(), judged);
            }
        }
    }
}

/// A task that is handed to something of the workspace.
struct Handed<'m> {
    model: &'m Model,
    body: &'m Body,
    at: Site,
    call: &'m Call,
}

impl Handed<'_> {
    fn place(&self) -> Location {
        Location {
            file: self.body.file,
            span: self.call.name_span,
        }
    }

    /// The call may fail, and its failure is made a success.
    fn refused(&self) -> Option<Result<Finding, Reason>> {
        let program = &self.model.program;
        let result = &self.body.local(self.call.to).ty;
        let fails = result
            .adt()
            .is_some_and(|def| program.def(def).name == "Result");
        if !fails {
            return None;
        }
        let discarded = matches!(self.call.outcome, Outcome::Discarded | Outcome::Replaced);
        let failures = flow::failures(self.body, self.at.node);
        if failures.is_empty() && !discarded {
            return None;
        }
        let mut way = NodeSet::new(self.body);
        for failed in failures {
            way.insert(failed);
            for node in flow::reachable(self.body, failed, |_| false).iter() {
                way.insert(node);
            }
        }
        let told = way.iter().any(|node| match &self.body.node(node).op {
            Op::Fail(_) | Op::Panic => true,
            Op::Return(value) => !says_nothing(self.model, value),
            _ => false,
        });
        if told {
            return Some(Err("the caller is told by a failure".into()));
        }
        let acts = way.iter().any(|node| match &self.body.node(node).op {
            Op::Call(call) => !effects::callees(program, call).is_empty(),
            _ => false,
        });
        if acts {
            return Some(Err("something is done about it".into()));
        }
        let logged = way
            .iter()
            .any(|node| matches!(self.body.node(node).op, Op::Log));
        if logged && !owner::says_success(self.model, self.body) {
            return Some(Err("it is logged".into()));
        }
        let end = way
            .iter()
            .find(|node| matches!(self.body.node(*node).op, Op::Return(_) | Op::Log));
        Some(Ok(self.tell(
            "when nobody takes this task, that is said to be fine: it goes on with nobody looking after it",
            end.unwrap_or(self.at.node),
            "a refusal ends here, and nobody learns of it",
        )))
    }

    /// Whoever gets it is there in one way of a question only, and the task runs in both.
    fn optional(&self) -> Option<Result<Finding, Reason>> {
        let task = self.task()?;
        let (question, _) = self.body.nodes().find(|(_, data)| {
            let Op::Branch(Value::Use(place) | Value::Ref(_, place)) = &data.op else {
                return false;
            };
            self.is_owner(place)
                && self.leads_here(&data.next, EdgeKind::Success)
                && !self.leads_here(&data.next, EdgeKind::Failure)
        })?;
        // It was started before the question.
        let made = self.body.local(task).def?;
        let mentioned = |node: NodeId, op: &Op| {
            let mut found = false;
            flow::uses(op, |value| {
                found |= flow::mentions(value, &|local| local == task) != Mention::No;
            });
            found && node != self.at.node
        };
        let before = flow::reachable(self.body, made, |_| false).contains(question);
        if !before
            || self
                .body
                .nodes()
                .any(|(node, data)| mentioned(node, &data.op))
        {
            return None;
        }
        Some(Ok(self.tell(
            "this task runs in any case, but only where its owner is there somebody looks after it",
            question,
            "it is asked here whether there is one",
        )))
    }

    /// The task that is handed over.
    fn task(&self) -> Option<LocalId> {
        let program = &self.model.program;
        self.call.args.iter().find_map(|arg| {
            let (_, adt) = program.adt(&arg.ty)?;
            let task = adt.attrs.is(TypeWord::TaskHandle);
            match &arg.value {
                Value::Use(place) if task && place.path.is_empty() => place.as_local(),
                _ => None,
            }
        })
    }

    /// Whether a place is an `Option` of something that keeps tasks.
    fn is_owner(&self, place: &otplint_model::place::Place) -> bool {
        let program = &self.model.program;
        // What a call has found is a look of its own.
        let found = |local: &Local| local.name.is_none();
        if place.path.is_empty() && self.body.local_of(place).is_some_and(found) {
            return false;
        }
        let Some(ty) = slots::place_type(program, self.at.body, place) else {
            return false;
        };
        let option = ty
            .adt()
            .is_some_and(|def| program.def(def).name == "Option");
        let inner = ty.peel_refs().arg(0);
        option && inner.is_some_and(|inner| tasks::keeps_tasks(program, inner))
    }

    fn leads_here(&self, edges: &[otplint_model::body::Edge], kind: EdgeKind) -> bool {
        let here = self.at.node;
        let mut edges = edges.iter().filter(|edge| edge.kind == kind);
        edges.any(|edge| {
            edge.to == here || flow::reachable(self.body, edge.to, |_| false).contains(here)
        })
    }

    fn tell(&self, message: &str, node: NodeId, text: &str) -> Finding {
        let id = self.at.body;
        Story::new(
            self.model,
            &META,
            id,
            self.call.name_span,
            Confidence::Medium,
        )
        .message(message)
        .step(Site { body: id, node }, text)
        .help(
            "hand the failure on, or end the task; a child of `otp_runtime::supervisor::Supervisor` is looked after from its \
             start",
        )
        .tell()
    }
}
