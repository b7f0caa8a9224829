//! Control flow: blocks, branches, loops and exits.

use otplint_model::body::{Callee, Choice, ChoiceWay, EdgeKind, LoopKind, Op, Outcome, VariantArm};
use otplint_model::{DefId, NodeId, Place, Span, Step, Sym, Ty, Value};
use smallvec::SmallVec;

use super::{Lower, Val, environment, outcomes};
use crate::syntax::{Arm, BinOp, Block, Expr, ExprKind, Pat, PatKind, Stmt};

impl<'w> Lower<'w, '_> {
    /// A block whose last expression is the result of the body; returns its type.
    pub(super) fn tail_block(&mut self, block: &'w Block) -> Ty {
        self.enter();
        let last = block.stmts.len().checked_sub(1);
        let mut ty = Ty::Unit;
        let mut ended = false;
        for (index, stmt) in block.stmts.iter().enumerate() {
            match stmt {
                Stmt::Expr(expr, false) if Some(index) == last => {
                    ty = self.tail(expr);
                    ended = true;
                }
                stmt => self.stmt(stmt),
            }
        }
        self.leave(block.span);
        if !ended {
            if self.top().cursor.is_none() && !block.stmts.is_empty() {
                ty = Ty::Never;
            }
            self.return_value(&Val::unit(block.span), false);
        }
        ty
    }

    /// An expression whose value is the result of the body; returns its type.
    pub(super) fn tail(&mut self, expr: &'w Expr) -> Ty {
        match &expr.kind {
            ExprKind::Block(None, block) => self.tail_block(block),
            ExprKind::If(cond, then, otherwise) => {
                let outcome = Self::if_outcome(cond, then, otherwise.as_deref());
                self.enter();
                let else_at = self.detached(Op::Join, expr.span);
                self.cond(cond, else_at, outcome);
                let asked = self.asked(cond);
                let mut ways = vec![self.begin_way(then.span)];
                let ty = self.tail_block(then);
                self.leave(then.span);
                self.end_way(&mut ways, Value::Unknown);
                let reached = self.is_reached(else_at);
                self.resume(else_at, reached);
                ways.push(self.begin_way(otherwise.as_ref().map_or(expr.span, |expr| expr.span)));
                let other = match otherwise {
                    Some(otherwise) => self.tail(otherwise),
                    None => {
                        self.return_value(&Val::unit(expr.span), false);
                        Ty::Unit
                    }
                };
                self.end_way(&mut ways, Value::Unknown);
                if let Some(asked) = asked {
                    self.choice(asked, cond.span, ways);
                }
                join(ty, other)
            }
            ExprKind::Match(scrutinee, arms) => {
                let val = self.expr(scrutinee);
                self.outcome(&val, outcomes::of_match(arms));
                let branch = self.emit(Op::Branch(val.value.clone()), scrutinee.span);
                let live = self.top().cursor.is_some();
                let mut ty = Ty::Never;
                let mut ways = Vec::new();
                for arm in arms {
                    ways.push(self.begin_way(arm.body.span));
                    let from = self.next_node();
                    self.arm_start(branch, live, arm, &val);
                    let arm_ty = self.tail(&arm.body);
                    ty = join(ty, arm_ty);
                    self.leave(arm.body.span);
                    self.variant_arm(&arm.pat, &val.ty, from);
                    self.end_way(&mut ways, Value::Unknown);
                }
                self.stop();
                if let Some(asked) = environment::of_match(scrutinee, arms) {
                    self.choice(asked, scrutinee.span, ways);
                }
                ty
            }
            _ => {
                let fails = is_failure_expr(expr);
                self.expected = self.returned();
                let val = self.expr(expr);
                self.outcome(&val, Outcome::Propagated);
                self.return_value(&val, fails);
                val.ty
            }
        }
    }

    /// What the body returns, as far as that is written.
    fn returned(&mut self) -> Option<Ty> {
        Some(self.top().body.output.clone()).filter(Ty::is_known)
    }

    /// A block as a value.
    pub(super) fn block(&mut self, block: &'w Block) -> Val {
        self.enter();
        let last = block.stmts.len().checked_sub(1);
        let mut val = Val::unit(block.span);
        for (index, stmt) in block.stmts.iter().enumerate() {
            match stmt {
                Stmt::Expr(expr, false) if Some(index) == last => val = self.expr(expr),
                stmt => self.stmt(stmt),
            }
        }
        if self.top().cursor.is_none() {
            val.ty = Ty::Never;
        }
        self.leave(block.span);
        val
    }

    fn stmt(&mut self, stmt: &'w Stmt) {
        let before = self.temporaries();
        match stmt {
            Stmt::Let(binding) => {
                let written = binding.ty.as_ref().map(|ty| self.lower_ty(ty));
                let Some(init) = &binding.init else {
                    let val = Val {
                        ty: written.unwrap_or_default(),
                        span: binding.span,
                        ..Val::default()
                    };
                    self.bind(&binding.pat, &val);
                    return;
                };
                let mut val = match &written {
                    Some(ty) => self.expr_as(init, ty),
                    None => self.expr(init),
                };
                if let Some(ty) = written {
                    val.ty = refine(ty, &val.ty);
                }
                let wild = matches!(binding.pat.kind, crate::syntax::PatKind::Wild);
                match &binding.otherwise {
                    Some(otherwise) => {
                        self.outcome(&val, Outcome::Handled);
                        let branch = self.emit(Op::Branch(val.value.clone()), init.span);
                        let live = self.top().cursor.is_some();
                        let else_at = self.detached(Op::Join, otherwise.span);
                        // `let Err(error) = serve() else { return }`
                        let failing = outcomes::is_failure(&binding.pat) == Some(true);
                        let (then, other) = match failing {
                            true => (EdgeKind::Failure, EdgeKind::Success),
                            false => (EdgeKind::Success, EdgeKind::Failure),
                        };
                        self.edge(branch, other, else_at);
                        self.resume(else_at, live);
                        self.block(otherwise);
                        self.stop();
                        self.resume(branch, live);
                        self.top().edge = then;
                    }
                    None if wild => self.outcome(&val, Outcome::Discarded),
                    None => self.outcome(&val, Outcome::Kept),
                }
                self.bind(&binding.pat, &val);
                self.end_statement(before, binding.span);
                if let PatKind::Bind { name, .. } = &binding.pat.kind
                    && matches!(val.ty, Ty::Prim(_) | Ty::Unknown)
                    && let Some(asked) = environment::question(init)
                    && let Some(local) = self.find_local(*name)
                {
                    self.top().answers.insert(local, asked);
                }
            }
            Stmt::Expr(expr, _) => {
                let val = self.expr(expr);
                self.outcome(&val, Outcome::Discarded);
                self.end_statement(before, expr.span);
            }
            Stmt::Item => {}
        }
    }

    fn if_outcome(cond: &Expr, then: &Block, otherwise: Option<&Expr>) -> Outcome {
        match &cond.kind {
            ExprKind::Let(pat, _) => outcomes::of_if_let(pat, then, otherwise),
            _ => Outcome::Handled,
        }
    }

    /// A condition: goes on where it holds, leads to `else_at` where it does not.
    pub(super) fn cond(&mut self, cond: &'w Expr, else_at: NodeId, outcome: Outcome) {
        match &cond.kind {
            ExprKind::Binary(BinOp::Lazy, left, right) if has_let(left) || has_let(right) => {
                self.cond(left, else_at, Outcome::Handled);
                self.cond(right, else_at, Outcome::Handled);
            }
            ExprKind::Let(pat, value) => {
                let val = self.expr(value);
                self.outcome(&val, outcome);
                let failing = outcomes::is_failure(pat) == Some(true);
                let branch = self.emit(Op::Branch(val.value.clone()), value.span);
                if self.top().cursor.is_some() {
                    let (then, otherwise) = match failing {
                        true => (EdgeKind::Failure, EdgeKind::Success),
                        false => (EdgeKind::Success, EdgeKind::Failure),
                    };
                    self.edge(branch, otherwise, else_at);
                    self.top().edge = then;
                }
                self.bind(pat, &val);
            }
            _ => {
                let val = self.expr(cond);
                self.outcome(&val, Outcome::Handled);
                let branch = self.emit(Op::Branch(val.value), cond.span);
                if self.top().cursor.is_some() {
                    let (then, otherwise) = match outcomes::asks_for_failure(cond) {
                        Some(true) => (EdgeKind::Failure, EdgeKind::Success),
                        Some(false) => (EdgeKind::Success, EdgeKind::Failure),
                        None => (EdgeKind::Next, EdgeKind::Next),
                    };
                    self.edge(branch, otherwise, else_at);
                    self.top().edge = then;
                }
            }
        }
    }

    pub(super) fn if_expr(
        &mut self,
        cond: &'w Expr,
        then: &'w Block,
        otherwise: Option<&'w Expr>,
        span: Span,
    ) -> Val {
        let end = self.detached(Op::Join, Span::new(span.end, span.end));
        let else_at = self.detached(Op::Join, span);
        let outcome = Self::if_outcome(cond, then, otherwise);
        self.enter();
        self.cond(cond, else_at, outcome);
        let asked = self.asked(cond);
        let mut choice = vec![self.begin_way(then.span)];
        let then_val = self.block(then);
        self.leave(then.span);
        self.end_way(&mut choice, then_val.value.clone());
        let then_way = self.way(then_val);
        let reached = self.is_reached(else_at);
        self.resume(else_at, reached);
        choice.push(self.begin_way(otherwise.map_or(span, |otherwise| otherwise.span)));
        let else_val = match otherwise {
            Some(otherwise) => self.expr(otherwise),
            None => Val::unit(span),
        };
        self.end_way(&mut choice, else_val.value.clone());
        let else_way = self.way(else_val);
        let ways = vec![then_way, else_way];
        let Some(asked) = asked else {
            return self.meet(ways, end, span);
        };
        self.choice(asked, cond.span, choice);
        self.meet_choice(ways, end, span)
    }

    /// Ends a way that brings a value.
    pub(super) fn way(&mut self, val: Val) -> Way {
        let builder = self.top();
        let way = Way {
            from: builder.cursor.take(),
            edge: builder.edge,
            val,
        };
        builder.edge = EdgeKind::Next;
        way
    }

    /// Ways that meet at `end`: the value is that of the way that was taken.
    pub(super) fn meet(&mut self, ways: Vec<Way>, end: NodeId, span: Span) -> Val {
        self.meet_as(ways, end, span, false)
    }

    /// The ways of the choice that was noted last meet.
    fn meet_choice(&mut self, ways: Vec<Way>, end: NodeId, span: Span) -> Val {
        let val = self.meet_as(ways, end, span, true);
        let result = val.any_place().and_then(|place| place.as_local());
        if let Some(choice) = self.top().body.choices.last_mut() {
            choice.result = result;
        }
        val
    }

    /// `followed` says that a value matters even where it is a plain number.
    fn meet_as(&mut self, ways: Vec<Way>, end: NodeId, span: Span, followed: bool) -> Val {
        let live = || ways.iter().filter(|way| way.from.is_some());
        let moved = |way: &Way| matches!(way.val.value, Value::Use(_) | Value::Aggregate(..));
        let differ = live().any(|way| live().any(|other| way.val.value != other.val.value));
        let mut merged = Val::never(span);
        for way in &ways {
            merged = merge(merged, way.val.clone(), span);
        }
        merged.span = span;
        let plain = matches!(merged.ty, Ty::Unit | Ty::Never | Ty::Prim(_));
        let number = followed && matches!(merged.ty, Ty::Prim(_));
        // A variable of its own stands for what either way brings.
        let joint = (differ && !merged.by_ref && (number || !plain && live().any(moved)))
            .then(|| self.temporary(merged.ty.clone(), span));
        for way in ways {
            let Some(from) = way.from else { continue };
            let Some(joint) = joint else {
                self.edge(from, way.edge, end);
                continue;
            };
            if let Some(temporary) = way.val.any_place().and_then(|place| place.as_local()) {
                self.keep_temporary(temporary);
            }
            let assign =
                self.detached(Op::Assign(Place::local(joint), way.val.value), way.val.span);
            self.edge(from, way.edge, assign);
            self.edge(assign, EdgeKind::Next, end);
        }
        if let Some(joint) = joint {
            self.note_temporary(joint, &merged.ty);
            merged.value = Value::Use(Place::local(joint));
            merged.place = None;
        }
        let reached = self.is_reached(end);
        self.resume(end, reached);
        merged
    }

    fn arm_start(&mut self, branch: NodeId, live: bool, arm: &'w Arm, val: &Val) {
        let kind = match outcomes::is_failure(&arm.pat) {
            Some(true) => EdgeKind::Failure,
            Some(false) => EdgeKind::Success,
            None => EdgeKind::Next,
        };
        let start = self.detached(Op::Join, arm.pat.span);
        if live {
            self.edge(branch, kind, start);
        }
        self.resume(start, live);
        self.enter();
        self.bind(&arm.pat, val);
        if let Some(guard) = &arm.guard {
            // A guard that fails goes on to the next arm, which the branch leads to anyway.
            self.guard(guard);
        }
    }

    /// Notes which variants an arm takes that begins with this node and ends here.
    fn variant_arm(&mut self, pat: &Pat, ty: &Ty, from: NodeId) {
        let mut variants: SmallVec<[DefId; 2]> = SmallVec::new();
        self.variants_of(pat, ty, &mut variants);
        let to = self.next_node();
        let arms = variants
            .into_iter()
            .map(|variant| VariantArm { variant, from, to });
        self.top().body.arms.extend(arms);
    }

    fn guard(&mut self, guard: &'w Expr) {
        match &guard.kind {
            ExprKind::Let(pat, value) => {
                let val = self.expr(value);
                self.bind(pat, &val);
            }
            ExprKind::Binary(BinOp::Lazy, left, right) if has_let(left) || has_let(right) => {
                self.guard(left);
                self.guard(right);
            }
            _ => {
                self.expr(guard);
            }
        }
    }

    pub(super) fn match_expr(&mut self, scrutinee: &'w Expr, arms: &'w [Arm], span: Span) -> Val {
        let val = self.expr(scrutinee);
        self.outcome(&val, outcomes::of_match(arms));
        let branch = self.emit(Op::Branch(val.value.clone()), scrutinee.span);
        let live = self.top().cursor.is_some();
        let end = self.detached(Op::Join, Span::new(span.end, span.end));
        let mut ways = Vec::with_capacity(arms.len());
        let mut choice = Vec::new();
        for arm in arms {
            choice.push(self.begin_way(arm.body.span));
            let from = self.next_node();
            self.arm_start(branch, live, arm, &val);
            let arm_val = self.expr(&arm.body);
            self.leave(arm.body.span);
            self.variant_arm(&arm.pat, &val.ty, from);
            self.end_way(&mut choice, arm_val.value.clone());
            ways.push(self.way(arm_val));
        }
        match environment::of_match(scrutinee, arms) {
            Some(asked) => {
                self.choice(asked, scrutinee.span, choice);
                self.meet_choice(ways, end, span)
            }
            None => self.meet(ways, end, span),
        }
    }

    /// What a condition that was just lowered asks about the environment: by its text, by a variable that holds the
    /// answer, or by a function of the workspace that gives it.
    fn asked(&mut self, cond: &Expr) -> Option<Sym> {
        if let Some(asked) = environment::question(cond) {
            return Some(asked);
        }
        let mut cond = cond;
        while let ExprKind::Unary(inner) = &cond.kind {
            cond = inner;
        }
        if !matches!(
            cond.kind,
            ExprKind::Path(_) | ExprKind::Call(..) | ExprKind::Method(_)
        ) {
            return None;
        }
        let builder = self.top();
        let Some(Op::Branch(Value::Use(place))) = builder.body.nodes.last().map(|node| &node.op)
        else {
            return None;
        };
        let local = place.as_local()?;
        if let Some(asked) = builder.answers.get(&local) {
            return Some(*asked);
        }
        let made = builder.body.locals[local.0 as usize].def?;
        let Op::Call(call) = &builder.body.nodes[made.0 as usize].op else {
            return None;
        };
        let Callee::Known(defs) = &call.callee else {
            return None;
        };
        let def = *defs.first()?;
        environment::answer(self.world.def(def))
    }

    fn next_node(&mut self) -> NodeId {
        NodeId(self.top().body.nodes.len() as u32)
    }

    /// A way of a choice begins with the next node.
    fn begin_way(&mut self, span: Span) -> ChoiceWay {
        let from = self.next_node();
        ChoiceWay {
            from,
            to: from,
            value: Value::Unknown,
            span,
        }
    }

    /// The last way that was begun ends here, and yields this.
    fn end_way(&mut self, ways: &mut [ChoiceWay], value: Value) {
        let to = self.next_node();
        if let Some(way) = ways.last_mut() {
            way.to = to;
            way.value = value;
        }
    }

    /// Notes that the way depends on where the program runs.
    fn choice(&mut self, asked: Sym, at: Span, ways: Vec<ChoiceWay>) {
        let choice = Choice {
            asked,
            at,
            ways,
            result: None,
        };
        self.top().body.choices.push(choice);
    }

    pub(super) fn loop_expr(&mut self, label: Option<Sym>, body: &'w Block, span: Span) -> Val {
        let (_, head) = self.start_loop(LoopKind::Endless, label, span);
        self.block(body);
        self.flow_by(EdgeKind::Back, head);
        self.end_loop(span)
    }

    fn end_loop(&mut self, span: Span) -> Val {
        let Some(frame) = self.top().loops.pop() else {
            return Val::never(span);
        };
        let reached = self.is_reached(frame.exit);
        // The exit stands outside the loop.
        let in_loop = self.top().loops.iter().rev().find_map(|frame| frame.id);
        self.top().body.nodes[frame.exit.0 as usize].in_loop = in_loop;
        self.resume(frame.exit, reached);
        let ty = if frame.broken { frame.ty } else { Ty::Never };
        Val {
            ty,
            span,
            value: frame
                .result
                .map_or(Value::Unknown, |local| Value::Use(Place::local(local))),
            ..Val::default()
        }
    }

    pub(super) fn while_expr(
        &mut self,
        label: Option<Sym>,
        cond: &'w Expr,
        body: &'w Block,
        span: Span,
    ) -> Val {
        let endless = matches!(cond.kind, ExprKind::Lit(crate::syntax::Lit::Bool(true)));
        let kind = if endless {
            LoopKind::Endless
        } else {
            LoopKind::While
        };
        let (_, head) = self.start_loop(kind, label, span);
        let exit = self.loop_exit();
        self.enter();
        if !endless {
            self.cond(cond, exit, Outcome::Handled);
        }
        self.block(body);
        self.leave(body.span);
        self.flow_by(EdgeKind::Back, head);
        self.end_loop(span);
        Val::unit(span)
    }

    fn loop_exit(&mut self) -> NodeId {
        let builder = self.top();
        builder.loops[builder.loops.len() - 1].exit
    }

    /// A list that is written out holds its items from here on: `for ended in [first.await, second.await]`.
    fn listed(&mut self, mut list: Val) -> Val {
        if !matches!(&list.value, Value::Aggregate(None, _)) || list.place.is_some() {
            return list;
        }
        let place = Place::local(self.temporary(list.ty.clone(), list.span));
        let value = Value::Use(place.clone());
        let held = std::mem::replace(&mut list.value, value);
        self.emit(Op::Assign(place.clone(), held), list.span);
        list.place = Some(place);
        list
    }

    pub(super) fn for_expr(
        &mut self,
        label: Option<Sym>,
        pat: &'w Pat,
        iter: &'w Expr,
        body: &'w Block,
        span: Span,
    ) -> Val {
        let before = self.temporaries();
        let (iterated, end) = match &iter.kind {
            ExprKind::Range(start, end) => self.range(start.as_deref(), end.as_deref(), iter.span),
            _ => (self.expr(iter), Val::default()),
        };
        let iterated = self.listed(iterated);
        self.outcome(&iterated, Outcome::Handled);
        let (_, head) = self.start_loop(LoopKind::For, label, span);
        let exit = self.loop_exit();
        if self.top().cursor.is_some() {
            self.edge(head, EdgeKind::Failure, exit);
            self.top().edge = EdgeKind::Success;
        }
        self.enter();
        let ty = self.world.project(&iterated.ty, Sym::new("Item"));
        let ty = if matches!(ty, Ty::Projection(..)) {
            Ty::Unknown
        } else {
            ty
        };
        let by_ref = matches!(ty, Ty::Ref(..)) || iterated.by_ref;
        let place = iterated.any_place().map(|place| place.then(Step::Elem));
        let value = place.clone().map_or(Value::Unknown, Value::Use);
        let item = Val {
            value,
            ty,
            place,
            by_ref,
            node: None,
            span: iter.span,
        };
        self.bind(pat, &item);
        if let PatKind::Bind { name, .. } = &pat.kind
            && let Some(counter) = self.find_local(*name)
        {
            let counter = Val {
                value: Value::Use(Place::local(counter)),
                ..Val::default()
            };
            self.compare(counter, end);
        }
        self.block(body);
        self.leave(body.span);
        self.flow_by(EdgeKind::Back, head);
        self.end_loop(span);
        self.end_statement(before, iter.span);
        Val::unit(span)
    }

    pub(super) fn labelled(&mut self, label: Sym, block: &'w Block) -> Val {
        let exit = self.detached(Op::Join, Span::new(block.span.end, block.span.end));
        self.labelled_frame(label, exit);
        let val = self.block(block);
        self.flow_to(exit);
        self.top().loops.pop();
        let reached = self.is_reached(exit);
        self.resume(exit, reached);
        val
    }

    pub(super) fn break_expr(
        &mut self,
        label: Option<Sym>,
        value: Option<&'w Expr>,
        span: Span,
    ) -> Val {
        let val = value.map(|value| self.expr(value));
        let found = self.top().loops.iter().rposition(|frame| match label {
            Some(label) => frame.label == Some(label),
            None => frame.id.is_some(),
        });
        if let Some(index) = found {
            let exit = self.top().loops[index].exit;
            if let Some(val) = val {
                self.break_with(index, &val);
                self.top().loops[index].ty = val.ty;
            } else {
                self.top().loops[index].ty = Ty::Unit;
            }
            self.top().loops[index].broken = true;
            self.leave_frame(index, span);
            self.flow_to(exit);
        } else {
            self.stop();
        }
        Val::never(span)
    }

    /// The value of a loop is a variable that each `break` assigns.
    fn break_with(&mut self, index: usize, val: &Val) {
        let moved = matches!(val.value, Value::Use(_) | Value::Aggregate(..));
        let plain = matches!(val.ty, Ty::Unit | Ty::Never | Ty::Prim(_));
        if !moved || plain || val.by_ref {
            return;
        }
        let result = match self.top().loops[index].result {
            Some(result) => result,
            None => self.temporary(val.ty.clone(), val.span),
        };
        if let Some(temporary) = val.any_place().and_then(|place| place.as_local()) {
            self.keep_temporary(temporary);
        }
        self.top().loops[index].result = Some(result);
        self.emit(
            Op::Assign(Place::local(result), val.value.clone()),
            val.span,
        );
    }

    pub(super) fn continue_expr(&mut self, label: Option<Sym>, span: Span) -> Val {
        let found = self.top().loops.iter().rposition(|frame| match label {
            Some(label) => frame.label == Some(label),
            None => frame.id.is_some(),
        });
        match found {
            Some(index) => {
                let head = self.top().loops[index].head;
                self.leave_frame(index, span);
                self.flow_by(EdgeKind::Back, head);
            }
            None => self.stop(),
        }
        Val::never(span)
    }

    pub(super) fn return_expr(&mut self, value: Option<&'w Expr>, span: Span) -> Val {
        match value {
            Some(value) => {
                let fails = is_failure_expr(value);
                self.expected = self.returned();
                let val = self.expr(value);
                self.outcome(&val, Outcome::Propagated);
                self.return_value(&val, fails);
            }
            None => self.return_value(&Val::unit(span), false),
        }
        Val::never(span)
    }

    /// `?`: on failure the body fails, or its `try` block ends.
    pub(super) fn try_expr(&mut self, inner: &'w Expr, span: Span) -> Val {
        let val = self.expr(inner);
        self.outcome(&val, Outcome::Propagated);
        let branch = self.emit(Op::Branch(val.value.clone()), span);
        if self.top().cursor.is_some() {
            match self.top().tries.last().copied() {
                Some(end) => self.edge(branch, EdgeKind::Failure, end),
                None => {
                    let fail = self.detached(
                        Op::Fail(val.value.clone()),
                        Span::new(span.end - 1, span.end),
                    );
                    self.edge(branch, EdgeKind::Failure, fail);
                }
            }
            self.top().edge = EdgeKind::Success;
        }
        let ty = self.tried(&val.ty);
        Val {
            ty,
            span,
            node: None,
            ..val
        }
    }

    /// What `?` gives: what is inside, or the same within a `Poll`.
    fn tried(&mut self, ty: &Ty) -> Ty {
        let wraps = |of: &Option<otplint_model::DefId>| of.is_some() && ty.adt() == *of;
        let lang = &self.world.lang;
        if wraps(&lang.poll) {
            let polled = ty.arg(0).cloned().unwrap_or_default();
            let is_option = lang.option.is_some() && polled.adt() == lang.option;
            let inner = match (is_option, polled.arg(0), lang.option) {
                (true, Some(result), Some(option)) => {
                    Ty::Adt(option, [self.payload(result, 0)].into())
                }
                _ => self.payload(&polled, 0),
            };
            return lang
                .poll
                .map_or(Ty::Unknown, |poll| Ty::Adt(poll, [inner].into()));
        }
        match wraps(&lang.option) || wraps(&lang.result) {
            true => self.payload(ty, 0),
            false => Ty::Unknown,
        }
    }

    pub(super) fn try_block(&mut self, block: &'w Block) -> Val {
        let end = self.detached(Op::Join, Span::new(block.span.end, block.span.end));
        self.top().tries.push(end);
        self.block(block);
        self.top().tries.pop();
        self.flow_to(end);
        let reached = self.is_reached(end);
        self.resume(end, reached);
        Val::unknown(block.span)
    }
}

/// `Err(..)`, `None`-less on purpose: `None` is a result like any other.
fn is_failure_expr(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Call(func, _) => match &func.kind {
            ExprKind::Path(path) => path
                .segments
                .last()
                .is_some_and(|segment| segment.name == "Err"),
            _ => false,
        },
        _ => false,
    }
}

fn has_let(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Let(..) => true,
        ExprKind::Binary(BinOp::Lazy, left, right) => has_let(left) || has_let(right),
        _ => false,
    }
}

fn join(left: Ty, right: Ty) -> Ty {
    match (left, right) {
        (Ty::Never | Ty::Unknown, other) | (other, Ty::Never) => other,
        (left, right) => refine(left, &right),
    }
}

/// The left type, with what the right one knows of its unknown parts.
pub(super) fn refine(left: Ty, right: &Ty) -> Ty {
    match (&left, right) {
        (Ty::Unknown, right) => right.clone(),
        (Ty::Prim(open), Ty::Prim(_)) if otplint_model::ty::is_open(*open) => right.clone(),
        (Ty::Adt(a, mine), Ty::Adt(b, theirs)) if a == b && mine.len() == theirs.len() => {
            let args = mine
                .iter()
                .zip(theirs.iter())
                .map(|(mine, theirs)| refine(mine.clone(), theirs))
                .collect();
            Ty::Adt(*a, args)
        }
        (Ty::Tuple(mine), Ty::Tuple(theirs)) if mine.len() == theirs.len() => Ty::Tuple(
            mine.iter()
                .zip(theirs.iter())
                .map(|(mine, theirs)| refine(mine.clone(), theirs))
                .collect(),
        ),
        (Ty::Ref(mutable, mine), Ty::Ref(_, theirs)) => {
            Ty::Ref(*mutable, refine(Ty::clone(mine), theirs).into())
        }
        // `impl Trait` and `dyn Trait` hide what is known.
        (Ty::Bounds(_), Ty::Adt(..)) => right.clone(),
        _ => left,
    }
}

/// A way that ends with a value.
pub(super) struct Way {
    /// Where it ends; `None` where it cannot be reached.
    from: Option<NodeId>,
    edge: EdgeKind,
    val: Val,
}

/// The value of either branch.
fn merge(left: Val, right: Val, span: Span) -> Val {
    if left.ty == Ty::Never {
        return Val { span, ..right };
    }
    if right.ty == Ty::Never {
        return Val { span, ..left };
    }
    let place = if left.place == right.place {
        left.place
    } else {
        left.place.or(right.place)
    };
    let value = if left.value == right.value {
        left.value
    } else {
        place
            .clone()
            .filter(|_| left.by_ref)
            .map_or(Value::Unknown, Value::Use)
    };
    Val {
        value,
        ty: join(left.ty, right.ty),
        place,
        by_ref: left.by_ref || right.by_ref,
        node: None,
        span,
    }
}
