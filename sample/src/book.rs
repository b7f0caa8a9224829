//! Keeps the orders, by their number and by who placed them.

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
    by_number: HashMap<u64, Order>,
    by_customer: HashMap<String, Vec<u64>>,
}

impl Book {
    pub fn enter(&mut self, order: Order) -> Result<Parcel, String> {
        self.by_number.insert(order.number, order.clone());
        let parcel = Parcel::pack(&order)?;
        self.by_customer
            .entry(order.customer)
            .or_default()
            .push(order.number);
        Ok(parcel)
    }
}

pub async fn desk(mut accepted: mpsc::Receiver<Order>, parcels: mpsc::Sender<Parcel>) {
    let mut book = Book::default();
    while let Some(order) = accepted.recv().await {
        match book.enter(order) {
            Ok(parcel) => {
                let _ = parcels.try_send(parcel);
            }
            Err(error) => eprintln!("an order was refused: {error}"),
        }
    }
    println!(
        "{} orders from {} customers",
        book.by_number.len(),
        book.by_customer.len()
    );
}
