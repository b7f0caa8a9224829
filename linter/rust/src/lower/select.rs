//! `select!`, `join!` and `try_join!`.

use otplint_model::body::{Arg, EdgeKind, Op, Select, SelectArm, SelectKind};
use otplint_model::{Place, Span, Ty, Value};

use super::{Lower, Val};
use crate::syntax::{self, Expr};

impl<'w> Lower<'w, '_> {
    pub(super) fn select(
        &mut self,
        biased: bool,
        arms: &'w [syntax::SelectArm],
        otherwise: Option<&'w Expr>,
        span: Span,
    ) -> Val {
        let mut made = Vec::with_capacity(arms.len());
        for arm in arms {
            let made_from = self.emit(Op::Join, arm.span);
            if let Some(guard) = &arm.guard {
                self.expr(guard);
            }
            let future = self.expr(&arm.future);
            made.push((made_from, future));
        }
        let end = self.detached(Op::Join, Span::new(span.end, span.end));
        let select = Select {
            arms: Vec::new(),
            biased,
            otherwise: None,
            kind: SelectKind::Select,
        };
        let node = self.emit(Op::Select(Box::new(select)), span);
        let live = self.top().cursor.is_some();
        let mut lowered = Vec::with_capacity(arms.len());
        let mut ways = Vec::with_capacity(arms.len() + 1);
        for (arm, (made_from, future)) in arms.iter().zip(made) {
            let body = self.detached(Op::Join, arm.body.span);
            if live {
                self.edge(node, EdgeKind::Next, body);
            }
            self.resume(body, live);
            self.enter();
            let ty = self.world.output(&future.ty).unwrap_or_default();
            let ty = if matches!(ty, Ty::Projection(..)) {
                Ty::Unknown
            } else {
                ty
            };
            let won = Val {
                value: future.value.clone(),
                ty,
                place: None,
                by_ref: false,
                node: future.node,
                span: future.span,
            };
            if Self::is_refutable(&arm.pat) {
                self.outcome(&won, otplint_model::body::Outcome::Handled);
            }
            self.bind(&arm.pat, &won);
            let val = self.expr(&arm.body);
            self.leave(arm.body.span);
            ways.push(self.way(val));
            lowered.push(SelectArm {
                future: Arg {
                    place: future.any_place(),
                    value: future.value,
                    ty: future.ty,
                    span: future.span,
                },
                span: arm.span,
                made_from,
                body,
                guarded: arm.guard.is_some(),
                refutable: Self::is_refutable(&arm.pat),
            });
        }
        let mut otherwise_at = None;
        if let Some(otherwise) = otherwise {
            let body = self.detached(Op::Join, otherwise.span);
            if live {
                self.edge(node, EdgeKind::Next, body);
            }
            self.resume(body, live);
            let val = self.expr(otherwise);
            ways.push(self.way(val));
            otherwise_at = Some(body);
        }
        if let Op::Select(select) = &mut self.top().body.nodes[node.0 as usize].op {
            select.arms = lowered;
            select.otherwise = otherwise_at;
        }
        self.meet(ways, end, span)
    }

    pub(super) fn join_macro(&mut self, exprs: &'w [Expr], fails: bool, span: Span) -> Val {
        let mut arms = Vec::with_capacity(exprs.len());
        let mut types = Vec::with_capacity(exprs.len());
        // All of them fail with the same error.
        let mut error = Ty::Unknown;
        for expr in exprs {
            let made_from = self.emit(Op::Join, expr.span);
            let future = self.expr(expr);
            let output = self.world.output(&future.ty).unwrap_or_default();
            types.push(if fails {
                if !error.is_known() {
                    error = self.payload(&output, 1);
                }
                self.payload(&output, 0)
            } else {
                output
            });
            arms.push((made_from, future));
        }
        let kind = if fails {
            SelectKind::TryJoin
        } else {
            SelectKind::Join
        };
        let select = Select {
            arms: Vec::new(),
            biased: false,
            otherwise: None,
            kind,
        };
        let node = self.emit(Op::Select(Box::new(select)), span);
        let arms = arms
            .into_iter()
            .map(|(made_from, future)| SelectArm {
                span: future.span,
                future: Arg {
                    place: future.any_place(),
                    value: future.value,
                    ty: future.ty,
                    span: future.span,
                },
                made_from,
                body: node,
                guarded: false,
                refutable: false,
            })
            .collect();
        if let Op::Select(select) = &mut self.top().body.nodes[node.0 as usize].op {
            select.arms = arms;
        }
        let tuple = Ty::Tuple(types.into());
        let ty = match (fails, self.world.lang.result) {
            (true, Some(result)) => Ty::Adt(result, [tuple, error].into()),
            _ => tuple,
        };
        let to = self.temporary(ty.clone(), span);
        self.top().body.locals[to.0 as usize].def = Some(node);
        Val {
            value: Value::Use(Place::local(to)),
            ty,
            span,
            ..Val::default()
        }
    }
}
