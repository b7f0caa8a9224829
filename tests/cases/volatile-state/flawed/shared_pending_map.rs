//! Money has left; that it is under way is known to this map alone.
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub enum Status {
    Pending,
    Succeeded,
    Failed,
}

pub struct Payment {
    pub amount: u64,
    pub status: Status,
}

type Payments = Arc<Mutex<HashMap<String, Payment>>>;

pub fn start() {
    let payments: Payments = Arc::new(Mutex::new(HashMap::new()));
    //~                      ^ volatile-state: forgotten when the program ends
    let settled = Arc::clone(&payments);
    tokio::spawn(async move {
        settle(&settled, "first");
    });
    pay(payments, "first".to_owned(), 3);
}

fn pay(payments: Payments, id: String, amount: u64) {
    let mut payments = payments.lock().unwrap();
    payments.insert(id, Payment { amount, status: Status::Pending });
}

fn settle(payments: &Payments, id: &str) {
    let mut payments = payments.lock().unwrap();
    if let Some(payment) = payments.get_mut(id) {
        payment.status = if payment.amount > 0 { Status::Succeeded } else { Status::Failed };
    }
}
