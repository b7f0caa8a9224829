//! What can fail comes first, or is undone.

use std::collections::HashMap;

struct Directory {
    names: HashMap<u64, String>,
    addresses: HashMap<u64, std::net::IpAddr>,
}

impl Directory {
    fn checks_first(&mut self, id: u64, name: String, address: &str) -> Result<(), std::net::AddrParseError> {
        let address = address.parse()?;
        self.names.insert(id, name);
        self.addresses.insert(id, address);
        Ok(())
    }

    fn undoes(&mut self, id: u64, name: String, address: &str) -> Result<(), std::net::AddrParseError> {
        self.names.insert(id, name);
        let address = match address.parse() {
            Ok(address) => address,
            Err(error) => {
                self.names.remove(&id);
                return Err(error);
            }
        };
        self.addresses.insert(id, address);
        Ok(())
    }

    fn cleans_up(&mut self, id: u64) -> Result<(), String> {
        self.names.remove(&id);
        if id == 0 {
            return Err("nobody has this number".to_owned());
        }
        self.addresses.remove(&id);
        Ok(())
    }
}
