//! Helpers that look for something and hand their caller what they found, or nothing: their callers look.

use otplint_model::body::{Body, BodyKind, NodeId, Op, Value};
use otplint_model::effects::{self, Site};
use otplint_model::follow::call_at;
use otplint_model::{Call, Model};

/// A chain of `map(..)`, `cloned()`, `ok()` longer than this is not followed.
const LINKS: usize = 6;

/// The calls of the function that returns what a call finds and does nothing else with it.
pub(super) fn to(model: &Model, look: Site) -> Vec<Site> {
    let program = &model.program;
    let body = program.body(look.body);
    if body.kind != BodyKind::Fn || !may_be_nothing(model, body) {
        return Vec::new();
    }
    let mut returns = body.nodes().filter_map(|(_, data)| match &data.op {
        Op::Return(value) => Some(value),
        _ => None,
    });
    match (returns.next(), returns.next()) {
        (Some(value), None) if is_found(model, body, look, value) => {
            model.index.callers_of(program, look.body).to_vec()
        }
        _ => Vec::new(),
    }
}

fn may_be_nothing(model: &Model, body: &Body) -> bool {
    let output = body.output.adt().map(|def| model.program.def(def).name);
    output.is_some_and(|name| matches!(name.as_str(), "Option" | "Result"))
}

/// Whether a value is what the call found, by another name or as another type.
fn is_found(model: &Model, body: &Body, look: Site, value: &Value) -> bool {
    let mut value = value;
    for _ in 0..LINKS {
        let (Value::Use(place) | Value::Ref(_, place)) = value else {
            return false;
        };
        let local = place.as_local().filter(|_| place.path.is_empty());
        let Some(node) = local.and_then(|local| body.local(local).def) else {
            return false;
        };
        if node == look.node {
            return true;
        }
        value = match made_of(model, body, look, node) {
            Some(value) => value,
            None => return false,
        };
    }
    false
}

/// What a node makes its result of: an assignment, a method of `Option` or `Result` that keeps what is missing.
fn made_of<'m>(model: &'m Model, body: &'m Body, look: Site, node: NodeId) -> Option<&'m Value> {
    if let Op::Assign(_, value) = &body.node(node).op {
        return Some(value);
    }
    let at = Site {
        body: look.body,
        node,
    };
    let keeps = |call: &&Call| call.method && effects::callees(&model.program, call).is_empty();
    let call = call_at(&model.program, at).filter(keeps)?;
    Some(&call.args.first()?.value)
}
