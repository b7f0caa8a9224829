//! The socket is found in the table of the host: it is there for the next call too.

use std::collections::HashMap;
use std::mem;

enum State {
    Bound { queue: Vec<u8> },
    Connected { queue: Vec<u8> },
    Closed,
}

struct Socket {
    state: State,
}

struct Refused;

impl Socket {
    fn connect(&mut self, port: u16) -> Result<(), Refused> {
        match mem::replace(&mut self.state, State::Closed) { //~ torn-update: what was in `self.state` is lost
            State::Bound { queue } => {
                let Some(port) = std::num::NonZeroU16::new(port) else {
                    return Err(Refused); //~ related: a failure leaves here
                };
                tracing::debug!("{port}");
                self.state = State::Connected { queue };
                Ok(())
            }
            state => {
                self.state = state;
                Err(Refused)
            }
        }
    }
}

struct Table {
    sockets: HashMap<u32, Socket>,
}

fn socket_of(table: &mut Table, id: u32) -> Result<&mut Socket, Refused> {
    table.sockets.get_mut(&id).ok_or(Refused)
}

struct View<'a> {
    table: &'a mut Table,
}

trait Host {
    fn connect(&mut self, id: u32, port: u16) -> Result<(), Refused>;
}

impl Host for View<'_> {
    fn connect(&mut self, id: u32, port: u16) -> Result<(), Refused> {
        let socket = socket_of(self.table, id)?;
        socket.connect(port)?;
        Ok(())
    }
}
