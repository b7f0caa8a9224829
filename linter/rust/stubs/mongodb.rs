#![otp(krate = "mongodb", version = "3.9.1")]

use std::borrow::Borrow;

pub mod error {
    pub type Result<T> = std::result::Result<T, Error>;
    pub struct Error;
}
use error::Result;

pub mod bson {
    pub struct Document;
    pub struct Bson;
    macro_rules! doc { () => {} }
}
use bson::{Bson, Document};

pub struct UpdateModifications;
pub struct IndexModel;
pub mod results {
    pub struct InsertOneResult;
    pub struct InsertManyResult;
    pub struct UpdateResult {
        pub matched_count: u64,
        pub modified_count: u64,
    }
    pub struct DeleteResult {
        pub deleted_count: u64,
    }
    pub struct CreateIndexResult;
}
use results::*;

/// Every action of the crate: runs when it is awaited.
#[otp(future, unchecked = "stands for all actions")]
pub struct Action<T>;
impl<T> Action<T> {
    pub fn session<S>(self, value: S) -> Self {}
    pub fn with_options<O>(self, value: O) -> Self {}
    pub fn upsert(self, value: bool) -> Self {}
    pub fn sort(self, value: Document) -> Self {}
    pub fn limit(self, value: i64) -> Self {}
    pub fn skip(self, value: u64) -> Self {}
    pub fn projection(self, value: Document) -> Self {}
    pub fn return_document<R>(self, value: R) -> Self {}
}
impl<T> IntoFuture for Action<T> {
    type Output = Result<T>;
}

#[otp(client)]
pub struct Client;
impl Client {
    pub async fn with_uri_str(uri: impl AsRef<str>) -> Result<Self> {}
    pub fn with_options<O>(options: O) -> Result<Self> {}
    pub fn database(&self, name: &str) -> Database {}
    pub fn default_database(&self) -> Option<Database> {}
    pub fn start_session(&self) -> Action<ClientSession> {}
}
impl Clone for Client {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

#[otp(store)]
pub struct Database;
impl Database {
    #[otp(table = 0)]
    pub fn collection<T>(&self, name: &str) -> Collection<T> {}
    #[otp(store_write, table = 0)]
    pub fn create_collection(&self, name: impl Into<String>) -> Action<()> {}
    #[otp(store_write)]
    pub fn run_command(&self, command: Document) -> Action<Document> {}
    #[otp(store_write, clear, outcome = "must")]
    pub fn drop(&self) -> Action<()> {}
}
impl Clone for Database {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

#[otp(store)]
pub struct Collection<T>;
impl<T> Collection<T> {
    #[otp(store_write, value = 0, outcome = "must")]
    pub fn insert_one(&self, doc: impl Borrow<T>) -> Action<InsertOneResult> {}
    #[otp(store_write, value = 0, outcome = "must")]
    pub fn insert_many<D>(&self, docs: D) -> Action<InsertManyResult> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn update_one(&self, query: Document, update: impl Into<UpdateModifications>) -> Action<UpdateResult> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn update_many(&self, query: Document, update: impl Into<UpdateModifications>) -> Action<UpdateResult> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn replace_one(&self, query: Document, replacement: impl Borrow<T>) -> Action<UpdateResult> {}
    #[otp(store_write, key = 0, outcome = "must")]
    pub fn delete_one(&self, query: Document) -> Action<DeleteResult> {}
    #[otp(store_write, key = 0, outcome = "must")]
    pub fn delete_many(&self, query: Document) -> Action<DeleteResult> {}
    #[otp(store_write, remove, key = 0, outcome = "must")]
    pub fn find_one_and_delete(&self, filter: Document) -> Action<Option<T>> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn find_one_and_update(&self, filter: Document, update: impl Into<UpdateModifications>) -> Action<Option<T>> {}
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    pub fn find_one_and_replace(&self, filter: Document, replacement: impl Borrow<T>) -> Action<Option<T>> {}
    #[otp(store_read, key = 0)]
    pub fn find(&self, filter: Document) -> Action<Cursor<T>> {}
    #[otp(store_read, key = 0)]
    pub fn find_one(&self, filter: Document) -> Action<Option<T>> {}
    #[otp(store_read)]
    pub fn aggregate<P>(&self, pipeline: P) -> Action<Cursor<Document>> {}
    #[otp(store_read)]
    pub fn count_documents(&self, filter: Document) -> Action<u64> {}
    #[otp(store_read)]
    pub fn estimated_document_count(&self) -> Action<u64> {}
    #[otp(store_read)]
    pub fn distinct(&self, field_name: impl AsRef<str>, filter: Document) -> Action<Vec<Bson>> {}
    #[otp(store_write, clear, outcome = "must")]
    pub fn drop(&self) -> Action<()> {}
    #[otp(store_write, outcome = "must")]
    pub fn create_index(&self, index: IndexModel) -> Action<CreateIndexResult> {}
}
impl<T> Clone for Collection<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

/// Writes belong to its transaction when they are given the session.
#[otp(store)]
pub struct ClientSession;
impl ClientSession {
    #[otp(begin)]
    pub fn start_transaction(&mut self) -> Action<()> {}
    #[otp(commit, outcome = "must")]
    pub fn commit_transaction(&mut self) -> Action<()> {}
    #[otp(rollback)]
    pub fn abort_transaction(&mut self) -> Action<()> {}
}

#[otp(stream)]
pub struct Cursor<T>;
impl<T> Cursor<T> {
    #[otp(store_read)]
    pub async fn advance(&mut self) -> Result<bool> {}
    pub fn deserialize_current(&self) -> Result<T> {}
}
impl<T> futures_core::Stream for Cursor<T> {
    type Item = Result<T>;
}
