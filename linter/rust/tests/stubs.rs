//! Every bundled stub parses, and says nothing that the linter does not understand.

use otplint_rust::stub::{bundled, crate_attrs, faults};

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
        let faults = faults(&file.items);
        wrong.extend(faults.iter().map(|fault| place(name, fault)));
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
