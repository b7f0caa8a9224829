//! Nobody keeps the half-made value: it is dropped with the error.

use std::collections::HashMap;

#[derive(Default)]
struct Table {
    names: HashMap<u64, String>,
    ports: HashMap<u64, u16>,
}

fn parse(text: &str) -> Result<Table, std::num::ParseIntError> {
    let mut table = Table::default();
    for (id, line) in (0..).zip(text.lines()) {
        table.names.insert(id, line.to_owned());
        let port = line.parse()?;
        table.ports.insert(id, port);
    }
    Ok(table)
}

impl Table {
    fn with(mut self, id: u64, port: &str) -> Result<Self, std::num::ParseIntError> {
        self.names.insert(id, port.to_owned());
        let port = port.parse()?;
        self.ports.insert(id, port);
        Ok(self)
    }
}
