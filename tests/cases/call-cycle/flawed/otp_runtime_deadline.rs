//! Every call of `otp_runtime` has a deadline: the cycle ends with it, every time, and never with a reply.
use std::time::Duration;

use otp_runtime::mailbox::Address;
use otp_runtime::server::{Context, Reply, Server};

pub enum Parent {
    Limit(Reply<u32>),
    Start,
}

pub enum Child {
    Begin(Reply<()>),
}

pub struct Workers {
    child: Address<Child>,
}

pub struct Worker {
    parent: Address<Parent>,
}

impl Server for Workers {
    type Args = Address<Child>;
    type Message = Parent;
    type Error = otp_runtime::mailbox::CallError;

    async fn init(child: Address<Child>, _: &mut Context<Self>) -> Result<Self, Self::Error> {
        Ok(Self { child })
    }

    async fn handle(&mut self, message: Parent, _: &mut Context<Self>) -> Result<(), Self::Error> {
        match message {
            Parent::Limit(reply) => reply.send(3),
            Parent::Start => self.child.call(Duration::from_secs(5), Child::Begin).await?, //~ call-cycle: the deadline fires
        }
        Ok(())
    }
}

impl Server for Worker {
    type Args = Address<Parent>;
    type Message = Child;
    type Error = otp_runtime::mailbox::CallError;

    async fn init(parent: Address<Parent>, _: &mut Context<Self>) -> Result<Self, Self::Error> {
        Ok(Self { parent })
    }

    async fn handle(&mut self, message: Child, _: &mut Context<Self>) -> Result<(), Self::Error> {
        let Child::Begin(reply) = message;
        let limit = self.parent.call(Duration::from_secs(5), Parent::Limit).await?; //~ related: asks
        tracing::info!("{limit}");
        reply.send(());
        Ok(())
    }
}
