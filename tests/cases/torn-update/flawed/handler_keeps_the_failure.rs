//! A handler logs the failure and waits for the next message: the actor lives on with what was torn.

use kameo::Actor;
use kameo::message::{Context, Message};

struct Refused;

#[derive(Debug)]
enum Phase {
    Idle,
    Scanning(Vec<i64>),
    Between,
}

#[derive(Actor)]
struct Terminal {
    phase: Phase,
}

struct Scan(i64);

impl Message<Scan> for Terminal {
    type Reply = ();

    async fn handle(&mut self, scan: Scan, _: &mut Context<Self, ()>) {
        if self.advance(scan.0).is_err() {
            tracing::warn!("refused in {:?}", scan.0);
        }
    }
}

impl Terminal {
    fn advance(&mut self, event: i64) -> Result<(), Refused> {
        let phase = std::mem::replace(&mut self.phase, Phase::Between); //~ torn-update: what was in `self.phase` is lost
        let next = self.next(phase, event)?; //~ related: a failure leaves here
        self.phase = next;
        Ok(())
    }

    fn next(&self, phase: Phase, event: i64) -> Result<Phase, Refused> {
        match phase {
            Phase::Idle => Ok(Phase::Scanning(vec![event])),
            Phase::Scanning(articles) if articles.is_empty() => Ok(Phase::Idle),
            _ => Err(Refused),
        }
    }
}
