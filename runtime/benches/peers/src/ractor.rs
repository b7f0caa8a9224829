//! ractor: unbounded mailboxes, boxed messages, a task for each timer.

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};
use tokio::task::JoinHandle;

use crate::harness::{
    CALLS, CASTS, CRASHES, IDLE, SECOND, STARTS, TIMERS, in_task, resident, timed,
};

struct Sum<const N: usize>;

enum Msg<const N: usize> {
    Add([u64; N]),
    Get(RpcReplyPort<u64>),
    Panic,
}

impl<const N: usize> Actor for Sum<N> {
    type Msg = Msg<N>;
    type State = u64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Msg<N>>, (): ()) -> Result<u64, ActorProcessingErr> {
        Ok(0)
    }

    async fn handle(
        &self,
        _: ActorRef<Msg<N>>,
        message: Msg<N>,
        sum: &mut u64,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Msg::Add(numbers) => *sum = sum.wrapping_add(numbers[0]),
            Msg::Get(reply) => drop(reply.send(*sum)),
            Msg::Panic => panic!("told to"),
        }
        Ok(())
    }
}

async fn server<const N: usize>() -> (ActorRef<Msg<N>>, JoinHandle<()>) {
    Actor::spawn(None, Sum::<N>, ()).await.expect("it starts")
}

pub async fn cast<const N: usize>() -> f64 {
    in_task(async {
        let (actor, _task) = server::<N>().await;
        timed(CASTS, async {
            for n in 0..CASTS {
                let _ = actor.cast(Msg::Add([n as u64; N]));
            }
            let _ = actor.call(Msg::Get, Some(SECOND * 5)).await;
        })
        .await
    })
    .await
}

pub async fn call() -> f64 {
    in_task(async {
        let (actor, _task) = server::<3>().await;
        timed(CALLS, async {
            for _ in 0..CALLS {
                let _ = actor.call(Msg::Get, Some(SECOND * 5)).await;
            }
        })
        .await
    })
    .await
}

pub async fn spawn() -> f64 {
    in_task(async {
        timed(STARTS, async {
            for _ in 0..STARTS {
                let (actor, task) = server::<3>().await;
                actor.stop(None);
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
                servers.push(server::<3>().await);
            }
            for (actor, task) in servers {
                actor.stop(None);
                let _ = task.await;
            }
        })
        .await
    })
    .await
}

pub async fn memory() -> f64 {
    let before = resident();
    let mut servers = Vec::with_capacity(IDLE);
    for _ in 0..IDLE {
        servers.push(server::<3>().await);
    }
    tokio::task::yield_now().await;
    let used = resident() - before;
    drop(servers);
    used / IDLE as f64
}

/// A loop that starts the next one when it hears of the end.
pub async fn restart() -> f64 {
    in_task(async {
        timed(CRASHES, async {
            for _ in 0..CRASHES {
                let (actor, task) = server::<3>().await;
                let _ = actor.cast(Msg::Panic);
                let _ = task.await;
            }
        })
        .await
    })
    .await
}

async fn timers() -> (f64, f64) {
    let (actor, _task) = server::<3>().await;
    let mut timers = Vec::with_capacity(TIMERS);
    let scheduled = timed(TIMERS, async {
        for n in 0..TIMERS {
            let delay = SECOND * 60 + SECOND * (n % 3600) as u32;
            timers.push(actor.send_after(delay, || Msg::Add([1; 3])));
        }
        // Each sets its timer in its own first turn.
        tokio::task::yield_now().await;
    })
    .await;
    let cancelled = timed(TIMERS, async {
        for timer in &timers {
            timer.abort();
        }
        for timer in timers {
            let _ = timer.await;
        }
    })
    .await;
    (scheduled, cancelled)
}

pub async fn schedule() -> f64 {
    timers().await.0
}

pub async fn cancel() -> f64 {
    timers().await.1
}
