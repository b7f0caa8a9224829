//! The outcome of an attempt is thrown away, or is all that the loop asks for.
use std::io;
use tokio::net::{TcpListener, TcpStream};

pub async fn while_it_fails(address: &str) {
    let mut attempt = 0u64;
    while let Err(error) = session(address).await { //~ unbounded-restart: tries it again at once
        attempt += 1;
        tracing::warn!("attempt {attempt}: {error}");
    }
}

pub async fn while_it_is_an_error(address: &str) {
    let mut attempt = 0u64;
    while session(address).await.is_err() { //~ unbounded-restart: tries it again at once
        attempt += 1;
    }
}

pub async fn until_it_is_fine(address: &str) {
    loop {
        if session(address).await.is_ok() { //~ unbounded-restart: tries it again at once
            return;
        }
    }
}

pub async fn thrown_away(address: &str) {
    loop {
        let _ = session(address).await; //~ unbounded-restart: tries it again at once
    }
}

pub async fn only_shown(address: &str) {
    loop {
        let ended = session(address).await; //~ unbounded-restart: tries it again at once
        tracing::info!("the session ended: {ended:?}");
    }
}

pub async fn lets_others_run(address: &str) {
    while let Err(error) = session(address).await { //~ unbounded-restart: tries it again at once
        tracing::warn!("{error}");
        tokio::task::yield_now().await;
    }
}

pub async fn starts_it_anew(pool: sqlx::PgPool) {
    loop {
        let ended = tokio::spawn(prune(pool.clone())).await; //~ unbounded-restart: tries it again at once
        tracing::error!("pruning ended: {ended:?}");
    }
}

pub async fn accepts(listener: TcpListener) {
    loop {
        let stream = match listener.accept().await { //~ unbounded-restart: when no file descriptor is left
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!("{error}");
                continue;
            }
        };
        drop(stream);
    }
}

pub async fn accepts_beside(listener: TcpListener, mut stop: tokio::sync::mpsc::Receiver<()>) {
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted { //~ unbounded-restart: when no file descriptor is left
                Ok((stream, _)) => drop(stream),
                Err(error) => tracing::warn!("{error}"),
            },
            _ = stop.recv() => return,
        }
    }
}

async fn session(address: &str) -> io::Result<()> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)
}

async fn prune(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("delete from jobs where done").execute(&pool).await?;
    Ok(())
}
