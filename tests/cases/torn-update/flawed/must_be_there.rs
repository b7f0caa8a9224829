//! What must be there is taken out, worked on, and put back: after a dropped future the next call panics.

use std::collections::BinaryHeap;
use std::future::Future;

use tokio::io::{AsyncRead, AsyncReadExt};

pub trait Next {
    fn next(&mut self) -> impl Future<Output = std::io::Result<()>> + Send;
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    key: Vec<u8>,
}

impl Node {
    async fn advance(&mut self) -> std::io::Result<()> {
        self.key = tokio::fs::read("next").await?;
        Ok(())
    }
}

pub struct Merge {
    heap: BinaryHeap<Node>,
    spent: Vec<Node>,
}

impl Next for Merge {
    fn next(&mut self) -> impl Future<Output = std::io::Result<()>> + Send {
        async {
            let mut top = self.heap.pop().expect("no node"); //~ torn-update: lost when this future is dropped before it is put back
            if let Err(error) = top.advance().await { //~ related: the future may be dropped while it waits here
                self.spent.push(top);
                return Err(error);
            }
            self.heap.push(top); //~ related: would be put back here
            Ok(())
        }
    }
}

pub struct Reader<R> {
    stream: Option<R>,
}

impl<R: AsyncRead + Unpin> Reader<R> {
    pub async fn byte(&mut self) -> u8 {
        let mut stream = self.stream.take().unwrap(); //~ torn-update: lost when this future is dropped before it is put back
        let byte = stream.read_u8().await; //~ related: the future may be dropped while it waits here
        self.stream = Some(stream); //~ related: would be put back here
        byte.unwrap_or_default()
    }
}
