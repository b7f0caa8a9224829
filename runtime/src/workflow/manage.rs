//! The manager: takes workflows for this node, gives each a process, and takes over those of dead nodes.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::Workflow;
use super::drive::Process;
use super::handle::{SWEEP, Shared, Taken, WorkflowError, Workflows};
use super::tables::{Active, Bookkeeping, lease_of};
use crate::durable::Map;
use crate::store::backend::Millis;
use crate::store::{CommitError, Ownership, Refusal, Store, millis};
use crate::supervisor::{ChangeError, ChildSpec, Restart, SupervisorRef};

/// How many workflows are taken or let go in one commit.
const BATCH: usize = 64;

/// What this program is to the others: a name, and a lease that says that it lives. What is opened here can be written
/// only while it holds the lease.
pub(super) struct Node<W: Workflow> {
    pub(super) name: String,
    pub(super) lease: Ownership,
    pub(super) store: Store,
    pub(super) books: Bookkeeping,
    pub(super) states: Map<String, W::State>,
    pub(super) signals: Map<(String, u64), W::Signal>,
}

impl<W: Workflow> Clone for Node<W> {
    fn clone(&self) -> Self {
        Self {
            name: self.name.clone(),
            lease: self.lease.clone(),
            store: self.store.clone(),
            books: self.books.clone(),
            states: self.states.clone(),
            signals: self.signals.clone(),
        }
    }
}

/// Why the manager goes.
enum Why {
    Told,
    Fenced(CommitError),
    Failed(WorkflowError),
}

impl<W: Workflow> Workflows<W> {
    /// Takes workflows and gives each a process under this supervisor, until it is told to stop: the body of a
    /// [stoppable task](crate::supervisor::Supervisor::stoppable_task). A second call of the same handle waits until the
    /// first one has ended.
    ///
    /// Cancel safe: the processes go on, and the next run minds them; if there is none in this program, another node
    /// takes them over when the lease has ended.
    ///
    /// # Errors
    ///
    /// [`WorkflowError`] if the store fails, the supervisor is gone, or this node was taken for dead. What steps answer
    /// is no error here.
    pub async fn run(
        self,
        supervisor: SupervisorRef,
        stop: CancellationToken,
    ) -> Result<(), WorkflowError> {
        let shared = &self.shared;
        let mut managing = shared.managing.lock().await;
        let node = self.node(managing.take()).await?;
        *managing = Some(node.clone());
        let drain = CancellationToken::new();
        let manager = Manager {
            shared: shared.clone(),
            node: node.clone(),
            supervisor,
            drain: drain.clone(),
        };
        let why = {
            let mut stop = pin!(stop.cancelled());
            let mut fenced = pin!(node.lease.keep());
            let mut work = pin!(manager.work());
            poll_fn(|cx| {
                if stop.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(Why::Told);
                }
                if let Poll::Ready(error) = fenced.as_mut().poll(cx) {
                    return Poll::Ready(Why::Fenced(error));
                }
                work.as_mut().poll(cx).map(Why::Failed)
            })
            .await
        };
        match why {
            Why::Told => {
                drain.cancel();
                manager.until_quiet(&node).await;
                manager.leave().await?;
                *managing = None;
                Ok(())
            }
            Why::Fenced(error) => {
                // None of them can commit any more.
                drain.cancel();
                *managing = None;
                Err(WorkflowError::Fenced(error))
            }
            // The next run minds the processes.
            Why::Failed(error) => Err(error),
        }
    }

    /// The node that this program was, if it still is one, or a new one.
    async fn node(&self, before: Option<Node<W>>) -> Result<Node<W>, WorkflowError> {
        if let Some(node) = before {
            match node.lease.renew().await {
                Ok(()) => return Ok(node),
                Err(error) if error.is_not_owner() => {}
                Err(error) => return Err(error.into()),
            }
        }
        let shared = &*self.shared;
        let node = format!("{:016x}", fastrand::u64(..));
        let lease = lease_of(&shared.name, &node);
        let lease = shared.store.own(&lease, shared.options.lease).await?;
        let store = lease.store();
        let name = &shared.name;
        let node = Node {
            books: Bookkeeping::open(&store, name).await?,
            states: store.map(&format!("workflow/{name}/states")).await?,
            signals: store.map(&format!("workflow/{name}/signals")).await?,
            name: node,
            lease,
            store,
        };
        node.books.nodes.insert(&node.name, &()).await?;
        Ok(node)
    }
}

struct Manager<W: Workflow> {
    shared: Arc<Shared<W>>,
    node: Node<W>,
    supervisor: SupervisorRef,
    drain: CancellationToken,
}

impl<W: Workflow> Manager<W> {
    /// Until something fails.
    async fn work(&self) -> WorkflowError {
        match self.serve().await {
            Ok(never) => match never {},
            Err(error) => error,
        }
    }

    async fn serve(&self) -> Result<std::convert::Infallible, WorkflowError> {
        self.find_open().await?;
        let mut next_sweep = Instant::now();
        let mut batch = BATCH;
        loop {
            let work = self.shared.work.notified();
            let mut work = pin!(work);
            work.as_mut().enable();
            self.let_go_of_lost().await?;
            if next_sweep <= Instant::now() {
                self.take_over_from_the_dead().await?;
                next_sweep = Instant::now() + SWEEP;
            }
            let free = self.free();
            let range = self.node.books.ready.range(.., free.min(batch)).await?;
            let now = self.shared.store.now();
            let first = range.first().map(|((due, _), ())| *due);
            let due: Vec<_> = range
                .into_iter()
                .map(|(key, ())| key)
                .filter(|(due, _)| *due <= now)
                .collect();
            if due.is_empty() {
                // Without room it is woken when a process ends.
                let until = first.map_or(SWEEP, |due| {
                    Duration::from_millis(u64::try_from(due - now).unwrap_or(0))
                });
                let _ = timeout(until.min(SWEEP), work).await;
                continue;
            }
            match self.take(&due).await {
                Ok(taken) => {
                    batch = BATCH;
                    for (id, active) in taken {
                        self.give_process(id, active).await?;
                    }
                }
                // Another node was quicker, or somebody has told one of them something.
                Err(error) if error.is_conflict() => batch = (batch / 2).max(1),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn free(&self) -> usize {
        let running = self.shared.live().running.len();
        self.shared.options.concurrent.saturating_sub(running)
    }

    /// Takes these for this node, and counts an attempt for each; answers those that are to have a process.
    async fn take(&self, due: &[(Millis, String)]) -> Result<Vec<(String, Active)>, CommitError> {
        let books = &self.node.books;
        let mut transaction = self.node.store.begin();
        let mut taken = Vec::new();
        for key in due {
            let (at, id) = key;
            transaction.remove(&books.ready, key);
            let active = transaction.get(&books.active, id).await?;
            let Some(mut active) =
                active.filter(|it| it.owner.is_none() && !it.stuck && it.due == *at)
            else {
                continue;
            };
            if active.attempts >= self.shared.options.attempts {
                active.stuck = true;
                let error = active.error.get_or_insert_with(|| NEVER_ENDED.to_owned());
                tracing::error!(workflow = %self.shared.name, id, error, "a workflow is stuck");
                transaction.insert(&books.active, id, &active);
                continue;
            }
            active.attempts += 1;
            active.fence += 1;
            active.owner = Some(self.node.name.clone());
            transaction.insert(&books.active, id, &active);
            taken.push((id.clone(), active));
        }
        // Noted before it is known whether they are this node's: if the answer is lost, they are let go of.
        let open = taken.iter().map(|(id, active)| (id.clone(), active.fence));
        self.shared.live().open.extend(open);
        transaction.commit().await?;
        Ok(taken)
    }

    async fn give_process(&self, id: String, active: Active) -> Result<(), WorkflowError> {
        let process = Process::new(&self.shared, &self.node, &self.drain, &id, active.fence);
        let spec = ChildSpec {
            stop_deadline: self.shared.options.stop_deadline,
            // The last one with this id may not have been forgotten yet.
            ..ChildSpec::new(format!("{}/{id}#{}", self.shared.name, active.fence))
                .restart(Restart::Temporary)
        };
        let started = self
            .supervisor
            .start_task(spec, move |stop| process.clone().live(stop))
            .await;
        match started {
            Ok(()) => Ok(()),
            Err(ChangeError::Spec(problem)) => {
                tracing::error!(workflow = %self.shared.name, id, %problem, "a workflow has no process");
                Ok(())
            }
            Err(error) => Err(WorkflowError::Process(Arc::new(error))),
        }
    }

    /// The workflows that an earlier run of the manager has taken, and that have no process.
    async fn find_open(&self) -> Result<(), WorkflowError> {
        let mut mine = Vec::new();
        self.each_of(&self.node.name, |taken| mine.push(taken))
            .await?;
        self.shared.live().open.extend(mine);
        Ok(())
    }

    /// Lets go of the workflows whose processes have ended without a word.
    async fn let_go_of_lost(&self) -> Result<(), WorkflowError> {
        loop {
            let some: Vec<_> = {
                let live = self.shared.live();
                live.open
                    .difference(&live.running)
                    .take(BATCH)
                    .cloned()
                    .collect()
            };
            if some.is_empty() {
                return Ok(());
            }
            self.let_go(&self.node.store, &self.node.books, &self.node.name, &some)
                .await?;
            let mut live = self.shared.live();
            for taken in &some {
                live.open.remove(taken);
            }
        }
    }

    /// Makes these workflows of the node anybody's, if they still are the node's.
    async fn let_go(
        &self,
        store: &Store,
        books: &Bookkeeping,
        node: &str,
        taken: &[Taken],
    ) -> Result<(), WorkflowError> {
        loop {
            let mut transaction = store.begin();
            for (id, fence) in taken {
                let active = transaction.get(&books.active, id).await?;
                let its = |it: &Active| it.owner.as_deref() == Some(node) && it.fence == *fence;
                let Some(active) = active.filter(its) else {
                    continue;
                };
                let wait = self.shared.options.backoff.wait(active.attempts);
                let due = self.shared.store.now().saturating_add(millis(wait));
                let free = Active {
                    owner: None,
                    due,
                    error: Some(active.error.unwrap_or_else(|| NEVER_ENDED.to_owned())),
                    ..active
                };
                transaction.insert(&books.active, id, &free).insert(
                    &books.ready,
                    &(due, id.clone()),
                    &(),
                );
            }
            match transaction.commit().await {
                Err(error) if error.is_conflict() => {}
                result => return Ok(result.map(drop)?),
            }
        }
    }

    async fn each_of(&self, node: &str, mut see: impl FnMut(Taken)) -> Result<(), WorkflowError> {
        let each = self.shared.books.each(|id, active| {
            if active.owner.as_deref() == Some(node) {
                see((id, active.fence));
            }
        });
        Ok(each.await?)
    }

    /// Lets go of the workflows of nodes whose lease has ended.
    async fn take_over_from_the_dead(&self) -> Result<(), WorkflowError> {
        let (shared, books) = (&*self.shared, &self.node.books);
        let nodes = books.nodes.range(.., usize::MAX).await?;
        if nodes.len() <= 1 {
            return Ok(());
        }
        let leases = shared.store.leases().await?;
        for (node, ()) in nodes
            .into_iter()
            .filter(|(node, ())| *node != self.node.name)
        {
            let lease = lease_of(&shared.name, &node);
            let lives = |it: &crate::store::LeaseInfo| *it.name == *lease && !it.left.is_zero();
            if leases.iter().any(lives) {
                continue;
            }
            // From here on the dead node cannot commit, should it wake.
            let dead = match shared.store.own(&lease, shared.options.lease).await {
                Ok(dead) => dead,
                Err(CommitError::Refused(Refusal::Held { .. })) => continue,
                Err(error) => return Err(error.into()),
            };
            tracing::warn!(workflow = %shared.name, node, "the workflows of a node that is gone are taken over");
            let mut its = Vec::new();
            self.each_of(&node, |taken| its.push(taken)).await?;
            let store = dead.store();
            let its_books = Bookkeeping::open(&store, &shared.name).await?;
            for some in its.chunks(BATCH) {
                self.let_go(&store, &its_books, &node, some).await?;
            }
            its_books.nodes.remove(&node).await?;
            dead.release().await?;
        }
        Ok(())
    }

    /// Until no process of this program has a workflow.
    async fn until_quiet(&self, node: &Node<W>) {
        let keep = async {
            // A step may take longer than the lease.
            node.lease.keep().await;
        };
        let quiet = async {
            loop {
                let work = self.shared.work.notified();
                let mut work = pin!(work);
                work.as_mut().enable();
                if self.shared.live().running.is_empty() {
                    return;
                }
                work.await;
            }
        };
        let (mut keep, mut quiet) = (pin!(keep), pin!(quiet));
        poll_fn(|cx| {
            if quiet.as_mut().poll(cx).is_ready() {
                return Poll::Ready(());
            }
            keep.as_mut().poll(cx)
        })
        .await;
    }

    /// Gives back what is left, and the lease.
    async fn leave(&self) -> Result<(), WorkflowError> {
        self.let_go_of_lost().await?;
        self.node.books.nodes.remove(&self.node.name).await?;
        self.node.lease.release().await?;
        Ok(())
    }
}

/// What is said of an attempt that nobody came back from.
const NEVER_ENDED: &str = "its last attempt never ended: its program died meanwhile";
