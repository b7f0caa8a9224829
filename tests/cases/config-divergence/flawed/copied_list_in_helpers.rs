//! A copied list of children that lost a member; both start some of them through functions.
use std::time::Duration;
use tokio::task::JoinSet;

pub fn start(children: &mut JoinSet<()>) {
    children.spawn(accept());
    start_delivery(children);
    children.spawn(report());
}

pub fn start_for_tests(children: &mut JoinSet<()>) {
    children.spawn(accept()); //~ config-divergence: another one without `report`
    start_delivery(children);
}

fn start_delivery(children: &mut JoinSet<()>) {
    children.spawn(deliver());
    children.spawn(reap());
}

async fn accept() {
    pause().await;
}

async fn deliver() {
    pause().await;
}

async fn reap() {
    pause().await;
}

async fn report() {
    pause().await;
}

async fn pause() {
    tokio::time::sleep(Duration::from_secs(1)).await;
}
