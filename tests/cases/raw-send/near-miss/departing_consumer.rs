//! The consumer is told why this is the end, if it is still there.
use tokio::sync::mpsc;

pub struct Header {
    pub name: String,
}

pub enum Part {
    Header(Header),
    Failed(std::io::Error),
}

pub fn start() -> mpsc::Sender<Part> {
    let (sender, mut receiver) = mpsc::channel(8);
    tokio::spawn(async move {
        while let Some(part) = receiver.recv().await {
            match part {
                Part::Header(header) => println!("{}", header.name),
                Part::Failed(error) => println!("{error}"),
            }
        }
    });
    sender
}

pub async fn forward(parts: &mpsc::Sender<Part>, header: Header, error: std::io::Error) -> Result<(), std::io::Error> {
    let _ = parts.send(Part::Header(header)).await;
    let _ = parts.send(Part::Failed(error)).await;
    Ok(())
}
