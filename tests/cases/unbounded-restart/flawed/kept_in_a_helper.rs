//! The helper logs the failure itself and ends as if all were well.
use sqlx::PgPool;
use tokio::net::TcpStream;

pub async fn keeps_connected(address: String) {
    loop {
        one_session(&address).await; //~ unbounded-restart: tries it again at once
    }
}

async fn one_session(address: &str) {
    inner_session(address).await
}

async fn inner_session(address: &str) {
    match TcpStream::connect(address).await {
        Ok(stream) => serve(stream).await,
        Err(error) => tracing::warn!("no session: {error}"),
    }
}

async fn serve(mut stream: TcpStream) {
    use tokio::io::AsyncReadExt;
    while stream.read_u8().await.is_ok() {}
}

pub fn works(pool: &'static str) {
    std::thread::spawn(move || loop {
        work_once(pool); //~ unbounded-restart: tries it again at once
    });
}

fn work_once(path: &str) {
    if let Err(error) = work(path) {
        tracing::warn!("{error}");
    }
}

fn work(path: &str) -> Result<(), rusqlite::Error> {
    let index = rusqlite::Connection::open(path)?;
    loop {
        index.execute_batch("vacuum")?;
        std::thread::sleep(std::time::Duration::from_secs(3600));
    }
}

pub async fn prunes(pool: PgPool) {
    loop {
        let _: Result<(), sqlx::Error> = prune_quietly(&pool).await; //~ unbounded-restart: tries it again at once
    }
}

async fn prune_quietly(pool: &PgPool) -> Result<(), sqlx::Error> {
    if let Err(error) = sqlx::query("delete from jobs where done").execute(pool).await {
        tracing::warn!("{error}");
        return Ok(());
    }
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    Ok(())
}
