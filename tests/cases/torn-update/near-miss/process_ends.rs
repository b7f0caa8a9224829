//! The failure ends the process, and its state goes with it.

use std::collections::HashMap;

use otp_runtime::server::{Context, Server};

struct Add {
    id: u64,
    name: String,
    address: String,
}

struct Directory {
    names: HashMap<u64, String>,
    addresses: HashMap<u64, std::net::IpAddr>,
}

impl Server for Directory {
    type Args = ();
    type Message = Add;
    type Error = std::net::AddrParseError;

    async fn init((): (), _: &mut Context<Self>) -> Result<Self, Self::Error> {
        Ok(Self { names: HashMap::new(), addresses: HashMap::new() })
    }

    async fn handle(&mut self, add: Add, _: &mut Context<Self>) -> Result<(), Self::Error> {
        self.enter(add)
    }
}

impl Directory {
    fn enter(&mut self, add: Add) -> Result<(), std::net::AddrParseError> {
        self.names.insert(add.id, add.name);
        let address = add.address.parse()?;
        self.addresses.insert(add.id, address);
        Ok(())
    }
}
