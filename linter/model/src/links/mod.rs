//! Who waits for whom: processes linked by the waits in their turns.

use crate::body::BodyId;
use crate::effects::Site;
use crate::follow;
use crate::model::Model;
use crate::span::Span;
use crate::turn::{self, ProcessId};
use directory::Directory;
use finder::Finder;
pub use finder::sets_own_deadline;
use requests::channels_of;
pub use requests::{Request, requests};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

mod directory;
mod finder;
mod requests;

/// A process waits for another one in its turn.
#[derive(Clone, Debug)]
pub struct Link {
    /// Who waits.
    pub from: ProcessId,
    /// For whom.
    pub to: ProcessId,
    /// What for.
    pub kind: Wait,
    /// The message is sent here.
    pub at: Site,
    /// And the wait is here, where that is another node.
    pub awaited: Site,
    /// The handler, hook or loop in whose turn that happens.
    pub handler: BodyId,
    /// The calls that lead from there to `at`, outermost first.
    pub via: Vec<Site>,
    /// Where a deadline ends the wait.
    pub deadline: Option<Site>,
    /// How surely it is this process.
    pub certainty: Certainty,
    /// The handlers that the message is for, where its type alone tells.
    pub handled: SmallVec<[BodyId; 1]>,
}

/// What a process waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// The reply to a message.
    Reply,
    /// Room in a mailbox that has a bound.
    Room,
}

/// How surely an address leads to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// One of several that take such messages, or another instance of the same kind.
    Maybe,
    /// The only one that takes such messages.
    Only,
    /// The one that the address or channel names.
    Named,
}

/// All waits of processes for processes.
#[derive(Debug, Default)]
pub struct Links {
    /// They, by who waits.
    pub list: Vec<Link>,
    directory: Directory,
}

/// More processes than this behind one message are no answer.
const CANDIDATES: usize = 4;

impl Links {
    /// Finds the waits of all processes.
    pub fn new(model: &Model) -> Self {
        let directory = Directory::new(model);
        let mut list = Vec::new();
        let turns = model.turns();
        for id in turns.processes(model) {
            for turn in turns.of(model, id, &[]) {
                let mut finder = Finder {
                    model,
                    directory: &directory,
                    from: id,
                    handler: turn.body(),
                    found: &mut list,
                };
                turn::walk(model, &turn, &mut finder);
            }
        }
        let mut links = Self { list, directory };
        links.settle();
        links
    }

    /// The process whose loop answers a request that goes into its channel here.
    pub fn answers(&self, model: &Model, at: Site) -> Option<ProcessId> {
        let taking = self.directory.taking(model, &channels_of(model, at));
        match taking.as_slice() {
            [(one, _)] => Some(*one),
            _ => None,
        }
    }

    /// Where all that may be behind a message wait for its sender in the end, it does not matter
    /// which of them it is.
    fn settle(&mut self) {
        let mut next: FxHashMap<ProcessId, Vec<ProcessId>> = FxHashMap::default();
        for link in &self.list {
            next.entry(link.from).or_default().push(link.to);
        }
        let leads = |from: ProcessId, to: ProcessId| {
            let mut seen: FxHashSet<ProcessId> = FxHashSet::default();
            let mut open = vec![from];
            while let Some(at) = open.pop() {
                if at == to {
                    return true;
                }
                if seen.insert(at) {
                    open.extend(next.get(&at).into_iter().flatten());
                }
            }
            false
        };
        let mut all_back: FxHashMap<(ProcessId, Site), bool> = FxHashMap::default();
        for link in self
            .list
            .iter()
            .filter(|link| link.certainty == Certainty::Maybe)
        {
            let back = link.to != link.from && leads(link.to, link.from);
            *all_back.entry((link.from, link.at)).or_insert(true) &= back;
        }
        for link in &mut self.list {
            if link.certainty == Certainty::Maybe && all_back[&(link.from, link.at)] {
                link.certainty = Certainty::Only;
            }
        }
    }
}

/// The innermost place on the way to a wait that is the process's own code, and no helper's.
pub fn own_place(model: &Model, link: &Link) -> (BodyId, Span) {
    let program = &model.program;
    let owner = (model.processes.list.get(link.from)).and_then(|process| process.owner);
    let own = |site: &&Site| {
        let function = program.function(program.body(site.body).owner);
        let of = function.and_then(|function| function.self_def);
        site.body.function() == link.handler.function() || owner.is_some() && of == owner
    };
    let mut ways = link.via.iter().chain([&link.at]);
    let at = ways.rfind(own).copied().unwrap_or(link.at);
    let span =
        follow::call_at(program, at).map_or_else(|| model.location(at).span, |call| call.name_span);
    (at.body, span)
}
