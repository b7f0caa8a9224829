//! An order service as a tree: orders are kept by one process, shipped by another, swept by a timer. The shipper
//! crashes now and then, and nothing that was accepted is forgotten while the program runs.
//!
//! `cargo run -p otp-runtime --example order_service`

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use otp_runtime::exit::BoxError;
use otp_runtime::scheduler::Missed;
use otp_runtime::server::{Address, Context, Reply, Server};
use otp_runtime::supervisor::{Backoff, ChildSpec, Intensity, Spec, Strategy, Supervisor};

const SECOND: Duration = Duration::from_secs(1);

/// Keeps the orders. What must survive the program belongs in a store.
struct Orders {
    open: BTreeMap<u32, &'static str>,
    next: u32,
}

enum Order {
    Place(&'static str, Reply<u32>),
    Open(Reply<Vec<(u32, &'static str)>>),
    Shipped(u32),
}

impl Server for Orders {
    type Args = ();
    type Message = Order;
    type Error = BoxError;

    async fn init((): (), _: &mut Context<Self>) -> Result<Self, BoxError> {
        Ok(Self {
            open: BTreeMap::new(),
            next: 1,
        })
    }

    async fn handle(&mut self, message: Order, _: &mut Context<Self>) -> Result<(), BoxError> {
        match message {
            Order::Place(what, reply) => {
                let id = self.next;
                self.next += 1;
                self.open.insert(id, what);
                reply.send(id);
            }
            Order::Open(reply) => {
                reply.send(self.open.iter().map(|(id, what)| (*id, *what)).collect())
            }
            Order::Shipped(id) => drop(self.open.remove(&id)),
        }
        Ok(())
    }
}

/// Ships what is open, and crashes at the first parcel of each incarnation but the third.
struct Shipper {
    orders: Address<Order>,
}

struct Sweep;

impl Server for Shipper {
    type Args = Address<Order>;
    type Message = Sweep;
    type Error = BoxError;

    async fn init(orders: Address<Order>, _: &mut Context<Self>) -> Result<Self, BoxError> {
        Ok(Self { orders })
    }

    async fn handle(&mut self, _: Sweep, context: &mut Context<Self>) -> Result<(), BoxError> {
        for (id, what) in self.orders.call(SECOND, Order::Open).await? {
            if context.incarnation().number() < 3 {
                return Err(format!("the label printer jammed at order {id}").into());
            }
            self.orders.cast(Order::Shipped(id)).await?;
            println!("shipped {what} (order {id})");
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let spec = Spec {
        name: "shop".into(),
        // The shipper works on the orders: if they crash, it begins anew as well.
        strategy: Strategy::RestForOne,
        intensity: Intensity {
            restarts: 5,
            within: 10 * SECOND,
        },
        backoff: Backoff {
            first: Duration::from_millis(10),
            most: SECOND,
        },
        children: vec![ChildSpec::new("orders"), ChildSpec::new("shipper")],
        ..Spec::default()
    };
    let mut shop = Supervisor::new(spec);
    let orders = shop.reserve::<Orders>("orders")?;
    let tree = shop
        .server::<Orders>("orders", ())
        .server::<Shipper>("shipper", orders.clone())
        .start()
        .await?;
    let shipper = tree.name::<Shipper>("shipper")?;
    tree.scheduler()
        .every(Duration::from_millis(30), Missed::Skip, &shipper, || Sweep)?;

    for what in ["tea", "a kettle", "two cups"] {
        let id = orders
            .call(SECOND, |reply| Order::Place(what, reply))
            .await?;
        println!("order {id}: {what}");
    }
    while !orders.call(SECOND, Order::Open).await?.is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    println!("{}", tree.info());

    // A service would wait here: `tree.until_signal(..)`.
    let report = tree.stop(5 * SECOND).await;
    println!("the shop {}", report.exit.reason);
    Ok(())
}
