//! A store as the first child of a tree: it outlives those who use it, and their crashes.

use std::time::Duration;

use otp_runtime::durable::Map;
use otp_runtime::store::faulty::{Fault, Faults, Faulty};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::{CommitError, Options, Store};
use otp_runtime::supervisor::{
    ChildSpec, Problem, Restart, Spec, StartError, Status, Strategy, Supervisor,
};
use otp_runtime::{Context, ExitReason, Reply, Server};

const SECOND: Duration = Duration::from_secs(1);

/// Notes in the store that it was started and stopped.
struct Diary {
    notes: Map<u64, String>,
    number: u64,
}

enum Ask {
    Runs(Reply<usize>),
    Crash,
}

impl Diary {
    async fn note(&self, what: &str) -> Result<(), CommitError> {
        let note = self.notes.insert(&self.number, &what.to_owned()).await;
        note.map(|_| ())
    }
}

impl Server for Diary {
    type Args = Store;
    type Message = Ask;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    async fn init(store: Store, context: &mut Context<Self>) -> Result<Self, Self::Error> {
        let number = context.incarnation().number();
        let notes = store.map("diary").await?;
        let diary = Self { notes, number };
        diary.note("started").await?;
        Ok(diary)
    }

    async fn handle(&mut self, ask: Ask, _: &mut Context<Self>) -> Result<(), Self::Error> {
        match ask {
            Ask::Runs(reply) => reply.send(self.notes.range(.., 9).await?.len()),
            Ask::Crash => panic!("the injected fault"),
        }
        Ok(())
    }

    async fn terminate(&mut self, _: &ExitReason, _: &mut Context<Self>) {
        // What is to be done last needs the store.
        self.note("stopped").await.unwrap();
    }
}

fn spec(strategy: Strategy) -> Spec {
    Spec {
        strategy,
        children: vec![ChildSpec::new("store"), ChildSpec::new("diary")],
        ..Spec::default()
    }
}

#[tokio::test]
async fn it_closes_last() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    for run in 1..3 {
        let store = Store::sqlite(&path).await.unwrap();
        let tree = Supervisor::new(spec(Strategy::OneForOne))
            .store("store", &store)
            .server::<Diary>("diary", store.clone())
            .start()
            .await
            .unwrap();
        assert!(tree.stop(5 * SECOND).await.is_clean());
        assert!(matches!(store.close().await, Err(CommitError::Closed)));
        // The file is free, and has what was written while everything stopped.
        let store = Store::sqlite(&path).await.unwrap();
        let diary = store.map::<u64, String>("diary").await.unwrap();
        assert_eq!(
            diary.range(.., 9).await.unwrap(),
            [(1, "stopped".to_owned())],
            "run {run}"
        );
        store.close().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn crashes_of_others_leave_it_open() {
    for strategy in [
        Strategy::OneForOne,
        Strategy::OneForAll,
        Strategy::RestForOne,
    ] {
        let store = Store::in_memory().await.unwrap();
        let tree = Supervisor::new(spec(strategy))
            .store("store", &store)
            .server::<Diary>("diary", store.clone())
            .start()
            .await
            .unwrap();
        let diary = tree.name::<Diary>("diary").unwrap();
        diary.cast(Ask::Crash).await.unwrap();
        let runs = diary.call(SECOND, Ask::Runs).await.unwrap();
        assert_eq!(runs, 2, "{strategy:?}");
        assert_eq!(tree.children()[0].restarts, 0);
        assert!(tree.stop(SECOND).await.is_clean());
    }
}

#[tokio::test(start_paused = true)]
async fn a_broken_store_is_reopened_by_its_restart() {
    for (strategy, restarts) in [(Strategy::OneForOne, 0), (Strategy::RestForOne, 1)] {
        let faults = Faults::default();
        let backend = Faulty::new(Keeper::new(9), faults.clone());
        let store = Store::open(backend, Options::default()).await.unwrap();
        let tree = Supervisor::new(spec(strategy))
            .store("store", &store)
            .server::<Diary>("diary", store.clone())
            .start()
            .await
            .unwrap();
        faults.befall(Fault::LateSync);
        let map = store.map::<u8, u8>("m").await.unwrap();
        assert!(map.insert(&1, &1).await.unwrap_err().is_unknown());
        let after = async {
            // Nobody but the tree reopens it.
            while map.insert(&2, &2).await.is_err()
                || tree
                    .children()
                    .iter()
                    .any(|it| it.status != Status::Running)
            {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(60 * SECOND, after).await.unwrap();
        assert_eq!(map.range(.., 9).await.unwrap(), [(1, 1), (2, 2)]);
        let [store_child, diary] = &tree.children()[..] else {
            panic!("two children");
        };
        assert_eq!((store_child.restarts, diary.restarts), (1, restarts));
        assert!(tree.stop(SECOND).await.is_clean());
    }
}

#[tokio::test]
async fn a_store_in_the_wrong_place_is_refused() {
    let store = Store::in_memory().await.unwrap();
    let mut wrong = spec(Strategy::OneForOne);
    wrong.children.reverse();
    wrong.children[1].restart = Restart::Transient;
    let refused = Supervisor::new(wrong)
        .store("store", &store)
        .server::<Diary>("diary", store.clone())
        .start()
        .await;
    let Err(StartError::Spec(error)) = refused else {
        panic!("it was started");
    };
    let id = "store".to_owned();
    assert_eq!(
        error.problems,
        [
            Problem::StoreNotFirst(id.clone()),
            Problem::StoreNotPermanent(id)
        ]
    );
    // Nothing was closed.
    store.map::<u8, u8>("m").await.unwrap();
}
