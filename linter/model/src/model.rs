//! The process model: what the workspace means, for rules to ask.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use crate::body::{BodyId, Callee, LocalId, NodeId, Op};
use crate::cancel::{self, CancelSite, Droppable, Fine};
use crate::channels::Channels;
use crate::configured::Configured;
use crate::effects::{self, NodeEffect, Site};
use crate::follow::Index;
use crate::kept::Kept;
use crate::links::Links;
use crate::memo::Memo;
use crate::processes::Processes;
use crate::program::Program;
use crate::slots::Slots;
use crate::span::Location;
use crate::summary::{self, Summaries, Summary};
use crate::tasks::Tasks;
use crate::timers::Timers;
use crate::transactions::Transactions;
use crate::turn::Turns;

/// The linked workspace.
#[derive(Debug)]
pub struct Model {
    /// Definitions and bodies.
    pub program: Program,
    /// What each body does, callees included.
    pub summaries: Summaries,
    /// Who calls, who mentions, what lies inside.
    pub index: Index,
    /// What is spawned, and what becomes of its handle.
    pub tasks: Tasks,
    /// Intervals and sleeps.
    pub timers: Timers,
    /// Where shared values live.
    pub slots: Slots,
    /// Channels and who uses them.
    pub channels: Channels,
    /// Who runs and owns state.
    pub processes: Processes,
    /// What configuration files say, where a rule asks for it.
    pub configured: Vec<Configured>,
    // What only some rules ask for, and those more than once.
    cancel_sites: OnceLock<Vec<Result<CancelSite, Fine>>>,
    droppable: OnceLock<Droppable>,
    served: OnceLock<FxHashSet<BodyId>>,
    transactions: OnceLock<Transactions>,
    turns: OnceLock<Turns>,
    links: OnceLock<Links>,
    kept: OnceLock<Kept>,
    held: Memo<Site, Arc<[LocalId]>>,
    effects: Memo<Site, Vec<NodeEffect>>,
}

/// What a call of one of so many does is kept once it is known.
const MANY: usize = 4;

impl Model {
    /// Links a program.
    pub fn new(program: Program) -> Self {
        let index = Index::new(&program);
        let summaries = || Summaries::new(&program);
        let followed = || {
            let tasks = Tasks::new(&program, &index);
            let timers = Timers::new(&program, &index, &tasks);
            (tasks, timers)
        };
        let exchanged = || {
            let slots = Slots::new(&program);
            let channels = Channels::new(&program, &slots);
            (slots, channels)
        };
        let processes = || Processes::new(&program, &index);
        // None of these asks another.
        let ((summaries, (tasks, timers)), ((slots, channels), processes)) = rayon::join(
            || rayon::join(summaries, followed),
            || rayon::join(exchanged, processes),
        );
        Self {
            program,
            summaries,
            index,
            tasks,
            timers,
            slots,
            channels,
            processes,
            configured: Vec::new(),
            cancel_sites: OnceLock::new(),
            droppable: OnceLock::new(),
            served: OnceLock::new(),
            transactions: OnceLock::new(),
            turns: OnceLock::new(),
            links: OnceLock::new(),
            kept: OnceLock::new(),
            held: Memo::default(),
            effects: Memo::default(),
        }
    }

    /// Where futures that hold something may be dropped, and whether that loses it.
    pub fn cancel_sites(&self) -> &[Result<CancelSite, Fine>] {
        self.cancel_sites.get_or_init(|| cancel::sites(self))
    }

    /// Bodies whose futures may be dropped half-way, whatever they hold.
    pub fn droppable(&self) -> &Droppable {
        self.droppable.get_or_init(|| Droppable::new(self))
    }

    /// The async bodies that a server runs for its requests, on threads that all of them share.
    pub fn served(&self) -> &FxHashSet<BodyId> {
        self.served.get_or_init(|| cancel::served(self))
    }

    /// What runs inside a transaction of a store.
    pub fn transactions(&self) -> &Transactions {
        self.transactions
            .get_or_init(|| Transactions::new(&self.program, &self.index))
    }

    /// What each process runs for a message.
    pub fn turns(&self) -> &Turns {
        self.turns.get_or_init(|| Turns::new(self))
    }

    /// Who waits for whom; found when it is first asked for.
    pub fn links(&self) -> &Links {
        self.links.get_or_init(|| Links::new(self))
    }

    /// Which types have values that somebody keeps.
    pub fn kept(&self) -> &Kept {
        self.kept.get_or_init(|| Kept::new(&self.program))
    }

    /// What a body does.
    pub fn summary(&self, body: BodyId) -> &Summary {
        self.summaries.of(body)
    }

    /// The locals that have what a call or await yields at some time, through variables and conversions; found when it
    /// is first asked for.
    pub fn held(&self, at: Site) -> Arc<[LocalId]> {
        self.held.of(at, || {
            let body = self.program.body(at.body);
            let result = match &body.node(at.node).op {
                Op::Call(call) => call.to,
                Op::Await(await_) => await_.to,
                _ => return Arc::default(),
            };
            summary::holders(&self.program, &self.summaries, body, at.node, &[result]).into()
        })
    }

    /// What a node does, callees included.
    pub fn effects(&self, body: BodyId, node: NodeId) -> Vec<NodeEffect> {
        let at = Site { body, node };
        let find = || effects::of_node(&self.program, &self.summaries, at);
        let many = match &self.program.body(body).node(node).op {
            Op::Call(call) => matches!(&call.callee, Callee::Known(defs) if defs.len() >= MANY),
            _ => false,
        };
        match many {
            true => self.effects.of(at, find),
            false => find(),
        }
    }

    /// Where a node stands.
    pub fn location(&self, site: Site) -> Location {
        let body = self.program.body(site.body);
        Location {
            file: body.file,
            span: body.node(site.node).span,
        }
    }

    /// The path of the function that holds a body.
    pub fn item(&self, body: BodyId) -> &str {
        &self.program.def(self.program.body(body).owner).path
    }
}
