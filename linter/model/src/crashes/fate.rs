//! What becomes of a notice: followed through names, methods and the functions that it is given to.

use rustc_hash::FxHashMap;

use crate::body::{Body, BodyId, Call, Callee, EdgeKind, LocalId, LocalKind, NodeId, Op, Value};
use crate::effects::{self, Site};
use crate::flow;
use crate::place::{Place, Root};
use crate::program::Program;
use crate::slots;
use crate::stub::Effect;
use crate::ty::Ty;

use super::asked;
use super::methods::{self, Passed};
use super::types::{Layer, is_crash, is_named, is_payload, layer, tells};

/// What a local holds of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// All of it.
    Whole,
    /// An `Option` in which `None` stands for the crash, made here.
    Absent(Site),
}

/// Where a notice ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Somebody looks at it, or it goes where it is not followed.
    Seen,
    /// Nobody looks at it.
    Dropped(Site),
    /// Something else is put in its place, or a pattern leaves it out.
    Replaced(Site),
    /// The body returns it.
    Returned,
    /// The body returns `None` in its place, which was made here.
    Absent(Site),
}

/// A notice is followed into functions and closures no deeper than this.
const DEPTH: usize = 3;

/// Follows the notice that a local holds from a node on.
pub(super) fn follow(
    program: &Program,
    from: Site,
    local: LocalId,
    kind: Kind,
    depth: usize,
) -> End {
    let mut follower = Follower {
        program,
        id: from.body,
        body: program.body(from.body),
        from,
        held: FxHashMap::default(),
        end: End::Dropped(from),
        depth,
    };
    follower.held.insert(local, kind);
    let name = follower.body.local(local).name;
    if name.is_some_and(|name| !name.as_str().starts_with('_')) && follower.is_logged(from.node) {
        return End::Seen;
    }
    // Names that are bound later in the text come later in the list.
    for (node, data) in follower.body.nodes() {
        if follower.looks(node, &data.op) {
            return End::Seen;
        }
    }
    match follower.is_captured() || follower.is_used_unseen() {
        true => End::Seen,
        false => follower.end,
    }
}

/// Whether a value is in one of some locals.
pub(super) fn is_in(value: &Value, held: &impl Fn(LocalId) -> bool) -> bool {
    matches!(value, Value::Use(place) | Value::Ref(_, place)
        if matches!(place.root, Root::Local(local) if held(local)))
}

struct Follower<'p> {
    program: &'p Program,
    id: BodyId,
    body: &'p Body,
    from: Site,
    held: FxHashMap<LocalId, Kind>,
    end: End,
    depth: usize,
}

impl Follower<'_> {
    fn site(&self, node: NodeId) -> Site {
        Site {
            body: self.id,
            node,
        }
    }

    fn holds(&self, local: LocalId) -> bool {
        self.held.contains_key(&local)
    }

    /// What is held where a value comes from.
    fn kind(&self, value: &Value) -> Option<Kind> {
        match value {
            Value::Use(place) | Value::Ref(_, place) => self.held.get(&place.as_local()?).copied(),
            _ => None,
        }
    }

    fn is_moved(&self, value: &Value) -> bool {
        flow::locals_moved(value)
            .iter()
            .any(|local| self.holds(*local))
    }

    /// Whether a node looks at the notice, or takes it where it is not followed.
    fn looks(&mut self, node: NodeId, op: &Op) -> bool {
        match op {
            Op::Assign(to, value) => match self.kind(value) {
                Some(kind) => self.is_bound(node, to, value, kind),
                None => matches!(value, Value::Aggregate(..)) && self.is_moved(value),
            },
            Op::Branch(value) => match self.kind(value) {
                Some(kind) => self.asks(node, value, kind),
                None => false,
            },
            Op::Call(call) => self.is_given(node, call),
            Op::Return(value) => {
                match self.kind(value) {
                    Some(Kind::Whole) => self.end = End::Returned,
                    Some(Kind::Absent(at)) => self.end = End::Absent(at),
                    None => return self.is_moved(value),
                }
                false
            }
            Op::Fail(value) | Op::Yield(value) => {
                self.kind(value).is_some() || self.is_moved(value)
            }
            op => {
                let mut used = false;
                flow::uses(op, |value| {
                    used |= self.kind(value).is_some() || self.is_moved(value);
                });
                used
            }
        }
    }

    /// It is bound to a name, or stored; whether that is to look at it.
    fn is_bound(&mut self, node: NodeId, to: &Place, value: &Value, kind: Kind) -> bool {
        let Some(local) = to.as_local().filter(|_| to.path.is_empty()) else {
            return true;
        };
        let bound = self.body.local(local);
        let named = bound
            .name
            .is_some_and(|name| !name.as_str().starts_with('_'));
        let program = self.program;
        // `Err(error)`: who gives it a name looks at it.
        if named && (is_crash(program, &bound.ty) || is_payload(program, &bound.ty)) {
            return true;
        }
        // What the task yields says nothing of its crash.
        let inside = self.layer(value) == Layer::Crash;
        let holds = match kind {
            Kind::Whole => tells(program, &bound.ty) || !bound.ty.is_known() && !inside,
            Kind::Absent(_) => is_named(program, bound.ty.peel_refs(), "Option"),
        };
        if holds {
            self.held.insert(local, kind);
            return named && self.is_logged(node);
        }
        false
    }

    /// What the outermost layer of a value says.
    fn layer(&self, value: &Value) -> Layer {
        let ty = match value {
            Value::Use(place) | Value::Ref(_, place) => {
                slots::place_type(self.program, self.id, place)
            }
            _ => None,
        };
        ty.map_or(Layer::Plain, |ty| layer(self.program, &ty))
    }

    /// A question is asked of it; whether something follows for a crash.
    fn asks(&mut self, node: NodeId, value: &Value, kind: Kind) -> bool {
        let replaced = match (kind, self.layer(value)) {
            (Kind::Whole, Layer::Plain) => return asked::reports(self.body, node),
            (Kind::Whole, Layer::Other) => {
                if asked::reports(self.body, node) {
                    return true;
                }
                self.is_skipped(node)
            }
            (Kind::Whole, Layer::Crash) | (Kind::Absent(_), _) => {
                if asked::is_answered(self.program, self.body, node) {
                    return true;
                }
                true
            }
        };
        if replaced {
            self.end = End::Replaced(self.site(node));
        }
        false
    }

    /// `Some(Ok(value))`: the pattern looks through both layers, and a crash goes where `None` goes.
    fn is_skipped(&self, question: NodeId) -> bool {
        let edges = &self.body.node(question).next;
        edges
            .iter()
            .filter(|edge| edge.kind == EdgeKind::Success)
            .any(|edge| {
                let mut at = edge.to;
                for _ in 0..8 {
                    let data = self.body.node(at);
                    if let Op::Assign(to, value) = &data.op
                        && self.kind(value).is_some()
                        && let Some(local) = to.as_local()
                    {
                        let ty = &self.body.local(local).ty;
                        return ty.is_known() && !tells(self.program, ty);
                    }
                    match (&data.op, data.next.as_slice()) {
                        (Op::Join | Op::Assign(..), [one]) => at = one.to,
                        _ => break,
                    }
                }
                false
            })
    }

    /// It is an argument; whether whoever gets it looks at it.
    fn is_given(&mut self, node: NodeId, call: &Call) -> bool {
        for (index, arg) in call.args.iter().enumerate() {
            let through = arg
                .place
                .as_ref()
                .and_then(Place::as_local)
                .and_then(|local| self.held.get(&local).copied());
            let Some(kind) = self.kind(&arg.value).or(through) else {
                if self.is_moved(&arg.value) {
                    return true;
                }
                continue;
            };
            match self.passes(node, call, index, kind) {
                Passed::On(kind) => {
                    self.held.insert(call.to, kind);
                }
                Passed::Nowhere => {}
                Passed::Replaced(at) => self.end = End::Replaced(at),
                Passed::Seen => return true,
            }
        }
        false
    }

    fn passes(&mut self, node: NodeId, call: &Call, index: usize, kind: Kind) -> Passed {
        let Callee::Known(defs) = &call.callee else {
            return Passed::Seen;
        };
        if let [def] = defs.as_slice()
            && let Some(callee) = self.program.body_of.get(def)
        {
            return self.goes_into(*callee, call, index, kind);
        }
        let own = |def| self.program.def(def).location.is_some();
        if defs.iter().any(|def| own(*def)) {
            return Passed::Seen;
        }
        if index > 0 {
            return self.is_collected(call);
        }
        methods::pass(self.program, self.site(node), call, kind, self.depth)
    }

    /// A function of the workspace gets it.
    fn goes_into(&self, callee: BodyId, call: &Call, index: usize, kind: Kind) -> Passed {
        let target = self.program.body(callee);
        let Some(param) = target.params.get(index) else {
            return Passed::Seen;
        };
        // What is said of any `Result` by its type's parameters is said of none.
        let ty = &target.local(*param).ty;
        let known = match kind {
            Kind::Whole => tells(self.program, ty),
            Kind::Absent(_) => is_named(self.program, ty.peel_refs(), "Option"),
        };
        if !known || self.depth >= DEPTH || target.is_async && !call.awaited {
            return Passed::Seen;
        }
        let start = Site {
            body: callee,
            node: NodeId(0),
        };
        let lent = matches!(target.local(*param).ty, Ty::Ref(..));
        match follow(self.program, start, *param, kind, self.depth + 1) {
            End::Seen => Passed::Seen,
            End::Returned => Passed::On(kind),
            // It is still here.
            _ if lent => Passed::Nowhere,
            End::Absent(at) => Passed::On(Kind::Absent(at)),
            End::Dropped(_) if tells_somebody(target) => Passed::Seen,
            End::Dropped(at) | End::Replaced(at) => Passed::Replaced(at),
        }
    }

    /// `results.push(task.await)`: the list holds it.
    fn is_collected(&mut self, call: &Call) -> Passed {
        let inserts =
            effects::attrs_of(self.program, call).is_some_and(|attrs| attrs.has(Effect::Insert));
        let list = call
            .args
            .first()
            .and_then(|receiver| receiver.place.as_ref())
            .filter(|place| place.path.is_empty())
            .and_then(Place::as_local)
            .filter(|local| {
                let data = self.body.local(*local);
                matches!(data.kind, LocalKind::Variable) && tells(self.program, &data.ty)
            });
        match list {
            Some(list) if inserts => {
                self.held.insert(list, Kind::Whole);
                Passed::Nowhere
            }
            _ => Passed::Seen,
        }
    }

    /// Captured by a closure or block: not followed.
    fn is_captured(&self) -> bool {
        self.program.bodies[self.id.function() as usize]
            .iter()
            .any(|inner| {
                inner.parent == Some(self.id)
                    && inner.locals.iter().any(
                        |data| matches!(data.kind, LocalKind::Capture(outer) if self.holds(outer)),
                    )
            })
    }

    /// A variable with a name that nothing in view mentions: the compiler would warn of it, so it is used where
    /// nothing was seen, in the text of a macro or under another `cfg`.
    fn is_used_unseen(&self) -> bool {
        self.held.keys().any(|local| {
            let data = self.body.local(*local);
            let named = data
                .name
                .is_some_and(|name| !name.as_str().starts_with('_'));
            named
                && matches!(data.kind, LocalKind::Variable | LocalKind::Param(_))
                && !self
                    .body
                    .nodes()
                    .any(|(node, data)| node != self.from.node && mentions(&data.op, *local))
        })
    }

    /// A log line follows that may well show the value, on a way on which it is not known to be fine.
    fn is_logged(&self, bound: NodeId) -> bool {
        let asks = |node: NodeId| matches!(&self.body.node(node).op, Op::Branch(value) if self.kind(value).is_some());
        let around = self.body.node(bound).in_loop;
        let head = around.map(|of| self.body.loops[of.0 as usize].head);
        let after = flow::reachable_by(
            self.body,
            bound,
            |node| Some(node) == head,
            |node, edge| edge.kind != EdgeKind::Success || !asks(node),
        );
        after.iter().any(|node| {
            let data = self.body.node(node);
            matches!(data.op, Op::Log)
                && around.is_none_or(|of| self.body.loop_within(data.in_loop, of))
        })
    }
}

fn mentions(op: &Op, local: LocalId) -> bool {
    let mut found = false;
    flow::uses(op, |value| {
        found |= flow::mentions(value, &|other| other == local) != flow::Mention::No;
    });
    let by_place = matches!(op, Op::Call(call) if call.args.iter().any(|arg| {
        arg.place.as_ref().and_then(Place::as_local) == Some(local)
    }));
    found || by_place
}

/// A function that writes a log line, fails or panics on some way, whatever it is given.
fn tells_somebody(body: &Body) -> bool {
    body.nodes()
        .any(|(_, data)| matches!(data.op, Op::Log | Op::Fail(_) | Op::Panic))
}
