//! The spawn is one call away from `drop`.

use tokio::net::TcpStream;
use tokio::io::AsyncWriteExt;

pub struct Session {
    stream: Option<TcpStream>,
}

impl Session {
    fn say_goodbye(&mut self) {
        if let Some(mut stream) = self.stream.take() {
            let bye = tokio::spawn(async move { stream.write_all(b"bye").await }); //~ related: it happens here
            drop(bye);
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.say_goodbye(); //~ lifecycle-logic: outside a runtime this spawn
    }
}
