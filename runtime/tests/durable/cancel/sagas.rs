//! What people ask of sagas: the log and the list of those under way say the same, and an executor goes on from there.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use otp_runtime::exit::BoxError;
use otp_runtime::retry::Backoff;
use otp_runtime::saga::{
    Event, Saga, SagaEnd, SagaError, SagaOptions, Sagas, Step, StepContext, StepError,
};
use otp_runtime::store::Store;
use otp_runtime::testing::{CancelPoint, cancel_at_every_await};

/// Cannot be undone until somebody says so.
#[derive(Clone, Default)]
struct Stubborn(Arc<Mutex<bool>>);

impl Step<u64> for Stubborn {
    const NAME: &'static str = "stubborn";
    type Output = ();

    async fn run(&self, _: StepContext<u64>) -> Result<(), StepError> {
        Err(StepError::unknown("no answer"))
    }

    async fn undo(&self, _: StepContext<u64>, _: Option<()>) -> Result<(), BoxError> {
        if *self.0.lock().unwrap() {
            Ok(())
        } else {
            Err("it does not let go".into())
        }
    }
}

#[derive(Clone)]
struct Made {
    store: Store,
    sagas: Sagas<u64>,
    step: Stubborn,
}

async fn make() -> Made {
    let store = Store::in_memory().await.unwrap();
    let step = Stubborn::default();
    let options = SagaOptions {
        checks: 0,
        undos: 1,
        backoff: Backoff::default(),
        ..SagaOptions::default()
    };
    let saga = Saga::new("s", 1).step(step.clone());
    let sagas = store.sagas_with([saga], options).await.unwrap();
    sagas.start_exclusive("one", 7, "key").await.unwrap();
    Made { store, sagas, step }
}

/// Runs it until it is stuck or has ended.
async fn settle(made: &Made) {
    let over = async {
        while made.sagas.stuck().await.unwrap().is_empty()
            && !made.sagas.events("one").await.unwrap().is_empty()
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        ended = made.sagas.run() => panic!("{ended:?}"),
        () = over => {}
    }
}

/// The list of those under way says of a saga what its log says.
async fn assert_agree(made: &Made, point: CancelPoint) -> Vec<Event> {
    made.store.outcome("none").await.unwrap();
    let events = made.sagas.events("one").await.unwrap();
    let in_log = events.iter().fold(false, |stuck, event| match event {
        Event::Stuck { .. } => true,
        Event::Retried => false,
        _ => stuck,
    });
    let listed = !made.sagas.stuck().await.unwrap().is_empty();
    assert_eq!(in_log, listed, "{point:?}");
    if events.is_empty() {
        // It has ended, or was never there: that is answered.
        let end = made.sagas.end("one");
        let waited = tokio::time::timeout(Duration::from_secs(20), end).await;
        assert!(waited.is_ok(), "{point:?}");
    }
    events
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    Cancel,
    Retry,
    Discard,
    Forget,
}

#[tokio::test]
async fn asking() {
    for ask in [Ask::Cancel, Ask::Retry, Ask::Discard, Ask::Forget] {
        let now: Arc<Mutex<Option<Made>>> = Arc::default();
        let run = || {
            let now = now.clone();
            async move {
                let made = make().await;
                if ask != Ask::Cancel {
                    settle(&made).await;
                }
                if ask == Ask::Forget {
                    made.sagas.discard("one").await.unwrap();
                }
                *now.lock().unwrap() = Some(made.clone());
                let sagas = &made.sagas;
                match ask {
                    Ask::Cancel => sagas.cancel("one").await.unwrap(),
                    Ask::Retry => sagas.retry("one").await.unwrap(),
                    Ask::Discard => sagas.discard("one").await.unwrap(),
                    Ask::Forget => sagas.forget("one").await.unwrap(),
                }
            }
        };
        cancel_at_every_await(run, async |point| {
            let Some(made) = now.lock().unwrap().take() else {
                return;
            };
            let events = assert_agree(&made, point).await;
            let times = |wanted: &Event| events.iter().filter(|event| *event == wanted).count();
            assert!(times(&Event::Cancelled) <= 1 && times(&Event::Retried) <= 1);
            if point == CancelPoint::Completed {
                match ask {
                    Ask::Cancel => assert_eq!(times(&Event::Cancelled), 1),
                    Ask::Retry => assert_eq!(times(&Event::Retried), 1),
                    Ask::Discard | Ask::Forget => assert!(events.is_empty()),
                }
            }
            // From there it comes to an end, and its key is free then.
            *made.step.0.lock().unwrap() = true;
            settle(&made).await;
            if made.sagas.retry("one").await.is_ok() {
                settle(&made).await;
            }
            let end = made.sagas.end("one").await;
            match ask {
                Ask::Cancel | Ask::Retry => {
                    assert!(
                        matches!(end, Ok(SagaEnd::Undone { .. })),
                        "{ask:?}: {end:?}"
                    );
                }
                Ask::Discard => assert!(
                    matches!(end, Ok(SagaEnd::Discarded { .. } | SagaEnd::Undone { .. })),
                    "{end:?}"
                ),
                Ask::Forget => assert!(
                    matches!(
                        end,
                        Ok(SagaEnd::Discarded { .. }) | Err(SagaError::NotThere { .. })
                    ),
                    "{end:?}"
                ),
            }
            made.sagas.start_exclusive("two", 7, "key").await.unwrap();
        })
        .await;
    }
}
