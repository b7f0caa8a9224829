//! Tasks that are started again where their end is noticed.

use otplint_model::body::{Call, EdgeKind, LoopKind, NodeId, Op, Value};
use otplint_model::effects::{self, Made, Site};
use otplint_model::flow::NodeSet;
use otplint_model::pace::Hasty;
use otplint_model::stub::Effect;
use otplint_model::{
    Confidence, Finding, Location, Model, Reason, crashes, processes, slots, within,
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
        let place = self.end.place();
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
            None => self.next_of(end.at.node).collect(),
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
    fn next_of(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let data = self.end.body.node(node);
        let asks = matches!(&data.op, Op::Branch(value) if self.is_result(value));
        let next = data.next.iter();
        next.filter(move |edge| !(asks && edge.kind == EdgeKind::Success))
            .map(|edge| edge.to)
    }

    fn is_result(&self, value: &Value) -> bool {
        let program = &self.model().program;
        let (Value::Use(place) | Value::Ref(_, place)) = value else {
            return false;
        };
        let ty = slots::place_type(program, self.end.at.body, place);
        ty.and_then(|ty| ty.peel_refs().adt())
            .is_some_and(|def| program.def(def).name == "Result")
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
                ) || self.next_of(node).any(|next| !end.in_loop(next)))
        };
        if path.iter().any(leaves) {
            return Some("the failing path can leave the loop");
        }
        let takes = path.iter().any(|node| {
            node != again.node
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
