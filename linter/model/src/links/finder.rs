//! Finds the waits in a turn.

use super::directory::{Directory, fits};
use super::requests::{awaited_later, channels_of, of_end, requests};
use super::{Certainty, Link, Wait};
use crate::body::{BodyId, Call, Callee, LocalId, LocalKind, Op, Value};
use crate::channels::{self, Bound, Channel};
use crate::def::{DefId, DefKind};
use crate::effects::{self, Site};
use crate::model::Model;
use crate::place::Place;
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::stub::{Effect, Flavor, TypeWord};
use crate::turn::{self, Entered, ProcessId, Step, Visitor};
use crate::ty::Ty;
use smallvec::SmallVec;

pub(super) struct Finder<'a> {
    pub(super) model: &'a Model,
    pub(super) directory: &'a Directory,
    pub(super) from: ProcessId,
    pub(super) handler: BodyId,
    pub(super) found: &'a mut Vec<Link>,
}

impl Visitor for Finder<'_> {
    fn enters(&self, callee: BodyId) -> bool {
        // The handlers of a framework of the workspace are processes of their own.
        !(self.directory.generic.contains(&self.from) && self.directory.framework.contains(&callee))
    }

    fn body(&mut self, entered: &Entered<'_>) {
        for request in requests(self.model, entered.body) {
            let channels = channels_of(self.model, request.sent);
            let step = Waiting {
                at: request.asked,
                awaited: request.awaited,
                via: entered.via,
                deadline: request.deadline.or(entered.deadline),
                kind: Wait::Reply,
            };
            self.over_channel(&step, &channels);
        }
    }

    fn call(&mut self, step: &Step<'_>) {
        let program = &self.model.program;
        let Some(attrs) = effects::attrs_of(program, step.call) else {
            return;
        };
        // A macro waits for what it asks by itself.
        let in_macro = matches!(&step.call.callee, Callee::Known(defs)
            if defs.iter().all(|def| matches!(program.def(*def).kind, DefKind::Macro(_))));
        let waits = step.polled || attrs.has(Effect::Blocks) || in_macro;
        if attrs.has(Effect::Call) && waits {
            let own = sets_own_deadline(program, step.call);
            let deadline = step.deadline.or(own.then_some(step.at));
            if !hands_back_reply(program, step.at.body, step.call) {
                self.asks(step, step.at, deadline);
            } else if let Some((awaited, later)) = awaited_later(self.model, step.at, step.call) {
                self.asks(step, awaited, deadline.or(later));
            }
        } else if attrs.has(Effect::Send) && (step.polled || attrs.has(Effect::Blocks)) {
            let Some(end) = channels::sending(program, step.call) else {
                return;
            };
            let channels = of_end(self.model, step.at.body, end.place, &end.call.args[0].ty);
            let bounded = |channel: &&Channel| {
                channel.bound != Bound::None
                    && matches!(channel.flavor, Some(Flavor::Mpsc | Flavor::Std))
            };
            let waiting = Waiting {
                at: step.at,
                awaited: step.at,
                via: step.via,
                deadline: step.deadline,
                kind: Wait::Room,
            };
            let passes = |channel: &&Channel| {
                is_of_a_turn(program, channel) || is_of_a_call(program, channel)
            };
            if channels.iter().all(bounded) && !channels.iter().any(passes) {
                self.over_channel(&waiting, &channels);
            }
        }
    }
}

/// The request is over once the message is in the mailbox: a receiver of the framework's own will bring the reply.
fn hands_back_reply(program: &Program, id: BodyId, call: &Call) -> bool {
    let Some(Shared::End(end, true, _)) =
        slots::shared(program, &program.body(id).local(call.to).ty)
    else {
        return false;
    };
    let krate = |def: DefId| program.def(def).path.split("::").next();
    let oneshot =
        (program.def(end).as_adt()).is_some_and(|adt| adt.attrs.flavor == Some(Flavor::Oneshot));
    oneshot
        && matches!(&call.callee, Callee::Known(defs) if defs.iter().all(|def| krate(*def) == krate(end)))
}

struct Waiting<'s> {
    at: Site,
    awaited: Site,
    via: &'s [Site],
    deadline: Option<Site>,
    kind: Wait,
}

impl Finder<'_> {
    /// A framework's request.
    fn asks(&mut self, step: &Step<'_>, awaited: Site, deadline: Option<Site>) {
        let program = &self.model.program;
        let call = step.call;
        let Some(address) = call
            .args
            .iter()
            .find(|arg| channels::is_address(program, &arg.ty))
        else {
            return;
        };
        let message = channels::payload(program, call).map_or(Ty::Unknown, |arg| {
            turn::type_given(program, step.via, step.at.body, &arg.ty, arg.place.as_ref())
        });
        let own = is_own(program, step.via, step.at.body, address.place.as_ref());
        for (to, certainty) in self.directory.behind(program, &address.ty, &message) {
            let certainty = match to == self.from && !own {
                true => Certainty::Maybe,
                false => certainty,
            };
            self.push(
                &Waiting {
                    at: step.at,
                    awaited,
                    via: step.via,
                    deadline,
                    kind: Wait::Reply,
                },
                to,
                certainty,
                self.handlers_of(to, &message),
            );
        }
    }

    /// The handlers of a process that take a message of this type, and nothing else.
    fn handlers_of(&self, process: ProcessId, message: &Ty) -> SmallVec<[BodyId; 1]> {
        let program = &self.model.program;
        let handlers = &self.model.processes.list[process].handlers;
        // What a single handler takes is the whole protocol.
        let whole = program
            .adt(message)
            .filter(|(_, adt)| !adt.is_enum || handlers.len() > 1);
        let Some((sent, _)) = whole else {
            return SmallVec::new();
        };
        let takes = |handler: &&BodyId| {
            let body = program.body(**handler);
            let mut params = body.params.iter().map(|param| &body.local(*param).ty);
            params
                .any(|ty| !matches!(ty, Ty::Ref(..)) && ty.adt() == Some(sent) && fits(ty, message))
        };
        handlers.iter().filter(takes).copied().collect()
    }

    fn over_channel(&mut self, waiting: &Waiting<'_>, channels: &[&Channel]) {
        if channels.iter().any(|channel| is_new(waiting, channel)) {
            return;
        }
        for (to, certainty) in self.directory.taking(self.model, channels) {
            // The loop is a framework's: whose process it runs, the handle's type tells, unless it is the very loop
            // that waits for room.
            let itself = to == self.from && waiting.kind == Wait::Room;
            let to = match self.directory.generic.contains(&to) {
                true => self.framework_process(waiting).or(itself.then_some(to)),
                false => Some(to),
            };
            if let Some(to) = to {
                self.push(waiting, to, certainty, SmallVec::new());
            }
        }
    }

    fn framework_process(&self, waiting: &Waiting<'_>) -> Option<ProcessId> {
        let sites = waiting.via.iter().rev().chain([&waiting.at]);
        sites.into_iter().find_map(|site| {
            let Op::Call(call) = &self.model.program.body(site.body).node(site.node).op else {
                return None;
            };
            let Ty::Adt(_, args) = call.args.first()?.ty.peel_refs() else {
                return None;
            };
            args.iter()
                .filter_map(Ty::adt)
                .find_map(|def| self.directory.by_owner.get(&def).copied())
        })
    }

    fn push(
        &mut self,
        waiting: &Waiting<'_>,
        to: ProcessId,
        certainty: Certainty,
        handled: SmallVec<[BodyId; 1]>,
    ) {
        self.found.push(Link {
            from: self.from,
            to,
            kind: waiting.kind,
            at: waiting.at,
            awaited: waiting.awaited,
            handler: self.handler,
            via: waiting.via.to_vec(),
            deadline: waiting.deadline,
            certainty,
            handled,
        });
    }
}

/// Whether a channel lives for a turn of the loop that makes it and takes from it: that loop does nothing else while
/// others fill it.
fn is_of_a_turn(program: &Program, channel: &Channel) -> bool {
    let made = channel.created;
    let in_loop = program.body(made.body).node(made.node).in_loop.is_some();
    let own = |at: &Site| at.body.function() == made.body.function();
    in_loop && !channel.receives.is_empty() && channel.receives.iter().all(own)
}

/// Whether a channel is made for one answer: who makes it takes from it once, or hands it to someone who does and
/// keeps it no longer. Such a channel always has room for that.
fn is_of_a_call(program: &Program, channel: &Channel) -> bool {
    let made = channel.created;
    let takes_once = |at: &Site| {
        let body = program.body(at.body);
        let in_loop = body.node(at.node).in_loop;
        if at.body == made.body {
            return in_loop == program.body(made.body).node(made.node).in_loop;
        }
        let place = match &body.node(at.node).op {
            Op::Call(call) => channels::receiving(program, call).map(|end| end.place),
            Op::Await(await_) => await_.future.place.as_ref(),
            _ => None,
        };
        let Some(local) = place.and_then(Place::as_local) else {
            return false;
        };
        let (holder, local) = slots::origin(program, at.body, local);
        let own = holder.function() == made.body.function()
            || matches!(program.body(holder).local(local).kind, LocalKind::Param(_));
        let ty = &program.body(holder).local(local).ty;
        in_loop.is_none() && own && !matches!(ty, Ty::Ref(..))
    };
    channel.bound != Bound::At(0)
        && !channel.receives.is_empty()
        && channel.receives.iter().all(takes_once)
}

/// Whether a channel is made on the way to the wait: then it is another one than the process's own.
fn is_new(waiting: &Waiting<'_>, channel: &Channel) -> bool {
    let bodies = waiting.via.iter().chain([&waiting.at]);
    let functions: Vec<u32> = bodies.map(|at| at.body.function()).collect();
    let made = channel.created.body.function();
    functions
        .windows(2)
        .any(|pair| pair[0] != made && pair[1] == made)
}

/// Whether a request carries its own deadline: an argument that is not `None`.
pub fn sets_own_deadline(program: &Program, call: &Call) -> bool {
    let Some(index) = effects::attrs_of(program, call).and_then(|attrs| attrs.duration) else {
        return false;
    };
    let arg = call.args.get(usize::from(index) + usize::from(call.method));
    arg.is_some_and(|arg| {
        !matches!(arg.value, Value::Aggregate(Some(def), _) if program.def(def).name == "None")
    })
}

/// Whether a place holds the address of the process that runs this code: its context gave it, maybe to a
/// caller.
fn is_own(program: &Program, via: &[Site], at: BodyId, place: Option<&Place>) -> bool {
    let (mut id, mut place) = (at, place.cloned());
    let mut callers = via.iter().rev();
    loop {
        let given = match place.as_ref().and_then(Place::as_local) {
            Some(local) => address_from(program, id, local),
            None => return false,
        };
        let (function, index) = match given {
            From::Context => return true,
            From::Elsewhere => return false,
            From::Caller(function, index) => (function, index),
        };
        // Blocks and closures see what the function around them sees.
        let caller = callers
            .by_ref()
            .find(|site| site.body.function() != function.function());
        let Some(site) = caller else { return false };
        let Op::Call(call) = &program.body(site.body).node(site.node).op else {
            return false;
        };
        place = call
            .args
            .get(index as usize)
            .and_then(|arg| arg.place.clone());
        id = site.body;
    }
}

/// Where an address comes from.
enum From {
    /// The context of the process itself.
    Context,
    /// The parameter of a helper.
    Caller(BodyId, u32),
    /// Not seen, or somebody else's.
    Elsewhere,
}

fn address_from(program: &Program, id: BodyId, local: LocalId) -> From {
    let (id, mut local) = slots::origin(program, id, local);
    let body = program.body(id);
    let is_context = |ty: &Ty| {
        program
            .adt(ty)
            .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Context))
    };
    for _ in 0..6 {
        let data = body.local(local);
        if is_context(&data.ty) {
            return From::Context;
        }
        if let LocalKind::Param(index) = data.kind {
            // The framework hands a handler its own address.
            let handles = program
                .function(body.owner)
                .is_some_and(|function| function.trait_def.is_some());
            return match handles {
                true if index > 0 && channels::is_address(program, &data.ty) => From::Context,
                true => From::Elsewhere,
                false => From::Caller(id, index),
            };
        }
        let from = match data.def.map(|node| &body.node(node).op) {
            Some(Op::Call(call)) => {
                let first = call.args.first();
                if first.is_some_and(|arg| is_context(&arg.ty)) {
                    return From::Context;
                }
                first.and_then(|arg| arg.place.as_ref())
            }
            Some(Op::Assign(_, Value::Use(place) | Value::Ref(_, place))) => Some(place),
            _ => None,
        };
        match from.and_then(Place::as_local) {
            Some(next) if next != local => local = next,
            _ => return From::Elsewhere,
        }
    }
    From::Elsewhere
}
