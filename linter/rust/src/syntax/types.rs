//! Types, paths, generics and patterns.

use std::cell::RefCell;
use std::fmt::Write;

use otplint_model::{Span, Sym};
use smallvec::SmallVec;
use syn::{GenericArgument, PathArguments, ReturnType, TypeParamBound};
use thin_vec::ThinVec;

use super::{Args, Convert, Generics, Pat, PatKind, Path, Segment, Type};

impl Convert<'_> {
    pub(super) fn sym(&self, ident: &syn::Ident) -> Sym {
        ident_sym(ident)
    }

    pub(super) fn generics(&mut self, generics: &syn::Generics) -> Generics {
        let mut converted = Generics::default();
        for param in generics.type_params() {
            let name = ident_sym(&param.ident);
            converted.params.push(name);
            let default = param.default.as_ref().map(|(_, ty)| self.ty(ty));
            converted.defaults.push(default);
            if !param.bounds.is_empty() {
                let span = Span::default();
                let segments = SmallVec::from_buf([Segment { name, args: None }]);
                let ty = Type::Path(Box::new(Path {
                    span,
                    global: false,
                    qself: None,
                    segments,
                }));
                let bounds = self.bounds(&param.bounds);
                converted.bounds.push((ty, bounds));
            }
        }
        for predicate in generics
            .where_clause
            .iter()
            .flat_map(|clause| &clause.predicates)
        {
            if let syn::WherePredicate::Type(predicate) = predicate {
                let ty = self.ty(&predicate.bounded_ty);
                let bounds = self.bounds(&predicate.bounds);
                converted.bounds.push((ty, bounds));
            }
        }
        converted
    }

    pub(super) fn bounds<'b>(
        &mut self,
        bounds: impl IntoIterator<Item = &'b TypeParamBound>,
    ) -> Vec<Path> {
        bounds
            .into_iter()
            .filter_map(|bound| match bound {
                TypeParamBound::Trait(bound) if bound.maybe.is_none() => {
                    Some(self.path(&bound.path))
                }
                _ => None,
            })
            .collect()
    }

    pub(super) fn output(&mut self, output: &ReturnType) -> Option<Type> {
        match output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(self.ty(ty)),
        }
    }

    pub(super) fn ty(&mut self, ty: &syn::Type) -> Type {
        match ty {
            syn::Type::Path(path) => {
                Type::Path(Box::new(self.qpath(path.qself.as_ref(), &path.path)))
            }
            syn::Type::Reference(reference) => Type::Ref(
                reference.mutability.is_some(),
                Box::new(self.ty(&reference.elem)),
            ),
            syn::Type::Tuple(tuple) => {
                Type::Tuple(tuple.elems.iter().map(|elem| self.ty(elem)).collect())
            }
            syn::Type::Slice(slice) => Type::Slice(Box::new(self.ty(&slice.elem))),
            syn::Type::Array(array) => Type::Slice(Box::new(self.ty(&array.elem))),
            syn::Type::Paren(paren) => self.ty(&paren.elem),
            syn::Type::Group(group) => self.ty(&group.elem),
            syn::Type::Ptr(pointer) => Type::Ref(true, Box::new(self.ty(&pointer.elem))),
            syn::Type::FnPtr(function) => {
                let inputs = function
                    .inputs
                    .iter()
                    .map(|input| self.ty(&input.ty))
                    .collect();
                Type::Fn(inputs, self.output(&function.output).map(Box::new))
            }
            syn::Type::ImplTrait(bounds) => Type::Impl(self.bounds(&bounds.bounds).into()),
            syn::Type::TraitObject(bounds) => Type::Dyn(self.bounds(&bounds.bounds).into()),
            syn::Type::Never(_) => Type::Never,
            _ => Type::Infer,
        }
    }

    pub(super) fn path(&mut self, path: &syn::Path) -> Path {
        self.qpath(None, path)
    }

    pub(super) fn qpath(&mut self, qself: Option<&syn::QSelf>, path: &syn::Path) -> Path {
        let qself = qself.map(|qself| (Box::new(self.ty(&qself.ty)), qself.position as u32));
        let mut span: Option<Span> = None;
        let last = path.segments.len().saturating_sub(1);
        let mut segments = SmallVec::with_capacity(path.segments.len());
        for (index, segment) in path.segments.iter().enumerate() {
            let name = if index == 0 || index == last {
                let (name, at) = self.name(&segment.ident);
                span = Some(span.map_or(at, |span| span.to(at)));
                name
            } else {
                ident_sym(&segment.ident)
            };
            let args = self.args(&segment.arguments);
            segments.push(Segment { name, args });
        }
        Path {
            span: span.unwrap_or_default(),
            global: path.leading_colon.is_some(),
            qself,
            segments,
        }
    }

    pub(super) fn ident(&self, ident: &syn::Ident) -> Span {
        self.position.span(ident.span())
    }

    /// An identifier and where it stands. Both are read off the text where that is possible:
    /// proc-macro2 looks up each end of a span, and writes a name to show it.
    pub(super) fn name(&self, ident: &syn::Ident) -> (Sym, Span) {
        let start = self.position.start(ident.span());
        let word = self.position.word(start);
        // A wide space may end a word as well as a wide letter may go on with it.
        if self.renamed || word.is_empty() || !word.is_ascii() {
            return (ident_sym(ident), self.ident(ident));
        }
        let name = Sym::new(word.strip_prefix("r#").unwrap_or(word));
        (name, Span::new(start, start + word.len() as u32))
    }

    fn args(&mut self, arguments: &PathArguments) -> Option<Box<Args>> {
        match arguments {
            PathArguments::None => None,
            PathArguments::AngleBracketed(arguments) => Some(Box::new(self.angle_args(arguments))),
            PathArguments::Parenthesized(arguments) => {
                let types = arguments
                    .inputs
                    .iter()
                    .map(|input| self.ty(&input.ty))
                    .collect();
                let output = self
                    .output(&arguments.output)
                    .unwrap_or(Type::Tuple(ThinVec::new()));
                Some(Box::new(Args {
                    types,
                    assoc: vec![(Sym::new("Output"), output)],
                    parenthesised: true,
                }))
            }
        }
    }

    pub(super) fn angle_args(&mut self, arguments: &syn::AngleBracketedGenericArguments) -> Args {
        let mut args = Args::default();
        for argument in &arguments.args {
            match argument {
                GenericArgument::Type(ty) => args.types.push(self.ty(ty)),
                GenericArgument::AssocType(assoc) => args
                    .assoc
                    .push((ident_sym(&assoc.ident), self.ty(&assoc.ty))),
                _ => {}
            }
        }
        args
    }

    pub(super) fn pat(&mut self, pat: &syn::Pat) -> Pat {
        match pat {
            syn::Pat::Ident(ident) => {
                let (name, at) = self.name(&ident.ident);
                let sub = ident
                    .subpat
                    .as_ref()
                    .map(|(_, sub)| Box::new(self.pat(sub)));
                Pat {
                    span: at,
                    kind: PatKind::Bind {
                        name,
                        by_ref: ident.by_ref.is_some(),
                        mutable: ident.mutability.is_some(),
                        sub,
                    },
                }
            }
            syn::Pat::Wild(wild) => Pat {
                span: self.position.span(wild.underscore_token.spans[0]),
                kind: PatKind::Wild,
            },
            syn::Pat::Rest(rest) => Pat {
                span: self.position.span(rest.dot2_token.spans[0]),
                kind: PatKind::Rest,
            },
            syn::Pat::Paren(paren) => self.pat(&paren.pat),
            syn::Pat::Path(path) => {
                let path = self.qpath(path.qself.as_ref(), &path.path);
                Pat {
                    span: path.span,
                    kind: PatKind::Path(Box::new(path)),
                }
            }
            syn::Pat::TupleStruct(pat) => {
                let path = self.qpath(pat.qself.as_ref(), &pat.path);
                let end = self.position.end(pat.paren_token.span.close());
                let elems = pat.elems.iter().map(|elem| self.pat(elem)).collect();
                Pat {
                    span: Span::new(path.span.start, end),
                    kind: PatKind::TupleStruct(Box::new(path), elems),
                }
            }
            syn::Pat::Struct(pat) => {
                let path = self.qpath(pat.qself.as_ref(), &pat.path);
                let end = self.position.end(pat.brace_token.span.close());
                let fields = pat
                    .fields
                    .iter()
                    .map(|field| (member(&field.member), self.pat(&field.pat)))
                    .collect();
                Pat {
                    span: Span::new(path.span.start, end),
                    kind: PatKind::Struct(Box::new(path), fields),
                }
            }
            syn::Pat::Tuple(tuple) => Pat {
                span: self.position.span(tuple.paren_token.span.join()),
                kind: PatKind::Tuple(tuple.elems.iter().map(|elem| self.pat(elem)).collect()),
            },
            syn::Pat::Slice(slice) => Pat {
                span: self.position.span(slice.bracket_token.span.join()),
                kind: PatKind::Slice(slice.elems.iter().map(|elem| self.pat(elem)).collect()),
            },
            syn::Pat::Reference(reference) => {
                let inner = self.pat(&reference.pat);
                Pat {
                    span: inner.span,
                    kind: PatKind::Ref(Box::new(inner)),
                }
            }
            syn::Pat::Or(or) => {
                let cases: Vec<Pat> = or.cases.iter().map(|case| self.pat(case)).collect();
                let span = cases
                    .iter()
                    .map(|case| case.span)
                    .reduce(Span::to)
                    .unwrap_or_default();
                Pat {
                    span,
                    kind: PatKind::Or(cases),
                }
            }
            syn::Pat::Type(typed) => {
                let inner = self.pat(&typed.pat);
                let ty = self.ty(&typed.ty);
                Pat {
                    span: inner.span,
                    kind: PatKind::Typed(Box::new(inner), Box::new(ty)),
                }
            }
            syn::Pat::Guard(guarded) => {
                let inner = self.pat(&guarded.pat);
                let guard = self.expr(&guarded.guard);
                Pat {
                    span: inner.span,
                    kind: PatKind::Guard(Box::new(inner), Box::new(guard)),
                }
            }
            syn::Pat::Lit(lit) => Pat {
                span: self.position.span(lit.lit.span()),
                kind: match &lit.lit {
                    syn::Lit::Str(text) => PatKind::Text(Sym::new(&text.value())),
                    _ => PatKind::Lit,
                },
            },
            _ => Pat {
                span: Span::default(),
                kind: PatKind::Lit,
            },
        }
    }
}

/// The symbol of an identifier, without `r#`.
pub(super) fn ident_sym(ident: &syn::Ident) -> Sym {
    thread_local! {
        /// There are millions of identifiers, and proc-macro2 gives the text of one only by writing it.
        static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
    }
    TEXT.with_borrow_mut(|text| {
        text.clear();
        // Writing to a string does not fail.
        let _ = write!(text, "{ident}");
        Sym::new(text.strip_prefix("r#").unwrap_or(text))
    })
}

pub(super) fn member(member: &syn::Member) -> Sym {
    match member {
        syn::Member::Named(ident) => ident_sym(ident),
        syn::Member::Unnamed(index) => Sym::new(&index.index.to_string()),
    }
}
