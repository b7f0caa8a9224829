#![otp(krate = "quinn", version = "0.11.12")]

pub use connection::{Connecting, Connection};
pub use endpoint::{Accept, Endpoint};
pub use incoming::{Incoming, IncomingFuture};

pub struct ConnectionError;
pub struct ConnectError;
pub struct ServerConfig;
pub struct VarInt;

mod endpoint {
    use std::future::Future;
    use std::net::SocketAddr;

    use crate::{ConnectError, Connecting, Incoming, ServerConfig, VarInt};

    #[otp(client)]
    pub struct Endpoint;
    impl Endpoint {
        pub fn client(addr: SocketAddr) -> std::io::Result<Self> {}
        pub fn server(config: ServerConfig, addr: SocketAddr) -> std::io::Result<Self> {}
        #[otp(accepts, cancel = "safe")]
        pub fn accept(&self) -> Accept<'_> {}
        #[otp(outside)]
        pub fn connect(&self, addr: SocketAddr, server_name: &str) -> Result<Connecting, ConnectError> {}
        pub fn local_addr(&self) -> std::io::Result<SocketAddr> {}
        pub fn open_connections(&self) -> usize {}
        #[otp(close)]
        pub fn close(&self, error_code: VarInt, reason: &[u8]) {}
        #[otp(wait)]
        pub async fn wait_idle(&self) {}
    }
    impl Clone for Endpoint {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    #[otp(future)]
    pub struct Accept<'a>;
    impl Future for Accept<'_> {
        type Output = Option<Incoming>;
    }
}

// A handshake lasts as long as the peer likes.
mod incoming {
    use std::future::{Future, IntoFuture};
    use std::net::SocketAddr;

    use crate::{Connecting, Connection, ConnectionError, ServerConfig};

    #[otp(io, future)]
    pub struct Incoming;
    impl Incoming {
        #[otp(pure)]
        pub fn accept(self) -> Result<Connecting, ConnectionError> {}
        #[otp(pure)]
        pub fn accept_with(self, server_config: std::sync::Arc<ServerConfig>) -> Result<Connecting, ConnectionError> {}
        pub fn refuse(self) {}
        pub fn ignore(self) {}
        #[otp(read)]
        pub fn remote_address(&self) -> SocketAddr {}
    }
    impl IntoFuture for Incoming {
        type Output = Result<Connection, ConnectionError>;
        type IntoFuture = IncomingFuture;
    }
    #[otp(future)]
    pub struct IncomingFuture;
    impl Future for IncomingFuture {
        type Output = Result<Connection, ConnectionError>;
    }
}

mod connection {
    use std::future::Future;
    use std::net::SocketAddr;

    use crate::{ConnectionError, VarInt};

    #[otp(io, future)]
    pub struct Connecting;
    impl Connecting {
        #[otp(read)]
        pub fn remote_address(&self) -> SocketAddr {}
    }
    impl Future for Connecting {
        type Output = Result<Connection, ConnectionError>;
    }

    pub struct Connection;
    impl Connection {
        #[otp(read)]
        pub fn remote_address(&self) -> SocketAddr {}
        #[otp(read)]
        pub fn stable_id(&self) -> usize {}
        #[otp(close)]
        pub fn close(&self, error_code: VarInt, reason: &[u8]) {}
        #[otp(wait)]
        pub async fn closed(&self) -> ConnectionError {}
    }
    impl Clone for Connection {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
}
