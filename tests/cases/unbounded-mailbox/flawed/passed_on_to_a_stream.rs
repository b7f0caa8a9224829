//! What a broker brings goes into a queue from which a stream takes when somebody polls it.
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::{Stream, StreamExt};
use tokio::sync::{mpsc, oneshot};
use tokio_stream::wrappers::UnboundedReceiverStream;

pub struct Record {
    pub offset: u64,
    pub value: Vec<u8>,
}

/// A reader for each partition feeds one queue; who polls the stream takes from it.
pub struct Topic {
    records: mpsc::UnboundedReceiver<Vec<Record>>,
    stops: Vec<oneshot::Sender<()>>,
}

impl Topic {
    pub async fn open(brokers: Vec<broker::Consumer>) -> Self {
        let (sender, records) = mpsc::unbounded_channel(); //~ unbounded-mailbox
        let mut stops = Vec::new();
        for broker in brokers {
            let (stop, stopped) = oneshot::channel();
            stops.push(stop);
            let output = sender.clone();
            drop(tokio::spawn(read(broker, stopped, output)));
        }
        Self { records, stops }
    }

    async fn next(&mut self) -> Option<Vec<Record>> {
        self.records.recv().await
    }

    pub fn into_stream(mut self) -> impl Stream<Item = Vec<Record>> {
        async_stream::stream! {
            while let Some(records) = self.next().await {
                yield records; //~ related: takes the next only when somebody asks for it
            }
        }
    }

    pub fn close(&mut self) {
        self.stops.clear();
    }
}

async fn read(mut broker: broker::Consumer, mut stopped: oneshot::Receiver<()>, output: mpsc::UnboundedSender<Vec<Record>>) {
    loop {
        tokio::select! {
            _ = &mut stopped => return,
            records = broker.poll() => match records.map_err(|error| error.to_string()) {
                Ok(records) => {
                    if output.send(records).is_err() { //~ related: for everything that its source brings
                        return;
                    }
                }
                Err(error) => tracing::error!("{error}"),
            }
        }
    }
}

/// The same by hand: one future polls a download, another stream is polled for what it brought.
pub struct Headers {
    from_download: UnboundedReceiverStream<Vec<String>>,
}

struct Download<S> {
    headers: mpsc::UnboundedSender<Vec<String>>,
    source: S,
}

impl Headers {
    pub fn start<S: Stream<Item = Vec<String>> + Send + Unpin + 'static>(source: S) -> Self {
        let (headers, received) = mpsc::unbounded_channel(); //~ unbounded-mailbox
        drop(tokio::spawn(Download { headers, source }));
        Self { from_download: UnboundedReceiverStream::new(received) }
    }
}

impl<S: Stream<Item = Vec<String>> + Unpin> Future for Download<S> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        loop {
            match std::task::ready!(this.source.poll_next_unpin(cx)) {
                Some(headers) => {
                    if this.headers.send(headers).is_err() {
                        return Poll::Ready(());
                    }
                }
                None => return Poll::Ready(()),
            }
        }
    }
}

impl Stream for Headers {
    type Item = Vec<String>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Vec<String>>> {
        Pin::new(&mut self.from_download).poll_next(cx)
    }
}
