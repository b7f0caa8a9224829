//! Random trees with random crashes, ends, hangs and stops against what must always hold: order, no overlap, nothing
//! left alive, and a stop within its deadlines.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use otp_runtime::mailbox::Address;
use otp_runtime::server::{Context, Server};
use otp_runtime::supervisor::{
    Backoff, ChildInfo, ChildSpec, Intensity, Restart, Spec, Status, Strategy, Supervisor, Tree,
};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// Who is alive, and everything that should not have happened.
#[derive(Clone, Default)]
struct World(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    alive: BTreeMap<String, u64>,
    wrong: Vec<String>,
    starts: Vec<String>,
}

struct Child {
    world: World,
    name: String,
}

#[derive(Clone, Copy)]
enum Msg {
    Crash,
    Fail,
    End,
    Hang(Duration),
}

impl Server for Child {
    type Args = (World, String);
    type Message = Msg;
    type Error = &'static str;

    async fn init(
        (world, name): Self::Args,
        context: &mut Context<Self>,
    ) -> Result<Self, Self::Error> {
        let number = context.incarnation().number();
        let mut inner = world.0.lock().unwrap();
        if let Some(other) = inner.alive.insert(name.clone(), number) {
            inner
                .wrong
                .push(format!("{name}: {number} started while {other} was alive"));
        }
        inner.starts.push(name.clone());
        drop(inner);
        Ok(Self { world, name })
    }

    async fn handle(
        &mut self,
        message: Msg,
        context: &mut Context<Self>,
    ) -> Result<(), Self::Error> {
        match message {
            Msg::Crash => panic!("told to crash"),
            Msg::Fail => return Err("told to fail"),
            Msg::End => context.stop(),
            Msg::Hang(time) => sleep(time).await,
        }
        Ok(())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.world.0.lock().unwrap().alive.remove(&self.name);
    }
}

/// A random specification, at most three levels deep.
fn random_spec(random: &mut fastrand::Rng, depth: u32, count: &mut u32) -> Spec {
    let strategies = [
        Strategy::OneForOne,
        Strategy::OneForAll,
        Strategy::RestForOne,
    ];
    let rules = [Restart::Permanent, Restart::Transient, Restart::Temporary];
    let mut children = Vec::new();
    for _ in 0..random.u32(1..5) {
        *count += 1;
        let id = format!("c{count}");
        let mut child = if depth > 0 && random.u8(..) < 70 {
            ChildSpec::nested(id, random_spec(random, depth - 1, count))
        } else {
            ChildSpec::new(id)
        };
        child.restart = rules[random.usize(..3)];
        child.stop_deadline = SECOND * random.u32(0..4);
        child.clear_mailbox = random.bool();
        child.drain = random.bool();
        children.push(child);
    }
    let first = SECOND * random.u32(0..2) / 4;
    Spec {
        strategy: strategies[random.usize(..3)],
        intensity: Intensity {
            restarts: random.u32(0..6),
            within: SECOND * random.u32(1..6),
        },
        backoff: Backoff {
            first,
            most: first * 4,
        },
        children,
        ..Spec::default()
    }
}

/// The ids of the servers in the order in which they start, and the time that all stop deadlines take together.
fn servers(spec: &Spec, ids: &mut Vec<String>) -> Duration {
    let mut total = Duration::ZERO;
    for child in &spec.children {
        match &child.supervisor {
            Some(nested) => total += servers(nested, ids) + SECOND / 5,
            None => {
                ids.push(child.id.clone());
                total += child.stop_deadline + SECOND / 5;
            }
        }
    }
    total
}

fn check(children: &[ChildInfo], world: &World, path: &str) {
    for child in children {
        assert_ne!(
            child.status,
            Status::Stuck,
            "{path}/{}: nobody blocks a thread",
            child.id
        );
        if let Some(nested) = &child.children {
            check(nested, world, &format!("{path}/{}", child.id));
        } else if child.status == Status::Running {
            let alive = world.0.lock().unwrap().alive.get(&child.id).copied();
            assert_eq!(
                alive,
                Some(child.incarnation.number()),
                "{path}/{}",
                child.id
            );
        }
    }
}

async fn run(seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let spec = random_spec(&mut random, 2, &mut 0);
    let mut ids = Vec::new();
    let bound = servers(&spec, &mut ids);
    let world = World::default();
    let tree: Tree = ids
        .iter()
        .fold(Supervisor::new(spec), |tree, id| {
            tree.server::<Child>(id.clone(), (world.clone(), id.clone()))
        })
        .start()
        .await
        .unwrap();
    assert_eq!(
        world.0.lock().unwrap().starts,
        ids,
        "seed {seed}: started in order"
    );
    let addresses: Vec<Address<Msg>> = ids
        .iter()
        .map(|id| tree.name::<Child>(id).unwrap())
        .collect();
    for _ in 0..random.u32(0..40) {
        let message = match random.u8(..4) {
            0 => Msg::Crash,
            1 => Msg::Fail,
            2 => Msg::End,
            _ => Msg::Hang(SECOND * random.u32(0..8)),
        };
        // A full or closed mailbox is nothing to wait for here.
        let _ = addresses[random.usize(..addresses.len())].try_cast(message);
        sleep(SECOND * random.u32(0..8) / 4).await;
        // Let what is due at this instant happen before looking.
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        check(&tree.children(), &world, &format!("seed {seed}: "));
    }
    let total = SECOND * random.u32(0..20);
    let start = Instant::now();
    let gave_up = tokio::time::timeout(Duration::ZERO, tree.ended())
        .await
        .is_ok();
    let report = tree.stop(total).await;
    let took = start.elapsed();
    let most = total.min(bound) + SECOND;
    assert!(
        took <= most,
        "seed {seed}: stopped within {took:?} instead of {most:?}"
    );
    assert!(report.stuck.is_empty());
    assert!(
        gave_up || report.exit.reason.is_clean(),
        "seed {seed}: {}",
        report.exit
    );
    let inner = world.0.lock().unwrap();
    assert!(
        inner.alive.is_empty(),
        "seed {seed}: {:?} still alive",
        inner.alive
    );
    assert!(inner.wrong.is_empty(), "seed {seed}: {:?}", inner.wrong);
    assert!(
        addresses.iter().all(Address::is_closed),
        "seed {seed}: every slot is closed"
    );
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_a_tree_keeps_its_promises() {
    // Crashes are part of it and need no report.
    std::panic::set_hook(Box::new(|info| {
        let told = info
            .payload()
            .downcast_ref::<&str>()
            .is_some_and(|text| *text == "told to crash");
        if !told {
            let _ =
                std::io::Write::write_all(&mut std::io::stderr(), format!("{info}\n").as_bytes());
        }
    }));
    for seed in 0..300 {
        run(seed).await;
    }
}
