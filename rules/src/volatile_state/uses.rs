//! Every use of every collection that outlives the function that uses it.

use otplint_model::body::BodyKind;
use otplint_model::effects::{self, Site};
use otplint_model::processes::{self, Shape};
use otplint_model::slots::{self, Group, Shared};
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{
    Body, BodyId, Call, Callee, DefId, LocalId, Model, Op, Place, Program, Root, Step, Sym, Ty,
    Value,
};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::starts::{Fields, Starts};
use crate::story::in_production;

/// So many bodies are looked at together.
const BODIES: usize = 256;

/// A collection, whichever instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// It lives in a field.
    Field(DefId, Sym),
    /// It is behind a lock or pointer that several share.
    Group(Group),
    /// It lives in a static.
    Static(DefId),
    /// It lives in a local around the loop of a process.
    Local(BodyId, LocalId),
}

/// What is done with a collection somewhere.
#[derive(Clone, Debug)]
pub struct Use {
    /// Where.
    pub at: Site,
    /// What.
    pub kind: UseKind,
}

/// What is done with a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseKind {
    /// An item is put in.
    Insert,
    /// Items are taken out.
    Remove,
    /// Another collection takes its place.
    Set,
    /// A field of an element gets a new value.
    Change(DefId, Sym),
    /// The whole collection is handed to something that was not seen.
    Escapes,
}

/// A collection with its type and its uses.
#[derive(Debug)]
pub struct Collected {
    /// Its type.
    pub ty: Ty,
    /// Its uses, in the order of the text.
    pub uses: Vec<Use>,
}

/// Every use of every collection.
#[derive(Debug, Default)]
pub struct Uses {
    found: FxHashMap<Key, Collected>,
    /// The types that some field or static holds behind a lock.
    locked: FxHashSet<DefId>,
    starts: Starts,
}

impl Uses {
    /// Finds them all.
    pub fn new(model: &Model) -> Self {
        let (locked, starts) = rayon::join(|| locked(model), || Starts::new(model));
        let mut uses = Self {
            found: FxHashMap::default(),
            locked,
            starts,
        };
        let loops: FxHashSet<BodyId> = model
            .processes
            .list
            .iter()
            .filter_map(|process| process.body)
            .collect();
        let bodies: Vec<(BodyId, &Body)> = model.program.bodies().collect();
        let parts: Vec<Part> = bodies
            .par_chunks(BODIES)
            .map(|bodies| {
                let mut part = Part::default();
                for (id, body) in bodies {
                    if in_production(model, *id) {
                        part.note(model, *id, body, &uses.starts, &loops);
                    }
                }
                part
            })
            .collect();
        for part in parts {
            for (key, ty, one) in part.found {
                uses.push(key, ty, one);
            }
            uses.starts.absorb(part.fields);
        }
        uses
    }

    fn push(&mut self, key: Key, ty: Ty, one: Use) {
        let collected = self.found.entry(key).or_insert_with(|| Collected {
            ty,
            uses: Vec::new(),
        });
        collected.uses.push(one);
    }

    /// The uses of one collection.
    pub fn of(&self, key: Key) -> &[Use] {
        self.found
            .get(&key)
            .map_or(&[], |found| found.uses.as_slice())
    }

    /// How collections start.
    pub fn starts(&self) -> &Starts {
        &self.starts
    }

    /// Whether several tasks can reach a collection at once.
    pub fn is_shared(&self, key: Key) -> bool {
        match key {
            Key::Group(_) | Key::Static(_) => true,
            Key::Field(owner, _) => self.locked.contains(&owner),
            Key::Local(..) => false,
        }
    }

    /// All collections, in a fixed order.
    pub fn all(&self) -> Vec<(Key, &Collected)> {
        let mut all: Vec<(Key, &Collected)> = self
            .found
            .iter()
            .map(|(key, found)| (*key, found))
            .collect();
        all.sort_by_key(|(_, found)| found.uses.first().map(|one| one.at));
        all
    }
}

/// What is found in some bodies.
#[derive(Default)]
struct Part {
    found: Vec<(Key, Ty, Use)>,
    fields: Fields,
}

impl Part {
    fn note(
        &mut self,
        model: &Model,
        id: BodyId,
        body: &Body,
        starts: &Starts,
        loops: &FxHashSet<BodyId>,
    ) {
        let program = &model.program;
        let loops_here =
            loops.contains(&id) || body.parent.is_some_and(|parent| loops.contains(&parent));
        for (node, data) in body.nodes() {
            let at = Site { body: id, node };
            starts.note(model, body, node, &mut self.fields);
            // A queue is often filled by a helper that gets it by `&mut`.
            let is_call = matches!(data.op, Op::Call(_));
            let lends = is_call && lends(program, &data.op);
            let effects = match loops_here && is_call || lends {
                true => model.effects(id, node),
                false => effects::direct(program, body, at).into_vec(),
            };
            for effect in effects {
                let Some((key, ty, rest)) = effect
                    .place
                    .and_then(|place| key_of(model, id, &place, loops))
                else {
                    continue;
                };
                // Through fields of its own the helper's node is found anyway.
                if effect.at != at && !matches!(key, Key::Local(..)) && !lends {
                    continue;
                }
                let changed = rest.iter().rev().find_map(|step| match step {
                    Step::Field(Some(owner), name) => Some((*owner, *name)),
                    _ => None,
                });
                let kind = match (effect.kind, changed) {
                    (Effect::Put, Some((owner, name))) => UseKind::Change(owner, name),
                    (Effect::Put, None) if rest.is_empty() => UseKind::Set,
                    (Effect::Insert, _) => UseKind::Insert,
                    (Effect::Remove | Effect::Take | Effect::Clear, _) => UseKind::Remove,
                    _ => continue,
                };
                self.found.push((key, ty, Use { at, kind }));
            }
            if let Op::Call(call) = &data.op {
                for (key, ty) in escaping(model, id, call, loops) {
                    let kind = UseKind::Escapes;
                    self.found.push((key, ty, Use { at, kind }));
                }
            }
        }
    }
}

/// A call of the workspace that is given a collection by `&mut`.
fn lends(program: &Program, op: &Op) -> bool {
    let Op::Call(call) = op else { return false };
    let given = call.args.iter().any(|arg| {
        let by_mut = matches!(arg.value, Value::Ref(true, _)) || matches!(arg.ty, Ty::Ref(true, _));
        by_mut && matches!(processes::shape(program, &arg.ty), Shape::Collection(_))
    });
    given && !effects::callees(program, call).is_empty()
}

/// The workspace types that a field or static holds behind a lock.
fn locked(model: &Model) -> FxHashSet<DefId> {
    let program = &model.program;
    let mut found = FxHashSet::default();
    for definition in &program.defs {
        let fields = definition
            .as_adt()
            .into_iter()
            .flat_map(|adt| &adt.variants);
        for field in fields.flat_map(|variant| &variant.fields) {
            note_locked(model, &field.ty, false, 0, &mut found);
        }
    }
    for (_, body) in program.bodies() {
        if body.kind == BodyKind::Static {
            note_locked(model, &body.output, false, 0, &mut found);
        }
    }
    found
}

fn note_locked(model: &Model, ty: &Ty, locked: bool, depth: u32, found: &mut FxHashSet<DefId>) {
    let Ty::Adt(def, args) = ty.peel_refs() else {
        return;
    };
    let definition = model.program.def(*def);
    if definition.location.is_some() && locked {
        found.insert(*def);
    }
    let locks = definition
        .as_adt()
        .is_some_and(|adt| adt.attrs.is(TypeWord::Lock));
    if depth < 6 {
        for arg in args.iter() {
            note_locked(model, arg, locked || locks, depth + 1, found);
        }
    }
}

/// The collection that a place is or lies in, its type, and the way from there.
fn key_of(
    model: &Model,
    body: BodyId,
    place: &Place,
    loops: &FxHashSet<BodyId>,
) -> Option<(Key, Ty, Vec<Step>)> {
    let program = &model.program;
    for length in 0..=place.path.len() {
        let prefix = Place {
            root: place.root,
            path: place.path[..length].iter().copied().collect(),
        };
        let Some(ty) = slots::place_type(program, body, &prefix) else {
            continue;
        };
        if !matches!(processes::shape(program, &ty), Shape::Collection(_)) {
            continue;
        }
        let rest = place.path[length..].to_vec();
        if let Some(Shared::State(_)) = slots::shared(program, &ty)
            && let Some(group) = model.slots.group(program, body, &prefix)
        {
            return Some((Key::Group(group), ty, rest));
        }
        return match (prefix.path.last(), prefix.root) {
            (Some(Step::Field(Some(owner), name)), _) => {
                Some((Key::Field(*owner, *name), ty, rest))
            }
            (None, Root::Static(def)) => Some((Key::Static(def), ty, rest)),
            (None, Root::Local(local)) => {
                let (home, local) = slots::origin(program, body, local);
                let data = program.body(home).local(local);
                let outlives = data.in_loop.is_none()
                    && matches!(data.kind, otplint_model::body::LocalKind::Variable)
                    && data.stands_for.is_none();
                let served = loops.contains(&body) || loops.contains(&home);
                (outlives && served).then_some((Key::Local(home, local), ty, rest))
            }
            _ => None,
        };
    }
    None
}

/// The collections that a call hands whole to something that was not seen.
fn escaping(model: &Model, body: BodyId, call: &Call, loops: &FxHashSet<BodyId>) -> Vec<(Key, Ty)> {
    let seen = match &call.callee {
        Callee::Known(defs) => defs.iter().all(|def| {
            model.program.body_of.contains_key(def)
                || model.program.function(*def).is_some_and(|function| {
                    let attrs = &function.attrs;
                    !attrs.has(Effect::StoreWrite) && !attrs.has(Effect::IoWrite)
                })
        }),
        Callee::Body(_) | Callee::Constructor(_) => true,
        Callee::Parameter(_) | Callee::Other | Callee::Unknown => false,
    };
    if seen {
        return Vec::new();
    }
    let program = &model.program;
    let places = call.args.iter().filter_map(|arg| arg.place.as_ref());
    let whole = |place: &&Place| {
        slots::place_type(program, body, place)
            .is_some_and(|ty| matches!(processes::shape(program, &ty), Shape::Collection(_)))
    };
    places
        .filter(whole)
        .filter_map(|place| key_of(model, body, place, loops))
        .filter(|(_, _, rest)| rest.is_empty())
        .map(|(key, ty, _)| (key, ty))
        .collect()
}
