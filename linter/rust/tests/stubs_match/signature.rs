//! What of a function's signature a stub must get right.

use std::fmt;

use syn::{FnArg, PathArguments, ReceiverKind, ReturnType, Signature, Type, TypeParamBound};

/// How a method takes self.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    None,
    Value,
    Ref,
    Mut,
}

/// Whether a call yields a future.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yields {
    /// An `async fn`, or a type that says so.
    Future,
    /// A named type, which may be one.
    Named(String),
    /// Certainly none.
    Plain,
}

/// A function's shape.
#[derive(Clone, Debug)]
pub struct Shape {
    pub receiver: Receiver,
    /// The number of arguments, self left out.
    pub arity: usize,
    pub yields: Yields,
}

impl Shape {
    pub fn of(signature: &Signature) -> Self {
        let receiver =
            signature
                .receiver()
                .map_or(Receiver::None, |receiver| match &receiver.kind {
                    ReceiverKind::Reference(_, _, Some(_)) => Receiver::Mut,
                    ReceiverKind::Reference(_, _, None) => Receiver::Ref,
                    ReceiverKind::Typed(_, ty) => by_reference(ty),
                    _ => Receiver::Value,
                });
        let arity = signature
            .inputs
            .iter()
            .filter(|input| matches!(input, FnArg::Typed(_)))
            .count();
        let yields = match &signature.output {
            _ if signature.asyncness.is_some() => Yields::Future,
            ReturnType::Default => Yields::Plain,
            ReturnType::Type(_, ty) => yields(ty),
        };
        Self {
            receiver,
            arity,
            yields,
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let receiver = match self.receiver {
            Receiver::None => "no self",
            Receiver::Value => "self",
            Receiver::Ref => "&self",
            Receiver::Mut => "&mut self",
        };
        let yields = match &self.yields {
            Yields::Future => "a future",
            Yields::Named(name) => name,
            Yields::Plain => "no future",
        };
        write!(f, "{receiver}, {} arguments, {yields}", self.arity)
    }
}

/// `Pin<&mut Self>` changes what it refers to, `&Arc<Self>` does not, `Box<Self>` consumes.
fn by_reference(ty: &Type) -> Receiver {
    match ty {
        Type::Reference(reference) if reference.mutability.is_some() => Receiver::Mut,
        Type::Reference(_) => Receiver::Ref,
        Type::Path(path) => match path.path.segments.last() {
            Some(last) if last.ident == "Pin" => {
                first_argument(&last.arguments).map_or(Receiver::Value, by_reference)
            }
            _ => Receiver::Value,
        },
        _ => Receiver::Value,
    }
}

/// What a returned type says of itself.
pub fn yields(ty: &Type) -> Yields {
    match ty {
        Type::ImplTrait(object) if any_future(object.bounds.iter()) => Yields::Future,
        Type::TraitObject(object) if any_future(object.bounds.iter()) => Yields::Future,
        Type::Path(path) => match path.path.segments.last() {
            Some(last) if last.ident == "Pin" || last.ident == "Box" => {
                first_argument(&last.arguments).map_or(Yields::Plain, yields)
            }
            Some(last) if last.ident == "BoxFuture" || last.ident == "LocalBoxFuture" => {
                Yields::Future
            }
            Some(last) => Yields::Named(last.ident.to_string()),
            None => Yields::Plain,
        },
        Type::Group(group) => yields(&group.elem),
        Type::Paren(paren) => yields(&paren.elem),
        _ => Yields::Plain,
    }
}

fn any_future<'a>(mut bounds: impl Iterator<Item = &'a TypeParamBound>) -> bool {
    bounds.any(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|last| {
            ["Future", "IntoFuture", "TryFuture", "FusedFuture"]
                .contains(&last.ident.to_string().as_str())
        }),
        _ => false,
    })
}

fn first_argument(arguments: &PathArguments) -> Option<&Type> {
    match arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                syn::GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    }
}
