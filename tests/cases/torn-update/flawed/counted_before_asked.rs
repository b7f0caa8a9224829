//! What is in flight is counted down before it is asked whether anything was.

use std::collections::HashMap;

struct Unsolicited(u16);

struct Link {
    sent: HashMap<u16, String>,
    in_flight: u16,
    last: u16,
}

impl Link {
    fn acknowledged(&mut self, id: u16) -> Result<(), Unsolicited> {
        let sent = self.sent.remove(&id); //~ related: would be taken out
        self.in_flight -= 1; //~ torn-update: `self.in_flight` is counted down although
        if sent.is_none() {
            return Err(Unsolicited(id)); //~ related: a failure leaves here
        }
        self.last = id;
        Ok(())
    }

    fn completed(&mut self, id: u16) -> Result<(), Unsolicited> {
        let sent = self.sent.remove(&id); //~ related: would be taken out
        self.in_flight -= 1; //~ torn-update: `self.in_flight` is counted down although
        self.note(id, sent)?; //~ related: a failure leaves here
        Ok(())
    }

    fn note(&mut self, id: u16, sent: Option<String>) -> Result<(), Unsolicited> {
        let sent = sent.ok_or(Unsolicited(id))?;
        tracing::debug!("{sent} has arrived");
        self.last = id;
        Ok(())
    }
}
