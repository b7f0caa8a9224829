// One index knows the order and the other does not when the label cannot be made.
use std::collections::HashMap;

pub struct Book {
    orders: HashMap<u64, String>,
    labels: HashMap<u64, String>,
}

impl Book {
    pub fn enter(&mut self, number: u64, order: String) -> Result<(), String> {
        self.orders.insert(number, order.clone());
        //~^ torn-update: `self.orders` is updated but `self.labels` is not
        let label = label(&order)?;
        //~^ related: nothing undoes the change
        self.labels.insert(number, label); //~ related: would be updated here
        Ok(())
    }
}

fn label(order: &str) -> Result<String, String> {
    match order.is_empty() {
        true => Err("an empty order".to_owned()),
        false => Ok(order.to_uppercase()),
    }
}
