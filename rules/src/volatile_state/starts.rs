//! Where collections start: empty, or given and restored.

use otplint_model::body::Body;
use otplint_model::effects::Site;
use otplint_model::processes::{self, Shape};
use otplint_model::slots::{self, Shared};
use otplint_model::stub::TypeWord;
use otplint_model::{DefId, Location, Model, NodeId, Op, Place, Reason, Sym, Ty, Value, flow};
use rustc_hash::{FxHashMap, FxHashSet};

use super::uses::Key;
use crate::story::in_production;

/// How every collection starts, found in one walk.
#[derive(Debug, Default)]
pub struct Starts {
    /// The types that have collections in fields.
    holders: FxHashSet<DefId>,
    fields: Fields,
    shared: Vec<(Site, Key, Ty)>,
}

/// How the collections of fields start.
pub type Fields = FxHashMap<(DefId, Sym), Start>;

/// How the collection of a field starts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start {
    empty: Option<Location>,
    given: bool,
}

impl Starts {
    /// Finds the collections behind pointers, and which types have collections.
    pub fn new(model: &Model) -> Self {
        let program = &model.program;
        let is_collection = |ty: &Ty| matches!(processes::shape(program, ty), Shape::Collection(_));
        let definitions = program.defs.iter().enumerate();
        let holders = definitions.filter(|(_, definition)| {
            let adt = definition
                .as_adt()
                .filter(|_| definition.location.is_some());
            let mut fields = adt
                .into_iter()
                .flat_map(|adt| &adt.variants)
                .flat_map(|v| &v.fields);
            fields.any(|field| is_collection(&field.ty))
        });
        Self {
            holders: holders.map(|(index, _)| DefId(index as u32)).collect(),
            fields: Fields::default(),
            shared: shared(model),
        }
    }

    /// Notes the structs that a node builds.
    pub fn note(&self, model: &Model, body: &Body, node: NodeId, fields: &mut Fields) {
        let data = body.node(node);
        let here = Location {
            file: body.file,
            span: data.span,
        };
        flow::uses(&data.op, |value| {
            self.built(model, body, value, here, fields)
        });
    }

    /// Takes in what was noted of bodies that follow those before.
    pub fn absorb(&mut self, fields: Fields) {
        for (field, start) in fields {
            let known = self.fields.entry(field).or_default();
            known.empty = start.empty.or(known.empty);
            known.given |= start.given;
        }
    }

    fn built(
        &self,
        model: &Model,
        body: &Body,
        value: &Value,
        here: Location,
        fields: &mut Fields,
    ) {
        let Value::Aggregate(def, parts) = value else {
            return;
        };
        let owner = def.filter(|def| self.holders.contains(def));
        for (name, part) in parts {
            if let Some(owner) = owner {
                let start = fields.entry((owner, *name)).or_default();
                match is_new(model, body, part) {
                    true => start.empty = Some(here),
                    false => start.given = true,
                }
            }
            self.built(model, body, part, here, fields);
        }
    }

    /// The empty collections behind a pointer: where each is made, which it is, and its type.
    pub fn shared(&self) -> impl Iterator<Item = (Site, Key, &Ty)> {
        self.shared.iter().map(|(at, key, ty)| (*at, *key, ty))
    }

    /// Where a collection starts empty; a reason where it may be given or restored.
    pub fn empty(&self, model: &Model, key: Key) -> Result<Option<Location>, Reason> {
        let given = || Reason::from("it is given or loaded where it is made");
        match key {
            Key::Field(owner, name) => match self.fields.get(&(owner, name)) {
                Some(start) if start.given => Err(given()),
                start => Ok(start.and_then(|start| start.empty)),
            },
            Key::Group(group) => {
                let fields = model.slots.fields().filter(|(of, ..)| *of == group);
                for (_, owner, name) in fields {
                    if let Some(start) = self.fields.get(&(owner, name))
                        && let (Some(empty), false) = (start.empty, start.given)
                    {
                        return Ok(Some(empty));
                    }
                }
                self.shared()
                    .find(|(_, found, _)| *found == key)
                    .map(|(at, ..)| Some(model.location(at)))
                    .ok_or_else(|| "where it starts was not seen".into())
            }
            // A static starts with the program.
            Key::Static(def) => Ok(model.program.def(def).location),
            Key::Local(id, local) => {
                let body = model.program.body(id);
                match is_new(model, body, &Value::Use(Place::local(local))) {
                    true => Ok(Some(Location {
                        file: body.file,
                        span: body.local(local).span,
                    })),
                    false => Err(given()),
                }
            }
        }
    }
}

/// Where empty collections behind a pointer are made: the site, which it is, and its type.
fn shared(model: &Model) -> Vec<(Site, Key, Ty)> {
    let program = &model.program;
    let mut found = Vec::new();
    for (id, body) in program.doing(|does| does.shares) {
        if !in_production(model, id) {
            continue;
        }
        for (node, call) in body.calls() {
            let ty = &body.local(call.to).ty;
            let is_pointer = program
                .adt(ty)
                .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Pointer));
            let empty = match (call.name.as_str(), call.args.as_slice()) {
                ("new", [arg]) => is_new(model, body, &arg.value),
                ("default", []) => true,
                _ => false,
            };
            if !is_pointer || !empty {
                continue;
            }
            let Some(Shared::State(collection)) = slots::shared(program, ty) else {
                continue;
            };
            if let Some(group) = model.slots.group(program, id, &Place::local(call.to)) {
                let at = Site { body: id, node };
                found.push((at, Key::Group(group), collection.clone()));
            }
        }
    }
    found
}

/// An empty collection, in as many wrappers as there are.
fn is_new(model: &Model, body: &Body, value: &Value) -> bool {
    let mut value = value;
    for _ in 0..6 {
        let Value::Use(place) = value else {
            return false;
        };
        let Some(local) = place.as_local().filter(|_| place.path.is_empty()) else {
            return false;
        };
        match body.local(local).def.map(|node| &body.node(node).op) {
            Some(Op::Assign(_, inner)) => value = inner,
            Some(Op::Call(call)) => {
                // A wrapper's default wraps the collection's.
                match call.args.first() {
                    None => {
                        let ty = &body.local(call.to).ty;
                        let holds =
                            matches!(processes::shape(&model.program, ty), Shape::Collection(_))
                                || matches!(
                                    slots::shared(&model.program, ty),
                                    Some(Shared::State(_))
                                );
                        return holds && matches!(call.name.as_str(), "new" | "default");
                    }
                    Some(_) if call.name == "with_capacity" => return true,
                    Some(arg) if call.args.len() == 1 && call.name == "new" => value = &arg.value,
                    Some(_) => return false,
                }
            }
            _ => return false,
        }
    }
    false
}
