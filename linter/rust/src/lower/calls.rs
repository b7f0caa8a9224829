//! Calls and awaits.

use otplint_model::body::{Arg, Await, Call, Callee, Op, Outcome};
use otplint_model::stub::{Effect, FnAttrs, TypeWord};
use otplint_model::{Place, Span, Sym, Ty, Value};
use smallvec::SmallVec;

use super::paths::Target;
use super::{Lower, Val, outcomes};
use crate::names::{Kind, Method as Found, Owner, Signature, Subst};
use crate::syntax::{Expr, ExprKind, Method};

/// A call that may be any of more than these says nothing, and generated code has thousands of
/// implementations that call each other.
const MOST_CALLEES: usize = 64;

impl<'w> Lower<'w, '_> {
    pub(super) fn call(
        &mut self,
        func: &'w Expr,
        args: &'w [Expr],
        expected: Option<Ty>,
        span: Span,
    ) -> Val {
        let ExprKind::Path(path) = &func.kind else {
            let callee = self.expr(func);
            return self.call_value(&callee, Sym::new(""), func.span, args, span);
        };
        let name = path
            .segments
            .last()
            .map_or(Sym::new(""), |segment| segment.name);
        if path.segments.len() == 1
            && path.qself.is_none()
            && let Some(local) = self.find_local(name)
        {
            let callee = self.use_local(local, func.span);
            return self.call_value(&callee, name, path.span, args, span);
        }
        match self.target(path) {
            Target::Fns(found, self_ty) => {
                if found.is_empty() {
                    // A derived constructor of a known type.
                    let vals = self.args(args);
                    let ty = match name.as_str() {
                        "default" | "new" | "from" => self_ty.unwrap_or_default(),
                        _ => Ty::Unknown,
                    };
                    self.resolution.unknown += 1;
                    return self.emit_call(Callee::Unknown, name, path.span, false, vals, ty, span);
                }
                let types = path
                    .segments
                    .last()
                    .and_then(|segment| segment.args.as_deref());
                let types: Vec<Ty> = types.map_or_else(Vec::new, |args| {
                    args.types.iter().map(|ty| self.lower_ty(ty)).collect()
                });
                self.call_known(
                    found, self_ty, name, path.span, None, &types, args, expected, span,
                )
            }
            Target::Constructor(def) => {
                let fields = self.expected_fields(def, expected.as_ref());
                let mut vals = Vec::with_capacity(args.len());
                for (index, arg) in args.iter().enumerate() {
                    self.expected = fields.get(index).map(|(_, ty)| ty.clone());
                    vals.push(self.expr(arg));
                }
                let types: Vec<Ty> = vals.iter().map(|val| val.ty.clone()).collect();
                let ty = self.constructed(def, &types);
                for val in &vals {
                    if let Some(temporary) = val.any_place().and_then(|place| place.as_local()) {
                        self.keep_temporary(temporary);
                    }
                }
                // `Some(x)` and `Ok(x)` stand for what they hold.
                let transparent =
                    Some(def) == self.world.lang.some || Some(def) == self.world.lang.ok;
                if let (true, [val]) = (transparent, vals.as_slice()) {
                    let value =
                        Value::Aggregate(Some(def), [(Sym::new("0"), val.value.clone())].into());
                    return Val {
                        value,
                        ty,
                        span,
                        node: None,
                        ..val.clone()
                    };
                }
                let fields = vals
                    .into_iter()
                    .enumerate()
                    .map(|(index, val)| (Sym::new(&index.to_string()), val.value))
                    .collect();
                Val {
                    value: Value::Aggregate(Some(def), fields),
                    ty,
                    span,
                    ..Val::default()
                }
            }
            Target::Const(_) | Target::Unknown => {
                let vals = self.args(args);
                self.resolution.unknown += 1;
                self.top()
                    .body
                    .unseen
                    .push((path.span, otplint_model::body::Unseen::Callee(name)));
                self.emit_call(
                    Callee::Unknown,
                    name,
                    path.span,
                    false,
                    vals,
                    Ty::Unknown,
                    span,
                )
            }
            Target::Other => {
                let vals = self.args(args);
                let callee = match self.world.is_given_to_others(name) {
                    true => Callee::Unknown,
                    false => Callee::Other,
                };
                match callee {
                    Callee::Other => self.resolution.other += 1,
                    _ => self.resolution.unknown += 1,
                }
                // What it makes may well be described; a constructor makes what nobody describes.
                let ty = match (path.segments.len(), name.as_str()) {
                    (2.., "new" | "default" | "from") => Ty::Other,
                    _ => Ty::Unknown,
                };
                self.emit_call(callee, name, path.span, false, vals, ty, span)
            }
        }
    }

    fn args(&mut self, args: &'w [Expr]) -> Vec<Val> {
        args.iter().map(|arg| self.expr(arg)).collect()
    }

    /// Calls a closure or function that a value holds.
    fn call_value(
        &mut self,
        callee: &Val,
        name: Sym,
        name_span: Span,
        args: &'w [Expr],
        span: Span,
    ) -> Val {
        let vals = self.args(args);
        let ty = match callee.ty.peel_refs() {
            Ty::Closure(_, output) | Ty::Fn(_, output) => Ty::clone(output),
            _ => {
                let output = self
                    .world
                    .project(callee.ty.peel_refs(), Sym::new("Output"));
                match output {
                    Ty::Projection(..) => self.fn_bound_output(&callee.ty),
                    output => output,
                }
            }
        };
        let target = match (&callee.value, callee.ty.peel_refs()) {
            (Value::Body(body), _) | (_, Ty::Closure(body, _)) => Callee::Body(*body),
            (Value::Fn(def), _) | (_, Ty::Fn(Some(def), _)) => {
                Callee::Known(SmallVec::from_slice(&[*def]))
            }
            (Value::Use(place), _) => match place.as_local() {
                Some(local) => Callee::Parameter(local),
                None => Callee::Unknown,
            },
            _ => Callee::Unknown,
        };
        self.resolution.known += 1;
        self.emit_call(target, name, name_span, false, vals, ty, span)
    }

    fn fn_bound_output(&self, ty: &Ty) -> Ty {
        let ty = ty.peel_refs();
        let bound = self.bounds.iter().find(|(bounded, bound)| {
            bounded == ty && self.world.lang.fns.contains(&Some(bound.def))
        });
        bound
            .and_then(|(_, bound)| bound.assoc.iter().find(|(name, _)| *name == "Output"))
            .map_or(Ty::Unknown, |(_, ty)| ty.clone())
    }

    pub(super) fn method(&mut self, method: &'w Method, expected: Option<Ty>, span: Span) -> Val {
        let receiver = self.expr(&method.receiver);
        let name = method.name;
        let text = name.as_str();
        let is_question = self.is_option_or_result(&receiver.ty) || !receiver.ty.is_known();
        if is_question {
            if outcomes::PANICKING.contains(&text) {
                self.outcome(&receiver, Outcome::Panics);
            } else if outcomes::REPLACING.contains(&text) {
                self.outcome(&receiver, Outcome::Replaced);
            } else if outcomes::ASKING.contains(&text) {
                self.outcome(&receiver, Outcome::Handled);
            }
        }
        let found = self
            .world
            .methods(&receiver.ty, name, self.bounds, Some(self.module()));
        let found = match found.is_empty() {
            true => self.told_by_name(&receiver, method),
            false => found,
        };
        if found.is_empty() {
            return self.unresolved_method(method, receiver, span);
        }
        let types: Vec<Ty> = method.types.iter().map(|ty| self.lower_ty(ty)).collect();
        let question = is_question.then_some(receiver.node).flatten();
        // `lock().unwrap()`: what was inside stands for the same place.
        let inside = (is_question && receiver.by_ref && outcomes::UNWRAPPING.contains(&text))
            .then(|| receiver.any_place())
            .flatten();
        let mut val = self.call_known(
            found,
            None,
            name,
            method.name_span,
            Some(receiver),
            &types,
            &method.args,
            expected,
            span,
        );
        if outcomes::TRANSPARENT.contains(&text)
            && let Some(node) = question
        {
            val.node = Some(node);
        }
        if let (Some(place), false) = (inside, val.by_ref) {
            val.place = Some(place);
            val.by_ref = true;
        }
        val
    }

    /// What a derived clone makes. A described type that can be cloned says so, so a guard's clone is
    /// one of what it guards.
    fn cloned(&self, ty: &Ty) -> Ty {
        let mut ty = ty.peel_refs().clone();
        while ty.adt().is_some_and(|def| self.world.is_stub(def)) {
            match self.world.deref(&ty) {
                Some(inner) => ty = inner.peel_refs().clone(),
                None => break,
            }
        }
        ty
    }

    /// What a method of an unknown receiver is, where its name leaves little else.
    fn told_by_name(&mut self, receiver: &Val, method: &'w Method) -> Vec<Found> {
        if receiver.ty.peel_refs().is_known() {
            return Vec::new();
        }
        let name = method.name;
        // A `Poll` has some of the methods of what it holds.
        let polled = receiver.node.is_some_and(|node| {
            let op = &self.top().body.nodes[node.0 as usize].op;
            matches!(op, Op::Call(call) if call.name.as_str().starts_with("poll"))
        });
        if outcomes::TELLING.contains(&name.as_str()) && !polled {
            return self.world.outcome_methods(name, self.module());
        }
        let conversion = match method.args.is_empty() {
            true => self.world.conversion(name, self.module()),
            false => Vec::new(),
        };
        if !conversion.is_empty() {
            return conversion;
        }
        let found = self.world.extension(name, method.args.len(), self.module());
        found.into_iter().collect()
    }

    /// `#[pin_project]` makes `project`: the same place, with its pins looked through.
    fn projected(&self, method: &Method, receiver: &Val) -> Option<Ty> {
        let mutable = match method.name.as_str() {
            "project" => true,
            "project_ref" => false,
            _ => return None,
        };
        let pinned = receiver.ty.peel_refs();
        let is_pin = pinned.adt().is_some() && pinned.adt() == self.world.lang.pin;
        let inner = pinned.arg(0).filter(|_| is_pin)?.peel_refs();
        let own = inner.adt().is_some_and(|def| !self.world.is_stub(def));
        (own && method.args.is_empty()).then(|| Ty::Ref(mutable, inner.clone().into()))
    }

    fn is_option_or_result(&self, ty: &Ty) -> bool {
        let def = ty.adt();
        def.is_some() && (def == self.world.lang.option || def == self.world.lang.result)
    }

    fn unresolved_method(&mut self, method: &'w Method, receiver: Val, span: Span) -> Val {
        let name = method.name;
        let text = name.as_str();
        // `#[derive(Clone)]`: a clone of a handle stands for the same place.
        if method.args.is_empty()
            && matches!(text, "clone" | "to_owned" | "cloned")
            && receiver.ty.is_known()
        {
            let ty = self.cloned(&receiver.ty);
            if self.is_handle(&ty) {
                return Val {
                    place: receiver.any_place(),
                    ty,
                    by_ref: true,
                    node: None,
                    span,
                    ..receiver
                };
            }
            self.resolution.known += 1;
            let mut receiver = receiver;
            borrow_receiver(&mut receiver, false);
            return self.emit_call(
                Callee::Other,
                name,
                method.name_span,
                true,
                vec![receiver],
                ty,
                span,
            );
        }
        if let Some(ty) = self.projected(method, &receiver) {
            self.resolution.known += 1;
            return Val {
                place: receiver.any_place(),
                ty,
                by_ref: true,
                node: None,
                span,
                ..receiver
            };
        }
        let known_other = matches!(receiver.ty.peel_refs(), Ty::Other);
        let stubbed = self.world.is_stub_effect(name);
        match receiver.ty.peel_refs() {
            Ty::Unknown | Ty::Around(_) | Ty::Param(_) | Ty::Projection(..) => {
                self.resolution.unknown += 1;
                if stubbed {
                    self.resolution.stub_unknown += 1;
                }
                self.top()
                    .body
                    .unseen
                    .push((method.name_span, otplint_model::body::Unseen::Callee(name)));
            }
            _ => {
                self.resolution.other += 1;
                if stubbed {
                    self.resolution.stub_other += 1;
                }
            }
        }
        let question = receiver.node;
        let transparent = outcomes::TRANSPARENT.contains(&text) && !receiver.ty.is_known();
        let mut vals = vec![receiver];
        // Most methods borrow.
        borrow_receiver(&mut vals[0], true);
        for arg in &method.args {
            let val = self.expr(arg);
            vals.push(val);
        }
        let callee = match known_other && !self.world.is_given_to_others(name) {
            true => Callee::Other,
            false => Callee::Unknown,
        };
        let ty = Ty::Unknown;
        let mut val = self.emit_call(callee, name, method.name_span, true, vals, ty, span);
        if transparent && question.is_some() {
            val.node = question;
        }
        val
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one call")]
    pub(super) fn call_known(
        &mut self,
        found: Vec<Found>,
        self_ty: Option<Ty>,
        name: Sym,
        name_span: Span,
        receiver: Option<Val>,
        types: &[Ty],
        args: &'w [Expr],
        expected: Option<Ty>,
        span: Span,
    ) -> Val {
        let first = &found[0];
        let def = first.def;
        let world = self.world;
        let signature = world.signature(def);
        let mut subst = first.subst.clone();
        if let Kind::Fn(function, _) = world.def(def).kind {
            for (param, ty) in function.generics.params.iter().zip(types) {
                subst.bind(*param, ty);
            }
        }
        if let Some(ty) = &self_ty {
            subst.bind("Self".into(), ty);
        }
        let method = receiver.is_some();
        let mut vals: Vec<Val> = Vec::with_capacity(args.len() + 1);
        vals.extend(receiver);
        if let Some(receiver) = vals.first()
            && let Some(param) = signature.params.first()
        {
            world.unify(param.peel_refs(), receiver.ty.peel_refs(), &mut subst);
        }
        // Closures last: what the other arguments bind tells the types of their parameters.
        let offset = vals.len();
        let mut pending = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            if let ExprKind::Closure(_) = &arg.kind {
                pending.push(index);
                vals.push(Val::unknown(arg.span));
            } else {
                if let (ExprKind::Method(_) | ExprKind::Call(..) | ExprKind::Try(_), Some(param)) =
                    (&arg.kind, signature.params.get(index + offset))
                {
                    let mut closed = subst.clone();
                    closed.close(world.params_of(def));
                    self.expected = Some(world.apply(param, &closed));
                }
                let val = self.expr(arg);
                vals.push(val);
            }
        }
        if !pending.is_empty() {
            let known: Vec<Ty> = vals.iter().map(|val| val.ty.clone()).collect();
            world.bind_call(signature, &known, &mut subst);
        }
        for index in pending {
            if let ExprKind::Closure(closure) = &args[index].kind {
                let param = signature.params.get(index + offset);
                let expected = param.map_or_else(Vec::new, |param| {
                    self.closure_params(signature, param, &subst)
                });
                vals[index + offset] = self.closure(closure, &expected, args[index].span);
            }
        }
        let arg_types: Vec<Ty> = vals.iter().map(|val| val.ty.clone()).collect();
        world.bind_call(signature, &arg_types, &mut subst);
        if let Some(expected) = expected {
            world.unify(&signature.output, &expected, &mut subst);
            world.bind_bounds(signature, &mut subst);
        }
        subst.close(world.params_of(def));
        let ty = world.apply(&signature.output, &subst);
        if method {
            self.learn(&vals[0], signature, &subst);
        }
        let attrs = self.fn_attrs(def);
        self.resolution.known += 1;
        if attrs.is_some_and(|attrs| !attrs.effects.is_empty()) {
            self.resolution.stub_known += 1;
        }
        if let Some(attrs) = attrs
            && let Some(val) = self.transparent(attrs, &vals, &ty, span)
        {
            self.keep_closures(&vals);
            return val;
        }
        let itself = subst.get("Self".into());
        let mut callees: SmallVec<[otplint_model::DefId; 2]> = SmallVec::new();
        for method in &found {
            match world.def(method.def).kind {
                Kind::Fn(_, Owner::Trait(of)) if method.virtual_ => {
                    callees.extend(world.implementations(method.def, of, itself))
                }
                _ => callees.push(method.def),
            }
        }
        let stands_for = attrs
            .and_then(|attrs| stands_for(attrs, &vals))
            .or_else(|| self.locked_by_project(method, &vals, &ty))
            .or_else(|| match callees.as_slice() {
                [one] if method => self.lent(*one, &vals, &ty),
                _ => None,
            });
        if let (true, Some(Ty::Ref(mutable, _)), Some(receiver)) =
            (method, signature.params.first(), vals.first_mut())
        {
            borrow_receiver(receiver, *mutable);
        }
        let callee = if callees.len() > MOST_CALLEES {
            self.top()
                .body
                .unseen
                .push((name_span, otplint_model::body::Unseen::Callee(name)));
            Callee::Unknown
        } else {
            Callee::Known(callees)
        };
        let mut val = self.emit_call(callee, name, name_span, method, vals, ty, span);
        if let Some(place) = stands_for {
            val.place = Some(place);
            val.by_ref = true;
        }
        val
    }

    /// What a guard stands for that a project's own method of a lock returns.
    fn locked_by_project(&self, method: bool, vals: &[Val], guard: &Ty) -> Option<Place> {
        let is = |ty: &Ty, word: TypeWord| {
            self.type_attrs(ty.peel_refs())
                .is_some_and(|attrs| attrs.is(word))
        };
        let receiver = vals.first().filter(|_| method)?;
        (is(guard, TypeWord::Guard) && is(&receiver.ty, TypeWord::Lock))
            .then(|| receiver.any_place())?
    }

    /// Calls that change nothing and whose result stands for an argument: no node of their own.
    fn transparent(&mut self, attrs: &FnAttrs, vals: &[Val], ty: &Ty, span: Span) -> Option<Val> {
        let source = if attrs.has(Effect::WrapsFuture) {
            let index = attrs.future.map_or(0, usize::from);
            vals.get(index)?
        } else if attrs.has(Effect::CloneHandle) {
            vals.first()?
        } else {
            return None;
        };
        if attrs.effects.len() > 1 {
            return None;
        }
        let place = source.any_place();
        let by_ref = attrs.has(Effect::CloneHandle) || source.by_ref;
        let ty = match ty {
            Ty::Unknown | Ty::Param(_) => source.ty.peel_refs().clone(),
            ty => ty.clone(),
        };
        Some(Val {
            value: source.value.clone(),
            ty,
            place: if by_ref { place } else { source.place.clone() },
            by_ref,
            node: source.node,
            span,
        })
    }

    /// The closures of a call that has no node of its own run all the same: `future.map(|saved| ..)`.
    fn keep_closures(&mut self, vals: &[Val]) {
        for val in vals {
            if matches!(val.ty, Ty::Closure(..)) && matches!(val.value, Value::Body(_)) {
                let held = self.temporary(val.ty.clone(), val.span);
                self.emit(Op::Assign(Place::local(held), val.value.clone()), val.span);
            }
        }
    }

    /// What the parameters of a closure are, as the bounds of the callee say.
    fn closure_params(&self, signature: &Signature, param: &Ty, subst: &Subst) -> Vec<Ty> {
        let bound = signature
            .bounds
            .iter()
            .find(|(ty, bound)| ty == param && self.world.lang.fns.contains(&Some(bound.def)));
        bound.map_or_else(Vec::new, |(_, bound)| {
            bound
                .args
                .iter()
                .map(|ty| self.world.apply(ty, subst))
                .map(|ty| match ty {
                    Ty::Param(_) | Ty::Projection(..) => Ty::Unknown,
                    ty => ty,
                })
                .collect()
        })
    }

    /// A call tells what a variable's open type arguments are: `queue.push(job)`.
    fn learn(&mut self, receiver: &Val, signature: &Signature, subst: &Subst) {
        let Some(place) = receiver.any_place() else {
            return;
        };
        let (Some(local), true) = (place.as_local(), place.path.is_empty()) else {
            return;
        };
        let Some(param) = signature.params.first() else {
            return;
        };
        let learned = self.world.apply(param.peel_refs(), subst);
        let known = &mut self.top().body.locals[local.0 as usize].ty;
        if let (Ty::Adt(a, mine), Ty::Adt(b, theirs)) = (&*known, &learned) {
            let open = mine.iter().any(|arg| !arg.is_known()) && a == b;
            if open
                && theirs
                    .iter()
                    .any(|arg| arg.is_known() && !matches!(arg, Ty::Param(_)))
            {
                *known = super::control::refine(known.clone(), &learned);
            }
        }
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "the parts of one call, used nowhere else"
    )]
    pub(super) fn emit_call(
        &mut self,
        callee: Callee,
        name: Sym,
        name_span: Span,
        method: bool,
        vals: Vec<Val>,
        ty: Ty,
        span: Span,
    ) -> Val {
        let mut args = Vec::with_capacity(vals.len());
        args.extend(vals.into_iter().map(|val| Arg {
            place: val.any_place(),
            value: val.value,
            ty: val.ty,
            span: val.span,
        }));
        let (to, mut val) = self.result(ty.clone(), span);
        let call = Call {
            callee,
            name,
            name_span,
            method,
            args,
            to,
            awaited: false,
            outcome: Outcome::Used,
        };
        let node = self.emit(Op::Call(Box::new(call)), span);
        self.top().body.locals[to.0 as usize].def = Some(node);
        self.note_temporary(to, &ty);
        val.node = Some(node);
        if ty == Ty::Never {
            self.stop();
        }
        val
    }

    pub(super) fn await_expr(&mut self, inner: &'w Expr, span: Span) -> Val {
        let val = self.expr(inner);
        let output = self
            .world
            .output(&val.ty)
            .unwrap_or_else(|| match val.ty.peel_refs() {
                ty @ (Ty::Projection(..) | Ty::Param(_)) => {
                    let bounds = self.world.bounds_on(ty, self.bounds);
                    let mut bounds = bounds.iter();
                    bounds
                        .find(|bound| Some(bound.def) == self.world.lang.future)
                        .and_then(|bound| bound.assoc.first())
                        .map_or(Ty::Unknown, |(_, ty)| ty.clone())
                }
                _ => Ty::Unknown,
            });
        let made_here = match (&val.value, val.node) {
            (Value::Use(place), Some(node)) if place.path.is_empty() => {
                place.as_local().map(|local| (local, node))
            }
            _ => None,
        };
        if let Some((local, node)) = made_here
            && let Op::Call(call) = &mut self.top().body.nodes[node.0 as usize].op
            && call.to == local
            && !call.awaited
        {
            call.awaited = true;
            self.top().body.nodes[node.0 as usize].span = span;
            self.top().body.locals[local.0 as usize].ty = output.clone();
            self.note_temporary(local, &output);
            let attrs = self.awaited_place(node);
            if output == Ty::Never {
                self.stop();
            }
            let by_ref = attrs.is_some();
            return Val {
                ty: output,
                span,
                place: attrs.or(val.place),
                by_ref: by_ref || val.by_ref,
                ..val
            };
        }
        let future = Arg {
            place: val.any_place(),
            value: val.value,
            ty: val.ty,
            span: val.span,
        };
        let (to, mut result) = self.result(output, span);
        let node = self.emit(
            Op::Await(Box::new(Await {
                future,
                to,
                outcome: Outcome::Used,
            })),
            span,
        );
        self.top().body.locals[to.0 as usize].def = Some(node);
        result.node = Some(node);
        if result.ty == Ty::Never {
            self.stop();
        }
        result
    }

    /// The place that an awaited call's result stands for: `lock().await` gives a guard.
    fn awaited_place(&mut self, node: otplint_model::NodeId) -> Option<Place> {
        let Op::Call(call) = &self.top().body.nodes[node.0 as usize].op else {
            return None;
        };
        let Callee::Known(callees) = &call.callee else {
            return None;
        };
        let def = *callees.first()?;
        let place = call.args.first()?.place.clone();
        let attrs = self.fn_attrs(def)?;
        (attrs.has(Effect::Guard) || attrs.has(Effect::Borrow)).then_some(place)?
    }
}

/// A method that takes `&self` borrows its receiver, however that is written.
fn borrow_receiver(receiver: &mut Val, mutable: bool) {
    if let Value::Use(place) = &receiver.value {
        receiver.value = Value::Ref(mutable, place.clone());
    }
}

/// The place that the result of a call stands for.
fn stands_for(attrs: &FnAttrs, vals: &[Val]) -> Option<Place> {
    if attrs.has(Effect::Guard) || attrs.has(Effect::Borrow) {
        return vals.first()?.any_place();
    }
    None
}
