//! Sources that end: once they have, they say so at once, each time they are asked.

use crate::body::{Body, BodyId, Call, EdgeKind, LocalId, LocalKind, NodeId, Op, Outcome, Value};
use crate::channels;
use crate::effects::{self, Made, Site};
use crate::flow::{self, NodeSet};
use crate::place::{Place, Root, Step};
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::stub::{Effect, Flavor, TypeAttrs, TypeWord};
use crate::ty::Ty;

use super::{DEPTH, Pace};

/// A source lies no deeper than this many calls.
const HELPERS: usize = 3;

/// What is asked again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The call that takes from it.
    pub leaf: Site,
    /// The place of the source, in the terms of the body that was asked.
    pub place: Place,
    /// What it is.
    pub kind: SourceKind,
    /// What it yields once it has ended.
    pub says: Says,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A channel whose other side may go.
    Channel,
    /// A stream that may come to its end.
    Stream,
    /// A connection or another reader.
    Reader,
}

/// How a source says that it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Says {
    /// By a failure.
    pub failure: bool,
    /// By `None`.
    pub nothing: bool,
}

impl Pace<'_> {
    /// The source from which this node takes, with no other wait before.
    pub fn source(&self, at: Site) -> Option<Source> {
        let body = self.program.body(at.body);
        match &body.node(at.node).op {
            Op::Call(call) => self.source_of_call(at, call, call.awaited, 0),
            Op::Await(await_) => self.source_of_future(at, &await_.future.value),
            _ => None,
        }
    }

    /// The same for a future that a `select!` at this node polls.
    pub fn source_of_future(&self, at: Site, future: &Value) -> Option<Source> {
        let body = self.program.body(at.body);
        let made = effects::future_bodies(self.program, body, future);
        let [Made::Call(node)] = made.as_slice() else {
            return None;
        };
        match &body.node(*node).op {
            Op::Call(call) => {
                let at = Site {
                    body: at.body,
                    node: *node,
                };
                self.source_of_call(at, call, true, 0)
            }
            _ => None,
        }
    }

    fn source_of_call(&self, at: Site, call: &Call, polled: bool, depth: usize) -> Option<Source> {
        let attrs = effects::attrs_of(self.program, call);
        let has = |effect| attrs.is_some_and(|attrs| attrs.has(effect));
        // Time that has passed is no end.
        if attrs.is_some_and(|attrs| attrs.duration.is_some()) {
            return None;
        }
        if has(Effect::Recv) || has(Effect::IoRead) {
            let place = call.args.first()?.place.clone()?;
            let says = says(self.program, result(self.program, at, call)?)?;
            let kind = match () {
                () if has(Effect::Recv) => kind(self.program, call, says)?,
                () if call.method && !has(Effect::Accepts) => reader(self.program, call)?,
                () => return None,
            };
            return Some(Source {
                leaf: at,
                place,
                kind,
                says,
            });
        }
        let callees = effects::callees(self.program, call);
        let &[callee] = callees.as_slice() else {
            return None;
        };
        if depth >= HELPERS || self.program.body(callee).is_async && !polled {
            return None;
        }
        let said = says(self.program, result(self.program, at, call)?)?;
        let below = (callee, depth + 1);
        let found = self
            .sources
            .of(below, || self.source_of_body(callee, depth + 1));
        let (inner, says) = found?;
        Some(Source {
            leaf: inner.leaf,
            place: effects::translate(self.program, callee, call, &inner.place)?,
            kind: inner.kind,
            says: Says {
                failure: says.failure && said.failure,
                nothing: says.nothing && said.nothing,
            },
        })
    }

    /// The first that a function does but for what takes no time: it takes from a source that lives outside, and
    /// hands on that it has ended.
    fn source_of_body(&self, id: BodyId, depth: usize) -> Option<(Source, Says)> {
        let body = self.program.body(id);
        let mut seen = NodeSet::new(body);
        let mut open = vec![NodeId(0)];
        while let Some(node) = open.pop() {
            if !seen.insert(node) {
                continue;
            }
            let at = Site { body: id, node };
            if let Op::Call(call) = &body.node(node).op
                && let Some(source) = self.source_of_call(at, call, call.awaited, depth)
                && is_from_outside(body, &source.place)
            {
                let says = self.hands_on_end(at, call, &source);
                return (says.failure || says.nothing).then_some((source, says));
            }
            if self.node_waits(at, depth) {
                continue;
            }
            open.extend(body.node(node).next.iter().map(|edge| edge.to));
        }
        None
    }

    /// How a body says that what it took from has ended.
    fn hands_on_end(&self, at: Site, call: &Call, source: &Source) -> Says {
        let body = self.program.body(at.body);
        let mut says = Says {
            failure: call.outcome == Outcome::Propagated && source.says.failure,
            nothing: false,
        };
        // `self.receiver.recv().await`, as the whole.
        let held = flow::named(body, at.node);
        let whole = body.nodes().any(|(_, data)| {
            matches!(&data.op, Op::Return(Value::Use(place))
                if place.path.is_empty() && place.as_local().is_some_and(|local| held.contains(&local)))
        });
        if whole {
            return source.says;
        }
        for start in ended_ways(body, at.node, call.to, source.says) {
            let after = flow::reachable(body, start, |node| {
                matches!(body.node(node).op, Op::LoopHead(_))
                    || self.node_waits(
                        Site {
                            body: at.body,
                            node,
                        },
                        DEPTH,
                    )
            });
            for node in after.iter().chain([start]) {
                match &body.node(node).op {
                    Op::Fail(_) => says.failure = true,
                    Op::Return(value) => says.nothing |= is_none(self.program, value),
                    _ => {}
                }
            }
        }
        says
    }
}

/// What a call yields when it is polled to its end.
fn result<'p>(program: &'p Program, at: Site, call: &Call) -> Option<&'p Ty> {
    let mut ty = &program.body(at.body).local(call.to).ty;
    if let Ty::Future(output) = ty {
        ty = output;
    }
    Some(ty)
}

/// How a value of this type says that something has ended.
fn says(program: &Program, ty: &Ty) -> Option<Says> {
    let name = |ty: &Ty| {
        let def = program.def(ty.adt()?);
        def.location.is_none().then(|| def.name.as_str().to_owned())
    };
    match name(ty)?.as_str() {
        "Option" => Some(Says {
            failure: false,
            nothing: true,
        }),
        "Result" => Some(Says {
            failure: true,
            nothing: ty.arg(0).and_then(name).as_deref() == Some("Option"),
        }),
        _ => None,
    }
}

/// A receiver, or a stream of which it is known that it does not grow again.
fn kind(program: &Program, call: &Call, says: Says) -> Option<SourceKind> {
    let ty = &call.args.first()?.ty;
    if let Some(Shared::End(_, true, _)) = slots::shared(program, ty) {
        // An answer is waited for once; a value that is watched lives as long as whoever sets it.
        let flavor = channels::flavor(program, ty);
        let ends = !matches!(flavor, Some(Flavor::Oneshot | Flavor::Watch));
        return ends.then_some(SourceKind::Channel);
    }
    // What fails may be an item; what is put into a set follows when there is none.
    let grows = |attrs: &TypeAttrs| attrs.collection.is_some() || attrs.is(TypeWord::TaskSet);
    let holds_items = program
        .adt(ty.peel_refs())
        .is_some_and(|(_, adt)| grows(&adt.attrs));
    (says.nothing && !says.failure && !holds_items && !is_local_timer(program, ty))
        .then_some(SourceKind::Stream)
}

/// The ticks of a timer do not end.
fn is_local_timer(program: &Program, ty: &Ty) -> bool {
    let (Ty::Adt(_, args), Some((_, adt))) = (ty.peel_refs(), program.adt(ty.peel_refs())) else {
        return false;
    };
    adt.attrs.is(TypeWord::Interval) || args.iter().any(|arg| is_local_timer(program, arg))
}

/// A connection; what comes by datagrams has no end, and a failure of one says nothing of the next.
fn reader(program: &Program, call: &Call) -> Option<SourceKind> {
    let ty = call.args.first()?.ty.peel_refs();
    let datagrams = program.adt(ty).is_some_and(|(def, _)| {
        let name = program.def(def).name.as_str();
        name.contains("Udp") || name.contains("Datagram") || name == "File"
    });
    let from = matches!(call.name.as_str(), "recv_from" | "try_read" | "try_recv");
    (!datagrams && !from).then_some(SourceKind::Reader)
}

/// Whether the source lives on when the body ends.
fn is_from_outside(body: &Body, place: &Place) -> bool {
    match place.root {
        Root::Static(_) => true,
        Root::Local(local) => matches!(body.local(local).kind, LocalKind::Param(_)),
    }
}

/// `None`, `Ok(None)`.
pub fn is_none(program: &Program, value: &Value) -> bool {
    match value {
        Value::Aggregate(Some(def), parts) => match parts.as_slice() {
            [] => program.def(*def).name == "None",
            [(_, inner)] => program.def(*def).name == "Ok" && is_none(program, inner),
            _ => false,
        },
        _ => false,
    }
}

/// Where the paths begin that are taken once a source has ended, as the questions about what it yields tell; where
/// nothing asks nor uses it, all ways.
pub fn ended_ways(body: &Body, from: NodeId, result: LocalId, says: Says) -> Vec<NodeId> {
    let mut held = vec![result];
    let mut at = from;
    let mut failure = says.failure;
    for _ in 0..24 {
        let data = body.node(at);
        let own = |place: &Place| {
            matches!(place.root, Root::Local(local) if held.contains(&local))
                && place.path.iter().all(|step| !matches!(step, Step::Elem))
        };
        match &data.op {
            Op::Branch(Value::Use(place) | Value::Ref(_, place)) if own(place) => {
                let known = |kind| data.next.iter().any(|edge| edge.kind == kind);
                let fails = |kind| match kind {
                    EdgeKind::Failure => true,
                    EdgeKind::Success => false,
                    _ => known(EdgeKind::Success) && !known(EdgeKind::Failure),
                };
                // `read()?` asks whether it failed; the next question whether there was anything.
                let asks_twice = failure && says.nothing;
                let leaves = |node: NodeId| matches!(body.node(node).op, Op::Fail(_));
                let ways: Vec<NodeId> = (data.next.iter())
                    .filter(|edge| fails(edge.kind))
                    .map(|edge| edge.to)
                    .collect();
                if asks_twice && ways.iter().all(|way| leaves(*way)) {
                    let success = data.next.iter().find(|edge| edge.kind == EdgeKind::Success);
                    let Some(edge) = success else { return ways };
                    failure = false;
                    at = edge.to;
                    continue;
                }
                return ways;
            }
            Op::Branch(_) if at != from => return Vec::new(),
            Op::Assign(to, Value::Use(place)) if own(place) && place.path.is_empty() => {
                held.extend(to.as_local().filter(|_| to.path.is_empty()));
            }
            Op::Call(call) if at != from => {
                let first = call.args.first().and_then(|arg| match &arg.value {
                    Value::Use(place) | Value::Ref(_, place) => Some(place),
                    _ => None,
                });
                if first.is_some_and(own) && call.method {
                    // `recv().await.is_err()`, `recv().await.ok()`
                    held.push(call.to);
                } else if call.args.iter().any(|arg| {
                    flow::mentions(&arg.value, &|local| held.contains(&local)) != flow::Mention::No
                }) {
                    return Vec::new();
                }
            }
            _ => {}
        }
        match data.next.as_slice() {
            [one] if !matches!(body.node(one.to).op, Op::LoopHead(_)) => at = one.to,
            _ => break,
        }
    }
    Vec::new()
}

/// Whether nothing in a body looks at what a node yields.
pub fn is_unused(body: &Body, from: NodeId, result: LocalId) -> bool {
    body.nodes().all(|(node, data)| {
        let mut used = false;
        flow::uses(&data.op, |value| {
            used |= flow::mentions(value, &|local| local == result) != flow::Mention::No;
        });
        !used || node == from
    })
}
