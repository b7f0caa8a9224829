//! A password's hash is slow by intent, and a pool's connection is had when another gives it back.
pub fn start(pool: r2d2::Pool<Manager>, password: String) {
    tokio::spawn(async move {
        if bcrypt::verify(&password, "$2b$12$").unwrap_or(false) { //~ blocking-handler: this computes for long
            tracing::info!("welcome");
        }
    });
    count(pool);
}

fn count(pool: r2d2::Pool<Manager>) {
    tokio::spawn(async move {
        let free = pool.get().is_ok(); //~ blocking-handler: for a connection that others hold
        tracing::info!("{free}");
    });
}

pub struct Manager;
impl r2d2::ManageConnection for Manager {
    type Connection = ();
    type Error = std::io::Error;
}
