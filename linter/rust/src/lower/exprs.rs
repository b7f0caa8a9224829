//! Expressions.

use otplint_model::body::{Op, Outcome};
use otplint_model::{Place, Step, Sym, Ty, Value};
use thin_vec::ThinVec;

use super::{Lower, Val, control};
use crate::syntax::{Count, Expr, ExprKind, List, Lit};

impl<'w> Lower<'w, '_> {
    pub(super) fn expr_as(&mut self, expr: &'w Expr, ty: &Ty) -> Val {
        self.expected = Some(ty.clone());
        let mut val = self.expr(expr);
        val.ty = control::refine(ty.clone(), &val.ty);
        // A temporary knows its type by the annotation.
        if let (Value::Use(place), Some(_)) = (&val.value, val.node)
            && let (Some(local), true) = (place.as_local(), place.path.is_empty())
        {
            self.top().body.locals[local.0 as usize].ty = val.ty.clone();
        }
        val
    }

    pub(super) fn expr(&mut self, expr: &'w Expr) -> Val {
        let span = expr.span;
        let expected = self.expected.take();
        match &expr.kind {
            ExprKind::Path(path) => self.path_value(path, span),
            ExprKind::Lit(lit) => literal(*lit, span),
            ExprKind::Call(func, args) => self.call(func, args, expected, span),
            ExprKind::Method(method) => self.method(method, expected, span),
            ExprKind::Field(base, name) => {
                let val = self.expr(base);
                let mut field = self.field(&val, *name);
                field.span = span;
                field
            }
            ExprKind::Index(base, index) => {
                let val = self.expr(base);
                self.expr(index);
                let ty = match index.kind {
                    ExprKind::Range(..) => self.range_of(&val.ty),
                    _ => self.element(&val.ty),
                };
                let place = val.any_place().map(|place| place.then(Step::Elem));
                let value = place.clone().map_or(Value::Unknown, Value::Use);
                Val {
                    value,
                    ty,
                    place,
                    by_ref: false,
                    node: None,
                    span,
                }
            }
            ExprKind::Deref(inner) => {
                let val = self.expr(inner);
                let ty = self.world.deref(&val.ty).unwrap_or_else(|| match &val.ty {
                    Ty::Unknown => Ty::Unknown,
                    other => other.clone(),
                });
                Val {
                    ty,
                    by_ref: false,
                    span,
                    ..val
                }
            }
            ExprKind::Unary(inner) => {
                let val = self.expr(inner);
                // What is asked of `!x` is asked of `x`.
                let flag = matches!(&val.ty, Ty::Prim(name) if *name == "bool");
                Val {
                    value: if flag { val.value } else { Value::Unknown },
                    ty: val.ty,
                    node: val.node,
                    span,
                    ..Val::default()
                }
            }
            ExprKind::Binary(op, left, right) => {
                let left = self.expr(left);
                self.outcome(&left, Outcome::Handled);
                match op {
                    crate::syntax::BinOp::Lazy => {
                        let branch = self.emit(Op::Branch(left.value.clone()), left.span);
                        let end = self.detached(Op::Join, span);
                        let live = self.top().cursor.is_some();
                        self.expr(right);
                        self.flow_to(end);
                        if live {
                            self.edge(branch, otplint_model::body::EdgeKind::Next, end);
                        }
                        self.resume(end, live);
                        Val {
                            ty: Ty::Prim(Sym::new("bool")),
                            span,
                            ..Val::default()
                        }
                    }
                    crate::syntax::BinOp::Compare => {
                        let right = self.expr(right);
                        self.outcome(&right, Outcome::Handled);
                        self.compare(left, right);
                        Val {
                            ty: Ty::Prim(Sym::new("bool")),
                            span,
                            ..Val::default()
                        }
                    }
                    crate::syntax::BinOp::Arithmetic => {
                        let right = self.expr(right);
                        let ty = match left.ty.peel_refs() {
                            Ty::Unknown => right.ty,
                            // A literal becomes what it is added to.
                            Ty::Prim(name)
                                if otplint_model::ty::is_open(*name) && right.ty.is_known() =>
                            {
                                right.ty
                            }
                            left => left.clone(),
                        };
                        Val {
                            ty: ty.peel_refs().clone(),
                            span,
                            ..Val::default()
                        }
                    }
                }
            }
            ExprKind::Assign(target, value) => {
                let val = self.expr(value);
                if matches!(target.kind, ExprKind::Wild) {
                    self.outcome(&val, Outcome::Discarded);
                    return Val::unit(span);
                }
                self.outcome(&val, Outcome::Kept);
                self.assign(target, val, span);
                Val::unit(span)
            }
            ExprKind::AssignOp(count, target, value) => {
                let by = self.expr(value).any_place();
                let by = by.and_then(|place| place.as_local());
                let place = self.expr(target);
                if let Some(place) = place.any_place() {
                    let value = match count {
                        Count::Up => Value::Counted(true, by),
                        Count::Down => Value::Counted(false, by),
                        Count::Other => Value::Unknown,
                    };
                    self.emit(Op::Assign(place, value), span);
                }
                Val::unit(span)
            }
            ExprKind::Ref(mutable, inner) => {
                let val = self.expr(inner);
                let place = val.any_place();
                let ty = Ty::Ref(*mutable, val.ty.clone().into());
                let value = match (&val.value, &place) {
                    (Value::Body(_) | Value::Str(_) | Value::Fn(_), _) => val.value.clone(),
                    (_, Some(place)) => Value::Ref(*mutable, place.clone()),
                    // `&[a, b]`
                    (Value::Aggregate(None, _), None) => val.value,
                    _ => Value::Unknown,
                };
                Val {
                    value,
                    ty,
                    by_ref: place.is_some(),
                    place,
                    node: val.node,
                    span,
                }
            }
            ExprKind::Cast(inner, ty) => {
                let val = self.expr(inner);
                let ty = self.lower_ty(ty);
                let ty = if ty.is_known() { ty } else { val.ty };
                Val {
                    ty,
                    span,
                    value: val.value,
                    ..Val::default()
                }
            }
            ExprKind::Let(pat, value) => {
                let val = self.expr(value);
                self.outcome(&val, Outcome::Handled);
                self.bind(pat, &val);
                Val {
                    ty: Ty::Prim(Sym::new("bool")),
                    span,
                    ..Val::default()
                }
            }
            ExprKind::If(cond, then, otherwise) => {
                self.if_expr(cond, then, otherwise.as_deref(), span)
            }
            ExprKind::Match(scrutinee, arms) => self.match_expr(scrutinee, arms, span),
            ExprKind::Loop(label, body) => self.loop_expr(*label, body, span),
            ExprKind::While(label, cond, body) => self.while_expr(*label, cond, body, span),
            ExprKind::For(label, pat, iter, body) => self.for_expr(*label, pat, iter, body, span),
            ExprKind::Block(None, block) => self.block(block),
            ExprKind::Block(Some(label), block) => self.labelled(*label, block),
            ExprKind::Async(block, stream) => self.async_block(block, *stream, span),
            ExprKind::TryBlock(block) => self.try_block(block),
            ExprKind::Closure(closure) => self.closure(closure, &[], span),
            ExprKind::Await(inner) => {
                self.expected = expected.map(|ty| Ty::Future(ty.into()));
                self.await_expr(inner, span)
            }
            ExprKind::Try(inner) => {
                let result = self.world.lang.result.zip(expected);
                self.expected = result.map(|(def, ty)| Ty::Adt(def, [ty, Ty::Unknown].into()));
                self.try_expr(inner, span)
            }
            ExprKind::Return(value) => self.return_expr(value.as_deref(), span),
            ExprKind::Break(label, value) => self.break_expr(*label, value.as_deref(), span),
            ExprKind::Continue(label) => self.continue_expr(*label, span),
            ExprKind::Yield(value) => {
                let val = value
                    .as_ref()
                    .map(|value| self.expr(value))
                    .unwrap_or_default();
                self.emit(Op::Yield(val.value), span);
                Val::unit(span)
            }
            ExprKind::Struct(path, fields, rest) => {
                self.struct_literal(path, fields, rest.as_deref(), span)
            }
            ExprKind::Tuple(elems) => {
                let vals: Vec<Val> = elems.iter().map(|elem| self.expr(elem)).collect();
                if vals.is_empty() {
                    return Val::unit(span);
                }
                let ty = Ty::Tuple(vals.iter().map(|val| val.ty.clone()).collect());
                let fields = vals
                    .into_iter()
                    .enumerate()
                    .map(|(at, val)| (Sym::new(&at.to_string()), val.value))
                    .collect();
                Val {
                    value: Value::Aggregate(None, fields),
                    ty,
                    span,
                    ..Val::default()
                }
            }
            ExprKind::Array(list, elems) => {
                let mut ty = Ty::Unknown;
                let mut parts = ThinVec::new();
                for (index, elem) in elems.iter().enumerate() {
                    let val = self.expr(elem);
                    if !ty.is_known() {
                        ty = val.ty;
                    }
                    // Long tables of constants are of no interest.
                    if index < 16
                        && !matches!(val.value, Value::Unknown | Value::Int(_) | Value::Str(_))
                    {
                        parts.push((Sym::new(&index.to_string()), val.value));
                    }
                }
                let ty = match (list, self.world.lang.vec) {
                    (List::Vec, Some(vec)) => Ty::Adt(vec, [ty].into()),
                    (List::Array, _) => Ty::Slice(ty.into()),
                    _ => Ty::Unknown,
                };
                Val {
                    value: Value::Aggregate(None, parts),
                    ty,
                    span,
                    ..Val::default()
                }
            }
            ExprKind::Range(start, end) => self.range(start.as_deref(), end.as_deref(), span).0,
            ExprKind::Macro(call) => self.macro_call(call, span),
            ExprKind::Wild | ExprKind::Unknown => Val::unknown(span),
        }
    }

    /// A range, and its last bound.
    pub(super) fn range(
        &mut self,
        start: Option<&'w Expr>,
        end: Option<&'w Expr>,
        span: otplint_model::Span,
    ) -> (Val, Val) {
        let bounds = [start, end].map(|bound| bound.map(|bound| self.expr(bound)));
        let [start, end] = bounds;
        let of = end.as_ref().or(start.as_ref());
        let ty = match self.world.lang.iter {
            Some(iter) => Ty::Adt(iter, [of.map_or(Ty::Unknown, |of| of.ty.clone())].into()),
            None => Ty::Unknown,
        };
        let range = Val {
            ty,
            span,
            ..Val::default()
        };
        (range, end.unwrap_or_default())
    }

    /// Notes that one place is compared with another, or with what a result may be: `== Ok(None)`.
    pub(super) fn compare(&mut self, left: Val, right: Val) {
        let outcome = |def| matches!(self.world.def(def).name.as_str(), "Ok" | "Err" | "None");
        let side = |val: Val| match (val.value, val.place) {
            (Value::Use(place), _) | (Value::Int(_), Some(place)) => Some(Value::Use(place)),
            (Value::Aggregate(Some(def), parts), _) if outcome(def) => {
                Some(Value::Aggregate(Some(def), parts))
            }
            _ => None,
        };
        if let (Some(left), Some(right)) = (side(left), side(right)) {
            let body = &mut self.top().body;
            body.compared.push(otplint_model::body::Comparison {
                before: otplint_model::NodeId(body.nodes.len() as u32),
                left,
                right,
            });
        }
    }

    fn assign(&mut self, target: &'w Expr, val: Val, span: otplint_model::Span) {
        match &target.kind {
            ExprKind::Tuple(elems) => {
                for (index, elem) in elems.iter().enumerate() {
                    let ty = match &val.ty {
                        Ty::Tuple(types) => types.get(index).cloned().unwrap_or_default(),
                        _ => Ty::Unknown,
                    };
                    let part = self.part(
                        &val,
                        Some(Step::Field(None, Sym::new(&index.to_string()))),
                        ty,
                    );
                    self.assign(elem, part, span);
                }
            }
            _ => {
                let place = self.expr(target);
                let Some(to) = place.any_place() else { return };
                if let (Some(local), true) = (to.as_local(), to.path.is_empty()) {
                    let known = &mut self.top().body.locals[local.0 as usize];
                    if !known.ty.is_known() {
                        known.ty = val.ty.clone();
                    }
                    if known.def.is_none() {
                        known.def = val.node;
                    }
                    if let Value::Body(body) = val.value {
                        known.body = Some(body);
                    }
                }
                if let Some(temporary) = val.any_place().and_then(|place| place.as_local()) {
                    self.keep_temporary(temporary);
                }
                self.emit(Op::Assign(to, val.value), span);
            }
        }
    }

    /// The field of a value, through pointers and guards.
    pub(super) fn field(&mut self, val: &Val, name: Sym) -> Val {
        let mut ty = val.ty.clone();
        let mut found = None;
        for _ in 0..8 {
            match &ty {
                Ty::Adt(def, args) => {
                    if let Some(field) = self.world.field(*def, args, 0, name) {
                        found = Some((Some(*def), field));
                        break;
                    }
                }
                Ty::Tuple(types) => {
                    if let Some(field) = name
                        .as_str()
                        .parse::<usize>()
                        .ok()
                        .and_then(|index| types.get(index))
                    {
                        found = Some((None, field.clone()));
                        break;
                    }
                }
                Ty::Unknown | Ty::Other => break,
                _ => {}
            }
            // `Json(body).0`, and else a field of what is inside.
            let inside = match &ty {
                Ty::Around(inner) if name == "0" => {
                    found = Some((None, Ty::clone(inner)));
                    break;
                }
                Ty::Around(inner) => Some(Ty::clone(inner)),
                ty => self.world.deref(ty),
            };
            match inside {
                Some(inner) => ty = inner,
                None => break,
            }
        }
        let (owner, field) = found.unwrap_or((None, Ty::Unknown));
        let place = val
            .any_place()
            .map(|place| place.then(Step::Field(owner, name)));
        let value = match (&val.value, &place) {
            (Value::Aggregate(_, fields), None) => fields
                .iter()
                .find(|(known, _)| *known == name)
                .map_or(Value::Unknown, |(_, value)| value.clone()),
            (_, Some(place)) => Value::Use(place.clone()),
            _ => Value::Unknown,
        };
        // A field is a place of its own; only a field that is a reference stands for another.
        let by_ref = matches!(field, Ty::Ref(..));
        Val {
            value,
            ty: field,
            place,
            by_ref,
            node: None,
            span: val.span,
        }
    }

    /// What `x[a..b]` is.
    fn range_of(&mut self, ty: &Ty) -> Ty {
        let mut ty = ty.clone();
        for _ in 0..6 {
            match &ty {
                Ty::Slice(_) => return ty,
                Ty::Prim(name) if *name == "str" => return ty,
                _ => match self.world.deref(&ty) {
                    Some(inner) => ty = inner,
                    None => return Ty::Unknown,
                },
            }
        }
        Ty::Unknown
    }

    fn element(&mut self, ty: &Ty) -> Ty {
        let mut ty = ty.clone();
        for _ in 0..6 {
            match &ty {
                Ty::Slice(inner) => return Ty::clone(inner),
                Ty::Adt(def, args) => {
                    let name = self.world.def(*def).name;
                    match name.as_str() {
                        "Vec" | "VecDeque" => return args.first().cloned().unwrap_or_default(),
                        "HashMap" | "BTreeMap" => return args.get(1).cloned().unwrap_or_default(),
                        _ => {}
                    }
                    let output = self.world.project(&ty, Sym::new("Output"));
                    if output.is_known() && !matches!(output, Ty::Projection(..)) {
                        return output;
                    }
                }
                _ => {}
            }
            match self.world.deref(&ty) {
                Some(inner) => ty = inner,
                None => return Ty::Unknown,
            }
        }
        Ty::Unknown
    }

    /// A new temporary that holds the result of a node.
    pub(super) fn result(
        &mut self,
        ty: Ty,
        span: otplint_model::Span,
    ) -> (otplint_model::LocalId, Val) {
        let local = self.temporary(ty.clone(), span);
        let value = Value::Use(Place::local(local));
        (
            local,
            Val {
                value,
                ty,
                place: None,
                by_ref: false,
                node: None,
                span,
            },
        )
    }
}

fn literal(lit: Lit, span: otplint_model::Span) -> Val {
    let (value, ty) = match lit {
        Lit::Str(text) => (
            Value::Str(text),
            Ty::Ref(false, Ty::Prim(Sym::new("str")).into()),
        ),
        Lit::Int(number, ty) => (
            Value::Int(number),
            Ty::Prim(ty.unwrap_or(Sym::new(otplint_model::ty::INTEGER))),
        ),
        Lit::Prim(ty) => (
            Value::Unknown,
            Ty::Prim(ty.unwrap_or(Sym::new(otplint_model::ty::FLOAT))),
        ),
        Lit::Bool(flag) => (Value::Bool(flag), Ty::Prim(Sym::new("bool"))),
        Lit::Other => (Value::Unknown, Ty::Other),
    };
    Val {
        value,
        ty,
        span,
        ..Val::default()
    }
}
