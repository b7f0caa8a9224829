//! The breaker as a layer around a `tower` service.

use std::future::{Ready, poll_fn, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use otp_runtime::breaker::{Breaker, BreakerError, BreakerLayer, BreakerService, Settings, State};
use tower_layer::Layer;
use tower_service::Service;

const SECOND: Duration = Duration::from_secs(1);

/// Fails as told and counts how often it was called.
#[derive(Clone, Default)]
struct Shop {
    calls: Arc<AtomicU32>,
}

impl Service<bool> for Shop {
    type Response = &'static str;
    type Error = &'static str;
    type Future = Ready<Result<&'static str, &'static str>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, well: bool) -> Self::Future {
        self.calls.fetch_add(1, Ordering::SeqCst);
        ready(if well { Ok("sold") } else { Err("down") })
    }
}

async fn ask<S: Service<bool>>(service: &mut S, well: bool) -> Result<S::Response, S::Error> {
    poll_fn(|cx| service.poll_ready(cx)).await?;
    service.call(well).await
}

fn guarded(shop: &Shop) -> (Breaker, BreakerService<Shop>) {
    let settings = Settings {
        failures: 2,
        open_for: 5 * SECOND,
        ..Settings::default()
    };
    let breaker = Breaker::new(settings).unwrap();
    let layer = BreakerLayer::new(breaker.clone(), SECOND);
    (breaker, layer.layer(shop.clone()))
}

#[tokio::test(start_paused = true)]
async fn an_open_breaker_does_not_call_the_service_and_its_clones_share_it() {
    let shop = Shop::default();
    let (breaker, mut service) = guarded(&shop);
    let mut other = service.clone();
    assert_eq!(ask(&mut service, true).await, Ok("sold"));
    for service in [&mut service, &mut other] {
        let failed = ask(service, false).await;
        assert_eq!(failed, Err(BreakerError::Failed("down")));
    }
    assert_eq!(breaker.state(), State::Open);
    let refused = ask(&mut service, true).await.unwrap_err();
    assert!(refused.is_not_started());
    assert_eq!(shop.calls.load(Ordering::SeqCst), 3);
    tokio::time::advance(5 * SECOND).await;
    assert_eq!(ask(&mut other, true).await, Ok("sold"));
    assert_eq!(breaker.state(), State::Closed);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_dropped_counts_neither_way() {
    let (breaker, mut service) = guarded(&Shop::default());
    for _ in 0..9 {
        drop(service.call(false));
    }
    assert_eq!(breaker.state(), State::Closed);
}
