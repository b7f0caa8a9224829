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
fn an_impl_with_a_visibility_is_for_a_macro() {
    let text = "#[ext(Twice)]\npub impl u32 {\n    fn twice(self) -> u32 { 2 * self }\n}\n\nfn after() {}\n";
    let file = parse(text).expect("parses");
    let ItemKind::Impl(block) = &file.items[0].kind else {
        panic!("an impl")
    };
    let named = |item: &Item| &text[item.name_span.start as usize..item.name_span.end as usize];
    assert_eq!(named(&block.items[0]), "twice");
    assert_eq!(named(&file.items[1]), "after");
    assert!(parse("pub impl u32 { fn }").is_err());
}
