//! How events come in, on several lanes.

use std::io::Write;

use kameo::actor::{ActorRef, Spawn};
use kameo::message::{Context, Message};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use xtra::prelude::{Address, Handler, Mailbox};

use crate::{Event, Failure};

type Tasks = JoinSet<Result<(), Failure>>;

async fn store(pool: &sqlx::PgPool, event: &Event) -> Result<(), sqlx::Error> {
    sqlx::query("insert into events (sensor, text) values ($1, $2)")
        .bind(event.sensor)
        .bind(&event.text)
        .execute(pool)
        .await?;
    Ok(())
}

/// By wire: a line is an event.
pub fn wire(tasks: &mut Tasks, pool: sqlx::PgPool, listener: TcpListener) {
    let (events, incoming) = mpsc::channel(128);
    tasks.spawn(wire_in(listener, events));
    tasks.spawn(wire_out(pool, incoming));
}

async fn wire_in(listener: TcpListener, events: mpsc::Sender<Event>) -> Result<(), Failure> {
    let (stream, _) = listener.accept().await?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(text) = lines.next_line().await? {
        events.send(Event { sensor: 0, text }).await?;
    }
    Ok(())
}

async fn wire_out(pool: sqlx::PgPool, mut incoming: mpsc::Receiver<Event>) -> Result<(), Failure> {
    while let Some(event) = incoming.recv().await {
        store(&pool, &event).await?;
    }
    Ok(())
}

/// By air: a datagram is an event.
pub fn air(tasks: &mut Tasks, pool: sqlx::PgPool, socket: UdpSocket) {
    let (events, incoming) = flume::bounded(256);
    tasks.spawn(async move {
        let mut packet = [0; 1500];
        loop {
            let (length, _) = socket.recv_from(&mut packet).await?;
            let text = String::from_utf8_lossy(&packet[..length]).into_owned();
            events.send_async(Event { sensor: 1, text }).await?;
        }
    });
    tasks.spawn(async move {
        while let Ok(event) = incoming.recv_async().await {
            store(&pool, &event).await?;
        }
        Ok(())
    });
}

/// In steps: read, parsed, stored, with a channel between each two.
pub fn steps(tasks: &mut Tasks, pool: sqlx::PgPool, listener: TcpListener) {
    let (raw, parsing) = flume::bounded::<String>(32);
    let (parsed, storing) = flume::bounded::<Event>(32);
    tasks.spawn(steps_in(listener, raw));
    tasks.spawn(async move {
        while let Ok(line) = parsing.recv_async().await {
            if let Some((sensor, text)) = line.split_once(' ') {
                let event = Event { sensor: sensor.parse()?, text: text.to_owned() };
                parsed.send_async(event).await?;
            }
        }
        Ok(())
    });
    tasks.spawn(async move {
        while let Ok(event) = storing.recv_async().await {
            store(&pool, &event).await?;
        }
        Ok(())
    });
}

async fn steps_in(listener: TcpListener, raw: flume::Sender<String>) -> Result<(), Failure> {
    let (stream, _) = listener.accept().await?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(line) = lines.next_line().await? {
        raw.send_async(line).await?;
    }
    Ok(())
}

/// On paper: a thread writes what comes.
pub fn paper(listener: TcpListener, mut paper: std::fs::File, tasks: &mut Tasks) {
    let (lines, incoming) = crossbeam_channel::bounded::<String>(64);
    tasks.spawn_blocking(move || {
        for line in incoming {
            writeln!(paper, "{line}")?;
            paper.sync_data()?;
        }
        Ok(())
    });
    tasks.spawn(async move {
        let (stream, _) = listener.accept().await?;
        let mut read = BufReader::new(stream).lines();
        while let Some(line) = read.next_line().await? {
            lines.try_send(line)?;
        }
        Ok(())
    });
}

/// The west: xtra.
#[derive(xtra::Actor)]
pub struct Recorder {
    pool: sqlx::PgPool,
}

impl Handler<Event> for Recorder {
    type Return = Result<(), Failure>;

    async fn handle(&mut self, event: Event, _: &mut xtra::Context<Self>) -> Result<(), Failure> {
        store(&self.pool, &event).await?;
        Ok(())
    }
}

pub fn west(tasks: &mut Tasks, pool: sqlx::PgPool, listener: TcpListener) {
    let recorder = xtra::spawn_tokio(Recorder { pool }, Mailbox::bounded(64));
    tasks.spawn(west_in(listener, recorder));
}

async fn west_in(listener: TcpListener, recorder: Address<Recorder>) -> Result<(), Failure> {
    let (stream, _) = listener.accept().await?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(text) = lines.next_line().await? {
        drop(recorder.send(Event { sensor: 2, text }).detach().await?);
    }
    Ok(())
}

/// The south: kameo.
#[derive(kameo::Actor)]
pub struct Archivist {
    pool: sqlx::PgPool,
}

impl Message<Event> for Archivist {
    type Reply = Result<(), sqlx::Error>;

    async fn handle(&mut self, event: Event, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        store(&self.pool, &event).await
    }
}

pub fn south(tasks: &mut Tasks, pool: sqlx::PgPool, listener: TcpListener) {
    let archivist = Archivist::spawn_with_mailbox(Archivist { pool }, kameo::mailbox::bounded(64));
    tasks.spawn(south_in(listener, archivist));
}

async fn south_in(listener: TcpListener, archivist: ActorRef<Archivist>) -> Result<(), Failure> {
    loop {
        let (stream, _) = listener.accept().await?;
        feed(stream, &archivist).await?;
    }
}

async fn feed(stream: TcpStream, archivist: &ActorRef<Archivist>) -> Result<(), Failure> {
    let mut lines = BufReader::new(stream).lines();
    while let Some(text) = lines.next_line().await? {
        archivist.tell(Event { sensor: 3, text }).await?;
    }
    Ok(())
}
