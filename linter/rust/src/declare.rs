//! From the front end's definitions to the model's.

use otplint_model::choices::Alternative;
use otplint_model::def::{
    AdtDef, Def, DefKind, FieldDef, FnDef, Receiver, TraitDef, TraitImpl, VariantDef,
};
use otplint_model::{DefId, Location, Sym, Ty};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::lower::environment;
use crate::names::{DefData, ImplData, Kind, Owner, Scope, World};
use crate::syntax::{Body, Initial};

/// All definitions, in order.
pub fn definitions(world: &World<'_>) -> Vec<Def> {
    let dropped = dropped(world);
    (0..world.defs.len())
        .into_par_iter()
        .map(|index| definition(world, DefId(index as u32), &dropped))
        .collect()
}

fn dropped(world: &World<'_>) -> FxHashSet<DefId> {
    let Some(def) = world.lang.drop else {
        return FxHashSet::default();
    };
    world
        .impls_of(def)
        .iter()
        .filter_map(|imp| world.imp(*imp).self_ty.adt())
        .collect()
}

fn definition(world: &World<'_>, id: DefId, dropped: &FxHashSet<DefId>) -> Def {
    let data = world.def(id);
    let location = |span| data.file.map(|file| Location { file, span });
    let stub = data.item.and_then(|item| item.attrs.stub.as_deref());
    let mut holder = world.module(data.module).path.clone();
    let kind =
        match data.kind {
            Kind::Fn(function, owner) => {
                let signature = world.signature(id);
                let (self_def, trait_def) = match owner {
                    Owner::Impl(imp) => {
                        let imp = world.imp(imp);
                        (imp.self_ty.adt(), imp.trait_.as_ref().map(|(def, _)| *def))
                    }
                    Owner::Trait(def) => (None, Some(def)),
                    Owner::Module => (None, None),
                };
                if let Some(owner) = self_def.or(trait_def) {
                    holder = format!(
                        "{}::{}",
                        world.module(world.def(owner).module).path,
                        world.def(owner).name
                    );
                }
                let receiver = function.receiver.as_ref().map(|receiver| {
                    match (&receiver.ty, receiver.by_ref) {
                        (Some(_), _) => Receiver::Ref,
                        (None, true) if receiver.mutable => Receiver::RefMut,
                        (None, true) => Receiver::Ref,
                        (None, false) => Receiver::Value,
                    }
                });
                let output = match &signature.output {
                    Ty::Future(output) => Ty::clone(output),
                    output => output.clone(),
                };
                let mut described = stub
                    .and_then(|stub| stub.function.clone())
                    .unwrap_or_default();
                if let Owner::Impl(imp) = owner
                    && world.imp(imp).handles
                {
                    described.handler = true;
                    described.value = Some(0);
                }
                let attrs = data.item.map(|item| &item.attrs);
                let name = data.name.as_str();
                // What a trait promises of a method, or of all of them, its implementations promise.
                let promises = |def| {
                    let item = world.def(def).item;
                    item.is_some_and(|item| item.attrs.claims_atomic)
                };
                let promised = trait_def.is_some_and(|def| {
                    world.declared_in(def, data.name).is_some_and(|method| {
                        promises(method) || receiver.is_some() && promises(def)
                    })
                });
                let is_async = function.is_async || matches!(signature.output, Ty::Future(_));
                // `begin_transaction` claims nothing, and a ledger's transactions are its data.
                let words = ["atomic", "atomically", "transactional", "transactionally"];
                let claims_name = name.split('_').any(|word| words.contains(&word))
                    || name.contains("all_or_no")
                    || name.ends_with("in_transaction");
                DefKind::Fn(Box::new(FnDef {
                    attrs: described,
                    is_async: is_async
                        || world.output(&signature.output).is_some() && function.body.is_none(),
                    self_def,
                    trait_def,
                    receiver,
                    output,
                    claims_atomic: claims_name
                        || promised
                        || attrs.is_some_and(|attrs| attrs.claims_atomic),
                    claims_cancel_safe: attrs.is_some_and(|attrs| attrs.claims_cancel_safe),
                    claims_not_cancel_safe: attrs.is_some_and(|attrs| attrs.claims_not_cancel_safe),
                }))
            }
            Kind::Adt(adt, is_enum) => {
                let types = world.fields(id);
                let variants = adt
                    .variants
                    .iter()
                    .zip(types)
                    .map(|(variant, types)| VariantDef {
                        name: variant.name,
                        fields: variant
                            .fields
                            .iter()
                            .zip(types)
                            .map(|(field, (_, ty))| FieldDef {
                                name: field.name,
                                ty: ty.clone(),
                                location: location(field.span),
                            })
                            .collect(),
                    })
                    .collect();
                DefKind::Adt(Box::new(AdtDef {
                    attrs: stub.and_then(|stub| stub.ty.clone()).unwrap_or_default(),
                    is_enum,
                    variants,
                    has_drop: dropped.contains(&id),
                    claims_atomic: data.item.is_some_and(|item| item.attrs.claims_atomic),
                }))
            }
            Kind::Variant(owner, index, _) => {
                holder = format!("{holder}::{}", world.def(owner).name);
                DefKind::Variant(owner, index)
            }
            Kind::Trait(_) => DefKind::Trait(Box::new(TraitDef {
                attrs: stub
                    .and_then(|stub| stub.trait_.clone())
                    .unwrap_or_default(),
                impls: implementations(world, id),
            })),
            Kind::Alias(..) => DefKind::Alias,
            Kind::Const(..) => DefKind::Const,
            Kind::Macro(_) => DefKind::Macro(Box::new(
                stub.and_then(|stub| stub.function.clone())
                    .unwrap_or_default(),
            )),
        };
    let span = match (data.kind, data.item) {
        (Kind::Variant(_, _, variant), _) => variant.span,
        (_, Some(item)) => item.name_span,
        (_, None) => Default::default(),
    };
    Def {
        name: data.name,
        path: format!("{holder}::{}", data.name),
        location: location(span),
        test: data.test,
        public: data.item.is_some_and(|item| item.public),
        kind,
    }
}

/// Functions and constants that stand twice under one name: for builds that are for tests, and for others.
pub fn alternatives(world: &World<'_>, defs: &[Def]) -> Vec<Alternative> {
    let named = || {
        let all = defs.iter().enumerate();
        all.filter_map(|(index, def)| {
            let id = DefId(index as u32);
            let data = world.def(id);
            let kept = !data.duplicate && matches!(data.kind, Kind::Fn(..) | Kind::Const(..));
            (kept && data.file.is_some()).then_some((id, def.path.as_str(), data))
        })
    };
    let asked = |data: &DefData<'_>| {
        let cfg = data.item.into_iter().flat_map(|item| &item.attrs.cfg);
        cfg.filter_map(environment::of_cfg).next()
    };
    let mut of_tests: FxHashMap<&str, (DefId, Sym)> = FxHashMap::default();
    for (id, path, data) in named() {
        match asked(data) {
            Some((asked, true)) => of_tests.insert(path, (id, asked)),
            None if data.test => of_tests.insert(path, (id, Sym::new("cfg!(test)"))),
            _ => continue,
        };
    }
    let mut found: Vec<Alternative> = Vec::new();
    for (id, path, data) in named() {
        let Some((test, asked)) = of_tests.get(path).filter(|(test, _)| *test != id) else {
            continue;
        };
        let empty = match world.def(*test).kind {
            Kind::Fn(function, _) => function.body.as_ref().is_some_and(Body::is_empty),
            _ => false,
        };
        if !data.test {
            found.push(Alternative {
                asked: *asked,
                test: *test,
                other: id,
                numbers: [*test, id].map(|def| match world.def(def).kind {
                    Kind::Const(_, Initial::Integer(number)) => Some(*number),
                    _ => None,
                }),
                empty,
            });
        }
    }
    found
}

/// The associated types of an implementation.
fn associated(world: &World<'_>, imp: &ImplData<'_>) -> Vec<(Sym, Ty)> {
    let scope = Scope {
        self_ty: Some(&imp.self_ty),
        generics: [Some(&imp.syntax.generics), None],
        ..Scope::of(imp.module)
    };
    let types = imp.assoc.iter();
    types
        .map(|(name, written)| (*name, world.lower(written, &scope)))
        .collect()
}

fn implementations(world: &World<'_>, def: DefId) -> Vec<TraitImpl> {
    world
        .impls_of(def)
        .iter()
        .map(|imp| world.imp(*imp))
        .filter(|imp| !world.crates[world.module(imp.module).krate as usize].stub)
        .map(|imp| TraitImpl {
            self_def: imp.self_ty.adt(),
            self_ty: imp.self_ty.clone(),
            args: imp
                .trait_
                .as_ref()
                .map_or_else(Ty::no_args, |(_, args)| args.clone()),
            methods: imp.methods.iter().map(|(_, method)| *method).collect(),
            assoc: associated(world, imp),
            test: imp.test,
        })
        .collect()
}
