//! Raw tokio: a task, an mpsc, a oneshot, sleeps.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Waker};

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::harness::{
    CALLS, CAPACITY, CASTS, CRASHES, IDLE, SECOND, STARTS, TIMERS, in_task, resident, timed,
};

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
    in_task(async {
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
}

pub async fn call() -> f64 {
    in_task(async {
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
}

/// A task that says when it is ready and is stopped by closing its channel.
async fn ready_server() -> (mpsc::Sender<Msg<3>>, JoinHandle<()>) {
    let (sender, mut receiver) = mpsc::channel::<Msg<3>>(CAPACITY);
    let (ready, started) = oneshot::channel();
    let task = tokio::spawn(async move {
        let _ = ready.send(());
        while receiver.recv().await.is_some() {}
    });
    let _ = started.await;
    (sender, task)
}

pub async fn spawn() -> f64 {
    in_task(async {
        timed(STARTS, async {
            for _ in 0..STARTS {
                let (sender, task) = ready_server().await;
                drop(sender);
                let _ = task.await;
            }
        })
        .await
    })
    .await
}

pub async fn spawn_many() -> f64 {
    in_task(async {
        timed(STARTS, async {
            let mut servers = Vec::with_capacity(STARTS);
            for _ in 0..STARTS {
                servers.push(ready_server().await);
            }
            for (sender, task) in servers {
                drop(sender);
                let _ = task.await;
            }
        })
        .await
    })
    .await
}

pub async fn memory() -> f64 {
    let before = resident();
    let servers: Vec<_> = (0..IDLE).map(|_| server::<3>()).collect();
    tokio::task::yield_now().await;
    let used = resident() - before;
    drop(servers);
    used / IDLE as f64
}

/// A loop around a task that panics: join it, make a new channel and task, until the new one is ready.
pub async fn restart() -> f64 {
    in_task(async {
        timed(CRASHES, async {
            for _ in 0..CRASHES {
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
}

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
