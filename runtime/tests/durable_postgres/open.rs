//! What is refused when a store is opened, and what a server that is set otherwise does.

use std::path::Path;
use std::time::Duration;

use otp_runtime::store::postgres::Postgres;
use otp_runtime::store::{CommitError, OpenError, Options, Store};

use crate::run;
use crate::server::{Server, binaries};

async fn refused(backend: Postgres) -> OpenError {
    Store::open(backend, Options::default()).await.unwrap_err()
}

pub fn what_is_no_store_is_left_alone(server: &Server) {
    server.sql("CREATE SCHEMA taken; CREATE TABLE taken.meta (a int)");
    run(async {
        let mut taken = server.new_store();
        taken.schema = "taken".into();
        assert!(matches!(refused(taken).await, OpenError::Foreign { .. }));
        // Someone has made the schema for us.
        let given = server.new_store();
        let schema = given.schema.clone();
        tokio::task::block_in_place(|| server.sql(&format!("CREATE SCHEMA \"{schema}\"")));
        Store::open(given, Options::default()).await.unwrap();
        let nobody = Postgres::new("postgresql://otp@127.0.0.1:1/postgres");
        assert!(matches!(refused(nobody).await, OpenError::Io { .. }));
        let nonsense = Postgres::new("not an address, secret");
        let error = refused(nonsense).await.to_string();
        assert!(!error.contains("secret"), "{error}");
        let mut encrypted = server.new_store();
        encrypted.address = encrypted.address.replace("disable", "require");
        let error = refused(encrypted).await.to_string();
        assert!(error.contains("TLS"), "{error}");
    });
    assert_eq!(
        server.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'taken'"),
        "1"
    );
}

pub fn a_newer_schema_is_refused(server: &Server) {
    run(async {
        let backend = server.new_store();
        let store = Store::open(backend.clone(), Options::default())
            .await
            .unwrap();
        store.close().await.unwrap();
        let schema = &backend.schema;
        let newer = format!("UPDATE \"{schema}\".meta SET value = 9 WHERE key = 'version'");
        tokio::task::block_in_place(|| server.sql(&newer));
        let error = refused(backend).await;
        assert!(
            matches!(error, OpenError::Newer { found: 9, .. }),
            "{error}"
        );
    });
}

/// The queries of the documentation.
pub fn the_ordinary_tools_can_read_it(server: &Server) {
    let backend = server.new_store();
    let schema = format!("\"{}\"", backend.schema);
    run(async {
        let store = Store::open(backend, Options::default()).await.unwrap();
        let stock = store.map::<String, u32>("stock").await.unwrap();
        stock.insert(&"bolt".into(), &99).await.unwrap();
        let queue = store.queue::<String>("q").await.unwrap();
        queue.push(&"job".into()).await.unwrap();
        queue.next().await.unwrap().bury("no").await.unwrap();
    });
    let values = format!(
        "SELECT encode(key, 'escape'), convert_from(value, 'UTF8')::jsonb
         FROM {schema}.records JOIN {schema}.objects ON object = objects.id WHERE name = 'stock'"
    );
    assert_eq!(server.sql(&values), "bolt\\000\\000|99");
    let dead = format!(
        "SELECT attempts, error, convert_from(value, 'UTF8')
         FROM {schema}.jobs JOIN {schema}.objects ON object = objects.id WHERE state = 2"
    );
    assert_eq!(server.sql(&dead), "1|no|\"job\"");
}

pub fn a_server_that_does_not_sync_is_refused(_: &Server) {
    let server = other(&["fsync=off"]);
    run(async {
        let error = refused(server.new_store()).await;
        assert!(matches!(error, OpenError::NotDurable { .. }), "{error}");
    });
}

/// A commit whose standby does not answer is there, and may be lost with the machine: its outcome is unknown.
pub fn a_wait_for_a_standby_that_is_cut_short_is_unknown(_: &Server) {
    let server = other(&["fsync=on"]);
    run(async {
        let mut backend = server.new_store();
        backend.longest_transaction = Duration::from_secs(1);
        let store = Store::open(backend, Options::default()).await.unwrap();
        let map = store.map::<u8, u8>("m").await.unwrap();
        map.insert(&1, &1).await.unwrap();
        let set = |name: &str| {
            tokio::task::block_in_place(|| {
                server.sql(&format!(
                    "ALTER SYSTEM SET synchronous_standby_names TO '{name}'"
                ));
                server.sql("SELECT pg_reload_conf()");
                // Until it has taken effect.
                while server.sql("SHOW synchronous_standby_names") != name {}
            });
        };
        set("nobody");
        let error = loop {
            // The session that commits may be a little later than the one that was asked.
            if let Err(error) = store.transaction(7).insert(&map, &2, &2).commit().await {
                break error;
            }
        };
        assert!(error.is_unknown(), "{error}");
        assert!(matches!(
            map.insert(&3, &3).await,
            Err(CommitError::Broken(_))
        ));
        // Nor can it be vouched for.
        assert!(store.reopen().await.is_err());
        set("");
        store.reopen().await.unwrap();
        assert!(store.outcome(7).await.unwrap().is_some());
        map.insert(&3, &3).await.unwrap();
        assert_eq!(map.range(.., 9).await.unwrap().len(), 3);
    });
}

fn other(settings: &[&'static str]) -> Server {
    let binaries = binaries().unwrap_or_else(|| Path::new("").to_owned());
    Server::start(&binaries, settings)
}
