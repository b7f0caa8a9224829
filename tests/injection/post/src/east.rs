//! The east: ractor.

use ractor::{Actor, ActorProcessingErr, ActorRef};

use crate::{Letter, Refused, register};

pub struct Sorter;

pub enum Task {
    Sort(Letter),
    Drop(i64),
}

impl Actor for Sorter {
    type Msg = Task;
    type State = sqlx::PgPool;
    type Arguments = sqlx::PgPool;

    async fn pre_start(
        &self,
        _: ActorRef<Task>,
        pool: sqlx::PgPool,
    ) -> Result<sqlx::PgPool, ActorProcessingErr> {
        Ok(pool)
    }

    async fn handle(
        &self,
        _: ActorRef<Task>,
        task: Task,
        pool: &mut sqlx::PgPool,
    ) -> Result<(), ActorProcessingErr> {
        match task {
            Task::Sort(letter) => register(pool, &letter).await?,
            Task::Drop(number) => {
                sqlx::query("delete from letters where number = $1")
                    .bind(number)
                    .execute(&*pool)
                    .await?;
            }
        }
        Ok(())
    }
}

pub struct Counter {
    sorter: ActorRef<Task>,
}

impl Counter {
    pub fn new(sorter: ActorRef<Task>) -> Self {
        Self { sorter }
    }

    pub fn accept(&self, letter: Letter) -> Result<(), Refused> {
        self.sorter.cast(Task::Sort(letter)).map_err(|_| Refused::Gone)?;
        Ok(())
    }

    pub fn withdraw(&self, number: i64) -> Result<(), Refused> {
        self.sorter.send_message(Task::Drop(number)).map_err(|_| Refused::Gone)?;
        Ok(())
    }
}
