//! How much a queue can come to hold: what one message weighs, and whether somebody counts them.

use otplint_model::effects::{self, Site};
use otplint_model::slots::{self, Shared};
use otplint_model::stub::{Acquires, TypeWord};
use otplint_model::{BodyId, DefId, Model, Program, Ty};
use rustc_hash::FxHashMap;

/// Whether the functions that send and receive keep count: a permit for each message, or a number that goes up
/// on one side and down on the other.
pub fn by_hand(model: &Model, sends: &[Site], receives: &[Site]) -> bool {
    let on = |sites: &[Site], names: &[&str]| sites.iter().any(|at| calls(model, *at, names));
    let permits = |at: &Site| {
        bodies(model, *at).any(|id| {
            let mut calls = model.program.body(id).calls();
            calls.any(|(_, call)| {
                effects::attrs_of(&model.program, call)
                    .is_some_and(|attrs| attrs.acquires == Some(Acquires::Permit))
            })
        })
    };
    sends.iter().any(permits)
        || on(sends, &["fetch_add", "fetch_update"]) && on(receives, &["fetch_sub", "fetch_update"])
}

fn calls(model: &Model, at: Site, names: &[&str]) -> bool {
    bodies(model, at).any(|id| {
        let mut calls = model.program.body(id).calls();
        calls.any(|(_, call)| call.method && names.contains(&call.name.as_str()))
    })
}

/// All bodies of the function of a site.
fn bodies(model: &Model, at: Site) -> impl Iterator<Item = BodyId> {
    let count = model.program.bodies[at.body.function() as usize].len() as u32;
    let function = at.body.function();
    (0..count).map(move |position| BodyId::new(function, position))
}

/// Whether a message carries something of any size (text, bytes, a collection), and is neither a command, of
/// which there are several kinds, nor the way to a peer, of which there is one for each.
pub fn is_data(program: &Program, ty: &Ty) -> bool {
    let whole = slots::peel(program, ty);
    let parts = match whole {
        Ty::Tuple(parts) => &parts[..],
        _ => std::slice::from_ref(whole),
    };
    let ours = |ty: &Ty| {
        let (def, adt) = program.adt(ty)?;
        program.def(def).location.map(|_| adt)
    };
    let odd = |ty: &Ty| {
        ours(slots::peel(program, ty)).is_some_and(|adt| {
            let mut fields = adt.variants.iter().flat_map(|variant| &variant.fields);
            adt.is_enum && adt.variants.len() > KINDS
                || fields.any(|field| leads_away(program, &field.ty))
        })
    };
    !parts.iter().any(odd) && weighs(program, whole, 0, &mut FxHashMap::default())
}

/// An enum with more variants than this tells what to do.
const KINDS: usize = 2;

/// The end of a channel, a stream, a task: something that somebody else is behind.
fn leads_away(program: &Program, ty: &Ty) -> bool {
    let held = |ty: &Ty| {
        program.adt(ty).is_some_and(|(_, adt)| {
            [TypeWord::Stream, TypeWord::TaskHandle, TypeWord::Io]
                .into_iter()
                .any(|word| adt.attrs.is(word))
        })
    };
    slots::shared(program, ty).is_some() || held(slots::peel(program, ty))
}

fn weighs(program: &Program, ty: &Ty, depth: u32, seen: &mut FxHashMap<DefId, u32>) -> bool {
    if depth > 4 || matches!(slots::shared(program, ty), Some(Shared::End(..))) {
        return false;
    }
    match slots::peel(program, ty) {
        Ty::Tuple(parts) => parts
            .iter()
            .any(|part| weighs(program, part, depth + 1, seen)),
        Ty::Slice(_) => true,
        Ty::Adt(def, args) => {
            let def = *def;
            let definition = program.def(def);
            let Some(adt) = definition.as_adt() else {
                return false;
            };
            if definition.location.is_none() {
                let whole = adt.attrs.collection.is_some()
                    || matches!(definition.name.as_str(), "String" | "Bytes" | "BytesMut");
                return whole || args.iter().any(|arg| weighs(program, arg, depth + 1, seen));
            }
            let before = seen.get(&def).copied();
            // Many ways may lead to its fields: only a shorter one leads further.
            let known = before.is_some_and(|before| before <= depth);
            seen.insert(def, before.map_or(depth, |before| before.min(depth)));
            let fields = adt.variants.iter().filter(|_| !known);
            let fields = fields.flat_map(|variant| &variant.fields);
            let mut fields = fields.map(|field| &field.ty).chain(args.iter());
            fields.any(|ty| weighs(program, ty, depth + 1, seen))
        }
        _ => false,
    }
}
