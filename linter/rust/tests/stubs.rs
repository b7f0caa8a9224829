//! Every bundled stub parses, and says nothing that the linter does not understand.

use otplint_rust::stub::{bundled, crate_attrs, fn_attrs, trait_attrs, type_attrs};
use syn::{ImplItem, Item, TraitItem};

#[test]
fn every_stub_parses_and_every_word_is_known() {
    let mut wrong = Vec::new();
    for (name, text) in bundled() {
        let file = match syn::parse_file(text) {
            Ok(file) => file,
            Err(error) => {
                wrong.push(place(name, &error));
                continue;
            }
        };
        match crate_attrs(&file.attrs) {
            Ok(head) if head.krate == *name => {}
            Ok(head) => wrong.push(format!("{name}: the head names `{}`", head.krate)),
            Err(error) => wrong.push(place(name, &error)),
        }
        items(&file.items, &mut |error| wrong.push(place(name, &error)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn stubs_stand_in_alphabetical_order() {
    assert!(bundled().is_sorted_by(|(left, _), (right, _)| left < right));
}

fn place(name: &str, error: &syn::Error) -> String {
    let at = error.span().start();
    format!("{name}.rs:{}:{}: {error}", at.line, at.column + 1)
}

fn items(all: &[Item], report: &mut impl FnMut(syn::Error)) {
    for item in all {
        let found = match item {
            Item::Fn(item) => fn_attrs(&item.attrs).map(drop),
            Item::Macro(item) => fn_attrs(&item.attrs).map(drop),
            Item::Struct(item) => type_attrs(&item.attrs).map(drop),
            Item::Enum(item) => type_attrs(&item.attrs).map(drop),
            Item::Type(item) => type_attrs(&item.attrs).map(drop),
            Item::Trait(item) => {
                for inner in &item.items {
                    if let TraitItem::Fn(method) = inner {
                        fn_attrs(&method.attrs).map_or_else(&mut *report, drop);
                    }
                }
                trait_attrs(&item.attrs).map(drop)
            }
            Item::Impl(item) => {
                for inner in &item.items {
                    if let ImplItem::Fn(method) = inner {
                        fn_attrs(&method.attrs).map_or_else(&mut *report, drop);
                    }
                }
                Ok(())
            }
            Item::Mod(item) => {
                if let Some((_, inner)) = &item.content {
                    items(inner, report);
                }
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(error) = found {
            report(error);
        }
    }
}
