//! Plain tokio code that adopts one piece at a time. Nothing here is a process, a tree or a framework.
//!
//! `cargo run -p otp-runtime --example adopt_one_piece`

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::time::Duration;

use otp_runtime::breaker::{Breaker, Settings};
use otp_runtime::mailbox::{self, Options, Overflow};
use otp_runtime::retry::{Backoff, Retry};
use otp_runtime::scheduler::{Missed, Scheduler};
use otp_runtime::select::Events;
use otp_runtime::task::Tasks;

const SECOND: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // 1. `tokio::spawn` with the handle dropped becomes a task that has an owner.
    let tasks = Tasks::new();
    tasks.spawn("import", async { Err::<(), _>("no such file") })?;
    println!("the owner hears: {}", tasks.next_failure().await);

    // 2. An unbounded channel becomes a bounded mailbox that says what a full one does.
    let options = Options {
        capacity: 2,
        overflow: Overflow::DropOldest,
    };
    let (address, mut mailbox) = mailbox::open("readings", options)?;
    for reading in 1..=5 {
        address.cast(reading).await?;
    }
    println!(
        "kept {:?} and {:?}, {} dropped",
        mailbox.recv().await,
        mailbox.recv().await,
        address.stats().dropped
    );

    // 3. A loop that sleeps becomes a timer that ends with its target.
    let scheduler = Scheduler::start()?;
    let (ticks, ticking) = tokio::sync::mpsc::channel(8);
    scheduler.every(Duration::from_millis(20), Missed::Skip, &ticks, || "tick")?;

    // 4. `select!` in a loop becomes a source whose arms are never dropped half-way.
    let mut events = Events::new();
    events.arm(ticking, |mut ticking| async move {
        Some((ticking.recv().await?, ticking))
    });
    events.once(async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        "done"
    });
    while let Some(event) = events.next().await {
        println!("event: {event}");
        if event == "done" {
            break;
        }
    }

    // 5. A call to something that may be down: a breaker around it, retries around that.
    let breaker = Breaker::new(Settings::default())?;
    let backoff = Backoff {
        first: Duration::from_millis(5),
        most: SECOND,
    };
    let retry = Retry {
        attempts: 4,
        backoff,
        ..Retry::default()
    };
    let mut attempts = 0;
    let operation = || {
        attempts += 1;
        let attempt = attempts;
        breaker.call(SECOND, async move {
            if attempt < 3 {
                Err("busy")
            } else {
                Ok(attempt)
            }
        })
    };
    println!(
        "succeeded at attempt {}",
        retry
            .run(operation, |error| !error.is_not_started())
            .await?
    );

    println!("stopped: {}", tasks.stop(SECOND).await);
    Ok(())
}
