//! The body under construction.

use otplint_model::body::{
    Body, BodyId, BodyKind, Edge, EdgeKind, Local, LocalKind, Loop, LoopKind, Node, Op,
};
use otplint_model::body::{LoopId, Outcome};
use otplint_model::stub::TypeWord;
use otplint_model::{LocalId, NodeId, Place, Span, Sym, Ty, Value};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{Lower, Val};

/// Types of more parts than this are not told apart.
const PARTS: usize = 1_000;

/// A body under construction.
pub struct Builder {
    pub body: Body,
    /// Per node: whether an edge leads to it.
    reached: Vec<bool>,
    pub id: Option<BodyId>,
    /// Where the next node hangs; `None` where the text cannot be reached.
    pub cursor: Option<NodeId>,
    pub edge: EdgeKind,
    scopes: Vec<BlockScope>,
    pub loops: Vec<LoopFrame>,
    captures: FxHashMap<LocalId, LocalId>,
    /// Temporaries whose drop acts, until the statement ends.
    temporaries: Vec<LocalId>,
    /// Where `?` leads inside `try` blocks.
    pub tries: Vec<NodeId>,
    /// The locals that hold the answer to a question about the environment.
    pub answers: FxHashMap<LocalId, Sym>,
}

#[derive(Default)]
struct BlockScope {
    names: Vec<(Sym, LocalId)>,
    /// Locals whose drop acts.
    drops: Vec<LocalId>,
}

/// A loop or labelled block around the cursor.
pub struct LoopFrame {
    pub label: Option<Sym>,
    /// `None` for a labelled block.
    pub id: Option<LoopId>,
    pub head: NodeId,
    /// Where `break` leads.
    pub exit: NodeId,
    pub broken: bool,
    pub ty: Ty,
    /// The variable that `break` assigns.
    pub result: Option<LocalId>,
    /// How many scopes and temporaries stood around it: what came since is dropped on the way out.
    around: (usize, usize),
}

impl Builder {
    pub fn declare(&mut self, name: Sym, local: LocalId) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.names.push((name, local));
        }
    }

    fn find(&self, name: Sym) -> Option<LocalId> {
        self.scopes
            .iter()
            .rev()
            .flat_map(|scope| scope.names.iter().rev())
            .find(|(known, _)| *known == name)
            .map(|(_, local)| *local)
    }
}

impl Lower<'_, '_> {
    pub fn top(&mut self) -> &mut Builder {
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    pub fn push_body(&mut self, kind: BodyKind, is_async: bool, span: Span, output: Ty) {
        let body = Body {
            owner: self.def,
            parent: None,
            kind,
            is_async,
            file: self.file,
            span,
            test: self.test,
            params: Vec::new(),
            locals: Vec::new(),
            nodes: Vec::new(),
            loops: Vec::new(),
            output,
            unseen: Vec::new(),
            choices: thin_vec::ThinVec::new(),
            shown: thin_vec::ThinVec::new(),
            compared: thin_vec::ThinVec::new(),
            arms: thin_vec::ThinVec::new(),
        };
        let id = BodyId::new(self.ordinal, (self.bodies.len() - 1) as u32);
        self.stack.push(Builder {
            body,
            reached: Vec::new(),
            id: Some(id),
            cursor: None,
            edge: EdgeKind::Next,
            scopes: vec![BlockScope::default()],
            loops: Vec::new(),
            captures: FxHashMap::default(),
            temporaries: Vec::new(),
            tries: Vec::new(),
            answers: FxHashMap::default(),
        });
        let entry = self.detached(Op::Join, span);
        self.top().cursor = Some(entry);
    }

    pub fn pop_body(&mut self, id: BodyId) {
        if let Some(builder) = self.stack.pop() {
            let mut body = builder.body;
            // Bodies stay until the end, so what they grew by is given back.
            body.nodes = exact(body.nodes);
            body.locals = exact(body.locals);
            self.bodies[id.position() as usize] = Some(body);
        }
    }

    /// The number of the next closure or async block.
    pub fn next_body(&mut self) -> BodyId {
        let position = (self.bodies.len() as u32).min(BodyId::PER_FUNCTION - 1);
        if (position as usize) == self.bodies.len() {
            self.bodies.push(None);
        }
        BodyId::new(self.ordinal, position)
    }

    /// A node that hangs nowhere yet.
    pub fn detached(&mut self, op: Op, span: Span) -> NodeId {
        let in_loop = self.top().loops.iter().rev().find_map(|frame| frame.id);
        self.top().reached.push(false);
        let body = &mut self.top().body;
        let id = NodeId(body.nodes.len() as u32);
        body.nodes.push(Node {
            op,
            span,
            next: SmallVec::new(),
            in_loop,
        });
        id
    }

    /// A node after the cursor; where the cursor cannot be reached, a node that nothing leads to.
    pub fn emit(&mut self, op: Op, span: Span) -> NodeId {
        let id = self.detached(op, span);
        let (cursor, kind) = (self.top().cursor, self.top().edge);
        if let Some(cursor) = cursor {
            self.edge(cursor, kind, id);
            self.top().cursor = Some(id);
        }
        self.top().edge = EdgeKind::Next;
        id
    }

    pub fn edge(&mut self, from: NodeId, kind: EdgeKind, to: NodeId) {
        self.top().reached[to.0 as usize] = true;
        let next = &mut self.top().body.nodes[from.0 as usize].next;
        if !next.iter().any(|edge| edge.to == to && edge.kind == kind) {
            next.push(Edge { kind, to });
        }
    }

    /// Leads from the cursor to a node, and ends there.
    pub fn flow_to(&mut self, to: NodeId) {
        let kind = self.top().edge;
        self.flow_by(kind, to);
    }

    pub fn flow_by(&mut self, kind: EdgeKind, to: NodeId) {
        if let Some(cursor) = self.top().cursor.take() {
            self.edge(cursor, kind, to);
        }
        self.top().edge = EdgeKind::Next;
    }

    /// Goes on at a node, where anything leads to it.
    pub fn resume(&mut self, at: NodeId, reached: bool) {
        let builder = self.top();
        builder.cursor = reached.then_some(at);
        builder.edge = EdgeKind::Next;
    }

    pub fn is_reached(&mut self, node: NodeId) -> bool {
        self.top().reached[node.0 as usize]
    }

    /// Ends the path.
    pub fn stop(&mut self) {
        self.top().cursor = None;
        self.top().edge = EdgeKind::Next;
    }

    /// A type that is larger than any that somebody wrote is not known: others go through all of its parts, again and
    /// again.
    pub fn local(&mut self, name: Option<Sym>, ty: Ty, span: Span, kind: LocalKind) -> LocalId {
        let ty = if ty.fits(PARTS) { ty } else { Ty::Unknown };
        let in_loop = self.top().loops.iter().rev().find_map(|frame| frame.id);
        let body = &mut self.top().body;
        let id = LocalId(body.locals.len() as u32);
        body.locals.push(Local {
            name,
            ty,
            span,
            kind,
            stands_for: None,
            def: None,
            body: None,
            in_loop,
        });
        id
    }

    pub fn temporary(&mut self, ty: Ty, span: Span) -> LocalId {
        self.local(None, ty, span, LocalKind::Temporary)
    }

    pub fn enter(&mut self) {
        self.top().scopes.push(BlockScope::default());
    }

    /// Ends a scope: what it declared and must be dropped is dropped.
    pub fn leave(&mut self, span: Span) {
        let Some(scope) = self.top().scopes.pop() else {
            return;
        };
        let end = Span::new(span.end.saturating_sub(1).max(span.start), span.end);
        for local in scope.drops.into_iter().rev() {
            if self.top().cursor.is_some() {
                self.emit(Op::Drop(local), end);
            }
        }
    }

    /// A block that `break` can leave.
    pub fn labelled_frame(&mut self, label: Sym, exit: NodeId) {
        let around = self.around();
        self.top().loops.push(LoopFrame {
            label: Some(label),
            id: None,
            head: exit,
            exit,
            broken: false,
            ty: Ty::Unknown,
            result: None,
            around,
        });
    }

    fn around(&mut self) -> (usize, usize) {
        let builder = self.top();
        (builder.scopes.len(), builder.temporaries.len())
    }

    /// A `break` or `continue` drops what was declared since the loop or block began.
    pub fn leave_frame(&mut self, index: usize, span: Span) {
        if self.top().cursor.is_none() {
            return;
        }
        let builder = self.top();
        let (scopes, temporaries) = builder.loops[index].around;
        let inner = builder.scopes.iter().skip(scopes);
        let declared = inner.flat_map(|scope| &scope.drops);
        let kept = builder.temporaries.iter().skip(temporaries);
        let dropped: Vec<LocalId> = declared.chain(kept).copied().collect();
        for local in dropped.into_iter().rev() {
            self.emit(Op::Drop(local), span);
        }
    }

    /// Notes a local whose drop acts.
    pub fn note_drop(&mut self, local: LocalId, ty: &Ty) {
        if (self.drop_acts(ty) || self.is_future(ty, 0))
            && let Some(scope) = self.top().scopes.last_mut()
        {
            scope.drops.push(local);
        }
    }

    pub fn note_temporary(&mut self, local: LocalId, ty: &Ty) {
        if self.drop_acts(ty) {
            self.top().temporaries.push(local);
        }
    }

    /// A temporary that a name was given to lives as long as the name.
    pub fn keep_temporary(&mut self, local: LocalId) {
        self.top().temporaries.retain(|known| *known != local);
    }

    pub fn end_statement(&mut self, before: usize, span: Span) {
        while self.top().temporaries.len() > before {
            if let Some(local) = self.top().temporaries.pop()
                && self.top().cursor.is_some()
            {
                self.emit(Op::Drop(local), span);
            }
        }
    }

    pub fn temporaries(&mut self) -> usize {
        self.top().temporaries.len()
    }

    fn drop_acts(&self, ty: &Ty) -> bool {
        // Only owned values act on drop.
        if matches!(ty, Ty::Ref(..)) {
            return false;
        }
        self.type_attrs(ty).is_some_and(|attrs| {
            [
                TypeWord::Guard,
                TypeWord::Transaction,
                TypeWord::TaskHandle,
                TypeWord::TaskSet,
                TypeWord::AbortOnDrop,
            ]
            .into_iter()
            .any(|word| attrs.is(word))
        })
    }

    /// What holds whatever it has taken until it is polled to its end or dropped: a future or stream.
    fn is_future(&self, ty: &Ty, depth: u32) -> bool {
        match ty {
            Ty::Future(_) => true,
            Ty::Adt(_, args) => self.type_attrs(ty).is_some_and(|attrs| {
                attrs.is(TypeWord::Future)
                    || attrs.is(TypeWord::Stream)
                    || (attrs.is(TypeWord::Pointer) && depth < 3)
                        && args.iter().any(|inner| self.is_future(inner, depth + 1))
            }),
            _ => false,
        }
    }

    /// A name of this body or, captured, of one around it.
    pub fn find_local(&mut self, name: Sym) -> Option<LocalId> {
        let depth = (0..self.stack.len())
            .rev()
            .find(|depth| self.stack[*depth].find(name).is_some())?;
        let mut local = self.stack[depth].find(name)?;
        for inner in depth + 1..self.stack.len() {
            local = match self.stack[inner].captures.get(&local) {
                Some(capture) => *capture,
                None => {
                    let outer = &self.stack[inner - 1].body.locals[local.0 as usize];
                    let (ty, span, closure) = (outer.ty.clone(), outer.span, outer.body);
                    let body = &mut self.stack[inner].body;
                    let id = LocalId(body.locals.len() as u32);
                    body.locals.push(Local {
                        name: Some(name),
                        ty,
                        span,
                        kind: LocalKind::Capture(local),
                        stands_for: None,
                        def: None,
                        body: closure,
                        in_loop: None,
                    });
                    self.stack[inner].captures.insert(local, id);
                    id
                }
            };
        }
        Some(local)
    }

    /// The value of a local.
    pub fn use_local(&mut self, local: LocalId, span: Span) -> Val {
        let data = &self.top().body.locals[local.0 as usize];
        let ty = data.ty.clone();
        let stands_for = data.stands_for.clone();
        let body = data.body;
        let by_ref = stands_for.is_some() || matches!(ty, Ty::Ref(..));
        let place = stands_for.unwrap_or_else(|| Place::local(local));
        let value = match body {
            Some(body) if !by_ref => Value::Body(body),
            _ => Value::Use(Place::local(local)),
        };
        Val {
            value,
            ty,
            place: Some(place),
            by_ref,
            node: None,
            span,
        }
    }

    pub fn start_loop(
        &mut self,
        kind: LoopKind,
        label: Option<Sym>,
        span: Span,
    ) -> (LoopId, NodeId) {
        let parent = self.top().loops.iter().rev().find_map(|frame| frame.id);
        let id = LoopId(self.top().body.loops.len() as u32);
        let exit = self.detached(Op::Join, Span::new(span.end, span.end));
        let around = self.around();
        let builder = self.top();
        builder.body.loops.push(Loop {
            head: exit,
            parent,
            kind,
            span,
        });
        builder.loops.push(LoopFrame {
            label,
            id: Some(id),
            head: exit,
            exit,
            broken: false,
            ty: Ty::Unknown,
            result: None,
            around,
        });
        let head = self.emit(Op::LoopHead(id), span);
        let builder = self.top();
        builder.body.loops[id.0 as usize].head = head;
        if let Some(frame) = builder.loops.last_mut() {
            frame.head = head;
        }
        (id, head)
    }

    /// Notes what becomes of the result of a call or await.
    pub fn outcome(&mut self, val: &Val, outcome: Outcome) {
        let Some(node) = val.node else { return };
        match &mut self.top().body.nodes[node.0 as usize].op {
            Op::Call(call) if call.outcome == Outcome::Used || call.outcome == Outcome::Kept => {
                call.outcome = outcome
            }
            Op::Await(call) if call.outcome == Outcome::Used || call.outcome == Outcome::Kept => {
                call.outcome = outcome
            }
            _ => {}
        }
    }
}

/// The same in no more memory than it needs; allocators keep half-empty blocks when asked to shrink.
fn exact<T>(mut grown: Vec<T>) -> Vec<T> {
    let mut exact = Vec::with_capacity(grown.len());
    exact.append(&mut grown);
    exact
}
