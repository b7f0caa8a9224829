//! `otplint resolution [PATH…]`: how many calls and receivers are known, and what the rest looks
//! like. A measurement for those who work on otplint.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;

use otplint_model::body::{LocalKind, Unseen};
use otplint_model::{Body, Call, Callee, Model, Op, Place, Sym, Ty};

use crate::check::CheckOptions;
use crate::failure::Result;
use crate::run::Run;

/// Rows of the list of what is not resolved.
const ROWS: usize = 40;

/// Known, something else for certain, unknown.
#[derive(Clone, Copy, Default)]
struct Shares([u64; 3]);

impl Shares {
    fn show(self) -> String {
        let Self([known, other, unknown]) = self;
        let all = known + other + unknown;
        let part = |number: u64| {
            if all == 0 {
                0.0
            } else {
                100.0 * number as f64 / all as f64
            }
        };
        format!(
            "{:5.1} % {:5.1} % {:5.1} % {all:>8}",
            part(known),
            part(other),
            part(unknown)
        )
    }
}

/// The shares in total and by crate, and the most frequent unresolved methods with the shape of
/// their receivers; text for people.
///
/// # Errors
///
/// As [`crate::check()`].
pub fn resolution(options: &CheckOptions) -> Result<String> {
    let run = Run::with(options, false, |_| Vec::new())?;
    Ok(run.analysis.model.as_ref().map_or_else(String::new, table))
}

fn table(model: &Model) -> String {
    let named = named_in_stubs(model);
    let mut crates: BTreeMap<&str, [Shares; 2]> = BTreeMap::new();
    let mut open: HashMap<(Sym, String), u64> = HashMap::new();
    for (_, body) in model.program.bodies().filter(|(_, body)| !body.test) {
        let path = &model.program.def(body.owner).path;
        let shares = crates
            .entry(path.split("::").next().unwrap_or(path))
            .or_default();
        for (_, call) in body.calls() {
            let place = match call.callee {
                Callee::Unknown => 2,
                Callee::Other => 1,
                _ => 0,
            };
            shares[0].0[place] += 1;
            let Some(receiver) = call.args.first().filter(|_| call.method) else {
                continue;
            };
            if named.contains(&call.name) {
                let place = match receiver.ty.peel_refs() {
                    _ if place == 0 => 0,
                    Ty::Unknown | Ty::Around(_) | Ty::Param(_) | Ty::Projection(..) => 2,
                    _ => 1,
                };
                shares[1].0[place] += 1;
            }
            if place == 2 {
                *open
                    .entry((call.name, shape(model, body, call)))
                    .or_default() += 1;
            }
        }
    }
    let total = model.program.resolution;
    let mut text = format!(
        "{:32}{:^33}  {:^33}\n",
        "", "calls", "receivers of calls named in stubs"
    );
    let columns = format!(
        "{:>7} {:>7} {:>7} {:>8}",
        "known", "other", "unknown", "all"
    );
    let _ = writeln!(text, "{:32}{columns:33}  {columns}", "");
    let calls = Shares([total.known, total.other, total.unknown]);
    let receivers = Shares([total.stub_known, total.stub_other, total.stub_unknown]);
    let _ = writeln!(
        text,
        "{:32}{:33}  {}",
        "total, as written",
        calls.show(),
        receivers.show()
    );
    for (name, [calls, receivers]) in crates {
        let _ = writeln!(text, "{name:32}{:33}  {}", calls.show(), receivers.show());
    }
    text += "by crate: calls that are left in the bodies, without those of tests\n\nunresolved methods\n";
    let mut open: Vec<((&str, String), u64)> = open
        .into_iter()
        .map(|((name, shape), number)| ((name.as_str(), shape), number))
        .collect();
    open.sort_by(|(left, many), (right, more)| more.cmp(many).then_with(|| left.cmp(right)));
    for ((name, shape), number) in open.into_iter().take(ROWS) {
        let _ = writeln!(text, "{number:>8}  {name:24} {shape}");
    }
    let mut macros: BTreeMap<&str, u64> = BTreeMap::new();
    for (_, unseen) in model.program.bodies().flat_map(|(_, body)| &body.unseen) {
        if let Unseen::Macro(name) = unseen {
            *macros.entry(name.as_str()).or_default() += 1;
        }
    }
    let mut macros: Vec<(&str, u64)> = macros.into_iter().collect();
    macros.sort_by_key(|(name, number)| (std::cmp::Reverse(*number), *name));
    text += "\nmacros that were not seen\n";
    for (name, number) in macros.into_iter().take(ROWS / 2) {
        let _ = writeln!(text, "{number:>8}  {name}");
    }
    text
}

/// The names of functions that some stub gives an effect.
fn named_in_stubs(model: &Model) -> HashSet<Sym> {
    let stubs = model
        .program
        .defs
        .iter()
        .filter(|def| def.location.is_none());
    stubs
        .filter(|def| {
            def.as_fn()
                .is_some_and(|function| !function.attrs.effects.is_empty())
        })
        .map(|def| def.name)
        .collect()
}

/// Where the receiver of a call comes from.
pub(crate) fn shape(model: &Model, body: &Body, call: &Call) -> String {
    let receiver = &call.args[0];
    let ty = match receiver.ty.peel_refs() {
        Ty::Unknown => String::new(),
        known => format!(": {}", otplint_model::why::ty(model, known)),
    };
    let place = match (&receiver.place, &receiver.value) {
        (Some(place), _)
        | (None, otplint_model::Value::Use(place) | otplint_model::Value::Ref(_, place)) => place,
        _ => return format!("a value{ty}"),
    };
    format!("{}{ty}", from(model, body, place))
}

fn from(model: &Model, body: &Body, place: &Place) -> String {
    let Some(local) = place.as_local() else {
        return "a static".to_owned();
    };
    let data = body.local(local);
    let field = if place.path.is_empty() {
        ""
    } else {
        "a part of "
    };
    let base = match (&data.kind, data.def.map(|node| &body.node(node).op)) {
        (LocalKind::Param(_), _) => "a parameter".to_owned(),
        (LocalKind::Capture(_), _) => "a capture".to_owned(),
        (_, Some(Op::Call(made))) => match &made.callee {
            Callee::Known(defs) => match defs.first() {
                Some(def) => format!("the result of {}", model.program.def(*def).path),
                None => format!("the result of {}", made.name),
            },
            Callee::Unknown => format!("the result of {}, unknown too", made.name),
            _ => format!("the result of {}", made.name),
        },
        (_, Some(Op::Await(_))) => "an awaited value".to_owned(),
        (LocalKind::Variable, _) => "a variable".to_owned(),
        (LocalKind::Temporary, _) => "a temporary".to_owned(),
    };
    format!("{field}{base}")
}
