//! Keeps the orders and their labels, by number.

use std::collections::HashMap;
use std::io;

use tokio::sync::mpsc;

use crate::carrier::Parcel;

#[derive(Clone)]
pub struct Order {
    pub number: u64,
    pub customer: String,
    pub pieces: u32,
}

impl Order {
    pub fn parse(frame: &[u8]) -> io::Result<Self> {
        let text = std::str::from_utf8(frame).map_err(io::Error::other)?;
        let mut parts = text.split(' ');
        let mut part = || {
            parts
                .next()
                .ok_or_else(|| io::Error::other("an order has three parts"))
        };
        Ok(Self {
            number: part()?.parse().map_err(io::Error::other)?,
            customer: part()?.to_owned(),
            pieces: part()?.parse().map_err(io::Error::other)?,
        })
    }
}

#[derive(Default)]
pub struct Book {
    orders: HashMap<u64, Order>,
    labels: HashMap<u64, String>,
}

impl Book {
    pub fn enter(&mut self, order: Order) -> Result<Parcel, String> {
        let number = order.number;
        self.orders.insert(number, order.clone());
        let parcel = Parcel::pack(&order)?;
        self.labels.insert(number, parcel.label.clone());
        Ok(parcel)
    }
}

pub async fn desk(
    mut accepted: mpsc::Receiver<Order>,
    parcels: mpsc::Sender<Parcel>,
) -> io::Result<()> {
    let mut book = Book::default();
    while let Some(order) = accepted.recv().await {
        match book.enter(order) {
            Ok(parcel) => parcels.send(parcel).await.map_err(io::Error::other)?,
            Err(error) => eprintln!("an order was refused: {error}"),
        }
    }
    println!("{} orders, {} labels", book.orders.len(), book.labels.len());
    Ok(())
}
