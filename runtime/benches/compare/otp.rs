//! The same with otp-runtime: the real calls, with deadlines, monitoring and accounting.

use std::convert::Infallible;

use otp_runtime::mailbox::{Address, Options, Overflow};
use otp_runtime::scheduler::Scheduler;
use otp_runtime::server::{self, Context, Process, Reply, Server};
use otp_runtime::supervisor::{ChildSpec, Intensity, Spec, Supervisor};

use crate::harness::{
    CALLS, CAPACITY, CASTS, CRASHES, IDLE, SECOND, STARTS, TIMERS, in_task, resident, timed,
};

pub(crate) struct Sum<const N: usize>(u64);

pub(crate) enum Msg<const N: usize> {
    Add([u64; N]),
    Get(Reply<u64>),
    Panic,
}

impl<const N: usize> Server for Sum<N> {
    type Args = ();
    type Message = Msg<N>;
    type Error = Infallible;

    async fn init((): (), _: &mut Context<Self>) -> Result<Self, Infallible> {
        Ok(Self(0))
    }

    async fn handle(&mut self, message: Msg<N>, _: &mut Context<Self>) -> Result<(), Infallible> {
        match message {
            Msg::Add(numbers) => self.0 = self.0.wrapping_add(numbers[0]),
            Msg::Get(reply) => reply.send(self.0),
            Msg::Panic => panic!("told to"),
        }
        Ok(())
    }
}

async fn server<const N: usize>() -> Process<Msg<N>> {
    let mailbox = Options {
        capacity: CAPACITY,
        overflow: Overflow::Wait,
    };
    server::builder::<Sum<N>>()
        .name("sum")
        .mailbox(mailbox)
        .start(())
        .await
        .expect("it starts")
}

pub async fn cast<const N: usize>() -> f64 {
    in_task(async {
        let process = server::<N>().await;
        let address: &Address<_> = process.address();
        timed(CASTS, async {
            for n in 0..CASTS {
                let _ = address.cast(Msg::Add([n as u64; N])).await;
            }
            let _ = address.call(SECOND * 5, Msg::Get).await;
        })
        .await
    })
    .await
}

pub async fn call() -> f64 {
    in_task(async {
        let process = server::<3>().await;
        let address = process.address();
        timed(CALLS, async {
            for _ in 0..CALLS {
                let _ = address.call(SECOND * 5, Msg::Get).await;
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
                let _ = server::<3>().await.stop().await;
            }
        })
        .await
    })
    .await
}

/// The same with many alive at once.
pub async fn spawn_many() -> f64 {
    in_task(async {
        timed(STARTS, async {
            let mut servers = Vec::with_capacity(STARTS);
            for _ in 0..STARTS {
                servers.push(server::<3>().await);
            }
            for server in servers {
                let _ = server.stop().await;
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

/// A supervised server that panics, until its next incarnation answers.
pub async fn restart() -> f64 {
    in_task(async {
        let spec = Spec {
            intensity: Intensity {
                restarts: u32::MAX,
                within: SECOND,
            },
            children: vec![ChildSpec::new("sum")],
            ..Spec::default()
        };
        let tree = Supervisor::new(spec)
            .server::<Sum<3>>("sum", ())
            .start()
            .await
            .expect("starts");
        let address = tree.name::<Sum<3>>("sum").expect("it is there");
        timed(CRASHES, async {
            for _ in 0..CRASHES {
                let _ = address.cast(Msg::Panic).await;
                let _ = address.call(SECOND * 5, Msg::Get).await;
            }
        })
        .await
    })
    .await
}

async fn timers() -> (f64, f64) {
    let process = server::<3>().await;
    let address = process.address();
    let scheduler = Scheduler::start().expect("a runtime");
    let mut ids = Vec::with_capacity(TIMERS);
    let scheduled = timed(TIMERS, async {
        for n in 0..TIMERS {
            let delay = SECOND * 60 + SECOND * (n % 3600) as u32;
            ids.extend(scheduler.after(delay, address, Msg::Add([1; 3])));
        }
    })
    .await;
    let cancelled = timed(TIMERS, async {
        for id in ids {
            scheduler.cancel(id);
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
