//! Makes signatures out of items: no bodies, lifetimes, attributes or marker bounds.

use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    AngleBracketedGenericArguments, Attribute, Block, Field, Fields, FnArg, GenericArgument,
    GenericParam, Generics, ImplItem, Item, Pat, PathArguments, ReceiverKind, Signature, TraitItem,
    Type, TypeParamBound, Visibility, WherePredicate,
};

/// Bounds that say nothing of what a value does.
const MARKERS: &[&str] = &[
    "Send",
    "Sync",
    "Unpin",
    "Sized",
    "UnwindSafe",
    "RefUnwindSafe",
];

/// Strips an item in place.
pub fn strip(item: &mut Item) {
    match item {
        Item::Fn(item) => *item.block = empty(),
        Item::Impl(item) => {
            for inner in &mut item.items {
                if let ImplItem::Fn(method) = inner {
                    method.block = empty();
                }
            }
        }
        Item::Trait(item) => {
            for inner in &mut item.items {
                if let TraitItem::Fn(method) = inner {
                    method.default = method.default.is_some().then(empty);
                }
            }
        }
        Item::Struct(item) => {
            let public = |field: &Field| matches!(field.vis, Visibility::Public(_));
            match &mut item.fields {
                Fields::Named(fields) if fields.named.iter().any(public) => {
                    let kept = std::mem::take(&mut fields.named).into_iter().filter(public);
                    fields.named = kept.collect();
                    item.semi_token = None;
                }
                Fields::Unnamed(fields)
                    if !fields.unnamed.is_empty() && fields.unnamed.iter().all(public) => {}
                fields => {
                    *fields = Fields::Unit;
                    item.semi_token = Some(Default::default());
                }
            }
        }
        Item::Enum(item) => {
            for variant in &mut item.variants {
                variant.discriminant = None;
            }
        }
        _ => {}
    }
    Stripper.visit_item_mut(item);
}

fn empty() -> Block {
    Block {
        brace_token: Default::default(),
        stmts: Vec::new(),
    }
}

struct Stripper;

impl VisitMut for Stripper {
    fn visit_attributes_mut(&mut self, attrs: &mut Vec<Attribute>) {
        attrs.clear();
    }

    fn visit_signature_mut(&mut self, signature: &mut Signature) {
        signature.constness = None;
        signature.abi = None;
        for (index, input) in signature.inputs.iter_mut().enumerate() {
            match input {
                FnArg::Receiver(receiver) => {
                    if let ReceiverKind::Reference(_, lifetime, _) = &mut receiver.kind {
                        *lifetime = None;
                    } else {
                        receiver.mutability = None;
                    }
                }
                // A pattern says nothing that a caller could use, and a stub takes names only.
                FnArg::Typed(input) => match &mut *input.pat {
                    Pat::Ident(name) => {
                        name.by_ref = None;
                        name.mutability = None;
                        name.subpat = None;
                    }
                    pattern => {
                        let name =
                            syn::Ident::new(&format!("arg{index}"), proc_macro2::Span::call_site());
                        *pattern = Pat::Ident(syn::PatIdent {
                            attrs: Vec::new(),
                            by_ref: None,
                            mutability: None,
                            ident: name,
                            subpat: None,
                        });
                    }
                },
            }
        }
        visit_mut::visit_signature_mut(self, signature);
    }

    fn visit_generics_mut(&mut self, generics: &mut Generics) {
        let params = std::mem::take(&mut generics.params);
        generics.params = params
            .into_iter()
            .filter(|param| !matches!(param, GenericParam::Lifetime(_)))
            .collect();
        if generics.params.is_empty() {
            generics.lt_token = None;
            generics.gt_token = None;
        }
        visit_mut::visit_generics_mut(self, generics);
        for param in &mut generics.params {
            if let GenericParam::Type(param) = param
                && param.bounds.is_empty()
            {
                param.colon_token = None;
            }
        }
        if let Some(clause) = &mut generics.where_clause {
            let predicates = std::mem::take(&mut clause.predicates);
            clause.predicates = predicates
                .into_iter()
                .filter(|predicate| match predicate {
                    WherePredicate::Type(predicate) => !predicate.bounds.is_empty(),
                    _ => false,
                })
                .collect();
            if clause.predicates.is_empty() {
                generics.where_clause = None;
            }
        }
    }

    fn visit_type_param_mut(&mut self, param: &mut syn::TypeParam) {
        bounds(&mut param.bounds);
        visit_mut::visit_type_param_mut(self, param);
    }

    fn visit_predicate_type_mut(&mut self, predicate: &mut syn::PredicateType) {
        predicate.lifetimes = None;
        bounds(&mut predicate.bounds);
        visit_mut::visit_predicate_type_mut(self, predicate);
    }

    fn visit_trait_bound_mut(&mut self, bound: &mut syn::TraitBound) {
        bound.lifetimes = None;
        visit_mut::visit_trait_bound_mut(self, bound);
    }

    fn visit_item_trait_mut(&mut self, item: &mut syn::ItemTrait) {
        bounds(&mut item.supertraits);
        if item.supertraits.is_empty() {
            item.colon_token = None;
        }
        visit_mut::visit_item_trait_mut(self, item);
    }

    fn visit_trait_item_type_mut(&mut self, item: &mut syn::TraitItemType) {
        bounds(&mut item.bounds);
        if item.bounds.is_empty() {
            item.colon_token = None;
        }
        visit_mut::visit_trait_item_type_mut(self, item);
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Reference(reference) => reference.lifetime = None,
            Type::TraitObject(object) => object_bounds(&mut object.bounds),
            Type::ImplTrait(object) => object_bounds(&mut object.bounds),
            _ => {}
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_path_arguments_mut(&mut self, arguments: &mut PathArguments) {
        if let PathArguments::AngleBracketed(AngleBracketedGenericArguments { args, .. }) =
            arguments
        {
            let all = std::mem::take(args);
            *args = all
                .into_iter()
                .filter(|arg| !matches!(arg, GenericArgument::Lifetime(_)))
                .collect();
            if args.is_empty() {
                *arguments = PathArguments::None;
            }
        }
        visit_mut::visit_path_arguments_mut(self, arguments);
    }
}

type Bounds = Punctuated<TypeParamBound, syn::Token![+]>;

fn bounds(all: &mut Bounds) {
    *all = std::mem::take(all)
        .into_iter()
        .filter(says_something)
        .collect();
}

/// `dyn Send` alone must stay: nothing else would name the type.
fn object_bounds(all: &mut Bounds) {
    let kept: Bounds = all
        .iter()
        .filter(|bound| says_something(bound))
        .cloned()
        .collect();
    if !kept.is_empty() {
        *all = kept;
    }
}

fn says_something(bound: &TypeParamBound) -> bool {
    match bound {
        TypeParamBound::Trait(bound) => {
            bound.maybe.is_none()
                && bound
                    .path
                    .segments
                    .last()
                    .is_none_or(|last| !MARKERS.contains(&last.ident.to_string().as_str()))
        }
        _ => false,
    }
}
