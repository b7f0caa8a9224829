use redis::AsyncCommands as _;
use redis::aio::MultiplexedConnection;

use crate::Failure;

/// Who works on which job, for all machines.
pub struct Claims {
    connection: MultiplexedConnection,
    me: String,
}

impl Claims {
    /// Claims a job for half a minute. Atomic: of two machines one gets it, and the claim of a dead one runs out.
    pub async fn claim(&mut self, job: &str) -> Result<bool, Failure> {
        let answer: Option<String> = redis::cmd("SET")
            .arg(job)
            .arg(&self.me)
            .arg("NX")
            .arg("EX")
            .arg(30)
            .query_async(&mut self.connection)
            .await?;
        Ok(answer.is_some())
    }

    /// Moves a job from those that wait to those that somebody works on, all or nothing.
    pub async fn activate(&mut self, job: &str) -> Result<(), Failure> {
        let _: (i64, i64) = redis::pipe()
            .atomic()
            .lrem("jobs:waiting", 1, job)
            .rpush("jobs:active", job)
            .query_async(&mut self.connection)
            .await?;
        Ok(())
    }

    pub async fn waiting(&mut self) -> Result<i64, Failure> {
        Ok(self.connection.llen("jobs:waiting").await?)
    }
}
