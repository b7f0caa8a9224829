//! What an attribute or a generated service makes a request handler is one: its parameters tell.
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use actix_web::{HttpRequest, post, web};
use tonic::{Request, Response, Status};

pub struct Game {
    id: u64,
}

#[derive(Default)]
pub struct App {
    waiting: Mutex<Vec<Game>>,
    running: Mutex<HashMap<u64, Game>>,
}

#[post("/join")]
pub async fn join(app: web::Data<App>) -> String {
    let game = app.waiting.lock().unwrap().pop(); //~ related: taken out of
    if let Some(game) = game {
        reserve(game.id).await; //~ cancel-unsafe-select: is lost when the client goes away
        app.running.lock().unwrap().insert(game.id, game);
    }
    "joined".to_owned()
}

pub struct Games {
    app: Arc<App>,
}

pub struct Turn;

#[tonic::async_trait]
impl proto::games_server::Games for Games {
    async fn turn(&self, _: Request<Turn>) -> Result<Response<Turn>, Status> {
        let game = self.app.running.lock().unwrap().remove(&7); //~ related: taken out of
        if let Some(game) = game {
            reserve(game.id).await; //~ cancel-unsafe-select: is lost when the client goes away
            self.app.running.lock().unwrap().insert(7, game); //~ related: it would have been put back here
        }
        Ok(Response::new(Turn))
    }
}

pub async fn whole(app: web::Data<App>, _: HttpRequest) -> String {
    let game = app.waiting.lock().unwrap().pop();
    game.map_or_else(String::new, |game| game.id.to_string())
}

async fn reserve(id: u64) {
    tokio::time::sleep(std::time::Duration::from_millis(id)).await;
}
