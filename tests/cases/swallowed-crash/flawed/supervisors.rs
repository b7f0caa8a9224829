//! Actors that are told of a crash, and let it go.
use std::ops::ControlFlow;

pub struct Parent;

impl ractor::Actor for Parent {
    type Msg = ();
    type State = u64;
    type Arguments = ();
    async fn pre_start(&self, _: ractor::ActorRef<()>, _: ()) -> Result<u64, ractor::ActorProcessingErr> {
        Ok(0)
    }
    async fn handle_supervisor_evt(
        &self,
        _: ractor::ActorRef<()>,
        _: ractor::SupervisionEvent, //~ swallowed-crash: a process that this one looks after crashes
        _: &mut u64,
    ) -> Result<(), ractor::ActorProcessingErr> {
        Ok(())
    }
}

pub struct Linked;

impl kameo::Actor for Linked {
    type Args = Self;
    type Error = kameo::error::Infallible;
    async fn on_start(args: Self, _: kameo::actor::ActorRef<Self>) -> Result<Self, Self::Error> {
        Ok(args)
    }
    async fn on_link_died(
        &mut self,
        _: kameo::actor::WeakActorRef<Self>,
        _: kameo::actor::ActorId,
        _: kameo::error::ActorStopReason, //~ swallowed-crash: a process that this one looks after crashes
    ) -> Result<ControlFlow<kameo::error::ActorStopReason>, Self::Error> {
        Ok(ControlFlow::Continue(()))
    }
}
