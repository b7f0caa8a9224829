//! Takes orders over the network, books them and hands them to the carrier.

mod book;
mod carrier;
mod intake;
mod stock;

use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let (level, stock) = watch::channel(0);
    stock::refresh(level);
    let (parcels, to_send) = mpsc::channel(64);
    let (orders, accepted) = mpsc::channel(64);
    let listener = TcpListener::bind("127.0.0.1:7070").await?;
    let (stream, _) = listener.accept().await?;
    tokio::try_join!(
        carrier::send(to_send),
        book::desk(accepted, parcels),
        intake::serve(stream, orders, stock),
    )?;
    Ok(())
}
