//! Everything that can fail comes before the first change, or the failing path undoes it.

use std::collections::HashMap;

struct Routes {
    hosts: HashMap<String, u16>,
    names: Vec<String>,
}

impl Routes {
    /// Replaces all routes atomically.
    fn replace(&mut self, lines: &[(String, String)]) -> Result<(), std::num::ParseIntError> {
        let mut hosts = HashMap::new();
        let mut names = Vec::new();
        for (name, port) in lines {
            hosts.insert(name.clone(), port.parse()?);
            names.push(name.clone());
        }
        self.hosts = hosts;
        self.names = names;
        Ok(())
    }

    /// Adds a route, all or nothing.
    fn add(&mut self, name: String, port: &str) -> Result<(), std::num::ParseIntError> {
        self.names.push(name.clone());
        match port.parse() {
            Ok(port) => {
                self.hosts.insert(name, port);
                Ok(())
            }
            Err(error) => {
                self.names.pop();
                Err(error)
            }
        }
    }
}
