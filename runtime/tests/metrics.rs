//! What is counted through the `metrics` facade.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use metrics::{
    Counter, CounterFn, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};
use otp_runtime::mailbox::{Options, Overflow, open};
use otp_runtime::server::{self, Context, Server};

/// Counters by name and labels.
#[derive(Clone, Default)]
struct Counts(Arc<Mutex<BTreeMap<String, u64>>>);

struct One(Counts, String);

impl CounterFn for One {
    fn increment(&self, by: u64) {
        *self.0.0.lock().unwrap().entry(self.1.clone()).or_default() += by;
    }

    fn absolute(&self, _: u64) {
        unreachable!("nothing is set, only counted");
    }
}

impl Recorder for Counts {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        let labels: Vec<_> = key.labels().map(metrics::Label::value).collect();
        let name = format!("{} {}", key.name(), labels.join(" "));
        Counter::from_arc(Arc::new(One(self.clone(), name)))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

struct Fails;

impl Server for Fails {
    type Args = ();
    type Message = ();
    type Error = &'static str;

    async fn init((): (), _: &mut Context<Self>) -> Result<Self, Self::Error> {
        Ok(Self)
    }

    async fn handle(&mut self, (): (), _: &mut Context<Self>) -> Result<(), Self::Error> {
        Err("as told")
    }
}

#[test]
fn starts_ends_overloads_and_leftovers_are_counted_every_one() {
    let counts = Counts::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    metrics::with_local_recorder(&counts, || {
        runtime.block_on(async {
            let fails = server::builder::<Fails>().name("fails");
            let process = fails.start(()).await.unwrap();
            process.address().cast(()).await.unwrap();
            process.ended().await;

            let options = Options {
                capacity: 1,
                overflow: Overflow::DropNewest,
            };
            let (address, mailbox) = open::<u8>("small", options).unwrap();
            for n in 0..4 {
                address.cast(n).await.unwrap();
            }
            drop(mailbox);
            tokio::time::sleep(Duration::from_secs(1)).await;
        });
    });
    let counts: Vec<_> = std::mem::take(&mut *counts.0.lock().unwrap())
        .into_iter()
        .collect();
    let expected = [
        ("otp_mailbox_overloads_total small dropped", 3),
        ("otp_mailbox_undelivered_total small", 1),
        ("otp_process_ends_total fails false", 1),
        ("otp_process_starts_total fails", 1),
    ];
    assert_eq!(counts, expected.map(|(name, n)| (name.to_owned(), n)));
}
