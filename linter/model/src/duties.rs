//! What a process does for each kind of message, which state that touches, and which kinds belong together.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::body::{BodyId, LocalId, LocalKind, Op, SelectKind, Value};
use crate::channels;
use crate::def::{DefId, DefKind};
use crate::effects::{self, Made, Site};
use crate::flow;
use crate::handling;
use crate::memo::Memo;
use crate::model::Model;
use crate::place::{Place, Root, Step};
use crate::processes::{self, Process, ProcessKind, Shape};
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::stub::TypeWord;
use crate::sym::Sym;
use crate::timers::{self, Work};
use crate::turn;
use crate::ty::Ty;

/// A part of a process's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A field of the type that holds its state, or of a type that its handlers are lent.
    Field(DefId, Sym),
    /// A local of its loop.
    Local(LocalId, Sym),
}

impl Part {
    /// Its name.
    pub fn name(self) -> Sym {
        match self {
            Self::Field(_, name) | Self::Local(_, name) => name,
        }
    }
}

/// What is done for one kind of message.
#[derive(Clone, Debug)]
pub struct Duty {
    /// The kind: a message type, a variant, or what an arm of the `select!` waits for.
    pub name: Sym,
    /// Where it is done.
    pub at: Site,
    /// The state that it looks at or changes.
    pub touches: FxHashSet<Part>,
    /// The state that it changes.
    pub changes: FxHashSet<Part>,
    /// What it waits for, the mailbox waiting meanwhile.
    pub waits: Option<Work>,
}

/// Kinds of message that share state.
#[derive(Clone, Debug)]
pub struct Group {
    /// The kinds, by their position.
    pub duties: Vec<usize>,
    /// The state that they share among themselves and with nobody else; of those that keep no state, what they wait
    /// for.
    pub parts: Vec<Part>,
    /// Its kinds change state; else they only wait.
    pub stateful: bool,
}

/// What a process does, by kind of message; empty where that was not found.
pub fn of(model: &Model, process: &Process) -> Vec<Duty> {
    let mut owners: FxHashSet<DefId> = process
        .state
        .iter()
        .filter_map(|field| field.owner)
        .collect();
    let mut locals: FxHashMap<LocalId, Sym> = FxHashMap::default();
    for (local, name, ty) in process.body.into_iter().flat_map(|id| kept(model, id)) {
        // `fn run(mut state: State, ..)`: its fields are told apart.
        match slots::peel(&model.program, ty).adt() {
            Some(def) if is_struct(&model.program, def) => {
                owners.insert(def);
            }
            _ => {
                locals.insert(local, name);
            }
        }
    }
    let eye = Eye {
        model,
        process,
        owners,
        locals,
        lent: Memo::default(),
    };
    match process.kind {
        ProcessKind::Actor | ProcessKind::Framework => eye.handlers(),
        _ => eye.arms_and_variants(),
    }
}

/// The named locals of a loop's body that outlive a turn.
fn kept(model: &Model, id: BodyId) -> impl Iterator<Item = (LocalId, Sym, &Ty)> {
    let locals = model.program.body(id).locals.iter().enumerate();
    locals.filter_map(|(index, local)| {
        let lives = local.in_loop.is_none()
            && local.stands_for.is_none()
            && local.name.is_some_and(|name| name != "self");
        lives.then_some((LocalId(index as u32), local.name?, &local.ty))
    })
}

/// A struct of the workspace.
fn is_struct(program: &Program, def: DefId) -> bool {
    let definition = program.def(def);
    definition.location.is_some() && definition.as_adt().is_some_and(|adt| !adt.is_enum)
}

/// How the kinds fall apart.
#[derive(Clone, Debug, Default)]
pub struct Split {
    /// The groups.
    pub groups: Vec<Group>,
    /// The kinds, by their position, that pass something from one group to another; few of many.
    pub between: Vec<usize>,
    /// The part that most kinds share.
    pub shared: Option<Part>,
}

/// Groups of kinds that share state. What nobody changes joins nobody, nor do counters, clocks, handles and the
/// tasks that the process started. One kind in six may pass between groups.
pub fn split(model: &Model, process: &Process, duties: &[Duty]) -> Split {
    let mut users: FxHashMap<Part, Vec<usize>> = FxHashMap::default();
    for (index, duty) in duties.iter().enumerate() {
        for part in &duty.touches {
            users.entry(*part).or_default().push(index);
        }
    }
    let is_changed = |part: &Part| duties.iter().any(|duty| duty.changes.contains(part));
    let (mut states, others): (Users, Users) = users
        .into_iter()
        .partition(|(part, _)| is_changed(part) && is_state(model, process, *part));
    let shared = states
        .iter()
        .max_by_key(|(part, of)| (of.len(), part.name().as_str()))
        .map(|(part, _)| *part);
    // A number is a state of its own where those who keep no other change it and ask for it.
    for (part, of) in &others {
        let alone = !states.values().flatten().any(|at| of.contains(at));
        let asked = of.iter().any(|at| !duties[*at].changes.contains(part));
        if alone && asked && is_changed(part) && is_counter(model, process, *part) {
            states.insert(*part, of.clone());
        }
    }
    let mut split = Split {
        groups: groups(duties.len(), &states, &[]),
        between: Vec::new(),
        shared,
    };
    let spans = |at: usize| states.values().filter(|of| of.contains(&at)).count();
    let mut wide: Vec<usize> = (0..duties.len()).filter(|at| spans(*at) > 1).collect();
    wide.sort_by_key(|at| (std::cmp::Reverse(spans(*at)), *at));
    for count in 1..=duties.len() / 6 {
        let several = split.groups.iter().filter(|group| group.duties.len() > 1);
        if several.count() > 1 {
            break;
        }
        let Some(between) = wide.get(..count) else {
            break;
        };
        split.groups = groups(duties.len(), &states, between);
        split.between = between.to_vec();
    }
    split.groups.extend(waiting(duties, &states, &others));
    split
}

/// Who uses which part.
type Users = FxHashMap<Part, Vec<usize>>;

/// Groups of kinds that keep no state and wait for something that nobody else uses.
fn waiting(duties: &[Duty], states: &Users, others: &Users) -> Vec<Group> {
    let keeps = |at: &usize| states.values().any(|of| of.contains(at));
    let used: Users = others
        .iter()
        .filter(|(_, of)| !of.iter().any(keeps))
        .map(|(part, of)| (*part, of.clone()))
        .collect();
    let alone = |at: &usize| {
        let parts = others.iter().filter(|(_, of)| of.contains(at));
        !keeps(at) && { parts }.all(|(part, _)| used.contains_key(part))
    };
    let found = groups(duties.len(), &used, &[]).into_iter();
    found
        .filter(|group| {
            group.duties.iter().all(alone)
                && group.duties.iter().any(|at| duties[*at].waits.is_some())
        })
        .map(|group| Group {
            stateful: false,
            ..group
        })
        .collect()
}

fn part_type(model: &Model, process: &Process, part: Part) -> Option<Ty> {
    let program = &model.program;
    match part {
        Part::Field(owner, name) => slots::field_type(program, owner, name),
        Part::Local(local, _) => Some(program.body(process.body?).local(local).ty.clone()),
    }
}

fn is_counter(model: &Model, process: &Process, part: Part) -> bool {
    let ty = part_type(model, process, part);
    ty.is_some_and(|ty| matches!(slots::peel(&model.program, &ty), Ty::Prim(_)))
}

/// A part whose content ties the kinds that touch it together.
fn is_state(model: &Model, process: &Process, part: Part) -> bool {
    let program = &model.program;
    let Some(ty) = part_type(model, process, part) else {
        return false;
    };
    let kept = match processes::shape(program, &ty) {
        Shape::Handle | Shape::Counter => false,
        Shape::Collection(_) => true,
        Shape::Other => {
            matches!(part, Part::Field(..)) || slots::peel(program, &ty).adt().is_some()
        }
    };
    kept && !only_tasks(program, &ty, 0)
}

/// Tasks, and collections and structs of nothing else.
fn only_tasks(program: &Program, ty: &Ty, depth: usize) -> bool {
    let Some((def, adt)) = program.adt(slots::peel(program, ty)) else {
        return false;
    };
    let held = [
        TypeWord::TaskHandle,
        TypeWord::TaskSet,
        TypeWord::AbortHandle,
        TypeWord::AbortOnDrop,
    ];
    if held.into_iter().any(|word| adt.attrs.is(word)) {
        return true;
    }
    if depth > 3 {
        return false;
    }
    match program.def(def).location {
        Some(_) => {
            let mut fields = adt
                .variants
                .iter()
                .flat_map(|variant| &variant.fields)
                .peekable();
            fields.peek().is_some() && fields.all(|field| only_tasks(program, &field.ty, depth + 1))
        }
        None => {
            adt.attrs.collection.is_some()
                && slots::element(program, ty)
                    .is_some_and(|inner| only_tasks(program, inner, depth + 1))
        }
    }
}

/// The groups, kinds that pass between them left out.
fn groups(count: usize, users: &Users, between: &[usize]) -> Vec<Group> {
    let mut parents: Vec<usize> = (0..count).collect();
    let of_part = |of: &[usize]| -> Vec<usize> {
        of.iter()
            .copied()
            .filter(|at| !between.contains(at))
            .collect()
    };
    for of in users.values() {
        for pair in of_part(of).windows(2) {
            let (a, b) = (root(&parents, pair[0]), root(&parents, pair[1]));
            parents[a.max(b)] = a.min(b);
        }
    }
    let mut found: Vec<Group> = Vec::new();
    for first in (0..count).filter(|at| root(&parents, *at) == *at && !between.contains(at)) {
        let duties: Vec<usize> = (0..count)
            .filter(|at| root(&parents, *at) == first && !between.contains(at))
            .collect();
        let mut parts: Vec<Part> = users
            .iter()
            .filter(|(_, of)| of_part(of).iter().any(|at| duties.contains(at)))
            .map(|(part, _)| *part)
            .collect();
        parts.sort_by_key(|part| part.name().as_str());
        if !parts.is_empty() {
            found.push(Group {
                duties,
                parts,
                stateful: true,
            });
        }
    }
    found
}

fn root(parents: &[usize], mut at: usize) -> usize {
    while parents[at] != at {
        at = parents[at];
    }
    at
}

/// State is lent on through at most so many helpers.
const HELPERS: usize = 3;

struct Eye<'m> {
    model: &'m Model,
    process: &'m Process,
    owners: FxHashSet<DefId>,
    locals: FxHashMap<LocalId, Sym>,
    /// What a parameter of a helper stands for, by how deep it is lent.
    lent: Memo<(BodyId, u32, usize), Option<Part>>,
}

impl Eye<'_> {
    /// An actor: a handler for each message, of an enum its variants.
    fn handlers(&self) -> Vec<Duty> {
        let program = &self.model.program;
        let mut duties = Vec::new();
        for id in &self.process.handlers {
            let message = turn::handled(program, *id);
            let variants = message
                .as_ref()
                .map_or_else(Vec::new, |ty| self.variants(ty));
            if variants.len() > 1 {
                duties.extend(variants);
            } else if self.process.kind == ProcessKind::Actor {
                let body = program.body(*id);
                let def = message.and_then(|ty| ty.adt()).unwrap_or(body.owner);
                let nodes = body.nodes().map(|(node, _)| Site { body: *id, node });
                duties.extend(self.duty(program.def(def).name, nodes.collect()));
            }
        }
        duties
    }

    /// A loop: the variants of its message, and the other arms of its `select!`.
    fn arms_and_variants(&self) -> Vec<Duty> {
        let program = &self.model.program;
        let Some(id) = self.process.body else {
            return Vec::new();
        };
        let body = program.body(id);
        let mut duties = Vec::new();
        let mut messages: Vec<Ty> = Vec::new();
        for message in (self.process.mailbox.iter()).filter_map(|at| turn::taken(program, *at)) {
            if !messages.contains(&message) {
                messages.push(message);
            }
        }
        for message in &messages {
            duties.extend(self.variants(message));
        }
        let Some(around) = turn::loop_around(self.model, self.process) else {
            return duties;
        };
        for (_, data) in body.nodes() {
            let Op::Select(select) = &data.op else {
                continue;
            };
            if select.kind != SelectKind::Select || !body.loop_within(data.in_loop, around) {
                continue;
            }
            for arm in &select.arms {
                let made = effects::future_bodies(program, body, &arm.future.value);
                let source = made.iter().find_map(|one| match one {
                    Made::Call(node) => crate::follow::call_at(
                        program,
                        Site {
                            body: id,
                            node: *node,
                        },
                    ),
                    Made::Block(_) => None,
                });
                let Some(source) = source else { continue };
                let enumerated = channels::receiving(program, source).is_some()
                    && source.args.first().is_some_and(|arg| {
                        match slots::shared(program, &arg.ty) {
                            Some(Shared::End(_, true, Some(message))) => {
                                program.adt(message).is_some_and(|(_, adt)| adt.is_enum)
                            }
                            _ => false,
                        }
                    });
                if enumerated {
                    continue;
                }
                let name = source
                    .args
                    .first()
                    .and_then(|arg| arg.place.as_ref())
                    .and_then(|place| match place.last_field() {
                        Some((_, name)) => Some(name),
                        None => place.as_local().and_then(|local| body.local(local).name),
                    })
                    .unwrap_or(source.name);
                let ends = |node| matches!(body.node(node).op, Op::LoopHead(of) if body.loop_within(Some(of), around));
                let mut reached = flow::reachable(body, arm.body, ends);
                reached.insert(arm.body);
                let nodes = reached
                    .iter()
                    .filter(|node| body.loop_within(body.node(*node).in_loop, around))
                    .map(|node| Site { body: id, node })
                    .collect();
                duties.extend(self.duty(name, nodes));
            }
        }
        duties
    }

    fn variants(&self, message: &Ty) -> Vec<Duty> {
        let program = &self.model.program;
        let Some((def, adt)) = program.adt(message) else {
            return Vec::new();
        };
        if !adt.is_enum || program.def(def).location.is_none() {
            return Vec::new();
        }
        let variants = program
            .defs
            .iter()
            .enumerate()
            .filter_map(|(index, known)| {
                matches!(known.kind, DefKind::Variant(of, _) if of == def)
                    .then_some(DefId(index as u32))
            });
        variants
            .filter_map(|variant| {
                let handling = handling::of(self.model, self.process, message, Some(variant))?;
                self.duty(program.def(variant).name, handling.nodes)
            })
            .collect()
    }

    fn duty(&self, name: Sym, nodes: Vec<Site>) -> Option<Duty> {
        let at = *nodes.first()?;
        let program = &self.model.program;
        let mut duty = Duty {
            name,
            at,
            touches: FxHashSet::default(),
            changes: FxHashSet::default(),
            waits: None,
        };
        let mut below: Vec<BodyId> = Vec::new();
        let mut waits: Vec<Work> = Vec::new();
        for site in &nodes {
            let body = program.body(site.body);
            let op = &body.node(site.node).op;
            self.look(*site, &mut duty.touches);
            for effect in self.model.effects(site.body, site.node) {
                if let Some(part) = effect
                    .place
                    .as_ref()
                    .filter(|_| effects::changes(effect.kind))
                    .and_then(|place| self.part(site.body, place))
                {
                    duty.changes.insert(part);
                }
            }
            if let Op::Call(call) = op {
                below.extend(effects::callees(program, call));
            }
            waits.extend(timers::work_at(program, *site));
            waits.extend(timers::blocking_at(program, *site));
        }
        let mut seen: FxHashSet<BodyId> = FxHashSet::default();
        while let Some(id) = below.pop() {
            if !self.is_ours(id) || !seen.insert(id) {
                continue;
            }
            let body = program.body(id);
            for (at, node) in body.nodes() {
                self.look(Site { body: id, node: at }, &mut duty.touches);
                if let Op::Call(call) = &node.op {
                    below.extend(effects::callees(program, call));
                }
                flow::uses(&node.op, |value| {
                    if let Value::Body(inner) = value {
                        below.push(*inner);
                    }
                });
            }
        }
        duty.touches.extend(duty.changes.iter().copied());
        waits.retain(|work| timers::weight(work.kind) <= 1);
        waits.sort_by_key(|work| (timers::weight(work.kind), work.at));
        duty.waits = waits.first().copied();
        Some(duty)
    }

    /// A method of the state's type, or a function that is lent it.
    fn is_ours(&self, id: BodyId) -> bool {
        let program = &self.model.program;
        let body = program.body(id);
        let method = program
            .function(body.owner)
            .and_then(|function| function.self_def)
            .is_some_and(|owner| self.owners.contains(&owner));
        method
            || body.params.iter().any(|param| {
                body.local(*param)
                    .ty
                    .adt()
                    .is_some_and(|def| self.owners.contains(&def))
            })
    }

    fn look(&self, at: Site, touches: &mut FxHashSet<Part>) {
        let id = at.body;
        let body = self.model.program.body(id);
        let op = &body.node(at.node).op;
        let mut see = |place: &Place| {
            touches.extend(self.part(id, place));
            if let Some(stands) = place
                .as_local()
                .and_then(|local| body.local(local).stands_for.as_ref())
            {
                touches.extend(self.part(id, stands));
            }
        };
        if let Op::Assign(to, _) = op {
            see(to);
        }
        if let Op::Call(call) = op {
            call.args
                .iter()
                .filter_map(|arg| arg.place.as_ref())
                .for_each(&mut see);
        }
        flow::uses(op, |value| values(value, &mut see));
        // What a text shows is looked at, however little.
        let shown = body.shown.iter().filter(|(node, _)| *node == at.node);
        shown.for_each(|(_, place)| see(place));
    }

    /// The part of the state that a place belongs to, or that a helper is lent under a name of its own.
    fn part(&self, id: BodyId, place: &Place) -> Option<Part> {
        self.part_within(id, place, 0)
    }

    fn part_within(&self, id: BodyId, place: &Place, depth: usize) -> Option<Part> {
        let program = &self.model.program;
        let field = place.path.iter().find_map(|step| match step {
            Step::Field(Some(owner), name) if self.owners.contains(owner) => {
                Some(Part::Field(*owner, *name))
            }
            _ => None,
        });
        let Root::Local(local) = place.root else {
            return field;
        };
        if field.is_some() {
            return field;
        }
        let (holder, local) = slots::origin(program, id, local);
        if Some(holder) == self.process.body {
            return self
                .locals
                .get(&local)
                .map(|name| Part::Local(local, *name));
        }
        let LocalKind::Param(index) = program.body(holder).local(local).kind else {
            return None;
        };
        if depth >= HELPERS {
            return None;
        }
        self.lent.of((holder, index, depth), || {
            let callers = self.model.index.callers_of(program, holder).iter();
            callers.copied().find_map(|at| {
                let arg = crate::follow::call_at(program, at)?
                    .args
                    .get(index as usize)?;
                self.part_within(at.body, arg.place.as_ref()?, depth + 1)
            })
        })
    }
}

fn values(value: &Value, see: &mut impl FnMut(&Place)) {
    match value {
        Value::Use(place) | Value::Ref(_, place) => see(place),
        Value::Aggregate(_, parts) => parts.iter().for_each(|(_, part)| values(part, see)),
        _ => {}
    }
}
