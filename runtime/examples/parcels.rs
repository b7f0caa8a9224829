//! A parcel service without a process that does everything: a supervised process for each parcel under way, workers that
//! print labels from a durable queue, a durable timer that reminds of unpaid parcels, and a monitor.
//!
//! `cargo run -p otp-runtime --example parcels`

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::time::Duration;

use otp_runtime::durable::{Map, Queue, Schedule, Timing};
use otp_runtime::exit::BoxError;
use otp_runtime::store::{Record, Store};
use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor};
use otp_runtime::workflow::{
    Distributor, DistributorOptions, Monitor, Next, Step, Task, WorkLimits, Worker, Workflow,
    Workflows,
};
use serde::{Deserialize, Serialize};

const SECOND: Duration = Duration::from_secs(1);

/// A parcel, and how far it has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Parcel {
    Packed,
    WaitsForPayment,
    Labelled,
    Sent,
}

impl Record for Parcel {
    const TYPE: &'static str = "parcel";
}

/// What becomes of parcels.
struct Sending {
    labels: Queue<String>,
    reminders: Schedule<String>,
}

impl Workflow for Sending {
    type State = Parcel;
    /// The amount that was paid.
    type Signal = u32;

    async fn step(&self, step: &mut Step<Self>) -> Result<Next, BoxError> {
        let id = step.id().to_owned();
        // Each arm and what it writes is one commit.
        match step.state {
            Parcel::Packed => {
                let soon = Timing::after(Duration::from_millis(50));
                let text = format!("{id} is not paid");
                let transaction = step.transaction();
                transaction
                    .set_timer(&self.reminders, &id, &soon, &text)
                    .await?;
                step.state = Parcel::WaitsForPayment;
                Ok(Next::Wait(Duration::MAX))
            }
            Parcel::WaitsForPayment => {
                let Some(paid) = step.signal() else {
                    return Ok(Next::Wait(Duration::MAX));
                };
                println!("{id} was paid: {paid}");
                step.transaction()
                    .cancel_timer(&self.reminders, &id)
                    .await?;
                step.transaction().push(&self.labels, &id);
                step.state = Parcel::Labelled;
                Ok(Next::Now)
            }
            Parcel::Labelled => {
                if step.attempt() == 1 {
                    // Its process crashes here, and nobody else notices.
                    return Err("the conveyor belt is stuck".into());
                }
                println!("{id} is on its way, under the key {}", step.key());
                step.state = Parcel::Sent;
                Ok(Next::Done)
            }
            Parcel::Sent => Ok(Next::Done),
        }
    }
}

/// Prints labels.
struct Printing {
    printed: Map<String, u32>,
}

impl Worker for Printing {
    type Task = String;

    async fn work(&self, task: &mut Task<String>) -> Result<(), BoxError> {
        let id = task.job().clone();
        println!("a label for {id}");
        task.transaction().insert(&self.printed, &id, &1);
        Ok(())
    }
}

/// Handles what the timer brings, for ever.
async fn remind(reminders: Schedule<String>) -> Result<(), BoxError> {
    loop {
        let reminder = reminders.next().await?;
        println!("reminder: {}", reminder.job.payload);
        reminder.ack().await?;
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // `Store::sqlite("parcels.db")`, with the feature `sqlite`, for one that survives the program.
    let store = Store::in_memory().await?;
    let labels: Queue<String> = store.queue("labels").await?;
    let reminders: Schedule<String> = store.schedule("reminders").await?;
    let printed = store.map("printed").await?;
    let sending = Sending {
        labels: labels.clone(),
        reminders: reminders.clone(),
    };
    let parcels: Workflows<Sending> = store.workflows("parcels", sending).await?;

    // The store first, so that it closes last; the processes of the parcels before the manager that gives them out.
    let spec = Spec {
        name: "post".into(),
        children: vec![
            ChildSpec::new("store"),
            ChildSpec::nested("parcels-under-way", Spec::default()),
            ChildSpec::new("parcels"),
            ChildSpec::new("printers"),
            ChildSpec::new("timer"),
            ChildSpec::new("reminders"),
            ChildSpec::new("monitor"),
        ],
        ..Spec::default()
    };
    let mut post = Supervisor::new(spec);
    let under_way = post.reserve_supervisor("parcels-under-way")?;
    let (manager, timer, reminding) = (parcels.clone(), reminders.clone(), reminders.clone());
    let printing = Printing {
        printed: Map::clone(&printed),
    };
    let two = DistributorOptions {
        workers: 2,
        ..DistributorOptions::default()
    };
    let printers = Distributor::new(&labels, printing, two);
    let (watched_parcels, watched_labels) = (parcels.clone(), labels.clone());
    let tree = post
        .store("store", &store)
        .stoppable_task("parcels", move |stop| {
            manager.clone().run(under_way.clone(), stop)
        })
        .stoppable_task("printers", move |stop| printers.clone().run(stop))
        .task("timer", move || {
            let timer = timer.clone();
            async move { timer.run().await.map(|never| match never {}) }
        })
        .task("reminders", move || remind(reminding.clone()))
        .stoppable_task("monitor", move |stop| {
            let monitor = Monitor::new()
                .workflows(&watched_parcels, WorkLimits::default())
                .queue(&watched_labels, WorkLimits::default());
            async move { monitor.run(60 * SECOND, stop, |_| ()).await }
        })
        .start()
        .await?;

    for id in ["parcel 1", "parcel 2"] {
        parcels.start(id, &Parcel::Packed).await?;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    for id in ["parcel 1", "parcel 2"] {
        parcels.signal(id, &5).await?;
        println!("{id}: {:?}", parcels.end(id).await?);
    }
    while labels.count().await? != (0, 0) {
        tokio::task::yield_now().await;
    }
    let labels = printed.range(.., 9).await?;
    println!("{} labels were printed", labels.len());

    // A service would wait here: `tree.until_signal(..)`.
    let report = tree.stop(5 * SECOND).await;
    println!("the post {}", report.exit.reason);
    Ok(())
}
