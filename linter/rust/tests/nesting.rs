//! Texts made to overflow a stack.

mod trees;

use otplint_rust::sources::{MAX_CHAIN, MAX_NESTING, STACK_BYTES, too_deep};
use trees::*;

type Shape = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Name, before, opening, middle, closing, after.
const NESTED: &[Shape] = &[
    ("parentheses", "fn f() { x = ", "(", "1", ")", "; }"),
    ("brackets", "fn f() { x = ", "[", "1", "]", "; }"),
    ("blocks", "fn f() { ", "{", "", "}", " }"),
    ("unsafe blocks", "fn f() { ", "unsafe {", "", "}", " }"),
    ("async blocks", "fn f() { ", "async move {", "", "}", " }"),
    ("nots", "fn f() { x = ", "!", "1", "", "; }"),
    ("negations", "fn f() { x = ", "-", "1", "", "; }"),
    ("references", "fn f() { x = ", "&", "1", "", "; }"),
    (
        "mutable references",
        "fn f() { x = ",
        "&mut ",
        "a",
        "",
        "; }",
    ),
    ("dereferences", "fn f() { x = ", "*", "a", "", "; }"),
    ("assignments", "fn f() { ", "a = ", "1", "", "; }"),
    ("closures", "fn f() { x = ", "|a|", "1", "", "; }"),
    ("closures of two", "fn f() { x = ", "|a, b|", "1", "", "; }"),
    ("closures of none", "fn f() { x = ", "||", "1", "", "; }"),
    (
        "moving closures",
        "fn f() { x = ",
        "move || ",
        "1",
        "",
        "; }",
    ),
    (
        "typed closures",
        "fn f() { x = ",
        "|a: u8| -> u8 {",
        "1",
        "}",
        "; }",
    ),
    (
        "matches",
        "fn f() { x = ",
        "match a { _ => ",
        "1",
        "}",
        "; }",
    ),
    ("returns", "fn f() { ", "return ", "1", "", "; }"),
    ("breaks", "fn f() { ", "break ", "1", "", "; }"),
    ("ifs", "fn f() { ", "if a {", "", "}", " }"),
    ("calls", "fn f() { ", "g(a, ", "1", ")", "; }"),
    ("structs", "fn f() { x = ", "A { b: 1, a: ", "1", "}", "; }"),
    ("let else", "fn f() { ", "let A = b else {", "", "};", " }"),
    (
        "conditions that bind",
        "fn f() { if ",
        "let a = ",
        "1",
        "",
        " {} }",
    ),
    ("reference types", "type X = ", "&'a ", "u8", "", ";"),
    ("pointer types", "type X = ", "*const ", "u8", "", ";"),
    ("tuple types", "type X = ", "(", "u8", ",)", ";"),
    ("slice types", "type X = ", "[", "u8", "]", ";"),
    ("generic types", "type X = ", "A<", "u8", ">", ";"),
    ("generic types of two", "type X = ", "A<B, ", "u8", ">", ";"),
    ("function types", "type X = ", "fn() -> ", "u8", "", ";"),
    ("closure types", "type X = ", "impl Fn() -> ", "u8", "", ";"),
    (
        "binders",
        "type X = ",
        "for<'a, 'b> fn() -> ",
        "u8",
        "",
        ";",
    ),
    ("qualified types", "type X = ", "<", "u8", " as A>::B", ";"),
    ("constant arguments", "type X = ", "A<{", "1", "}>", ";"),
    (
        "constant arguments after one",
        "type X = ",
        "A<{0}, {",
        "1",
        "}>",
        ";",
    ),
    ("bounds", "fn f<A: ", "B<C: ", "D", ">", ">() {}"),
    (
        "reference patterns",
        "fn f() { let ",
        "& ",
        "x",
        "",
        " = 1; }",
    ),
    ("tuple patterns", "fn f() { let ", "(", "x", ",)", " = 1; }"),
    (
        "bound patterns",
        "fn f() { let ",
        "a @ ",
        "x",
        "",
        " = 1; }",
    ),
    ("modules", "", "mod a {", "", "}", ""),
    ("functions", "", "fn a() {", "", "}", ""),
    ("impls", "", "impl A { fn f() {", "", "}}", ""),
    ("uses", "use ", "a::", "a", "", ";"),
    ("groups of uses", "use ", "a::{b, ", "a", "}", ";"),
    ("macros", "m! ", "{", "", "}", ""),
    ("attributes", "#[a ", "(", "", ")", "] fn f() {}"),
];

const CHAINED: &[Shape] = &[
    ("sums", "fn f() { x = ", "1+", "1", "", "; }"),
    ("products", "fn f() { x = ", "a * ", "1", "", "; }"),
    ("conjunctions", "fn f() { x = ", "a && ", "b", "", "; }"),
    ("disjunctions", "fn f() { x = ", "a || ", "b", "", "; }"),
    ("else if", "fn f() { ", "if a {} else ", "{}", "", " }"),
    ("methods", "fn f() { a", ".a()", "", "", "; }"),
    ("fields", "fn f() { a", ".a", "", "", "; }"),
    ("awaits", "fn f() { a", ".await?", "", "", "; }"),
    ("questions", "fn f() { a", "?", "", "", "; }"),
    ("casts", "fn f() { a", " as u8", "", "", "; }"),
    ("indexes", "fn f() { a", "[0]", "", "", "; }"),
    ("calls of calls", "fn f() { a", "()", "", "", "; }"),
];

fn text(shape: &Shape, times: usize) -> String {
    let (_, before, open, middle, close, after) = shape;
    format!(
        "{before}{}{middle}{}{after}",
        open.repeat(times),
        close.repeat(times)
    )
}

/// How often the shape may stand within itself.
fn bound(shape: &Shape) -> usize {
    let (mut fits, mut fails) = (0, 100_000);
    while fails - fits > 1 {
        let middle = (fits + fails) / 2;
        if too_deep(&text(shape, middle)).is_none() {
            fits = middle
        } else {
            fails = middle
        }
    }
    fits
}

#[test]
fn hundred_thousand_of_each_are_reported() {
    for shape in NESTED.iter().chain(CHAINED) {
        for text in [
            text(shape, 100_000),
            format!("{}{}", shape.1, shape.2.repeat(100_000)),
        ] {
            let (span, message) =
                too_deep(&text).unwrap_or_else(|| panic!("{} got through", shape.0));
            assert!(
                span.start < span.end && (span.end as usize) < text.len(),
                "{}",
                shape.0
            );
            assert!(message.contains("so the file was not parsed"));
        }
    }
}

#[test]
fn a_file_that_is_too_deep_is_an_error_with_a_place() {
    let deep = text(&NESTED[0], 100_000);
    let folder = tree(&[
        ("Cargo.toml", "[package]\nname = \"a\"\n"),
        ("src/lib.rs", "mod deep; mod ok;"),
        ("src/deep.rs", &deep),
        ("src/ok.rs", ""),
    ]);
    let sources = load_at(&folder, "");
    assert_eq!(messages(&folder, &sources.errors).len(), 1);
    assert!(
        sources.errors[0]
            .message
            .starts_with(&format!("nested deeper than {MAX_NESTING} levels"))
    );
    assert!(sources.errors[0].place.is_some());
    assert_eq!(sources.files.len(), 3);
    assert_eq!(
        sources
            .files
            .iter()
            .filter(|one| one.parsed.is_some())
            .count(),
        2
    );
}

/// The deepest of each shape that is let through is parsed, converted and dropped within a quarter
/// of the stack that it will have.
#[test]
fn the_deepest_that_is_let_through_fits_four_times() {
    for shape in NESTED.iter().chain(CHAINED) {
        let text = text(shape, bound(shape));
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES / 4);
        thread
            .spawn(move || drop(otplint_rust::syntax::parse(&text)))
            .unwrap()
            .join()
            .unwrap();
    }
}

#[test]
fn ordinary_depth_is_let_through() {
    for shape in NESTED {
        assert!(bound(shape) >= 100, "{}: {}", shape.0, bound(shape));
    }
    for shape in CHAINED {
        assert!(
            bound(shape) >= MAX_CHAIN as usize / 3,
            "{}: {}",
            shape.0,
            bound(shape)
        );
    }
}

#[test]
fn what_only_looks_deep_is_let_through() {
    let many = |one: &str| one.repeat(20_000);
    for (name, text) in [
        (
            "a long comment",
            format!("/*{}*/ // {}", many("("), many("{")),
        ),
        (
            "strings",
            format!("const A: &str = \"{}\\\"{}\";", many("("), many("[")),
        ),
        (
            "raw strings",
            format!(
                "const A: &str = r#\"{}\"{}\"#; const B: &[u8] = br\"{}\";",
                many("("),
                many("["),
                many("{")
            ),
        ),
        (
            "characters",
            format!(
                "const A: &[char] = &[{}];",
                many("'(', '\\'', '\"', '\u{e9}', b'{', ")
            ),
        ),
        (
            "statements",
            format!(
                "fn f() {{ {} }}",
                many("if a < b { return -1; } x.y(&z)?; ")
            ),
        ),
        ("shifts", format!("enum A {{ {} }}", many("A = 1 << 3, "))),
        (
            "array of numbers",
            format!("const A: &[i32] = &[{}];", many("-1, ")),
        ),
        (
            "generic lists",
            format!("type A = ({});", many("Vec<Option<&'a str>>, ")),
        ),
        (
            "match arms",
            format!(
                "fn f() {{ match x {{ {} }} }}",
                many("| 1 | 2 if a < b => -1, ")
            ),
        ),
        (
            "items",
            many("#[derive(A)] pub struct A<'a, const N: usize>(&'a [u8; N]); impl A<'_, 3> {} "),
        ),
        ("uses", many("use a::b::{c, d::e}; ")),
        ("blocks", format!("fn f() {{ {} }}", many("{} "))),
    ] {
        assert_eq!(too_deep(&text), None, "{name}");
    }
}

#[test]
fn unfinished_text_ends() {
    for text in [
        "", "'", "'\\", "b'", "\"", "\"\\", "r#", "r##\"", "/*", "/*/", "//", "<", "1 <<", "|",
        "b", "r#a", "'\u{e9}", ")]}>",
    ] {
        assert_eq!(too_deep(text), None, "{text}");
    }
}
