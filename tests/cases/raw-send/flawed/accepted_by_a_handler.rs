//! The client is told that its request was accepted, whether or not there was room for it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use tokio::sync::mpsc;

#[derive(serde::Serialize, serde::Deserialize)]
struct ShipmentEvent {
    tracking: String,
    status: String,
}

#[derive(Clone)]
struct App {
    events: mpsc::Sender<ShipmentEvent>,
}

async fn shipment(State(app): State<App>, Json(event): Json<ShipmentEvent>) -> StatusCode {
    let _ = app.events.try_send(event); //~ raw-send: when the mailbox is full
    StatusCode::ACCEPTED //~ related: told that it went well
}

async fn deliver(mut events: mpsc::Receiver<ShipmentEvent>) {
    let client = reqwest::Client::new();
    while let Some(event) = events.recv().await { //~ related: acts on it outside the program
        let sent = client.post("http://carrier/events").json(&event).send().await;
        if let Err(error) = sent {
            tracing::warn!("{error}");
        }
    }
}

async fn serve() -> anyhow::Result<()> {
    let (events, receiver) = mpsc::channel(64);
    let worker = tokio::spawn(deliver(receiver));
    let app = Router::new().route("/shipment", post(shipment)).with_state(App { events });
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8090").await?;
    axum::serve(listener, app).await?;
    worker.await?;
    Ok(())
}
