//! Reads orders from a connection: a length of four bytes, then the order.

use std::io;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};

use crate::book::Order;

pub async fn serve(
    mut stream: TcpStream,
    orders: mpsc::Sender<Order>,
    stock: watch::Receiver<u32>,
) -> io::Result<()> {
    let mut beat = tokio::time::interval(Duration::from_secs(5));
    let mut taken = 0_u64;
    loop {
        tokio::select! {
            frame = read_frame(&mut stream) => {
                let order = Order::parse(&frame?)?;
                if order.pieces > *stock.borrow() {
                    return Err(io::Error::other("not so many are in stock"));
                }
                orders.send(order).await.map_err(io::Error::other)?;
                taken += 1;
            }
            _ = beat.tick() => println!("{taken} orders taken"),
        }
    }
}

async fn read_frame(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).await?;
    let mut frame = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut frame).await?;
    Ok(frame)
}
