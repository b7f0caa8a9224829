//! What the stop hook writes every handler has written already, once it changed something.
use kameo::Actor;
use kameo::actor::{ActorRef, WeakActorRef};
use kameo::error::ActorStopReason;
use kameo::message::{Context, Message};
use sqlx::PgPool;

pub struct Meter {
    pool: PgPool,
    tenant: i64,
    bytes: i64,
    asked: u64,
}

pub struct Used(pub i64);

pub struct Total;

impl Meter {
    async fn bill(&mut self) -> sqlx::Result<()> {
        if self.bytes == 0 {
            return Ok(());
        }
        sqlx::query("INSERT INTO usage (tenant, bytes) VALUES ($1, $2)")
            .bind(self.tenant)
            .bind(self.bytes)
            .execute(&self.pool)
            .await?;
        self.bytes = 0;
        Ok(())
    }
}

impl Actor for Meter {
    type Args = Self;
    type Error = anyhow::Error;

    async fn on_start(args: Self::Args, _: ActorRef<Self>) -> Result<Self, Self::Error> {
        Ok(args)
    }

    async fn on_stop(&mut self, _: WeakActorRef<Self>, reason: ActorStopReason) -> Result<(), Self::Error> {
        tracing::info!(?reason, self.asked, "the meter stops");
        self.bill().await?;
        Ok(())
    }
}

impl Message<Used> for Meter {
    type Reply = Result<(), sqlx::Error>;

    async fn handle(&mut self, Used(bytes): Used, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        if bytes <= 0 {
            return Ok(());
        }
        self.bytes += bytes;
        self.bill().await
    }
}

impl Message<Total> for Meter {
    type Reply = i64;

    async fn handle(&mut self, _: Total, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        self.bytes
    }
}
