//! Two channels take their turns in one place: the loop takes from the older and waits for room in the newer.
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::ReceiverStream;

pub struct Discovery {
    node: Option<Node>,
    updates: Option<ReceiverStream<u64>>,
    forwarder: Option<JoinHandle<()>>,
}

pub struct Node;

impl Node {
    pub async fn start(listen: fn(usize) -> mpsc::Receiver<u64>) -> Result<(Self, mpsc::Receiver<u64>), std::io::Error> {
        let updates = listen(64);
        tokio::task::yield_now().await;
        Ok((Self, updates))
    }
}

impl Discovery {
    pub async fn new(
        ingress: Option<mpsc::Sender<u64>>,
        listen: Option<fn(usize) -> mpsc::Receiver<u64>>,
    ) -> Result<Self, std::io::Error> {
        let (node, updates) = if let Some(listen) = listen {
            let (node, updates) = Node::start(listen).await?;
            (Some(node), Some(updates))
        } else {
            (None, None)
        };
        let (updates, forwarder) = match (ingress, updates) {
            (Some(ingress), Some(mut updates)) => {
                let (tx, rx) = mpsc::channel(updates.max_capacity());
                let handle = tokio::spawn(async move {
                    while let Some(event) = updates.recv().await {
                        if event == 0 {
                            let _ = ingress.try_send(event);
                            continue;
                        }
                        if tx.send(event).await.is_err() {
                            break;
                        }
                    }
                });
                (Some(ReceiverStream::new(rx)), Some(handle))
            }
            (_, updates) => (updates.map(ReceiverStream::new), None),
        };
        Ok(Self { node, updates, forwarder })
    }
}
