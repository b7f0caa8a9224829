//! Macro calls.

use otplint_model::body::{Callee, EdgeKind, Op, Outcome, Unseen};
use otplint_model::stub::Effect;
use otplint_model::{DefId, NodeId, Place, Span, Sym, Ty, Value};
use smallvec::SmallVec;

use super::{Lower, Val, outcomes};
use crate::names::{Kind, Method as Found, Namespace, Res};
use crate::syntax::{Expr, ExprKind, Macro, MacroBody};

/// Macros inside macros deeper than this are not followed: a macro may name itself.
const DEPTH: u32 = 8;

const PANICS: &[&str] = &["panic", "unreachable", "todo", "unimplemented"];
const TEXT: &[&str] = &[
    "format",
    "format_args",
    "concat",
    "stringify",
    "anyhow",
    "eyre",
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "line",
    "file",
    "env",
    "include_str",
    "cfg",
];

impl<'w> Lower<'w, '_> {
    pub(super) fn macro_call(&mut self, call: &'w Macro, span: Span) -> Val {
        let Some(last) = call.path.segments.last() else {
            return Val::unknown(span);
        };
        let name = last.name.as_str();
        match &call.body {
            MacroBody::Select {
                biased,
                arms,
                otherwise,
            } => {
                return self.select(*biased, arms, otherwise.as_ref(), span);
            }
            MacroBody::Matches(expr, _) => {
                let val = self.expr(expr);
                self.outcome(&val, Outcome::Handled);
                return Val {
                    ty: Ty::Prim(Sym::new("bool")),
                    span,
                    ..Val::default()
                };
            }
            _ => {}
        }
        if outcomes::LOG.contains(&name) && self.project_macro(call).is_none() {
            let shown = match &call.body {
                MacroBody::Exprs(exprs) => self.plain_args(exprs),
                _ => SmallVec::new(),
            };
            let node = self.emit(Op::Log, span);
            self.shows(node, shown);
            return Val::unit(span);
        }
        if PANICS.contains(&name) {
            self.emit(Op::Panic, span);
            self.stop();
            return Val::never(span);
        }
        let exprs: &'w [Expr] = match &call.body {
            MacroBody::Exprs(exprs) => exprs,
            _ => &[],
        };
        match name {
            "bail" => {
                self.plain_args(exprs);
                self.return_value(&Val::unknown(span), true);
                return Val::never(span);
            }
            "ensure" => {
                if let Some(cond) = exprs.first() {
                    let val = self.expr(cond);
                    let branch = self.emit(Op::Branch(val.value), span);
                    if self.top().cursor.is_some() {
                        let fail = self.detached(Op::Fail(Value::Unknown), span);
                        self.edge(branch, EdgeKind::Failure, fail);
                        self.top().edge = EdgeKind::Success;
                    }
                }
                return Val::unit(span);
            }
            "join" | "try_join" => return self.join_macro(exprs, name == "try_join", span),
            "pin" => {
                return match exprs {
                    // `pin!(future)` of std gives a pinned reference; tokio's re-binds the name.
                    [one] => {
                        let val = self.expr(one);
                        Val {
                            by_ref: val.any_place().is_some(),
                            place: val.any_place(),
                            span,
                            ..val
                        }
                    }
                    _ => Val::unit(span),
                };
            }
            "ready" | "try_ready" | "dbg" | "pin_mut" => {
                return match exprs.first() {
                    Some(one) => self.expr(one),
                    None => Val::unit(span),
                };
            }
            _ => {}
        }
        if let Some(rules) = self.project_macro(call)
            && let Some(val) = self.expand(rules, exprs, span, call.path.span)
        {
            return val;
        }
        if let Some(val) = self.stub_macro(call, exprs, span) {
            return val;
        }
        if let ("write" | "writeln", [into, rest @ ..]) = (name, exprs) {
            let into = self.expr(into);
            self.plain_args(rest);
            return match self.write_formatted(into, call, span) {
                Some(written) => written,
                None => Val {
                    ty: self.unit_result(),
                    span,
                    ..Val::default()
                },
            };
        }
        if TEXT.contains(&name) {
            let shown = self.plain_args(exprs);
            if !shown.is_empty() {
                let node = self.emit(Op::Join, span);
                self.shows(node, shown);
            }
            let ty = match (name, self.world.lang.string) {
                ("format", Some(string)) => Ty::Adt(string, Ty::no_args()),
                ("concat" | "stringify" | "file" | "env" | "include_str", _) => {
                    Ty::Ref(false, Ty::Prim(Sym::new("str")).into())
                }
                ("line", _) => Ty::Prim(Sym::new("u32")),
                ("cfg", _) => Ty::Prim(Sym::new("bool")),
                (assert, _) if assert.contains("assert") => Ty::Unit,
                _ => Ty::Unknown,
            };
            return Val {
                ty,
                span,
                ..Val::default()
            };
        }
        match &call.body {
            MacroBody::Exprs(exprs) => {
                let vals: Vec<Val> = exprs.iter().map(|expr| self.expr(expr)).collect();
                self.top()
                    .body
                    .unseen
                    .push((call.path.span, Unseen::Macro(last.name)));
                self.resolution.unknown += 1;
                let ty = Ty::Unknown;
                self.emit_call(
                    Callee::Unknown,
                    last.name,
                    call.path.span,
                    false,
                    vals,
                    ty,
                    span,
                )
            }
            _ => {
                self.top()
                    .body
                    .unseen
                    .push((call.path.span, Unseen::Macro(last.name)));
                self.resolution.macros += 1;
                Val {
                    ty: Ty::Unknown,
                    span,
                    ..Val::default()
                }
            }
        }
    }

    /// `writeln!(file, ..)` calls `write_fmt`: an effect where that leaves the program.
    fn write_formatted(&mut self, into: Val, call: &'w Macro, span: Span) -> Option<Val> {
        let name = Sym::new("write_fmt");
        let found = self
            .world
            .methods(&into.ty, name, self.bounds, Some(self.module()));
        let writes = |found: &Found| {
            self.fn_attrs(found.def)
                .is_some_and(|attrs| attrs.has(Effect::IoWrite))
        };
        if !found.iter().any(writes) {
            return None;
        }
        Some(self.call_known(
            found,
            None,
            name,
            call.path.span,
            Some(into),
            &[],
            &[],
            None,
            span,
        ))
    }

    fn unit_result(&self) -> Ty {
        match self.world.lang.result {
            Some(result) => Ty::Adt(result, [Ty::Unit, Ty::Other].into()),
            None => Ty::Unknown,
        }
    }

    /// Notes what a text shows, with the node that stands for the text.
    fn shows(&mut self, node: NodeId, places: SmallVec<[Place; 2]>) {
        let shown = places.into_iter().map(|place| (node, place));
        self.top().body.shown.extend(shown);
    }

    /// Arguments of text macros: `name = value` is no assignment. Returns the places that they are.
    fn plain_args(&mut self, exprs: &'w [Expr]) -> SmallVec<[Place; 2]> {
        let mut places = SmallVec::new();
        for expr in exprs {
            let expr = match &expr.kind {
                ExprKind::Assign(_, value) => value,
                _ => expr,
            };
            let val = self.expr(expr);
            self.outcome(&val, Outcome::Used);
            places.extend(val.any_place());
        }
        places
    }

    fn project_macro(&self, call: &'w Macro) -> Option<DefId> {
        let last = call.path.segments.last()?;
        let def = match call.path.segments.len() {
            1 => self.world.find_macro(self.module(), last.name),
            _ => None,
        }?;
        (!self.world.is_stub(def)).then_some(def)
    }

    fn expand(
        &mut self,
        def: DefId,
        exprs: &'w [Expr],
        span: Span,
        name_span: Span,
    ) -> Option<Val> {
        let Kind::Macro(rules) = self.world.def(def).kind else {
            return None;
        };
        let arm = rules
            .arms
            .iter()
            .find(|arm| arm.params.len() == exprs.len())?;
        if rules.partial || self.macro_depth >= DEPTH {
            return None;
        }
        let outer = std::mem::take(&mut self.macro_args);
        self.macro_args = arm.params.iter().copied().zip(exprs).collect();
        self.macro_depth += 1;
        let used = self.macro_uses.len();
        self.macro_uses.extend(&arm.uses);
        let before = self.top().body.nodes.len();
        let val = self.block(&arm.body);
        // Findings belong where the macro is used.
        for node in &mut self.top().body.nodes[before..] {
            node.span = span;
            if let Op::Call(call) = &mut node.op {
                call.name_span = name_span;
            }
        }
        self.macro_uses.truncate(used);
        self.macro_depth -= 1;
        self.macro_args = outer;
        Some(val)
    }

    fn stub_macro(&mut self, call: &'w Macro, exprs: &'w [Expr], span: Span) -> Option<Val> {
        let found = match self.resolve(&call.path, Namespace::Type) {
            Some((Res::Def(def), _)) => Some(def),
            _ => None,
        };
        let names: SmallVec<[Sym; 4]> = call
            .path
            .segments
            .iter()
            .map(|segment| segment.name)
            .collect();
        let def = found.or_else(|| self.world.resolve_macro(self.module(), &names))?;
        let Kind::Macro(_) = self.world.def(def).kind else {
            return None;
        };
        self.fn_attrs(def)?;
        let vals: Vec<Val> = exprs.iter().map(|expr| self.expr(expr)).collect();
        let callee = Callee::Known(SmallVec::from_slice(&[def]));
        let name = names.last().copied().unwrap_or(Sym::new(""));
        let ty = self.world.macro_output(def);
        self.resolution.known += 1;
        Some(self.emit_call(callee, name, call.path.span, false, vals, ty, span))
    }
}
