//! What was done last is undone last.

use std::collections::HashMap;

struct Names {
    by_id: HashMap<u64, String>,
}

impl Names {
    fn apply(&mut self, lines: Vec<(u64, String)>) -> Result<(), String> {
        let mut done = Vec::new();
        let mut failed = false;
        for (id, name) in lines {
            if name.is_empty() {
                failed = true;
                break;
            }
            let old = self.by_id.insert(id, name);
            done.push((id, old)); //~ related: each step that was done
        }
        if !failed {
            return Ok(());
        }
        for (id, old) in done { //~ fake-atomicity: this undoes the first step first
            match old {
                Some(old) => self.by_id.insert(id, old),
                None => self.by_id.remove(&id),
            };
        }
        Err("a line without a name".to_owned())
    }
}
