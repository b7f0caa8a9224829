//! Bodies: functions, closures and async blocks as small control-flow graphs of effects.
//!
//! Every await has an implied cancel edge to the end of the body, every call an implied panic edge;
//! they are not stored. Error exits (`?`, `return Err(..)`) are.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use thin_vec::ThinVec;

use crate::def::DefId;
use crate::place::Place;
use crate::span::{FileId, Span};
use crate::sym::Sym;
use crate::ty::Ty;

/// A body: the function that holds it, by its ordinal, and its position among that function's bodies.
/// Functions are read in parallel, so a body has its number before the others are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BodyId(u32);

impl BodyId {
    /// A function with more closures than this is cut off there.
    pub const PER_FUNCTION: u32 = 1 << 12;

    /// The body at `position` of the function with this ordinal.
    pub fn new(function: u32, position: u32) -> Self {
        Self(function * Self::PER_FUNCTION + position)
    }

    /// The ordinal of the function.
    pub fn function(self) -> u32 {
        self.0 / Self::PER_FUNCTION
    }

    /// The position among the function's bodies; 0 is the function itself.
    pub fn position(self) -> u32 {
        self.0 % Self::PER_FUNCTION
    }
}

/// A local of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LocalId(pub u32);

/// A node of a body's graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeId(pub u32);

/// A loop of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LoopId(pub u32);

/// Something that runs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Body {
    /// The function that it is, or that holds it.
    pub owner: DefId,
    /// The body that holds it, for closures and async blocks.
    pub parent: Option<BodyId>,
    /// What it is.
    pub kind: BodyKind,
    /// Runs when polled, not when called: `async fn`, `async {}`, `async ||`.
    pub is_async: bool,
    /// Its file.
    pub file: FileId,
    /// Its text.
    pub span: Span,
    /// Compiled for tests only.
    pub test: bool,
    /// Its parameters, `self` first.
    pub params: Vec<LocalId>,
    /// Its locals.
    pub locals: Vec<Local>,
    /// Its nodes; the first is the entry.
    pub nodes: Vec<Node>,
    /// Its loops; an inner loop comes after the one that holds it.
    pub loops: Vec<Loop>,
    /// What it returns (the output of its future).
    pub output: Ty,
    /// What could not be read.
    pub unseen: Vec<(Span, Unseen)>,
    /// Where its way depends on where the program runs.
    pub choices: ThinVec<Choice>,
    /// The places that its log lines and other texts show.
    pub shown: ThinVec<(NodeId, Place)>,
    /// The places that are compared.
    pub compared: ThinVec<Comparison>,
    /// The arms of its `match`es that take a variant of an enum, once for each variant.
    pub arms: ThinVec<VariantArm>,
}

/// An arm of a `match` that takes a variant of an enum, however little of it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct VariantArm {
    /// The variant.
    pub variant: DefId,
    /// The first of its nodes.
    pub from: NodeId,
    /// The first node after them.
    pub to: NodeId,
}

/// A comparison of two places, or of one with what a result may be (`Ok`, `Err`, `None`); the end of a range that a
/// `for` goes over and what it counts with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Comparison {
    /// It is made before this node.
    pub before: NodeId,
    /// One side.
    pub left: Value,
    /// The other.
    pub right: Value,
}

/// A choice that depends on where the program runs: a test build, a variable of the environment, a flag.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// What is asked, as a person would name it: `cfg!(test)`, `"production"`, `test_mode`.
    pub asked: Sym,
    /// The question.
    pub at: Span,
    /// The ways, in the order of the text.
    pub ways: Vec<ChoiceWay>,
    /// The local that stands for what they yield, where they yield something.
    pub result: Option<LocalId>,
}

/// A way that a choice opens.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChoiceWay {
    /// The first of its nodes.
    pub from: NodeId,
    /// The first node after them.
    pub to: NodeId,
    /// What it yields.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyKind {
    /// A function or method.
    Fn,
    /// A closure.
    Closure,
    /// An async block.
    Async,
    /// A `stream!`.
    Stream,
    /// The initial value of a static.
    Static,
}

/// Why something was not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unseen {
    /// The tokens of this macro.
    Macro(Sym),
    /// The callee of this name.
    Callee(Sym),
}

/// A local.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Local {
    /// Its name; `None` for temporaries.
    pub name: Option<Sym>,
    /// Its type.
    pub ty: Ty,
    /// Where it is declared.
    pub span: Span,
    /// What it is.
    pub kind: LocalKind,
    /// The place that it stands for (a guard, borrow, pin or handle clone).
    pub stands_for: Option<Place>,
    /// The node that gives it its value, where there is just one.
    pub def: Option<NodeId>,
    /// The closure or async block that is its value.
    pub body: Option<BodyId>,
    /// The loop that declares it.
    pub in_loop: Option<LoopId>,
}

/// What a local is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LocalKind {
    /// A parameter, by position, `self` counted.
    Param(u32),
    /// A local of the parent body.
    Capture(LocalId),
    /// A variable.
    Variable,
    /// The result of a node.
    Temporary,
}

/// A loop.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Loop {
    /// Its head.
    pub head: NodeId,
    /// The loop around it.
    pub parent: Option<LoopId>,
    /// What it is.
    pub kind: LoopKind,
    /// Its text.
    pub span: Span,
}

/// What kind of loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoopKind {
    /// `loop`, and `while true`.
    Endless,
    /// `while`.
    While,
    /// `for`.
    For,
}

/// A step of a body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Node {
    /// What it does.
    pub op: Op,
    /// Where.
    pub span: Span,
    /// What follows.
    pub next: SmallVec<[Edge; 2]>,
    /// The innermost loop around it.
    pub in_loop: Option<LoopId>,
}

/// A way from a node to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// When it is taken.
    pub kind: EdgeKind,
    /// Where it leads.
    pub to: NodeId,
}

/// When an edge is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EdgeKind {
    /// Always, or when nothing says more.
    Next,
    /// The value was a failure (`?`, the `Err` or `None` side of a pattern).
    Failure,
    /// The value was a success (the `Ok` or `Some` side).
    Success,
    /// To the head of a loop.
    Back,
}

/// What a node does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Op {
    /// A joint of the graph.
    Join,
    /// The head of a loop.
    LoopHead(LoopId),
    /// Stores a value.
    Assign(Place, Value),
    /// Calls something; awaits its future too where `awaited` says so.
    Call(Box<Call>),
    /// Awaits a future that was made elsewhere.
    Await(Box<Await>),
    /// Polls several futures and drops all but the first that is ready.
    Select(Box<Select>),
    /// Chooses a way by a value: `if`, `match`, `?`.
    Branch(Value),
    /// The scope of a local ends whose drop acts: a guard, a transaction, a handle.
    Drop(LocalId),
    /// The body returns.
    Return(Value),
    /// The body returns a failure.
    Fail(Value),
    /// The body panics for certain.
    Panic,
    /// A log line is written.
    Log,
    /// A stream yields.
    Yield(Value),
}

/// A value that an operation uses.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub enum Value {
    /// Not followed.
    #[default]
    Unknown,
    /// `()`.
    Unit,
    /// Moved or copied out of a place.
    Use(Place),
    /// A reference to a place; `true` when mutable.
    Ref(bool, Place),
    /// A string.
    Str(Sym),
    /// An integer.
    Int(u64),
    /// `true` or `false`.
    Bool(bool),
    /// What was there, counted up (`true`) or down, by what came out of a variable where that is known.
    Counted(bool, Option<LocalId>),
    /// A closure or async block.
    Body(BodyId),
    /// A function's name.
    Fn(DefId),
    /// A struct, a variant or a tuple with its parts; a constructor without parts has none.
    Aggregate(Option<DefId>, ThinVec<(Sym, Value)>),
}

/// What becomes of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// Used as a value of something else.
    #[default]
    Used,
    /// Handed to the caller by `?` or as the result.
    Propagated,
    /// Failure and success take different ways.
    Handled,
    /// A failure is written to the log and nothing else.
    Logged,
    /// A failure is replaced by a default, or skipped by a pattern.
    Replaced,
    /// Thrown away.
    Discarded,
    /// Bound to a variable.
    Kept,
    /// A failure panics.
    Panics,
}

/// A call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Call {
    /// What is called.
    pub callee: Callee,
    /// The name as written.
    pub name: Sym,
    /// Where the name stands.
    pub name_span: Span,
    /// The first argument is the receiver of a method.
    pub method: bool,
    /// The arguments, receiver first.
    pub args: Vec<Arg>,
    /// Where the result goes.
    pub to: LocalId,
    /// The future of the call is awaited at once.
    pub awaited: bool,
    /// What becomes of the result.
    pub outcome: Outcome,
}

/// An argument.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Arg {
    /// Its value.
    pub value: Value,
    /// The place behind it, through borrows, guards and handle clones.
    pub place: Option<Place>,
    /// Its type.
    pub ty: Ty,
    /// Where it stands.
    pub span: Span,
}

/// What a call calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Callee {
    /// One of these: several for trait objects, bounds and `cfg` alternatives.
    Known(SmallVec<[DefId; 2]>),
    /// A closure of this body or its parents.
    Body(BodyId),
    /// A closure or function that was passed in.
    Parameter(LocalId),
    /// A constructor of a struct or variant.
    Constructor(DefId),
    /// Certainly nothing that stubs or the workspace describe.
    Other,
    /// Not resolved.
    Unknown,
}

/// An await of a future that was made elsewhere.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Await {
    /// The future.
    pub future: Arg,
    /// Where the result goes.
    pub to: LocalId,
    /// What becomes of the result.
    pub outcome: Outcome,
}

/// A `select!`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Select {
    /// Its arms.
    pub arms: Vec<SelectArm>,
    /// Arms are tried in order.
    pub biased: bool,
    /// Where the `else` branch begins.
    pub otherwise: Option<NodeId>,
    /// `join!` or `try_join!` instead: all are polled to the end, or until one fails.
    pub kind: SelectKind,
}

/// How futures are polled together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SelectKind {
    /// The first that is ready wins, the others are dropped.
    Select,
    /// All run to the end.
    Join,
    /// All run to the end unless one fails.
    TryJoin,
}

/// An arm of a `select!`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SelectArm {
    /// The future.
    pub future: Arg,
    /// The arm as written.
    pub span: Span,
    /// The nodes from here up to the select make the future.
    pub made_from: NodeId,
    /// The first node of the body.
    pub body: NodeId,
    /// `, if guard`.
    pub guarded: bool,
    /// The pattern may fail to match.
    pub refutable: bool,
}

impl Body {
    /// The node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The local.
    pub fn local(&self, id: LocalId) -> &Local {
        &self.locals[id.0 as usize]
    }

    /// The local that a place starts from.
    pub fn local_of(&self, place: &Place) -> Option<&Local> {
        place.as_local().map(|local| self.local(local))
    }

    /// All nodes with their numbers.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .map(|(index, node)| (NodeId(index as u32), node))
    }

    /// All calls with their nodes.
    pub fn calls(&self) -> impl Iterator<Item = (NodeId, &Call)> {
        self.nodes().filter_map(|(id, node)| match &node.op {
            Op::Call(call) => Some((id, &**call)),
            _ => None,
        })
    }

    /// Whether `inner` is `outer` or lies inside it.
    pub fn loop_within(&self, inner: Option<LoopId>, outer: LoopId) -> bool {
        let mut at = inner;
        while let Some(id) = at {
            if id == outer {
                return true;
            }
            at = self.loops[id.0 as usize].parent;
        }
        false
    }
}
