//! A look for something that may not be there, and what depends on the answer.

use otplint_model::body::{Body, BodyKind, Call, EdgeKind, LocalId, NodeId, Op, Outcome, Value};
use otplint_model::def::DefKind;
use otplint_model::effects::{self, Site};
use otplint_model::flow::{self, NodeSet};
use otplint_model::place::Root;
use otplint_model::stub::Effect;
use otplint_model::{Confidence, Finding, Location, Model, Reason, follow, within};

use super::{META, What, owner};
use crate::raw_send::{hints, message};
use crate::story::{Story, in_production};

/// A look for something that may not be there.
pub(super) struct Look<'m> {
    pub(super) model: &'m Model,
    pub(super) body: &'m Body,
    pub(super) at: Site,
    pub(super) call: &'m Call,
    pub(super) what: What,
}

/// What is done where it was found, and what where it was not.
pub(super) struct Ways {
    pub(super) done: Site,
    pub(super) missing: NodeSet,
}

impl<'m> Look<'m> {
    /// A look by this call.
    pub(super) fn new(model: &'m Model, at: Site, what: What) -> Option<Self> {
        Some(Self {
            model,
            body: model.program.body(at.body),
            at,
            call: follow::call_at(&model.program, at)?,
            what,
        })
    }

    pub(super) fn place(&self) -> Location {
        Location {
            file: self.body.file,
            span: self.call.name_span,
        }
    }

    /// `None` where nothing depends on what was found.
    pub(super) fn judge(&self) -> Option<Result<Finding, Reason>> {
        let ways = match self.branches().or_else(|| self.closures())? {
            Ok(ways) => ways,
            Err(reason) => return Some(Err(reason)),
        };
        Some(match self.excuse(&ways) {
            Some(reason) => Err(reason),
            None => Ok(self.tell(&ways)),
        })
    }

    /// Why it is fine that the work is not done.
    fn excuse(&self, ways: &Ways) -> Option<Reason> {
        let place = self.noun();
        let missing = &ways.missing;
        let calls_own = missing.iter().any(|node| match &self.body.node(node).op {
            Op::Call(call) => !effects::callees(&self.model.program, call).is_empty(),
            _ => false,
        });
        if calls_own || self.work(missing).is_some() {
            return Some(format!("without a {place} the work is done otherwise").into());
        }
        let fails = missing
            .iter()
            .any(|node| matches!(self.body.node(node).op, Op::Fail(_) | Op::Panic));
        if fails {
            return Some(format!("without a {place} the caller is told by a failure").into());
        }
        if self.says_no(missing) && self.unheard().is_none() {
            return Some("the caller is told by what is returned".into());
        }
        match self.what {
            What::Runtime | What::Named => None,
            What::Weak | What::Started => self.excuse_of_address(ways),
            What::Owner => self.excuse_of_owner(ways),
        }
    }

    /// Why it is fine that a message is not sent.
    fn excuse_of_address(&self, ways: &Ways) -> Option<Reason> {
        if self.answers(ways) {
            return Some("the caller is told by what is returned".into());
        }
        if self.what == What::Weak && self.ends_with_it(ways) {
            return Some("it ends as well when the process is gone".into());
        }
        let program = &self.model.program;
        let owner = program.def(self.body.owner);
        if owner.name == "drop" || hints::is_end(owner.name.as_str()) {
            return Some("it is told of an end".into());
        }
        let send = follow::call_at(program, ways.done)?;
        let payload = send.args.get(1)?;
        if let Err(reason) = message::read(self.model, ways.done.body, &payload.value, &payload.ty)
        {
            return Some(reason);
        }
        let name = if effects::callees(program, self.call).is_empty() {
            let holder = self.call.args.first()?.place.as_ref()?;
            match (holder.last_field(), holder.root) {
                (Some((_, name)), _) => Some(name),
                (None, Root::Static(def)) => Some(program.def(def).name),
                (None, Root::Local(local)) => self.body.local(local).name,
            }
        } else {
            Some(self.call.name)
        };
        let optional = name.is_some_and(|name| hints::measures(&name.as_str().to_lowercase()))
            || payload
                .ty
                .adt()
                .is_some_and(|def| hints::measures(&program.def(def).path))
            || hints::measures(&owner.path);
        optional.then(|| "it measures or logs: the service goes on without".into())
    }

    /// What is returned without it tells the caller.
    pub(super) fn answers(&self, ways: &Ways) -> bool {
        ways.missing
            .iter()
            .any(|node| match &self.body.node(node).op {
                Op::Return(value) => !says_nothing(self.model, value),
                _ => false,
            })
    }

    /// Without it the function returns `false`.
    fn says_no(&self, missing: &NodeSet) -> bool {
        let result = self.body.nodes().find_map(|(_, data)| match &data.op {
            Op::Return(Value::Use(place)) if place.path.is_empty() => place.as_local(),
            _ => None,
        });
        let no = Value::Bool(false);
        missing.iter().any(|node| match &self.body.node(node).op {
            Op::Return(value) => *value == no,
            Op::Assign(to, value) => {
                to.path.is_empty() && result.is_some() && to.as_local() == result && *value == no
            }
            _ => false,
        })
    }

    /// A caller that throws away what is returned.
    fn unheard(&self) -> Option<Site> {
        let program = &self.model.program;
        let mut callers = self.model.index.callers_of(program, self.at.body).iter();
        let found = callers.find(|at| {
            let call = follow::call_at(program, **at);
            in_production(self.model, at.body)
                && call.is_some_and(|call| call.outcome == Outcome::Discarded)
        });
        found.copied()
    }

    /// The loop around it, or the task that it is, ends when the process is gone.
    pub(super) fn ends_with_it(&self, ways: &Ways) -> bool {
        let own_task = self.body.kind == BodyKind::Async
            || self
                .model
                .tasks
                .spawns
                .iter()
                .any(|spawn| spawn.runs.iter().any(|run| run.body == self.at.body));
        match self.body.node(self.at.node).in_loop {
            Some(around) => !ways
                .missing
                .iter()
                .flat_map(|node| &self.body.node(node).next)
                .any(|edge| edge.to == self.body.loops[around.0 as usize].head),
            None => own_task,
        }
    }

    /// The ways that a question opens.
    fn branches(&self) -> Option<Result<Ways, Reason>> {
        let mut at = self.at.node;
        for _ in 0..6 {
            let data = self.body.node(at);
            if matches!(data.op, Op::Branch(_)) {
                let (there, missing) = self.sides(at);
                let done = self.work(&there)?;
                return Some(Ok(Ways { done, missing }));
            }
            match data.next.as_slice() {
                [one] => at = one.to,
                _ => return None,
            }
        }
        None
    }

    /// What only runs when it was found, and what only runs when not.
    fn sides(&self, question: NodeId) -> (NodeSet, NodeSet) {
        let next = &self.body.node(question).next;
        let side = |success: bool| {
            let mut found = NodeSet::new(self.body);
            let takes = |kind: EdgeKind| match kind {
                EdgeKind::Success => success,
                EdgeKind::Failure => !success,
                _ => {
                    let split = next.iter().any(|edge| edge.kind == EdgeKind::Success);
                    split != success
                }
            };
            for edge in next.iter().filter(|edge| takes(edge.kind)) {
                found.insert(edge.to);
                for node in flow::reachable(self.body, edge.to, |_| false).iter() {
                    found.insert(node);
                }
            }
            found
        };
        let (mut there, mut missing) = (side(true), side(false));
        let all = there.clone();
        there.remove_all(&missing);
        missing.remove_all(&all);
        (there, missing)
    }

    /// `Handle::try_current().map(|runtime| ..)`: the work stands in a closure.
    fn closures(&self) -> Option<Result<Ways, Reason>> {
        let mut held: Vec<LocalId> = vec![self.call.to];
        let mut done = None;
        let holds = |held: &[LocalId], value: &Value| {
            flow::mentions(value, &|local| held.contains(&local)) != flow::Mention::No
        };
        for (node, data) in self.body.nodes() {
            match &data.op {
                Op::Call(call)
                    if call
                        .args
                        .first()
                        .is_some_and(|arg| holds(&held, &arg.value)) =>
                {
                    done = done
                        .or_else(|| self.work_at(node))
                        .or_else(|| self.work_of_named(call));
                    held.push(call.to);
                    // `map_or(Ok(()), send)`, `map(send).unwrap_or(Ok(()))`
                    if let (Some(done), Some(instead)) = (done, self.instead(call)) {
                        let missing = NodeSet::new(self.body);
                        return Some(match says_nothing(self.model, instead) {
                            true => Ok(Ways { done, missing }),
                            false => Err("the caller is told by what is returned".into()),
                        });
                    }
                    if self.is_passed_on(call) {
                        return done.map(|_| Err("its absence is passed on".into()));
                    }
                }
                Op::Assign(to, value) if holds(&held, value) => {
                    held.extend(to.as_local().filter(|_| to.path.is_empty()));
                }
                Op::Branch(value) if done.is_some() && holds(&held, value) => {
                    let (_, missing) = self.sides(node);
                    return done.map(|done| Ok(Ways { done, missing }));
                }
                Op::Return(value) | Op::Fail(value) if holds(&held, value) => {
                    return done.map(|_| Err("its absence is passed on".into()));
                }
                _ => {}
            }
        }
        let missing = NodeSet::new(self.body);
        done.map(|done| Ok(Ways { done, missing }))
    }

    /// What a call of `Option` or `Result` puts in the place of what is missing.
    fn instead<'c>(&self, call: &'c Call) -> Option<&'c Value> {
        let replaces = matches!(call.name.as_str(), "map_or" | "unwrap_or");
        let described = effects::attrs_of(&self.model.program, call).is_some();
        let instead = call.args.get(1).filter(|_| replaces && described)?;
        Some(&instead.value)
    }

    /// The failure of a call is handed on, or panics.
    fn is_passed_on(&self, call: &Call) -> bool {
        matches!(call.outcome, Outcome::Propagated | Outcome::Panics)
            || effects::attrs_of(&self.model.program, call)
                .is_some_and(|attrs| attrs.has(Effect::Panics))
    }

    /// `map(start)`
    fn work_of_named(&self, call: &Call) -> Option<Site> {
        let program = &self.model.program;
        call.args.iter().find_map(|arg| {
            let Value::Fn(def) = arg.value else {
                return None;
            };
            let id = *program.body_of.get(&def)?;
            let mut nodes = program.body(id).nodes();
            nodes.find_map(|(node, _)| self.work_in(Site { body: id, node }))
        })
    }

    /// Where something is started or sent.
    fn work(&self, nodes: &NodeSet) -> Option<Site> {
        nodes.iter().find_map(|node| self.work_at(node))
    }

    fn work_at(&self, node: NodeId) -> Option<Site> {
        let body = self.at.body;
        self.work_in(Site { body, node })
    }

    fn work_in(&self, at: Site) -> Option<Site> {
        let wanted = |_: Site, call: &Call| {
            effects::attrs_of(&self.model.program, call).is_some_and(|attrs| {
                let starts = [
                    Effect::Spawn,
                    Effect::SpawnLocal,
                    Effect::SpawnBlocking,
                    Effect::SpawnThread,
                    Effect::Start,
                    Effect::BlockOn,
                ];
                let sends = [Effect::Send, Effect::TrySend, Effect::Call];
                let any = |kinds: &[Effect]| kinds.iter().any(|kind| attrs.has(*kind));
                match self.what {
                    What::Runtime => any(&starts),
                    What::Named => any(&starts) || any(&sends),
                    What::Weak | What::Started => any(&sends),
                    What::Owner => false,
                }
            })
        };
        let wanted = |at: Site, call: &Call| match self.what {
            What::Owner => owner::gets_task(self.model, at, call),
            What::Named => wanted(at, call) || owner::gets_address(self.model, call),
            _ => wanted(at, call),
        };
        within::find(&self.model.program, at, &wanted)
    }

    /// Whether something that was not seen stands between the look and the way without it: it may be a log.
    fn is_unseen(&self, ways: &Ways) -> bool {
        let missing = ways.missing.iter();
        let end = missing.map(|node| self.body.node(node).span.end).max();
        let start = self.call.name_span.end;
        let mut unseen = self.body.unseen.iter().map(|(span, _)| span);
        unseen.any(|span| start <= span.start && end.is_some_and(|end| span.end <= end))
    }

    fn noun(&self) -> &'static str {
        match self.what {
            What::Runtime => "runtime",
            What::Named | What::Weak | What::Started => "process",
            What::Owner => "supervisor",
        }
    }

    fn tell(&self, ways: &Ways) -> Finding {
        let id = self.at.body;
        let logged = ways
            .missing
            .iter()
            .any(|node| matches!(self.body.node(node).op, Op::Log));
        let silently = if logged { "" } else { "silently " };
        let process = "hold its address instead of looking it up, and handle the failure: the slot of an \
                       `otp_runtime::supervisor::Supervisor`'s child keeps its mailbox across restarts";
        let (message, help) = match self.what {
            What::Runtime => (
                format!(
                    "outside a runtime this work is {silently}skipped, and the caller goes on as if it ran"
                ),
                "let the owner start it where a runtime is certain, or fail: a child of `otp_runtime::supervisor::Supervisor` \
                 is started in every environment alike",
            ),
            What::Named => (
                format!(
                    "while this process is down or restarts, what is meant for it is {silently}skipped"
                ),
                process,
            ),
            What::Weak => (
                format!(
                    "once this process is gone, what is meant for it is {silently}skipped, and the caller goes on as if it \
                     had arrived"
                ),
                process,
            ),
            What::Started => (
                format!(
                    "until this process is started, what is meant for it is {silently}skipped, and the caller goes on as if \
                     it had arrived"
                ),
                "start it before anybody can send to it, and give its address to those who do; or fail: a child of \
                 `otp_runtime::supervisor::Supervisor` is there from the start",
            ),
            What::Owner => (
                format!(
                    "where nobody is there to look after it, this task is {silently}left to itself or not started, and the \
                     caller goes on as if it were"
                ),
                "fail where nobody can look after it, or hand the owner in; a child of `otp_runtime::supervisor::Supervisor` \
                 is looked after from its start",
            ),
        };
        let told = (logged || self.is_unseen(ways))
            && match self.what {
                What::Weak | What::Started => true,
                What::Owner => !self.says_success(),
                What::Runtime | What::Named => false,
            };
        let confidence = if told {
            Confidence::Low
        } else {
            Confidence::Medium
        };
        let mut story = Story::new(self.model, &META, id, self.call.name_span, confidence)
            .message(message)
            .step(ways.done, "this is done only if it is found");
        if let Some(end) = ways.missing.iter().find(|node| {
            let data = self.body.node(*node);
            data.span.end > data.span.start && matches!(data.op, Op::Return(_) | Op::Log)
        }) {
            story = story.step(
                Site {
                    body: id,
                    node: end,
                },
                "otherwise nothing is done",
            );
        }
        if let Some(caller) = self.unheard().filter(|_| self.says_no(&ways.missing)) {
            story = story.step(caller, "and who calls it does not ask");
        }
        story.help(help).tell()
    }
}

/// `()` and `Ok(())`: whoever is given it learns nothing.
pub(super) fn says_nothing(model: &Model, value: &Value) -> bool {
    match value {
        Value::Unit => true,
        Value::Aggregate(Some(def), parts) => {
            let def = model.program.def(*def);
            let success = matches!(def.kind, DefKind::Variant(..)) && def.name == "Ok";
            success && parts.iter().all(|(_, part)| says_nothing(model, part))
        }
        _ => false,
    }
}
