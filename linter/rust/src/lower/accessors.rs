//! Methods that lend a part of `self`: `fn state(&self) -> MutexGuard<'_, State> { self.state.lock().unwrap() }`.

use otplint_model::stub::TypeWord;
use otplint_model::{DefId, Place, Sym, Ty};

use super::{Lower, Val};
use crate::names::Kind;
use crate::syntax::{Block, Expr, ExprKind, Stmt};

/// A longer body does more than lend.
const SHORT: usize = 400;

/// What hands a part on: locks, borrows, and what takes a guard out of its result.
const HANDS_ON: [&str; 22] = [
    "lock",
    "try_lock",
    "blocking_lock",
    "read",
    "try_read",
    "blocking_read",
    "write",
    "try_write",
    "blocking_write",
    "borrow",
    "borrow_mut",
    "unwrap",
    "expect",
    "unwrap_or_else",
    "map_err",
    "as_ref",
    "as_mut",
    "as_deref",
    "as_deref_mut",
    "deref",
    "deref_mut",
    "get_mut",
];

impl Lower<'_, '_> {
    /// What the result of a project's own method stands for that lends a part of its receiver.
    pub(super) fn lent(&mut self, def: DefId, vals: &[Val], lent: &Ty) -> Option<Place> {
        let receiver = vals.first().filter(|_| vals.len() == 1)?;
        let place = receiver.any_place()?;
        if !self.is_loan(lent) {
            return None;
        }
        let Kind::Fn(function, _) = self.world.def(def).kind else {
            return None;
        };
        let by_ref = function.receiver.as_ref().is_some_and(|this| this.by_ref);
        let body = function
            .body
            .as_ref()
            .filter(|body| by_ref && body.size() <= SHORT)?;
        let fields = lends(&body.unpack())?;
        let mut part = Val {
            place: Some(place),
            ty: receiver.ty.clone(),
            ..Val::unknown(receiver.span)
        };
        for name in fields {
            part = self.field(&part, name);
        }
        part.place
    }

    /// A reference or a guard, were it in an `Option`, a `Result` or a future.
    fn is_loan(&self, ty: &Ty) -> bool {
        let mut ty = ty;
        for _ in 0..3 {
            match ty {
                Ty::Ref(..) => return true,
                Ty::Future(inner) => ty = inner,
                Ty::Adt(_, args) => {
                    let guard = |attrs: &otplint_model::stub::TypeAttrs| attrs.is(TypeWord::Guard);
                    if self.type_attrs(ty).is_some_and(guard) {
                        return true;
                    }
                    match args.first() {
                        Some(inner) => ty = inner,
                        None => return false,
                    }
                }
                _ => return false,
            }
        }
        false
    }
}

/// The fields that lead from `self` to what a body lends.
fn lends(body: &Block) -> Option<Vec<Sym>> {
    match body.stmts.last()? {
        Stmt::Expr(last, false) => path_of(last),
        _ => None,
    }
}

fn path_of(expr: &Expr) -> Option<Vec<Sym>> {
    match &expr.kind {
        ExprKind::Path(path) => match path.segments.as_slice() {
            [only] if only.name == "self" => Some(Vec::new()),
            _ => None,
        },
        ExprKind::Field(base, name) => {
            let mut path = path_of(base)?;
            path.push(*name);
            Some(path)
        }
        ExprKind::Method(method) if HANDS_ON.contains(&method.name.as_str()) => {
            path_of(&method.receiver)
        }
        ExprKind::Ref(_, inner)
        | ExprKind::Deref(inner)
        | ExprKind::Await(inner)
        | ExprKind::Try(inner) => path_of(inner),
        ExprKind::Block(_, block) => lends(block),
        // Where one way hands on a variable, another tells what that is.
        ExprKind::If(_, then, other) => {
            lends(then).or_else(|| other.as_ref().and_then(|other| path_of(other)))
        }
        ExprKind::Match(_, arms) => arms.iter().find_map(|arm| path_of(&arm.body)),
        _ => None,
    }
    .filter(|path| path.len() < 4)
}
