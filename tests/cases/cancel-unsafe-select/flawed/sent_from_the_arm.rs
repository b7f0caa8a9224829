//! A message is moved into `send` of a full channel; when a tick comes first, nobody has it any more.

use tokio::sync::mpsc;

struct Line(String);

async fn forward(mut from: mpsc::Receiver<Line>, to: mpsc::Sender<Line>, mut ticks: mpsc::Receiver<()>) {
    while let Some(line) = from.recv().await { //~ related: taken out of `from` here
        tokio::select! {
            sent = to.send(line) => { //~ cancel-unsafe-select: was moved into this future and is lost
                if sent.is_err() {
                    return;
                }
            }
            Some(()) = ticks.recv() => tracing::info!("tick"),
        }
    }
}
