//! A placeholder stands in the field while the old state is turned into the new one; a failure leaves it there.

struct Open(String);

enum State {
    Open(Open),
    Closed(Open),
    Poisoned,
}

struct Door {
    state: State,
}

fn close(open: State) -> Result<State, String> {
    match open {
        State::Open(open) if open.0.is_empty() => Err("a door without a name".to_owned()),
        State::Open(open) => Ok(State::Closed(open)),
        other => Ok(other),
    }
}

impl Door {
    fn close(&mut self) -> Result<(), String> {
        let open = std::mem::replace(&mut self.state, State::Poisoned); //~ torn-update: what was in `self.state` is lost
        let closed = close(open)?; //~ related: a failure leaves here
        self.state = closed; //~ related: it would be put back here
        Ok(())
    }
}
