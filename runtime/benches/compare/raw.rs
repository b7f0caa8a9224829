//! Raw tokio: a task, an mpsc, a oneshot, sleeps.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Waker};

use tokio::sync::{mpsc, oneshot};

use crate::{CAPACITY, SECOND, resident, timed};

const CASTS: usize = 200_000;
const CALLS: usize = 50_000;

pub(crate) enum Msg<const N: usize> {
    Add([u64; N]),
    Get(oneshot::Sender<u64>),
}

fn server<const N: usize>() -> mpsc::Sender<Msg<N>> {
    let (sender, mut receiver) = mpsc::channel(CAPACITY);
    tokio::spawn(async move {
        let mut sum = 0_u64;
        while let Some(message) = receiver.recv().await {
            match message {
                Msg::Add(numbers) => sum = sum.wrapping_add(numbers[0]),
                Msg::Get(reply) => drop(reply.send(sum)),
            }
        }
    });
    sender
}

pub async fn cast<const N: usize>() -> f64 {
    tokio::spawn(async {
        let server = server::<N>();
        timed(CASTS, async {
            for n in 0..CASTS {
                let _ = server.send(Msg::Add([n as u64; N])).await;
            }
            let (reply, answer) = oneshot::channel();
            let _ = server.send(Msg::Get(reply)).await;
            let _ = answer.await;
        })
        .await
    })
    .await
    .expect("no panic")
}

pub async fn call() -> f64 {
    tokio::spawn(async {
        let server = server::<3>();
        timed(CALLS, async {
            for _ in 0..CALLS {
                let (reply, answer) = oneshot::channel();
                let _ = server.send(Msg::Get(reply)).await;
                let _ = answer.await;
            }
        })
        .await
    })
    .await
    .expect("no panic")
}

/// A task that says when it is ready and is stopped by closing its channel.
pub async fn spawn() -> f64 {
    const COUNT: usize = 10_000;
    tokio::spawn(async {
        timed(COUNT, async {
            for _ in 0..COUNT {
                let (sender, mut receiver) = mpsc::channel::<Msg<3>>(CAPACITY);
                let (ready, started) = oneshot::channel();
                let task = tokio::spawn(async move {
                    let _ = ready.send(());
                    while receiver.recv().await.is_some() {}
                });
                let _ = started.await;
                drop(sender);
                let _ = task.await;
            }
        })
        .await
    })
    .await
    .expect("no panic")
}

pub async fn memory() -> f64 {
    const COUNT: usize = 50_000;
    let before = resident();
    let servers: Vec<_> = (0..COUNT).map(|_| server::<3>()).collect();
    tokio::task::yield_now().await;
    let used = resident() - before;
    drop(servers);
    used / COUNT as f64
}

/// A loop around a task that panics: join it, make a new channel and task, until the new one is ready.
pub async fn restart() -> f64 {
    const COUNT: usize = 2_000;
    tokio::spawn(async {
        timed(COUNT, async {
            for _ in 0..COUNT {
                let (sender, mut receiver) = mpsc::channel::<Msg<3>>(CAPACITY);
                let (ready, started) = oneshot::channel();
                let task = tokio::spawn(async move {
                    let _ = ready.send(());
                    if receiver.recv().await.is_some() {
                        panic!("told to");
                    }
                });
                let _ = started.await;
                let _ = sender.send(Msg::Add([0; 3])).await;
                let _ = task.await;
            }
        })
        .await
    })
    .await
    .expect("no panic")
}

const TIMERS: usize = 1_000_000;

async fn sleeps() -> (f64, f64) {
    let mut sleeps = Vec::with_capacity(TIMERS);
    let scheduled = timed(TIMERS, async {
        let mut context = Context::from_waker(Waker::noop());
        for n in 0..TIMERS {
            let mut sleep = Box::pin(tokio::time::sleep(SECOND * 60 + SECOND * (n % 3600) as u32));
            let _ = Pin::new(&mut sleep).poll(&mut context);
            sleeps.push(sleep);
        }
    })
    .await;
    let cancelled = timed(TIMERS, async { drop(sleeps) }).await;
    (scheduled, cancelled)
}

pub async fn schedule() -> f64 {
    sleeps().await.0
}

pub async fn cancel() -> f64 {
    sleeps().await.1
}
