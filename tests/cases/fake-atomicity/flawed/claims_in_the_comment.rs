//! The comment promises both or neither.

use std::collections::HashMap;

struct Accounts {
    balances: HashMap<u64, u64>,
    history: Vec<String>,
}

fn line(from: u64, amount: &str) -> Result<String, std::num::ParseIntError> {
    let amount: u64 = amount.parse()?;
    Ok(format!("{from}: {amount}"))
}

impl Accounts {
    /// Books the amount and its line of history atomically.
    fn book(&mut self, from: u64, amount: &str) -> Result<(), std::num::ParseIntError> {
        self.balances.insert(from, 0); //~ fake-atomicity: `book` claims to be atomic
        let line = line(from, amount)?; //~ related: a failure leaves here
        self.history.push(line); //~ related: is changed here
        Ok(())
    }
}
