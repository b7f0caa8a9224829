//! Random trees and random ends of children against a plain model that says, for each of them, who is alive then and in
//! which incarnation, and when a supervisor gives up.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use otp_runtime::server::{Context, Server};
use otp_runtime::supervisor::{
    ChildInfo, ChildSpec, Intensity, Restart, Spec, Status, Strategy, Supervisor,
};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, Clone, Copy)]
enum Msg {
    Crash,
    Fail,
    End,
}

struct Child;

impl Server for Child {
    type Args = ();
    type Message = Msg;
    type Error = &'static str;

    async fn init((): (), _: &mut Context<Self>) -> Result<Self, Self::Error> {
        Ok(Self)
    }

    async fn handle(
        &mut self,
        message: Msg,
        context: &mut Context<Self>,
    ) -> Result<(), &'static str> {
        match message {
            Msg::Crash => panic!("told to crash"),
            Msg::Fail => Err("told to fail"),
            Msg::End => {
                context.stop();
                Ok(())
            }
        }
    }
}

/// A supervisor as its documentation describes it.
struct Model {
    spec: Spec,
    children: Vec<Node>,
    restarts: VecDeque<Instant>,
}

struct Node {
    spec: ChildSpec,
    incarnation: u64,
    alive: bool,
    below: Option<Model>,
}

/// What the end of a child has led to.
#[derive(PartialEq)]
enum Then {
    GoesOn,
    GaveUp,
}

impl Model {
    fn new(spec: Spec) -> Self {
        let children = spec.children.iter().map(|child| Node {
            spec: child.clone(),
            incarnation: 0,
            alive: false,
            below: child.supervisor.clone().map(|spec| Self::new(*spec)),
        });
        Self {
            children: children.collect(),
            spec,
            restarts: VecDeque::new(),
        }
    }

    fn start(&mut self) {
        self.restarts.clear();
        self.children.iter_mut().for_each(Node::start);
    }

    fn stop(&mut self) {
        self.children.iter_mut().for_each(Node::stop);
    }

    /// A server ends somewhere below; nothing happens if it is not there.
    fn ends(&mut self, id: &str, clean: bool, now: Instant) -> Then {
        for index in 0..self.children.len() {
            let node = &mut self.children[index];
            let ended = match &mut node.below {
                Some(below) => (below.ends(id, clean, now) == Then::GaveUp).then_some(false),
                None => (node.spec.id == id).then_some(clean),
            };
            if let Some(clean) = ended {
                return self.child_ended(index, clean, now);
            }
        }
        Then::GoesOn
    }

    fn child_ended(&mut self, index: usize, clean: bool, now: Instant) -> Then {
        let node = &mut self.children[index];
        node.alive = false;
        let again = match node.spec.restart {
            Restart::Permanent => true,
            Restart::Transient => !clean,
            Restart::Temporary => false,
        };
        if !again {
            return Then::GoesOn;
        }
        self.restarts.push_back(now);
        let window = self.spec.intensity.within;
        self.restarts.retain(|&time| now - time <= window);
        if self.restarts.len() > self.spec.intensity.restarts as usize {
            self.stop();
            return Then::GaveUp;
        }
        let (first, end) = match self.spec.strategy {
            Strategy::OneForOne => (index, index + 1),
            Strategy::OneForAll => (0, self.children.len()),
            Strategy::RestForOne => (index, self.children.len()),
        };
        for node in &mut self.children[first..end] {
            node.stop();
        }
        for node in &mut self.children[first..end] {
            if node.spec.restart != Restart::Temporary {
                node.start();
            }
        }
        Then::GoesOn
    }

    /// The children that are alive, with their incarnations.
    fn alive(&self, into: &mut BTreeMap<String, u64>) {
        for node in self.children.iter().filter(|node| node.alive) {
            into.insert(node.spec.id.clone(), node.incarnation);
            if let Some(below) = &node.below {
                below.alive(into);
            }
        }
    }
}

impl Node {
    fn start(&mut self) {
        self.alive = true;
        self.incarnation += 1;
        if let Some(below) = &mut self.below {
            below.start();
        }
    }

    fn stop(&mut self) {
        self.alive = false;
        if let Some(below) = &mut self.below {
            below.stop();
        }
    }
}

/// The same of the real tree.
fn alive(children: &[ChildInfo], into: &mut BTreeMap<String, u64>) {
    for child in children {
        if child.status == Status::Running {
            into.insert(child.id.clone(), child.incarnation.number());
        }
        alive(child.children.as_deref().unwrap_or_default(), into);
    }
}

fn random_spec(random: &mut fastrand::Rng, depth: u32, count: &mut u32) -> Spec {
    let rules = [Restart::Permanent, Restart::Transient, Restart::Temporary];
    let strategies = [
        Strategy::OneForOne,
        Strategy::OneForAll,
        Strategy::RestForOne,
    ];
    let children = (0..random.u32(1..5)).map(|_| {
        *count += 1;
        let id = format!("c{count}");
        let mut child = if depth > 0 && random.u8(..) < 70 {
            ChildSpec::nested(id, random_spec(random, depth - 1, count))
        } else {
            ChildSpec::new(id)
        };
        child.restart = rules[random.usize(..3)];
        child
    });
    let children = children.collect();
    Spec {
        strategy: strategies[random.usize(..3)],
        intensity: Intensity {
            restarts: random.u32(0..5),
            within: SECOND * random.u32(1..5),
        },
        children,
        ..Spec::default()
    }
}

fn servers(spec: &Spec, ids: &mut Vec<String>) {
    for child in &spec.children {
        match &child.supervisor {
            Some(nested) => servers(nested, ids),
            None => ids.push(child.id.clone()),
        }
    }
}

async fn run(seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let spec = random_spec(&mut random, 2, &mut 0);
    let mut ids = Vec::new();
    servers(&spec, &mut ids);
    let mut model = Model::new(spec.clone());
    let described = format!("seed {seed}: {spec:#?}");
    let tree = ids
        .iter()
        .fold(Supervisor::new(spec), |tree, id| {
            tree.server::<Child>(id.clone(), ())
        })
        .start()
        .await
        .unwrap();
    model.start();
    let mut history = String::new();
    for _ in 0..random.u32(1..40) {
        let id = &ids[random.usize(..ids.len())];
        let message = [Msg::Crash, Msg::Fail, Msg::End][random.usize(..3)];
        let address = tree.name::<Child>(id).unwrap();
        let sent = address.is_running() && address.try_cast(message).is_ok();
        // No time passes meanwhile, so that the model's clock and the tree's agree.
        for _ in 0..300 {
            tokio::task::yield_now().await;
        }
        let gave_up =
            sent && model.ends(id, matches!(message, Msg::End), Instant::now()) == Then::GaveUp;
        history.push_str(&format!("{id} {message:?} at {:?}\n", Instant::now()));
        let (mut expected, mut seen) = (BTreeMap::new(), BTreeMap::new());
        model.alive(&mut expected);
        alive(&tree.children(), &mut seen);
        assert_eq!(seen, expected, "{described}\n{history}");
        if gave_up {
            let exit = tokio::time::timeout(SECOND, tree.ended()).await;
            assert!(
                !exit.expect("it has given up").reason.is_clean(),
                "{described}\n{history}"
            );
            return;
        }
        sleep(SECOND * random.u32(0..8) / 4).await;
    }
    assert!(tree.stop(60 * SECOND).await.is_clean(), "{described}");
}

#[tokio::test(start_paused = true)]
async fn a_tree_does_what_the_model_says() {
    std::panic::set_hook(Box::new(|info| {
        // Crashes are part of it and need no report.
        if info.payload().downcast_ref::<&str>() != Some(&"told to crash") {
            let _ =
                std::io::Write::write_all(&mut std::io::stderr(), format!("{info}\n").as_bytes());
        }
    }));
    for seed in 0..200 {
        run(seed).await;
    }
}
