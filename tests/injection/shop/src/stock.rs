use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use parking_lot::Mutex;
use serde::Deserialize;

use crate::{App, Failure};

#[derive(Clone, Debug, Deserialize)]
pub struct Article {
    pub sku: String,
    pub title: String,
    pub amount: u32,
}

#[derive(Debug, thiserror::Error)]
pub enum StockError {
    #[error("shelf {0} is full")]
    Full(u16),
    #[error("there is no {0}")]
    Unknown(String),
    #[error("there are only {0} left")]
    Short(u32),
}

#[derive(Default)]
pub struct Inner {
    articles: HashMap<String, Article>,
    shelves: BTreeMap<u16, Vec<String>>,
}

impl Inner {
    fn room(&self, shelf: u16) -> Result<(), StockError> {
        match self.shelves.get(&shelf) {
            Some(list) if list.len() >= 40 => Err(StockError::Full(shelf)),
            _ => Ok(()),
        }
    }

    fn enough(&self, sku: &str, amount: u32) -> Result<(), StockError> {
        match self.articles.get(sku) {
            Some(article) if article.amount >= amount => Ok(()),
            Some(article) => Err(StockError::Short(article.amount)),
            None => Err(StockError::Unknown(sku.to_owned())),
        }
    }
}

/// What is where. The warehouse sends all of it anew every night.
#[derive(Default)]
pub struct Stock {
    inner: Mutex<Inner>,
}

impl Stock {
    pub fn place(&self, article: Article, shelf: u16) -> Result<(), StockError> {
        let mut inner = self.inner.lock();
        inner.room(shelf)?;
        let sku = article.sku.clone();
        inner.articles.insert(sku.clone(), article);
        inner.shelves.entry(shelf).or_default().push(sku);
        Ok(())
    }

    pub fn relocate(&self, sku: &str, from: u16, to: u16) -> Result<(), StockError> {
        let mut inner = self.inner.lock();
        inner.room(to)?;
        if let Some(list) = inner.shelves.get_mut(&from) {
            list.retain(|other| other != sku);
        }
        inner.shelves.entry(to).or_default().push(sku.to_owned());
        Ok(())
    }

    /// Takes every line of a cart out of the stock, or none of them.
    pub fn reserve(&self, lines: &[(String, u32)]) -> Result<(), StockError> {
        let mut inner = self.inner.lock();
        for (sku, amount) in lines {
            inner.enough(sku, *amount)?;
        }
        for (sku, amount) in lines {
            if let Some(article) = inner.articles.get_mut(sku) {
                article.amount -= amount;
            }
        }
        Ok(())
    }
}

pub async fn shelve(
    State(app): State<Arc<App>>,
    Path(shelf): Path<u16>,
    Json(article): Json<Article>,
) -> Result<Json<u16>, Failure> {
    app.stock.place(article, shelf)?;
    Ok(Json(shelf))
}

#[derive(Deserialize)]
pub struct TakeOver {
    sku: String,
    from: u16,
}

pub async fn take_over(
    State(app): State<Arc<App>>,
    Path(shelf): Path<u16>,
    Json(other): Json<TakeOver>,
) -> Result<Json<u16>, Failure> {
    app.stock.relocate(&other.sku, other.from, shelf)?;
    Ok(Json(shelf))
}
