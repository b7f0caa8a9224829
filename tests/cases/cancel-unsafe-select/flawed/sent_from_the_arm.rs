//! The message was popped in this turn and moved into `send`; the other arm wins.

use std::collections::VecDeque;

use tokio::sync::mpsc;

async fn pump(mut waiting: VecDeque<String>, to: mpsc::Sender<String>, mut lines: mpsc::Receiver<String>) {
    loop {
        let Some(next) = waiting.pop_front() else { return };
        tokio::select! {
            sent = to.send(next) => { //~ cancel-unsafe-select
                if sent.is_err() {
                    return;
                }
            }
            Some(line) = lines.recv() => waiting.push_back(line),
        }
    }
}
