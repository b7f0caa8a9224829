//! Of a crate with one sender for bounded and unbounded channels, only the call that makes it tells.

async fn serve(listener: tokio::net::TcpListener, client: reqwest::Client) {
    let (lines, incoming) = flume::unbounded::<String>(); //~ unbounded-mailbox
    tokio::spawn(async move {
        while let Ok(line) = incoming.recv_async().await {
            let sent = client.post("http://localhost/lines").body(line).timeout(std::time::Duration::from_secs(5)).send().await;
            if let Err(error) = sent {
                tracing::warn!("{error}");
            }
        }
    });
    while let Ok((_, peer)) = listener.accept().await {
        if lines.send(peer.to_string()).is_err() {
            return;
        }
    }
}
