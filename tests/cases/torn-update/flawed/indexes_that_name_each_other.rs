//! Names lead to numbers and numbers to articles; the price is read between the two, in a helper.

use std::collections::HashMap;
use std::num::ParseIntError;
use std::sync::RwLock;

struct Lists {
    numbers: HashMap<String, u32>,
    prices: HashMap<u32, u64>,
}

struct Catalog {
    lists: RwLock<Lists>,
}

impl Catalog {
    fn import(&self, number: u32, name: &str, price: &str) -> Result<(), ParseIntError> {
        let mut lists = self.lists.write().unwrap();
        lists.numbers.insert(name.to_owned(), number); //~ torn-update: `self.lists.numbers` is updated but `self.lists.prices` is not
        describe(&mut lists, number, price)?; //~ related: a failure leaves here
        Ok(())
    }
}

fn describe(lists: &mut Lists, number: u32, price: &str) -> Result<(), ParseIntError> {
    let cents = price.parse()?;
    lists.prices.insert(number, cents);
    Ok(())
}
