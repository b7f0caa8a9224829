//! Supervisors that start a failed actor again from the hook that tells them of it.
use std::ops::ControlFlow;

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use sqlx::PgPool;

pub struct Worker;

impl Actor for Worker {
    type Msg = u64;
    type State = PgPool;
    type Arguments = PgPool;

    async fn pre_start(&self, _: ActorRef<u64>, pool: PgPool) -> Result<PgPool, ActorProcessingErr> {
        Ok(pool)
    }

    async fn post_start(&self, _: ActorRef<u64>, pool: &mut PgPool) -> Result<(), ActorProcessingErr> {
        sqlx::query("select id from jobs").fetch_all(&*pool).await?;
        Ok(())
    }
}

pub struct Parent;

impl Actor for Parent {
    type Msg = ();
    type State = PgPool;
    type Arguments = PgPool;

    async fn pre_start(&self, _: ActorRef<()>, pool: PgPool) -> Result<PgPool, ActorProcessingErr> {
        Ok(pool)
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<()>,
        event: SupervisionEvent,
        pool: &mut PgPool,
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(who, error) = event {
            tracing::error!("{} failed: {error}", who.get_id());
            Actor::spawn_linked(None, Worker, pool.clone(), myself.get_cell()).await?; //~ unbounded-restart: this supervisor starts it again at once
        }
        Ok(())
    }
}

pub struct Reader {
    pool: PgPool,
}

impl kameo::Actor for Reader {
    type Args = PgPool;
    type Error = sqlx::Error;

    async fn on_start(pool: PgPool, _: kameo::actor::ActorRef<Self>) -> Result<Self, sqlx::Error> {
        sqlx::query("select id from jobs").fetch_all(&pool).await?;
        Ok(Self { pool })
    }
}

pub struct Linked {
    pool: PgPool,
}

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
        reason: kameo::error::ActorStopReason,
    ) -> Result<ControlFlow<kameo::error::ActorStopReason>, Self::Error> {
        tracing::error!("{reason:?}");
        begin(&self.pool); //~ unbounded-restart: this supervisor starts it again at once
        Ok(ControlFlow::Continue(()))
    }
}

fn begin(pool: &PgPool) {
    use kameo::actor::Spawn;
    Reader::spawn(pool.clone());
}
