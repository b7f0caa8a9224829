#![otp(krate = "async_std", version = "1.13.2")]

pub mod task {
    use std::future::Future;
    use std::time::Duration;

    // A panic of the task goes on in whoever awaits its handle.
    #[otp(task_handle, future)]
    pub struct JoinHandle<T>;
    impl<T> Future for JoinHandle<T> {
        type Output = T;
    }
    impl<T> JoinHandle<T> {
        #[otp(abort)]
        pub async fn cancel(self) -> Option<T> {}
    }

    #[otp(spawn, spawned = 0)]
    pub fn spawn<F: Future<Output = T>, T>(future: F) -> JoinHandle<T> {}
    #[otp(spawn_local, spawned = 0)]
    pub fn spawn_local<F: Future<Output = T>, T>(future: F) -> JoinHandle<T> {}
    #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
    pub fn spawn_blocking<F: FnOnce() -> T, T>(f: F) -> JoinHandle<T> {}
    #[otp(block_on, future = 0)]
    pub fn block_on<F: Future<Output = T>, T>(future: F) -> T {}
    #[otp(sleep, duration = 0, cancel = "restarts", loses = "nothing")]
    pub async fn sleep(dur: Duration) {}
    #[otp(cancel = "safe")]
    pub async fn yield_now() {}

    pub struct Builder;
    impl Builder {
        #[otp(pure)]
        pub fn new() -> Builder {}
        #[otp(pure)]
        pub fn name(self, name: String) -> Builder {}
        #[otp(spawn, spawned = 0)]
        pub fn spawn<F: Future<Output = T>, T>(self, future: F) -> std::io::Result<JoinHandle<T>> {}
    }
}

pub mod future {
    use std::future::Future;
    use std::time::Duration;

    #[otp(timeout, duration = 0, future = 1)]
    pub async fn timeout<F: Future<Output = T>, T>(dur: Duration, f: F) -> Result<T, TimeoutError> {}
    pub struct TimeoutError;
    #[otp(cancel = "safe")]
    pub async fn pending<T>() -> T {}

    #[otp(unchecked = "a macro makes its methods")]
    pub trait FutureExt: Future {
        #[otp(race, unchecked = "a macro makes it")]
        async fn race<F: Future<Output = Self::Output>>(self, other: F) -> Self::Output {}
        #[otp(join_all, unchecked = "a macro makes it")]
        async fn join<F: Future>(self, other: F) -> (Self::Output, F::Output) {}
        #[otp(timeout, duration = 0, future = 0, unchecked = "a macro makes it")]
        async fn timeout(self, dur: Duration) -> Result<Self::Output, TimeoutError> {}
    }
    #[otp(unchecked = "a macro makes its methods")]
    impl<T: Future> FutureExt for T {}
}

pub mod stream {
    use std::time::Duration;

    pub use futures_core::Stream;
    pub use futures::stream::StreamExt;

    // The next tick comes a period after the last one was taken: none piles up.
    #[otp(interval, duration = 0, policy = "delay")]
    pub fn interval(dur: Duration) -> Interval {}
    #[otp(interval, stream)]
    pub struct Interval;
    impl Stream for Interval {
        type Item = ();
    }
}

pub mod io {
    use std::future::Future;
    use std::time::Duration;

    pub use std::io::{Error, ErrorKind, Result};
    pub use futures::io::{
        AsyncBufReadExt as BufReadExt, AsyncReadExt as ReadExt, AsyncWriteExt as WriteExt, BufReader,
        BufWriter,
    };

    #[otp(timeout, duration = 0, future = 1)]
    pub async fn timeout<F: Future<Output = Result<T>>, T>(dur: Duration, f: F) -> Result<T> {}
}

pub mod sync {
    pub use async_lock::{
        Mutex, MutexGuard, MutexGuardArc, RwLock, RwLockReadGuard, RwLockWriteGuard,
    };
    pub use std::sync::{Arc, Weak};

    #[otp(notify)]
    pub struct Condvar;
    impl Condvar {
        #[otp(pure)]
        pub fn new() -> Self {}
        #[otp(wait)]
        pub async fn wait<T>(&self, guard: MutexGuard<T>) -> MutexGuard<T> {}
        #[otp(notify)]
        pub fn notify_one(&self) {}
        #[otp(notify)]
        pub fn notify_all(&self) {}
    }
}

pub mod channel {
    pub use async_channel::*;
}

pub mod fs {
    use std::io;
    use std::path::{Path, PathBuf};

    use futures::io::{AsyncReadExt, AsyncWriteExt};

    #[otp(io_write, store_write, table = 1)]
    pub async fn copy<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<u64> {}
    #[otp(io_write, store_write, table = 0)]
    pub async fn create_dir<P: AsRef<Path>>(path: P) -> io::Result<()> {}
    #[otp(io_write, store_write, table = 0)]
    pub async fn create_dir_all<P: AsRef<Path>>(path: P) -> io::Result<()> {}
    #[otp(io_read, store_read, table = 0, cancel = "restarts", loses = "nothing")]
    pub async fn read<P: AsRef<Path>>(path: P) -> io::Result<Vec<u8>> {}
    #[otp(io_read, store_read, table = 0, cancel = "restarts", loses = "nothing")]
    pub async fn read_to_string<P: AsRef<Path>>(path: P) -> io::Result<String> {}
    #[otp(io_read, store_read, table = 0, cancel = "restarts", loses = "nothing")]
    pub async fn read_link<P: AsRef<Path>>(path: P) -> io::Result<PathBuf> {}
    #[otp(io_write, store_write, table = 0)]
    pub async fn remove_dir<P: AsRef<Path>>(path: P) -> io::Result<()> {}
    #[otp(io_write, store_write, table = 0)]
    pub async fn remove_dir_all<P: AsRef<Path>>(path: P) -> io::Result<()> {}
    #[otp(io_write, store_write, table = 0)]
    pub async fn remove_file<P: AsRef<Path>>(path: P) -> io::Result<()> {}
    #[otp(io_write, store_write, table = 1)]
    pub async fn rename<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<()> {}
    #[otp(io_write, store_write, table = 0, value = 1)]
    pub async fn write<P: AsRef<Path>, C: AsRef<[u8]>>(path: P, contents: C) -> io::Result<()> {}

    #[otp(io, store)]
    pub struct File;
    #[otp(unchecked = "the traits of futures by other names")]
    impl AsyncReadExt for File {}
    #[otp(unchecked = "the traits of futures by other names")]
    impl AsyncWriteExt for File {}
    impl File {
        #[otp(table = 0)]
        pub async fn open<P: AsRef<Path>>(path: P) -> io::Result<File> {}
        #[otp(io_write, store_write, table = 0)]
        pub async fn create<P: AsRef<Path>>(path: P) -> io::Result<File> {}
        #[otp(flush)]
        pub async fn sync_all(&self) -> io::Result<()> {}
        #[otp(flush)]
        pub async fn sync_data(&self) -> io::Result<()> {}
        #[otp(io_write, store_write)]
        pub async fn set_len(&self, size: u64) -> io::Result<()> {}
    }
}

pub mod net {
    use std::io;
    use std::net::SocketAddr;

    use futures::io::{AsyncReadExt, AsyncWriteExt};
    use futures_core::Stream;

    pub use std::net::ToSocketAddrs;

    #[otp(io)]
    pub struct TcpListener;
    impl TcpListener {
        pub async fn bind<A: ToSocketAddrs>(addrs: A) -> io::Result<TcpListener> {}
        #[otp(accepts, io_read, cancel = "safe")]
        pub async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {}
        pub fn incoming(&self) -> Incoming {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<SocketAddr> {}
    }
    #[otp(stream)]
    pub struct Incoming;
    impl Stream for Incoming {
        type Item = io::Result<TcpStream>;
    }

    #[otp(io)]
    pub struct TcpStream;
    #[otp(unchecked = "the traits of futures by other names")]
    impl AsyncReadExt for TcpStream {}
    #[otp(unchecked = "the traits of futures by other names")]
    impl AsyncWriteExt for TcpStream {}
    impl Clone for TcpStream {
        #[otp(clone_handle)]
        fn clone(&self) -> TcpStream {}
    }
    impl TcpStream {
        #[otp(outside, cancel = "restarts", loses = "nothing")]
        pub async fn connect<A: ToSocketAddrs>(addrs: A) -> io::Result<TcpStream> {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(pure)]
        pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(io_read)]
        pub async fn peek(&self, buf: &mut [u8]) -> io::Result<usize> {}
    }

    #[otp(io)]
    pub struct UdpSocket;
    impl UdpSocket {
        pub async fn bind<A: ToSocketAddrs>(addrs: A) -> io::Result<UdpSocket> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn recv_from(&self, buf: &mut [u8]) -> io::Result<(usize, SocketAddr)> {}
        #[otp(io_write, value = 0)]
        pub async fn send_to<A: ToSocketAddrs>(&self, buf: &[u8], addrs: A) -> io::Result<usize> {}
    }
}

pub mod prelude {
    pub use crate::future::FutureExt;
    pub use crate::io::{BufReadExt, ReadExt, WriteExt};
    pub use crate::stream::StreamExt;
}
