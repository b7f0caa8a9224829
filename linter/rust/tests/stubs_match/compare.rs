//! Compares a stub with the published crate, item by item.

use std::collections::BTreeSet;
use std::rc::Rc;

use otplint_rust::stub::source::attrs;
use otplint_rust::stub::unchecked;
use syn::{Attribute, ImplItem, Item, ItemImpl, Signature, TraitItem, Visibility};

use crate::index::{Index, type_name};
use crate::signature::{Shape, Yields};

/// What differs, one line each.
///
/// The first of the crates is the one that the stub describes, the others those that it re-exports from.
pub fn compare(stub: &syn::File, crates: Vec<Rc<Index>>) -> Vec<String> {
    let mut comparison = Comparison {
        crates,
        stub: Index::of_stub(stub),
        exempt: BTreeSet::new(),
        wrong: Vec::new(),
    };
    comparison.exempt(&stub.items);
    comparison.items(&stub.items);
    comparison.wrong
}

struct Comparison {
    /// The crate itself, then those it re-exports from.
    crates: Vec<Rc<Index>>,
    stub: Index,
    /// Types and traits of the stub that are marked as unchecked: with them, their `impl`s.
    exempt: BTreeSet<String>,
    wrong: Vec<String>,
}

impl Comparison {
    fn exempt(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Struct(item) => self.exempt_one(&item.ident, &item.attrs),
                Item::Enum(item) => self.exempt_one(&item.ident, &item.attrs),
                Item::Trait(item) => self.exempt_one(&item.ident, &item.attrs),
                Item::Mod(item) => {
                    if let Some((_, inner)) = &item.content {
                        self.exempt(inner);
                    }
                }
                _ => {}
            }
        }
    }

    fn exempt_one(&mut self, name: &syn::Ident, attrs: &[Attribute]) {
        if unchecked(attrs).is_some() {
            self.exempt.insert(name.to_string());
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            if unchecked(attrs(item)).is_some() {
                continue;
            }
            match item {
                Item::Struct(item) => self.ty(&item.ident),
                // A private alias is a help for the stub alone.
                Item::Type(item) if !matches!(item.vis, Visibility::Public(_)) => {}
                Item::Type(item) => self.ty(&item.ident),
                Item::Enum(item) => {
                    self.ty(&item.ident);
                    let names = self.names(&item.ident.to_string());
                    for variant in &item.variants {
                        let variant = variant.ident.to_string();
                        let known = |index: &Rc<Index>| {
                            let mut all = names.iter().filter_map(|name| index.variants.get(name));
                            all.any(|all| all.contains(&variant))
                        };
                        if !self.crates.iter().any(known) {
                            self.wrong
                                .push(format!("`{}::{variant}` is no variant", item.ident));
                        }
                    }
                }
                Item::Trait(item) => {
                    let name = self.real_name(&item.ident.to_string());
                    let Some(known) = self.find(|index| index.traits.get(&name).cloned()) else {
                        self.wrong
                            .push(format!("there is no trait `{}`", item.ident));
                        continue;
                    };
                    for inner in &item.items {
                        if let TraitItem::Fn(method) = inner
                            && unchecked(&method.attrs).is_none()
                        {
                            let shapes = known.get(&method.sig.ident.to_string());
                            self.function(
                                &format!("{}::{}", item.ident, method.sig.ident),
                                &method.sig,
                                shapes,
                            );
                        }
                    }
                }
                Item::Fn(item) => {
                    let name = self.real_name(&item.sig.ident.to_string());
                    let all = self
                        .crates
                        .iter()
                        .filter_map(|index| index.functions.get(&name));
                    let shapes: Vec<Shape> = all.flatten().cloned().collect();
                    let shapes = (!shapes.is_empty()).then_some(shapes);
                    self.function(&item.sig.ident.to_string(), &item.sig, shapes.as_ref());
                }
                Item::Macro(item) => {
                    let Some(ident) = &item.ident else { continue };
                    let name = ident.to_string();
                    let renamed = self
                        .crates
                        .iter()
                        .filter_map(|index| index.renames.get(&name));
                    let names: Vec<&String> = renamed.chain([&name]).collect();
                    let known =
                        |index: &Rc<Index>| names.iter().any(|name| index.macros.contains(*name));
                    if !self.crates.iter().any(known) {
                        self.wrong.push(format!("there is no macro `{ident}!`"));
                    }
                }
                Item::Impl(block) => self.implementation(block),
                Item::Mod(item) => {
                    if let Some((_, inner)) = &item.content {
                        self.items(inner);
                    }
                }
                _ => {}
            }
        }
    }

    fn find<T>(&self, look: impl Fn(&Index) -> Option<T>) -> Option<T> {
        self.crates.iter().find_map(|index| look(index))
    }

    /// The name that an item was declared under, if it is only re-exported under this one.
    fn real_name(&self, name: &str) -> String {
        let declared = |name: &str| {
            self.crates.iter().any(|index| {
                index.types.contains(name)
                    || index.traits.contains_key(name)
                    || index.functions.contains_key(name)
                    || index.macros.contains(name)
            })
        };
        if declared(name) {
            return name.to_owned();
        }
        self.find(|index| index.renames.get(name).cloned())
            .unwrap_or_else(|| name.to_owned())
    }

    fn ty(&mut self, name: &syn::Ident) {
        let real = self.real_name(&name.to_string());
        if !self
            .crates
            .iter()
            .any(|index| index.types.contains(&real) || index.traits.contains_key(&real))
        {
            self.wrong.push(format!("there is no type `{name}`"));
        }
    }

    fn function(&mut self, name: &str, signature: &Signature, known: Option<&Vec<Shape>>) {
        let stub = Shape::of(signature);
        let Some(known) = known else {
            return self.wrong.push(format!("there is no `{name}`"));
        };
        if !known.iter().any(|known| self.agree(&stub, known)) {
            let known: Vec<String> = known.iter().map(ToString::to_string).collect();
            self.wrong.push(format!(
                "`{name}` is ({stub}) in the stub, ({}) in the crate",
                known.join(") or (")
            ));
        }
    }

    fn agree(&self, stub: &Shape, known: &Shape) -> bool {
        stub.receiver == known.receiver
            && stub.arity == known.arity
            && match (
                self.may_be_future(&stub.yields),
                self.may_be_future(&known.yields),
            ) {
                (Some(left), Some(right)) => left == right,
                _ => true,
            }
    }

    /// `None`: a name that some type which is a future bears, perhaps not this one.
    fn may_be_future(&self, yields: &Yields) -> Option<bool> {
        match yields {
            Yields::Future => Some(true),
            Yields::Plain => Some(false),
            Yields::Named(name) => {
                let indexes = || self.crates.iter().map(Rc::as_ref).chain([&self.stub]);
                let names = self.names(name);
                let ordinary = [
                    "Result", "Option", "Vec", "String", "bool", "usize", "u32", "u64", "Arc",
                ];
                let known = |name: &String| {
                    ordinary.contains(&name.as_str())
                        || indexes().any(|index| index.types.contains(name))
                            && !indexes().any(|index| {
                                index.aliases.contains_key(name) || index.opaque.contains(name)
                            })
                };
                let future = |name: &String| {
                    indexes().any(|index| {
                        index.implements(name, "Future") || index.implements(name, "IntoFuture")
                    })
                };
                let certain = names.iter().any(known) && !names.iter().any(future);
                if certain { Some(false) } else { None }
            }
        }
    }

    /// The names under which the methods of a type are found: its own and those that it is an alias for.
    fn names(&self, name: &str) -> Vec<String> {
        let mut names = vec![self.real_name(name)];
        while let Some(next) = names
            .last()
            .and_then(|last| self.find(|index| index.aliases.get(last).cloned()))
        {
            if names.contains(&next) {
                break;
            }
            names.push(next);
        }
        // A method may be written for an alias that fixes some parameters.
        for index in &self.crates {
            let aliases = index
                .aliases
                .iter()
                .filter(|(_, target)| **target == names[0]);
            names.extend(aliases.map(|(alias, _)| alias.clone()).collect::<Vec<_>>());
        }
        names
    }

    fn implementation(&mut self, block: &ItemImpl) {
        let Some(name) = type_name(&block.self_ty) else {
            return;
        };
        if self.exempt.contains(&name) {
            return;
        }
        let param = block
            .generics
            .type_params()
            .any(|param| param.ident == name);
        let names = if param {
            vec!["*".to_owned()]
        } else {
            self.names(&name)
        };
        if let Some((path, _)) = &block.trait_ {
            let Some(of) = path.segments.last().map(|last| last.ident.to_string()) else {
                return;
            };
            let real = self.real_name(&of);
            let any = |of: &str| {
                self.crates
                    .iter()
                    .any(|index| names.iter().any(|name| index.implements(name, of)))
            };
            // A foreign extension trait comes with the trait that it extends.
            let extended = of
                .strip_suffix("Ext")
                .map(|of| of.strip_prefix("Try").unwrap_or(of));
            if !self.exempt.contains(&of) && !any(&real) && !extended.is_some_and(any) {
                self.wrong
                    .push(format!("`{name}` does not implement `{of}`"));
            }
            return;
        }
        for inner in &block.items {
            let ImplItem::Fn(method) = inner else {
                continue;
            };
            if unchecked(&method.attrs).is_some() {
                continue;
            }
            let own = method.sig.ident.to_string();
            let shapes = self.methods(&names, &own);
            self.function(&format!("{name}::{own}"), &method.sig, shapes.as_ref());
        }
    }

    /// Every method of this name that the types have, by themselves or through a trait that they implement.
    fn methods(&self, names: &[String], method: &str) -> Option<Vec<Shape>> {
        let mut found = Vec::new();
        for index in &self.crates {
            for name in names {
                if let Some(shapes) = index
                    .methods
                    .get(name)
                    .and_then(|methods| methods.get(method))
                {
                    found.extend(shapes.iter().cloned());
                }
                if let Some(shapes) = index
                    .traits
                    .get(name)
                    .and_then(|methods| methods.get(method))
                {
                    found.extend(shapes.iter().cloned());
                }
            }
        }
        if found.is_empty() {
            for index in &self.crates {
                let all = names
                    .iter()
                    .filter_map(|name| index.trait_methods.get(name));
                found.extend(
                    all.filter_map(|methods| methods.get(method))
                        .flatten()
                        .cloned(),
                );
            }
            let implemented = |of: &str| {
                self.crates
                    .iter()
                    .any(|index| names.iter().any(|name| index.implements(name, of)))
            };
            for (of, methods) in self.crates.iter().flat_map(|index| &index.traits) {
                if let Some(shapes) = methods.get(method)
                    && implemented(of)
                {
                    found.extend(shapes.iter().cloned());
                }
            }
        }
        (!found.is_empty()).then_some(found)
    }
}
