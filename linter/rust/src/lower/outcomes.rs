//! What becomes of results, as the text around them says.

use otplint_model::body::Outcome;

use crate::syntax::{Arm, Block, Expr, ExprKind, MacroBody, Pat, PatKind, Stmt};

/// Macros that write a log line.
pub const LOG: &[&str] = &[
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "event",
    "println",
    "eprintln",
    "print",
    "eprint",
    "log",
    "crit",
    "dbg",
    "slog_error",
    "slog_warn",
    "slog_info",
    "slog_debug",
    "error_chain",
    "warn_span",
    "tracing",
];

/// Methods of `Option` and `Result` after which the result is still the same question.
pub const TRANSPARENT: &[&str] = &[
    "ok",
    "err",
    "map",
    "map_err",
    "and_then",
    "and",
    "context",
    "with_context",
    "wrap_err",
    "wrap_err_with",
    "inspect_err",
    "inspect",
    "flatten",
    "transpose",
    "as_ref",
    "as_mut",
    "as_deref",
    "as_deref_mut",
    "cloned",
    "copied",
    "ok_or",
    "ok_or_else",
    "map_ok",
    "and_then",
    "filter",
    "into",
    "change_context",
    "attach",
    "boxed",
];

/// Methods that hardly anything but `Option` and `Result` has: they tell what an unknown receiver is.
pub const TELLING: &[&str] = &[
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "unwrap_err",
    "expect_err",
    "map_err",
    "map_or",
    "map_or_else",
    "ok",
    "ok_or",
    "ok_or_else",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "is_some_and",
    "is_none_or",
    "is_ok_and",
    "is_err_and",
];

/// Methods that put something in the place of a failure.
pub const REPLACING: &[&str] = &[
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "or",
    "or_else",
    "map_or",
    "map_or_else",
    "unwrap_or_log",
];

/// Methods that panic on a failure.
pub const PANICKING: &[&str] = &[
    "unwrap",
    "expect",
    "unwrap_err",
    "expect_err",
    "unwrap_unchecked",
];

/// Methods of `Option` and `Result` that hand out what is inside, unchanged.
pub const UNWRAPPING: &[&str] = &[
    "unwrap",
    "expect",
    "unwrap_unchecked",
    "ok",
    "map_err",
    "ok_or",
    "ok_or_else",
    "context",
    "with_context",
    "unwrap_or_else",
];

/// Methods that ask whether it was one.
pub const ASKING: &[&str] = &[
    "is_ok",
    "is_err",
    "is_some",
    "is_none",
    "is_ok_and",
    "is_err_and",
    "is_some_and",
];

/// What the text does with a failure: nothing, only a log line, or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Care {
    Nothing,
    Log,
    More,
}

fn care(expr: &Expr) -> Care {
    match &expr.kind {
        ExprKind::Tuple(elems) if elems.is_empty() => Care::Nothing,
        ExprKind::Lit(_) => Care::Nothing,
        ExprKind::Block(_, block) => care_of_block(block),
        ExprKind::Macro(call) => {
            let is_log = call
                .path
                .segments
                .last()
                .is_some_and(|segment| LOG.contains(&segment.name.as_str()));
            if is_log && !matches!(call.body, MacroBody::Select { .. }) {
                Care::Log
            } else {
                Care::More
            }
        }
        _ => Care::More,
    }
}

fn care_of_block(block: &Block) -> Care {
    let stmts = block.stmts.iter().map(|stmt| match stmt {
        Stmt::Expr(expr, _) => care(expr),
        Stmt::Let(_) => Care::More,
        Stmt::Item => Care::Nothing,
    });
    stmts.max().unwrap_or(Care::Nothing)
}

/// Whether a pattern is the failing side of a `Result` or `Option`.
pub fn is_failure(pat: &Pat) -> Option<bool> {
    let path = match &pat.kind {
        PatKind::TupleStruct(path, _) | PatKind::Path(path) | PatKind::Struct(path, _) => path,
        PatKind::Bind {
            name, sub: None, ..
        } if *name == "None" => return Some(true),
        PatKind::Ref(inner) => return is_failure(inner),
        PatKind::Or(cases) => return cases.first().and_then(is_failure),
        _ => return None,
    };
    match path.segments.last()?.name.as_str() {
        "Err" | "None" => Some(true),
        "Ok" | "Some" => Some(false),
        _ => None,
    }
}

/// Whether a condition holds where a result is a failure: `x.is_err()`, `!x.is_ok()`.
pub fn asks_for_failure(cond: &Expr) -> Option<bool> {
    match &cond.kind {
        ExprKind::Unary(inner) => asks_for_failure(inner).map(|failing| !failing),
        ExprKind::Method(method) if method.args.is_empty() => match method.name.as_str() {
            "is_err" => Some(true),
            "is_ok" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// The outcome of a value that `if let` looks at.
pub fn of_if_let(pat: &Pat, then: &Block, otherwise: Option<&Expr>) -> Outcome {
    match is_failure(pat) {
        Some(true) => match care_of_block(then) {
            Care::Nothing => Outcome::Discarded,
            Care::Log => Outcome::Logged,
            Care::More => Outcome::Handled,
        },
        Some(false) => match otherwise.map_or(Care::Nothing, care) {
            Care::Nothing => Outcome::Replaced,
            Care::Log => Outcome::Logged,
            Care::More => Outcome::Handled,
        },
        None => Outcome::Handled,
    }
}

/// The outcome of a value that `match` looks at.
pub fn of_match(arms: &[Arm]) -> Outcome {
    let mut result = false;
    let mut worst = Care::Nothing;
    for arm in arms {
        match is_failure(&arm.pat) {
            Some(true) => {
                result = true;
                worst = worst.max(care(&arm.body));
            }
            Some(false) => result = true,
            None => {
                if matches!(arm.pat.kind, PatKind::Wild) {
                    worst = worst.max(care(&arm.body));
                }
            }
        }
    }
    if !result {
        return Outcome::Handled;
    }
    // Both sides doing nothing means that nobody looks at all.
    match worst {
        Care::Nothing => {
            let all = arms.iter().all(|arm| care(&arm.body) == Care::Nothing);
            if all {
                Outcome::Discarded
            } else {
                Outcome::Replaced
            }
        }
        Care::Log => Outcome::Logged,
        Care::More => Outcome::Handled,
    }
}
