//! What a server runs for its requests shares its threads with all of them.
use argon2::{Argon2, PasswordHash, PasswordVerifier};
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};

pub fn router() -> Router {
    Router::new().route("/login/{hash}", post(login)).route("/thumbs/{id}", get(thumbnail))
}

async fn login(Path(hash): Path<String>, password: String) -> StatusCode {
    match matches(&hash, &password) { //~ blocking-handler: this computes for long on a thread of the runtime
        true => StatusCode::OK,
        false => StatusCode::UNAUTHORIZED,
    }
}

fn matches(hash: &str, password: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

async fn thumbnail(Path(id): Path<u64>) -> StatusCode {
    let made = std::process::Command::new("convert").arg(id.to_string()).status(); //~ blocking-handler: this waits on a thread of the runtime for another program
    match made {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
