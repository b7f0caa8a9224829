//! What there is, by number and by name. It is filled from the suppliers' lists whenever one arrives.

use std::collections::{BTreeMap, HashMap, HashSet};

use dashmap::DashMap;
use parking_lot::{Mutex, RwLock};

use crate::Failure;

#[derive(Clone, Debug)]
pub struct Article {
    pub number: u32,
    pub name: String,
    pub cents: u64,
}

#[derive(Debug, Default)]
struct Lists {
    articles: HashMap<u32, Article>,
    numbers: BTreeMap<String, u32>,
}

#[derive(Debug, Default)]
pub struct Catalog {
    lists: RwLock<Lists>,
    shelves: DashMap<u32, String>,
    contents: DashMap<String, Vec<u32>>,
    barcodes: Mutex<HashMap<u64, u32>>,
    labels: Mutex<HashMap<u32, u64>>,
    importing: Mutex<HashSet<String>>,
}

impl Catalog {
    /// A line of a list: number, name and price.
    pub fn import(&self, number: u32, name: &str, price: &str) -> Result<(), Failure> {
        let cents = price.parse()?;
        let mut lists = self.lists.write();
        lists.numbers.insert(name.to_owned(), number);
        lists.articles.insert(number, Article { number, name: name.to_owned(), cents });
        Ok(())
    }

    pub fn rename(&self, old: &str, new: String) -> Result<(), Failure> {
        let mut lists = self.lists.write();
        let Some(&number) = lists.numbers.get(old) else {
            return Err(Failure::Unknown(old.to_owned()));
        };
        let Some(article) = lists.articles.get_mut(&number) else {
            return Err(Failure::Unknown(new));
        };
        article.name.clone_from(&new);
        lists.numbers.remove(old);
        lists.numbers.insert(new, number);
        Ok(())
    }

    pub fn put(&self, number: u32, shelf: &str, room: &str) -> Result<(), Failure> {
        let room: usize = room.parse()?;
        if self.contents.get(shelf).is_some_and(|there| there.len() >= room) {
            return Err(Failure::Full);
        }
        self.shelves.insert(number, shelf.to_owned());
        self.contents.entry(shelf.to_owned()).or_default().push(number);
        Ok(())
    }

    pub fn label(&self, number: u32, code: &str) -> Result<(), Failure> {
        let code = code.parse()?;
        self.barcodes.lock().insert(code, number);
        self.labels.lock().insert(number, code);
        Ok(())
    }

    /// Reads a supplier's list; one list of a supplier at a time.
    pub fn read_list(&self, supplier: &str, text: &str) -> Result<usize, Failure> {
        let lines = text.lines().map(line).collect::<Result<Vec<_>, _>>()?;
        if !self.importing.lock().insert(supplier.to_owned()) {
            return Err(Failure::Full);
        }
        let count = lines.len();
        for article in lines {
            tracing::debug!("{article:?}");
        }
        self.importing.lock().remove(supplier);
        Ok(count)
    }

    pub fn find(&self, number: u32) -> Option<Article> {
        self.lists.read().articles.get(&number).cloned()
    }
}

fn line(text: &str) -> Result<Article, Failure> {
    let mut parts = text.split(';');
    let mut next = || parts.next().ok_or_else(|| Failure::Unknown(text.to_owned()));
    Ok(Article { number: next()?.parse()?, name: next()?.to_owned(), cents: next()?.parse()? })
}
