//! `otplint resolution --calls [PATH…]`: every call with what is known of it, for a program that
//! compares it with what a compiler knows. A measurement for those who work on otplint.

use otplint_model::{Body, Call, Callee, Def, DefId, Location, Model, Ty};
use serde::Serialize;

use crate::check::CheckOptions;
use crate::failure::{Failure, Result};
use crate::paths::shown;
use crate::resolution::shape;
use crate::run::Run;

/// A call.
#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    /// Where its name, or the path that is called, begins and ends: bytes of the file.
    start: u32,
    end: u32,
    name: &'a str,
    /// `known`, `other` or `unknown`.
    callee: &'static str,
    /// What may be called.
    callees: Vec<Function<'a>>,
    /// What it is called on; only methods have one.
    receiver: Option<Type<'a>>,
    /// Where the receiver of a call that is not resolved comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
}

/// A definition.
#[derive(Serialize)]
struct Named<'a> {
    path: &'a str,
    /// File and byte of its name; `None` in stubs.
    at: Option<(&'a str, u32)>,
}

#[derive(Serialize)]
struct Function<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    /// The struct or enum whose `impl` holds it.
    holder: Option<Named<'a>>,
    /// The trait that declares it.
    declared: Option<Named<'a>>,
}

/// A type behind references.
#[derive(Serialize)]
struct Type<'a> {
    kind: &'static str,
    /// The struct or enum, or the traits.
    named: Vec<Named<'a>>,
    /// As people read it.
    shown: String,
}

struct Calls<'a> {
    model: &'a Model,
    /// For each file, as reports name it.
    files: Vec<String>,
}

/// One JSON object for each call that is left in the bodies, without those of tests, each on a line.
///
/// # Errors
///
/// As [`crate::check()`].
pub fn calls(options: &CheckOptions) -> Result<String> {
    let run = Run::with(options, false, |_| Vec::new())?;
    let Some(model) = &run.analysis.model else {
        return Ok(String::new());
    };
    let shown = |path| shown(&options.folder, path);
    let calls = Calls {
        model,
        files: run.whole.iter().map(|path| shown(path)).collect(),
    };
    let mut text = String::new();
    for (_, body) in model.program.bodies().filter(|(_, body)| !body.test) {
        for (_, call) in body.calls() {
            let line = serde_json::to_string(&calls.line(body, call));
            text += &line.map_err(|error| Failure::new(format!("cannot write a call: {error}")))?;
            text.push('\n');
        }
    }
    Ok(text)
}

impl<'a> Calls<'a> {
    fn line(&'a self, body: &Body, call: &'a Call) -> Line<'a> {
        let receiver = call.args.first().filter(|_| call.method);
        let unknown = matches!(call.callee, Callee::Unknown);
        Line {
            path: self.file(Location {
                file: body.file,
                span: call.name_span,
            }),
            start: call.name_span.start,
            end: call.name_span.end,
            name: call.name.as_str(),
            callee: match call.callee {
                Callee::Unknown => "unknown",
                Callee::Other => "other",
                _ => "known",
            },
            callees: match &call.callee {
                Callee::Known(defs) => defs.iter().map(|def| self.function(*def)).collect(),
                _ => Vec::new(),
            },
            receiver: receiver.map(|receiver| self.ty(&receiver.ty)),
            from: receiver
                .filter(|_| unknown)
                .map(|_| shape(self.model, body, call)),
        }
    }

    fn file(&self, location: Location) -> &str {
        &self.files[location.file.0 as usize]
    }

    fn named(&'a self, def: DefId) -> Named<'a> {
        let Def { path, location, .. } = self.model.program.def(def);
        Named {
            path,
            at: location.map(|location| (self.file(location), location.span.start)),
        }
    }

    fn function(&'a self, def: DefId) -> Function<'a> {
        let function = self.model.program.function(def);
        Function {
            named: self.named(def),
            holder: function
                .and_then(|function| function.self_def)
                .map(|def| self.named(def)),
            declared: function
                .and_then(|function| function.trait_def)
                .map(|def| self.named(def)),
        }
    }

    fn ty(&'a self, ty: &Ty) -> Type<'a> {
        let ty = ty.peel_refs();
        let mut named = Vec::new();
        let kind = match ty {
            Ty::Unknown | Ty::Around(_) => "unknown",
            Ty::Projection(..) => "projection",
            Ty::Other => "other",
            Ty::Unit | Ty::Tuple(_) => "tuple",
            Ty::Never => "never",
            Ty::Prim(_) => "prim",
            Ty::Adt(def, _) => {
                named.push(self.named(*def));
                "adt"
            }
            Ty::Ref(..) => "ref",
            Ty::Slice(_) => "slice",
            Ty::Param(_) => "param",
            Ty::Bounds(bounds) => {
                named.extend(bounds.iter().map(|bound| self.named(bound.def)));
                "bounds"
            }
            Ty::Future(_) => "future",
            Ty::Closure(..) | Ty::Fn(..) => "fn",
        };
        Type {
            kind,
            named,
            shown: otplint_model::why::ty(self.model, ty),
        }
    }
}
