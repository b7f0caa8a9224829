<<<<<<< HEAD
//! Every bundled stub parses, and says nothing that the linter does not understand.

use otplint_rust::stub::{bundled, crate_attrs, fn_attrs, trait_attrs, type_attrs};
use syn::{ImplItem, Item, TraitItem};
=======
//! Every stub parses, says which crate it is, and uses known words only.

use otplint_rust::stub::{bundled, crate_attrs, fn_attrs, trait_attrs, type_attrs};
use syn::visit::{self, Visit};

#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    fn note<T>(&mut self, item: &dyn std::fmt::Display, read: syn::Result<T>) {
        if let Err(error) = read {
            self.0.push(format!("{item}: {error}"));
        }
    }
}

impl<'a> Visit<'a> for Words {
    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        self.note(&item.sig.ident, fn_attrs(&item.attrs));
    }

    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        self.note(&item.sig.ident, fn_attrs(&item.attrs));
    }

    fn visit_trait_item_fn(&mut self, item: &'a syn::TraitItemFn) {
        self.note(&item.sig.ident, fn_attrs(&item.attrs));
    }

    fn visit_item_macro(&mut self, item: &'a syn::ItemMacro) {
        match &item.ident {
            Some(name) => self.note(name, fn_attrs(&item.attrs)),
            None => self.0.push("a macro is called: stubs only declare them".to_owned()),
        }
    }

    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        self.note(&item.ident, type_attrs(&item.attrs));
    }

    fn visit_item_enum(&mut self, item: &'a syn::ItemEnum) {
        self.note(&item.ident, type_attrs(&item.attrs));
    }

    fn visit_item_trait(&mut self, item: &'a syn::ItemTrait) {
        self.note(&item.ident, trait_attrs(&item.attrs));
        visit::visit_item_trait(self, item);
    }
}
>>>>>>> stubs-stores

#[test]
fn every_stub_parses_and_every_word_is_known() {
    let mut wrong = Vec::new();
    for (name, text) in bundled() {
        let file = match syn::parse_file(text) {
            Ok(file) => file,
            Err(error) => {
<<<<<<< HEAD
                wrong.push(place(name, &error));
=======
                let at = error.span().start();
                wrong.push(format!("{name}.rs:{}:{}: {error}", at.line, at.column));
>>>>>>> stubs-stores
                continue;
            }
        };
        match crate_attrs(&file.attrs) {
            Ok(head) if head.krate == *name => {}
<<<<<<< HEAD
            Ok(head) => wrong.push(format!("{name}: the head names `{}`", head.krate)),
            Err(error) => wrong.push(place(name, &error)),
        }
        items(&file.items, &mut |error| wrong.push(place(name, &error)));
=======
            Ok(head) => wrong.push(format!("{name}.rs describes `{}`", head.krate)),
            Err(error) => wrong.push(format!("{name}.rs: {error}")),
        }
        let mut words = Words::default();
        words.visit_file(&file);
        wrong.extend(words.0.into_iter().map(|line| format!("{name}.rs: {line}")));
>>>>>>> stubs-stores
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
<<<<<<< HEAD
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
=======
fn the_stubs_stand_in_alphabetical_order() {
    let names: Vec<&str> = bundled().iter().map(|(name, _)| *name).collect();
    assert!(names.is_sorted(), "{names:?}");
>>>>>>> stubs-stores
}
