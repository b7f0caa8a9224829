//! The client goes away between the two updates.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::post;

struct App {
    names: Mutex<HashMap<u64, String>>,
    rooms: Mutex<HashMap<u64, u32>>,
}

async fn enter(State(app): State<Arc<App>>, id: u64) {
    app.names.lock().unwrap().insert(id, "new".to_owned()); //~ related: `app.names` is changed here
    let room = free_room().await; //~ torn-update: `app.names` is updated but its counterpart is not when this future is dropped
    app.rooms.lock().unwrap().insert(id, room); //~ related: the counterpart would be updated here
}

async fn free_room() -> u32 {
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    3
}

fn routes(app: Arc<App>) -> Router {
    Router::new().route("/enter", post(enter)).with_state(app) //~ related: may drop its future at any await
}
