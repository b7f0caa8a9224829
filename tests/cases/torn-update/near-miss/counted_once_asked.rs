//! What is in flight is counted down only where something was.

use std::collections::HashMap;

struct Unsolicited(u16);

struct Link {
    sent: HashMap<u16, String>,
    in_flight: u16,
    tries: u64,
}

impl Link {
    fn acknowledged(&mut self, id: u16) -> Result<String, Unsolicited> {
        let sent = self.sent.remove(&id).ok_or(Unsolicited(id))?;
        self.in_flight -= 1;
        Ok(sent)
    }

    fn counted_again(&mut self, id: u16) -> Result<String, Unsolicited> {
        let sent = self.sent.remove(&id);
        self.in_flight -= 1;
        let Some(sent) = sent else {
            self.in_flight += 1;
            return Err(Unsolicited(id));
        };
        Ok(sent)
    }

    fn tried(&mut self, id: u16) -> Result<String, Unsolicited> {
        self.tries += 1;
        let sent = self.sent.remove(&id);
        sent.ok_or(Unsolicited(id))
    }
}
