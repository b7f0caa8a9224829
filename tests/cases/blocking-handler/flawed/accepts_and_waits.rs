//! A loop that accepts connections waits for one of the peers before it accepts the next.
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

pub async fn secured(listener: TcpListener, tls: tokio_rustls::TlsAcceptor) {
    while let Ok((stream, _)) = listener.accept().await {
        match tls.accept(stream).await { //~ blocking-handler: nobody else is let in
            Ok(stream) => drop(tokio::spawn(serve(stream))),
            Err(error) => tracing::warn!("{error}"),
        }
    }
}

pub async fn behind_a_proxy(listener: TcpListener, mut stop: tokio::sync::watch::Receiver<bool>) {
    loop {
        tokio::select! {
            accepted = next(&listener) => {
                let Ok(mut stream) = accepted else { continue };
                if let Ok(length) = head(&mut stream).await { //~ blocking-handler: nobody else is let in
                    tracing::info!("{length}");
                    tokio::spawn(serve(stream));
                }
            }
            _ = stop.changed() => return,
        }
    }
}

async fn next(listener: &TcpListener) -> std::io::Result<TcpStream> {
    let (stream, address) = listener.accept().await?;
    tracing::info!("{address}");
    Ok(stream)
}

async fn head(stream: &mut TcpStream) -> std::io::Result<u16> {
    let length = stream.read_u16().await?;
    Ok(length.min(512))
}

async fn serve<S: tokio::io::AsyncRead + Unpin>(mut stream: S) {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.ok();
}
