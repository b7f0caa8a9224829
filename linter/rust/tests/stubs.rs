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

#[test]
fn every_stub_parses_and_every_word_is_known() {
    let mut wrong = Vec::new();
    for (name, text) in bundled() {
        let file = match syn::parse_file(text) {
            Ok(file) => file,
            Err(error) => {
                let at = error.span().start();
                wrong.push(format!("{name}.rs:{}:{}: {error}", at.line, at.column));
                continue;
            }
        };
        match crate_attrs(&file.attrs) {
            Ok(head) if head.krate == *name => {}
            Ok(head) => wrong.push(format!("{name}.rs describes `{}`", head.krate)),
            Err(error) => wrong.push(format!("{name}.rs: {error}")),
        }
        let mut words = Words::default();
        words.visit_file(&file);
        wrong.extend(words.0.into_iter().map(|line| format!("{name}.rs: {line}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_stubs_stand_in_alphabetical_order() {
    let names: Vec<&str> = bundled().iter().map(|(name, _)| *name).collect();
    assert!(names.is_sorted(), "{names:?}");
}
