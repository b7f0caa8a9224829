//! Hears what other programs have written, so that those who wait for it need not ask.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use tokio::sync::watch;
use tokio_postgres::Notification;

use super::super::backend::{ObjectId, Ring};
use super::Postgres;
use super::session::{Purpose, Session};

/// How long is waited before the server is tried again.
const PAUSE: Duration = Duration::from_secs(1);
/// How long a notification can be.
const LONGEST_PAYLOAD: usize = 7000;

/// A thread that listens until this is dropped.
pub(super) struct Listener {
    _stop: watch::Sender<()>,
    /// The number of the server's process for what this program writes: it need not be told of that.
    pub(super) ours: Arc<AtomicI32>,
}

pub(super) fn channel(identity: i64) -> String {
    format!("otp_runtime_{identity:016x}")
}

/// Where there is news; empty if it is in more places than can be told.
pub(super) fn payload(news: &[ObjectId]) -> String {
    let ids: Vec<_> = news.iter().map(|id| id.0.to_string()).collect();
    let payload = ids.join(",");
    if payload.len() > LONGEST_PAYLOAD {
        String::new()
    } else {
        payload
    }
}

impl Listener {
    pub(super) fn start(options: &Postgres, identity: i64, ring: Option<Ring>) -> Self {
        let (stop, stopped) = watch::channel(());
        let ours = Arc::<AtomicI32>::default();
        if let Some(ring) = ring {
            let (options, process) = (options.clone(), ours.clone());
            let spawned = thread::Builder::new()
                .name("store-listener".into())
                .spawn(move || listen(&options, identity, &ring, &process, stopped));
            if let Err(error) = spawned {
                // They look for themselves now and then.
                tracing::warn!(%error, "a store does not hear of what other programs write");
            }
        }
        Self { _stop: stop, ours }
    }
}

fn listen(
    options: &Postgres,
    identity: i64,
    ring: &Ring,
    ours: &Arc<AtomicI32>,
    mut stopped: watch::Receiver<()>,
) {
    let is_over = |stopped: &watch::Receiver<()>| stopped.has_changed().is_err();
    while !is_over(&stopped) {
        let (heard, ours, (ended, mut end)) = (ring.clone(), ours.clone(), watch::channel(()));
        let hear = move |news: Notification| {
            let _until_the_connection_ends = &ended;
            if news.process_id() != ours.load(Ordering::Relaxed) {
                tell(&heard, news.payload());
            }
        };
        let opened = Session::open(options, Purpose::Read, Some(Box::new(hear)));
        let mut session = match opened {
            Ok(session) => session,
            Err(error) => {
                tracing::warn!(%error, "a store does not hear of what other programs write, and tries again");
                // Not much, so that it ends soon after the store does.
                thread::sleep(PAUSE);
                continue;
            }
        };
        let listen = format!("LISTEN {}", channel(identity));
        if session.script(&listen).is_err() {
            thread::sleep(PAUSE);
            continue;
        }
        // Nobody has said what was missed meanwhile.
        ring(None);
        session.wait(async {
            let mut stopped = pin!(stopped.changed());
            let mut ended = pin!(end.changed());
            poll_fn(|context| {
                let over = stopped.as_mut().poll(context).is_ready();
                if over || ended.as_mut().poll(context).is_ready() {
                    Poll::Ready(())
                } else {
                    Poll::Pending
                }
            })
            .await;
        });
    }
}

fn tell(ring: &Ring, payload: &str) {
    if payload.is_empty() {
        return ring(None);
    }
    for id in payload.split(',').filter_map(|id| id.parse().ok()) {
        ring(Some(ObjectId(id)));
    }
}
