//! The arm is a block that receives and then hands on.

use tokio::sync::mpsc;

async fn relay(mut from: mpsc::Receiver<String>, to: mpsc::Sender<String>, mut stop: mpsc::Receiver<()>) {
    loop {
        tokio::select! {
            open = async { //~ cancel-unsafe-select: what was taken out of `from` is lost
                let Some(line) = from.recv().await else { return false }; //~ related: taken out of `from` here
                to.send(line).await.is_ok() //~ related: held by this future alone
            } => {
                if !open {
                    return;
                }
            }
            _ = stop.recv() => tracing::info!("stop was asked for, once the input is empty"),
        }
    }
}
