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
        let next = match phase {
            Phase::Idle => Phase::Scanning(vec![event]),
            Phase::Scanning(mut articles) if articles.len() < 100 => {
                articles.push(event);
                Phase::Scanning(articles)
            }
            _ => return Err(Refused), //~ related: a failure leaves here
        };
        self.phase = next;
        Ok(())
    }
}
