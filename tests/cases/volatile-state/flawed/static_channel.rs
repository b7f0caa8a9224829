//! The queue is a static: a request is answered when its activity lies in it.
use std::sync::LazyLock;

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::Mutex;

pub struct Activity {
    pub target: String,
    pub body: String,
}

static CHANNEL: LazyLock<Channel> = LazyLock::new(|| {
    let (sender, receiver) = mpsc::unbounded_channel();
    Channel { sender, receiver: Mutex::new(receiver) }
});

struct Channel {
    sender: UnboundedSender<Activity>,
    receiver: Mutex<UnboundedReceiver<Activity>>,
}

async fn next() -> Option<Activity> {
    let mut receiver = CHANNEL.receiver.lock().await;
    receiver.recv().await
}

pub async fn submit(activity: Activity) -> Result<(), String> {
    CHANNEL.sender.send(activity).map_err(|error| error.to_string())?; //~ volatile-state: accepted work waits in a channel only
    Ok(())
}

async fn deliver(client: reqwest::Client) {
    while let Some(activity) = next().await { //~ related: `deliver` takes it up here
        if let Err(error) = client.post(activity.target).body(activity.body).send().await {
            eprintln!("{error}");
        }
    }
}

pub fn start(client: reqwest::Client) {
    tokio::spawn(deliver(client));
}
