//! Knows how many pieces are in stock.

use std::io;
use std::time::Duration;

use tokio::sync::watch;

pub fn refresh(level: watch::Sender<u32>) {
    tokio::spawn(async move {
        loop {
            let text = tokio::fs::read_to_string("stock.txt").await?;
            level.send_replace(text.trim().parse().map_err(io::Error::other)?);
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        #[allow(unreachable_code)]
        io::Result::Ok(())
    });
}
