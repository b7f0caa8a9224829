//! Hands parcels to the carrier.

use std::io;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use crate::book::Order;

pub struct Parcel {
    pub number: u64,
    pub label: String,
}

impl Parcel {
    pub fn pack(order: &Order) -> Result<Self, String> {
        if order.pieces == 0 {
            return Err(format!("order {} has no pieces", order.number));
        }
        Ok(Self {
            number: order.number,
            label: format!("{} x{}", order.customer, order.pieces),
        })
    }
}

pub async fn send(mut parcels: mpsc::Receiver<Parcel>) -> io::Result<()> {
    let mut carrier = TcpStream::connect("127.0.0.1:7071").await?;
    while let Some(parcel) = parcels.recv().await {
        let line = format!("{} {}\n", parcel.number, parcel.label);
        carrier.write_all(line.as_bytes()).await?;
    }
    Ok(())
}
