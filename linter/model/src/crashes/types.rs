//! Which types tell of a crash.

use crate::program::Program;
use crate::stub::TypeWord;
use crate::ty::Ty;

use super::Of;

/// What the outermost layer of a type says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    /// `Err` is the crash.
    Crash,
    /// Something else: whether there is one at all, whether it came in time.
    Other,
    /// It is no question.
    Plain,
}

/// What a value of this type may tell of.
pub fn of(program: &Program, ty: &Ty) -> Option<Of> {
    match ty {
        Ty::Adt(def, args) => {
            let definition = program.def(*def);
            let adt = definition.as_adt()?;
            if definition.location.is_some() {
                return None;
            }
            if definition.name == "Result" {
                let crash = args.get(1).is_some_and(|error| is_crash(program, error));
                return match crash {
                    true => Some(Of::Task),
                    // `Result<Result<T, JoinError>, Elapsed>`.
                    false => of(program, args.first()?),
                };
            }
            if definition.name == "Option" {
                return of(program, args.first()?);
            }
            let many = adt.attrs.collection.is_some() || definition.path.starts_with("std::iter::");
            (many && of(program, args.last()?).is_some()).then_some(Of::Tasks)
        }
        Ty::Ref(_, inner) => of(program, inner),
        Ty::Tuple(parts) => parts.iter().find_map(|part| of(program, part)),
        _ => None,
    }
}

/// What a future of this type, or a handle, may tell of once it is ready.
pub fn of_future(program: &Program, ty: &Ty) -> Option<Of> {
    match ty.peel_refs() {
        Ty::Future(output) => of(program, output),
        ty => {
            let (def, adt) = program.adt(ty)?;
            let task = adt.attrs.is(TypeWord::TaskHandle)
                && program.def(def).path.starts_with("tokio::task::");
            task.then_some(Of::Task)
        }
    }
}

/// What the outermost layer of a type says.
pub(super) fn layer(program: &Program, ty: &Ty) -> Layer {
    let ty = ty.peel_refs();
    let Some((def, _)) = program.adt(ty) else {
        return Layer::Plain;
    };
    let crash = |error: &Ty| is_crash(program, error) || is_payload(program, error);
    match program.def(def).name.as_str() {
        "Result" if ty.arg(1).is_some_and(crash) => Layer::Crash,
        "Result" | "Option" | "Poll" => Layer::Other,
        _ => Layer::Plain,
    }
}

/// `Result<Result<T, E>, JoinError>`.
pub(super) fn has_error(program: &Program, ty: &Ty) -> bool {
    match ty {
        Ty::Adt(_, args) => args.first().is_some_and(|inner| {
            is_named(program, ty, "Result") && is_named(program, inner, "Result")
                || has_error(program, inner)
        }),
        Ty::Ref(_, inner) | Ty::Future(inner) => has_error(program, inner),
        Ty::Tuple(parts) => parts.iter().any(|part| has_error(program, part)),
        _ => false,
    }
}

/// Whether a type still holds what tells of the crash.
pub(super) fn tells(program: &Program, ty: &Ty) -> bool {
    match ty {
        Ty::Adt(def, args) => {
            let definition = program.def(*def);
            let payload = definition.name == "Result"
                && args.get(1).is_some_and(|error| is_payload(program, error));
            payload
                || definition
                    .as_adt()
                    .is_some_and(|adt| adt.attrs.is(TypeWord::Crash))
                || definition.location.is_none() && args.iter().any(|arg| tells(program, arg))
        }
        Ty::Ref(_, inner) | Ty::Future(inner) => tells(program, inner),
        Ty::Tuple(parts) => parts.iter().any(|part| tells(program, part)),
        _ => false,
    }
}

pub(super) fn is_crash(program: &Program, ty: &Ty) -> bool {
    program
        .adt(ty)
        .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Crash))
}

/// What a panic was given: a box of anything.
pub(super) fn is_payload(program: &Program, ty: &Ty) -> bool {
    is_box(program, ty)
        && matches!(
            ty.arg(0),
            Some(Ty::Other | Ty::Bounds(_) | Ty::Unknown | Ty::Around(_))
        )
}

pub(super) fn is_box(program: &Program, ty: &Ty) -> bool {
    is_named(program, ty, "Box")
}

pub(super) fn is_named(program: &Program, ty: &Ty, name: &str) -> bool {
    program
        .adt(ty)
        .is_some_and(|(def, _)| program.def(def).name == name)
}
