//! A method of the same name takes and waits, but not that of the stream.

use std::collections::VecDeque;

use futures::stream::BoxStream;
use futures::{Stream, StreamExt, pin_mut};
use tokio::sync::watch;

pub struct Block {
    id: u64,
}

/// An iterator over blocks, as a trait of this crate; a box hands it on.
#[allow(async_fn_in_trait)]
pub trait Blocks {
    async fn next(&mut self) -> Option<u64>;
}

pub struct Prefetched {
    blocks: VecDeque<Block>,
}

impl Blocks for Prefetched {
    async fn next(&mut self) -> Option<u64> {
        let block = self.blocks.pop_front()?;
        tokio::time::sleep(std::time::Duration::from_millis(block.id)).await;
        Some(block.id)
    }
}

impl<B: Blocks> Blocks for Box<B> {
    async fn next(&mut self) -> Option<u64> {
        (**self).next().await
    }
}

fn events() -> BoxStream<'static, u64> {
    futures::stream::iter([1, 2]).boxed()
}

fn boxed() -> Box<impl Stream<Item = u64>> {
    Box::new(futures::stream::iter([1, 2]))
}

async fn listen(mut stop: watch::Receiver<bool>) {
    let stream = events();
    pin_mut!(stream);
    let mut other = std::pin::Pin::from(boxed());
    loop {
        tokio::select! {
            event = stream.next() => match event {
                Some(event) => tracing::info!("{event}"),
                None => return,
            },
            event = other.next() => tracing::info!("{event:?}"),
            _ = stop.changed() => tracing::info!("asked"),
        }
    }
}
