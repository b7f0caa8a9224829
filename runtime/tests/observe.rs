//! The names under which the runtime reports, and the spans in which messages are handled.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use otp_runtime::server::{self, Context, Reply, Server};
use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

const SECOND: Duration = Duration::from_secs(1);

/// Notes what it is told. Spans are numbered by their ids; `names[id - 1]` is what they are called.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    names: Vec<(&'static str, &'static Metadata<'static>)>,
    entered: Vec<Id>,
    followed: Vec<(&'static str, &'static str)>,
    events: Vec<&'static str>,
    /// How many handles there are to each span.
    handles: BTreeMap<u64, usize>,
}

impl Inner {
    fn name(&self, id: &Id) -> &'static str {
        self.names[usize::try_from(id.into_u64()).unwrap() - 1].0
    }
}

impl Subscriber for Notes {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == otp_runtime::observe::TARGET || metadata.target() == "test"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut inner = self.0.lock().unwrap();
        inner.names.push((span.metadata().name(), span.metadata()));
        let id = inner.names.len() as u64;
        inner.handles.insert(id, 1);
        Id::from_u64(id)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        let mut inner = self.0.lock().unwrap();
        let pair = (inner.name(span), inner.name(follows));
        inner.followed.push(pair);
    }

    fn event(&self, event: &Event<'_>) {
        let mut inner = self.0.lock().unwrap();
        inner.events.push(event.metadata().name());
    }

    fn enter(&self, span: &Id) {
        self.0.lock().unwrap().entered.push(span.clone());
    }

    fn exit(&self, span: &Id) {
        let mut inner = self.0.lock().unwrap();
        assert_eq!(inner.entered.pop().as_ref(), Some(span));
    }

    fn clone_span(&self, span: &Id) -> Id {
        let mut inner = self.0.lock().unwrap();
        *inner.handles.entry(span.into_u64()).or_default() += 1;
        span.clone()
    }

    fn try_close(&self, span: Id) -> bool {
        let mut inner = self.0.lock().unwrap();
        let handles = inner.handles.entry(span.into_u64()).or_default();
        *handles -= 1;
        let closed = *handles == 0;
        if closed {
            inner.handles.remove(&span.into_u64());
        }
        closed
    }

    fn current_span(&self) -> tracing_core::span::Current {
        let inner = self.0.lock().unwrap();
        match inner.entered.last() {
            Some(id) => {
                let metadata = inner.names[usize::try_from(id.into_u64()).unwrap() - 1].1;
                tracing_core::span::Current::new(id.clone(), metadata)
            }
            None => tracing_core::span::Current::none(),
        }
    }
}

enum Msg {
    Where(Reply<Option<&'static str>>),
    Nap,
    Fail,
}

/// Says in which span it handles a message.
struct Here;

impl Server for Here {
    type Args = ();
    type Message = Msg;
    type Error = &'static str;

    async fn init((): (), _: &mut Context<Self>) -> Result<Self, Self::Error> {
        Ok(Self)
    }

    async fn handle(&mut self, message: Msg, _: &mut Context<Self>) -> Result<(), Self::Error> {
        match message {
            Msg::Where(reply) => {
                // The span is left and entered again around every await.
                tokio::task::yield_now().await;
                reply.send(tracing::Span::current().metadata().map(Metadata::name));
                Ok(())
            }
            Msg::Nap => {
                tokio::time::sleep(SECOND).await;
                Ok(())
            }
            Msg::Fail => Err("as told"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_handlers_span_follows_from_its_callers() {
    let notes = Notes::default();
    let _guard = tracing::subscriber::set_default(notes.clone());
    let mailbox = otp_runtime::mailbox::Options {
        capacity: 1,
        ..Default::default()
    };
    let builder = server::builder::<Here>().mailbox(mailbox);
    let process = builder.start(()).await.unwrap();
    let address = process.address();
    let asked = tracing::info_span!(target: "test", "placing an order")
        .in_scope(|| address.call(SECOND, Msg::Where));
    // The span in which the message is sent counts, which is that of the first poll.
    let span = tracing::info_span!(target: "test", "waiting");
    let answer = tracing::Instrument::instrument(asked, span).await;
    assert_eq!(answer, Ok(Some("handle")));
    assert_eq!(notes.0.lock().unwrap().followed, [("handle", "waiting")]);

    // Also where the sender had to wait for room, and not where it was in no span.
    address.cast(Msg::Nap).await.unwrap();
    address.cast(Msg::Nap).await.unwrap();
    let span = tracing::info_span!(target: "test", "in line");
    let waited = address.cast(Msg::Nap);
    tracing::Instrument::instrument(waited, span).await.unwrap();
    address.call(5 * SECOND, Msg::Where).await.unwrap();
    process.stop().await.unwrap();
    let inner = notes.0.lock().unwrap();
    let followed = [("handle", "waiting"), ("handle", "in line")];
    assert_eq!(inner.followed, followed);
    assert!(inner.entered.is_empty());
    assert!(inner.handles.is_empty(), "no span is kept open");
}

/// Nobody asks for the causes there, and they must not pile up.
#[tokio::test(start_paused = true)]
async fn a_loop_without_a_server_keeps_no_spans_open() {
    let notes = Notes::default();
    let _guard = tracing::subscriber::set_default(notes.clone());
    let (address, mut mailbox) = otp_runtime::mailbox::open("loop", Default::default()).unwrap();
    for n in 0..100 {
        for _ in 0..3 {
            let span = tracing::info_span!(target: "test", "sending");
            tracing::Instrument::instrument(address.cast(n), span)
                .await
                .unwrap();
        }
        for _ in 0..3 {
            assert_eq!(mailbox.recv().await, Some(n));
        }
    }
    assert!(notes.0.lock().unwrap().handles.len() <= 6);
    drop(mailbox);
    assert!(notes.0.lock().unwrap().handles.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_happens_is_reported_under_stable_names() {
    let notes = Notes::default();
    let _guard = tracing::subscriber::set_default(notes.clone());
    let mut child = ChildSpec::new("here");
    child.mailbox.capacity = 1;
    child.mailbox.overflow = otp_runtime::mailbox::Overflow::Refuse;
    let spec = Spec {
        children: vec![child],
        ..Spec::default()
    };
    let tree = Supervisor::new(spec)
        .server::<Here>("here", ())
        .start()
        .await
        .unwrap();
    let here = tree.name::<Here>("here").unwrap();
    here.cast(Msg::Fail).await.unwrap();
    while here.incarnation().number() < 2 {
        tokio::task::yield_now().await;
    }
    here.cast(Msg::Nap).await.unwrap();
    here.cast(Msg::Nap).await.unwrap_err();
    assert!(tree.stop(5 * SECOND).await.is_clean());
    let events = &notes.0.lock().unwrap().events;
    for name in [
        "process.started",
        "process.crashed",
        "child.restarting",
        "mailbox.overload",
        "process.ended",
    ] {
        assert!(events.contains(&name), "{name} is missing in {events:?}");
    }
}
