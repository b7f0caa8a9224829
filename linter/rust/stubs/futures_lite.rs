#![otp(krate = "futures_lite", version = "2.6.1")]

pub mod future {
    use std::future::Future;

    #[otp(block_on, future = 0)]
    pub fn block_on<T>(future: impl Future<Output = T>) -> T {}
    #[otp(race)]
    pub async fn or<T, F1: Future<Output = T>, F2: Future<Output = T>>(future1: F1, future2: F2) -> T {}
    #[otp(race)]
    pub async fn race<T, F1: Future<Output = T>, F2: Future<Output = T>>(future1: F1, future2: F2) -> T {}
    #[otp(join_all)]
    pub async fn zip<F1: Future, F2: Future>(future1: F1, future2: F2) -> (F1::Output, F2::Output) {}
    #[otp(try_join)]
    pub async fn try_zip<T1, T2, E, F1: Future<Output = Result<T1, E>>, F2: Future<Output = Result<T2, E>>>(
        future1: F1,
        future2: F2,
    ) -> Result<(T1, T2), E> {
    }

    pub trait FutureExt: Future {
        #[otp(race)]
        async fn or<F: Future<Output = Self::Output>>(self, other: F) -> Self::Output {}
        #[otp(race)]
        async fn race<F: Future<Output = Self::Output>>(self, other: F) -> Self::Output {}
    }
    impl<T: Future> FutureExt for T {}
}

pub mod stream {
    pub use futures_core::Stream;
    #[otp(unchecked = "the same methods as those of futures")]
    pub use futures::stream::StreamExt;
}

pub mod io {
    #[otp(unchecked = "the same methods as those of futures")]
    pub use futures::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
}

pub use future::FutureExt;
pub use io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
pub use stream::StreamExt;
