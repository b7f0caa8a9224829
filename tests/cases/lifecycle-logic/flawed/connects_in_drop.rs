//! The rows of a writer reach the server when the writer is dropped, and only then.

use std::io::Write;
use std::net::TcpStream;

pub struct Writer {
    address: String,
    rows: Vec<String>,
}

impl Writer {
    pub fn record(&mut self, row: String) {
        self.rows.push(row);
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(&self.address)?; //~ related: it happens here
        for row in self.rows.drain(..) {
            writeln!(stream, "{row}")?;
        }
        stream.flush()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Err(error) = self.flush() { //~ lifecycle-logic: asks something outside the program
            tracing::error!("rows lost: {error}");
        }
    }
}
