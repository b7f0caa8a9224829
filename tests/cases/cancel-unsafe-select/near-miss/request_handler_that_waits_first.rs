//! What a request's future holds is its own, or nothing: it may be dropped.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};

struct Game {
    id: u64,
}

struct App {
    waiting: Mutex<Vec<Game>>,
    running: Mutex<HashMap<u64, Game>>,
}

async fn join(State(app): State<Arc<App>>) {
    reserve(7).await;
    let game = app.waiting.lock().unwrap().pop();
    if let Some(game) = game {
        app.running.lock().unwrap().insert(game.id, game);
    }
}

async fn count(State(app): State<Arc<App>>) {
    let mut own = vec![Game { id: app.running.lock().unwrap().len() as u64 }];
    if let Some(game) = own.pop() {
        reserve(game.id).await;
    }
}

// What is deleted was to go: only the answer is lost.
async fn end(State(app): State<Arc<App>>) {
    if let Some(game) = app.delete_game(7).await {
        tell(game);
    }
}

impl App {
    async fn delete_game(&self, id: u64) -> Option<Game> {
        let game = self.running.lock().unwrap().remove(&id)?;
        reserve(game.id).await;
        Some(game)
    }
}

fn tell(_: Game) {}

// Others do it: no server drops this one.
async fn offline(app: Arc<App>) {
    if let Some(game) = app.waiting.lock().unwrap().pop() {
        reserve(game.id).await;
        app.running.lock().unwrap().insert(game.id, game);
    }
}

async fn reserve(id: u64) {
    tokio::time::sleep(std::time::Duration::from_millis(id)).await;
}

fn routes(app: Arc<App>) -> Router {
    Router::new()
        .route("/join", post(join))
        .route("/end", post(end))
        .route("/count", get(count))
        .with_state(app)
}
