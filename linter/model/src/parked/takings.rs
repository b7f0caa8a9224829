//! What futures take while they are polled: locks, permits, connections, places in channels.

use super::{DEPTH, MOST, Resource, Taking, Takings};
use crate::body::{BodyId, Call, Callee, Op, Value};
use crate::channels::{self, Bound, End};
use crate::effects::{self, Made, Site};
use crate::processes;
use crate::stub::Effect;
use crate::turn;
use crate::ty::Ty;

impl Takings<'_> {
    /// What is taken where a node waits, with no deadline.
    pub(super) fn of_node(&self, at: Site, depth: usize) -> Vec<Taking> {
        let body = self.program().body(at.body);
        match &body.node(at.node).op {
            Op::Call(call) => self.of_call(at, call, call.awaited, depth),
            Op::Await(await_) => self.of_future(at.body, &await_.future.value, depth),
            _ => Vec::new(),
        }
    }

    /// What a future takes while it is polled, in the terms of the body that has it.
    pub(super) fn of_future(&self, id: BodyId, value: &Value, depth: usize) -> Vec<Taking> {
        let body = self.program().body(id);
        let mut found = Vec::new();
        for made in effects::future_bodies(self.program(), body, value) {
            match made {
                // What runs as a task of its own is polled by others.
                Made::Block(block) if !self.model.processes.spawns_of(block).is_empty() => {}
                Made::Block(block) => {
                    let inner = self.of_body(block, true, depth + 1).into_iter();
                    found.extend(inner.filter_map(|one| self.outward(block, id, one)));
                }
                Made::Call(node) => {
                    if let Op::Call(call) = &body.node(node).op {
                        found.extend(self.of_call(Site { body: id, node }, call, true, depth));
                    }
                }
            }
        }
        found
    }

    pub(super) fn outward(&self, inner: BodyId, outer: BodyId, taking: Taking) -> Option<Taking> {
        let from = match &taking.from {
            Resource::Place(place) => {
                Resource::Place(effects::outward_to(self.program(), inner, outer, place)?)
            }
            channel => channel.clone(),
        };
        Some(Taking { from, ..taking })
    }

    fn of_call(&self, at: Site, call: &Call, polled: bool, depth: usize) -> Vec<Taking> {
        let program = self.program();
        let mut found = Vec::new();
        if processes::is_spawn(program, call) || depth > DEPTH {
            return found;
        }
        let attrs = effects::attrs_of(program, call);
        let has = |kind| attrs.is_some_and(|attrs| attrs.has(kind));
        if polled && has(Effect::Timeout) {
            return found;
        }
        let room = polled.then(|| channels::waiting_for_room(program, call));
        if let Some(end) = room.flatten() {
            found.extend(self.of_room(at, end));
        } else if polled && has(Effect::Lock) && !has(Effect::Blocks) {
            let place = call.args.first().and_then(|arg| arg.place.clone());
            if let (Some(kind), Some(place)) = (attrs.and_then(|attrs| attrs.acquires), place) {
                found.push(Taking {
                    from: Resource::Place(place),
                    kind: Some(kind),
                    at,
                    via: Vec::new(),
                });
            }
        }
        for callee in effects::callees(program, call) {
            if !polled && program.body(callee).is_async {
                continue;
            }
            for taking in self.of_body(callee, polled, depth + 1) {
                let from = match (&taking.from, call.callee == Callee::Body(callee)) {
                    (Resource::Place(place), true) => {
                        effects::outward_to(program, callee, at.body, place).map(Resource::Place)
                    }
                    (Resource::Place(place), false) => {
                        effects::translate(program, callee, call, place).map(Resource::Place)
                    }
                    (channel, _) => Some(channel.clone()),
                };
                let mut via = vec![at];
                via.extend(&taking.via);
                found.extend(from.map(|from| Taking {
                    from,
                    via,
                    ..taking
                }));
            }
        }
        // `reply.map(..).await`, `join_all([..]).await`: what it is given is polled with it.
        if polled {
            for arg in call.args.iter().filter(|arg| turn::is_future(program, arg)) {
                found.extend(self.of_future(at.body, &arg.value, depth + 1));
            }
        }
        found.truncate(MOST);
        found
    }

    /// A place in a channel that has one.
    fn of_room(&self, at: Site, end: End<'_>) -> Option<Taking> {
        let program = self.program();
        let message = end
            .call
            .args
            .get(1)
            .map_or(Ty::Unknown, |arg| arg.ty.clone());
        let channels =
            self.model
                .channels
                .of(program, &self.model.slots, at.body, end.place, &message);
        let [channel] = channels.as_slice() else {
            return None;
        };
        (channel.bound == Bound::At(1)).then(|| Taking {
            from: Resource::Channel(channel.created),
            kind: None,
            at,
            via: Vec::new(),
        })
    }

    /// What a body takes when it is run to its end, in its own terms.
    pub(super) fn of_body(&self, id: BodyId, polled: bool, depth: usize) -> Vec<Taking> {
        if depth > DEPTH {
            return Vec::new();
        }
        if let Some(known) = self.known.borrow().get(&(id, polled)) {
            return known.clone();
        }
        // A recursion takes what its other calls take.
        self.known.borrow_mut().insert((id, polled), Vec::new());
        let body = self.program().body(id);
        let mut found: Vec<Taking> = Vec::new();
        for (node, data) in body.nodes() {
            let at = Site { body: id, node };
            let mut taken = self.of_node(at, depth);
            // What a `select!` polls takes too, whatever wins.
            if let Op::Select(select) = &data.op {
                for arm in &select.arms {
                    taken.extend(self.of_future(id, &arm.future.value, depth));
                }
            }
            if let (true, false, Op::Return(value)) = (polled, body.is_async, &data.op) {
                taken.extend(self.of_future(id, value, depth));
            }
            for one in taken {
                let outside = match &one.from {
                    Resource::Place(place) => crate::summary::starts_outside(body, place),
                    Resource::Channel(_) => true,
                };
                let known = found
                    .iter()
                    .any(|known| known.from == one.from && known.kind == one.kind);
                if outside && !known && found.len() < MOST {
                    found.push(one);
                }
            }
        }
        self.known.borrow_mut().insert((id, polled), found.clone());
        found
    }
}
