//! Takes orders over the network, books them and hands them to the carrier.

mod book;
mod carrier;
mod intake;

use tokio::net::TcpListener;
use tokio::sync::mpsc;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let (parcels, to_pack) = mpsc::channel(64);
    carrier::start(to_pack);
    let (orders, accepted) = mpsc::channel(64);
    let desk = tokio::spawn(book::desk(accepted, parcels));
    let listener = TcpListener::bind("127.0.0.1:7070").await?;
    let (stream, _) = listener.accept().await?;
    intake::serve(stream, orders).await?;
    desk.await.map_err(std::io::Error::other)
}
