//! The session waits for messages later on, but begins with a connection of a crate that nobody describes.

use somesocket::{Frame, connect_socket};

async fn follow(url: &str, prices: &tokio::sync::watch::Sender<f64>) -> anyhow::Result<()> {
    let (mut socket, _) = connect_socket(url).await?; //~ related: this can fail at once
    while let Some(frame) = socket.next().await {
        if let Frame::Text(raw) = frame? {
            prices.send_replace(raw.parse()?);
        }
    }
    anyhow::bail!("stream closed")
}

pub async fn keep_up(url: String, prices: tokio::sync::watch::Sender<f64>) {
    while let Err(error) = follow(&url, &prices).await { //~ unbounded-restart: while `follow` keeps failing
        tracing::warn!("feed {url}: {error:#}, reconnecting");
    }
}
