//! Tasks that are started again where their end is noticed.

use otplint_model::body::{Call, Edge, EdgeKind, LoopKind, NodeId, Op, Value};
use otplint_model::effects::{self, Made, Site};
use otplint_model::flow::NodeSet;
use otplint_model::pace::Hasty;
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{
    Confidence, Finding, Location, Model, Reason, Ty, crashes, processes, slots, within,
};

use super::attempt::Attempt;
use super::{HELP, META};
use crate::story::Story;

/// The end of a task, noticed in a loop.
pub(super) struct Respawn<'a, 'm> {
    end: &'a Attempt<'m>,
}

/// The spawn that follows, and what fails at once in the task.
struct Again {
    node: NodeId,
    spawn: Site,
    hasty: Hasty,
}

impl<'a, 'm> Respawn<'a, 'm> {
    /// Where what is waited for is the end of a task.
    pub(super) fn after(end: &'a Attempt<'m>) -> Option<Self> {
        let program = &end.model.program;
        let tells = match (&end.body.node(end.at.node).op, end.arm) {
            (_, Some(arm)) => crashes::of_future(program, &arm.future.ty).is_some(),
            (Op::Await(await_), None) => {
                crashes::of(program, &end.body.local(await_.to).ty).is_some()
            }
            (Op::Call(call), None) => {
                let joins =
                    effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Join));
                joins || call.awaited && crashes::of(program, &end.body.local(call.to).ty).is_some()
            }
            _ => false,
        };
        let items = end.body.loops[end.around.0 as usize].kind == LoopKind::For;
        (tells && !items).then_some(Self { end })
    }

    /// `None` where nothing is started again that fails at once.
    pub(super) fn judge(&self) -> Option<(Location, Result<Finding, Reason>)> {
        let path = self.path();
        let again = path.iter().find_map(|node| self.starts(node))?;
        let place = match self.end.arm {
            Some(arm) => Location {
                file: self.end.body.file,
                span: arm.future.span,
            },
            None => self.end.place(),
        };
        let judged = match self.excuse(&path, &again) {
            Some(reason) => Err(reason.into()),
            None => Ok(self.tell(place, &again)),
        };
        Some((place, judged))
    }

    fn model(&self) -> &'m Model {
        self.end.model
    }

    /// The nodes that follow where the task has failed, with no wait before them, up to where its end is waited for
    /// again.
    fn path(&self) -> NodeSet {
        let end = self.end;
        let mut found = NodeSet::new(end.body);
        let mut open: Vec<NodeId> = match end.arm {
            Some(arm) => vec![arm.body],
            None => self.next_of(end.at.node),
        };
        while let Some(node) = open.pop() {
            let body = end.at.body;
            let waits = !end.is_made_beside(node)
                && self.starts(node).is_none()
                && end.pace.waits(Site { body, node });
            if !end.in_loop(node) || node == end.at.node || waits || !found.insert(node) {
                continue;
            }
            open.extend(self.next_of(node));
        }
        found
    }

    /// Where a node leads when the task has failed.
    fn next_of(&self, node: NodeId) -> Vec<NodeId> {
        let data = self.end.body.node(node);
        let mut edges: Vec<Edge> = data.next.to_vec();
        if let Op::Branch(value) = &data.op {
            match self.asked(value) {
                Some("Result") => edges.retain(|edge| edge.kind != EdgeKind::Success),
                // `None`: no task is left.
                Some("Option") => {
                    edges.retain(|edge| edge.kind != EdgeKind::Failure);
                    // `Some(Ok(Ok(()))) => .., Some(Err(error)) => ..`
                    if edges.iter().any(|edge| self.binds_error(edge.to)) {
                        edges.retain(|edge| self.binds_error(edge.to));
                    }
                }
                _ => {}
            }
        }
        edges.into_iter().map(|edge| edge.to).collect()
    }

    /// What a question is asked of: whether there is one, or how it went.
    fn asked(&self, value: &Value) -> Option<&'m str> {
        let program = &self.model().program;
        let (Value::Use(place) | Value::Ref(_, place)) = value else {
            return None;
        };
        let ty = slots::place_type(program, self.end.at.body, place)?;
        crashes::of(program, &ty)
            .or_else(|| (self.name_of(&ty)? == "Result").then_some(crashes::Of::Task))?;
        self.name_of(&ty)
    }

    fn name_of(&self, ty: &Ty) -> Option<&'m str> {
        let program = &self.model().program;
        Some(program.def(ty.peel_refs().adt()?).name.as_str())
    }

    /// Whether a way begins by giving a name to what went wrong.
    fn binds_error(&self, from: NodeId) -> bool {
        let body = self.end.body;
        let program = &self.model().program;
        let mut at = from;
        for _ in 0..4 {
            let data = body.node(at);
            if let Op::Assign(to, _) = &data.op
                && let Some(local) = body.local_of(to).filter(|local| local.name.is_some())
                && let Some((def, adt)) = program.adt(&local.ty)
            {
                let crash = adt.attrs.is(TypeWord::Crash);
                return crash || program.def(def).name.as_str().contains("Err");
            }
            match (&data.op, data.next.as_slice()) {
                (Op::Join | Op::Assign(..), [one]) => at = one.to,
                _ => break,
            }
        }
        false
    }

    /// The task that a node starts and that fails at once.
    fn starts(&self, node: NodeId) -> Option<Again> {
        let model = self.model();
        let program = &model.program;
        let at = Site {
            body: self.end.at.body,
            node,
        };
        if let Op::Call(call) = &self.end.body.node(node).op
            && let Some(hasty) = self.pushes(at, call)
        {
            return Some(Again {
                node,
                spawn: at,
                hasty,
            });
        }
        let spawn = within::find(program, at, &|_, call| processes::is_spawn(program, call))?;
        let known = model.tasks.spawns.iter();
        let mut runs = known
            .filter(|known| known.at == spawn || known.spawned == spawn)
            .flat_map(|known| &known.runs);
        let hasty = runs.find_map(|run| self.end.pace.body_fails_at_once(run.body))?;
        Some(Again { node, spawn, hasty })
    }

    /// `running.push(work())`, where `running` polls it.
    fn pushes(&self, at: Site, call: &Call) -> Option<Hasty> {
        let program = &self.model().program;
        effects::attrs_of(program, call).filter(|attrs| attrs.has(Effect::Insert))?;
        call.args.iter().skip(1).find_map(|arg| {
            let made = effects::future_bodies(program, self.end.body, &arg.value);
            made.into_iter().find_map(|made| match made {
                Made::Block(block) => self.end.pace.body_fails_at_once(block),
                Made::Call(_) => self.end.pace.future_fails_at_once(at, &arg.value),
            })
        })
    }

    /// Why the same task is not started again and again.
    fn excuse(&self, path: &NodeSet, again: &Again) -> Option<&'static str> {
        let end = self.end;
        let leaves = |node: NodeId| {
            node != end.head()
                && (matches!(
                    end.body.node(node).op,
                    Op::Fail(_) | Op::Return(_) | Op::Panic
                ) || self
                    .next_of(node)
                    .into_iter()
                    .any(|next| !end.in_loop(next)))
        };
        if path.iter().any(leaves) {
            return Some("the failing path can leave the loop");
        }
        let takes = path.iter().any(|node| {
            node != again.node
                && !end.is_made_beside(node)
                && matches!(&end.body.node(node).op, Op::Call(call)
                    if ["pop", "next", "recv", "try_recv", "take"]
                        .iter()
                        .any(|word| call.name.as_str().starts_with(word)))
        });
        takes.then_some("each turn takes the next item")
    }

    fn tell(&self, place: Location, again: &Again) -> Finding {
        let id = self.end.at.body;
        Story::new(self.model(), &META, id, place.span, Confidence::Medium)
            .message(
                "while this task keeps failing, the loop starts it again at once: it spins, and floods what the task calls",
            )
            .step(again.hasty.leaf, "this can fail at once, and ends the task")
            .step(again.spawn, "and it is started again here: no delay, no cap, no limit")
            .help(HELP)
            .tell()
    }
}
