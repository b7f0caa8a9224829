//! Futures that are alive and not polled while their own task waits for what they may hold: a lock, a
//! permit, a place in a channel.

mod lent;
mod streams;
mod takings;

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::body::{Body, BodyId, NodeId, Op, SelectKind};
use crate::effects::{Does, Site};
use crate::flow;
use crate::model::Model;
use crate::place::Place;
use crate::program::Program;
use crate::stub::{Acquires, Effect};
use streams::FieldSet;
pub(crate) use streams::is_set;

/// A future that is parked while its task waits for what it may hold.
#[derive(Clone, Debug)]
pub struct Parked {
    /// Where it was polled last.
    pub at: Site,
    /// Why it is not polled from there on.
    pub by: By,
    /// What it takes.
    pub holds: Taking,
    /// What the task waits for, in the meantime.
    pub wants: Taking,
}

/// Why a future is not polled though it is alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Another arm of a `select!` was ready first.
    Select,
    /// Its deadline is over, or another future was ready first, and it was only lent.
    Lent,
    /// It waits in a stream or set of futures, which is polled only when its next item is asked for.
    Stream,
    /// It was polled once.
    Once,
}

/// A lock, permit or place that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// What it is taken from, in the terms of the body that was asked.
    pub from: Resource,
    /// What it is; `None` for a place in a channel.
    pub kind: Option<Acquires>,
    /// Where it happens.
    pub at: Site,
    /// The calls that lead there, outermost first.
    pub via: Vec<Site>,
}

/// Something that few may hold at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// What stands at a place.
    Place(Place),
    /// A channel with room for one message, by where it is made.
    Channel(Site),
}

/// A future that is parked and takes something, which is nevertheless fine.
#[derive(Clone, Copy, Debug)]
pub struct Fine {
    /// Where it was polled last.
    pub at: Site,
}

/// Chains of calls longer than this are not followed.
const DEPTH: usize = 8;

/// A body that takes more than this is cut off there.
const MOST: usize = 24;

/// All futures that are parked and take something, and whether their task waits for it.
pub fn find(model: &Model) -> Vec<Result<Parked, Fine>> {
    let takings = Takings {
        model,
        known: RefCell::default(),
    };
    let program = &model.program;
    let mut found = Vec::new();
    let parks = program.doing(|does| does.effects.has(Effect::Parks));
    let fields: Vec<FieldSet> = parks
        .filter(|(_, body)| !body.test)
        .flat_map(|(id, body)| takings.field_sets(id, body))
        .collect();
    let lends = [Effect::Parks, Effect::Timeout, Effect::SelectCombinator];
    let asks = |does: Does| !fields.is_empty() && does.effects.has(Effect::Recv);
    for (id, body) in program.doing(|does| does.selects || does.effects.any(lends) || asks(does)) {
        if body.test {
            continue;
        }
        for (node, data) in body.nodes() {
            let at = Site { body: id, node };
            match &data.op {
                Op::Select(select) if select.kind == SelectKind::Select => {
                    takings.lent_to_select(at, body, select, &mut found);
                }
                Op::Call(call) => {
                    takings.lent_to_call(at, body, call, &mut found);
                    takings.handed_back(at, body, call, &mut found);
                }
                _ => {}
            }
        }
        takings.streams(id, body, &fields, &mut found);
    }
    found
}

struct Takings<'m> {
    model: &'m Model,
    /// By body, and whether the future that it returns is polled too.
    known: RefCell<FxHashMap<(BodyId, bool), Vec<Taking>>>,
}

type Found = Vec<Result<Parked, Fine>>;

impl Takings<'_> {
    fn program(&self) -> &Program {
        &self.model.program
    }

    /// Whether the task waits for what a parked future takes.
    #[expect(
        clippy::too_many_arguments,
        reason = "what is parked, and where that matters"
    )]
    fn judge(
        &self,
        at: Site,
        body: &Body,
        starts: &[NodeId],
        stops: impl Fn(NodeId) -> bool,
        holds: &[Taking],
        by: By,
        found: &mut Found,
    ) {
        let mut first: Option<(NodeId, Parked)> = None;
        for start in starts {
            if stops(*start) {
                continue;
            }
            let mut after = flow::reachable(body, *start, &stops);
            after.insert(*start);
            for node in after.iter().filter(|node| !stops(*node)) {
                let waits = Site {
                    body: at.body,
                    node,
                };
                for wants in self.of_node(waits, 0) {
                    let meets = holds.iter().find(|held| self.same(held, &wants));
                    let earlier = first.as_ref().is_none_or(|(known, _)| node < *known);
                    if let (Some(held), true) = (meets, earlier) {
                        let parked = Parked {
                            at,
                            by,
                            holds: held.clone(),
                            wants,
                        };
                        first = Some((node, parked));
                    }
                }
            }
        }
        found.push(first.map(|(_, parked)| parked).ok_or(Fine { at }));
    }

    /// Whether one who holds the first keeps the other waiting.
    fn same(&self, held: &Taking, wanted: &Taking) -> bool {
        let shared = |one: &Taking| one.kind == Some(Acquires::Shared);
        let same = match (&held.from, &wanted.from) {
            (Resource::Place(held), Resource::Place(wanted)) => held.overlaps(wanted),
            (Resource::Channel(held), Resource::Channel(wanted)) => held == wanted,
            _ => false,
        };
        same && !(shared(held) && shared(wanted))
    }
}

/// Whether what is taken has as many places as its maker says: a semaphore or a pool of connections.
pub fn is_counted(taking: &Taking) -> bool {
    matches!(taking.kind, Some(Acquires::Permit | Acquires::Connection))
}
