//! kameo: bounded mailboxes, a boxed trait object for each message.

use kameo::Actor;
use kameo::actor::{ActorRef, Spawn};
use kameo::mailbox;
use kameo::message::{Context, Message};

use crate::harness::{
    CALLS, CAPACITY, CASTS, CRASHES, IDLE, SECOND, STARTS, in_task, resident, timed,
};

#[derive(Actor)]
struct Sum(u64);

struct Add<const N: usize>([u64; N]);
struct Get;
struct Panic;

impl<const N: usize> Message<Add<N>> for Sum {
    type Reply = ();

    async fn handle(&mut self, message: Add<N>, _: &mut Context<Self, ()>) {
        self.0 = self.0.wrapping_add(message.0[0]);
    }
}

impl Message<Get> for Sum {
    type Reply = u64;

    async fn handle(&mut self, _: Get, _: &mut Context<Self, u64>) -> u64 {
        self.0
    }
}

impl Message<Panic> for Sum {
    type Reply = ();

    async fn handle(&mut self, _: Panic, _: &mut Context<Self, ()>) {
        panic!("told to");
    }
}

async fn server() -> ActorRef<Sum> {
    let actor = Sum::spawn_with_mailbox(Sum(0), mailbox::bounded(CAPACITY));
    actor.wait_for_startup().await;
    actor
}

async fn stop(actor: ActorRef<Sum>) {
    let _ = actor.stop_gracefully().await;
    actor.wait_for_shutdown().await;
}

pub async fn cast<const N: usize>() -> f64 {
    in_task(async {
        let actor = server().await;
        timed(CASTS, async {
            for n in 0..CASTS {
                let _ = actor.tell(Add([n as u64; N])).await;
            }
            let _ = actor.ask(Get).reply_timeout(SECOND * 5).await;
        })
        .await
    })
    .await
}

pub async fn call() -> f64 {
    in_task(async {
        let actor = server().await;
        timed(CALLS, async {
            for _ in 0..CALLS {
                let _ = actor.ask(Get).reply_timeout(SECOND * 5).await;
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
                stop(server().await).await;
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
                servers.push(server().await);
            }
            for server in servers {
                stop(server).await;
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
        servers.push(server().await);
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
                let actor = server().await;
                let _ = actor.tell(Panic).await;
                actor.wait_for_shutdown().await;
            }
        })
        .await
    })
    .await
}
