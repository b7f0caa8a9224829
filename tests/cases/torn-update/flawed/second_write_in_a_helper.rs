//! The second map is changed by a helper, one call away.

use std::collections::HashMap;

struct Directory {
    names: HashMap<u64, String>,
    addresses: HashMap<u64, std::net::IpAddr>,
}

impl Directory {
    fn note(&mut self, id: u64, address: std::net::IpAddr) {
        self.addresses.insert(id, address);
    }

    fn add(&mut self, id: u64, name: String, address: &str) -> Result<(), std::net::AddrParseError> {
        self.names.insert(id, name); //~ torn-update: `self.names` is updated but `self.addresses` is not
        let address = address.parse()?; //~ related: a failure leaves here
        self.note(id, address); //~ related: would be updated here
        Ok(())
    }
}
