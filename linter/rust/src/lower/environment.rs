//! Questions about where the program runs: in tests or in production.

use otplint_model::Sym;

use crate::names::{DefData, Kind};
use crate::syntax::{Arm, BinOp, Expr, ExprKind, Lit, MacroBody, Pat, PatKind, Path, Stmt};
use crate::workspace::Cfg;

/// What names an environment, as a text that is compared, a variant, or a word of a flag's name.
const ENVIRONMENTS: &[&str] = &[
    "test",
    "tests",
    "testing",
    "dev",
    "development",
    "prod",
    "production",
    "staging",
    "local",
    "ci",
];

/// What only says that a build is for testing.
const BUILDS: &[&str] = &["test", "debug_assertions"];

/// Words that say what a variable of the environment tells.
const VARIABLES: &[&str] = &["env", "environment", "profile", "stage"];

/// The size of a body that may be nothing but a question.
const SHORT: usize = 400;

/// What a condition asks about the environment; `None` where it asks about something else.
pub fn question(cond: &Expr) -> Option<Sym> {
    match &cond.kind {
        ExprKind::Unary(inner) | ExprKind::Ref(_, inner) | ExprKind::Deref(inner) => {
            question(inner)
        }
        ExprKind::Binary(BinOp::Lazy, left, right) => question(left).or_else(|| question(right)),
        ExprKind::Binary(BinOp::Compare, left, right) => compared(left).or_else(|| compared(right)),
        ExprKind::Macro(call) => {
            let name = call.path.segments.last()?.name;
            match &call.body {
                MacroBody::Exprs(parts) if name == "cfg" => parts.iter().find_map(build),
                MacroBody::Matches(_, pat) => pattern(pat),
                _ => None,
            }
        }
        ExprKind::Let(pat, value) => pattern(pat).or_else(|| variable(value)),
        ExprKind::Path(path) => flag(path.segments.last()?.name),
        ExprKind::Field(_, name) => flag(*name),
        ExprKind::Method(method) => match method.args.is_empty() {
            true => flag(method.name).or_else(|| variable(cond)),
            false => variable(cond),
        },
        ExprKind::Call(callee, args) if args.is_empty() => match &callee.kind {
            ExprKind::Path(path) => flag(path.segments.last()?.name),
            _ => None,
        },
        _ => None,
    }
}

/// What a function answers about the environment whose whole body is a question.
pub fn answer(def: &DefData<'_>) -> Option<Sym> {
    let Kind::Fn(function, _) = def.kind else {
        return None;
    };
    let body = function.body.as_ref()?;
    if body.size() > SHORT {
        return None;
    }
    match body.unpack().stmts.as_slice() {
        [Stmt::Expr(only, false)] => question(only),
        _ => None,
    }
}

/// The environment that a `match` asks for: most names in its patterns are of environments, or it asks whether a
/// variable is set that is called so. A command may be called `test` too.
pub fn of_match(scrutinee: &Expr, arms: &[Arm]) -> Option<Sym> {
    let set = variable(scrutinee).filter(|name| {
        let lower = name.as_str().to_ascii_lowercase();
        lower.split('_').any(named)
    });
    let asked = arms.iter().filter_map(|arm| pattern(&arm.pat));
    let of_environments = asked.clone().count();
    let others = arms.iter().filter(|arm| names_else(&arm.pat)).count();
    asked
        .into_iter()
        .next()
        .filter(|_| of_environments > others)
        .or(set)
}

/// Whether a pattern names what is no environment.
fn names_else(pat: &Pat) -> bool {
    match &pat.kind {
        PatKind::Text(text) => !named(text.as_str()),
        PatKind::Path(path) => path.segments.len() > 1 && variant(path).is_none(),
        PatKind::Ref(inner) | PatKind::Guard(inner, _) => names_else(inner),
        PatKind::TupleStruct(path, parts) => match path.segments.len() {
            1 => parts.iter().any(names_else),
            _ => variant(path).is_none(),
        },
        PatKind::Or(cases) => cases.iter().all(names_else),
        _ => false,
    }
}

/// The environment that a pattern names.
pub fn pattern(pat: &Pat) -> Option<Sym> {
    match &pat.kind {
        PatKind::Text(text) => named(text.as_str()).then(|| quoted(*text)),
        PatKind::Path(path) => variant(path),
        PatKind::Ref(inner) | PatKind::Guard(inner, _) => pattern(inner),
        PatKind::TupleStruct(path, parts) => {
            variant(path).or_else(|| parts.iter().find_map(pattern))
        }
        PatKind::Or(cases) => cases.iter().find_map(pattern),
        _ => None,
    }
}

fn quoted(text: Sym) -> Sym {
    Sym::new(&format!("\"{text}\""))
}

fn named(text: &str) -> bool {
    ENVIRONMENTS.contains(&text.to_ascii_lowercase().as_str())
}

/// `Environment::Production`.
fn variant(path: &Path) -> Option<Sym> {
    let [.., owner, last] = path.segments.as_slice() else {
        return None;
    };
    named(last.name.as_str()).then(|| Sym::new(&format!("{}::{}", owner.name, last.name)))
}

fn compared(side: &Expr) -> Option<Sym> {
    match &side.kind {
        ExprKind::Lit(Lit::Str(text)) => named(text.as_str()).then(|| quoted(*text)),
        ExprKind::Path(path) => variant(path),
        ExprKind::Ref(_, inner) => compared(inner),
        // `Ok("test")`, `"test".to_owned()`.
        ExprKind::Call(_, args) => args.iter().find_map(compared),
        ExprKind::Method(method) => compared(&method.receiver),
        _ => None,
    }
}

/// `test`, `not(test)`, `any(test, feature = "x")`.
fn build(part: &Expr) -> Option<Sym> {
    match &part.kind {
        ExprKind::Path(path) => {
            let name = path.segments.last()?.name;
            BUILDS
                .contains(&name.as_str())
                .then(|| Sym::new(&format!("cfg!({name})")))
        }
        ExprKind::Call(_, args) => args.iter().find_map(build),
        // `feature = "test-mode"`.
        ExprKind::Assign(key, value) => match (&key.kind, &value.kind) {
            (ExprKind::Path(path), ExprKind::Lit(Lit::Str(text)))
                if path.segments.last()?.name == "feature" && is_for_tests(text.as_str()) =>
            {
                Some(Sym::new(&format!("cfg!(feature = \"{text}\")")))
            }
            _ => None,
        },
        _ => None,
    }
}

/// What a `cfg` says of the environment, and whether it is the one that the name tells or another.
pub fn of_cfg(cfg: &Cfg) -> Option<(Sym, bool)> {
    match cfg {
        Cfg::All(parts) | Cfg::Any(parts) => parts.iter().find_map(of_cfg),
        Cfg::Not(inner) => of_cfg(inner).map(|(asked, holds)| (asked, !holds)),
        Cfg::Name(name) => BUILDS
            .contains(&name.as_str())
            .then(|| (Sym::new(&format!("cfg!({name})")), true)),
        Cfg::KeyValue(key, value) if key == "feature" && is_for_tests(value) => {
            Some((Sym::new(&format!("cfg!(feature = \"{value}\")")), true))
        }
        _ => None,
    }
}

/// Whether a cargo feature is named for testing.
fn is_for_tests(feature: &str) -> bool {
    let rest = ["mode", "util", "utils", "helpers", "support", "build"];
    let mut words = feature.split(['-', '_']);
    let is_test = |word: &str| ["test", "tests", "testing"].contains(&word);
    words.clone().any(is_test) && words.all(|word| is_test(word) || rest.contains(&word))
}

/// `test_mode`, `is_production`, but not `latest` or `test_count`.
fn flag(name: Sym) -> Option<Sym> {
    let text = name.as_str().to_ascii_lowercase();
    let words: Vec<&str> = text.split('_').filter(|word| !word.is_empty()).collect();
    let rest = [
        "mode",
        "is",
        "in",
        "env",
        "environment",
        "build",
        "under",
        "for",
        "running",
        "enabled",
    ];
    let mut of_environment = words.iter().filter(|word| named(word));
    // A program may run on one machine in production too.
    let sure = of_environment.any(|word| *word != "local")
        && words.iter().all(|word| named(word) || rest.contains(word))
        && words.len() > 1;
    sure.then_some(name)
}

/// `env::var("APP_ENV")`, whatever is asked of it.
fn variable(expr: &Expr) -> Option<Sym> {
    match &expr.kind {
        ExprKind::Method(method) => variable(&method.receiver),
        ExprKind::Call(callee, args) => {
            let ExprKind::Path(path) = &callee.kind else {
                return None;
            };
            let called = path.segments.last()?.name;
            if called != "var" && called != "var_os" {
                return None;
            }
            let ExprKind::Lit(Lit::Str(text)) = &args.first()?.kind else {
                return None;
            };
            let lower = text.as_str().to_ascii_lowercase();
            lower
                .split('_')
                .any(|word| named(word) || VARIABLES.contains(&word))
                .then_some(*text)
        }
        _ => None,
    }
}
