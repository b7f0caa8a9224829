//! A method that a trait provides calls what the type of its receiver has, not what other types have.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::post;

struct Change(u64);

trait Protocol {
    async fn commit(&self, id: u64) -> bool;

    async fn execute(&self, id: u64) -> bool {
        self.commit(id).await
    }
}

/// Without a connection there are no transactions.
struct Stateless {
    answered: Mutex<u64>,
}

impl Protocol for Stateless {
    async fn commit(&self, _: u64) -> bool {
        *self.answered.lock().unwrap() += 1;
        false
    }
}

/// A connection is served by one task until it ends.
struct Connected {
    open: Mutex<HashMap<u64, Change>>,
}

impl Protocol for Connected {
    async fn commit(&self, id: u64) -> bool {
        let Some(change) = self.open.lock().unwrap().remove(&id) else {
            return false;
        };
        tokio::time::sleep(std::time::Duration::from_millis(change.0)).await;
        apply(change);
        true
    }
}

fn apply(_: Change) {}

async fn ask(State(protocol): State<Arc<Stateless>>) -> String {
    protocol.execute(7).await.to_string()
}

async fn serve(connection: Connected) {
    for id in 0..3 {
        connection.execute(id).await;
    }
}

fn routes(protocol: Arc<Stateless>, connection: Connected) -> Router {
    tokio::spawn(serve(connection));
    Router::new().route("/ask", post(ask)).with_state(protocol)
}
