//! A helper looks and hands on what it found, or nothing: who calls it goes on without.
use once_cell::sync::OnceCell;
use ractor::ActorRef;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

pub enum Settle {
    Trade(u64),
}

fn settlement() -> Option<ActorRef<Settle>> {
    ractor::registry::where_is("settlement".to_owned()).map(ActorRef::from)
}

pub fn cross(book: &mut Vec<u64>) -> Result<u64, String> {
    let trade = book.last().copied().ok_or("nothing to match")?;
    if let Some(target) = settlement() { //~ conditional-supervision: what is meant for it is silently skipped
        target.cast(Settle::Trade(trade)).map_err(|_| "down")?; //~ related: this is done only if it is found
    }
    book.pop();
    Ok(trade)
}

fn here() -> Option<Handle> {
    Handle::try_current().ok()
}

fn somewhere() -> Option<Handle> {
    let found = here();
    found
}

pub fn refresh(name: String) {
    if let Some(runtime) = somewhere() { //~ conditional-supervision: silently skipped
        drop(runtime.spawn(async move { reload(name).await })); //~ related: this is done only if it is found
    }
}

async fn reload(_: String) {}

fn in_background(job: impl Future<Output = ()> + Send + 'static) -> bool {
    match Handle::try_current() { //~ conditional-supervision: silently skipped
        Ok(runtime) => {
            drop(runtime.spawn(job)); //~ related: this is done only if it is found
            true
        }
        Err(_) => false,
    }
}

pub fn expire(token: String) {
    in_background(async move { reload(token).await }); //~ related: who calls it does not ask
}

#[derive(Debug)]
pub enum Mail {
    Receipt(String),
}

static OUTBOX: OnceCell<mpsc::Sender<Mail>> = OnceCell::new();

pub fn start(mails: mpsc::Sender<Mail>) -> Result<(), mpsc::Sender<Mail>> {
    OUTBOX.set(mails)
}

pub fn enqueue(mail: Mail) -> Result<(), Mail> {
    OUTBOX.get().map_or(Ok(()), |outbox| outbox.try_send(mail).map_err(|error| error.into_inner()))
         //~^ conditional-supervision: until this process is started
                                                //~^^ related: this is done only if it is found
}

pub fn enqueue_other(mail: Mail) -> Result<(), Mail> {
    OUTBOX
        .get() //~ conditional-supervision: until this process is started
        .map(|outbox| outbox.try_send(mail).map_err(|error| error.into_inner())) //~ related: this is done only if it is found
        .unwrap_or(Ok(()))
}
