//! actix: one thread, a boxed envelope for each message. A panic ends its arbiter, so there is no restart to measure.

use std::future::Future;

use actix::prelude::*;
use tokio::sync::oneshot;
use tokio::task::LocalSet;

use crate::harness::{CALLS, CAPACITY, CASTS, IDLE, SECOND, STARTS, resident, timed};

struct Sum {
    sum: u64,
    ready: Option<oneshot::Sender<()>>,
    ended: Option<oneshot::Sender<()>>,
}

impl Actor for Sum {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        context.set_mailbox_capacity(CAPACITY);
        if let Some(ready) = self.ready.take() {
            let _ = ready.send(());
        }
    }

    fn stopped(&mut self, _: &mut Context<Self>) {
        if let Some(ended) = self.ended.take() {
            let _ = ended.send(());
        }
    }
}

#[derive(Message)]
#[rtype(result = "()")]
struct Add<const N: usize>([u64; N]);

#[derive(Message)]
#[rtype(result = "u64")]
struct Get;

#[derive(Message)]
#[rtype(result = "()")]
struct Stop;

impl<const N: usize> Handler<Add<N>> for Sum {
    type Result = ();

    fn handle(&mut self, message: Add<N>, _: &mut Context<Self>) {
        self.sum = self.sum.wrapping_add(message.0[0]);
    }
}

impl Handler<Get> for Sum {
    type Result = u64;

    fn handle(&mut self, _: Get, _: &mut Context<Self>) -> u64 {
        self.sum
    }
}

impl Handler<Stop> for Sum {
    type Result = ();

    fn handle(&mut self, _: Stop, context: &mut Context<Self>) {
        context.stop();
    }
}

async fn local(work: impl Future<Output = f64>) -> f64 {
    LocalSet::new().run_until(work).await
}

/// An actor that has started, and how to hear of its end.
async fn server() -> (Addr<Sum>, oneshot::Receiver<()>) {
    let (ready, started) = oneshot::channel();
    let (ended, end) = oneshot::channel();
    let sum = Sum {
        sum: 0,
        ready: Some(ready),
        ended: Some(ended),
    };
    let actor = sum.start();
    let _ = started.await;
    (actor, end)
}

async fn stop((actor, end): (Addr<Sum>, oneshot::Receiver<()>)) {
    actor.do_send(Stop);
    let _ = end.await;
}

/// Sends, and waits for room as its own futures do, by trying again.
async fn tell<const N: usize>(actor: &Addr<Sum>, mut message: Add<N>) {
    loop {
        match actor.try_send(message) {
            Err(SendError::Full(back)) => message = back,
            Ok(()) | Err(SendError::Closed(_)) => return,
        }
        tokio::task::yield_now().await;
    }
}

pub async fn cast<const N: usize>() -> f64 {
    local(async {
        let (actor, _end) = server().await;
        timed(CASTS, async {
            for n in 0..CASTS {
                tell(&actor, Add([n as u64; N])).await;
            }
            let _ = actor.send(Get).timeout(SECOND * 5).await;
        })
        .await
    })
    .await
}

pub async fn call() -> f64 {
    local(async {
        let (actor, _end) = server().await;
        timed(CALLS, async {
            for _ in 0..CALLS {
                let _ = actor.send(Get).timeout(SECOND * 5).await;
            }
        })
        .await
    })
    .await
}

pub async fn spawn() -> f64 {
    local(timed(STARTS, async {
        for _ in 0..STARTS {
            stop(server().await).await;
        }
    }))
    .await
}

pub async fn spawn_many() -> f64 {
    local(timed(STARTS, async {
        let mut servers = Vec::with_capacity(STARTS);
        for _ in 0..STARTS {
            servers.push(server().await);
        }
        for server in servers {
            stop(server).await;
        }
    }))
    .await
}

pub async fn memory() -> f64 {
    local(async {
        let before = resident();
        let mut servers = Vec::with_capacity(IDLE);
        for _ in 0..IDLE {
            servers.push(server().await);
        }
        tokio::task::yield_now().await;
        let used = resident() - before;
        drop(servers);
        used / IDLE as f64
    })
    .await
}
