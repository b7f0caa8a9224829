//! Items.

use otplint_model::{Span, Sym};
use syn::UseTree;

use super::attrs::Described;
use super::types::ident_sym;
use super::{
    Adt, Attrs, Block, Body, Convert, ExprKind, Field, Fn, Generics, Impl, Initial, Item, ItemKind,
    Lit, Param, Path, Receiver, Stmt, Trait, Type, Use, Variant,
};

impl Convert<'_> {
    pub(super) fn items(&mut self, items: &[syn::Item]) -> Vec<Item> {
        let mut converted = Vec::with_capacity(items.len());
        for item in items {
            self.item(item, &mut converted);
        }
        converted
    }

    /// The type that an attribute makes a function a method of: `#[implement(Service)] fn f(&self)`.
    /// Outside an `impl` only a macro can make sense of `self`.
    fn method_of(&mut self, item: &syn::ItemFn) -> Option<(Type, Path)> {
        item.sig.receiver()?;
        let named = |attr: &syn::Attribute| {
            let list = attr.meta.require_list().ok()?;
            let first = |input: syn::parse::ParseStream<'_>| {
                let path: syn::TypePath = input.parse()?;
                input.parse::<proc_macro2::TokenStream>()?;
                Ok(path)
            };
            let path = list.parse_args_with(first).ok()?;
            let last = path.path.segments.last()?.ident.to_string();
            last.starts_with(char::is_uppercase).then_some(path)
        };
        let (attr, path) = (item.attrs.iter()).find_map(|attr| Some((attr, named(attr)?)))?;
        Some((self.ty(&syn::Type::Path(path)), self.path(attr.path())))
    }

    /// Converts one item; a `use` becomes one item per leaf.
    pub(super) fn item(&mut self, item: &syn::Item, into: &mut Vec<Item>) {
        match item {
            syn::Item::Fn(item) => {
                let attrs = self.attrs(&item.attrs, Described::Function);
                let name_span = self.ident(&item.sig.ident);
                let start = self.start_of(&item.attrs, item.sig.fn_token.span, &item.vis);
                let name = self.sym(&item.sig.ident);
                let function = self.within(attrs.test, |this| {
                    this.function(&item.sig, Some(&item.block))
                });
                let end = self.position.end(item.block.brace_token.span.close());
                let kind = ItemKind::Fn(Box::new(function));
                let span = Span::new(start, end);
                let function = self.named(span, name, name_span, attrs, &item.vis, kind);
                into.push(match self.method_of(item) {
                    Some((self_ty, attribute)) => {
                        let vis = syn::Visibility::Inherited;
                        let attrs = self.attrs(&[], Described::Nothing);
                        let block = Impl {
                            generics: Generics::default(),
                            trait_: None,
                            self_ty,
                            items: vec![function],
                            attributes: vec![attribute],
                        };
                        let kind = ItemKind::Impl(Box::new(block));
                        self.named(span, Sym::new(""), name_span, attrs, &vis, kind)
                    }
                    None => function,
                });
            }
            syn::Item::Struct(item) => {
                let attrs = self.attrs(&item.attrs, Described::Type);
                let name_span = self.ident(&item.ident);
                let start = self.start_of(&item.attrs, item.struct_token.span, &item.vis);
                let end = match &item.fields {
                    syn::Fields::Named(fields) => {
                        self.position.end(fields.brace_token.span.close())
                    }
                    syn::Fields::Unnamed(fields) => {
                        self.position.end(fields.paren_token.span.close())
                    }
                    syn::Fields::Unit => name_span.end,
                };
                let name = self.sym(&item.ident);
                let variant = self.variant(name, name_span, &item.fields);
                let adt = Adt {
                    generics: self.generics(&item.generics),
                    variants: vec![variant],
                };
                let kind = ItemKind::Struct(Box::new(adt));
                into.push(self.named(
                    Span::new(start, end),
                    name,
                    name_span,
                    attrs,
                    &item.vis,
                    kind,
                ));
            }
            syn::Item::Union(item) => {
                let attrs = self.attrs(&item.attrs, Described::Type);
                let name_span = self.ident(&item.ident);
                let name = self.sym(&item.ident);
                let variant =
                    self.variant(name, name_span, &syn::Fields::Named(item.fields.clone()));
                let adt = Adt {
                    generics: self.generics(&item.generics),
                    variants: vec![variant],
                };
                let kind = ItemKind::Struct(Box::new(adt));
                into.push(self.named(name_span, name, name_span, attrs, &item.vis, kind));
            }
            syn::Item::Enum(item) => {
                let attrs = self.attrs(&item.attrs, Described::Type);
                let name_span = self.ident(&item.ident);
                let start = self.start_of(&item.attrs, item.enum_token.span, &item.vis);
                let end = self.position.end(item.brace_token.span.close());
                let variants = item
                    .variants
                    .iter()
                    .map(|variant| {
                        let at = self.ident(&variant.ident);
                        self.variant(ident_sym(&variant.ident), at, &variant.fields)
                    })
                    .collect();
                let adt = Adt {
                    generics: self.generics(&item.generics),
                    variants,
                };
                let name = self.sym(&item.ident);
                into.push(self.named(
                    Span::new(start, end),
                    name,
                    name_span,
                    attrs,
                    &item.vis,
                    ItemKind::Enum(Box::new(adt)),
                ));
            }
            syn::Item::Trait(item) => {
                let attrs = self.attrs(&item.attrs, Described::Trait);
                let name_span = self.ident(&item.ident);
                let start = self.start_of(&item.attrs, item.trait_token.span, &item.vis);
                let end = self.position.end(item.brace_token.span.close());
                let mut items = Vec::with_capacity(item.items.len());
                items.extend(item.items.iter().filter_map(|item| self.trait_item(item)));
                let converted = Trait {
                    generics: self.generics(&item.generics),
                    supers: self.bounds(&item.supertraits),
                    items,
                };
                let name = ident_sym(&item.ident);
                into.push(self.named(
                    Span::new(start, end),
                    name,
                    name_span,
                    attrs,
                    &item.vis,
                    ItemKind::Trait(Box::new(converted)),
                ));
            }
            // `trait Store = Read + Write;` in `trait_set!`.
            syn::Item::TraitAlias(item) => {
                let attrs = self.attrs(&item.attrs, Described::Trait);
                let name_span = self.ident(&item.ident);
                let start = self.start_of(&item.attrs, item.trait_token.span, &item.vis);
                let end = self.position.end(item.semi_token.span);
                let converted = Trait {
                    generics: self.generics(&item.generics),
                    supers: self.bounds(&item.bounds),
                    items: Vec::new(),
                };
                let kind = ItemKind::Trait(Box::new(converted));
                let name = ident_sym(&item.ident);
                let span = Span::new(start, end);
                into.push(self.named(span, name, name_span, attrs, &item.vis, kind));
            }
            syn::Item::Impl(item) => {
                let attrs = self.attrs(&item.attrs, Described::Nothing);
                let name_span = self.position.span(item.impl_token.span);
                let start = self.start_of(
                    &item.attrs,
                    item.impl_token.span,
                    &syn::Visibility::Inherited,
                );
                let end = self.position.end(item.brace_token.span.close());
                let mut items = Vec::with_capacity(item.items.len());
                self.within(attrs.test, |this| {
                    items.extend(item.items.iter().filter_map(|item| this.impl_item(item)));
                });
                let trait_ = match &item.trait_ {
                    Some(_) if item.modifiers.polarity.is_some() => return,
                    Some((path, _)) => Some(self.path(path)),
                    None => None,
                };
                let self_ty = self.ty(&item.self_ty);
                let named = item.attrs.iter().filter(|one| !one.path().is_ident("doc"));
                let attributes = named.map(|one| self.path(one.path())).collect();
                let converted = Impl {
                    generics: self.generics(&item.generics),
                    trait_,
                    self_ty,
                    items,
                    attributes,
                };
                let kind = ItemKind::Impl(Box::new(converted));
                let vis = syn::Visibility::Inherited;
                into.push(self.named(
                    Span::new(start, end),
                    Sym::new(""),
                    name_span,
                    attrs,
                    &vis,
                    kind,
                ));
            }
            syn::Item::Type(item) => {
                let attrs = self.attrs(&item.attrs, Described::Type);
                let name_span = self.ident(&item.ident);
                let ty = self.ty(&item.ty);
                let kind = ItemKind::Alias(Box::new((self.generics(&item.generics), Some(ty))));
                into.push(self.named(
                    name_span,
                    ident_sym(&item.ident),
                    name_span,
                    attrs,
                    &item.vis,
                    kind,
                ));
            }
            syn::Item::Const(item) => {
                let attrs = self.attrs(&item.attrs, Described::Nothing);
                let name_span = self.ident(&item.ident);
                let ty = self.ty(&item.ty);
                let kind = ItemKind::Const(Box::new(ty), self.initial(&item.expr));
                into.push(self.named(
                    name_span,
                    ident_sym(&item.ident),
                    name_span,
                    attrs,
                    &item.vis,
                    kind,
                ));
            }
            syn::Item::Static(item) => {
                let attrs = self.attrs(&item.attrs, Described::Nothing);
                let name_span = self.ident(&item.ident);
                let ty = self.ty(&item.ty);
                let kind = ItemKind::Const(Box::new(ty), self.initial(&item.expr));
                into.push(self.named(
                    name_span,
                    ident_sym(&item.ident),
                    name_span,
                    attrs,
                    &item.vis,
                    kind,
                ));
            }
            syn::Item::Mod(item) => {
                let attrs = self.attrs(&item.attrs, Described::Nothing);
                let name_span = self.ident(&item.ident);
                let start = self.start_of(&item.attrs, item.mod_token.span, &item.vis);
                let end = item.content.as_ref().map_or(name_span.end, |(brace, _)| {
                    self.position.end(brace.span.close())
                });
                let content = item.content.as_ref();
                let content = self.within(attrs.test, |this| {
                    content.map(|(_, items)| this.items(items))
                });
                let name = ident_sym(&item.ident);
                into.push(self.named(
                    Span::new(start, end),
                    name,
                    name_span,
                    attrs,
                    &item.vis,
                    ItemKind::Mod(content),
                ));
            }
            syn::Item::Use(item) => {
                let attrs = self.attrs(&item.attrs, Described::Nothing);
                let mut path = Vec::new();
                self.use_tree(
                    &item.tree,
                    item.leading_colon.is_some(),
                    &mut path,
                    &attrs,
                    &item.vis,
                    into,
                );
            }
            syn::Item::ExternCrate(item) => {
                let attrs = self.attrs(&item.attrs, Described::Nothing);
                let name_span = self.ident(&item.ident);
                let name = item
                    .rename
                    .as_ref()
                    .map_or_else(|| ident_sym(&item.ident), |(_, name)| ident_sym(name));
                let kind = ItemKind::ExternCrate(ident_sym(&item.ident));
                into.push(self.named(name_span, name, name_span, attrs, &item.vis, kind));
            }
            syn::Item::Macro(item) => self.item_macro(item, into),
            syn::Item::ForeignMod(item) => {
                for item in &item.items {
                    if let syn::ForeignItem::Fn(item) = item {
                        let attrs = self.attrs(&item.attrs, Described::Function);
                        let name_span = self.ident(&item.sig.ident);
                        let function = self.function(&item.sig, None);
                        let kind = ItemKind::Fn(Box::new(function));
                        into.push(self.named(
                            name_span,
                            ident_sym(&item.sig.ident),
                            name_span,
                            attrs,
                            &item.vis,
                            kind,
                        ));
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn named(
        &mut self,
        span: Span,
        name: Sym,
        name_span: Span,
        attrs: Attrs,
        vis: &syn::Visibility,
        kind: ItemKind,
    ) -> Item {
        let public = matches!(vis, syn::Visibility::Public(_));
        Item {
            span,
            name,
            name_span,
            attrs,
            public,
            kind,
        }
    }

    fn start_of(
        &self,
        attrs: &[syn::Attribute],
        keyword: proc_macro2::Span,
        vis: &syn::Visibility,
    ) -> u32 {
        let span = match (attrs.first(), vis) {
            (Some(attribute), _) => attribute.pound_token.span,
            (None, syn::Visibility::Public(token)) => token.span,
            (None, syn::Visibility::Restricted(token)) => token.pub_token.span,
            (None, syn::Visibility::Inherited) => keyword,
        };
        self.position.start(span)
    }

    fn use_tree(
        &mut self,
        tree: &UseTree,
        global: bool,
        path: &mut Vec<Sym>,
        attrs: &Attrs,
        vis: &syn::Visibility,
        into: &mut Vec<Item>,
    ) {
        let mut leaf = |this: &mut Self, span: Span, path: Vec<Sym>, name: Option<Sym>| {
            let kind = ItemKind::Use(Use { global, path, name });
            into.push(this.named(
                span,
                name.unwrap_or(Sym::new("*")),
                span,
                attrs.clone(),
                vis,
                kind,
            ));
        };
        match tree {
            UseTree::Path(tree) => {
                path.push(ident_sym(&tree.ident));
                self.use_tree(&tree.tree, global, path, attrs, vis, into);
                path.pop();
            }
            UseTree::Name(tree) => {
                let span = self.ident(&tree.ident);
                let last = ident_sym(&tree.ident);
                if last == "self" {
                    leaf(self, span, path.clone(), path.last().copied());
                } else {
                    let mut full = path.clone();
                    full.push(last);
                    leaf(self, span, full, Some(last));
                }
            }
            UseTree::Rename(tree) => {
                let span = self.ident(&tree.ident);
                let last = ident_sym(&tree.ident);
                let mut full = path.clone();
                if last != "self" {
                    full.push(last);
                }
                leaf(self, span, full, Some(ident_sym(&tree.rename)));
            }
            UseTree::Glob(tree) => {
                let span = self.position.span(tree.star_token.spans[0]);
                leaf(self, span, path.clone(), None);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(tree, global, path, attrs, vis, into);
                }
            }
        }
    }

    fn variant(&mut self, name: Sym, span: Span, fields: &syn::Fields) -> Variant {
        let tuple = matches!(fields, syn::Fields::Unnamed(_));
        let fields = fields
            .iter()
            .enumerate()
            .map(|(index, field)| {
                let (name, span) = match &field.ident {
                    Some(ident) => (ident_sym(ident), self.ident(ident)),
                    None => (Sym::new(&index.to_string()), span),
                };
                Field {
                    name,
                    span,
                    ty: self.ty(&field.ty),
                }
            })
            .collect();
        Variant {
            name,
            span,
            fields,
            tuple,
        }
    }

    pub(super) fn function(&mut self, sig: &syn::Signature, block: Option<&syn::Block>) -> Fn {
        let mut receiver = None;
        let mut params = Vec::with_capacity(sig.inputs.len());
        for input in &sig.inputs {
            match input {
                syn::FnArg::Receiver(this) => {
                    let span = self.position.span(this.self_token.span);
                    let (by_ref, mutable, ty) = match &this.kind {
                        syn::ReceiverKind::Value => (false, this.mutability.is_some(), None),
                        syn::ReceiverKind::Reference(_, _, mutable) => {
                            (true, mutable.is_some(), None)
                        }
                        syn::ReceiverKind::Typed(_, ty) => {
                            (false, this.mutability.is_some(), Some(self.ty(ty)))
                        }
                        _ => (true, true, None),
                    };
                    receiver = Some(Receiver {
                        by_ref,
                        mutable,
                        ty,
                        span,
                    });
                }
                syn::FnArg::Typed(typed) => {
                    params.push(Param {
                        pat: self.pat(&typed.pat),
                        ty: Some(self.ty(&typed.ty)),
                    });
                }
            }
        }
        let (body, items) = match block {
            Some(block) if !self.test => {
                let (read, items) = self.with_inner(|this| this.block(block));
                (Some(Body::new(&read)), items)
            }
            block => {
                let mut items = Vec::new();
                for stmt in block.iter().flat_map(|block| &block.stmts) {
                    if let syn::Stmt::Item(item) = stmt {
                        self.item(item, &mut items);
                    }
                }
                (block.map(|_| Body::default()), items)
            }
        };
        Fn {
            generics: self.generics(&sig.generics),
            is_async: sig.asyncness.is_some(),
            receiver,
            params,
            output: self.output(&sig.output),
            items,
            body,
        }
    }

    /// Reads a body, and returns the items among its statements too.
    pub(super) fn with_inner<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, Vec<Item>) {
        let outer = std::mem::take(&mut self.inner);
        let read = read(self);
        (read, std::mem::replace(&mut self.inner, outer))
    }

    fn trait_item(&mut self, item: &syn::TraitItem) -> Option<Item> {
        let vis = syn::Visibility::Inherited;
        match item {
            syn::TraitItem::Fn(item) => {
                let attrs = self.attrs(&item.attrs, Described::Function);
                let name_span = self.ident(&item.sig.ident);
                let start = self.start_of(&item.attrs, item.sig.fn_token.span, &vis);
                let end = item.default.as_ref().map_or(name_span.end, |block| {
                    self.position.end(block.brace_token.span.close())
                });
                let function = self.within(attrs.test, |this| {
                    this.function(&item.sig, item.default.as_ref())
                });
                let kind = ItemKind::Fn(Box::new(function));
                Some(self.named(
                    Span::new(start, end),
                    ident_sym(&item.sig.ident),
                    name_span,
                    attrs,
                    &vis,
                    kind,
                ))
            }
            syn::TraitItem::Type(item) => {
                let attrs = self.attrs(&item.attrs, Described::Nothing);
                let name_span = self.ident(&item.ident);
                let default = match &item.default {
                    Some((_, ty)) => Some(self.ty(ty)),
                    None if !item.bounds.is_empty() => {
                        Some(Type::Impl(self.bounds(&item.bounds).into()))
                    }
                    None => None,
                };
                let kind = ItemKind::Alias(Box::new((self.generics(&item.generics), default)));
                Some(self.named(
                    name_span,
                    ident_sym(&item.ident),
                    name_span,
                    attrs,
                    &vis,
                    kind,
                ))
            }
            syn::TraitItem::Const(item) => {
                let attrs = self.attrs(&item.attrs, Described::Nothing);
                let name_span = self.ident(&item.ident);
                let kind = ItemKind::Const(Box::new(self.ty(&item.ty)), Initial::Other);
                Some(self.named(
                    name_span,
                    ident_sym(&item.ident),
                    name_span,
                    attrs,
                    &vis,
                    kind,
                ))
            }
            _ => None,
        }
    }

    fn impl_item(&mut self, item: &syn::ImplItem) -> Option<Item> {
        match item {
            syn::ImplItem::Fn(item) => {
                let attrs = self.attrs(&item.attrs, Described::Function);
                let name_span = self.ident(&item.sig.ident);
                let start = self.start_of(&item.attrs, item.sig.fn_token.span, &item.vis);
                let end = self.position.end(item.block.brace_token.span.close());
                let function = self.within(attrs.test, |this| {
                    this.function(&item.sig, Some(&item.block))
                });
                let kind = ItemKind::Fn(Box::new(function));
                Some(self.named(
                    Span::new(start, end),
                    ident_sym(&item.sig.ident),
                    name_span,
                    attrs,
                    &item.vis,
                    kind,
                ))
            }
            syn::ImplItem::Type(item) => {
                let attrs = self.attrs(&item.attrs, Described::Nothing);
                let name_span = self.ident(&item.ident);
                let ty = self.ty(&item.ty);
                let kind = ItemKind::Alias(Box::new((self.generics(&item.generics), Some(ty))));
                Some(self.named(
                    name_span,
                    ident_sym(&item.ident),
                    name_span,
                    attrs,
                    &item.vis,
                    kind,
                ))
            }
            syn::ImplItem::Const(item) => {
                let attrs = self.attrs(&item.attrs, Described::Nothing);
                let name_span = self.ident(&item.ident);
                let ty = self.ty(&item.ty);
                let kind = ItemKind::Const(Box::new(ty), self.initial(&item.expr));
                Some(self.named(
                    name_span,
                    ident_sym(&item.ident),
                    name_span,
                    attrs,
                    &item.vis,
                    kind,
                ))
            }
            _ => None,
        }
    }

    pub(super) fn block(&mut self, block: &syn::Block) -> Block {
        let span = self.position.span(block.brace_token.span.join());
        let stmts = self.stmts(&block.stmts);
        Block { span, stmts }
    }

    /// What a constant or static starts with. Literals and paths make nothing that the model follows.
    fn initial(&mut self, expr: &syn::Expr) -> Initial {
        match expr {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Int(number),
                ..
            }) => number
                .base10_parse()
                .map_or(Initial::Other, Initial::Integer),
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) => Initial::Text(Sym::new(&text.value())),
            syn::Expr::Binary(_) => match self.expr(expr).kind {
                ExprKind::Lit(Lit::Int(number, _)) => Initial::Integer(number),
                _ => Initial::Other,
            },
            syn::Expr::Call(_) | syn::Expr::MethodCall(_) => {
                let made = self.expr(expr);
                let block = Block {
                    span: made.span,
                    stmts: [Stmt::Expr(made, false)].into_iter().collect(),
                };
                Initial::Made(Box::new(Body::new(&block)))
            }
            _ => Initial::Other,
        }
    }
}
