//! Nobody asks the flag before the work: where it stays, it says that the connection is not to be used again.

use std::collections::HashMap;

struct Connection {
    executing: bool,
    replies: Vec<u64>,
}

impl Connection {
    fn execute(&mut self, text: &str) -> Result<u64, std::num::ParseIntError> {
        self.executing = true;
        let reply = text.parse()?;
        self.executing = false;
        Ok(reply)
    }

    fn is_usable(&self) -> bool {
        !self.executing
    }
}

struct Pool {
    idle: HashMap<u64, Connection>,
}

impl Pool {
    fn give_back(&mut self, id: u64, connection: Connection) {
        if connection.is_usable() {
            self.idle.insert(id, connection);
        }
    }
}
