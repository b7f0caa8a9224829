//! A framework of the project's own whose mailboxes have no bound.
use std::future::Future;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;

pub trait Behaviour: Send + 'static {
    type Message: Send + 'static;
    fn on_message(&mut self, message: Self::Message) -> impl Future<Output = ()> + Send;
}

pub struct Handle<B: Behaviour> {
    mailbox: mpsc::UnboundedSender<B::Message>,
}

impl<B: Behaviour> Handle<B> {
    pub fn tell(&self, message: B::Message) -> bool {
        self.mailbox.send(message).is_ok()
    }
}

pub fn launch<B: Behaviour>(mut behaviour: B) -> Handle<B> {
    let (mailbox, mut incoming) = mpsc::unbounded_channel(); //~ unbounded-mailbox
    drop(tokio::spawn(async move {
        while let Some(message) = incoming.recv().await {
            behaviour.on_message(message).await;
        }
    }));
    Handle { mailbox }
}

pub struct Archivist {
    pub pool: sqlx::PgPool,
}

impl Behaviour for Archivist {
    type Message = String;

    async fn on_message(&mut self, text: String) {
        if let Err(error) = sqlx::query("insert into papers values ($1)").bind(text).execute(&self.pool).await {
            tracing::error!("{error}");
        }
    }
}

pub async fn archive(pool: sqlx::PgPool, socket: UdpSocket) -> std::io::Result<()> {
    let archivist = launch(Archivist { pool });
    let mut bytes = [0; 1500];
    loop {
        let length = socket.recv(&mut bytes).await?;
        if !archivist.tell(String::from_utf8_lossy(&bytes[..length]).into_owned()) {
            return Ok(());
        }
    }
}
