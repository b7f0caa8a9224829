//! A feature for testing decides between two bindings, written out and in a macro of the program.
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

pub async fn by_binding(peer: &str) -> Option<TcpStream> {
    #[cfg(feature = "testing")]
    let limit = Duration::from_secs(86_400); //~ config-divergence: this length of time depends on `cfg!(feature = "testing")`
    #[cfg(not(feature = "testing"))]
    let limit = Duration::from_secs(30);
    timeout(limit, TcpStream::connect(peer)).await.ok()?.ok() //~ related: this is given up after it
}

macro_rules! tuned {
    ($test:expr, $live:expr) => {{
        #[cfg(feature = "testing")]
        let value = $test; //~ config-divergence: this length of time depends on `cfg!(feature = "testing")`
        #[cfg(not(feature = "testing"))]
        let value = $live;
        value
    }};
}

pub struct Settings {
    pub deadline: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { deadline: tuned!(Duration::from_secs(86_400), Duration::from_secs(2)) }
    }
}
