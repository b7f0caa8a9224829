//! A ractor actor with two duties, whose state is lent to its handler.
use std::collections::HashMap;
use std::time::Duration;

pub enum Command {
    Join(u64),
    Leave(u64),
    Rename(u64),
    Bill(u64),
    Pay(u64),
    Remind(u64),
}

pub struct Office; //~ god-process: this process has 2 duties that share no state

pub struct Books {
    members: HashMap<u64, u64>,
    invoices: HashMap<u64, u64>,
    client: reqwest::Client,
}

async fn send(books: &Books) {
    let request = books.client.post("http://localhost/bill").timeout(Duration::from_secs(9));
    if let Err(error) = request.send().await {
        tracing::error!(%error, "the bill was not sent");
    }
}

impl ractor::Actor for Office {
    type Msg = Command;
    type State = Books;
    type Arguments = Books;
    async fn pre_start(&self, _: ractor::ActorRef<Command>, books: Books) -> Result<Books, ractor::ActorProcessingErr> {
        Ok(books)
    }
    async fn handle(
        &self,
        _: ractor::ActorRef<Command>,
        command: Command,
        books: &mut Books,
    ) -> Result<(), ractor::ActorProcessingErr> {
        match command {
            Command::Join(id) => {
                books.members.insert(id, id);
            }
            Command::Leave(id) => {
                books.members.remove(&id);
            }
            Command::Rename(id) => {
                books.members.insert(id, 7);
            }
            Command::Bill(id) => {
                books.invoices.insert(id, 1);
                send(books).await;
            }
            Command::Pay(id) => {
                books.invoices.remove(&id);
            }
            Command::Remind(id) => {
                if books.invoices.contains_key(&id) {
                    send(books).await;
                }
            }
        }
        Ok(())
    }
}
