//! Expressions and statements.

use otplint_model::{Span, Sym};

use super::attrs;
use super::types::{ident_sym, member};
use super::{
    Arm, BinOp, Block, Closure, Convert, Count, Expr, ExprKind, Let, List, Lit, Macro, MacroBody,
    Method, Param, PatKind, Path, Segment, Stmt,
};
use smallvec::SmallVec;

impl Convert<'_> {
    pub(super) fn stmts(&mut self, stmts: &[syn::Stmt]) -> Vec<Stmt> {
        let mut converted = Vec::with_capacity(stmts.len());
        let mut skip = false;
        for (index, stmt) in stmts.iter().enumerate() {
            if std::mem::take(&mut skip) {
                continue;
            }
            if let Some(alternatives) = self.alternatives(stmt, stmts.get(index + 1)) {
                converted.push(Stmt::Expr(alternatives, true));
                skip = true;
                continue;
            }
            if let Some(binding) = self.bound_by_build(stmt, stmts.get(index + 1)) {
                converted.push(Stmt::Let(Box::new(binding)));
                skip = true;
                continue;
            }
            // What only tests compile is no part of what runs.
            if is_for_tests(stmt) {
                continue;
            }
            if let Some(left_out) = self.left_out_of_tests(stmt) {
                converted.push(Stmt::Expr(left_out, true));
                continue;
            }
            match stmt {
                syn::Stmt::Local(local) => {
                    let binding = self.binding(local);
                    converted.push(Stmt::Let(Box::new(binding)));
                }
                syn::Stmt::Item(item) => {
                    let mut inner = std::mem::take(&mut self.inner);
                    self.item(item, &mut inner);
                    self.inner = inner;
                    converted.push(Stmt::Item);
                }
                syn::Stmt::Expr(expr, semi) => {
                    converted.push(Stmt::Expr(self.expr(expr), semi.is_some()))
                }
                syn::Stmt::Macro(stmt) => {
                    let expr = self.macro_expr(&stmt.mac);
                    converted.push(Stmt::Expr(expr, stmt.semi_token.is_some()));
                }
            }
        }
        converted
    }

    fn binding(&mut self, local: &syn::Local) -> Let {
        let start = self.position.start(local.let_token.span);
        let pat = self.pat(&local.pat);
        let (pat, ty) = match pat.kind {
            PatKind::Typed(inner, ty) => (*inner, Some(*ty)),
            kind => (
                super::Pat {
                    span: pat.span,
                    kind,
                },
                None,
            ),
        };
        let init = local.init.as_ref().map(|init| self.expr(&init.expr));
        let otherwise = local.init.as_ref().and_then(|init| init.diverge.as_ref());
        let otherwise = otherwise.map(|(_, expr)| self.expr_block(expr));
        let end = init.as_ref().map_or(pat.span.end, |init| init.span.end);
        Let {
            span: Span::new(start, end),
            pat,
            ty,
            init,
            otherwise,
        }
    }

    /// `#[cfg(a)] let x = ..; #[cfg(not(a))] let x = ..;`: the name stands for the one or the other.
    fn bound_by_build(&mut self, stmt: &syn::Stmt, next: Option<&syn::Stmt>) -> Option<Let> {
        let (syn::Stmt::Local(first), syn::Stmt::Local(second)) = (stmt, next?) else {
            return None;
        };
        let (one, other) = (cfg_among(&first.attrs)?, cfg_among(&second.attrs)?);
        let (init, alternative) = (first.init.as_ref()?, second.init.as_ref()?);
        let same = name_of(&first.pat)? == name_of(&second.pat)?;
        let diverges = init.diverge.is_some() || alternative.diverge.is_some();
        if !same || diverges || !is_alternative(&one, &other) {
            return None;
        }
        let mut binding = self.binding(first);
        let then = Box::new(self.expr_block(&init.expr));
        let otherwise = self.boxed(&alternative.expr);
        let span = then.span.to(otherwise.span);
        let asked = Box::new(build(Span::new(span.start, span.start), &one));
        binding.init = Some(Expr {
            span,
            kind: ExprKind::If(asked, then, Some(otherwise)),
        });
        Some(binding)
    }

    /// `#[cfg(a)] { .. } #[cfg(not(a))] { .. }`: one or the other runs, never both.
    fn alternatives(&mut self, stmt: &syn::Stmt, next: Option<&syn::Stmt>) -> Option<Expr> {
        let (syn::Stmt::Expr(first, _), syn::Stmt::Expr(second, _)) = (stmt, next?) else {
            return None;
        };
        let (one, other) = (cfg_of(first)?, cfg_of(second)?);
        if !is_alternative(&one, &other) {
            return None;
        }
        let then = Box::new(self.expr_block(first));
        let otherwise = self.boxed(second);
        let span = then.span.to(otherwise.span);
        let asked = Box::new(build(Span::new(span.start, span.start), &one));
        Some(Expr {
            span,
            kind: ExprKind::If(asked, then, Some(otherwise)),
        })
    }

    /// `#[cfg(not(test))] spawn(..);` without an alternative.
    fn left_out_of_tests(&mut self, stmt: &syn::Stmt) -> Option<Expr> {
        let syn::Stmt::Expr(inner, _) = stmt else {
            return None;
        };
        if cfg_of(inner)? != "not (test)" {
            return None;
        }
        let then = Box::new(self.expr_block(inner));
        let span = then.span;
        let asked = Box::new(build(Span::new(span.start, span.start), "not (test)"));
        Some(Expr {
            span,
            kind: ExprKind::If(asked, then, None),
        })
    }

    fn expr_block(&mut self, expr: &syn::Expr) -> Block {
        match expr {
            syn::Expr::Block(block) => self.block(&block.block),
            other => {
                let expr = self.expr(other);
                Block {
                    span: expr.span,
                    stmts: vec![Stmt::Expr(expr, false)],
                }
            }
        }
    }

    fn boxed(&mut self, expr: &syn::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    pub(super) fn expr(&mut self, expr: &syn::Expr) -> Expr {
        match expr {
            syn::Expr::Path(path) => {
                let path = self.qpath(path.qself.as_ref(), &path.path);
                Expr {
                    span: path.span,
                    kind: ExprKind::Path(Box::new(path)),
                }
            }
            syn::Expr::MethodCall(call) => {
                let receiver = self.expr(&call.receiver);
                let (name, name_span) = self.name(&call.method);
                let types = call
                    .turbofish
                    .as_ref()
                    .map_or_else(Vec::new, |args| self.angle_args(args).types);
                let args = call.args.iter().map(|arg| self.expr(arg)).collect();
                let end = self.position.end(call.paren_token.span.close());
                let span = Span::new(receiver.span.start, end);
                Expr {
                    span,
                    kind: ExprKind::Method(Box::new(Method {
                        receiver,
                        name,
                        name_span,
                        types,
                        args,
                    })),
                }
            }
            syn::Expr::Call(call) => {
                let func = self.boxed(&call.func);
                let args = call.args.iter().map(|arg| self.expr(arg)).collect();
                let span = Span::new(
                    func.span.start,
                    self.position.end(call.paren_token.span.close()),
                );
                Expr {
                    span,
                    kind: ExprKind::Call(func, args),
                }
            }
            syn::Expr::Field(field) => {
                let base = self.boxed(&field.base);
                let (name, end) = match &field.member {
                    syn::Member::Named(ident) => {
                        let (name, at) = self.name(ident);
                        (name, at.end)
                    }
                    syn::Member::Unnamed(index) => {
                        (member(&field.member), self.position.end(index.span))
                    }
                };
                Expr {
                    span: Span::new(base.span.start, end),
                    kind: ExprKind::Field(base, name),
                }
            }
            syn::Expr::Lit(lit) => {
                let span = self.position.span(lit.lit.span());
                Expr {
                    span,
                    kind: ExprKind::Lit(literal(&lit.lit)),
                }
            }
            syn::Expr::Reference(reference) => {
                let start = self.position.start(reference.and_token.spans[0]);
                let inner = self.boxed(&reference.expr);
                let span = Span::new(start, inner.span.end);
                Expr {
                    span,
                    kind: ExprKind::Ref(reference.mutability.is_some(), inner),
                }
            }
            syn::Expr::Await(await_) => {
                let base = self.boxed(&await_.base);
                let end = self.position.end(await_.await_token.span);
                Expr {
                    span: Span::new(base.span.start, end),
                    kind: ExprKind::Await(base),
                }
            }
            syn::Expr::Try(try_) => {
                let base = self.boxed(&try_.expr);
                let end = base.span.end + 1;
                Expr {
                    span: Span::new(base.span.start, end),
                    kind: ExprKind::Try(base),
                }
            }
            syn::Expr::Block(block) => {
                let label = block
                    .label
                    .as_ref()
                    .map(|label| ident_sym(&label.name.ident));
                self.block_expr(label, &block.block)
            }
            syn::Expr::Unsafe(block) => self.block_expr(None, &block.block),
            syn::Expr::Const(block) => self.block_expr(None, &block.block),
            syn::Expr::If(branch) => {
                let start = self.position.start(branch.if_token.span);
                let cond = self.boxed(&branch.cond);
                let then = Box::new(self.block(&branch.then_branch));
                let otherwise = branch
                    .else_branch
                    .as_ref()
                    .map(|(_, otherwise)| self.boxed(otherwise));
                let end = otherwise
                    .as_ref()
                    .map_or(then.span.end, |otherwise| otherwise.span.end);
                Expr {
                    span: Span::new(start, end),
                    kind: ExprKind::If(cond, then, otherwise),
                }
            }
            syn::Expr::Match(match_) => {
                let start = self.position.start(match_.match_token.span);
                let scrutinee = self.boxed(&match_.expr);
                let arms = match_
                    .arms
                    .iter()
                    .map(|arm| {
                        let pat = self.pat(&arm.pat);
                        let (pat, guard) = match pat.kind {
                            PatKind::Guard(inner, guard) => (*inner, Some(*guard)),
                            kind => (
                                super::Pat {
                                    span: pat.span,
                                    kind,
                                },
                                None,
                            ),
                        };
                        Arm {
                            pat,
                            guard,
                            body: self.expr(&arm.body),
                        }
                    })
                    .collect();
                let end = self.position.end(match_.brace_token.span.close());
                Expr {
                    span: Span::new(start, end),
                    kind: ExprKind::Match(scrutinee, arms),
                }
            }
            syn::Expr::Binary(binary) => self.binary(binary),
            syn::Expr::Infer(infer) => Expr {
                span: self.position.span(infer.underscore_token.spans[0]),
                kind: ExprKind::Wild,
            },
            syn::Expr::Assign(assign) => {
                let left = self.boxed(&assign.left);
                let right = self.boxed(&assign.right);
                Expr {
                    span: left.span.to(right.span),
                    kind: ExprKind::Assign(left, right),
                }
            }
            syn::Expr::Unary(unary) => {
                let inner = self.boxed(&unary.expr);
                let start = match &unary.op {
                    syn::UnOp::Deref(token) => self.position.start(token.spans[0]),
                    syn::UnOp::Not(token) => self.position.start(token.spans[0]),
                    syn::UnOp::Neg(token) => self.position.start(token.spans[0]),
                    _ => inner.span.start,
                };
                let span = Span::new(start, inner.span.end);
                let kind = match unary.op {
                    syn::UnOp::Deref(_) => ExprKind::Deref(inner),
                    _ => ExprKind::Unary(inner),
                };
                Expr { span, kind }
            }
            syn::Expr::Closure(closure) => {
                let start = self.position.start(closure.inputs_begin.spans[0]);
                let params = closure
                    .inputs
                    .iter()
                    .map(|input| {
                        let pat = self.pat(input);
                        match pat.kind {
                            PatKind::Typed(inner, ty) => Param {
                                pat: *inner,
                                ty: Some(*ty),
                            },
                            kind => Param {
                                pat: super::Pat {
                                    span: pat.span,
                                    kind,
                                },
                                ty: None,
                            },
                        }
                    })
                    .collect();
                let output = self.output(&closure.output);
                let body = self.expr(&closure.body);
                let span = Span::new(start, body.span.end);
                let is_async = closure.asyncness.is_some();
                Expr {
                    span,
                    kind: ExprKind::Closure(Box::new(Closure {
                        is_async,
                        params,
                        output,
                        body,
                    })),
                }
            }
            syn::Expr::Async(block) => {
                let start = self.position.start(block.async_token.span);
                let body = Box::new(self.block(&block.block));
                Expr {
                    span: Span::new(start, body.span.end),
                    kind: ExprKind::Async(body, false),
                }
            }
            syn::Expr::TryBlock(block) => {
                let body = Box::new(self.block(&block.block));
                Expr {
                    span: body.span,
                    kind: ExprKind::TryBlock(body),
                }
            }
            syn::Expr::Loop(loop_) => {
                let start = self.position.start(loop_.loop_token.span);
                let label = loop_
                    .label
                    .as_ref()
                    .map(|label| ident_sym(&label.name.ident));
                let body = Box::new(self.block(&loop_.body));
                Expr {
                    span: Span::new(start, body.span.end),
                    kind: ExprKind::Loop(label, body),
                }
            }
            syn::Expr::While(while_) => {
                let start = self.position.start(while_.while_token.span);
                let label = while_
                    .label
                    .as_ref()
                    .map(|label| ident_sym(&label.name.ident));
                let cond = self.boxed(&while_.cond);
                let body = Box::new(self.block(&while_.body));
                Expr {
                    span: Span::new(start, body.span.end),
                    kind: ExprKind::While(label, cond, body),
                }
            }
            syn::Expr::ForLoop(for_) => {
                let start = self.position.start(for_.for_token.span);
                let label = for_
                    .label
                    .as_ref()
                    .map(|label| ident_sym(&label.name.ident));
                let pat = Box::new(self.pat(&for_.pat));
                let iter = self.boxed(&for_.expr);
                let body = Box::new(self.block(&for_.body));
                Expr {
                    span: Span::new(start, body.span.end),
                    kind: ExprKind::For(label, pat, iter, body),
                }
            }
            syn::Expr::Let(let_) => {
                let start = self.position.start(let_.let_token.span);
                let pat = Box::new(self.pat(&let_.pat));
                let value = self.boxed(&let_.expr);
                Expr {
                    span: Span::new(start, value.span.end),
                    kind: ExprKind::Let(pat, value),
                }
            }
            syn::Expr::Return(return_) => {
                let at = self.position.span(return_.return_token.span);
                let value = return_.expr.as_ref().map(|value| self.boxed(value));
                let span = value.as_ref().map_or(at, |value| at.to(value.span));
                Expr {
                    span,
                    kind: ExprKind::Return(value),
                }
            }
            syn::Expr::Break(break_) => {
                let at = self.position.span(break_.break_token.span);
                let label = break_.label.as_ref().map(|label| ident_sym(&label.ident));
                let value = break_.expr.as_ref().map(|value| self.boxed(value));
                let span = value.as_ref().map_or(at, |value| at.to(value.span));
                Expr {
                    span,
                    kind: ExprKind::Break(label, value),
                }
            }
            syn::Expr::Continue(continue_) => {
                let span = self.position.span(continue_.continue_token.span);
                Expr {
                    span,
                    kind: ExprKind::Continue(
                        continue_
                            .label
                            .as_ref()
                            .map(|label| ident_sym(&label.ident)),
                    ),
                }
            }
            syn::Expr::Yield(yield_) => {
                let at = self.position.span(yield_.yield_token.span);
                let value = yield_.expr.as_ref().map(|value| self.boxed(value));
                Expr {
                    span: at,
                    kind: ExprKind::Yield(value),
                }
            }
            syn::Expr::Struct(literal) => {
                let path = self.qpath(literal.qself.as_ref(), &literal.path);
                let fields = literal
                    .fields
                    .iter()
                    .map(|field| (member(&field.member), self.expr(&field.expr)))
                    .collect();
                let rest = literal.rest.as_ref().map(|rest| self.boxed(rest));
                let span = Span::new(
                    path.span.start,
                    self.position.end(literal.brace_token.span.close()),
                );
                Expr {
                    span,
                    kind: ExprKind::Struct(Box::new(path), fields, rest),
                }
            }
            syn::Expr::Tuple(tuple) => {
                let span = self.position.span(tuple.paren_token.span.join());
                Expr {
                    span,
                    kind: ExprKind::Tuple(tuple.elems.iter().map(|elem| self.expr(elem)).collect()),
                }
            }
            syn::Expr::Array(array) => {
                let span = self.position.span(array.bracket_token.span.join());
                Expr {
                    span,
                    kind: ExprKind::Array(
                        List::Array,
                        array.elems.iter().map(|elem| self.expr(elem)).collect(),
                    ),
                }
            }
            syn::Expr::Repeat(repeat) => {
                let span = self.position.span(repeat.bracket_token.span.join());
                Expr {
                    span,
                    kind: ExprKind::Array(List::Array, vec![self.expr(&repeat.expr)]),
                }
            }
            syn::Expr::Index(index) => {
                let base = self.boxed(&index.expr);
                let inner = self.boxed(&index.index);
                let end = self.position.end(index.bracket_token.span.close());
                Expr {
                    span: Span::new(base.span.start, end),
                    kind: ExprKind::Index(base, inner),
                }
            }
            syn::Expr::Range(range) => {
                let start = range.start.as_ref().map(|start| self.boxed(start));
                let end = range.end.as_ref().map(|end| self.boxed(end));
                let span = match (&start, &end) {
                    (Some(start), Some(end)) => start.span.to(end.span),
                    (Some(one), None) | (None, Some(one)) => one.span,
                    (None, None) => Span::default(),
                };
                Expr {
                    span,
                    kind: ExprKind::Range(start, end),
                }
            }
            syn::Expr::Cast(cast) => {
                let inner = self.boxed(&cast.expr);
                let ty = Box::new(self.ty(&cast.ty));
                Expr {
                    span: inner.span,
                    kind: ExprKind::Cast(inner, ty),
                }
            }
            syn::Expr::RawAddr(raw) => {
                let inner = self.boxed(&raw.expr);
                Expr {
                    span: inner.span,
                    kind: ExprKind::Ref(true, inner),
                }
            }
            syn::Expr::Paren(paren) => {
                let mut inner = self.expr(&paren.expr);
                inner.span = self.position.span(paren.paren_token.span.join());
                inner
            }
            syn::Expr::Group(group) => self.expr(&group.expr),
            syn::Expr::Macro(call) => self.macro_expr(&call.mac),
            _ => Expr {
                span: Span::default(),
                kind: ExprKind::Unknown,
            },
        }
    }

    /// Left-deep chains (`a + b + c + …`) are walked in a loop, so that a long one needs no stack.
    fn binary(&mut self, binary: &syn::ExprBinary) -> Expr {
        let mut chain = vec![binary];
        while let syn::Expr::Binary(left) = &*chain[chain.len() - 1].left {
            chain.push(left);
        }
        let mut left = self.expr(&chain[chain.len() - 1].left);
        for binary in chain.into_iter().rev() {
            let right = self.expr(&binary.right);
            let span = left.span.to(right.span);
            if let Some(lit) = folded(&binary.op, &left, &right) {
                let kind = ExprKind::Lit(lit);
                left = Expr { span, kind };
                continue;
            }
            let kind = match binary.op {
                syn::BinOp::And(_) | syn::BinOp::Or(_) => {
                    ExprKind::Binary(BinOp::Lazy, left.into(), right.into())
                }
                syn::BinOp::Eq(_)
                | syn::BinOp::Ne(_)
                | syn::BinOp::Lt(_)
                | syn::BinOp::Le(_)
                | syn::BinOp::Gt(_)
                | syn::BinOp::Ge(_) => ExprKind::Binary(BinOp::Compare, left.into(), right.into()),
                syn::BinOp::Add(_)
                | syn::BinOp::Sub(_)
                | syn::BinOp::Mul(_)
                | syn::BinOp::Div(_)
                | syn::BinOp::Rem(_)
                | syn::BinOp::BitXor(_)
                | syn::BinOp::BitAnd(_)
                | syn::BinOp::BitOr(_)
                | syn::BinOp::Shl(_)
                | syn::BinOp::Shr(_) => {
                    ExprKind::Binary(BinOp::Arithmetic, left.into(), right.into())
                }
                syn::BinOp::AddAssign(_) => {
                    ExprKind::AssignOp(Count::Up, left.into(), right.into())
                }
                syn::BinOp::SubAssign(_) => {
                    ExprKind::AssignOp(Count::Down, left.into(), right.into())
                }
                _ => ExprKind::AssignOp(Count::Other, left.into(), right.into()),
            };
            left = Expr { span, kind };
        }
        left
    }

    fn block_expr(&mut self, label: Option<Sym>, block: &syn::Block) -> Expr {
        let block = Box::new(self.block(block));
        Expr {
            span: block.span,
            kind: ExprKind::Block(label, block),
        }
    }
}

/// `cfg!(..)` of a condition about builds that has a name of its own; nothing that is known of any other.
fn build(at: Span, condition: &str) -> Expr {
    let condition = condition.strip_prefix("not ").unwrap_or(condition);
    let condition = condition.trim_start_matches('(').trim_end_matches(')');
    let known = ["test", "debug_assertions"];
    let known = known.into_iter().find(|name| *name == condition);
    let path = |name: &str| Path {
        span: at,
        global: false,
        qself: None,
        segments: SmallVec::from_iter([Segment {
            name: Sym::new(name),
            args: None,
        }]),
    };
    let plain = |kind: ExprKind| Expr { span: at, kind };
    let named = |name: &str| plain(ExprKind::Path(Box::new(path(name))));
    // `feature = "testing"`
    let feature = (condition.strip_prefix("feature"))
        .and_then(|rest| rest.trim_start().strip_prefix('='))
        .and_then(|rest| rest.trim().strip_prefix('"')?.strip_suffix('"'));
    let asked = |part: Expr| Macro {
        path: path("cfg"),
        body: MacroBody::Exprs(vec![part]),
    };
    let part = match (known, feature) {
        (Some(name), _) => Some(named(name)),
        (None, Some(feature)) => Some(plain(ExprKind::Assign(
            Box::new(named("feature")),
            Box::new(plain(ExprKind::Lit(Lit::Str(Sym::new(feature))))),
        ))),
        (None, None) => None,
    };
    plain(match part {
        Some(part) => ExprKind::Macro(Box::new(asked(part))),
        None => ExprKind::Unknown,
    })
}

/// Whether of two `cfg`s just one holds.
fn is_alternative(one: &str, other: &str) -> bool {
    other == format!("not ({one})") || one == format!("not ({other})")
}

/// The name that a pattern binds, whatever its type.
fn name_of(pat: &syn::Pat) -> Option<&syn::Ident> {
    match pat {
        syn::Pat::Ident(pat) => Some(&pat.ident),
        syn::Pat::Type(pat) => name_of(&pat.pat),
        _ => None,
    }
}

/// A statement that only builds for tests have: `#[cfg(test)] fail_here()?;`.
fn is_for_tests(stmt: &syn::Stmt) -> bool {
    let attrs = match stmt {
        syn::Stmt::Local(local) => &local.attrs,
        syn::Stmt::Macro(stmt) => &stmt.attrs,
        syn::Stmt::Expr(expr, _) => match attrs_of(expr) {
            Some(attrs) => attrs,
            None => return false,
        },
        syn::Stmt::Item(_) => return false,
    };
    let feature = || {
        cfg_among(attrs).is_some_and(|asked| {
            let asked: String = asked.split_whitespace().collect();
            asked.starts_with("feature=\"test") || asked == "feature=\"failpoints\""
        })
    };
    attrs.iter().any(attrs::is_for_tests) || feature()
}

/// The condition under which a statement is compiled, as text.
fn cfg_of(expr: &syn::Expr) -> Option<String> {
    cfg_among(attrs_of(expr)?)
}

/// The attributes of an expression that stands as a statement.
fn attrs_of(expr: &syn::Expr) -> Option<&[syn::Attribute]> {
    Some(match expr {
        syn::Expr::Block(expr) => &expr.attrs,
        syn::Expr::Loop(expr) => &expr.attrs,
        syn::Expr::While(expr) => &expr.attrs,
        syn::Expr::ForLoop(expr) => &expr.attrs,
        syn::Expr::If(expr) => &expr.attrs,
        syn::Expr::Match(expr) => &expr.attrs,
        syn::Expr::Call(expr) => &expr.attrs,
        syn::Expr::MethodCall(expr) => &expr.attrs,
        syn::Expr::Await(expr) => &expr.attrs,
        syn::Expr::Try(expr) => &expr.attrs,
        syn::Expr::Macro(expr) => &expr.attrs,
        syn::Expr::Field(expr) => &expr.attrs,
        syn::Expr::Path(expr) => &expr.attrs,
        // What stands before an assignment is given to its left side.
        syn::Expr::Assign(expr) if expr.attrs.is_empty() => return attrs_of(&expr.left),
        syn::Expr::Assign(expr) => &expr.attrs,
        syn::Expr::Binary(expr) if expr.attrs.is_empty() => return attrs_of(&expr.left),
        syn::Expr::Binary(expr) => &expr.attrs,
        _ => return None,
    })
}

fn cfg_among(attrs: &[syn::Attribute]) -> Option<String> {
    attrs.iter().find_map(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("cfg") => Some(list.tokens.to_string()),
        _ => None,
    })
}

fn literal(lit: &syn::Lit) -> Lit {
    match lit {
        syn::Lit::Str(text) => Lit::Str(Sym::new(&text.value())),
        syn::Lit::Int(number) => {
            let ty = suffix(number.suffix());
            match number.base10_parse() {
                Ok(number) => Lit::Int(number, ty),
                Err(_) if ty.is_some() => Lit::Prim(ty),
                Err(_) => Lit::Other,
            }
        }
        syn::Lit::Float(number) => Lit::Prim(suffix(number.suffix())),
        syn::Lit::Char(_) => Lit::Prim(Some(Sym::new("char"))),
        syn::Lit::Byte(_) => Lit::Prim(Some(Sym::new("u8"))),
        syn::Lit::Bool(flag) => Lit::Bool(flag.value),
        _ => Lit::Other,
    }
}

fn suffix(text: &str) -> Option<Sym> {
    (!text.is_empty()).then(|| Sym::new(text))
}

/// What two literals make: `60 * 60` is a number too.
fn folded(op: &syn::BinOp, left: &Expr, right: &Expr) -> Option<Lit> {
    let (ExprKind::Lit(Lit::Int(left, suffix)), ExprKind::Lit(Lit::Int(right, other))) =
        (&left.kind, &right.kind)
    else {
        return None;
    };
    let number = match op {
        syn::BinOp::Add(_) => left.checked_add(*right),
        syn::BinOp::Sub(_) => left.checked_sub(*right),
        syn::BinOp::Mul(_) => left.checked_mul(*right),
        syn::BinOp::Div(_) => left.checked_div(*right),
        _ => None,
    }?;
    Some(Lit::Int(number, suffix.or(*other)))
}
