//! The whole workspace: what the front end hands over.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::body::{Body, BodyId};
use crate::choices::Alternative;
use crate::def::{AdtDef, Def, DefId, FnDef};
use crate::effects::{self, Does, Site};
use crate::linked::Linked;
use crate::memo::Memo;
use crate::span::{FileId, Span};
use crate::tasks::Cause;
use crate::timers::Leaf;
use crate::ty::Ty;

/// Everything that is known, by number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Program {
    /// Every definition of the workspace and of the stubs in use.
    pub defs: Vec<Def>,
    /// Every body of the workspace that is not compiled for tests only, by function and position.
    pub bodies: Vec<Vec<Body>>,
    /// The body of a function.
    pub body_of: FxHashMap<DefId, BodyId>,
    /// Per file: is it test code as a whole.
    pub test_files: Vec<bool>,
    /// Per file: the spans of its items, for suppressions.
    pub items: Vec<Vec<Span>>,
    /// How much was resolved.
    pub resolution: Resolution,
    /// Functions and constants of which tests have others.
    pub alternatives: Vec<Alternative>,
    /// What the programs of the workspace are linked of.
    pub linked: Linked,
    /// Asked before a body itself: bodies are many and far apart in memory.
    #[serde(skip)]
    outlines: Vec<SmallVec<[Outline; 1]>>,
    /// What was asked about bodies by those who look some calls deep.
    #[serde(skip)]
    pub(crate) asked: Asked,
}

/// Answers about bodies, by how deep they lie below what was asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// Why it fails.
    pub(crate) failures: Memo<(BodyId, usize), Option<Cause>>,
    /// What failed before a call that is given a `Result`.
    pub(crate) given: Memo<(Site, usize), Option<Cause>>,
    /// The worst that it waits for.
    pub(crate) work: Memo<(BodyId, usize), Leaf>,
    /// Whether it waits for an event.
    pub(crate) events: Memo<(BodyId, usize), bool>,
    /// Whether it ends something.
    pub(crate) ends: Memo<(BodyId, usize), bool>,
}

/// A body in short.
#[derive(Clone, Debug, Default)]
struct Outline {
    /// What its nodes may do by themselves.
    does: Does,
    /// The bodies that it runs or makes.
    children: Box<[BodyId]>,
}

/// How much was resolved, in numbers of calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// Calls whose callee is described by the workspace or a stub.
    pub known: u64,
    /// Calls of something that is certainly not described.
    pub other: u64,
    /// Calls that were not resolved.
    pub unknown: u64,
    /// Of the method calls whose name a stub gives an effect: those with a known receiver.
    pub stub_known: u64,
    /// … with a receiver that is certainly something else.
    pub stub_other: u64,
    /// … with a receiver that was not inferred.
    pub stub_unknown: u64,
    /// Macros that could not be read.
    pub macros: u64,
}

impl Resolution {
    /// Adds the numbers of another part.
    pub fn add(&mut self, other: &Self) {
        self.known += other.known;
        self.other += other.other;
        self.unknown += other.unknown;
        self.stub_known += other.stub_known;
        self.stub_other += other.stub_other;
        self.stub_unknown += other.stub_unknown;
        self.macros += other.macros;
    }
}

impl Program {
    /// A program of these parts.
    pub fn new(
        defs: Vec<Def>,
        bodies: Vec<Vec<Body>>,
        body_of: FxHashMap<DefId, BodyId>,
        test_files: Vec<bool>,
        items: Vec<Vec<Span>>,
        resolution: Resolution,
    ) -> Self {
        let mut program = Self {
            defs,
            bodies,
            body_of,
            test_files,
            items,
            resolution,
            alternatives: Vec::new(),
            linked: Linked::default(),
            outlines: Vec::new(),
            asked: Asked::default(),
        };
        program.outlines = program
            .bodies
            .par_iter()
            .map(|bodies| {
                let outlines = bodies.iter().map(|body| Outline {
                    does: Does::new(&program, body),
                    children: effects::children(&program, body).into(),
                });
                outlines.collect()
            })
            .collect();
        program
    }

    fn outline(&self, id: BodyId) -> &Outline {
        &self.outlines[id.function() as usize][id.position() as usize]
    }

    /// What the nodes of a body may do by themselves.
    pub fn does(&self, id: BodyId) -> Does {
        self.outline(id).does
    }

    /// The bodies that a body runs or makes: callees, closures, async blocks.
    pub fn children(&self, id: BodyId) -> &[BodyId] {
        &self.outline(id).children
    }

    /// The bodies of which this is true.
    pub fn doing(&self, what: impl Fn(Does) -> bool) -> impl Iterator<Item = (BodyId, &Body)> {
        self.outlines
            .iter()
            .enumerate()
            .flat_map(|(function, outlines)| {
                let outlines = outlines.iter().enumerate();
                outlines.map(move |(position, outline)| {
                    let id = BodyId::new(function as u32, position as u32);
                    (id, outline.does)
                })
            })
            .filter(move |(_, does)| what(*does))
            .map(|(id, _)| (id, self.body(id)))
    }

    /// The definition.
    pub fn def(&self, id: DefId) -> &Def {
        &self.defs[id.0 as usize]
    }

    /// The body.
    pub fn body(&self, id: BodyId) -> &Body {
        &self.bodies[id.function() as usize][id.position() as usize]
    }

    /// All bodies with their numbers.
    pub fn bodies(&self) -> impl Iterator<Item = (BodyId, &Body)> {
        self.bodies
            .iter()
            .enumerate()
            .flat_map(|(function, bodies)| {
                bodies.iter().enumerate().map(move |(position, body)| {
                    (BodyId::new(function as u32, position as u32), body)
                })
            })
    }

    /// The function, if it is one.
    pub fn function(&self, id: DefId) -> Option<&FnDef> {
        self.def(id).as_fn()
    }

    /// The struct or enum behind a type's references.
    pub fn adt(&self, ty: &Ty) -> Option<(DefId, &AdtDef)> {
        let def = ty.adt()?;
        Some((def, self.def(def).as_adt()?))
    }

    /// Whether a file is test code.
    pub fn is_test_file(&self, file: FileId) -> bool {
        self.test_files
            .get(file.0 as usize)
            .copied()
            .unwrap_or_default()
    }
}
