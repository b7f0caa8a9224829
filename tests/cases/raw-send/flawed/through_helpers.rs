//! A helper gets the way out as a parameter and drops what becomes of the message; who asked is told that all is well.
use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};
use sqlx::PgPool;
use tokio::sync::mpsc;

pub struct Desk {
    cancelled: mpsc::Sender<i64>,
    renamed: mpsc::Sender<String>,
    notes: mpsc::Sender<String>,
}

pub fn open(pool: PgPool) -> Desk {
    let (cancelled, mut cancellations) = mpsc::channel::<i64>(32);
    let (renamed, mut names) = mpsc::channel::<String>(32);
    let (notes, mut noted) = mpsc::channel::<String>(32);
    tokio::spawn(async move {
        loop {
            tokio::select! {
                Some(number) = cancellations.recv() => strike(&pool, number.to_string()).await,
                Some(name) = names.recv() => strike(&pool, name).await,
                Some(note) = noted.recv() => strike(&pool, note).await,
                else => return,
            }
        }
    });
    Desk { cancelled, renamed, notes }
}

async fn strike(pool: &PgPool, what: String) {
    if let Err(error) = sqlx::query("delete from orders where number = $1").bind(what).execute(pool).await {
        tracing::error!("{error}");
    }
}

impl Desk {
    /// The name sounds like an end, but the message is stored, and its sender was told so.
    pub fn cancel(&self, number: i64) -> Result<(), String> {
        self.take_back(number);
        Ok(())
    }

    fn take_back(&self, number: i64) {
        self.cancelled.try_send(number).unwrap_or(()); //~ raw-send: lost without a trace when the mailbox is full
    }

    pub fn rename(&self, name: String) -> Result<(), String> {
        pass_on(&self.renamed, name);
        Ok(())
    }

    pub async fn note(&self, text: String) -> Result<(), String> {
        if !text.is_empty() {
            later(&self.notes, text);
        }
        Ok(())
    }
}

fn pass_on(renamed: &mpsc::Sender<String>, name: String) {
    match renamed.try_send(name) { //~ raw-send: lost without a trace when the mailbox is full
        Ok(()) => {}
        Err(_) => {}
    }
}

fn later(notes: &mpsc::Sender<String>, text: String) {
    let notes = notes.clone();
    tokio::spawn(async move { notes.try_send(text).ok() }); //~ raw-send: lost without a trace when the mailbox is full
}

#[derive(Actor)]
pub struct Office {
    pool: PgPool,
}

pub struct Closed(pub i64);

impl Message<Closed> for Office {
    type Reply = Result<(), sqlx::Error>;

    async fn handle(&mut self, Closed(lane): Closed, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        sqlx::query("insert into closed (lane) values ($1)").bind(lane).execute(&self.pool).await?;
        Ok(())
    }
}

#[derive(Actor)]
pub struct Gate {
    office: ActorRef<Office>,
}

pub struct Jam(pub i64);

impl Message<Jam> for Gate {
    type Reply = Result<(), String>;

    async fn handle(&mut self, Jam(lane): Jam, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        tell_closed(&self.office, lane);
        Ok(())
    }
}

fn tell_closed(office: &ActorRef<Office>, lane: i64) {
    if office.tell(Closed(lane)).try_send().is_err() {} //~ raw-send: lost without a trace when the mailbox is full
}
