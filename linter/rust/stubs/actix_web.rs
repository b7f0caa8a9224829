#![otp(krate = "actix_web", version = "4.18.1")]

pub use app::App;
pub use route::Route;
pub use scope::Scope;
pub use server::HttpServer;

pub mod app {
    pub struct App;
    impl App {
        pub fn new() -> Self {}
        pub fn app_data<U>(self, ext: U) -> Self {}
        #[otp(closure = "called")]
        pub fn configure<F: FnOnce(&mut crate::web::ServiceConfig)>(self, f: F) -> Self {}
        pub fn route(self, path: &str, route: crate::Route) -> Self {}
        pub fn service<F>(self, factory: F) -> Self {}
        pub fn wrap<M>(self, mw: M) -> App {}
    }
}

pub mod server {
    pub struct HttpServer;
    impl HttpServer {
        #[otp(closure = "stored")]
        pub fn new<F: Fn() -> I, I>(factory: F) -> Self {}
        pub fn workers(self, num: usize) -> Self {}
        #[otp(blocks)]
        pub fn bind<A>(self, addrs: A) -> std::io::Result<Self> {}
        pub fn shutdown_timeout(self, sec: u64) -> Self {}
        pub fn disable_signals(self) -> Self {}
        pub fn run(self) -> crate::dev::Server {}
    }
}

pub mod dev {
    #[otp(future)]
    pub struct Server;
    impl Server {
        pub fn handle(&self) -> ServerHandle {}
    }
    impl Future for Server {
        type Output = std::io::Result<()>;
    }
    pub struct ServerHandle;
    impl ServerHandle {
        #[otp(stop)]
        pub async fn stop(&self, graceful: bool) {}
    }
}

/// A handler's future is polled once a request and dropped when the client goes away: `future` names
/// the argument that makes such futures.
pub mod route {
    pub struct Route;
    impl Route {
        pub fn new() -> Route {}
        pub fn guard<G>(self, f: G) -> Self {}
        #[otp(serves, future = 0, closure = "stored")]
        pub fn to<F, Args>(self, handler: F) -> Self {}
    }
}

pub mod scope {
    pub struct Scope;
    impl Scope {
        pub fn app_data<U>(self, data: U) -> Self {}
        pub fn route(self, path: &str, route: crate::Route) -> Self {}
        pub fn service<F>(self, factory: F) -> Self {}
        pub fn wrap<M>(self, mw: M) -> Scope {}
    }
}

pub mod web {
    use crate::{Route, Scope};

    #[otp(unchecked = "a macro makes it")]
    pub fn get() -> Route {}
    #[otp(unchecked = "a macro makes it")]
    pub fn post() -> Route {}
    #[otp(unchecked = "a macro makes it")]
    pub fn put() -> Route {}
    #[otp(unchecked = "a macro makes it")]
    pub fn patch() -> Route {}
    #[otp(unchecked = "a macro makes it")]
    pub fn delete() -> Route {}
    #[otp(unchecked = "a macro makes it")]
    pub fn head() -> Route {}
    #[otp(unchecked = "a macro makes it")]
    pub fn trace() -> Route {}
    #[otp(serves, future = 0, closure = "stored")]
    pub fn to<F, Args>(handler: F) -> Route {}
    pub fn scope(path: &str) -> Scope {}
    #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
    pub async fn block<F: FnOnce() -> R, R>(f: F) -> Result<R, crate::error::BlockingError> {}

    pub struct ServiceConfig;
    impl ServiceConfig {
        pub fn app_data<U>(&mut self, ext: U) -> &mut Self {}
        pub fn route(&mut self, path: &str, route: Route) -> &mut Self {}
        pub fn service<F>(&mut self, factory: F) -> &mut Self {}
    }

    #[otp(pointer, request)]
    pub struct Data<T>;
    impl<T> Data<T> {
        pub fn new(state: T) -> Data<T> {}
        pub fn get_ref(&self) -> &T {}
        pub fn into_inner(self) -> std::sync::Arc<T> {}
    }
    impl<T> std::ops::Deref for Data<T> {
        type Target = std::sync::Arc<T>;
    }
    impl<T> Clone for Data<T> {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    #[otp(pointer, request)]
    pub struct Json<T>(pub T);
    impl<T> Json<T> {
        pub fn into_inner(self) -> T {}
    }
    impl<T> std::ops::Deref for Json<T> {
        type Target = T;
    }
    #[otp(pointer, request)]
    pub struct Path<T>;
    impl<T> Path<T> {
        pub fn into_inner(self) -> T {}
    }
    impl<T> std::ops::Deref for Path<T> {
        type Target = T;
    }
}

pub mod error {
    pub struct BlockingError;
}
