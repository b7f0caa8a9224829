//! A message that was received is lent to the request that is built from it, and waits with that.

use tokio::sync::{mpsc, watch};

#[derive(serde::Serialize)]
struct Mail {
    to: String,
}

async fn post(mails: &mut mpsc::Receiver<Mail>, http: &reqwest::Client) -> Result<(), reqwest::Error> {
    let Some(mail) = mails.recv().await else { return Ok(()) }; //~ related: taken out of
    http.post("https://mail.example.com").json(&mail).send().await?.error_for_status()?;
    Ok(())
}

async fn run(mut mails: mpsc::Receiver<Mail>, http: reqwest::Client, mut settings: watch::Receiver<u64>) {
    loop {
        tokio::select! {
            sent = post(&mut mails, &http) => { //~ cancel-unsafe-select: what was taken out of
                if sent.is_err() {
                    return;
                }
            }
            _ = settings.changed() => tracing::info!("{}", *settings.borrow()),
        }
    }
}
