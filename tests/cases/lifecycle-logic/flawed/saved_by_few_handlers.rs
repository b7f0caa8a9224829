//! A handler writes at once what it changed and another one does not, or only now and then: what is left for the stop
//! hook is lost in a crash.
use std::collections::HashMap;

use actix::prelude::*;
use redis::Commands;

#[derive(Message)]
#[rtype(result = "()")]
pub struct Hit(pub u64);

#[derive(Message)]
#[rtype(result = "()")]
pub struct Gift(pub u64);

pub struct Game {
    client: redis::Client,
    scores: HashMap<u64, i64>,
}

impl Game {
    fn save(&self) -> redis::RedisResult<()> {
        let mut connection = self.client.get_connection()?;
        for (player, score) in &self.scores {
            let _: () = connection.zadd("game", *player, *score)?; //~ related: it happens here
        }
        Ok(())
    }
}

impl Actor for Game {
    type Context = SyncContext<Self>;

    fn stopped(&mut self, _: &mut Self::Context) { //~ related: only at an orderly end
        if let Err(error) = self.save() { //~ lifecycle-logic: is not written when the process crashes
            log::error!("scores not saved: {error}");
        }
    }
}

impl Handler<Hit> for Game {
    type Result = ();

    fn handle(&mut self, Hit(player): Hit, _: &mut Self::Context) {
        *self.scores.entry(player).or_default() += 1;
        if let Err(error) = self.save() {
            log::error!("scores not saved: {error}");
        }
    }
}

impl Handler<Gift> for Game {
    type Result = ();

    fn handle(&mut self, Gift(player): Gift, _: &mut Self::Context) {
        self.scores.insert(player, 50);
        if self.scores.len() > 100 && self.save().is_err() {
            log::error!("scores not saved");
        }
    }
}
