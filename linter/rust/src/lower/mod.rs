//! From syntax to bodies: control flow, places, effects and types in one walk per function.

mod accessors;
mod builder;
mod calls;
mod closures;
mod control;
pub mod environment;
mod exprs;
mod macros;
mod outcomes;
mod paths;
mod patterns;
mod select;

use otplint_model::body::{Body, BodyId, BodyKind, LocalKind};
use otplint_model::program::Resolution;
use otplint_model::stub::{FnAttrs, TypeAttrs, TypeWord};
use otplint_model::ty::Bound;
use otplint_model::{DefId, FileId, NodeId, Op, Place, Root, Span, Sym, Ty, Value};

use crate::names::{Kind, Scope, World};
use crate::syntax;
use builder::Builder;

/// The value of an expression, and what is known of it.
#[derive(Clone, Debug, Default)]
struct Val {
    value: Value,
    ty: Ty,
    /// The place that it stands for.
    place: Option<Place>,
    /// It is a reference, guard or handle: a name bound to it stands for the place.
    by_ref: bool,
    /// The call or await whose result it is, as far as success and failure go.
    node: Option<NodeId>,
    span: Span,
}

impl Val {
    fn unit(span: Span) -> Self {
        Self {
            value: Value::Unit,
            ty: Ty::Unit,
            span,
            ..Self::default()
        }
    }

    fn never(span: Span) -> Self {
        Self {
            ty: Ty::Never,
            span,
            ..Self::default()
        }
    }

    fn unknown(span: Span) -> Self {
        Self {
            span,
            ..Self::default()
        }
    }

    /// The place behind it, or that it is.
    fn any_place(&self) -> Option<Place> {
        self.place.clone().or_else(|| match &self.value {
            Value::Use(place) | Value::Ref(_, place) => Some(place.clone()),
            _ => None,
        })
    }
}

/// The bodies of one function.
#[derive(Debug, Default)]
pub struct Lowered {
    /// The function's own body, then its closures and async blocks.
    pub bodies: Vec<Body>,
    /// How much was resolved.
    pub resolution: Resolution,
}

/// Lowers the body of one function.
pub fn lower_function(world: &World<'_>, def: DefId, ordinal: u32) -> Lowered {
    let data = world.def(def);
    let (Kind::Fn(function, _), Some(file)) = (data.kind, data.file) else {
        return Lowered::default();
    };
    let Some(block) = function.body.as_ref().map(syntax::Body::unpack) else {
        return Lowered::default();
    };
    let scope = world.scope_of(def);
    let signature = world.signature(def);
    let mut lower = Lower {
        world,
        def,
        file,
        ordinal,
        test: data.test,
        scope,
        bounds: &signature.bounds,
        bodies: vec![None],
        stack: Vec::new(),
        resolution: Resolution::default(),
        macro_args: Vec::new(),
        macro_uses: Vec::new(),
        macro_depth: 0,
        expected: None,
    };
    let output = match &signature.output {
        Ty::Future(output) if function.is_async => Ty::clone(output),
        output => output.clone(),
    };
    lower.push_body(BodyKind::Fn, function.is_async, block.span, output);
    let mut types = signature.params.iter();
    if let Some(receiver) = &function.receiver {
        let ty = types.next().cloned().unwrap_or_default();
        lower.param("self".into(), ty, receiver.span);
    }
    for param in &function.params {
        let ty = types.next().cloned().unwrap_or_default();
        lower.param_pattern(&param.pat, ty);
    }
    lower.tail_block(&block);
    lower.pop_body(BodyId::new(ordinal, 0));
    // Not collected in place: nearly every function has one body, and room for four was made.
    let mut bodies = Vec::with_capacity(lower.bodies.iter().flatten().count());
    bodies.extend(lower.bodies.into_iter().flatten());
    Lowered {
        bodies,
        resolution: lower.resolution,
    }
}

/// Lowers what a static or constant starts with.
pub fn lower_static(world: &World<'_>, def: DefId, ordinal: u32) -> Lowered {
    let data = world.def(def);
    let (Kind::Const(ty, syntax::Initial::Made(made)), Some(file)) = (data.kind, data.file) else {
        return Lowered::default();
    };
    let block = made.unpack();
    let Some(syntax::Stmt::Expr(value, _)) = block.stmts.first() else {
        return Lowered::default();
    };
    let mut lower = Lower {
        world,
        def,
        file,
        ordinal,
        test: data.test,
        scope: Scope::of(data.module),
        bounds: &[],
        bodies: vec![None],
        stack: Vec::new(),
        resolution: Resolution::default(),
        macro_args: Vec::new(),
        macro_uses: Vec::new(),
        macro_depth: 0,
        expected: None,
    };
    let ty = lower.lower_ty(ty);
    lower.push_body(BodyKind::Static, false, value.span, ty.clone());
    let val = lower.expr_as(value, &ty);
    let place = Place {
        root: Root::Static(def),
        path: Default::default(),
    };
    lower.emit(Op::Assign(place, val.value), value.span);
    lower.pop_body(BodyId::new(ordinal, 0));
    Lowered {
        bodies: lower.bodies.into_iter().flatten().collect(),
        resolution: lower.resolution,
    }
}

struct Lower<'w, 'a> {
    world: &'w World<'a>,
    def: DefId,
    file: FileId,
    ordinal: u32,
    test: bool,
    scope: Scope<'w>,
    bounds: &'w [(Ty, Bound)],
    bodies: Vec<Option<Body>>,
    stack: Vec<Builder>,
    resolution: Resolution,
    /// What the fragments of the macros around stand for.
    macro_args: Vec<(Sym, &'w syntax::Expr)>,
    /// What the bodies of the macros around import.
    macro_uses: Vec<&'w syntax::Use>,
    macro_depth: u32,
    /// What the next expression is for, as an annotation says.
    expected: Option<Ty>,
}

impl<'w> Lower<'w, '_> {
    fn param(&mut self, name: Sym, ty: Ty, span: Span) -> otplint_model::LocalId {
        let index = self.top().body.params.len() as u32;
        let local = self.local(Some(name), ty, span, LocalKind::Param(index));
        self.top().body.params.push(local);
        self.top().declare(name, local);
        local
    }

    /// A parameter; a pattern is taken apart right away.
    fn param_pattern(&mut self, pat: &'w syntax::Pat, ty: Ty) {
        if let syntax::PatKind::Bind {
            name, sub: None, ..
        } = pat.kind
        {
            self.param(name, ty, pat.span);
            return;
        }
        let index = self.top().body.params.len() as u32;
        let local = self.local(None, ty.clone(), pat.span, LocalKind::Param(index));
        self.top().body.params.push(local);
        let place = Place::local(local);
        // What an extractor hands out of a server's state is a handle to what all requests share.
        let by_ref = matches!(ty, Ty::Ref(..))
            || self.is_pointer(&ty) && ty.arg(0).is_some_and(|inner| self.has_pointers(inner));
        let val = Val {
            value: Value::Use(place.clone()),
            ty,
            place: Some(place),
            by_ref,
            node: None,
            span: pat.span,
        };
        self.bind(pat, &val);
    }

    fn fn_attrs(&self, def: DefId) -> Option<&'w FnAttrs> {
        self.world
            .def(def)
            .item?
            .attrs
            .stub
            .as_ref()?
            .function
            .as_ref()
    }

    fn type_attrs(&self, ty: &Ty) -> Option<&'w TypeAttrs> {
        self.world
            .def(ty.adt()?)
            .item?
            .attrs
            .stub
            .as_ref()?
            .ty
            .as_ref()
    }

    fn is_pointer(&self, ty: &Ty) -> bool {
        self.type_attrs(ty)
            .is_some_and(|attrs| attrs.is(TypeWord::Pointer))
    }

    /// Whether a type of the project is made of pointers to what others hold too.
    fn has_pointers(&self, ty: &Ty) -> bool {
        let Some(def) = ty.adt().filter(|def| self.world.def(*def).file.is_some()) else {
            return false;
        };
        let mut fields = self.world.fields(def).iter().flatten();
        fields.any(|(_, ty)| self.is_pointer(ty))
    }

    fn lower_ty(&self, ty: &syntax::Type) -> Ty {
        let scope = Scope {
            module: self.module(),
            ..self.scope
        };
        self.world.lower(ty, &scope)
    }

    fn module(&self) -> crate::names::ModId {
        self.scope.module
    }
}
