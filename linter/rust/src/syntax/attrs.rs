//! Attributes and doc comments.

use otplint_model::Sym;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

use super::{Attrs, Convert, StubAttrs, claims};
use crate::stub;
use crate::workspace::Cfg;

impl Convert<'_> {
    /// What the attributes of an item say; in a stub, `otp` says it of this kind of item.
    pub(super) fn attrs(&mut self, attributes: &[Attribute], kind: Described) -> Attrs {
        let mut attrs = Attrs::default();
        let mut docs = String::new();
        for attribute in attributes {
            let doc = attribute.path().is_ident("doc");
            if !doc || self.claims {
                read(&attribute.meta, &mut attrs, &mut docs);
            }
        }
        let described = |attribute: &Attribute| attribute.path().is_ident("otp");
        if kind != Described::Nothing && attributes.iter().any(described) {
            attrs.stub = self.stub_attrs(attributes, kind).map(Box::new);
        }
        if !docs.is_empty() {
            claims::read(&docs, &mut attrs);
        }
        attrs
    }

    fn stub_attrs(&mut self, attributes: &[Attribute], kind: Described) -> Option<StubAttrs> {
        let mut said = StubAttrs::default();
        let read = match kind {
            Described::Function => stub::fn_attrs(attributes).map(|it| said.function = Some(it)),
            Described::Type => stub::type_attrs(attributes).map(|it| said.ty = Some(it)),
            Described::Trait => stub::trait_attrs(attributes).map(|it| said.trait_ = Some(it)),
            Described::Nothing => return None,
        };
        if let Err(fault) = read {
            self.fault.get_or_insert(fault);
            return None;
        }
        Some(said)
    }
}

/// What the `otp` attributes of an item can describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Described {
    /// A function, method or macro.
    Function,
    /// A struct, enum or alias.
    Type,
    /// A trait.
    Trait,
    /// Nothing that a stub speaks of.
    Nothing,
}

fn read(meta: &Meta, attrs: &mut Attrs, docs: &mut String) {
    let Some(last) = meta.path().segments.last() else {
        return;
    };
    let name = last.ident.to_string();
    match (name.as_str(), meta) {
        ("doc", Meta::NameValue(value)) => {
            if let Some(text) = string(&value.value) {
                docs.push_str(&text);
                docs.push('\n');
            }
        }
        ("path", Meta::NameValue(value)) => {
            attrs.path = string(&value.value).map(|path| Sym::new(&path));
        }
        ("cfg", Meta::List(list)) => {
            attrs.cfg.push(Cfg::parse(list.tokens.clone()));
            if let Ok(condition) = list.parse_args::<Meta>() {
                if requires_test(&condition) {
                    attrs.test = true;
                } else {
                    attrs.conditional = true;
                }
            }
        }
        ("cfg_attr", Meta::List(list)) => {
            let metas = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            for meta in metas.into_iter().flatten().skip(1) {
                if meta.path().is_ident("path") || meta.path().is_ident("async_trait") {
                    read(&meta, attrs, docs);
                }
            }
        }
        ("test" | "rstest" | "test_case" | "bench" | "proptest" | "quickcheck", _) => {
            attrs.test = true
        }
        _ => {}
    }
}

/// Whether an attribute leaves what it stands on to test builds.
pub(super) fn is_for_tests(attribute: &Attribute) -> bool {
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => list
            .parse_args::<Meta>()
            .is_ok_and(|condition| requires_test(&condition)),
        _ => false,
    }
}

/// Whether a `cfg` can hold only in test builds.
fn requires_test(meta: &Meta) -> bool {
    match meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .is_ok_and(|metas| metas.iter().any(requires_test)),
        Meta::List(list) if list.path.is_ident("any") => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .is_ok_and(|metas| metas.iter().any(requires_test) && metas.iter().all(only_for_tests)),
        _ => false,
    }
}

/// Inside `any(test, …)`: features named for testing do not make the code production code.
fn only_for_tests(meta: &Meta) -> bool {
    requires_test(meta)
        || matches!(meta, Meta::NameValue(value) if string(&value.value).is_some_and(|feature| {
            feature.contains("test") || feature.contains("mock") || feature.contains("bench")
        }))
}

fn string(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}
