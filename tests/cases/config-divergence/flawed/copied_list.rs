//! A copied list of children that lost a member.
use std::time::Duration;
use tokio::task::JoinSet;

pub fn start(children: &mut JoinSet<()>) {
    children.spawn(accept());
    children.spawn(deliver());
    children.spawn(reap());
    children.spawn(report());
}

pub fn start_for_development(children: &mut JoinSet<()>) {
    children.spawn(accept()); //~ config-divergence: another one without `report`
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
