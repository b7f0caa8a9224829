//! Sagas: whatever their steps do, and wherever their log is cut, all of it is done or all of it undone.

use std::collections::{BTreeMap, BTreeSet};
use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use otp_runtime::exit::BoxError;
use otp_runtime::retry::Backoff;
use otp_runtime::saga::{
    Checked, Event, Saga, SagaEnd, SagaError, SagaOptions, Sagas, Step, StepContext, StepError,
};
use otp_runtime::store::faulty::{Fault, Faults, Faulty};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::{Options, Store};
use otp_runtime::testing::{CancelPoint, cancel_at_every_await};

/// What a step does the first times that it runs; afterwards it does what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behaviour {
    Good,
    /// Everything is asked twice.
    Twice,
    Fails,
    PanicsBefore,
    PanicsAfter,
    HangsBefore,
    HangsAfter,
    UnknownBefore,
    UnknownAfter,
    /// The request arrives when the step has long given up, if it is not void by then.
    ArrivesLate,
}

const BEHAVIOURS: [Behaviour; 10] = [
    Behaviour::Good,
    Behaviour::Twice,
    Behaviour::Fails,
    Behaviour::PanicsBefore,
    Behaviour::PanicsAfter,
    Behaviour::HangsBefore,
    Behaviour::HangsAfter,
    Behaviour::UnknownBefore,
    Behaviour::UnknownAfter,
    Behaviour::ArrivesLate,
];

/// The services that the steps ask. They remember keys.
#[derive(Default)]
struct World {
    effects: BTreeSet<String>,
    void: BTreeSet<String>,
    late: BTreeSet<String>,
    runs: BTreeMap<String, u32>,
    undos: BTreeMap<String, u32>,
}

impl World {
    fn run(&mut self, key: &str) -> Result<(), StepError> {
        if self.void.contains(key) {
            return Err(StepError::failed("void"));
        }
        self.effects.insert(key.to_owned());
        Ok(())
    }

    fn undo(&mut self, key: &str) {
        self.effects.remove(key);
        self.void.insert(key.to_owned());
    }

    /// What was on its way arrives.
    fn arrive(&mut self) {
        for key in std::mem::take(&mut self.late) {
            let _ = self.run(&key);
        }
    }
}

#[derive(Clone)]
struct Plan {
    behaviour: [Behaviour; 3],
    /// How often it behaves so.
    times: u32,
    /// Whether checks can tell what has happened.
    checks: bool,
    /// How often each undo fails.
    undo_fails: u32,
    pivot: Option<usize>,
    world: Arc<Mutex<World>>,
}

impl Plan {
    fn new(step: usize, behaviour: Behaviour) -> Self {
        let mut all = [Behaviour::Good; 3];
        all[step] = behaviour;
        Self {
            behaviour: all,
            times: 1,
            checks: false,
            undo_fails: 0,
            pivot: None,
            world: Arc::default(),
        }
    }

    fn saga(&self) -> Saga<u64> {
        let saga = Saga::new("test", 1).step(Part::<0>(self.clone()));
        let saga = if self.pivot == Some(1) {
            saga.pivot(Part::<1>(self.clone()))
        } else {
            saga.step(Part::<1>(self.clone()))
        };
        saga.step(Part::<2>(self.clone()))
    }

    fn world(&self) -> std::sync::MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }
}

struct Part<const N: usize>(Plan);

impl<const N: usize> Step<u64> for Part<N> {
    const NAME: &'static str = ["a", "b", "c"][N];
    type Output = String;

    async fn run(&self, context: StepContext<u64>) -> Result<String, StepError> {
        assert_eq!(*context.input(), 7);
        // Later steps see what the earlier ones answered.
        if N == 2 {
            assert_eq!(context.output_of::<Part<0>>().unwrap(), "test/one/a");
        }
        let key = context.key().to_owned();
        let count = {
            let mut world = self.0.world();
            let runs = world.runs.entry(key.clone()).or_default();
            *runs += 1;
            *runs
        };
        let behaviour = if count <= self.0.times {
            self.0.behaviour[N]
        } else {
            Behaviour::Good
        };
        tokio::task::yield_now().await;
        match behaviour {
            Behaviour::Good => self.0.world().run(&key)?,
            Behaviour::Twice => {
                self.0.world().run(&key)?;
                self.0.world().run(&key)?;
            }
            Behaviour::Fails => return Err(StepError::failed("no")),
            Behaviour::PanicsBefore => panic!("on purpose"),
            Behaviour::PanicsAfter => {
                self.0.world().run(&key)?;
                panic!("on purpose");
            }
            Behaviour::HangsBefore => pending().await,
            Behaviour::HangsAfter => {
                self.0.world().run(&key)?;
                pending().await
            }
            Behaviour::UnknownBefore => return Err(StepError::unknown("connection lost")),
            Behaviour::UnknownAfter => {
                self.0.world().run(&key)?;
                return Err(StepError::unknown("connection lost"));
            }
            Behaviour::ArrivesLate => {
                self.0.world().late.insert(key);
                return Err(StepError::unknown("connection lost"));
            }
        }
        Ok(key)
    }

    async fn undo(
        &self,
        context: StepContext<u64>,
        output: Option<String>,
    ) -> Result<(), BoxError> {
        let key = context.key().to_owned();
        assert!(output.is_none_or(|output| output == key));
        tokio::task::yield_now().await;
        let mut world = self.0.world();
        let undos = world.undos.entry(key.clone()).or_default();
        *undos += 1;
        if *undos <= self.0.undo_fails {
            return Err("not now".into());
        }
        world.undo(&key);
        Ok(())
    }

    async fn check(&self, context: StepContext<u64>) -> Result<Checked<String>, BoxError> {
        tokio::task::yield_now().await;
        let world = self.0.world();
        let key = context.key().to_owned();
        Ok(if !self.0.checks || world.late.contains(&key) {
            Checked::Unknown
        } else if world.effects.contains(&key) {
            Checked::Done(key)
        } else {
            Checked::NotDone
        })
    }
}

fn options() -> SagaOptions {
    SagaOptions {
        runs: 3,
        checks: 2,
        undos: 3,
        backoff: Backoff {
            first: Duration::from_millis(1),
            most: Duration::from_millis(1),
        },
        ..SagaOptions::default()
    }
}

async fn open(store: &Store, plan: &Plan) -> Sagas<u64> {
    store.sagas_with([plan.saga()], options()).await.unwrap()
}

/// Runs the executor until the saga has ended or is stuck.
async fn finish(sagas: &Sagas<u64>) -> Result<Option<SagaEnd>, SagaError> {
    let over = async {
        loop {
            match tokio::time::timeout(Duration::from_secs(1), sagas.end("one")).await {
                Ok(end) => return end.map(Some),
                Err(_) if !sagas.stuck().await?.is_empty() => return Ok(None),
                Err(_) => {}
            }
        }
    };
    tokio::select! {
        failed = sagas.run() => match failed { Err(error) => Err(error), Ok(never) => match never {} },
        over = over => over,
    }
}

/// Whether all is done, and it is what the saga says.
fn assert_whole(plan: &Plan, end: Option<&SagaEnd>, what: &str) -> bool {
    let mut world = plan.world();
    world.arrive();
    let all: BTreeSet<_> = ["a", "b", "c"]
        .map(|step| format!("test/one/{step}"))
        .into();
    match end {
        Some(SagaEnd::Done(outputs)) => {
            assert_eq!(world.effects, all, "{what}");
            assert_eq!(outputs.of::<u64, Part<2>>().as_deref(), Some("test/one/c"));
            true
        }
        Some(SagaEnd::Undone { .. }) => {
            assert!(world.effects.is_empty(), "{what}: {:?}", world.effects);
            false
        }
        other => panic!("{what}: {other:?}"),
    }
}

fn plans() -> Vec<Plan> {
    let mut plans = Vec::new();
    for step in 0..3 {
        for behaviour in BEHAVIOURS {
            for checks in [false, true] {
                for pivot in [None, Some(1)] {
                    plans.push(Plan {
                        checks,
                        pivot,
                        ..Plan::new(step, behaviour)
                    });
                }
            }
        }
    }
    plans
}

/// A pivot that nobody can tell about makes a saga stuck, which is right.
fn is_doubtful(plan: &Plan) -> bool {
    let doubtful = !matches!(
        plan.behaviour[1],
        Behaviour::Good | Behaviour::Twice | Behaviour::Fails
    );
    plan.pivot == Some(1)
        && doubtful
        && (!plan.checks || plan.behaviour[1] == Behaviour::ArrivesLate)
}

#[tokio::test(start_paused = true)]
async fn whatever_a_step_does_all_is_done_or_undone() {
    let (mut done, mut undone, mut stuck) = (0, 0, 0);
    for plan in plans() {
        let what = format!(
            "{:?}, checks {}, pivot {:?}",
            plan.behaviour, plan.checks, plan.pivot
        );
        let store = Store::in_memory().await.unwrap();
        let sagas = open(&store, &plan).await;
        sagas.start("one", 7).await.unwrap();
        let mut end = finish(&sagas).await.unwrap();
        if is_doubtful(&plan) {
            assert_eq!(end, None, "{what}");
            stuck += 1;
            assert!(sagas.stuck().await.unwrap()[0].reason.contains("pivot"));
            // An operator finds out, and lets it go on.
            plan.world().arrive();
            let told = Plan {
                checks: true,
                ..plan.clone()
            };
            let sagas = open(&store, &told).await;
            sagas.retry("one").await.unwrap();
            end = finish(&sagas).await.unwrap();
        }
        if assert_whole(&plan, end.as_ref(), &what) {
            done += 1;
        } else {
            undone += 1;
        }
        // Behind the pivot there is only forward.
        if plan.pivot == Some(1) && plan.behaviour[2] != Behaviour::Good {
            assert!(matches!(end, Some(SagaEnd::Done(_))), "{what}: {end:?}");
        }
        assert!(sagas.events("one").await.unwrap().is_empty());
        store.close().await.unwrap();
    }
    assert!(
        done > 30 && undone > 20 && stuck > 5,
        "{done} {undone} {stuck}"
    );
}

/// The store fails at each of its commits in turn, so that the log ends there, with or without it.
#[tokio::test(start_paused = true)]
async fn a_log_that_is_cut_anywhere_comes_to_a_whole() {
    let mut cuts = 0;
    for plan in plans().into_iter().filter(|plan| !is_doubtful(plan)) {
        for fault in [Fault::Sync, Fault::LateSync] {
            for at in 1.. {
                let what = format!(
                    "{:?}, checks {}, pivot {:?}, {fault:?} {at}",
                    plan.behaviour, plan.checks, plan.pivot
                );
                let plan = Plan {
                    // A pivot that is cut off can be asked.
                    checks: plan.checks || plan.pivot.is_some(),
                    world: Arc::default(),
                    ..plan.clone()
                };
                let faults = Faults::default();
                let store = Store::open(
                    Faulty::new(Keeper::new(100), faults.clone()),
                    Options::default(),
                )
                .await
                .unwrap();
                let sagas = open(&store, &plan).await;
                sagas.start("one", 7).await.unwrap();
                (1..at).for_each(|_| faults.befall(Fault::None));
                faults.befall(fault);
                let first = finish(&sagas).await;
                let was_cut = first.is_err();
                let end = match first {
                    Ok(end) => end,
                    Err(_) => {
                        store.reopen().await.unwrap();
                        finish(&open(&store, &plan).await).await.unwrap()
                    }
                };
                assert_whole(&plan, end.as_ref(), &what);
                cuts += 1;
                // The end may have been there, and seen, before the executor heard of the fault.
                if store.stats().broken.is_some() {
                    store.reopen().await.unwrap();
                }
                store.close().await.unwrap();
                if !was_cut {
                    break;
                }
            }
        }
    }
    assert!(cuts > 1000, "{cuts}");
}

/// The executor is dropped at each of its awaits, and another one goes on.
#[tokio::test(start_paused = true)]
async fn an_executor_that_is_cut_off_anywhere_is_followed_by_another() {
    for (behaviour, pivot) in [
        (Behaviour::Good, None),
        (Behaviour::Good, Some(1)),
        (Behaviour::Fails, None),
    ] {
        let now: Arc<Mutex<Option<(Plan, Store)>>> = Arc::default();
        let run = || {
            let now = now.clone();
            async move {
                let plan = Plan {
                    checks: true,
                    pivot,
                    ..Plan::new(2, behaviour)
                };
                let store = Store::in_memory().await.unwrap();
                let sagas = open(&store, &plan).await;
                sagas.start("one", 7).await.unwrap();
                *now.lock().unwrap() = Some((plan, store));
                finish(&sagas).await.unwrap();
            }
        };
        let points = cancel_at_every_await(run, async |point| {
            let taken = now.lock().unwrap().take();
            // Cut off before it was accepted.
            let Some((plan, store)) = taken else {
                assert_ne!(point, CancelPoint::Completed);
                return;
            };
            let end = finish(&open(&store, &plan).await).await.unwrap();
            let done = assert_whole(
                &plan,
                end.as_ref(),
                &format!("{behaviour:?} {pivot:?} {point:?}"),
            );
            assert!(done || behaviour == Behaviour::Fails, "{point:?}");
        })
        .await;
        // Memory may have answered before anybody waits.
        assert!(points > 0, "{points}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_undo_that_fails_is_tried_again_and_then_stuck() {
    for (undo_fails, is_stuck) in [(2, false), (4, true)] {
        let plan = Plan {
            undo_fails,
            ..Plan::new(2, Behaviour::Fails)
        };
        let store = Store::in_memory().await.unwrap();
        let sagas = open(&store, &plan).await;
        sagas.start("one", 7).await.unwrap();
        let end = finish(&sagas).await.unwrap();
        assert_eq!(end.is_none(), is_stuck);
        if is_stuck {
            let stuck = sagas.stuck().await.unwrap();
            assert!(
                stuck[0].reason.contains("cannot be undone: not now"),
                "{}",
                stuck[0].reason
            );
            // It stays so: no loop, also not with a new executor.
            assert_eq!(finish(&open(&store, &plan).await).await.unwrap(), None);
            assert_eq!(plan.world().undos["test/one/b"], 3);
            // Once for each of the two steps.
            sagas.retry("one").await.unwrap();
            assert_eq!(finish(&sagas).await.unwrap(), None);
            sagas.retry("one").await.unwrap();
            let end = finish(&sagas).await.unwrap();
            assert!(!assert_whole(&plan, end.as_ref(), "retried"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn cancelling_undoes_until_the_pivot() {
    // Cancelled while the first step hangs; while the pivot does; and when it is done.
    for (step, pivot, expected) in [
        (0, None, "undone"),
        (1, Some(1), "done"),
        (2, Some(1), "refused"),
    ] {
        let plan = Plan {
            checks: true,
            pivot,
            ..Plan::new(step, Behaviour::HangsAfter)
        };
        let store = Store::in_memory().await.unwrap();
        let sagas = open(&store, &plan).await;
        sagas.start("one", 7).await.unwrap();
        let executor = tokio::spawn({
            let sagas = sagas.clone();
            async move { finish(&sagas).await }
        });
        let key = format!("test/one/{}", ["a", "b", "c"][step]);
        while !plan.world().effects.contains(&key) {
            tokio::task::yield_now().await;
        }
        let cancelled = sagas.cancel("one").await;
        assert_eq!(cancelled.is_err(), expected == "refused", "{cancelled:?}");
        let end = executor.await.unwrap().unwrap();
        let done = assert_whole(&plan, end.as_ref(), expected);
        assert_eq!(done, expected != "undone");
        assert!(matches!(
            sagas.cancel("one").await,
            Err(SagaError::NotThere { .. })
        ));
    }
}

#[tokio::test(start_paused = true)]
async fn other_steps_than_the_log_names_are_stuck() {
    let plan = Plan::new(0, Behaviour::Good);
    let store = Store::in_memory().await.unwrap();
    let sagas = open(&store, &plan).await;
    sagas.start("one", 7).await.unwrap();
    let other = Saga::new("test", 1).step(Part::<1>(plan.clone()));
    let changed = store.sagas_with([other], options()).await.unwrap();
    assert_eq!(finish(&changed).await.unwrap(), None);
    assert!(
        changed.stuck().await.unwrap()[0]
            .reason
            .contains("other steps")
    );
    // With the old definition beside a newer one it goes on.
    let newer = Saga::new("test", 2).step(Part::<1>(plan.clone()));
    let both = store
        .sagas_with([plan.saga(), newer], options())
        .await
        .unwrap();
    both.retry("one").await.unwrap();
    assert!(assert_whole(
        &plan,
        finish(&both).await.unwrap().as_ref(),
        "both"
    ));
}

#[tokio::test(start_paused = true)]
async fn starting_is_done_once_and_keys_are_held() {
    let plan = Plan::new(0, Behaviour::Good);
    let store = Store::in_memory().await.unwrap();
    let sagas = open(&store, &plan).await;
    sagas.start_exclusive("one", 7, "customer 3").await.unwrap();
    sagas.start_exclusive("one", 7, "customer 3").await.unwrap();
    assert!(matches!(
        sagas.start("one", 8).await,
        Err(SagaError::Reused { .. })
    ));
    let held = sagas
        .start_exclusive("two", 7, "customer 3")
        .await
        .unwrap_err();
    assert!(
        matches!(&held, SagaError::Exclusive { holder, .. } if holder == "test/one"),
        "{held}"
    );
    assert!(matches!(
        sagas.end("three").await,
        Err(SagaError::NotThere { .. })
    ));
    let events = sagas.events("one").await.unwrap();
    assert!(matches!(&events[..], [Event::Started { .. }]));
    finish(&sagas).await.unwrap();
    // Ended: it is known, its key is free, and its id is not used again before it is forgotten.
    sagas.start("one", 7).await.unwrap();
    assert_eq!(plan.world().runs["test/one/a"], 1);
    assert!(matches!(
        sagas.start("one", 8).await,
        Err(SagaError::Reused { .. })
    ));
    sagas.start_exclusive("two", 7, "customer 3").await.unwrap();
    sagas.forget("one").await.unwrap();
    assert!(matches!(
        sagas.end("one").await,
        Err(SagaError::NotThere { .. })
    ));
    // Together with other changes.
    let map = store.map::<u8, u8>("m").await.unwrap();
    let mut transaction = store.transaction("t");
    sagas.start_in(&mut transaction, "one", &7).await.unwrap();
    transaction.insert(&map, &1, &1).commit().await.unwrap();
    finish(&sagas).await.unwrap();
    assert_eq!(plan.world().runs["test/one/a"], 2);
}

#[tokio::test(start_paused = true)]
async fn a_saga_of_n_steps_costs_n_and_two_commits() {
    for (behaviour, expected) in [(Behaviour::Good, 5), (Behaviour::Fails, 7)] {
        let plan = Plan::new(2, behaviour);
        let store = Store::in_memory().await.unwrap();
        let sagas = open(&store, &plan).await;
        let before = store.stats().commits;
        sagas.start("one", 7).await.unwrap();
        finish(&sagas).await.unwrap();
        assert_eq!(store.stats().commits - before, expected, "{behaviour:?}");
    }
}

#[tokio::test]
async fn a_definition_that_makes_no_sense_is_refused() {
    let store = Store::in_memory().await.unwrap();
    let plan = Plan::new(0, Behaviour::Good);
    let part = || Part::<0>(plan.clone());
    let wrong = [
        vec![],
        vec![Saga::new("x", 1)],
        vec![Saga::new("x", 1).step(part()).step(part())],
        vec![
            Saga::new("x", 1)
                .pivot(part())
                .pivot(Part::<1>(plan.clone())),
        ],
        vec![
            Saga::new("x", 1).step(part()),
            Saga::new("x", 1).step(part()),
        ],
        vec![
            Saga::new("x", 1).step(part()),
            Saga::new("y", 2).step(part()),
        ],
    ];
    for definitions in wrong {
        let error = store.sagas::<u64>(definitions).await.unwrap_err();
        assert!(matches!(error, SagaError::Definition { .. }), "{error}");
    }
}
