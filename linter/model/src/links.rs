//! Who waits for whom: processes linked by the waits in their turns.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::body::{Body, BodyId, Call, Callee, LocalId, NodeId, Op, Value};
use crate::channels::{self, Bound, Channel};
use crate::def::{DefId, DefKind};
use crate::effects::{self, Site};
use crate::flow::{self, Mention};
use crate::follow;
use crate::handling;
use crate::model::Model;
use crate::place::{Place, Root, Step as PlaceStep};
use crate::processes::ProcessKind;
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::span::Span;
use crate::stub::{Effect, Flavor, TypeWord};
use crate::sym::Sym;
use crate::turn::{self, Entered, Start, Step, Visitor};
use crate::ty::Ty;

/// A process, by its position in the list of processes; beyond its end stand the loops that take all
/// their messages through helpers.
pub type ProcessId = usize;

/// A process waits for another one in its turn.
#[derive(Clone, Debug)]
pub struct Link {
    /// Who waits.
    pub from: ProcessId,
    /// For whom.
    pub to: ProcessId,
    /// What for.
    pub kind: Wait,
    /// The message is sent here.
    pub at: Site,
    /// And the wait is here, where that is another node.
    pub awaited: Site,
    /// The handler, hook or loop in whose turn that happens.
    pub handler: BodyId,
    /// The calls that lead from there to `at`, outermost first.
    pub via: Vec<Site>,
    /// Where a deadline ends the wait.
    pub deadline: Option<Site>,
    /// How surely it is this process.
    pub certainty: Certainty,
    /// The handlers that the message is for, where its type alone tells.
    pub handled: SmallVec<[BodyId; 1]>,
}

/// What a process waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// The reply to a message.
    Reply,
    /// Room in a mailbox that has a bound.
    Room,
}

/// How surely an address leads to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// One of several that take such messages, or another instance of the same kind.
    Maybe,
    /// The only one that takes such messages.
    Only,
    /// The one that the address or channel names.
    Named,
}

/// All waits of processes for processes.
#[derive(Debug, Default)]
pub struct Links {
    /// They, by who waits.
    pub list: Vec<Link>,
    directory: Directory,
}

/// More processes than this behind one message are no answer.
const CANDIDATES: usize = 4;

impl Links {
    /// Finds the waits of all processes.
    pub fn new(model: &Model) -> Self {
        let directory = Directory::new(model);
        let mut list = Vec::new();
        for id in 0..model.processes.list.len() + directory.through_helpers.len() {
            for turn in directory.turns(model, id, None) {
                let mut finder = Finder {
                    model,
                    directory: &directory,
                    from: id,
                    handler: turn.body(),
                    found: &mut list,
                };
                turn::walk(model, turn.start(), &mut finder);
            }
        }
        let mut links = Self { list, directory };
        links.settle();
        links
    }

    /// The process whose loop answers a request that is sent here.
    pub fn answers(&self, model: &Model, at: Site) -> Option<ProcessId> {
        let taking = self
            .directory
            .taking(&model.program, &channels_of(model, at));
        match taking.as_slice() {
            [(one, _)] => Some(*one),
            _ => None,
        }
    }

    /// What a process runs for a message: of its handlers these, where they are known.
    pub fn turns(&self, model: &Model, process: ProcessId, handled: &[BodyId]) -> Vec<Turn> {
        let handled = Some(handled).filter(|handled| !handled.is_empty());
        self.directory.turns(model, process, handled)
    }

    /// The body that holds a process's loop; `None` where a framework has it.
    pub fn loop_of(&self, model: &Model, process: ProcessId) -> Option<BodyId> {
        self.directory.loop_of(model, process)
    }

    /// Where all that may be behind a message wait for its sender in the end, it does not matter
    /// which of them it is.
    fn settle(&mut self) {
        let mut next: FxHashMap<ProcessId, Vec<ProcessId>> = FxHashMap::default();
        for link in &self.list {
            next.entry(link.from).or_default().push(link.to);
        }
        let leads = |from: ProcessId, to: ProcessId| {
            let mut seen: FxHashSet<ProcessId> = FxHashSet::default();
            let mut open = vec![from];
            while let Some(at) = open.pop() {
                if at == to {
                    return true;
                }
                if seen.insert(at) {
                    open.extend(next.get(&at).into_iter().flatten());
                }
            }
            false
        };
        let mut all_back: FxHashMap<(ProcessId, Site), bool> = FxHashMap::default();
        for link in self
            .list
            .iter()
            .filter(|link| link.certainty == Certainty::Maybe)
        {
            let back = link.to != link.from && leads(link.to, link.from);
            *all_back.entry((link.from, link.at)).or_insert(true) &= back;
        }
        for link in &mut self.list {
            if link.certainty == Certainty::Maybe && all_back[&(link.from, link.at)] {
                link.certainty = Certainty::Only;
            }
        }
    }
}

/// What a process runs for a message.
#[derive(Clone, Debug)]
pub enum Turn {
    /// A handler or hook whose future is awaited.
    Awaited(BodyId),
    /// A handler or hook; the future that it returns runs beside the mailbox.
    Called(BodyId),
    /// These nodes of a loop.
    Nodes(BodyId, Vec<NodeId>),
}

impl Turn {
    /// The body that holds it.
    pub fn body(&self) -> BodyId {
        match self {
            Self::Awaited(body) | Self::Called(body) | Self::Nodes(body, _) => *body,
        }
    }

    /// Where a walk over it begins.
    pub fn start(&self) -> Start<'_> {
        match self {
            Self::Awaited(body) => Start::Awaited(*body),
            Self::Called(body) => Start::Called(*body),
            Self::Nodes(body, nodes) => Start::Nodes(*body, nodes),
        }
    }
}

fn is_real(program: &Program, id: BodyId) -> bool {
    let body = program.body(id);
    !body.test && !program.is_test_file(body.file) && !program.def(body.owner).test
}

/// Who is behind an address or a channel.
#[derive(Debug, Default)]
struct Directory {
    /// The process that keeps its state in a type.
    by_owner: FxHashMap<DefId, ProcessId>,
    /// The actors that take a type of message.
    by_message: FxHashMap<DefId, Vec<(ProcessId, Ty)>>,
    /// The processes that receive at a site.
    by_mailbox: FxHashMap<Site, Vec<ProcessId>>,
    /// Where a loop takes its messages: by itself, or by the helpers that it calls.
    arrivals: FxHashMap<BodyId, Vec<NodeId>>,
    /// The loops that take all their messages through helpers.
    through_helpers: Vec<BodyId>,
    /// The handlers that the loop of a framework of the workspace calls.
    framework: FxHashSet<BodyId>,
    /// The loops that call them.
    generic: FxHashSet<ProcessId>,
    /// The methods of frameworks' traits whose futures are waited for before the next message.
    waits: FxHashSet<(DefId, Sym)>,
}

impl Directory {
    fn new(model: &Model) -> Self {
        let program = &model.program;
        let mut directory = Self::default();
        for (id, process) in model.processes.list.iter().enumerate() {
            if let (Some(owner), ProcessKind::Actor | ProcessKind::Framework) =
                (process.owner, process.kind)
            {
                directory.by_owner.insert(owner, id);
            }
            if process.kind == ProcessKind::Framework {
                directory.framework.extend(&process.handlers);
            }
        }
        directory.loops(model);
        for id in 0..model.processes.list.len() + directory.through_helpers.len() {
            let calls = |body: BodyId| {
                let mut calls = program.body(body).calls();
                calls.any(|(_, call)| {
                    (effects::callees(program, call).iter())
                        .any(|callee| directory.framework.contains(callee))
                })
            };
            if directory.loop_of(model, id).is_some_and(calls) {
                directory.generic.insert(id);
            }
        }
        directory.messages(model);
        let methods = program.defs.iter().filter_map(|def| {
            let method = def.as_fn()?;
            let runs = method.attrs.handler || method.attrs.hook.is_some();
            let waits = runs && method.is_async && method.self_def.is_none();
            waits.then_some((method.trait_def?, def.name))
        });
        directory.waits = methods.collect();
        directory
    }

    /// Which loops take from which mailboxes.
    fn loops(&mut self, model: &Model) {
        let known = &model.processes.list;
        let own: FxHashMap<BodyId, ProcessId> = (known.iter().enumerate())
            .filter(|(_, process)| process.kind != ProcessKind::Poll)
            .filter_map(|(id, process)| Some((process.body?, id)))
            .collect();
        let mut ids: FxHashMap<BodyId, ProcessId> = FxHashMap::default();
        for (id, process) in known.iter().enumerate() {
            for at in &process.mailbox {
                let taking = self.by_mailbox.entry(*at).or_default();
                if process.kind == ProcessKind::Poll {
                    taking.push(id);
                    continue;
                }
                for arrival in handling::arrivals_of(model, *at) {
                    if !is_real(&model.program, arrival.body) {
                        continue;
                    }
                    let id = *ids.entry(arrival.body).or_insert_with(|| {
                        own.get(&arrival.body).copied().unwrap_or_else(|| {
                            self.through_helpers.push(arrival.body);
                            known.len() + self.through_helpers.len() - 1
                        })
                    });
                    if !taking.contains(&id) {
                        taking.push(id);
                    }
                    let nodes = self.arrivals.entry(arrival.body).or_default();
                    nodes.push(arrival.node);
                }
            }
        }
    }

    fn loop_of(&self, model: &Model, process: ProcessId) -> Option<BodyId> {
        let known = &model.processes.list;
        match known.get(process) {
            Some(process) => process.body,
            None => self.through_helpers.get(process - known.len()).copied(),
        }
    }

    fn turns(&self, model: &Model, process: ProcessId, handled: Option<&[BodyId]>) -> Vec<Turn> {
        let program = &model.program;
        let mut turns = Vec::new();
        if let Some(process) = model.processes.list.get(process)
            && process.body.is_none()
        {
            let hooks = process.hooks.iter().map(|(_, hook)| hook);
            let bodies = process.handlers.iter().chain(hooks);
            let wanted = |id: &&BodyId| match handled {
                Some(handled) => handled.contains(id),
                None => is_real(program, **id),
            };
            turns.extend(bodies.filter(wanted).map(|id| self.turn_of(model, *id)));
        }
        turns.extend(
            self.loop_of(model, process)
                .and_then(|id| self.loop_turn(program, id)),
        );
        turns
    }

    /// What a loop runs between two messages, and the loops before it that fill another mailbox.
    fn loop_turn(&self, program: &Program, id: BodyId) -> Option<Turn> {
        let arrivals = self.arrivals.get(&id)?;
        let body = program.body(id);
        let nodes = body.nodes().filter(|(node, data)| {
            data.in_loop.is_some() && {
                let after = flow::reachable(body, *node, |_| false);
                arrivals.iter().any(|arrival| after.contains(*arrival))
            }
        });
        Some(Turn::Nodes(id, nodes.map(|(node, _)| node).collect()))
    }

    /// Whether a framework waits for the future of a handler before it takes the next message.
    fn turn_of(&self, model: &Model, id: BodyId) -> Turn {
        let program = &model.program;
        let owner = program.def(program.body(id).owner);
        let Some(function) = owner.as_fn() else {
            return Turn::Called(id);
        };
        let declared = function
            .trait_def
            .filter(|def| program.def(*def).location.is_none());
        match declared {
            Some(declared) if !self.waits.contains(&(declared, owner.name)) => Turn::Called(id),
            // Of a framework of the workspace, or made by a macro.
            _ => Turn::Awaited(id),
        }
    }

    fn messages(&mut self, model: &Model) {
        let program = &model.program;
        let traits = program.defs.iter().filter_map(|def| def.as_trait());
        for imp in traits
            .filter(|def| !def.attrs.words.is_empty())
            .flat_map(|def| &def.impls)
            .filter(|imp| !imp.test)
        {
            let Some(id) = imp.self_def.and_then(|owner| self.by_owner.get(&owner)) else {
                continue;
            };
            let types = imp.args.iter().chain(imp.assoc.iter().map(|(_, ty)| ty));
            for ty in types {
                if let Some(def) = ty.adt() {
                    self.by_message
                        .entry(def)
                        .or_default()
                        .push((*id, ty.clone()));
                }
            }
        }
        // Those that a macro made.
        for (id, process) in model.processes.list.iter().enumerate() {
            for handler in process.handlers.iter().filter(|_| process.body.is_none()) {
                let body = program.body(*handler);
                let made = program
                    .function(body.owner)
                    .is_some_and(|function| function.attrs.handler && function.trait_def.is_none());
                let message = body.params.get(1).map(|param| &body.local(*param).ty);
                if let (true, Some(def), Some(ty)) =
                    (made, message.and_then(|ty| ty.adt()), message)
                {
                    self.by_message
                        .entry(def)
                        .or_default()
                        .push((id, ty.clone()));
                }
            }
        }
    }

    /// The processes behind an address, for a message.
    fn behind(&self, program: &Program, address: &Ty, message: &Ty) -> Vec<(ProcessId, Certainty)> {
        let of = match slots::shared(program, address) {
            Some(Shared::End(_, false, of)) => of,
            _ => return Vec::new(),
        };
        if let Some(id) = of.and_then(Ty::adt).and_then(|of| self.by_owner.get(&of)) {
            return vec![(*id, Certainty::Named)];
        }
        let mut found: Vec<ProcessId> = Vec::new();
        for ty in of.into_iter().chain([message]) {
            let takers = ty.adt().and_then(|def| self.by_message.get(&def));
            for (id, takes) in takers.into_iter().flatten() {
                if fits(takes, ty) && !found.contains(id) {
                    found.push(*id);
                }
            }
        }
        let certainty = match found.len() {
            1 => Certainty::Only,
            _ => Certainty::Maybe,
        };
        if found.len() > CANDIDATES {
            return Vec::new();
        }
        found.into_iter().map(|id| (id, certainty)).collect()
    }

    /// The processes that may take from these channels, of which an end may belong to each; none where
    /// one was not seen.
    fn taking(&self, program: &Program, channels: &[&Channel]) -> Vec<(ProcessId, Certainty)> {
        // Of two that are made together, a pair for both directions, the end may belong to either.
        let pairs = channels.iter().enumerate().any(|(index, one)| {
            let mut others = channels[..index].iter();
            others.any(|other| other.created.body == one.created.body)
        });
        if pairs {
            return Vec::new();
        }
        let mut found: Vec<ProcessId> = Vec::new();
        let receives = channels.iter().flat_map(|channel| &channel.receives);
        for at in receives.filter(|at| is_real(program, at.body)) {
            let Some(ids) = self.by_mailbox.get(at).filter(|ids| !ids.is_empty()) else {
                return Vec::new();
            };
            for id in ids {
                if !found.contains(id) {
                    found.push(*id);
                }
            }
        }
        let certainty = match found.len() {
            1 => Certainty::Named,
            _ => Certainty::Maybe,
        };
        if found.len() > CANDIDATES {
            return Vec::new();
        }
        found.into_iter().map(|id| (id, certainty)).collect()
    }
}

/// Whether a handler's message can be this one.
fn fits(takes: &Ty, sent: &Ty) -> bool {
    match (takes.peel_refs(), sent.peel_refs()) {
        (Ty::Adt(a, left), Ty::Adt(b, right)) => {
            a == b
                && left
                    .iter()
                    .zip(right.iter())
                    .all(|(left, right)| fits(left, right))
        }
        (Ty::Prim(a), Ty::Prim(b)) => crate::ty::same_prim(*a, *b),
        (Ty::Tuple(left), Ty::Tuple(right)) => {
            left.len() == right.len() && left.iter().zip(right.iter()).all(|(a, b)| fits(a, b))
        }
        (Ty::Adt(..), Ty::Prim(_) | Ty::Tuple(_) | Ty::Unit) => false,
        (Ty::Prim(_) | Ty::Tuple(_) | Ty::Unit, Ty::Adt(..)) => false,
        _ => true,
    }
}

struct Finder<'a> {
    model: &'a Model,
    directory: &'a Directory,
    from: ProcessId,
    handler: BodyId,
    found: &'a mut Vec<Link>,
}

impl Visitor for Finder<'_> {
    fn enters(&self, callee: BodyId) -> bool {
        // The handlers of a framework of the workspace are processes of their own.
        !(self.directory.generic.contains(&self.from) && self.directory.framework.contains(&callee))
    }

    fn body(&mut self, entered: &Entered<'_>) {
        for request in requests(self.model, entered.body) {
            let site = |node| Site {
                body: entered.body,
                node,
            };
            let channels = channels_of(self.model, site(request.send));
            let deadline = request.deadline.map(site).or(entered.deadline);
            let step = Waiting {
                at: site(request.send),
                awaited: site(request.awaited),
                via: entered.via,
                deadline,
                kind: Wait::Reply,
            };
            self.waits_for(&step, &channels);
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
            self.asks(step, step.deadline.or(own.then_some(step.at)));
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
            if channels.iter().all(bounded) {
                self.waits_for(&waiting, &channels);
            }
        }
    }
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
    fn asks(&mut self, step: &Step<'_>, deadline: Option<Site>) {
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
        let own = is_own(program, step.at.body, address.place.as_ref());
        for (to, certainty) in self.directory.behind(program, &address.ty, &message) {
            let certainty = match to == self.from && !own {
                true => Certainty::Maybe,
                false => certainty,
            };
            self.push(
                &Waiting {
                    at: step.at,
                    awaited: step.at,
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

    fn waits_for(&mut self, waiting: &Waiting<'_>, channels: &[&Channel]) {
        if channels.iter().any(|channel| is_new(waiting, channel)) {
            return;
        }
        for (to, certainty) in self.directory.taking(&self.model.program, channels) {
            // The loop is a framework's: whose process it runs, the handle's type tells.
            let to = match self.directory.generic.contains(&to) {
                true => self.framework_process(waiting),
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

/// Whether a channel is made on the way to the wait: then it is another one than the process's own.
fn is_new(waiting: &Waiting<'_>, channel: &Channel) -> bool {
    let bodies = waiting.via.iter().chain([&waiting.at]);
    let functions: Vec<u32> = bodies.map(|at| at.body.function()).collect();
    let made = channel.created.body.function();
    functions
        .windows(2)
        .any(|pair| pair[0] != made && pair[1] == made)
}

/// The innermost place on the way to a wait that is the process's own code, and no helper's.
pub fn own_place(model: &Model, link: &Link) -> (BodyId, Span) {
    let program = &model.program;
    let owner = (model.processes.list.get(link.from)).and_then(|process| process.owner);
    let own = |site: &&Site| {
        let function = program.function(program.body(site.body).owner);
        let of = function.and_then(|function| function.self_def);
        site.body.function() == link.handler.function() || owner.is_some() && of == owner
    };
    let mut ways = link.via.iter().chain([&link.at]);
    let at = ways.rfind(own).copied().unwrap_or(link.at);
    let span =
        follow::call_at(program, at).map_or_else(|| model.location(at).span, |call| call.name_span);
    (at.body, span)
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

/// Whether a place holds the address of the process that runs this code: its context gave it.
fn is_own(program: &Program, id: BodyId, place: Option<&Place>) -> bool {
    let Some(local) = place.and_then(Place::as_local) else {
        return false;
    };
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
            return true;
        }
        // The framework hands a handler its own address.
        if let crate::body::LocalKind::Param(index) = data.kind {
            let handles = program
                .function(body.owner)
                .is_some_and(|function| function.trait_def.is_some());
            return handles && index > 0 && channels::is_address(program, &data.ty);
        }
        let from = match data.def.map(|node| &body.node(node).op) {
            Some(Op::Call(call)) => {
                let first = call.args.first();
                if first.is_some_and(|arg| is_context(&arg.ty)) {
                    return true;
                }
                first.and_then(|arg| arg.place.as_ref())
            }
            Some(Op::Assign(_, Value::Use(place) | Value::Ref(_, place))) => Some(place),
            _ => None,
        };
        match from.and_then(Place::as_local) {
            Some(next) if next != local => local = next,
            _ => return false,
        }
    }
    false
}

/// A message that carries the sender of its reply, and the wait for that in the same body.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Where the message is sent, or handed to a helper that sends it.
    pub send: NodeId,
    /// Where the reply is awaited.
    pub awaited: NodeId,
    /// Where a deadline for it is set.
    pub deadline: Option<NodeId>,
}

/// The requests of a body.
pub fn requests(model: &Model, id: BodyId) -> SmallVec<[Request; 1]> {
    let program = &model.program;
    let body = program.body(id);
    let mut found = SmallVec::new();
    for (made, call) in body.calls() {
        if !makes_reply_channel(program, body, call) {
            continue;
        }
        let sender = holders(body, call.to, "0");
        let receiver = holders(body, call.to, "1");
        let after = flow::reachable(body, made, |node| node == made);
        let send = after.iter().find(|node| {
            matches!(&body.node(*node).op, Op::Call(call) if call.args.iter().any(|arg| {
                flow::mentions(&arg.value, &|local| sender.contains(&local)) == Mention::ByValue
            }) && !matches!(call.callee, Callee::Constructor(_)))
        });
        let Some(send) = send else { continue };
        let waits = after.iter().find_map(|node| {
            let (value, deadline) = match &body.node(node).op {
                Op::Await(await_) => (&await_.future.value, None),
                Op::Call(call) => {
                    let attrs = effects::attrs_of(program, call)?;
                    let limits = attrs.has(Effect::Timeout);
                    if !limits
                        && !(attrs.has(Effect::Recv) && (call.awaited || attrs.has(Effect::Blocks)))
                    {
                        return None;
                    }
                    let of = call.args.iter().find(|arg| {
                        flow::mentions(&arg.value, &|local| receiver.contains(&local))
                            != Mention::No
                    })?;
                    (&of.value, limits.then_some(node))
                }
                _ => return None,
            };
            let of = flow::mentions(value, &|local| receiver.contains(&local)) != Mention::No;
            of.then_some((node, deadline))
        });
        if let Some((awaited, deadline)) = waits {
            found.push(Request {
                send,
                awaited,
                deadline,
            });
        }
    }
    found
}

/// Makes a channel for one message.
fn makes_reply_channel(program: &Program, body: &Body, call: &Call) -> bool {
    let makes = effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Channel));
    let Ty::Tuple(ends) = body.local(call.to).ty.peel_refs() else {
        return false;
    };
    makes
        && ends
            .first()
            .is_some_and(|end| channels::flavor(program, end) == Some(Flavor::Oneshot))
}

/// The locals that hold one end of a pair, or something made of it.
fn holders(body: &Body, pair: LocalId, half: &str) -> Vec<LocalId> {
    let half = Sym::new(half);
    let is_half = |place: &Place| {
        place.root == Root::Local(pair)
            && matches!(place.path.first(), Some(PlaceStep::Field(_, name)) if *name == half)
    };
    let mut found: Vec<LocalId> = Vec::new();
    loop {
        let before = found.len();
        for (_, data) in body.nodes() {
            let (to, values): (LocalId, Vec<&Value>) = match &data.op {
                Op::Assign(to, value) => match to.as_local() {
                    Some(local) => (local, vec![value]),
                    None => continue,
                },
                // `Some(tx)`, `Message::Get(tx)`, `Box::new(request)`, `&mut rx`.
                Op::Call(call) if !call.awaited && !call.method => {
                    (call.to, call.args.iter().map(|arg| &arg.value).collect())
                }
                _ => continue,
            };
            let holds = values.iter().any(|value| {
                let taken = match value {
                    Value::Use(place) | Value::Ref(_, place) => is_half(place),
                    _ => false,
                };
                taken || flow::mentions(value, &|local| found.contains(&local)) != Mention::No
            });
            if holds && !found.contains(&to) && to != pair {
                found.push(to);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// The channels that a message may be sent on here, or by the helper that is called here.
fn channels_of(model: &Model, at: Site) -> Vec<&Channel> {
    let program = &model.program;
    let Op::Call(call) = &program.body(at.body).node(at.node).op else {
        return Vec::new();
    };
    if let Some(end) = channels::sending(program, call) {
        return of_end(model, at.body, end.place, &end.call.args[0].ty);
    }
    // The helper that sends such a message.
    let sent = call.args.last().and_then(|arg| arg.ty.adt());
    let mut open: Vec<BodyId> = effects::callees(program, call).to_vec();
    let mut seen: FxHashSet<BodyId> = FxHashSet::default();
    while let Some(id) = open.pop() {
        if seen.len() > 12 || !seen.insert(id) {
            continue;
        }
        for (_, inner) in program.body(id).calls() {
            match channels::sending(program, inner) {
                Some(end)
                    if channels::payload(program, inner)
                        .is_some_and(|arg| arg.ty.adt() == sent) =>
                {
                    return of_end(model, id, end.place, &end.call.args[0].ty);
                }
                Some(_) => {}
                None => open.extend(effects::callees(program, inner)),
            }
        }
        open.extend(model.index.inner_of(id));
    }
    Vec::new()
}

fn of_end<'m>(model: &'m Model, body: BodyId, place: &Place, end: &Ty) -> Vec<&'m Channel> {
    let message = match slots::shared(&model.program, end) {
        Some(Shared::End(_, _, message)) => message.cloned().unwrap_or_default(),
        _ => Ty::Unknown,
    };
    model
        .channels
        .of(&model.program, &model.slots, body, place, &message)
}
