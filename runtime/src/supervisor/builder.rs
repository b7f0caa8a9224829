//! From a specification and code to a running tree.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::child::{Child, NestedChild, ServerChild, TaskChild, TaskKind, run_engine};
use super::engine::Engine;
use super::reference::{Line, SupervisorRef};
use super::spec::{ChildSpec, Problem, Restart, Spec, SpecError};
use super::store::store_factory;
use super::tree::{Tree, TreeParts};
use super::{ReserveError, StartError};
use crate::exit::BoxError;
use crate::mailbox::{Address, Slot};
use crate::scheduler::Scheduler;
use crate::server::{self, Builder, Server};
use crate::store::Store;

/// A child made from its specification, and its address if it has one.
pub(super) struct Built {
    pub(super) child: Box<dyn Child>,
    pub(super) address: Option<Box<dyn Any + Send + Sync>>,
}

/// A slot that was made before its child. If there never is one, the slot closes, so that nobody waits there.
struct Reserved {
    slot: Box<dyn Any + Send + Sync>,
    message: TypeId,
    close: Option<Box<dyn FnOnce() + Send>>,
}

impl Reserved {
    fn new<S: Server>(slot: &Arc<Slot<S::Message>>) -> Self {
        let closing = slot.clone();
        Self {
            slot: Box::new(slot.clone()),
            message: TypeId::of::<S::Message>(),
            close: Some(Box::new(move || closing.close())),
        }
    }

    fn slot<S: Server>(&self) -> Option<Arc<Slot<S::Message>>> {
        self.slot.downcast_ref::<Arc<Slot<S::Message>>>().cloned()
    }

    /// Gives the slot to its child.
    fn take<S: Server>(mut self) -> Option<Arc<Slot<S::Message>>> {
        let slot = self.slot::<S>()?;
        self.close = None;
        Some(slot)
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        if let Some(close) = self.close.take() {
            close();
        }
    }
}

type Make = dyn FnOnce(&ChildSpec, Option<Reserved>) -> Built + Send;

/// Code for a child.
pub(super) struct Factory {
    make: Box<Make>,
    /// The message type of a server.
    message: Option<TypeId>,
    is_store: bool,
}

impl Factory {
    pub(super) fn make(self, spec: &ChildSpec) -> Built {
        (self.make)(spec, None)
    }
}

/// A server as a child. Bounds and deadlines come from the specification.
pub(super) fn server_factory<S: Server>(builder: Builder<S>, args: S::Args) -> Factory
where
    S::Args: Clone,
{
    let message = Some(TypeId::of::<S::Message>());
    let make = Box::new(move |spec: &ChildSpec, reserved: Option<Reserved>| {
        let options = spec.options();
        let builder = builder.options(options);
        let slot = match reserved.and_then(Reserved::take::<S>) {
            Some(slot) => {
                builder.hook(&slot);
                slot
            }
            None => builder.slot(&spec.id),
        };
        let address = Address::new(slot.clone());
        let clear = spec.clear_mailbox;
        let child = ServerChild::<S> {
            slot,
            args,
            options,
            clear,
            handle: None,
        };
        Built {
            child: Box::new(child),
            address: Some(Box::new(address)),
        }
    });
    Factory {
        make,
        message,
        is_store: false,
    }
}

/// A task as a child.
pub(super) fn task_factory<F, Fut, E>(make: F, kind: TaskKind) -> Factory
where
    F: Fn(CancellationToken) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), E>> + Send + 'static,
    E: Into<BoxError>,
{
    let make = Box::new(move |spec: &ChildSpec, _| {
        let child = TaskChild {
            slot: silent(&spec.id, spec.stop_deadline),
            factory: Arc::new(move |token| {
                let future = make(token);
                Box::pin(async move { future.await.map_err(Into::into) })
            }),
            kind,
            stop_deadline: spec.stop_deadline,
            handle: None,
        };
        Built {
            child: Box::new(child),
            address: None,
        }
    });
    Factory {
        make,
        message: None,
        is_store: kind == TaskKind::Store,
    }
}

fn silent(name: &str, patience: std::time::Duration) -> Arc<super::body::Silent> {
    let options = crate::mailbox::Options {
        capacity: 1,
        ..Default::default()
    };
    Arc::new(Slot::new(Arc::from(name), options, patience))
}

/// A specification and the code for it. See the [module](super).
#[must_use = "a supervisor supervises nothing until `start`"]
pub struct Supervisor {
    spec: Spec,
    registered: Vec<(String, Factory)>,
    reserved: BTreeMap<String, Reserved>,
    lines: BTreeMap<String, Line>,
}

impl fmt::Debug for Supervisor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let registered: Vec<_> = self.registered.iter().map(|(id, _)| id).collect();
        f.debug_struct("Supervisor")
            .field("spec", &self.spec)
            .field("registered", &registered)
            .finish()
    }
}

impl Supervisor {
    /// Begins with the specification, which names all children.
    pub fn new(spec: Spec) -> Self {
        Self {
            spec,
            registered: Vec::new(),
            reserved: BTreeMap::new(),
            lines: BTreeMap::new(),
        }
    }

    /// Registers the server for a child. Each run starts from a clone of `args`.
    pub fn server<S: Server>(self, id: impl Into<String>, args: S::Args) -> Self
    where
        S::Args: Clone,
    {
        self.server_with(id, server::builder::<S>(), args)
    }

    /// As [`server`](Self::server), with a builder that carries the hook for undelivered messages. Its bounds and
    /// deadlines give way to those of the specification.
    pub fn server_with<S: Server>(
        self,
        id: impl Into<String>,
        builder: Builder<S>,
        args: S::Args,
    ) -> Self
    where
        S::Args: Clone,
    {
        let id = id.into();
        let builder = builder.name(&*id);
        self.register(id, server_factory(builder, args))
    }

    /// Registers a task for a child. It is made anew for each run. A stop drops it at its next await.
    ///
    /// The bound is `Fn() -> Fut` and not `AsyncFn`, which cannot promise a future that may be spawned.
    pub fn task<F, Fut, E>(self, id: impl Into<String>, make: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.register(id.into(), task_factory(move |_| make(), TaskKind::Plain))
    }

    /// As [`task`](Self::task), for one that is told of a stop and has until its stop deadline to end by itself.
    pub fn stoppable_task<F, Fut, E>(self, id: impl Into<String>, make: F) -> Self
    where
        F: Fn(CancellationToken) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.register(id.into(), task_factory(make, TaskKind::Stoppable))
    }

    /// Registers the store for a child, which must be permanent and come before all children of the root that are not
    /// stores. It closes the store when the tree has stopped everything else, and reopens it, by its restart, when it
    /// broke. See [`store`](crate::store#in-a-supervision-tree).
    ///
    /// Its stop deadline is for carrying out what is queued. Closing goes on beyond it, but nobody waits for it.
    pub fn store(self, id: impl Into<String>, store: &Store) -> Self {
        self.register(id.into(), store_factory(store))
    }

    /// The address of a child before it starts, for the arguments of others. What is sent there waits for the start.
    ///
    /// # Errors
    ///
    /// [`ReserveError`] if the specification has no such child, or an impossible one, or it was reserved for other
    /// messages.
    pub fn reserve<S: Server>(&mut self, id: &str) -> Result<Address<S::Message>, ReserveError> {
        if let Some(reserved) = self.reserved.get(id) {
            let slot = reserved.slot::<S>();
            return slot
                .map(Address::new)
                .ok_or_else(|| ReserveError::Type(id.to_owned()));
        }
        let child = find(&self.spec, id).ok_or_else(|| ReserveError::Unknown(id.to_owned()))?;
        let options = child.options();
        options.check().map_err(|error| ReserveError::Options {
            id: id.to_owned(),
            error,
        })?;
        let slot = server::builder::<S>().options(options).slot(id);
        self.reserved
            .insert(id.to_owned(), Reserved::new::<S>(&slot));
        Ok(Address::new(slot))
    }

    /// Reaches a nested supervisor before it starts, for the arguments of servers that add children to it. What is asked
    /// there waits for the start.
    ///
    /// # Errors
    ///
    /// [`ReserveError::NoSupervisor`] if the specification has no such supervisor.
    pub fn reserve_supervisor(&mut self, id: &str) -> Result<SupervisorRef, ReserveError> {
        let mut nested = BTreeSet::new();
        leaves(&self.spec, &mut BTreeSet::new(), &mut nested);
        if !nested.contains(id) {
            return Err(ReserveError::NoSupervisor(id.to_owned()));
        }
        let line = self.lines.entry(id.to_owned());
        Ok(line.or_insert_with(|| Line::new(id)).reference.clone())
    }

    fn register(mut self, id: String, factory: Factory) -> Self {
        self.registered.push((id, factory));
        self
    }

    /// Checks the specification against itself and against what was registered, without starting anything.
    ///
    /// # Errors
    ///
    /// [`SpecError`] with all problems found.
    pub fn check(&self) -> Result<(), SpecError> {
        let mut problems = Vec::new();
        self.spec.collect(&mut BTreeSet::new(), &mut problems);
        let (mut wanted, mut nested) = (BTreeSet::new(), BTreeSet::new());
        leaves(&self.spec, &mut wanted, &mut nested);
        let mut given = BTreeSet::new();
        for (id, factory) in &self.registered {
            let reserved = self.reserved.get(id).map(|reserved| reserved.message);
            if reserved.is_some() && reserved != factory.message {
                problems.push(Problem::ReservedType(id.clone()));
            }
            if !given.insert(&**id) {
                problems.push(Problem::DuplicateId(id.clone()));
            } else if nested.contains(&**id) {
                problems.push(Problem::RegisteredSupervisor(id.clone()));
            } else if !wanted.contains(&**id) {
                problems.push(Problem::Unspecified(id.clone()));
            }
        }
        self.check_stores(&mut problems);
        let missing = wanted.iter().filter(|id| !given.contains(**id));
        problems.extend(missing.map(|id| Problem::Unregistered((*id).to_owned())));
        if problems.is_empty() {
            Ok(())
        } else {
            Err(SpecError { problems })
        }
    }

    fn check_stores(&self, problems: &mut Vec<Problem>) {
        let is_store = |child: &ChildSpec| {
            let mut registered = self.registered.iter();
            registered.any(|(id, factory)| factory.is_store && *id == child.id)
        };
        let first: BTreeSet<_> = self
            .spec
            .children
            .iter()
            .take_while(|child| is_store(child))
            .map(|child| &child.id)
            .collect();
        for (id, _) in self.registered.iter().filter(|(_, made)| made.is_store) {
            let Some(child) = find(&self.spec, id) else {
                continue;
            };
            if !first.contains(id) {
                problems.push(Problem::StoreNotFirst(id.clone()));
            }
            if child.restart != Restart::Permanent {
                problems.push(Problem::StoreNotPermanent(id.clone()));
            }
        }
    }

    /// Checks everything, starts the children in order, each after the `init` of the one before, and answers the tree.
    ///
    /// Cancel safe: dropped before it is ready, it stops what it started.
    ///
    /// # Errors
    ///
    /// [`StartError`]. A child that does not start unwinds those that did, in reverse order.
    pub async fn start(self) -> Result<Tree, StartError> {
        self.check()?;
        let scheduler = Scheduler::start().map_err(|_| StartError::NoRuntime)?;
        let name = self.spec.name.clone();
        let line = Line::new(&name);
        let root = line.reference.clone();
        let mut engine = Engine::new(self.spec, line);
        let mut parts = Parts {
            registered: self.registered.into_iter().collect(),
            reserved: self.reserved,
            lines: self.lines,
            names: BTreeMap::new(),
            supervisors: BTreeMap::new(),
        };
        parts.populate(&mut engine);
        let slot = silent(&name, engine.board.stop_bound());
        let engine = Arc::new(tokio::sync::Mutex::new(engine));
        let (handle, started) =
            run_engine(&slot, engine, true).map_err(|_| StartError::NoRuntime)?;
        let timers = scheduler.timers();
        let parts = TreeParts {
            slot,
            handle,
            root,
            names: parts.names,
            supervisors: parts.supervisors,
            scheduler: Some(scheduler),
        };
        let tree = Tree::new(parts, timers);
        match started.await {
            Ok(Ok(())) => Ok(tree),
            Ok(Err(failed)) => {
                // Everything that was started has been stopped by then.
                tree.ended().await;
                Err(StartError::Child(failed))
            }
            Err(_) => Err(StartError::Stopped(tree.ended().await.reason)),
        }
    }
}

fn find<'a>(spec: &'a Spec, id: &str) -> Option<&'a ChildSpec> {
    spec.children
        .iter()
        .find_map(|child| match &child.supervisor {
            Some(nested) => find(nested, id),
            None => (child.id == id).then_some(child),
        })
}

/// The ids that need code, and those that are supervisors.
fn leaves<'a>(spec: &'a Spec, wanted: &mut BTreeSet<&'a str>, nested: &mut BTreeSet<&'a str>) {
    for child in &spec.children {
        if let Some(below) = &child.supervisor {
            nested.insert(&child.id);
            leaves(below, wanted, nested);
        } else {
            wanted.insert(&child.id);
        }
    }
}

/// What the children of a checked specification are made from, and what is known of them afterwards.
struct Parts {
    registered: BTreeMap<String, Factory>,
    reserved: BTreeMap<String, Reserved>,
    lines: BTreeMap<String, Line>,
    names: BTreeMap<String, Box<dyn Any + Send + Sync>>,
    supervisors: BTreeMap<String, SupervisorRef>,
}

impl Parts {
    /// Makes the children of one supervisor, and those below them.
    fn populate(&mut self, engine: &mut Engine) {
        for spec in engine.spec.children.clone() {
            if let Some(nested) = spec.supervisor.clone() {
                let child = self.nested(&spec.id, *nested);
                engine.add(spec, Box::new(child), false);
            } else if let Some(factory) = self.registered.remove(&spec.id) {
                let Built { child, address } =
                    (factory.make)(&spec, self.reserved.remove(&spec.id));
                self.names
                    .extend(address.map(|address| (spec.id.clone(), address)));
                engine.add(spec, child, false);
            }
        }
    }

    fn nested(&mut self, id: &str, spec: Spec) -> NestedChild {
        let line = self.lines.remove(id).unwrap_or_else(|| Line::new(id));
        self.supervisors
            .insert(id.to_owned(), line.reference.clone());
        let mut engine = Engine::new(spec, line);
        self.populate(&mut engine);
        let board = engine.board.clone();
        NestedChild {
            slot: silent(id, board.stop_bound()),
            engine: Arc::new(tokio::sync::Mutex::new(engine)),
            board,
            handle: None,
        }
    }
}
