#![otp(krate = "axum", version = "0.8.9")]

pub use extract::{Extension, Json};
pub use routing::Router;

/// A handler's future is polled once a request and dropped when the client goes away or a layer
/// times out: `future` names the argument that makes such futures.
pub mod routing {
    #[otp(serves, future = 0, closure = "stored")]
    #[otp(unchecked = "a macro makes it")]
    pub fn get<H, T, S>(handler: H) -> MethodRouter<S> {}
    #[otp(serves, future = 0, closure = "stored")]
    #[otp(unchecked = "a macro makes it")]
    pub fn post<H, T, S>(handler: H) -> MethodRouter<S> {}
    #[otp(serves, future = 0, closure = "stored")]
    #[otp(unchecked = "a macro makes it")]
    pub fn put<H, T, S>(handler: H) -> MethodRouter<S> {}
    #[otp(serves, future = 0, closure = "stored")]
    #[otp(unchecked = "a macro makes it")]
    pub fn delete<H, T, S>(handler: H) -> MethodRouter<S> {}
    #[otp(serves, future = 0, closure = "stored")]
    #[otp(unchecked = "a macro makes it")]
    pub fn patch<H, T, S>(handler: H) -> MethodRouter<S> {}
    #[otp(serves, future = 0, closure = "stored")]
    #[otp(unchecked = "a macro makes it")]
    pub fn head<H, T, S>(handler: H) -> MethodRouter<S> {}
    #[otp(serves, future = 0, closure = "stored")]
    #[otp(unchecked = "a macro makes it")]
    pub fn options<H, T, S>(handler: H) -> MethodRouter<S> {}
    #[otp(serves, future = 0, closure = "stored")]
    #[otp(unchecked = "a macro makes it")]
    pub fn trace<H, T, S>(handler: H) -> MethodRouter<S> {}
    #[otp(serves, future = 0, closure = "stored")]
    #[otp(unchecked = "a macro makes it")]
    pub fn connect<H, T, S>(handler: H) -> MethodRouter<S> {}
    #[otp(serves, future = 0, closure = "stored")]
    pub fn any<H, T, S>(handler: H) -> MethodRouter<S> {}
    #[otp(serves, future = 1, closure = "stored")]
    pub fn on<F, H, T, S>(filter: F, handler: H) -> MethodRouter<S> {}

    pub struct MethodRouter<S>;
    impl<S> MethodRouter<S> {
        #[otp(serves, future = 0, closure = "stored")]
        #[otp(unchecked = "a macro makes it")]
        pub fn get<H, T>(self, handler: H) -> Self {}
        #[otp(serves, future = 0, closure = "stored")]
        #[otp(unchecked = "a macro makes it")]
        pub fn post<H, T>(self, handler: H) -> Self {}
        #[otp(serves, future = 0, closure = "stored")]
        #[otp(unchecked = "a macro makes it")]
        pub fn put<H, T>(self, handler: H) -> Self {}
        #[otp(serves, future = 0, closure = "stored")]
        #[otp(unchecked = "a macro makes it")]
        pub fn delete<H, T>(self, handler: H) -> Self {}
        #[otp(serves, future = 0, closure = "stored")]
        #[otp(unchecked = "a macro makes it")]
        pub fn patch<H, T>(self, handler: H) -> Self {}
        #[otp(serves, future = 0, closure = "stored")]
        #[otp(unchecked = "a macro makes it")]
        pub fn head<H, T>(self, handler: H) -> Self {}
        #[otp(serves, future = 0, closure = "stored")]
        #[otp(unchecked = "a macro makes it")]
        pub fn options<H, T>(self, handler: H) -> Self {}
        #[otp(serves, future = 0, closure = "stored")]
        #[otp(unchecked = "a macro makes it")]
        pub fn trace<H, T>(self, handler: H) -> Self {}
        #[otp(serves, future = 0, closure = "stored")]
        #[otp(unchecked = "a macro makes it")]
        pub fn connect<H, T>(self, handler: H) -> Self {}
        pub fn layer<L>(self, layer: L) -> Self {}
        pub fn route_layer<L>(self, layer: L) -> Self {}
        pub fn with_state<S2>(self, state: S) -> MethodRouter<S2> {}
        #[otp(serves, future = 0, closure = "stored")]
        pub fn fallback<H, T>(self, handler: H) -> Self {}
    }

    pub struct Router<S>;
    impl<S> Router<S> {
        pub fn new() -> Self {}
        pub fn route(self, path: &str, method_router: MethodRouter<S>) -> Self {}
        pub fn route_service<T>(self, path: &str, service: T) -> Self {}
        pub fn nest(self, path: &str, router: Router<S>) -> Self {}
        pub fn nest_service<T>(self, path: &str, service: T) -> Self {}
        pub fn merge<R>(self, other: R) -> Self {}
        pub fn layer<L>(self, layer: L) -> Router<S> {}
        pub fn route_layer<L>(self, layer: L) -> Self {}
        #[otp(serves, future = 0, closure = "stored")]
        pub fn fallback<H, T>(self, handler: H) -> Self {}
        pub fn with_state<S2>(self, state: S) -> Router<S2> {}
        pub fn into_make_service(self) -> IntoMakeService<Self> {}
    }
    pub struct IntoMakeService<S>;
}

pub mod middleware {
    pub struct FromFnLayer<F>;
    pub struct Next;
    impl Next {
        pub async fn run<R>(self, req: R) -> crate::response::Response {}
    }
    #[otp(serves, future = 0, closure = "stored")]
    pub fn from_fn<F, T>(f: F) -> FromFnLayer<F> {}
    #[otp(serves, future = 1, closure = "stored")]
    pub fn from_fn_with_state<F, S, T>(state: S, f: F) -> FromFnLayer<F> {}
}

pub mod response {
    pub struct Response;
    pub trait IntoResponse {
        fn into_response(self) -> Response {}
    }
}

pub mod extract {
    #[otp(pointer, request)]
    pub struct State<S>(pub S);
    impl<S> std::ops::Deref for State<S> {
        type Target = S;
    }
    #[otp(pointer, request)]
    pub struct Json<T>(pub T);
    #[otp(unchecked = "a macro implements it")]
    impl<T> std::ops::Deref for Json<T> {
        type Target = T;
    }
    #[otp(pointer, request)]
    pub struct Extension<T>(pub T);
    #[otp(unchecked = "a macro implements it")]
    impl<T> std::ops::Deref for Extension<T> {
        type Target = T;
    }
    #[otp(pointer, request)]
    pub struct Path<T>(pub T);
    #[otp(unchecked = "a macro implements it")]
    impl<T> std::ops::Deref for Path<T> {
        type Target = T;
    }
    #[otp(pointer, request)]
    pub struct Query<T>(pub T);
    #[otp(unchecked = "a macro implements it")]
    impl<T> std::ops::Deref for Query<T> {
        type Target = T;
    }

    pub mod ws {
        use crate::response::Response;

        pub struct WebSocketUpgrade;
        impl WebSocketUpgrade {
            pub fn max_message_size(self, max: usize) -> Self {}
            /// The closure's future becomes a task of its own.
            #[otp(spawn, spawned = 0, closure = "stored")]
            pub fn on_upgrade<C: FnOnce(WebSocket) -> Fut, Fut: Future<Output = ()>>(self, callback: C) -> Response {}
        }
        #[otp(io, stream)]
        pub struct WebSocket;
        impl WebSocket {
            #[otp(recv)]
            pub async fn recv(&mut self) -> Option<Result<Message, crate::Error>> {}
            #[otp(io_write, value = 0)]
            pub async fn send(&mut self, msg: Message) -> Result<(), crate::Error> {}
        }
        impl futures_core::Stream for WebSocket {
            type Item = Result<Message, crate::Error>;
        }
        pub enum Message {
            Text(String),
            Binary(bytes::Bytes),
            Ping(bytes::Bytes),
            Pong(bytes::Bytes),
            Close(Option<CloseFrame>),
        }
        pub struct CloseFrame;
    }
}

pub struct Error;

pub fn serve<L, M>(listener: L, make_service: M) -> serve::Serve {}
pub mod serve {
    #[otp(future)]
    pub struct Serve;
    impl Serve {
        #[otp(wraps_future)]
        pub fn with_graceful_shutdown<F: Future<Output = ()>>(self, signal: F) -> WithGracefulShutdown {}
    }
    impl IntoFuture for Serve {
        type Output = std::io::Result<()>;
    }
    #[otp(future)]
    pub struct WithGracefulShutdown;
    impl IntoFuture for WithGracefulShutdown {
        type Output = std::io::Result<()>;
    }
}
