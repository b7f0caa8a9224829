use super::*;

#[test]
fn spans_are_bytes_even_after_wide_characters() {
    let text = "fn f() { let s = \"ähm\"; s.push(1); }\n";
    let file = parse(text).expect("parses");
    let ItemKind::Fn(function) = &file.items[0].kind else {
        panic!("a function")
    };
    let body = function.body.as_ref().expect("a body").unpack();
    let Some(Stmt::Expr(expr, true)) = body.stmts.get(1) else {
        panic!("a call")
    };
    assert_eq!(
        &text[expr.span.start as usize..expr.span.end as usize],
        "s.push(1)"
    );
}

#[test]
fn a_select_is_read_with_its_arms() {
    let text = "async fn f() { tokio::select! { biased; _ = a.tick() => {} Some(x) = b.recv(), if ok => go(x).await, else => break } }";
    let file = parse(text).expect("parses");
    let ItemKind::Fn(function) = &file.items[0].kind else {
        panic!("a function")
    };
    let body = function.body.as_ref().expect("a body").unpack();
    let Some(Stmt::Expr(
        Expr {
            kind: ExprKind::Macro(call),
            ..
        },
        _,
    )) = body.stmts.first()
    else {
        panic!("a macro")
    };
    let MacroBody::Select {
        biased: true,
        arms,
        otherwise: Some(_),
    } = &call.body
    else {
        panic!("a select")
    };
    assert_eq!(arms.len(), 2);
    assert!(arms[1].guard.is_some());
}

#[test]
fn a_syntax_error_has_a_place() {
    let error = parse("fn f() {\n    let = 3;\n}\n").expect_err("is broken");
    assert_eq!(error.span.start, 17);
}

#[test]
fn an_impl_that_a_macro_takes_may_be_public() {
    let text = "#[ext(Both)]\npub impl<T> T {\n    fn both(self) {}\n}\n#[ext]\npub(crate) impl u8 {}\nfn last() {}\n";
    let file = parse(text).expect("parses");
    assert_eq!(file.items.len(), 3);
    let span = file.items[2].span;
    assert!(text[span.start as usize..].starts_with("fn last"));
}

#[test]
fn an_impl_that_is_broken_stays_so() {
    let text = "pub impl u8 {\n    fn f() { let = 3; }\n}\n";
    let error = parse(text).expect_err("is broken");
    assert_eq!(text.find('='), Some(error.span.start as usize));
}
