// What can fail is done before anything is changed.
use std::collections::HashMap;

pub struct Book {
    orders: HashMap<u64, String>,
    labels: HashMap<u64, String>,
}

impl Book {
    pub fn enter(&mut self, number: u64, order: String) -> Result<(), String> {
        let label = label(&order)?;
        self.orders.insert(number, order);
        self.labels.insert(number, label);
        Ok(())
    }
}

fn label(order: &str) -> Result<String, String> {
    match order.is_empty() {
        true => Err("an empty order".to_owned()),
        false => Ok(order.to_uppercase()),
    }
}
