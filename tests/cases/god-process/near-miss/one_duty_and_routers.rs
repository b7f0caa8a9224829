//! Wide but cohesive, routers that only forward, few kinds, and duties that never wait.
use std::collections::HashMap;
use tokio::sync::{mpsc, oneshot};

pub enum Command {
    Join(u64),
    Leave(u64),
    Rename(u64),
    Bill(u64),
    Pay(u64),
    Remind(u64),
}

/// All kinds work on the accounts.
pub struct Accounts {
    accounts: HashMap<u64, u64>,
    names: HashMap<u64, u64>,
    pool: sqlx::PgPool,
    commands: mpsc::Receiver<Command>,
}

impl Accounts {
    pub async fn run(mut self) {
        while let Some(command) = self.commands.recv().await {
            match command {
                Command::Join(id) => {
                    self.accounts.insert(id, 0);
                    self.names.insert(id, id);
                }
                Command::Leave(id) => {
                    self.accounts.remove(&id);
                    self.names.remove(&id);
                }
                Command::Rename(id) => {
                    if self.accounts.contains_key(&id) {
                        self.names.insert(id, 7);
                    }
                }
                Command::Bill(id) => {
                    self.accounts.insert(id, 1);
                    self.keep().await;
                }
                Command::Pay(id) => {
                    self.accounts.insert(id, 0);
                }
                Command::Remind(id) => {
                    if self.accounts.contains_key(&id) {
                        self.keep().await;
                    }
                }
            }
        }
    }

    async fn keep(&self) {
        if let Err(error) = sqlx::query("select 1").execute(&self.pool).await {
            tracing::error!(%error, "not kept");
        }
    }
}

pub fn accounts(accounts: Accounts) -> tokio::task::JoinHandle<()> {
    tokio::spawn(accounts.run())
}

/// Forwards, and keeps nothing.
pub async fn router(
    mut commands: mpsc::Receiver<Command>,
    members: mpsc::Sender<Command>,
    invoices: mpsc::Sender<Command>,
) {
    while let Some(command) = commands.recv().await {
        let sent = match command {
            Command::Join(_) | Command::Leave(_) | Command::Rename(_) => members.send(command).await,
            Command::Bill(_) | Command::Pay(_) | Command::Remind(_) => invoices.send(command).await,
        };
        if sent.is_err() {
            break;
        }
    }
}

pub fn route(
    commands: mpsc::Receiver<Command>,
    members: mpsc::Sender<Command>,
    invoices: mpsc::Sender<Command>,
) -> tokio::task::JoinHandle<()> {
    tokio::spawn(router(commands, members, invoices))
}

pub enum Question {
    Member(u64, oneshot::Sender<bool>),
    Join(u64),
    Leave(u64),
    Owed(u64, oneshot::Sender<bool>),
    Owe(u64),
    Pay(u64),
}

/// Nothing waits: no kind holds up another.
pub async fn tables(mut questions: mpsc::Receiver<Question>) {
    let mut members: HashMap<u64, u64> = HashMap::new();
    let mut owed: HashMap<u64, u64> = HashMap::new();
    while let Some(question) = questions.recv().await {
        match question {
            Question::Member(id, reply) => {
                reply.send(members.contains_key(&id)).ok();
            }
            Question::Join(id) => {
                members.insert(id, id);
            }
            Question::Leave(id) => {
                members.remove(&id);
            }
            Question::Owed(id, reply) => {
                reply.send(owed.contains_key(&id)).ok();
            }
            Question::Owe(id) => {
                owed.insert(id, id);
            }
            Question::Pay(id) => {
                owed.remove(&id);
            }
        }
    }
}

pub fn open(questions: mpsc::Receiver<Question>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(tables(questions))
}
