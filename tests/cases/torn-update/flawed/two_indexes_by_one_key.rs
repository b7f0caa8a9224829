//! Two maps are kept by one key, and the function can fail between the two.

use std::collections::HashMap;

struct User {
    name: String,
}

struct Directory {
    by_id: HashMap<u64, User>,
    emails: HashMap<u64, String>,
}

impl Directory {
    fn add(&mut self, id: u64, user: User, email: &str) -> Result<(), std::net::AddrParseError> {
        self.by_id.insert(id, user); //~ torn-update: both are kept by the same key
        let _: std::net::IpAddr = email.parse()?; //~ related: a failure leaves here
        self.emails.insert(id, email.to_owned()); //~ related: would be updated here
        Ok(())
    }
}
