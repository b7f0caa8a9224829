//! What fails between the two is compiled for tests alone.

use std::collections::HashMap;

struct Refused;

struct Directory {
    names: HashMap<u64, String>,
    addresses: HashMap<u64, String>,
}

#[cfg(test)]
fn fails_here() -> Result<(), Refused> {
    Err(Refused)
}

impl Directory {
    fn add(&mut self, id: u64, name: String, address: String) -> Result<(), Refused> {
        if name.is_empty() {
            return Err(Refused);
        }
        self.names.insert(id, name);
        #[cfg(test)]
        fails_here()?;
        #[cfg(all(test, unix))]
        let _number: u64 = self.names.len().to_string().parse().map_err(|_| Refused)?;
        self.addresses.insert(id, address);
        Ok(())
    }
}
