//! What runs inside a transaction of a store.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::body::{Body, BodyId, Call, LocalKind, NodeId, Op, Value};
use crate::def::{Def, DefId};
use crate::effects::{self, Site};
use crate::flow;
use crate::follow::Index;
use crate::program::Program;
use crate::stub::{Effect, TypeWord};
use crate::sym::Sym;
use crate::ty::Ty;

/// How far below the body that begins a transaction others may write in it.
const BELOW: usize = 6;

/// More functions than this that hand a closure on to one another are not gone through.
const WRAPPERS: usize = 64;

/// The bodies whose writes a transaction spans: begun there, given to them, or begun around them by a caller.
#[derive(Debug)]
pub struct Transactions(FxHashSet<BodyId>);

impl Transactions {
    /// Of all bodies.
    pub fn new(program: &Program, index: &Index) -> Self {
        let mut search = Search {
            program,
            types: program.defs.iter().map(is_transaction).collect(),
            names: FxHashMap::default(),
            found: FxHashSet::default(),
        };
        for (id, body) in program.bodies() {
            search.body(id, body);
        }
        let mut found = search.found;
        let mut open: Vec<BodyId> = found.iter().copied().collect();
        for _ in 0..BELOW {
            let mut next = Vec::new();
            for id in open {
                let called = program
                    .body(id)
                    .calls()
                    .flat_map(|(_, call)| effects::callees(program, call))
                    .chain(index.inner_of(id).iter().copied());
                next.extend(called.filter(|callee| found.insert(*callee)));
                // A closure that is given to it runs in it too.
                let given = given_to(program, index, id);
                next.extend(given.into_iter().filter(|closure| found.insert(*closure)));
            }
            open = next;
        }
        Self(found)
    }

    /// Whether a body is one of them.
    pub fn span(&self, id: BodyId) -> bool {
        self.0.contains(&id)
    }

    /// Where a body ends the transaction of its first write, so that the second is made past it.
    pub fn ended(
        &self,
        program: &Program,
        id: BodyId,
        first: NodeId,
        second: NodeId,
    ) -> Option<NodeId> {
        if !program.does(id).effects.has(Effect::Commit) {
            return None;
        }
        let body = program.body(id);
        let begins = doing(program, id, Effect::Begin);
        doing(program, id, Effect::Commit).into_iter().find(|end| {
            flow::reachable(body, first, |node| node == second).contains(*end)
                && flow::reachable(body, *end, |node| begins.contains(&node)).contains(second)
        })
    }

    /// Whether a body begins a transaction, and only after a node.
    pub fn begun_after(&self, program: &Program, id: BodyId, node: NodeId) -> bool {
        if !program.does(id).effects.has(Effect::Begin) {
            return false;
        }
        let body = program.body(id);
        let begins = doing(program, id, Effect::Begin);
        let follows =
            |from: NodeId, to: NodeId| flow::reachable(body, from, |_| false).contains(to);
        !begins.is_empty()
            && begins
                .into_iter()
                .all(|begin| follows(node, begin) && !follows(begin, node))
    }
}

/// Whether a type is that of a transaction: a stub says so, or a project's own type by its name.
pub fn is_one(program: &Program, ty: &Ty) -> bool {
    ty.adt().is_some_and(|def| is_named(program, def))
}

/// The same of a type that is known by its definition.
pub fn is_named(program: &Program, def: DefId) -> bool {
    let def = program.def(def);
    let batch = def.name.as_str().to_lowercase().contains("batch");
    let known = is_transaction(def);
    known.stub || known.name && !batch
}

/// What the types tell of whether a value is a transaction.
#[derive(Clone, Copy, Default)]
struct Known {
    /// A stub says so.
    stub: bool,
    /// Its name does: a project's own type.
    name: bool,
}

fn is_transaction(def: &Def) -> Known {
    let Some(adt) = def.as_adt() else {
        return Known::default();
    };
    let name = def.name.as_str().to_lowercase();
    Known {
        stub: adt.attrs.is(TypeWord::Transaction),
        name: ["transaction", "txn", "batch"]
            .iter()
            .any(|word| name.contains(word)),
    }
}

struct Search<'p> {
    program: &'p Program,
    types: Vec<Known>,
    /// Whether a function of this name begins a transaction.
    names: FxHashMap<Sym, bool>,
    found: FxHashSet<BodyId>,
}

impl Search<'_> {
    fn body(&mut self, id: BodyId, body: &Body) {
        let has = |ty: &Ty| self.known(ty.adt()).stub;
        let begins = |node: NodeId, call: &Call| {
            effects::attrs_of(self.program, call).is_some_and(|attrs| {
                let by_text = || {
                    let does = effects::direct(self.program, body, Site { body: id, node });
                    does.iter().any(|effect| effect.kind == Effect::Begin)
                };
                attrs.has(Effect::Begin) || attrs.sql.is_some() && by_text()
            })
        };
        let mut spans = body.locals.iter().any(|local| has(&local.ty))
            || self.program.does(id).effects.has(Effect::Begin)
                && body.calls().any(|(node, call)| begins(node, call));
        for (_, call) in body.calls() {
            let named = *self.names.entry(call.name).or_insert_with(|| {
                let name = call.name.as_str();
                name.contains("transaction") || name.contains("savepoint")
            });
            let receiver = call.args.first().filter(|_| call.method);
            spans |= receiver.is_some_and(|arg| self.known(arg.ty.adt()).name);
            if named {
                // What is given to `with_transaction` and its like runs in one, whoever begins it; what stands
                // around it does not.
                self.found.extend(closures(call));
                spans |= closures(call).next().is_none();
            }
        }
        if spans {
            self.found.insert(id);
        }
    }

    fn known(&self, def: Option<DefId>) -> Known {
        def.map_or_else(Known::default, |def| self.types[def.0 as usize])
    }
}

/// The closures that are given to a body, also by functions that only hand on what they are given.
fn given_to(program: &Program, index: &Index, id: BodyId) -> Vec<BodyId> {
    let mut given = Vec::new();
    let mut open = vec![(id, None)];
    let mut seen: FxHashSet<(BodyId, Option<u32>)> = FxHashSet::default();
    while let Some((id, param)) = open.pop() {
        if !seen.insert((id, param)) || seen.len() > WRAPPERS {
            continue;
        }
        for at in index.callers_of(program, id) {
            let caller = program.body(at.body);
            let Op::Call(call) = &caller.node(at.node).op else {
                continue;
            };
            let args = call.args.iter().enumerate();
            for (_, arg) in args.filter(|(at, _)| param.is_none_or(|param| param as usize == *at)) {
                match &arg.value {
                    Value::Body(closure) => given.push(*closure),
                    Value::Use(place) => {
                        let local = place.as_local().filter(|_| place.path.is_empty());
                        if let Some(LocalKind::Param(handed)) =
                            local.map(|local| &caller.local(local).kind)
                            && is_callable(&arg.ty)
                        {
                            open.push((at.body, Some(*handed)));
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    given
}

fn is_callable(ty: &Ty) -> bool {
    matches!(
        ty.peel_refs(),
        Ty::Param(..) | Ty::Bounds(_) | Ty::Fn(..) | Ty::Unknown | Ty::Around(_)
    )
}

/// The calls of a body that do this by themselves.
fn doing(program: &Program, id: BodyId, kind: Effect) -> Vec<NodeId> {
    let body = program.body(id);
    let does = |node: NodeId| {
        effects::direct(program, body, Site { body: id, node })
            .iter()
            .any(|effect| effect.kind == kind)
    };
    let calls = body.calls().map(|(node, _)| node);
    calls.filter(|node| does(*node)).collect()
}

fn closures(call: &Call) -> impl Iterator<Item = BodyId> + '_ {
    call.args.iter().filter_map(|arg| match arg.value {
        Value::Body(closure) => Some(closure),
        _ => None,
    })
}
