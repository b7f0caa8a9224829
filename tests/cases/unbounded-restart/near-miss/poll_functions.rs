//! What is not ready yet is not tried again before its waker is called.

use std::io;
use std::net::UdpSocket;
use std::task::{Context, Poll};

use tokio::io::unix::AsyncFd;

pub struct Socket {
    io: AsyncFd<UdpSocket>,
}

impl Socket {
    pub fn poll_send(&self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            let mut ready = std::task::ready!(self.io.poll_write_ready(cx))?;
            match self.io.get_ref().send(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => ready.clear_ready(),
                result => return Poll::Ready(result),
            }
        }
    }
}
