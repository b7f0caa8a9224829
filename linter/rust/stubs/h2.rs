#![otp(krate = "h2", version = "0.4.20")]

pub use share::{RecvStream, SendStream};

pub struct Error;
pub struct Reason;

pub mod server {
    use bytes::Bytes;

    use crate::{Error, Reason, RecvStream, SendStream};

    // A request's body comes only while somebody waits for the next request.
    pub struct Connection<T, B>;
    impl<T, B> Connection<T, B> {
        #[otp(drives, io_read, cancel = "safe")]
        pub async fn accept(&mut self) -> Option<Result<(http::Request<RecvStream>, SendResponse<B>), Error>> {}
        #[otp(close)]
        pub fn graceful_shutdown(&mut self) {}
    }

    #[otp(future)]
    pub struct Handshake<T, B>;
    impl<T, B> std::future::Future for Handshake<T, B> {
        type Output = Result<Connection<T, B>, Error>;
    }

    #[otp(outside, value = 0)]
    pub fn handshake<T>(io: T) -> Handshake<T, Bytes> {}

    pub struct Builder;
    impl Builder {
        pub fn new() -> Builder {}
        pub fn initial_window_size(&mut self, size: u32) -> &mut Self {}
        pub fn initial_connection_window_size(&mut self, size: u32) -> &mut Self {}
        pub fn max_frame_size(&mut self, max: u32) -> &mut Self {}
        pub fn max_header_list_size(&mut self, max: u32) -> &mut Self {}
        pub fn max_concurrent_streams(&mut self, max: u32) -> &mut Self {}
        #[otp(outside, value = 0)]
        pub fn handshake<T, B>(&self, io: T) -> Handshake<T, B> {}
    }

    pub struct SendResponse<B>;
    impl<B> SendResponse<B> {
        #[otp(io_write)]
        pub fn send_response(&mut self, response: http::Response<()>, end_of_stream: bool) -> Result<SendStream<B>, Error> {}
        pub fn send_reset(&mut self, reason: Reason) {}
    }
}

mod share {
    use bytes::Bytes;

    use crate::{Error, Reason};

    #[otp(io)]
    pub struct RecvStream;
    impl RecvStream {
        #[otp(io_read, cancel = "safe")]
        pub async fn data(&mut self) -> Option<Result<Bytes, Error>> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn trailers(&mut self) -> Result<Option<http::HeaderMap>, Error> {}
        pub fn is_end_stream(&self) -> bool {}
    }

    pub struct SendStream<B>;
    impl<B> SendStream<B> {
        pub fn reserve_capacity(&mut self, capacity: usize) {}
        pub fn capacity(&self) -> usize {}
        #[otp(io_write)]
        pub fn send_data(&mut self, data: B, end_of_stream: bool) -> Result<(), Error> {}
        #[otp(io_write)]
        pub fn send_trailers(&mut self, trailers: http::HeaderMap) -> Result<(), Error> {}
        pub fn send_reset(&mut self, reason: Reason) {}
    }
}
