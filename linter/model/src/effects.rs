//! What a node does to places: by its stub, by assignment, or through the functions that it calls.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::body::{Body, BodyId, Call, Callee, LocalKind, NodeId, Op, Outcome, Value};
use crate::channels;
use crate::crashes;
use crate::def::DefKind;
use crate::parked;
use crate::place::{Place, Root};
use crate::program::Program;
use crate::stub::{Effect, EffectSet, FnAttrs, TypeWord};
use crate::summary::{Summaries, Summary};
use crate::sym::Sym;
use crate::tasks;
use crate::ty::Ty;

/// A node of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site {
    /// The body.
    pub body: BodyId,
    /// The node.
    pub node: NodeId,
}

/// Something that a node does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NodeEffect {
    /// What.
    pub kind: Effect,
    /// To which place, in the terms of the body that was asked.
    pub place: Option<Place>,
    /// Where it really happens: the node itself, or one in a callee.
    pub at: Site,
}

/// Effects that change state, here or outside; only these are summarised.
pub fn changes(kind: Effect) -> bool {
    matches!(
        kind,
        Effect::Insert
            | Effect::Remove
            | Effect::Clear
            | Effect::Take
            | Effect::Put
            | Effect::Write
            | Effect::StoreWrite
            | Effect::Begin
            | Effect::Commit
            | Effect::Rollback
            | Effect::IoWrite
            | Effect::Send
            | Effect::TrySend
            | Effect::Reply
            | Effect::Outside
            | Effect::Recv
            | Effect::TryRecv
    )
}

/// What the stub of a call's callee says; the first of several.
pub fn attrs_of<'p>(program: &'p Program, call: &Call) -> Option<&'p FnAttrs> {
    let Callee::Known(defs) = &call.callee else {
        return None;
    };
    match &program.def(*defs.first()?).kind {
        DefKind::Fn(function) => Some(&function.attrs),
        DefKind::Macro(attrs) => Some(attrs),
        _ => None,
    }
}

/// What the nodes of a body may do by themselves, callees of the workspace not counted. Bodies are many and their
/// nodes far apart in memory: this is asked before any of them is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Does {
    /// What its calls do, as their stubs tell.
    pub effects: EffectSet,
    /// It takes messages.
    pub receives: bool,
    /// It has a `select!` or its like.
    pub selects: bool,
    /// It has a way out that is a failure.
    pub fails: bool,
    /// It has a loop.
    pub loops: bool,
    /// It makes a pointer to something.
    pub shares: bool,
    /// It waits for something that may tell of a crash.
    pub told: bool,
    /// Its way depends on where the program runs.
    pub chooses: bool,
    /// It hands a task to something of the workspace.
    pub hands_task: bool,
}

impl Does {
    /// What a body may do.
    pub fn new(program: &Program, body: &Body) -> Self {
        let mut does = Self {
            loops: !body.loops.is_empty(),
            chooses: !body.choices.is_empty(),
            ..Self::default()
        };
        for node in &body.nodes {
            does.receives |= channels::receives(program, body, node);
            match &node.op {
                Op::Select(select) => {
                    does.selects = true;
                    does.told |= select
                        .arms
                        .iter()
                        .any(|arm| crashes::of_future(program, &arm.future.ty).is_some());
                }
                Op::Fail(_) => does.fails = true,
                Op::Call(call) => {
                    does.call(program, body, call);
                    does.fails |= call.outcome == Outcome::Propagated;
                    does.told |=
                        call.awaited && crashes::of(program, &body.local(call.to).ty).is_some();
                }
                Op::Await(await_) => {
                    does.told |= crashes::of(program, &body.local(await_.to).ty).is_some();
                }
                _ => {}
            }
        }
        does.told |= does.effects.any([Effect::Join, Effect::Catches]);
        does
    }

    fn call(&mut self, program: &Program, body: &Body, call: &Call) {
        self.shares |= matches!(call.name.as_str(), "new" | "default")
            && program
                .adt(&body.local(call.to).ty)
                .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Pointer));
        self.hands_task |= tasks::is_handed(program, call) && !callees(program, call).is_empty();
        let Some(attrs) = attrs_of(program, call) else {
            if written_through(program, call).is_some() {
                self.effects.insert(Effect::StoreWrite);
            }
            return;
        };
        let fills = call.name == "collect" || call.name == "from_iter";
        if fills && parked::is_set(program, &body.local(call.to).ty) {
            self.effects.insert(Effect::Parks);
        }
        for effect in &attrs.effects {
            self.effects.insert(*effect);
        }
        if attrs.sql.is_some() || attrs.has(Effect::RunsSql) {
            BY_SQL
                .into_iter()
                .for_each(|effect| self.effects.insert(effect));
        }
    }
}

/// The bodies that a body runs or makes.
pub(crate) fn children(program: &Program, body: &Body) -> Vec<BodyId> {
    let mut found = Vec::new();
    for node in &body.nodes {
        if let Op::Call(call) = &node.op {
            found.extend(callees(program, call));
        }
        crate::flow::uses(&node.op, |value| {
            if let Value::Body(inner) = value {
                found.push(*inner);
            }
        });
    }
    found
}

/// What SQL text may do.
const BY_SQL: [Effect; 5] = [
    Effect::StoreRead,
    Effect::StoreWrite,
    Effect::Begin,
    Effect::Commit,
    Effect::Rollback,
];

/// The bodies that a call may run: callees of the workspace and closures.
pub fn callees(program: &Program, call: &Call) -> SmallVec<[BodyId; 2]> {
    match &call.callee {
        Callee::Known(defs) => defs
            .iter()
            .filter_map(|def| program.body_of.get(def).copied())
            .collect(),
        Callee::Body(body) => SmallVec::from_slice(&[*body]),
        _ => SmallVec::new(),
    }
}

/// What SQL text does to the store.
pub fn sql_effect(text: &str) -> Effect {
    let first = text
        .trim_start()
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    match first.to_ascii_lowercase().as_str() {
        "insert" | "update" | "delete" | "replace" | "merge" | "upsert" | "truncate" | "create"
        | "drop" | "alter" | "copy" => Effect::StoreWrite,
        // A script that has its own end is one change.
        "begin" | "start" | "savepoint" => match ends(text) {
            true => Effect::StoreWrite,
            false => Effect::Begin,
        },
        "commit" | "release" => Effect::Commit,
        "rollback" => Effect::Rollback,
        "with" => {
            let text = text.to_ascii_lowercase();
            let writes = ["insert into", "update ", "delete from"]
                .iter()
                .any(|verb| text.contains(verb));
            if writes {
                Effect::StoreWrite
            } else {
                Effect::StoreRead
            }
        }
        _ => Effect::StoreRead,
    }
}

/// Whether a script also commits.
fn ends(text: &str) -> bool {
    text.split(';').any(|statement| {
        let verb = statement.split_whitespace().next().unwrap_or_default();
        ["commit", "end"]
            .iter()
            .any(|end| verb.eq_ignore_ascii_case(end))
    })
}

/// What a node itself does, without looking into callees.
pub fn direct(program: &Program, body: &Body, at: Site) -> SmallVec<[NodeEffect; 2]> {
    let mut effects: SmallVec<[NodeEffect; 2]> = SmallVec::new();
    match &body.node(at.node).op {
        Op::Assign(to, _) => {
            let plain = to.path.is_empty()
                && match to.root {
                    Root::Local(local) => match &body.local(local).kind {
                        LocalKind::Param(_) | LocalKind::Capture(_) => {
                            !matches!(body.local(local).ty, Ty::Ref(true, _))
                        }
                        _ => true,
                    },
                    Root::Static(_) => false,
                };
            if !plain {
                effects.push(NodeEffect {
                    kind: Effect::Put,
                    place: Some(to.clone()),
                    at,
                });
            }
        }
        Op::Call(call) => {
            if let Some(attrs) = attrs_of(program, call) {
                let place = call.args.first().and_then(|arg| arg.place.clone());
                for kind in &attrs.effects {
                    let kind = match kind {
                        Effect::RunsSql => match sql_run(program, body, call, attrs) {
                            Some(text) => sql_effect(text.as_str()),
                            None => continue,
                        },
                        kind => *kind,
                    };
                    let place = match kind {
                        // The handle that a query runs on is its argument, not its receiver.
                        Effect::StoreWrite | Effect::StoreRead
                            if attrs.has(Effect::RunsSql) && attrs.sql.is_none() =>
                        {
                            call.args.get(1).and_then(|arg| arg.place.clone())
                        }
                        _ => place.clone(),
                    };
                    effects.push(NodeEffect { kind, place, at });
                }
                if !attrs.has(Effect::RunsSql)
                    && let Some(text) = sql_given(program, body, call, attrs)
                {
                    // What only prepares a statement has neither.
                    let of_store = |effect: &NodeEffect| {
                        matches!(effect.kind, Effect::StoreRead | Effect::StoreWrite)
                    };
                    let runs = effects.iter().any(of_store);
                    effects.retain(|effect| !of_store(effect));
                    if runs {
                        let kind = sql_effect(text.as_str());
                        effects.push(NodeEffect { kind, place, at });
                    }
                }
            } else if let Some(index) = written_through(program, call) {
                effects.push(NodeEffect {
                    kind: Effect::StoreWrite,
                    place: call.args[index].place.clone(),
                    at,
                });
            }
        }
        _ => {}
    }
    effects
}

/// The SQL text that a call runs, where it is written out: its own, or that of the query it is given.
pub fn sql_of(program: &Program, body: &Body, node: NodeId) -> Option<Sym> {
    let Op::Call(call) = &body.node(node).op else {
        return None;
    };
    let attrs = attrs_of(program, call)?;
    match attrs.has(Effect::RunsSql) {
        false if attrs.sql.is_some() => sql_given(program, body, call, attrs),
        _ => sql_run(program, body, call, attrs),
    }
}

/// The text that is run: that of the query that is asked to run, or that a handle is given to run.
fn sql_run(program: &Program, body: &Body, call: &Call, attrs: &FnAttrs) -> Option<Sym> {
    match attrs.sql {
        Some(_) => sql_given(program, body, call, attrs),
        None => sql_behind(program, body, &call.args.first()?.value, 0),
    }
}

/// The SQL text that a call is given: written out, or prepared before.
fn sql_given(program: &Program, body: &Body, call: &Call, attrs: &FnAttrs) -> Option<Sym> {
    let index = usize::from(attrs.sql?) + usize::from(call.method);
    match &call.args.get(index)?.value {
        Value::Str(text) => Some(*text),
        prepared => sql_behind(program, body, prepared, 0),
    }
}

/// The argument through which a call that is not resolved writes to a store: what a derive makes of a record
/// (`row.insert(db).await?`) is known by its name and by the handle that it is given.
pub fn written_through(program: &Program, call: &Call) -> Option<usize> {
    const WRITES: [&str; 10] = [
        "insert",
        "insert_many",
        "update",
        "upsert",
        "save",
        "delete",
        "exec",
        "exec_with_returning",
        "exec_without_returning",
        "execute",
    ];
    if call.callee != Callee::Unknown || !call.awaited || !WRITES.contains(&call.name.as_str()) {
        return None;
    }
    let is_store = |ty: &Ty| {
        let adt = program.adt(ty.peel_refs());
        adt.is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Store))
    };
    match call.args.as_slice() {
        [_, db] if call.method && is_store(&db.ty) => Some(1),
        _ => None,
    }
}

/// The SQL text that a query value was made from.
fn sql_behind(program: &Program, body: &Body, value: &Value, depth: u32) -> Option<Sym> {
    let (Value::Use(place) | Value::Ref(_, place)) = value else {
        return None;
    };
    let node = body.local(place.as_local()?).def?;
    match &body.node(node).op {
        Op::Call(call) => {
            let attrs = attrs_of(program, call);
            if let Some(index) = attrs.and_then(|attrs| attrs.sql) {
                let index = usize::from(index) + usize::from(call.method);
                return match call.args.get(index).map(|arg| &arg.value) {
                    Some(Value::Str(text)) => Some(*text),
                    _ => None,
                };
            }
            if depth > 16 {
                return None;
            }
            sql_behind(program, body, &call.args.first()?.value, depth + 1)
        }
        Op::Assign(_, value) if depth <= 16 => sql_behind(program, body, value, depth + 1),
        _ => None,
    }
}

/// Everything a node does, callees, awaited futures and closures that run during the call included.
pub fn of_node(program: &Program, summaries: &Summaries, at: Site) -> Vec<NodeEffect> {
    let body = program.body(at.body);
    let mut effects: Vec<NodeEffect> = direct(program, body, at).into_vec();
    match &body.node(at.node).op {
        Op::Call(call) => {
            let callees = callees(program, call);
            let own = effects.len();
            for callee in &callees {
                let target = program.body(*callee);
                // An async function acts when it is polled.
                if target.is_async && !call.awaited {
                    continue;
                }
                let summary = summaries.of(*callee);
                translate_effects(program, at.body, summary, *callee, call, &mut effects);
            }
            // Whatever runs of them, most do the same in the end.
            if callees.len() > 1 {
                let mut seen = FxHashSet::default();
                let mut below = effects.split_off(own);
                below.retain(|effect| seen.insert(effect.clone()));
                effects.extend(below);
            }
            if runs_closures(program, call) {
                for arg in &call.args {
                    if let Value::Body(closure) = arg.value {
                        let target = program.body(closure);
                        if target.is_async && !call.awaited {
                            continue;
                        }
                        inline_effects(
                            program,
                            at.body,
                            summaries.of(closure),
                            closure,
                            &mut effects,
                        );
                    }
                }
            }
            // `timeout(deadline, save(&order)).await`
            if call.awaited
                && let Some(attrs) =
                    attrs_of(program, call).filter(|attrs| attrs.has(Effect::Timeout))
                && let Some(index) = attrs.future
                && let Some(arg) = call.args.get(usize::from(index) + usize::from(call.method))
                && !matches!(arg.value, Value::Body(_))
            {
                polled(program, summaries, at.body, &arg.value, &mut effects);
            }
        }
        Op::Await(await_) => {
            polled(
                program,
                summaries,
                at.body,
                &await_.future.value,
                &mut effects,
            );
        }
        _ => {}
    }
    effects
}

/// What the futures behind a value do when they are polled.
fn polled(
    program: &Program,
    summaries: &Summaries,
    id: BodyId,
    value: &Value,
    effects: &mut Vec<NodeEffect>,
) {
    let body = program.body(id);
    for future in future_bodies(program, body, value) {
        match future {
            Made::Block(block) => inline_effects(program, id, summaries.of(block), block, effects),
            Made::Call(node) => {
                if let Op::Call(call) = &body.node(node).op {
                    for callee in callees(program, call) {
                        let summary = summaries.of(callee);
                        translate_effects(program, id, summary, callee, call, effects);
                    }
                }
            }
        }
    }
}

/// Whether closures among the arguments run during the call.
pub fn runs_closures(program: &Program, call: &Call) -> bool {
    use crate::stub::ClosureUse;
    match attrs_of(program, call) {
        Some(attrs) => {
            let spawns = [
                Effect::Spawn,
                Effect::SpawnLocal,
                Effect::SpawnBlocking,
                Effect::SpawnThread,
                Effect::Start,
            ];
            !spawns.iter().any(|kind| attrs.has(*kind))
                && !matches!(attrs.closure, Some(ClosureUse::Stored))
        }
        None => !matches!(call.callee, Callee::Constructor(_)),
    }
}

/// How a future value came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// An async block or closure of this function.
    Block(BodyId),
    /// A call whose future was not awaited there.
    Call(NodeId),
}

/// What makes the future that a value holds.
pub fn future_bodies(program: &Program, body: &Body, value: &Value) -> SmallVec<[Made; 1]> {
    let mut found = SmallVec::new();
    follow_future(program, body, value, 0, &mut found);
    found
}

fn follow_future(
    program: &Program,
    body: &Body,
    value: &Value,
    depth: u32,
    found: &mut SmallVec<[Made; 1]>,
) {
    if depth > 8 {
        return;
    }
    match value {
        Value::Body(block) => found.push(Made::Block(*block)),
        Value::Use(place) | Value::Ref(_, place) if place.path.is_empty() => {
            let Some(local) = place.as_local() else {
                return;
            };
            let local = body.local(local);
            if let Some(block) = local.body {
                found.push(Made::Block(block));
                return;
            }
            let Some(node) = local.def else { return };
            match &body.node(node).op {
                Op::Call(call) if !call.awaited => {
                    let wrapped =
                        attrs_of(program, call).filter(|attrs| attrs.has(Effect::WrapsFuture));
                    match wrapped {
                        Some(attrs) => {
                            let index = attrs.future.map_or(0, usize::from);
                            if let Some(arg) = call.args.get(index) {
                                follow_future(program, body, &arg.value, depth + 1, found);
                            }
                        }
                        None => found.push(Made::Call(node)),
                    }
                }
                Op::Assign(_, value) => follow_future(program, body, value, depth + 1, found),
                _ => {}
            }
        }
        _ => {}
    }
}

/// A callee's place in the caller's terms.
pub fn translate(program: &Program, callee: BodyId, call: &Call, place: &Place) -> Option<Place> {
    let target = program.body(callee);
    match place.root {
        Root::Static(_) => Some(place.clone()),
        Root::Local(local) => match target.local(local).kind {
            LocalKind::Param(index) => {
                let base = call.args.get(index as usize)?.place.as_ref()?;
                Some(place.rebased(base))
            }
            _ => None,
        },
    }
}

/// An inner body's place in the terms of the body around it.
pub fn outward(program: &Program, inner: BodyId, place: &Place) -> Option<Place> {
    let body = program.body(inner);
    match place.root {
        Root::Static(_) => Some(place.clone()),
        Root::Local(local) => match body.local(local).kind {
            LocalKind::Capture(outer) => {
                let parent = program.body(body.parent?);
                let base = parent
                    .local(outer)
                    .stands_for
                    .clone()
                    .unwrap_or_else(|| Place::local(outer));
                Some(place.rebased(&base))
            }
            _ => None,
        },
    }
}

fn translate_effects(
    program: &Program,
    caller: BodyId,
    summary: &Summary,
    callee: BodyId,
    call: &Call,
    effects: &mut Vec<NodeEffect>,
) {
    for effect in &summary.effects {
        let place = match (&effect.place, call.callee == Callee::Body(callee)) {
            (Some(place), true) => outward_to(program, callee, caller, place)
                .or_else(|| translate(program, callee, call, place)),
            (Some(place), false) => translate(program, callee, call, place),
            (None, _) => None,
        };
        if place.is_some() || effect.place.is_none() || leaves_program(effect.kind) {
            effects.push(NodeEffect {
                kind: effect.kind,
                place,
                at: effect.at,
            });
        }
    }
}

fn inline_effects(
    program: &Program,
    caller: BodyId,
    summary: &Summary,
    inner: BodyId,
    effects: &mut Vec<NodeEffect>,
) {
    for effect in &summary.effects {
        let place = effect
            .place
            .as_ref()
            .and_then(|place| outward_to(program, inner, caller, place));
        if place.is_some() || effect.place.is_none() || leaves_program(effect.kind) {
            effects.push(NodeEffect {
                kind: effect.kind,
                place,
                at: effect.at,
            });
        }
    }
}

/// A place of an inner body in the terms of one of the bodies around it.
pub fn outward_to(program: &Program, inner: BodyId, outer: BodyId, place: &Place) -> Option<Place> {
    let mut at = inner;
    let mut place = place.clone();
    while at != outer {
        place = outward(program, at, &place)?;
        at = program.body(at).parent?;
    }
    Some(place)
}

/// Effects that matter even where the place they go through is not known.
pub fn leaves_program(kind: Effect) -> bool {
    matches!(
        kind,
        Effect::StoreWrite
            | Effect::Begin
            | Effect::Commit
            | Effect::Rollback
            | Effect::Outside
            | Effect::IoWrite
    )
}
