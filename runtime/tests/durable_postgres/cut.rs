//! Connections that break around a commit, on either side of the server's.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use otp_runtime::durable::{Durable, Queue};
use otp_runtime::store::kit::Sum;
use otp_runtime::store::{CommitError, Options, Store};

use crate::proxy::{Proxy, Rule};
use crate::run;
use crate::server::{Server, address};

const TERM: Duration = Duration::from_millis(1500);

/// Two ways to one store: one leads through the proxy.
struct Bed {
    proxy: Proxy,
    applied: Receiver<()>,
    through: Store,
    direct: Store,
    state: Durable<Sum>,
    queue: Queue<u64>,
}

/// Waits for the proxy without holding up the runtime.
async fn heard(applied: Receiver<()>) -> Receiver<()> {
    tokio::task::spawn_blocking(move || {
        applied
            .recv_timeout(Duration::from_secs(60))
            .expect("there was no commit");
        applied
    })
    .await
    .unwrap()
}

async fn bed(server: &Server, patience: Duration) -> Bed {
    let mut direct = server.new_store();
    direct.longest_transaction = Duration::from_secs(1);
    direct.patience = patience;
    let (proxy, applied) = Proxy::start(server.port());
    let mut through = direct.clone();
    through.address = address(proxy.port());
    let direct = Store::open(direct, Options::default()).await.unwrap();
    let through = Store::open(through, Options::default()).await.unwrap();
    let state = through.durable::<Sum>("s").await.unwrap();
    let queue = through.queue::<u64>("q").await.unwrap();
    Bed {
        proxy,
        applied,
        through,
        direct,
        state,
        queue,
    }
}

impl Bed {
    /// How many events and jobs there are, as others see it.
    async fn found(&self) -> (u64, usize) {
        let state = self.direct.durable::<Sum>("s").await.unwrap();
        let queue = self.direct.queue::<u64>("q").await.unwrap();
        let events = state.read(|sum| sum.count).await.unwrap();
        (events, queue.count().await.unwrap().0)
    }

    async fn push(&self, number: u64) -> Result<(), CommitError> {
        let mut transaction = self.through.transaction(number);
        transaction.push(&self.queue, &number);
        transaction.commit().await.map(drop)
    }

    async fn write(&self, number: u64) -> Result<(), CommitError> {
        self.through
            .transaction(number)
            .append(&self.state, 1)
            .push(&self.queue, &number)
            .commit()
            .await
            .map(drop)
    }
}

/// Wherever it breaks, the store finds out, and the commit happens once.
pub fn a_lost_answer_is_found_out(server: &Server) {
    run(async {
        let mut bed = bed(server, Duration::from_secs(60)).await;
        let rules = [
            Rule::CutBefore,
            Rule::CutAfter,
            Rule::HoldAll,
            Rule::HoldCommit,
            Rule::CutAfter,
        ];
        for (number, rule) in (1..).zip(rules) {
            bed.proxy.set(rule);
            bed.write(number)
                .await
                .unwrap_or_else(|error| panic!("{rule:?}: {error}"));
            bed.applied = heard(bed.applied).await;
            let expected = (number, number as usize);
            assert_eq!(bed.found().await, expected, "{rule:?}");
            // What was held arrives late, and is void.
            bed.proxy.let_go();
            assert_eq!(bed.found().await, expected, "{rule:?}, late");
        }
        // All of it together, with many writers.
        let before = bed.found().await.0;
        for round in 0..20 {
            bed.proxy.set(rules[round % rules.len()]);
            let writers = (0..8).map(|writer| bed.write(1000 + (round * 8 + writer) as u64));
            for result in futures(writers).await {
                result.unwrap();
            }
        }
        bed.proxy.let_go();
        assert_eq!(bed.found().await.0, before + 160);
    });
}

/// All at once.
async fn futures<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut all: Vec<_> = all.map(|one| (Box::pin(one), None)).collect();
    std::future::poll_fn(|context| {
        let mut ready = true;
        for (future, output) in &mut all {
            if output.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *output = Some(value),
                    std::task::Poll::Pending => ready = false,
                }
            }
        }
        if ready {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    all.into_iter().filter_map(|(_, output)| output).collect()
}

/// Where the way stays broken the outcome is unknown, until the store was reopened.
pub fn what_cannot_be_found_out_is_unknown(server: &Server) {
    run(async {
        for (rule, applied) in [
            (Rule::CutBefore, false),
            (Rule::CutAfter, true),
            (Rule::HoldAll, false),
        ] {
            let mut bed = bed(server, Duration::from_secs(3)).await;
            bed.proxy.set(rule);
            bed.proxy.set_down(true);
            let error = bed.push(1).await.unwrap_err();
            assert!(error.is_unknown(), "{rule:?}: {error}");
            bed.applied = heard(bed.applied).await;
            assert!(matches!(bed.push(2).await, Err(CommitError::Broken(_))));
            assert!(matches!(
                bed.through.outcome(1).await,
                Err(CommitError::Broken(_))
            ));
            assert!(bed.through.reopen().await.is_err());
            bed.proxy.set_down(false);
            bed.through.reopen().await.unwrap();
            let found = bed.through.outcome(1).await.unwrap().is_some();
            assert_eq!(found, applied, "{rule:?}");
            // It stays as it was said to be, even if it comes now.
            bed.proxy.let_go();
            assert_eq!(bed.found().await.1, usize::from(applied), "{rule:?}");
            bed.push(1).await.unwrap();
            assert_eq!(bed.found().await.1, 1);
        }
    });
}

/// An owner that stops in the middle of a transaction holds its lease's row; whoever takes over waits for the server to
/// cut it off, and nothing of that transaction comes afterwards.
pub fn an_owner_that_stops_in_a_transaction(server: &Server) {
    run(async {
        let bed = bed(server, Duration::from_secs(60)).await;
        let first = bed.through.own("a", TERM).await.unwrap();
        let late = first.store().map::<u8, u8>("m").await.unwrap();
        let map = bed.direct.map::<u8, u8>("m").await.unwrap();
        late.insert(&1, &1).await.unwrap();
        bed.proxy.set(Rule::Stall);
        let stalled = tokio::spawn(async move { late.insert(&1, &99).await });
        heard(bed.applied).await;
        let second = bed.direct.own_when_free("a", TERM).await.unwrap();
        assert!(second.token() > first.token());
        let owned = second.store().map::<u8, u8>("m").await.unwrap();
        owned.insert(&1, &2).await.unwrap();
        bed.proxy.let_go();
        let error = stalled.await.unwrap().unwrap_err();
        assert!(error.is_not_owner(), "{error}");
        assert!(first.renew().await.unwrap_err().is_not_owner());
        assert_eq!(map.get(&1).await.unwrap(), Some(2));
    });
}
