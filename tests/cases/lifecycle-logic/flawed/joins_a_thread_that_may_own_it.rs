//! A thread that is joined in `drop` may be the very one that lets go of the last owner.

use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, Weak};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Jobs capture what they work on, and that may lead back to the pool.
pub struct Worker {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    pub fn start() -> Self {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let thread = thread::spawn(move || { //~ orphan-task: a panic of what it is given to run
            while let Ok(job) = inbox.recv() {
                job();
            }
        });
        Self {
            jobs: Some(jobs),
            thread: Some(thread),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); //~ lifecycle-logic: waits for a thread that runs what others hand it
        }
    }
}

/// The threads lie in a map, and their loop is a function of its own.
#[derive(Default)]
pub struct Workers {
    named: HashMap<&'static str, Named>,
}

struct Named {
    orders: Sender<Order>,
    thread: JoinHandle<()>,
}

enum Order {
    Run(Job),
    Stop,
}

impl Named {
    fn start(name: &str) -> std::io::Result<Self> {
        let (orders, inbox) = mpsc::channel();
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || serve(inbox))?;
        Ok(Self { orders, thread })
    }
}

fn serve(inbox: Receiver<Order>) {
    for order in inbox {
        match order {
            Order::Run(job) => job(),
            Order::Stop => return,
        }
    }
}

impl Workers {
    pub fn run(&mut self, name: &'static str, job: Job) {
        if !self.named.contains_key(name)
            && let Ok(named) = Named::start(name)
        {
            self.named.insert(name, named);
        }
        if let Some(named) = self.named.get(name) {
            let _ = named.orders.send(Order::Run(job));
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        for (_, named) in std::mem::take(&mut self.named) {
            let _ = named.orders.send(Order::Stop);
            let _ = named.thread.join(); //~ lifecycle-logic: waits for a thread that runs what others hand it
        }
    }
}

/// The watcher turns its weak reference into a strong one now and then.
pub struct Cache {
    entries: Mutex<HashMap<u64, String>>,
    ticks: Mutex<Option<Sender<()>>>,
    watcher: Mutex<Option<JoinHandle<()>>>,
}

impl Cache {
    pub fn open() -> Arc<Self> {
        let (ticks, clock) = mpsc::channel();
        let cache = Arc::new(Self {
            entries: Mutex::default(),
            ticks: Mutex::new(Some(ticks)),
            watcher: Mutex::new(None),
        });
        let weak: Weak<Self> = Arc::downgrade(&cache);
        let thread = thread::spawn(move || {
            while clock.recv().is_ok() {
                if let Some(cache) = weak.upgrade() {
                    cache.entries.lock().unwrap().clear();
                }
            }
        });
        *cache.watcher.lock().unwrap() = Some(thread);
        cache
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        self.ticks.lock().unwrap().take();
        if let Some(thread) = self.watcher.lock().unwrap().take() {
            let _ = thread.join(); //~ lifecycle-logic: waits for a thread that holds its owner too
        }
    }
}

/// Tasks of the runtime are anybody's: one of them may drop the last owner of the runtime.
pub struct Shared {
    handle: tokio::runtime::Handle,
    end: Keeper,
}

struct Keeper {
    stop: Option<Sender<()>>,
    thread: Option<Thread<()>>,
}

/// A handle of the project's own.
struct Thread<T> {
    inner: JoinHandle<T>,
}

impl<T: Send + 'static> Thread<T> {
    fn named(name: &str, run: impl FnOnce() -> T + Send + 'static) -> std::io::Result<Self> {
        let inner = thread::Builder::new().name(name.to_owned()).spawn(run)?;
        Ok(Self { inner })
    }

    fn join(self) -> thread::Result<T> {
        self.inner.join()
    }
}

impl Shared {
    pub fn start() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = mpsc::channel();
        let thread = Thread::named("keeper", move || {
            let _ = stopped.recv();
            runtime.shutdown_timeout(std::time::Duration::from_secs(3));
        })?;
        Ok(Self {
            handle,
            end: Keeper {
                stop: Some(stop),
                thread: Some(thread),
            },
        })
    }
}

fn guarded(run: impl FnOnce()) {
    if std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err() {
        eprintln!("the keeper did not end");
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        guarded(move || { //~ lifecycle-logic: waits until a runtime has shut down
            if let Some(stop) = self.stop.take()
                && stop.send(()).is_ok()
            {
                let _ = self.thread.take().unwrap().join();
            }
        });
    }
}
