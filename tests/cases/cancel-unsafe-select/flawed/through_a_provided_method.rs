//! A method that a trait provides calls the one of the receiver's type, which takes and waits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::post;

struct Change(u64);

trait Protocol {
    async fn commit(&self, id: u64) -> bool;

    async fn execute(&self, id: u64) -> bool {
        self.commit(id).await //~ related: through this call
    }
}

struct Stateless;

impl Protocol for Stateless {
    async fn commit(&self, _: u64) -> bool {
        false
    }
}

struct Shared {
    open: Mutex<HashMap<u64, Change>>,
}

impl Protocol for Shared {
    async fn commit(&self, id: u64) -> bool {
        let Some(change) = self.open.lock().unwrap().remove(&id) else { //~ related: taken out of
            return false;
        };
        tokio::time::sleep(std::time::Duration::from_millis(change.0)).await;
        apply(change);
        true
    }
}

fn apply(_: Change) {}

async fn ask(State(protocol): State<Arc<Shared>>) -> String {
    protocol.execute(7).await.to_string() //~ cancel-unsafe-select: is lost when the client goes away
}

fn routes(protocol: Arc<Shared>) -> Router {
    Router::new().route("/ask", post(ask)).with_state(protocol)
}
