//! A source that has ended yields at once, each time it is asked.

use futures::StreamExt;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

pub async fn stream_of_events(mut events: futures::stream::BoxStream<'static, u64>) {
    loop {
        let Some(event) = events.next().await else { //~ unbounded-restart: the stream has ended
            continue;
        };
        tracing::info!("{event}");
    }
}

async fn read_frame(stream: &mut TcpStream) -> std::io::Result<Option<u8>> {
    match stream.read_u8().await {
        Ok(tag) => Ok(Some(tag)),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

pub async fn end_of_connection(mut stream: TcpStream) -> std::io::Result<()> {
    loop {
        match read_frame(&mut stream).await? { //~ unbounded-restart: the other side is gone
            Some(b'd') => tracing::info!("data"),
            frame => tracing::info!("unexpected {frame:?}"),
        }
    }
}

async fn read_tag(stream: &mut TcpStream) -> std::io::Result<u8> {
    let tag = stream.read_u8().await?;
    Ok(tag)
}

pub async fn broken_connection(mut stream: TcpStream) {
    loop {
        match read_tag(&mut stream).await { //~ unbounded-restart: the other side is gone
            Ok(tag) => tracing::info!("{tag}"),
            Err(error) => tracing::warn!("could not read: {error}"),
        }
    }
}
