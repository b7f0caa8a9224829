//! A helper looks, and who calls it tells or does it otherwise; or the helper itself tells, and is asked.
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
    let target = settlement().ok_or("settlement is down")?;
    let trade = book.pop().ok_or("nothing to match")?;
    target.cast(Settle::Trade(trade)).map_err(|_| "down")?;
    Ok(trade)
}

pub fn is_up() -> bool {
    settlement().is_some()
}

fn in_background(job: impl Future<Output = ()> + Send + 'static) -> bool {
    match Handle::try_current() {
        Ok(runtime) => {
            drop(runtime.spawn(job));
            true
        }
        Err(_) => false,
    }
}

pub fn expire(token: String) -> Result<(), String> {
    if in_background(async move { reload(token).await }) {
        return Ok(());
    }
    Err("not expired".to_owned())
}

async fn reload(_: String) {}

#[derive(Debug)]
pub struct Mail(pub String);

static OUTBOX: OnceCell<mpsc::Sender<Mail>> = OnceCell::new();
static METRICS: OnceCell<mpsc::Sender<u64>> = OnceCell::new();

pub fn start(mails: mpsc::Sender<Mail>, counts: mpsc::Sender<u64>) -> bool {
    OUTBOX.set(mails).is_ok() && METRICS.set(counts).is_ok()
}

pub fn enqueue(mail: Mail) -> Result<(), String> {
    let refused = Err("no outbox yet".to_owned());
    OUTBOX.get().map_or(refused, |outbox| outbox.try_send(mail).map_err(|error| error.to_string()))
}

pub fn is_queued(mail: Mail) -> bool {
    OUTBOX.get().map_or(false, |outbox| outbox.try_send(mail).is_ok())
}

fn metrics() -> Option<&'static mpsc::Sender<u64>> {
    METRICS.get()
}

pub fn count(served: u64) {
    if let Some(metrics) = metrics()
        && metrics.try_send(served).is_err()
    {
        tracing::debug!("a count is lost");
    }
}
