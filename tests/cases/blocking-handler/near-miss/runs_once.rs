//! What runs once, before anything is served, and what is sent to threads that may block.
use argon2::{Argon2, PasswordHash, PasswordVerifier};
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::post;

pub fn router() -> Router {
    Router::new().route("/login/{hash}", post(login))
}

async fn login(Path(hash): Path<String>, password: String) -> StatusCode {
    let matches = tokio::task::spawn_blocking(move || matches(&hash, &password));
    match matches.await {
        Ok(true) => StatusCode::OK,
        _ => StatusCode::UNAUTHORIZED,
    }
}

fn matches(hash: &str, password: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

pub fn start(root: String) {
    drop(tokio::spawn(async move {
        initialise_root(&root).await;
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }));
}

async fn initialise_root(password: &str) {
    let Ok(hash) = PasswordHash::new("root") else { return };
    let found = Argon2::default().verify_password(password.as_bytes(), &hash);
    tracing::info!("{}", found.is_ok());
}
