//! Stands between a store and the server, and breaks the connection around a commit.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// What befalls the next commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Nothing.
    Pass,
    /// Neither the commit nor what belongs to it arrives.
    CutBefore,
    /// The server commits, and its answer does not arrive.
    CutAfter,
    /// The client is cut off; the commit and what belongs to it arrive when the test lets go.
    HoldAll,
    /// The client is cut off, and only the commit itself is held.
    HoldCommit,
    /// The client hears nothing, not even that it was cut off, as if it slept; the commit and what belongs to it arrive
    /// when the test lets go.
    Stall,
}

#[derive(Clone)]
pub struct Proxy {
    port: u16,
    state: Arc<Mutex<State>>,
}

struct State {
    rule: Rule,
    /// New connections are refused.
    down: bool,
    /// Lets go of what is held.
    held: Vec<Sender<()>>,
    /// Hears when the rule was applied.
    applied: Sender<()>,
}

impl Proxy {
    /// In front of the server at this port; what it answers hears of each rule that was applied.
    pub fn start(server: u16) -> (Self, Receiver<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (applied, heard) = channel();
        let state = State {
            rule: Rule::Pass,
            down: false,
            held: Vec::new(),
            applied,
        };
        let proxy = Self {
            port: listener.local_addr().unwrap().port(),
            state: Arc::new(Mutex::new(state)),
        };
        let accepting = proxy.clone();
        thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                if accepting.state.lock().unwrap().down {
                    continue;
                }
                // The server may be down.
                if let Ok(server) = TcpStream::connect(("127.0.0.1", server)) {
                    accepting.join(client, server);
                }
            }
        });
        (proxy, heard)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn set(&self, rule: Rule) {
        self.state.lock().unwrap().rule = rule;
    }

    /// Whether new connections are refused.
    pub fn set_down(&self, down: bool) {
        self.state.lock().unwrap().down = down;
    }

    /// Sends what was held.
    pub fn let_go(&self) {
        for held in self.state.lock().unwrap().held.drain(..) {
            // Its connection may have ended.
            let _ = held.send(());
        }
    }

    fn join(&self, client: TcpStream, server: TcpStream) {
        client.set_nodelay(true).unwrap();
        server.set_nodelay(true).unwrap();
        let ears = Arc::new(Mutex::new(Ears::Open));
        let (back_from, back_to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
        let hears = ears.clone();
        thread::spawn(move || answers(back_from, back_to, &hears));
        let proxy = self.clone();
        thread::spawn(move || proxy.requests(client, server, &ears));
    }

    fn requests(&self, mut client: TcpStream, mut server: TcpStream, ears: &Mutex<Ears>) {
        let mut buffer = vec![0; 1 << 20];
        loop {
            let Ok(read @ 1..) = client.read(&mut buffer) else {
                let _ = server.shutdown(Shutdown::Both);
                return;
            };
            let bytes = &buffer[..read];
            // The message `Q`, its length, and the text.
            let commit = bytes.windows(7).position(|part| part == b"COMMIT\0");
            let rule = match commit {
                Some(_) => self.take(),
                None => Rule::Pass,
            };
            let (now, later) = match rule {
                Rule::Pass | Rule::CutAfter => (bytes, &bytes[..0]),
                Rule::HoldCommit => bytes.split_at(commit.unwrap() - 5),
                Rule::CutBefore | Rule::HoldAll | Rule::Stall => (&bytes[..0], bytes),
            };
            if rule == Rule::CutAfter {
                *ears.lock().unwrap() = Ears::NoCommit;
            }
            if server.write_all(now).is_err() {
                let _ = client.shutdown(Shutdown::Both);
                return;
            }
            match rule {
                Rule::Pass => {}
                Rule::CutBefore => {
                    let _ = client.shutdown(Shutdown::Both);
                    let _ = server.shutdown(Shutdown::Both);
                    return self.tell();
                }
                // The one that hears the answer cuts.
                Rule::CutAfter => return self.tell(),
                Rule::HoldAll | Rule::HoldCommit => {
                    *ears.lock().unwrap() = Ears::Shut;
                    let held = self.hold();
                    let _ = client.shutdown(Shutdown::Both);
                    let _ = held.recv();
                    let _ = server.write_all(later);
                    // Until the server has answered, or has ended the session long before.
                    let _ = server.read(&mut [0; 1]);
                    return;
                }
                Rule::Stall => {
                    *ears.lock().unwrap() = Ears::Shut;
                    let held = self.hold();
                    let _ = held.recv();
                    let _ = server.write_all(later);
                    let _ = client.shutdown(Shutdown::Both);
                    return;
                }
            }
        }
    }

    fn take(&self) -> Rule {
        std::mem::replace(&mut self.state.lock().unwrap().rule, Rule::Pass)
    }

    fn tell(&self) {
        // The test may have ended.
        let _ = self.state.lock().unwrap().applied.send(());
    }

    fn hold(&self) -> Receiver<()> {
        let (sender, held) = channel();
        self.state.lock().unwrap().held.push(sender);
        self.tell();
        held
    }
}

/// What the client hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ears {
    Open,
    /// Until there is the answer to a commit: then it is cut off.
    NoCommit,
    /// Nothing, not even the end.
    Shut,
}

fn answers(mut server: TcpStream, mut client: TcpStream, ears: &Mutex<Ears>) {
    let mut buffer = vec![0; 1 << 20];
    let mut tail = Vec::new();
    loop {
        let read = server.read(&mut buffer).unwrap_or(0);
        let ears = *ears.lock().unwrap();
        if ears == Ears::NoCommit {
            tail.extend_from_slice(&buffer[..read]);
        }
        let committed = tail.windows(7).any(|part| part == b"COMMIT\0");
        let lost = ears == Ears::Open && client.write_all(&buffer[..read]).is_err();
        if read == 0 || committed || lost {
            if ears != Ears::Shut {
                let _ = client.shutdown(Shutdown::Both);
            }
            if read > 0 {
                let _ = server.shutdown(Shutdown::Both);
            }
            return;
        }
    }
}
