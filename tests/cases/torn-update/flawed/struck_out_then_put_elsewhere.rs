//! What is struck out of one list is put into another, which may be full.

use std::collections::BTreeMap;

struct Full;

struct Stock {
    shelves: BTreeMap<u16, Vec<String>>,
    waiting: Vec<u64>,
    active: Vec<u64>,
}

impl Stock {
    fn room(&self, shelf: u16) -> Result<(), Full> {
        match self.shelves.get(&shelf) {
            Some(list) if list.len() >= 40 => Err(Full),
            _ => Ok(()),
        }
    }

    fn relocate(&mut self, sku: &str, from: u16, to: u16) -> Result<(), Full> {
        if let Some(list) = self.shelves.get_mut(&from) {
            list.retain(|other| other != sku); //~ torn-update: what was taken out of `self.shelves` is lost
        }
        self.room(to)?; //~ related: a failure leaves here
        self.shelves.entry(to).or_default().push(sku.to_owned()); //~ related: would be put
        Ok(())
    }

    fn activate(&mut self, job: u64, shelf: u16) -> Result<(), Full> {
        self.waiting.retain(|other| *other != job); //~ torn-update: what was taken out of `self.waiting` is lost
        self.enter(job, shelf)?; //~ related: a failure leaves here
        Ok(())
    }

    fn enter(&mut self, job: u64, shelf: u16) -> Result<(), Full> {
        self.room(shelf)?;
        self.active.push(job);
        Ok(())
    }
}
