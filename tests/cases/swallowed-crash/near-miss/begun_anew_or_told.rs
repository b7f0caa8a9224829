//! A crash that leads to a new start, or that the hook does something about.
use tokio::task::JoinSet;

async fn step(queue: u64) -> u64 {
    queue.checked_sub(1).unwrap()
}

pub async fn always_three() {
    let mut steps = JoinSet::new();
    for queue in 0..3 {
        steps.spawn(step(queue));
    }
    while steps.join_next().await.is_some() {
        steps.spawn(step(1));
    }
}

pub struct Lobby;

impl ractor::Actor for Lobby {
    type Msg = ();
    type State = u64;
    type Arguments = ();
    async fn pre_start(&self, _: ractor::ActorRef<()>, _: ()) -> Result<u64, ractor::ActorProcessingErr> {
        Ok(0)
    }
    async fn handle_supervisor_evt(
        &self,
        _: ractor::ActorRef<()>,
        event: ractor::SupervisionEvent,
        failed: &mut u64,
    ) -> Result<(), ractor::ActorProcessingErr> {
        match event {
            ractor::SupervisionEvent::ActorStarted(_) => {}
            ractor::SupervisionEvent::ActorTerminated(..) | ractor::SupervisionEvent::ActorFailed(..) => {
                tracing::warn!("ended");
                *failed += 1;
            }
            _ => {}
        }
        Ok(())
    }
}
