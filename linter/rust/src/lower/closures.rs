//! Closures and async blocks: bodies of their own.

use otplint_model::body::{BodyId, BodyKind, Op};
use otplint_model::{Span, Ty, Value};

use super::{Lower, Val};
use crate::syntax::{Block, Closure};

impl<'w> Lower<'w, '_> {
    pub(super) fn closure(&mut self, closure: &'w Closure, expected: &[Ty], span: Span) -> Val {
        let id = self.next_body();
        let output = closure
            .output
            .as_ref()
            .map(|ty| self.lower_ty(ty))
            .unwrap_or_default();
        self.push_body(BodyKind::Closure, closure.is_async, span, output);
        for (index, param) in closure.params.iter().enumerate() {
            let written = param
                .ty
                .as_ref()
                .map(|ty| self.lower_ty(ty))
                .filter(Ty::is_known);
            let ty = written
                .or_else(|| expected.get(index).cloned())
                .unwrap_or_default();
            self.param_pattern(&param.pat, ty);
        }
        let tail = self.tail(&closure.body);
        let output = self.finish(id, tail);
        let output = if closure.is_async {
            Ty::Future(output.into())
        } else {
            output
        };
        Val {
            value: Value::Body(id),
            ty: Ty::Closure(id, output.into()),
            span,
            ..Val::default()
        }
    }

    pub(super) fn async_block(&mut self, block: &'w Block, stream: bool, span: Span) -> Val {
        let id = self.next_body();
        let kind = if stream {
            BodyKind::Stream
        } else {
            BodyKind::Async
        };
        self.push_body(kind, true, span, Ty::Unknown);
        let tail = self.tail_block(block);
        let output = self.finish(id, tail);
        let ty = if stream {
            Ty::Unknown
        } else {
            Ty::Future(output.into())
        };
        Val {
            value: Value::Body(id),
            ty,
            span,
            ..Val::default()
        }
    }

    fn finish(&mut self, id: BodyId, tail: Ty) -> Ty {
        let builder = self.top();
        if !builder.body.output.is_known() || matches!(builder.body.output, Ty::Other) {
            builder.body.output = tail;
        }
        let returned = builder.body.output.clone();
        let position = (self.stack.len() > 1).then(|| self.stack.len() - 2);
        let parent = position.and_then(|position| self.stack[position].id);
        self.top().body.parent = parent;
        self.pop_body(id);
        returned
    }

    /// Ends the body with a value.
    pub(super) fn return_value(&mut self, val: &Val, fails: bool) {
        let op = if fails {
            Op::Fail(val.value.clone())
        } else {
            Op::Return(val.value.clone())
        };
        if self.top().cursor.is_some() {
            self.emit(op, val.span);
        }
        self.stop();
    }
}
