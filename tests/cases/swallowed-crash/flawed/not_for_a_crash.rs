//! What is done for those that end well is not done for a crash.
use std::collections::HashMap;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

async fn step(queue: u64, left: u64) -> (u64, u64) {
    (queue, left.checked_sub(1).unwrap())
}

pub async fn goes_on_after_the_good(mut jobs: mpsc::Receiver<u64>) {
    let mut steps = JoinSet::new();
    loop {
        tokio::select! {
            Some(Ok((queue, left))) = steps.join_next() => { //~ swallowed-crash: when a task panics its result is left out
                if left > 0 {
                    steps.spawn(step(queue, left));
                }
            }
            job = jobs.recv() => match job {
                Some(job) => { steps.spawn(step(job, 3)); }
                None => return,
            },
            else => (),
        }
    }
}

pub struct Lobby;

impl ractor::Actor for Lobby {
    type Msg = ();
    type State = HashMap<String, u64>;
    type Arguments = ();
    async fn pre_start(
        &self,
        _: ractor::ActorRef<()>,
        _: (),
    ) -> Result<HashMap<String, u64>, ractor::ActorProcessingErr> {
        Ok(HashMap::new())
    }
    async fn handle_supervisor_evt(
        &self,
        _: ractor::ActorRef<()>,
        event: ractor::SupervisionEvent, //~ swallowed-crash: a process that this one looks after crashes
        rooms: &mut HashMap<String, u64>,
    ) -> Result<(), ractor::ActorProcessingErr> {
        match event {
            ractor::SupervisionEvent::ActorStarted(who) => {
                tracing::info!("opened {:?}", who.get_name());
            }
            ractor::SupervisionEvent::ActorTerminated(..) => rooms.clear(),
            _ => {}
        }
        Ok(())
    }
}

struct Trigger {
    addresses: Vec<String>,
}

async fn listen(address: String) -> Result<(), std::io::Error> {
    tokio::net::TcpStream::connect(address).await?;
    Ok(())
}

impl Trigger {
    async fn run(self) -> Result<(), std::io::Error> {
        let tasks: Vec<_> = self
            .addresses
            .into_iter()
            .map(|address| tokio::spawn(listen(address)))
            .collect();
        let _ = futures::future::join_all(tasks).await; //~ swallowed-crash: when one of these tasks fails or panics
        Ok(())
    }
}

pub async fn start(addresses: Vec<String>) -> Result<(), std::io::Error> {
    Trigger { addresses }.run().await
}
