//! Whether there is room is asked first; what is struck out by something else belongs to nothing.

use std::collections::BTreeMap;

struct Full;

struct Stock {
    shelves: BTreeMap<u16, Vec<String>>,
    seen: Vec<u64>,
}

impl Stock {
    fn room(&self, shelf: u16) -> Result<(), Full> {
        match self.shelves.get(&shelf) {
            Some(list) if list.len() >= 40 => Err(Full),
            _ => Ok(()),
        }
    }

    fn relocate(&mut self, sku: &str, from: u16, to: u16) -> Result<(), Full> {
        self.room(to)?;
        if let Some(list) = self.shelves.get_mut(&from) {
            list.retain(|other| other != sku);
        }
        self.shelves.entry(to).or_default().push(sku.to_owned());
        Ok(())
    }

    fn relocate_or_leave(&mut self, sku: &str, from: u16, to: u16) -> Result<(), Full> {
        if let Some(list) = self.shelves.get_mut(&from) {
            list.retain(|other| other != sku);
        }
        if self.room(to).is_err() {
            self.shelves.entry(from).or_default().push(sku.to_owned());
            return Err(Full);
        }
        self.shelves.entry(to).or_default().push(sku.to_owned());
        Ok(())
    }

    fn note(&mut self, now: u64, oldest: u64, shelf: u16) -> Result<(), Full> {
        self.seen.retain(|at| *at >= oldest);
        self.room(shelf)?;
        self.seen.push(now);
        Ok(())
    }
}
