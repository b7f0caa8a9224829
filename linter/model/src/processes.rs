//! Processes: whatever runs concurrently and owns state.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::body::{Body, BodyId, Call, Callee, LocalId, LocalKind, Op, Value};
use crate::channels;
use crate::def::{DefId, DefKind, TraitDef};
use crate::effects::{self, Made, Site};
use crate::flow::{self, NodeSet};
use crate::follow::Index;
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::span::Location;
use crate::stub::{Collection, FnAttrs, Hook, OnFailure, TraitWord, TypeWord};
use crate::sym::Sym;
use crate::tasks::SPAWNS;
use crate::ty::Ty;

/// Every process of a workspace, and which bodies run as tasks.
#[derive(Debug, Default)]
pub struct Processes {
    /// The processes, actors first.
    pub list: Vec<Process>,
    spawned: FxHashMap<BodyId, Vec<Site>>,
    reached: FxHashSet<BodyId>,
    framework: FxHashSet<DefId>,
}

/// A process.
#[derive(Debug)]
pub struct Process {
    /// How it came to be one.
    pub kind: ProcessKind,
    /// The type that holds its state, where there is one.
    pub owner: Option<DefId>,
    /// The body that loops and receives; `None` where a framework does that.
    pub body: Option<BodyId>,
    /// What it keeps between messages.
    pub state: Vec<StateField>,
    /// What it runs for a message.
    pub handlers: Vec<BodyId>,
    /// Those handlers whose failure may end it.
    pub fatal: Vec<(OnFailure, BodyId)>,
    /// What it runs at start, stop, restart or failure.
    pub hooks: Vec<(Hook, BodyId)>,
    /// Where it receives; empty where a framework does that.
    pub mailbox: Vec<Site>,
}

/// How a process came to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessKind {
    /// It implements the actor trait of a framework that a stub describes.
    Actor,
    /// It implements a trait whose methods a spawned receive loop of the workspace calls.
    Framework,
    /// A loop that receives, in a spawned task or thread.
    Loop,
    /// A loop that receives, whose spawn was not seen.
    Unspawned,
    /// A `poll` that receives.
    Poll,
}

/// What a process keeps between messages.
#[derive(Clone, Debug)]
pub struct StateField {
    /// The type that declares it; `None` for a local of the loop's body.
    pub owner: Option<DefId>,
    /// Its name.
    pub name: Sym,
    /// Its type.
    pub ty: Ty,
    /// What it is for.
    pub shape: Shape,
    /// Where it is declared.
    pub location: Option<Location>,
}

/// What a state field is for, as its type tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A collection of this kind.
    Collection(Collection),
    /// A number or flag.
    Counter,
    /// A channel end, address, task handle or store.
    Handle,
    /// Anything else.
    Other,
}

impl Processes {
    /// Finds all processes.
    pub fn new(program: &Program, index: &Index) -> Self {
        let mut processes = Self::default();
        processes.find_spawned(program, index);
        processes.reached = reach(program, processes.spawned.keys().copied(), false);
        processes.actors(program);
        processes.loops(program);
        processes
    }

    /// Where a body is started as a task or thread of its own.
    pub fn spawns_of(&self, body: BodyId) -> &[Site] {
        self.spawned.get(&body).map_or(&[], Vec::as_slice)
    }

    /// Whether a body runs in a task or thread of its own, or is called from one.
    pub fn runs_in_task(&self, body: BodyId) -> bool {
        self.reached.contains(&body)
    }

    /// The process whose loop is in this body.
    pub fn of_body(&self, body: BodyId) -> Option<&Process> {
        self.list.iter().find(|process| process.body == Some(body))
    }

    /// The processes that keep their state in this type.
    pub fn owned_by(&self, owner: DefId) -> impl Iterator<Item = &Process> {
        self.list
            .iter()
            .filter(move |process| process.owner == Some(owner))
    }

    /// The processes behind an address: those that it names, or those that handle its message.
    pub fn behind<'p>(
        &'p self,
        program: &'p Program,
        address: &'p Ty,
        message: &'p Ty,
    ) -> impl Iterator<Item = &'p Process> {
        let of = match slots::shared(program, address) {
            Some(Shared::End(_, false, of)) => of.and_then(Ty::adt),
            _ => None,
        };
        let named = of.is_some_and(|of| self.owned_by(of).next().is_some());
        self.list.iter().filter(move |process| {
            let Some(owner) = process.owner else {
                return false;
            };
            match named {
                true => Some(owner) == of,
                false => {
                    process.kind == ProcessKind::Actor && handles(program, owner, of, message.adt())
                }
            }
        })
    }

    fn find_spawned(&mut self, program: &Program, index: &Index) {
        // Functions that hand a parameter to a spawn are spawn functions too.
        let mut wrappers: FxHashSet<(BodyId, u32)> = FxHashSet::default();
        let mut calls: Vec<Site> = program
            .doing(|does| does.effects.any(SPAWNS))
            .flat_map(|(id, body)| {
                let spawns = body.calls().filter(|(_, call)| is_spawn(program, call));
                spawns.map(move |(node, _)| Site { body: id, node })
            })
            .collect();
        for _ in 0..4 {
            let before = wrappers.clone();
            for at in calls {
                let body = program.body(at.body);
                let Op::Call(call) = &body.node(at.node).op else {
                    continue;
                };
                for arg in spawned_args(program, call, &wrappers) {
                    self.note_spawned(program, at.body, body, at, arg, &mut wrappers);
                }
            }
            calls = wrappers
                .difference(&before)
                .flat_map(|(body, _)| calls_of(program, index, *body))
                .collect();
            calls.sort();
            calls.dedup();
        }
        for sites in self.spawned.values_mut() {
            sites.sort();
        }
    }

    fn note_spawned(
        &mut self,
        program: &Program,
        id: BodyId,
        body: &Body,
        at: Site,
        value: &Value,
        wrappers: &mut FxHashSet<(BodyId, u32)>,
    ) {
        let mut bodies: Vec<BodyId> = Vec::new();
        match value {
            Value::Fn(def) => bodies.extend(program.body_of.get(def)),
            value => {
                for made in effects::future_bodies(program, body, value) {
                    match made {
                        Made::Block(block) => bodies.push(block),
                        Made::Call(node) => {
                            if let Op::Call(call) = &body.node(node).op {
                                bodies.extend(effects::callees(program, call));
                            }
                        }
                    }
                }
            }
        }
        if let (true, Some(local)) = (bodies.is_empty(), whole_local(value)) {
            let (outer, local) = slots::origin(program, id, local);
            if let LocalKind::Param(index) = program.body(outer).local(local).kind {
                wrappers.insert((outer, index));
            }
        }
        for found in bodies {
            let sites = self.spawned.entry(found).or_default();
            if !sites.contains(&at) {
                sites.push(at);
            }
            // What the task awaits of the function's parameters was given by the function's caller.
            for node in &program.body(found).nodes {
                let awaited = match &node.op {
                    Op::Await(await_) => Some(&await_.future.value),
                    Op::Call(call) => match &call.callee {
                        Callee::Parameter(local) => {
                            self.note_wrapper(program, found, *local, wrappers);
                            None
                        }
                        _ => None,
                    },
                    _ => None,
                };
                if let Some(local) = awaited.and_then(whole_local) {
                    self.note_wrapper(program, found, local, wrappers);
                }
            }
        }
    }

    fn note_wrapper(
        &self,
        program: &Program,
        body: BodyId,
        local: LocalId,
        wrappers: &mut FxHashSet<(BodyId, u32)>,
    ) {
        let (outer, local) = slots::origin(program, body, local);
        if let (true, LocalKind::Param(index)) =
            (outer != body, &program.body(outer).local(local).kind)
        {
            wrappers.insert((outer, *index));
        }
    }

    fn actors(&mut self, program: &Program) {
        let attrs = trait_methods(program);
        let mut by_type: FxHashMap<DefId, usize> = FxHashMap::default();
        let traits: Vec<(DefId, &TraitDef)> = program
            .defs
            .iter()
            .enumerate()
            .filter_map(|(index, def)| Some((DefId(index as u32), def.as_trait()?)))
            .filter(|(_, def)| {
                def.attrs
                    .words
                    .iter()
                    .any(|word| *word != TraitWord::Message)
            })
            .collect();
        for (trait_def, def) in traits {
            for imp in def.impls.iter().filter(|imp| !imp.test) {
                let Some(owner) = imp.self_def else { continue };
                let index = self.actor(program, owner, &mut by_type);
                for method in &imp.methods {
                    let Some(body) = program.body_of.get(method).copied() else {
                        continue;
                    };
                    let Some(attrs) = attrs.get(&(trait_def, program.def(*method).name)) else {
                        continue;
                    };
                    let process = &mut self.list[index];
                    if attrs.handler {
                        process.handlers.push(body);
                        process
                            .fatal
                            .extend(attrs.failure.map(|failure| (failure, body)));
                        // Frameworks that keep the state outside the actor pass it by `&mut`.
                        for state in passed_state(program, body, owner) {
                            if process.state.iter().all(|known| known.owner != Some(state)) {
                                process.state.extend(fields(program, state));
                            }
                        }
                    }
                    if let Some(hook) = attrs.hook {
                        process.hooks.push((hook, body));
                    }
                }
            }
        }
        // Methods that an attribute macro makes handlers of.
        for (index, def) in program.defs.iter().enumerate() {
            let made = def.as_fn().filter(|function| function.attrs.handler);
            let owner = made.and_then(|function| function.self_def);
            let body = program.body_of.get(&DefId(index as u32)).copied();
            if let (Some(owner), Some(body), false) = (owner, body, def.test) {
                let index = self.actor(program, owner, &mut by_type);
                self.list[index].handlers.push(body);
            }
        }
    }

    fn actor(
        &mut self,
        program: &Program,
        owner: DefId,
        by_type: &mut FxHashMap<DefId, usize>,
    ) -> usize {
        *by_type.entry(owner).or_insert_with(|| {
            self.list.push(Process {
                kind: ProcessKind::Actor,
                owner: Some(owner),
                body: None,
                state: fields(program, owner),
                handlers: Vec::new(),
                fatal: Vec::new(),
                hooks: Vec::new(),
                mailbox: Vec::new(),
            });
            self.list.len() - 1
        })
    }

    fn loops(&mut self, program: &Program) {
        let mut frameworks = Vec::new();
        let repeated = repeated(program);
        for (id, body) in program.doing(|does| does.receives) {
            let mut mailbox = Vec::new();
            let polls = program.def(body.owner).name == "poll"
                || program.def(body.owner).name == "poll_next";
            for (node, data) in body.nodes() {
                let receives = match &data.op {
                    Op::Call(call) => channels::receiving(program, call).is_some(),
                    Op::Assign(_, Value::Use(place)) => {
                        channels::iterated(program, body, data, place).is_some()
                    }
                    _ => false,
                };
                if receives && (data.in_loop.is_some() || polls || repeated.contains(&id)) {
                    mailbox.push(Site { body: id, node });
                }
            }
            if mailbox.is_empty() {
                continue;
            }
            let kind = match (self.reached.contains(&id), polls) {
                (true, _) => ProcessKind::Loop,
                (false, true) => ProcessKind::Poll,
                (false, false) => ProcessKind::Unspawned,
            };
            let owner = program
                .function(body.owner)
                .and_then(|function| function.self_def);
            let handlers: Vec<BodyId> = reach(program, [id].into_iter(), false)
                .into_iter()
                .collect();
            if kind == ProcessKind::Loop && !body.test {
                frameworks.extend(framework_types(program, body, &mailbox));
            }
            let mut state = owner.map_or_else(Vec::new, |owner| fields(program, owner));
            state.extend(local_state(program, body));
            self.list.push(Process {
                kind,
                owner,
                body: Some(id),
                state,
                handlers,
                fatal: Vec::new(),
                hooks: Vec::new(),
                mailbox,
            });
        }
        for found in frameworks {
            let owner = found.owner;
            if !found.handlers.is_empty()
                && self.framework.insert(owner)
                && self.owned_by(owner).next().is_none()
            {
                self.list.push(Process {
                    kind: ProcessKind::Framework,
                    owner: Some(owner),
                    body: None,
                    state: fields(program, owner),
                    handlers: found.handlers,
                    fatal: Vec::new(),
                    hooks: found.hooks,
                    mailbox: Vec::new(),
                });
            }
        }
    }
}

/// Whether an actor takes messages of a type: by an `impl Handler<M>`, or by the process trait's own
/// associated type.
fn handles(program: &Program, actor: DefId, of: Option<DefId>, message: Option<DefId>) -> bool {
    let traits = program.defs.iter().filter_map(|def| def.as_trait());
    traits
        .filter(|def| !def.attrs.words.is_empty())
        .flat_map(|def| &def.impls)
        .filter(|imp| imp.self_def == Some(actor))
        .any(|imp| {
            let types = imp.args.iter().chain(imp.assoc.iter().map(|(_, ty)| ty));
            types
                .filter_map(Ty::adt)
                .any(|ty| Some(ty) == of || Some(ty) == message)
        })
}

/// The bodies that run when one of these runs: callees and closures; tasks that they start where
/// `with_tasks` says so.
pub fn reach(
    program: &Program,
    from: impl Iterator<Item = BodyId>,
    with_tasks: bool,
) -> FxHashSet<BodyId> {
    let mut found: FxHashSet<BodyId> = FxHashSet::default();
    let mut open: Vec<BodyId> = from.collect();
    while let Some(id) = open.pop() {
        if !found.insert(id) {
            continue;
        }
        if with_tasks || !program.does(id).effects.any(SPAWNS) {
            open.extend(program.children(id));
            continue;
        }
        let body = program.body(id);
        for node in &body.nodes {
            let spawns = match &node.op {
                Op::Call(call) => is_spawn(program, call),
                _ => false,
            };
            if let Op::Call(call) = &node.op {
                open.extend(effects::callees(program, call));
            }
            if !spawns {
                crate::flow::uses(&node.op, |value| {
                    if let Value::Body(inner) = value {
                        open.push(*inner);
                    }
                });
            }
        }
    }
    found
}

/// The bodies that some loop calls: `while let Some(message) = self.next().await`.
fn repeated(program: &Program) -> FxHashSet<BodyId> {
    let calls = program
        .doing(|does| does.loops)
        .filter(|(_, body)| !body.test)
        .flat_map(|(_, body)| body.calls().map(move |call| (body, call)));
    let mut found: FxHashSet<BodyId> = calls
        .filter(|(body, (node, _))| body.node(*node).in_loop.is_some())
        .flat_map(|(_, (_, call))| effects::callees(program, call))
        .collect();
    // `fn next(&mut self) -> impl Future { async { .. } }`.
    let blocks = program.bodies().filter(|(_, body)| {
        body.is_async && body.parent.is_some_and(|parent| found.contains(&parent))
    });
    let blocks: Vec<BodyId> = blocks.map(|(id, _)| id).collect();
    found.extend(blocks);
    found
}

/// The calls of a function or closure.
fn calls_of(program: &Program, index: &Index, id: BodyId) -> Vec<Site> {
    match program.body(id).parent {
        None => index.callers_of(program, id).to_vec(),
        Some(parent) => {
            let calls = program.body(parent).calls();
            calls
                .filter(|(_, call)| call.callee == Callee::Body(id))
                .map(|(node, _)| Site { body: parent, node })
                .collect()
        }
    }
}

/// Whether a call starts a task or thread.
pub fn is_spawn(program: &Program, call: &Call) -> bool {
    effects::attrs_of(program, call).is_some_and(spawns)
}

fn spawns(attrs: &FnAttrs) -> bool {
    SPAWNS.into_iter().any(|kind| attrs.has(kind))
}

/// The arguments of a call that run as tasks.
fn spawned_args<'b>(
    program: &Program,
    call: &'b Call,
    wrappers: &FxHashSet<(BodyId, u32)>,
) -> Vec<&'b Value> {
    if let Some(attrs) = effects::attrs_of(program, call).filter(|attrs| spawns(attrs)) {
        let index = attrs
            .spawned
            .map(|index| usize::from(index) + usize::from(call.method));
        return match index {
            Some(index) => call
                .args
                .get(index)
                .map(|arg| &arg.value)
                .into_iter()
                .collect(),
            None => call.args.iter().map(|arg| &arg.value).collect(),
        };
    }
    let callees = effects::callees(program, call);
    let args = call.args.iter().enumerate();
    args.filter(|(index, _)| {
        callees
            .iter()
            .any(|callee| wrappers.contains(&(*callee, *index as u32)))
    })
    .map(|(_, arg)| &arg.value)
    .collect()
}

fn whole_local(value: &Value) -> Option<LocalId> {
    match value {
        Value::Use(place) if place.path.is_empty() => place.as_local(),
        _ => None,
    }
}

/// What stubs say of the methods of traits.
fn trait_methods(program: &Program) -> FxHashMap<(DefId, Sym), &FnAttrs> {
    let functions = program.defs.iter().filter_map(|def| match &def.kind {
        DefKind::Fn(function) if function.self_def.is_none() => {
            Some(((function.trait_def?, def.name), &function.attrs))
        }
        _ => None,
    });
    functions.collect()
}

/// The workspace types that a handler gets by `&mut` beside itself.
fn passed_state(program: &Program, body: BodyId, owner: DefId) -> Vec<DefId> {
    let body = program.body(body);
    let params = body.params.iter().map(|param| &body.local(*param).ty);
    params
        .filter(|ty| matches!(ty, Ty::Ref(true, _)))
        .filter_map(Ty::adt)
        .filter(|def| *def != owner && program.def(*def).location.is_some())
        .collect()
}

/// A type whose methods a receive loop calls through a trait.
struct FrameworkType {
    owner: DefId,
    /// Those that the loop calls.
    handlers: Vec<BodyId>,
    /// Those that are called before it, and after.
    hooks: Vec<(Hook, BodyId)>,
}

/// The types whose methods a receive loop calls through a trait, with those methods.
fn framework_types(program: &Program, body: &Body, mailbox: &[Site]) -> Vec<FrameworkType> {
    let mut found: Vec<FrameworkType> = Vec::new();
    let mut after = NodeSet::new(body);
    for at in mailbox {
        let reached = flow::reachable(body, at.node, |_| false);
        reached.iter().for_each(|node| {
            after.insert(node);
        });
    }
    for (id, node) in body.nodes() {
        let Op::Call(call) = &node.op else { continue };
        let (Callee::Known(defs), Some(receiver)) = (&call.callee, call.args.first()) else {
            continue;
        };
        let generic = matches!(
            slots::peel(program, &receiver.ty),
            Ty::Param(_) | Ty::Bounds(_)
        );
        if !call.method || !generic {
            continue;
        }
        for def in defs {
            let Some(function) = program.function(*def) else {
                continue;
            };
            let (Some(owner), Some(trait_def)) = (function.self_def, function.trait_def) else {
                continue;
            };
            let ours = program.def(trait_def).location.is_some() && !program.def(*def).test;
            if let (true, Some(body)) = (ours, program.body_of.get(def)) {
                let at = found.iter().position(|known| known.owner == owner);
                let at = at.unwrap_or_else(|| {
                    found.push(FrameworkType {
                        owner,
                        handlers: Vec::new(),
                        hooks: Vec::new(),
                    });
                    found.len() - 1
                });
                match (node.in_loop.is_some(), after.contains(id)) {
                    (true, _) => found[at].handlers.push(*body),
                    (false, true) => found[at].hooks.push((Hook::Stop, *body)),
                    (false, false) => found[at].hooks.push((Hook::Start, *body)),
                }
            }
        }
    }
    found
}

/// The fields of a type as state.
pub fn fields(program: &Program, owner: DefId) -> Vec<StateField> {
    let Some(adt) = program.def(owner).as_adt().filter(|adt| !adt.is_enum) else {
        return Vec::new();
    };
    let fields = adt.variants.iter().flat_map(|variant| &variant.fields);
    fields
        .map(|field| StateField {
            owner: Some(owner),
            name: field.name,
            ty: field.ty.clone(),
            shape: shape(program, &field.ty),
            location: field.location,
        })
        .collect()
}

/// The collections that a loop's body keeps in locals around its outermost loop.
fn local_state(program: &Program, body: &Body) -> Vec<StateField> {
    let locals = body.locals.iter().filter(|local| {
        matches!(local.kind, LocalKind::Variable | LocalKind::Capture(_))
            && local.in_loop.is_none()
            && local.stands_for.is_none()
    });
    locals
        .filter_map(|local| {
            let shape = shape(program, &local.ty);
            matches!(shape, Shape::Collection(_)).then_some(())?;
            let location = Some(Location {
                file: body.file,
                span: local.span,
            });
            Some(StateField {
                owner: None,
                name: local.name?,
                ty: local.ty.clone(),
                shape,
                location,
            })
        })
        .collect()
}

/// What a type is for.
pub fn shape(program: &Program, ty: &Ty) -> Shape {
    if let Some(Shared::End(..)) = slots::shared(program, ty) {
        return Shape::Handle;
    }
    match slots::peel(program, ty) {
        Ty::Prim(_) | Ty::Unit => Shape::Counter,
        Ty::Slice(_) => Shape::Collection(Collection::List),
        peeled => match program.adt(peeled) {
            Some((_, adt)) if adt.attrs.collection.is_some() => {
                Shape::Collection(adt.attrs.collection.unwrap_or(Collection::List))
            }
            Some((_, adt)) if adt.attrs.is(TypeWord::Atomic) || adt.attrs.is(TypeWord::Time) => {
                Shape::Counter
            }
            Some((_, adt)) if !adt.attrs.words.is_empty() => Shape::Handle,
            _ => Shape::Other,
        },
    }
}
