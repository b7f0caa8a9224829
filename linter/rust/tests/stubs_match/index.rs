//! What a crate declares, by name: paths do not count, since re-exports move items around.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use otplint_rust::stub::StubError;
use otplint_rust::stub::source::{leaves, with_items};
use proc_macro2::{TokenStream, TokenTree};
use syn::{ImplItem, Item, Meta, TraitItem, Type, Visibility};

use crate::signature::{Shape, Yields, yields};

/// A crate's items by name.
#[derive(Default)]
pub struct Index {
    /// Structs, enums, unions and aliases that are `pub`.
    pub types: BTreeSet<String>,
    /// The last segment of what an alias stands for.
    pub aliases: BTreeMap<String, String>,
    /// The variants of each enum.
    pub variants: BTreeMap<String, BTreeSet<String>>,
    /// The methods of each type's own `impl`s.
    pub methods: BTreeMap<String, BTreeMap<String, Vec<Shape>>>,
    /// The methods of each trait.
    pub traits: BTreeMap<String, BTreeMap<String, Vec<Shape>>>,
    /// The methods in the `impl`s of traits for each type.
    pub trait_methods: BTreeMap<String, BTreeMap<String, Vec<Shape>>>,
    /// Which traits each type implements; blanket implementations stand under `*`.
    pub impls: BTreeMap<String, BTreeSet<String>>,
    /// Free functions.
    pub functions: BTreeMap<String, Vec<Shape>>,
    /// Macros, of all kinds.
    pub macros: BTreeSet<String>,
    /// The crates that it re-exports something from, or names in an alias.
    pub names_from: BTreeSet<String>,
    /// The words in calls of macros that could not be looked into: what these names are, nobody knows.
    pub opaque: BTreeSet<String>,
    /// What it imports or re-exports under another name, by that name.
    pub imports: BTreeMap<String, String>,
    /// Those among them that it re-exports.
    pub renames: BTreeMap<String, String>,
}

impl Index {
    /// Reads a crate from its folder.
    pub fn of_crate(root: &Path) -> Result<Self, StubError> {
        with_items(root, |items| {
            let mut index = Self::default();
            for module in &items.modules {
                index.items(&module.items);
            }
            for call in items.calls {
                index.words(call.tokens);
            }
            Ok(index)
        })
    }

    /// Reads a stub.
    pub fn of_stub(file: &syn::File) -> Self {
        fn walk(index: &mut Index, items: &[Item]) {
            index.items(items);
            for item in items {
                if let Item::Mod(item) = item
                    && let Some((_, inner)) = &item.content
                {
                    walk(index, inner);
                }
            }
        }
        let mut index = Self::default();
        walk(&mut index, &file.items);
        index
    }

    fn words(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(word) => {
                    self.opaque.insert(word.to_string());
                }
                TokenTree::Group(group) => self.words(group.stream()),
                _ => {}
            }
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) => self.declare(&item.ident, &item.vis, &item.attrs),
            Item::Union(item) => self.declare(&item.ident, &item.vis, &item.attrs),
            Item::Enum(item) => {
                self.declare(&item.ident, &item.vis, &item.attrs);
                let variants = self.variants.entry(item.ident.to_string()).or_default();
                variants.extend(
                    item.variants
                        .iter()
                        .map(|variant| variant.ident.to_string()),
                );
            }
            Item::Type(item) => {
                let name = item.ident.to_string();
                if yields(&item.ty) == Yields::Future {
                    self.impl_of("Future", &name);
                }
                if let Type::Path(path) = &*item.ty {
                    if let Some(first) = path.path.segments.first() {
                        self.names_from.insert(first.ident.to_string());
                    }
                    if let Some(last) = path.path.segments.last() {
                        self.aliases.insert(name.clone(), last.ident.to_string());
                    }
                }
                if matches!(item.vis, Visibility::Public(_)) {
                    self.types.insert(name);
                }
            }
            // What nobody can name may bear the name of what one can.
            Item::Trait(item) if !matches!(item.vis, Visibility::Public(_)) => {}
            Item::Trait(item) => {
                let methods = self.traits.entry(item.ident.to_string()).or_default();
                for inner in &item.items {
                    if let TraitItem::Fn(method) = inner {
                        let shapes = methods.entry(method.sig.ident.to_string()).or_default();
                        shapes.push(Shape::of(&method.sig));
                    }
                }
            }
            Item::TraitAlias(item) => {
                self.traits.entry(item.ident.to_string()).or_default();
            }
            Item::Fn(item) => {
                let macros = ["proc_macro", "proc_macro_attribute"];
                if macros
                    .iter()
                    .any(|name| item.attrs.iter().any(|attr| attr.path().is_ident(name)))
                {
                    self.macros.insert(item.sig.ident.to_string());
                }
                if matches!(item.vis, Visibility::Public(_)) {
                    self.functions
                        .entry(item.sig.ident.to_string())
                        .or_default()
                        .push(Shape::of(&item.sig));
                }
            }
            Item::Macro(item) => self
                .macros
                .extend(item.ident.as_ref().map(ToString::to_string)),
            Item::Impl(block) => {
                let param = |name: &str| {
                    block
                        .generics
                        .type_params()
                        .any(|param| param.ident == name)
                };
                let Some(mut name) = type_name(&block.self_ty) else {
                    return;
                };
                if param(&name) {
                    name = "*".to_owned();
                }
                let of_trait = block
                    .trait_
                    .as_ref()
                    .and_then(|(path, _)| path.segments.last());
                if let Some(last) = of_trait {
                    self.impl_of(&last.ident.to_string(), &name);
                }
                let all = if of_trait.is_some() {
                    &mut self.trait_methods
                } else {
                    &mut self.methods
                };
                let methods = all.entry(name).or_default();
                for inner in &block.items {
                    if let ImplItem::Fn(method) = inner
                        && (of_trait.is_some() || matches!(method.vis, Visibility::Public(_)))
                    {
                        methods
                            .entry(method.sig.ident.to_string())
                            .or_default()
                            .push(Shape::of(&method.sig));
                    }
                }
            }
            Item::Use(item) => {
                for leaf in leaves(&item.tree) {
                    let public = matches!(item.vis, Visibility::Public(_));
                    if public {
                        self.names_from.extend(leaf.path.first().cloned());
                    }
                    let (Some(alias), Some(last)) = (leaf.alias, leaf.path.last()) else {
                        continue;
                    };
                    if public && alias != *last {
                        self.renames.insert(alias.clone(), last.clone());
                    }
                    if alias != *last {
                        self.imports.insert(alias, last.clone());
                    }
                }
            }
            Item::ExternCrate(item) => {
                self.names_from.insert(item.ident.to_string());
            }
            _ => {}
        }
    }

    fn declare(&mut self, name: &syn::Ident, vis: &Visibility, attrs: &[syn::Attribute]) {
        let name = name.to_string();
        for attr in attrs {
            if let Meta::List(list) = &attr.meta
                && list.path.is_ident("derive")
            {
                for token in list.tokens.clone() {
                    self.impl_of(&token.to_string(), &name);
                }
            }
        }
        if matches!(vis, Visibility::Public(_)) {
            self.types.insert(name);
        }
    }

    fn impl_of(&mut self, of: &str, name: &str) {
        self.impls
            .entry(name.to_owned())
            .or_default()
            .insert(of.to_owned());
    }

    /// Whether a type implements a trait, as far as this crate says.
    pub fn implements(&self, name: &str, of: &str) -> bool {
        // Every iterator is its own `IntoIterator`, every future its own `IntoFuture`.
        let by = match of {
            "IntoIterator" => "Iterator",
            "IntoFuture" => "Future",
            of => of,
        };
        let imported = |known: &String| self.imports.get(known).is_some_and(|known| known == of);
        let any = |name: &str, by: &str| {
            self.impls
                .get(name)
                .is_some_and(|all| all.contains(of) || all.contains(by) || all.iter().any(imported))
        };
        any(name, by) || any("*", of)
    }
}

/// The last segment of a type's path, references and smart pointers looked through.
pub fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        Type::Reference(reference) => type_name(&reference.elem),
        Type::TraitObject(object) => object.bounds.iter().find_map(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => bound
                .path
                .segments
                .last()
                .map(|last| last.ident.to_string()),
            _ => None,
        }),
        Type::Group(group) => type_name(&group.elem),
        Type::Paren(paren) => type_name(&paren.elem),
        Type::Tuple(_) => Some("(tuple)".to_owned()),
        Type::Slice(_) | Type::Array(_) => Some("[slice]".to_owned()),
        _ => None,
    }
}
