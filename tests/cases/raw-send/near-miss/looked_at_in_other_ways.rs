//! Somebody minds the failure, or nobody was promised anything.
use kameo::Actor;
use kameo::actor::{ActorRef, WeakActorRef};
use kameo::error::{ActorStopReason, PanicError};
use kameo::message::{Context, Message};
use sqlx::SqlitePool;
use std::ops::ControlFlow;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub struct Row {
    pub text: String,
}

pub struct Writer {
    rows: mpsc::Sender<Row>,
    spare: mpsc::Sender<Row>,
    lost: u64,
}

pub fn start(pool: SqlitePool) -> (Writer, tokio::task::JoinHandle<()>) {
    let (rows, mut mailbox) = mpsc::channel::<Row>(64);
    let spare = rows.clone();
    let writing = tokio::spawn(async move {
        while let Some(row) = mailbox.recv().await {
            sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(&pool).await.unwrap();
        }
    });
    (Writer { rows, spare, lost: 0 }, writing)
}

impl Writer {
    pub async fn says_it_in_a_closure(&self, row: Row) {
        self.rows.send(row).await.unwrap_or_else(|error| tracing::error!("{error}"));
    }

    pub fn counts_what_is_lost(&mut self, row: Row) {
        if self.rows.try_send(row).is_err() {
            self.lost += 1;
        }
    }

    pub fn takes_another_way(&self, row: Row) -> Result<(), mpsc::error::TrySendError<Row>> {
        let copy = Row { text: row.text.clone() };
        if self.rows.try_send(row).is_ok() {
            return Ok(());
        }
        self.spare.try_send(copy)
    }

    pub fn tells_how_it_went(&self, row: Row) -> bool {
        self.rows.try_send(row).is_ok()
    }

    pub fn says_no(&self, row: Row) -> Result<(), String> {
        match self.rows.try_send(row) {
            Ok(()) => Ok(()),
            Err(_) => Err("no room".to_owned()),
        }
    }

    /// The producer ends with its consumer.
    pub async fn until_it_is_gone(&self, mut lines: mpsc::Receiver<String>) -> Result<(), String> {
        while let Some(text) = lines.recv().await {
            if self.rows.send(Row { text }).await.is_err() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The set tells whoever joins it.
    pub fn in_a_set(&self, tasks: &mut JoinSet<Result<(), mpsc::error::SendError<Row>>>, row: Row) {
        let rows = self.rows.clone();
        tasks.spawn(async move {
            rows.send(row).await?;
            Ok(())
        });
    }
}

pub async fn serve(writer: Writer, mut incoming: mpsc::Receiver<Row>) {
    let mut tasks = JoinSet::new();
    loop {
        tokio::select! {
            Some(row) = incoming.recv() => writer.in_a_set(&mut tasks, row),
            Some(ended) = tasks.join_next() => tracing::info!("{ended:?}"),
            else => return,
        }
    }
}

/// An actor that goes on after a failure.
pub struct Keeper {
    pool: SqlitePool,
}

impl Actor for Keeper {
    type Args = Self;
    type Error = std::convert::Infallible;

    async fn on_start(keeper: Self, _: ActorRef<Self>) -> Result<Self, Self::Error> {
        Ok(keeper)
    }

    async fn on_panic(&mut self, _: WeakActorRef<Self>, error: PanicError) -> Result<ControlFlow<ActorStopReason>, Self::Error> {
        tracing::error!("{error:?}");
        Ok(ControlFlow::Continue(()))
    }
}

pub struct Keep(pub Row);

impl Message<Keep> for Keeper {
    type Reply = Result<(), sqlx::Error>;

    async fn handle(&mut self, Keep(row): Keep, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(&self.pool).await?;
        Ok(())
    }
}

pub async fn keep(keeper: &ActorRef<Keeper>, row: Row) {
    let _ = keeper.tell(Keep(row)).await;
}
