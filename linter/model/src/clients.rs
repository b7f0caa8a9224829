//! HTTP clients: through which one a request goes, and whether it waits for its answer without an end.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::body::{Body, BodyId, Call, Callee, LocalKind, Op, Value};
use crate::effects::{self, Does, Site};
use crate::flow;
use crate::follow::{self, Field, Index};
use crate::place::{Place, Root};
use crate::program::Program;
use crate::slots;
use crate::stub::{Effect, TypeWord};

/// Chains of builders longer than this are not followed.
const LINKS: usize = 24;

/// So many functions lie at most between where a client is made and where it is kept.
const NEAR: usize = 2;

/// The clients of a program; what the fields that hold them are filled with is looked for once, and only if it is asked.
#[derive(Debug)]
pub struct Clients<'p> {
    program: &'p Program,
    index: &'p Index,
    fields: OnceCell<FxHashMap<Field, Vec<(BodyId, Value)>>>,
}

/// A request that is sent.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// The whole chain that makes it was seen, from its client on.
    pub seen: bool,
    /// The field that keeps the client, where one does.
    pub client: Option<Field>,
    /// The request sets itself a deadline.
    pub limited: bool,
    /// Whether its client sets one for all requests; `None` where that was not seen.
    pub client_limits: Option<bool>,
}

impl Request {
    /// Whether nothing ends the wait for its answer, for certain.
    pub fn is_endless(&self) -> bool {
        !self.limited && self.client_limits == Some(false)
    }
}

/// Waits for the answer of a server, through a client that sets no deadline unless it is told to.
pub fn sends(program: &Program, call: &Call) -> bool {
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    let outside = |attrs: &crate::stub::FnAttrs| attrs.has(Effect::Outside);
    effects::attrs_of(program, call).is_some_and(outside)
        && defs.iter().any(|def| {
            let path = program.def(*def).path.as_str();
            path.starts_with("reqwest::") && !path.starts_with("reqwest::blocking")
        })
}

/// Where a value came from, as far as a deadline goes.
enum Source {
    Client(BodyId, Place),
    /// Made at once: with a deadline, or without.
    Made(bool),
    Unseen,
}

impl<'p> Clients<'p> {
    /// Of this program.
    pub fn new(program: &'p Program, index: &'p Index) -> Self {
        Self {
            program,
            index,
            fields: OnceCell::new(),
        }
    }

    /// The request that a call sends; `None` where it sends none.
    pub fn request(&self, at: Site) -> Option<Request> {
        let program = self.program;
        let call = follow::call_at(program, at).filter(|call| sends(program, call))?;
        let (source, limited) = self.source(at.body, call);
        let seen = !matches!(source, Source::Unseen);
        let (client, client_limits) = match source {
            Source::Made(limited) => (None, Some(limited)),
            Source::Client(id, place) => {
                let (id, place) = home(program, id, &place);
                let field = place.last_field();
                let field = field.and_then(|(owner, name)| Some((owner?, name)));
                let limits = match field {
                    Some(field) => self.of_field(field),
                    None => self.made(id, &Value::Use(place), 0),
                };
                (field, limits)
            }
            Source::Unseen => (None, None),
        };
        Some(Request {
            seen,
            client,
            limited,
            client_limits,
        })
    }

    /// What the chain of a request begins with, and whether a link of it sets a deadline.
    fn source(&self, mut id: BodyId, call: &'p Call) -> (Source, bool) {
        let program = self.program;
        let mut limited = false;
        let mut link = call;
        for _ in 0..LINKS {
            limited |= limits(program, link);
            // A helper that makes the request.
            let callees = effects::callees(program, link);
            if !callees.is_empty() {
                match callees.as_slice() {
                    [one] if let Some(made) = returned(program, *one) => {
                        (id, link) = (*one, made);
                        continue;
                    }
                    _ => break,
                }
            }
            let body = program.body(id);
            let Some(first) = link.args.first() else {
                return (Source::Unseen, limited);
            };
            let first_is_client = program
                .adt(slots::peel(program, &first.ty))
                .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Client));
            match (&first.place, first_is_client) {
                (Some(place), true) => return (Source::Client(id, place.clone()), limited),
                (_, false) if !link.method => return (Source::Made(false), limited),
                (Some(place), false) => match before(body, place) {
                    Some(next) => {
                        limited |= again(body, place).any(|call| limits(program, call));
                        link = next;
                    }
                    None => break,
                },
                _ => break,
            }
        }
        (Source::Unseen, limited)
    }

    /// Whether what a field is filled with sets deadlines, everywhere or nowhere.
    fn of_field(&self, field: Field) -> Option<bool> {
        let fields = self.fields.get_or_init(|| fill(self.program));
        let filled = fields.get(&field)?;
        let mut answers = filled.iter().map(|(id, value)| self.made(*id, value, 0));
        let first = answers.next()??;
        answers.all(|answer| answer == Some(first)).then_some(first)
    }

    /// Whether a client sets deadlines, by the way it was made.
    fn made(&self, id: BodyId, value: &Value, depth: usize) -> Option<bool> {
        let program = self.program;
        let (Value::Use(place) | Value::Ref(_, place)) = value else {
            return None;
        };
        let (id, place) = home(program, id, place);
        let body = program.body(id);
        let local = place.as_local().filter(|_| place.path.is_empty())?;
        if let LocalKind::Param(position) = body.local(local).kind {
            let mut callers = self.index.callers_of(program, id).iter();
            let given = |at: &Site| {
                let arg = follow::call_at(program, *at)?.args.get(position as usize)?;
                self.made(at.body, &arg.value, depth + 1)
            };
            let first = callers.next().filter(|_| depth < NEAR).and_then(given)?;
            return callers.all(|at| given(at) == Some(first)).then_some(first);
        }
        let mut link = before(body, &place)?;
        for _ in 0..LINKS {
            if limits(program, link) {
                return Some(true);
            }
            if let [callee] = effects::callees(program, link).as_slice() {
                return makes(program, *callee);
            }
            match link.args.first() {
                Some(first) if link.method => {
                    let place = first.place.as_ref()?;
                    if again(body, place).any(|call| limits(program, call)) {
                        return Some(true);
                    }
                    link = before(body, place)?;
                }
                _ => return is_new(program, link).then_some(false),
            }
        }
        None
    }
}

/// Whether a function that returns a client sets it a deadline.
fn makes(program: &Program, id: BodyId) -> Option<bool> {
    let all = &program.bodies[id.function() as usize];
    let calls: Vec<&Call> = (all.iter().flat_map(Body::calls))
        .map(|(_, call)| call)
        .collect();
    if calls.iter().any(|call| limits(program, call)) {
        return Some(true);
    }
    // What a helper below does is not known here.
    let ends = |call: &&Call| effects::callees(program, call).is_empty();
    let news = |call: &&Call| is_new(program, call);
    (calls.iter().all(ends) && calls.iter().any(news)).then_some(false)
}

/// Sets a deadline, or does by its name, where a builder's method before it was not described.
fn limits(program: &Program, call: &Call) -> bool {
    let named = matches!(call.name.as_str(), "timeout" | "read_timeout");
    named && call.callee == Callee::Unknown
        || effects::attrs_of(program, call)
            .is_some_and(|attrs| attrs.has(Effect::Limits) || attrs.has(Effect::LimitsOne))
}

/// The call whose result a function returns, where that is one and the same whichever way it goes.
fn returned(program: &Program, id: BodyId) -> Option<&Call> {
    let body = program.body(id);
    let mut returns = body.nodes().filter_map(|(_, data)| match &data.op {
        Op::Return(value) => Some(value),
        _ => None,
    });
    match (returns.next(), returns.next()) {
        (Some(Value::Use(place)), None) => before(body, place),
        _ => None,
    }
}

/// `Client::new()`, `Client::builder()`, `ClientBuilder::new()`.
fn is_new(program: &Program, call: &Call) -> bool {
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    call.args.is_empty()
        && matches!(call.name.as_str(), "new" | "builder")
        && defs.iter().any(|def| {
            let path = program.def(*def).path.as_str();
            path.starts_with("reqwest::") && path.contains("Client")
        })
}

/// The call whose result a place is.
fn before<'b>(body: &'b Body, place: &Place) -> Option<&'b Call> {
    let mut local = place.as_local().filter(|_| place.path.is_empty())?;
    for _ in 0..8 {
        match &body.node(body.local(local).def?).op {
            Op::Call(call) => return Some(call),
            Op::Assign(_, Value::Use(from)) if from.path.is_empty() => local = from.as_local()?,
            _ => return None,
        }
    }
    None
}

/// The calls whose results a variable is given, on whatever way: `request = request.timeout(limit)`.
fn again<'b>(body: &'b Body, place: &Place) -> impl Iterator<Item = &'b Call> {
    let local = place.as_local().filter(|_| place.path.is_empty());
    body.nodes.iter().filter_map(move |data| match &data.op {
        Op::Assign(to, Value::Use(from)) if to.path.is_empty() && to.as_local() == local => {
            before(body, from)
        }
        _ => None,
    })
}

/// The place that a handle stands for, outside the closures and blocks that captured it.
fn home(program: &Program, id: BodyId, place: &Place) -> (BodyId, Place) {
    let (mut id, mut place) = (id, place.clone());
    for _ in 0..LINKS {
        let body = program.body(id);
        let Root::Local(local) = place.root else {
            break;
        };
        let data = body.local(local);
        if let Some(stands) = data.stands_for.as_ref().filter(|stands| **stands != place) {
            place = place.rebased(stands);
            continue;
        }
        if let (LocalKind::Capture(_), Some(parent)) = (&data.kind, body.parent)
            && let Some(outer) = effects::outward(program, id, &place)
        {
            (id, place) = (parent, outer);
            continue;
        }
        let from = flow::origin(body, &place);
        let cloned = from != place && !from.path.is_empty();
        if !cloned {
            break;
        }
        place = from;
    }
    (id, place)
}

/// What the fields that hold clients are filled with.
fn fill(program: &Program) -> FxHashMap<Field, Vec<(BodyId, Value)>> {
    let mut found: FxHashMap<Field, Vec<(BodyId, Value)>> = FxHashMap::default();
    let any = |_: Does| true;
    for (id, body) in program.doing(any) {
        if body.test || program.is_test_file(body.file) {
            continue;
        }
        for (_, data) in body.nodes() {
            flow::uses(&data.op, |value| {
                let Value::Aggregate(Some(owner), parts) = value else {
                    return;
                };
                for (name, part) in parts {
                    if holds_client(program, (*owner, *name)) {
                        found
                            .entry((*owner, *name))
                            .or_default()
                            .push((id, part.clone()));
                    }
                }
            });
        }
    }
    found
}

fn holds_client(program: &Program, (owner, name): Field) -> bool {
    program.def(owner).as_adt().is_some_and(|adt| {
        let mut fields = adt.variants.iter().flat_map(|variant| &variant.fields);
        fields.any(|field| {
            field.name == name
                && program
                    .adt(slots::peel(program, &field.ty))
                    .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Client))
        })
    })
}
