//! A server that notes what happens to it and does what it is told.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use otp_runtime::exit::ExitReason;
use otp_runtime::server::{Address, Context, Reply, Server};
use otp_runtime::supervisor::{ChildInfo, ChildSpec, Intensity, Spec, Strategy, Supervisor, Tree};

pub const SECOND: Duration = Duration::from_secs(1);

/// What happened, in order, and what its children are told to do.
#[derive(Clone, Default)]
pub struct World(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    log: Vec<String>,
    alive: BTreeSet<String>,
    overlaps: Vec<String>,
    refuse: BTreeSet<String>,
}

impl World {
    pub fn note(&self, what: impl Into<String>) {
        self.0.lock().unwrap().log.push(what.into());
    }

    /// What happened since the last look.
    pub fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().log)
    }

    /// From now on this child's `init` fails, or no more.
    pub fn refuse(&self, name: &str, refuse: bool) {
        let mut inner = self.0.lock().unwrap();
        if refuse {
            inner.refuse.insert(name.to_owned());
        } else {
            inner.refuse.remove(name);
        }
    }

    pub fn alive(&self) -> Vec<String> {
        self.0.lock().unwrap().alive.iter().cloned().collect()
    }

    pub fn overlaps(&self) -> Vec<String> {
        self.0.lock().unwrap().overlaps.clone()
    }
}

pub struct Probe {
    world: World,
    name: &'static str,
    kept: u32,
}

pub enum Msg {
    Crash,
    Fail,
    End,
    Sleep(Duration),
    /// Answers how many asks this incarnation has seen.
    Ask(Reply<u32>),
    Kept(Reply<u64>),
    CrashIn(Reply<u32>),
    /// Blocks the thread until the gate opens.
    Block(std::sync::mpsc::Receiver<()>),
}

impl Server for Probe {
    type Args = (World, &'static str);
    type Message = Msg;
    type Error = &'static str;

    async fn init((world, name): Self::Args, _: &mut Context<Self>) -> Result<Self, Self::Error> {
        {
            let mut inner = world.0.lock().unwrap();
            if inner.refuse.contains(name) {
                inner.log.push(format!("{name} refuses"));
                return Err("told to refuse");
            }
            inner.log.push(format!("{name} starts"));
            if !inner.alive.insert(name.to_owned()) {
                inner.overlaps.push(name.to_owned());
            }
        }
        Ok(Self {
            world,
            name,
            kept: 0,
        })
    }

    async fn handle(&mut self, msg: Msg, context: &mut Context<Self>) -> Result<(), Self::Error> {
        match msg {
            Msg::Crash => panic!("told to crash"),
            Msg::CrashIn(_reply) => panic!("told to crash in hand"),
            Msg::Fail => return Err("told to fail"),
            Msg::End => context.stop(),
            Msg::Sleep(time) => tokio::time::sleep(time).await,
            Msg::Ask(reply) => {
                self.kept += 1;
                reply.send(self.kept);
            }
            Msg::Kept(reply) => reply.send(context.incarnation().number()),
            Msg::Block(gate) => {
                let _ = gate.recv();
            }
        }
        Ok(())
    }

    async fn terminate(&mut self, reason: &ExitReason, _: &mut Context<Self>) {
        self.world
            .note(format!("{} terminates: {reason}", self.name));
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        let mut inner = self.world.0.lock().unwrap();
        inner.alive.remove(self.name);
        inner.log.push(format!("{} is gone", self.name));
    }
}

pub fn children(names: &[&'static str]) -> Vec<ChildSpec> {
    names.iter().map(|name| ChildSpec::new(*name)).collect()
}

pub fn spec(strategy: Strategy, names: &[&'static str]) -> Spec {
    let intensity = Intensity {
        restarts: 3,
        within: 5 * SECOND,
    };
    Spec {
        strategy,
        intensity,
        children: children(names),
        ..Spec::default()
    }
}

/// Registers a probe for each name.
pub fn supervisor(spec: Spec, world: &World, names: &[&'static str]) -> Supervisor {
    names
        .iter()
        .fold(Supervisor::new(spec), |supervisor, name| {
            supervisor.server::<Probe>(*name, (world.clone(), *name))
        })
}

pub async fn tree(strategy: Strategy, world: &World, names: &[&'static str]) -> Tree {
    let tree = supervisor(spec(strategy, names), world, names)
        .start()
        .await
        .unwrap();
    world.log();
    tree
}

pub fn address(tree: &Tree, name: &str) -> Address<Msg> {
    tree.name::<Probe>(name).unwrap()
}

pub async fn tell(tree: &Tree, name: &str, message: Msg) {
    address(tree, name).cast(message).await.unwrap();
    settle().await;
}

/// Lets all tasks run until they wait.
pub async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

pub fn child(tree: &Tree, id: &str) -> ChildInfo {
    fn find(children: &[ChildInfo], id: &str) -> Option<ChildInfo> {
        children.iter().find_map(|child| {
            if child.id == id {
                return Some(child.clone());
            }
            child
                .children
                .as_deref()
                .and_then(|nested| find(nested, id))
        })
    }
    find(&tree.children(), id).unwrap()
}
