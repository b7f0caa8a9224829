//! What is half done ends with the error: a stream that its consumer drops, a value that nobody keeps, an error that
//! cannot be.

use std::convert::Infallible;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::Stream;

struct Sorted {
    buffer: Vec<u64>,
    rows: Vec<String>,
}

impl Sorted {
    fn compact(&mut self) -> Result<(), std::num::ParseIntError> {
        let mut buffer = mem::take(&mut self.buffer);
        for row in &self.rows {
            buffer.push(row.parse()?);
        }
        self.buffer = buffer;
        Ok(())
    }

    fn next_row(mut self: Pin<&mut Self>) -> Poll<Option<Result<u64, std::num::ParseIntError>>> {
        self.compact()?;
        Poll::Ready(self.buffer.pop().map(Ok))
    }
}

impl Stream for Sorted {
    type Item = Result<u64, std::num::ParseIntError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let row = self.as_mut().next_row();
        row
    }
}

trait Node {
    fn print(&self, into: &mut Printer) -> std::fmt::Result;
}

struct Printer {
    text: String,
    indent: usize,
}

impl Printer {
    fn nested(&mut self, node: &dyn Node) -> std::fmt::Result {
        self.indent += 4;
        node.print(self)?;
        self.indent -= 4;
        Ok(())
    }
}

struct Leaf(String);

impl Node for Leaf {
    fn print(&self, into: &mut Printer) -> std::fmt::Result {
        if self.0.is_empty() {
            return Err(std::fmt::Error);
        }
        into.text.push_str(&self.0);
        into.nested(self)
    }
}

fn printed(node: &dyn Node) -> Result<String, std::fmt::Error> {
    let mut printer = Printer { text: String::new(), indent: 0 };
    node.print(&mut printer)?;
    Ok(printer.text)
}

struct Visitor {
    inside: bool,
    seen: Vec<u64>,
}

impl Visitor {
    fn visit(&mut self, args: &[u64]) -> Result<(), Infallible> {
        if self.inside {
            return Ok(());
        }
        self.inside = true;
        for arg in args {
            self.note(*arg)?;
        }
        self.inside = false;
        Ok(())
    }

    fn note(&mut self, arg: u64) -> Result<(), Infallible> {
        self.seen.push(arg);
        Ok(())
    }
}
