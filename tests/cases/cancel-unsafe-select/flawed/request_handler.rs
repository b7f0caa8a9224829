//! A server drops the future of a request when its client goes away.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::post;

struct Game {
    id: u64,
}

struct App {
    waiting: Mutex<Vec<Game>>,
    running: Mutex<HashMap<u64, Game>>,
}

async fn join(State(app): State<Arc<App>>) {
    let game = app.waiting.lock().unwrap().pop(); //~ related: taken out of `app.waiting` here
    if let Some(game) = game {
        reserve(game.id).await; //~ cancel-unsafe-select: what was taken out of `app.waiting` is lost when the client goes away
        app.running.lock().unwrap().insert(game.id, game);
    }
}

async fn turn(State(app): State<Arc<App>>) {
    let game = app.running.lock().unwrap().remove(&7); //~ related: taken out of `app.running` here
    if let Some(game) = game {
        reserve(game.id).await; //~ cancel-unsafe-select: what was taken out of `app.running` is lost
        app.running.lock().unwrap().insert(7, game); //~ related: it would have been put back here
    }
}

async fn reserve(id: u64) {
    tokio::time::sleep(std::time::Duration::from_millis(id)).await;
}

fn routes(app: Arc<App>) -> Router {
    Router::new()
        .route("/join", post(join)) //~ related: drops it when the client goes away
        .route("/turn", post(turn)) //~ related: drops it when the client goes away
        .with_state(app)
}
