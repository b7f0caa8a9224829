//! The work is a task of its own, which nobody drops; or the request is only made here.
use std::sync::Mutex;

use actix_web::{post, web};
use tonic::{Request, Response, Status};

pub struct Game {
    id: u64,
}

pub struct App {
    waiting: Mutex<Vec<Game>>,
}

#[post("/join")]
pub async fn join(app: web::Data<App>) -> String {
    let played = tokio::spawn(play(app.clone()));
    match played.await {
        Ok(()) => "joined".to_owned(),
        Err(error) => error.to_string(),
    }
}

async fn play(app: web::Data<App>) {
    let game = app.waiting.lock().unwrap().pop();
    if let Some(game) = game {
        reserve(game.id).await;
        tracing::info!("{}", game.id);
    }
}

pub async fn ask(app: &App, client: &mut Client) -> Result<Response<()>, Status> {
    let game = app.waiting.lock().unwrap().pop();
    let id = game.map_or(0, |game| game.id);
    client.turn(Request::new(id)).await
}

pub struct Client;

impl Client {
    async fn turn(&mut self, request: Request<u64>) -> Result<Response<()>, Status> {
        tracing::info!("{}", request.into_inner());
        Ok(Response::new(()))
    }
}

async fn reserve(id: u64) {
    tokio::time::sleep(std::time::Duration::from_millis(id)).await;
}
