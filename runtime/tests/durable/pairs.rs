//! Pairs of programs, a flawed and a corrected one, under the same fault: the first loses, the second does not.

use std::collections::HashMap;
use std::time::Duration;

use otp_runtime::durable::Map;
use otp_runtime::store::faulty::{Fault, Faults, Faulty};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::{CommitError, Options, Store};
use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor};
use otp_runtime::{Context, Reply, Server};

const SECOND: Duration = Duration::from_secs(1);

enum Orders {
    Place(u64, String, Reply<()>),
    Find(u64, Reply<Option<String>>),
    Crash,
}

/// volatile-state: what was acknowledged is in a field of the process.
struct Volatile(HashMap<u64, String>);

impl Server for Volatile {
    type Args = ();
    type Message = Orders;
    type Error = CommitError;

    async fn init((): (), _: &mut Context<Self>) -> Result<Self, CommitError> {
        Ok(Self(HashMap::new()))
    }

    async fn handle(&mut self, message: Orders, _: &mut Context<Self>) -> Result<(), CommitError> {
        match message {
            Orders::Place(id, order, reply) => {
                self.0.insert(id, order);
                reply.send(());
            }
            Orders::Find(id, reply) => reply.send(self.0.get(&id).cloned()),
            Orders::Crash => panic!("the injected fault"),
        }
        Ok(())
    }
}

/// The same with the orders in a store.
struct Kept(Map<u64, String>);

impl Server for Kept {
    type Args = Store;
    type Message = Orders;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    async fn init(store: Store, _: &mut Context<Self>) -> Result<Self, Self::Error> {
        Ok(Self(store.map("orders").await?))
    }

    async fn handle(&mut self, message: Orders, _: &mut Context<Self>) -> Result<(), Self::Error> {
        match message {
            Orders::Place(id, order, reply) => {
                self.0.insert(&id, &order).await?;
                reply.send(());
            }
            Orders::Find(id, reply) => reply.send(self.0.get(&id).await?),
            Orders::Crash => panic!("the injected fault"),
        }
        Ok(())
    }
}

/// Places an order, crashes the process, and asks for the order.
async fn after_a_crash<S: Server<Message = Orders>>(args: S::Args) -> Option<String>
where
    S::Args: Clone + Send + Sync + 'static,
{
    let spec = Spec {
        children: vec![ChildSpec::new("orders")],
        ..Spec::default()
    };
    let tree = Supervisor::new(spec)
        .server::<S>("orders", args)
        .start()
        .await
        .unwrap();
    let orders = tree.name::<S>("orders").unwrap();
    orders
        .call(SECOND, |reply| Orders::Place(7, "bolt".into(), reply))
        .await
        .unwrap();
    orders.cast(Orders::Crash).await.unwrap();
    let found = orders
        .call(SECOND, |reply| Orders::Find(7, reply))
        .await
        .unwrap();
    tree.stop(SECOND).await;
    found
}

#[tokio::test(start_paused = true)]
async fn volatile_state() {
    assert_eq!(after_a_crash::<Volatile>(()).await, None);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::sqlite(folder.path().join("s.db")).await.unwrap();
    assert_eq!(
        after_a_crash::<Kept>(store.clone()).await.as_deref(),
        Some("bolt")
    );
    // Also over the end of the program.
    store.close().await.unwrap();
    let store = Store::sqlite(folder.path().join("s.db")).await.unwrap();
    assert_eq!(after_a_crash::<Kept>(store).await.as_deref(), Some("bolt"));
}

/// fake-atomicity: two writes, and nothing that takes back the first if the second one fails.
async fn atomic_transfer(accounts: &Map<String, i64>, amount: i64) -> Result<(), CommitError> {
    let (from, to) = ("anna".to_owned(), "bert".to_owned());
    let (mine, theirs) = (
        accounts.get(&from).await?.unwrap_or(0),
        accounts.get(&to).await?.unwrap_or(0),
    );
    accounts.insert(&from, &(mine - amount)).await?;
    accounts.insert(&to, &(theirs + amount)).await?;
    Ok(())
}

/// The same in a transaction.
async fn transfer(
    store: &Store,
    accounts: &Map<String, i64>,
    amount: i64,
) -> Result<(), CommitError> {
    let (from, to) = ("anna".to_owned(), "bert".to_owned());
    let mut transaction = store.transaction("transfer");
    let mine = transaction.get(accounts, &from).await?.unwrap_or(0);
    let theirs = transaction.get(accounts, &to).await?.unwrap_or(0);
    transaction
        .insert(accounts, &from, &(mine - amount))
        .insert(accounts, &to, &(theirs + amount));
    transaction.commit().await.map(|_| ())
}

#[tokio::test]
async fn fake_atomicity() {
    // Each of the commits fails in turn.
    for at in 0..3 {
        for is_flawed in [true, false] {
            let faults = Faults::default();
            let store = Store::open(
                Faulty::new(Keeper::new(9), faults.clone()),
                Options::default(),
            )
            .await
            .unwrap();
            let accounts = store.map::<String, i64>("accounts").await.unwrap();
            accounts.insert(&"anna".into(), &100).await.unwrap();
            (0..at).for_each(|_| faults.befall(Fault::None));
            faults.befall(Fault::Write);
            let result = if is_flawed {
                atomic_transfer(&accounts, 30).await
            } else {
                transfer(&store, &accounts, 30).await
            };
            store.reopen().await.unwrap();
            let all = accounts.range(.., 9).await.unwrap();
            let sum: i64 = all.iter().map(|(_, balance)| balance).sum();
            let lost = if is_flawed && at == 1 { 30 } else { 0 };
            assert_eq!(sum, 100 - lost, "commit {at}, flawed {is_flawed}");
            let moved = accounts.get(&"bert".into()).await.unwrap() == Some(30);
            assert_eq!(result.is_ok(), moved);
        }
    }
}
