//! Handlers of actor frameworks that hold up their mailbox or their thread.
use std::time::Duration;

pub struct Poller {
    seen: u64,
}

impl actix::Actor for Poller {
    type Context = actix::Context<Self>;
}

pub struct Poll;
impl actix::Message for Poll {
    type Result = ();
}
pub struct Count;
impl actix::Message for Count {
    type Result = u64;
}

impl actix::Handler<Poll> for Poller {
    type Result = ();
    fn handle(&mut self, _: Poll, _: &mut actix::Context<Self>) {
        std::thread::sleep(Duration::from_secs(1)); //~ blocking-handler: this sleeps on a thread of the runtime
        self.seen += 1;
    }
}

impl actix::Handler<Count> for Poller {
    type Result = u64;
    fn handle(&mut self, _: Count, _: &mut actix::Context<Self>) -> u64 {
        self.seen
    }
}

pub struct Throttle {
    passed: u64,
}

impl kameo::Actor for Throttle {
    type Args = Self;
    type Error = kameo::error::Infallible;
    async fn on_start(args: Self, _: kameo::actor::ActorRef<Self>) -> Result<Self, Self::Error> {
        Ok(args)
    }
}

pub struct Pass;
impl kameo::message::Message<Pass> for Throttle {
    type Reply = u64;
    async fn handle(&mut self, _: Pass, _: &mut kameo::message::Context<Self, u64>) -> u64 {
        tokio::time::sleep(Duration::from_secs(2)).await; //~ blocking-handler: while this process sleeps
        self.passed += 1;
        self.passed
    }
}

pub struct Passed;
impl kameo::message::Message<Passed> for Throttle {
    type Reply = u64;
    async fn handle(&mut self, _: Passed, _: &mut kameo::message::Context<Self, u64>) -> u64 {
        self.passed
    }
}

pub struct Gate;
pub enum Knock {
    Once,
    Twice,
}

impl ractor::Actor for Gate {
    type Msg = Knock;
    type State = u64;
    type Arguments = ();
    async fn pre_start(&self, _: ractor::ActorRef<Knock>, _: ()) -> Result<u64, ractor::ActorProcessingErr> {
        Ok(0)
    }
    async fn handle(
        &self,
        _: ractor::ActorRef<Knock>,
        message: Knock,
        state: &mut u64,
    ) -> Result<(), ractor::ActorProcessingErr> {
        match message {
            Knock::Once => tokio::time::sleep(Duration::from_secs(2)).await, //~ blocking-handler: while this process sleeps
            Knock::Twice => *state += 2,
        }
        Ok(())
    }
}
