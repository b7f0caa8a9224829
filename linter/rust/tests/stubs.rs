//! Every bundled stub parses, and says nothing that the linter does not understand.

use otplint_model::LineIndex;
use otplint_rust::program::Stub;
use otplint_rust::stub::bundled;

#[test]
fn every_stub_parses_and_every_word_is_known() {
    let mut wrong = Vec::new();
    for (name, text) in bundled() {
        match Stub::read(text) {
            Ok(stub) if stub.name == *name => {}
            Ok(stub) => wrong.push(format!("{name}: the head names `{}`", stub.name)),
            Err(error) => {
                let (line, column) = LineIndex::new(text).line_column(text, error.span.start);
                wrong.push(format!("{name}.rs:{line}:{column}: {}", error.message));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn stubs_stand_in_alphabetical_order() {
    assert!(bundled().is_sorted_by(|(left, _), (right, _)| left < right));
}
