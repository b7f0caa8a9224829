//! Names, their types and versions.

use serde::{Deserialize, Serialize};

use super::super::{NameError, Record};
use super::Bed;

#[derive(Debug, Serialize, Deserialize)]
struct Second(u32);

impl Record for Second {
    const TYPE: &'static str = "u32";
    const VERSION: u32 = 2;
}

pub(super) async fn types_are_kept(bed: Bed) {
    let store = bed.store;
    store.map::<u32, String>("a").await.unwrap();
    for again in 0..2 {
        store.map::<u32, String>("a").await.unwrap();
        let key = store.map::<String, String>("a").await.unwrap_err();
        assert!(matches!(key, NameError::Type { .. }), "{key}");
        let value = store.map::<u32, u32>("a").await.unwrap_err();
        assert!(matches!(value, NameError::Type { .. }), "{value}");
        let kind = store.queue::<String>("a").await.unwrap_err();
        assert!(matches!(kind, NameError::Type { .. }), "{kind}");
        if again == 0 {
            store.reopen().await.unwrap();
        }
    }
}

pub(super) async fn namespaces_are_apart(bed: Bed) {
    let (one, two) = (bed.store.namespace("one"), bed.store.namespace("two"));
    let (a, b) = (
        one.map::<u8, u8>("x").await.unwrap(),
        two.map::<u8, u8>("x").await.unwrap(),
    );
    two.map::<u8, String>("y").await.unwrap();
    one.queue::<u8>("y").await.unwrap();
    one.transaction("id")
        .insert(&a, &1, &1)
        .commit()
        .await
        .unwrap();
    let second = two
        .transaction("id")
        .insert(&b, &1, &2)
        .commit()
        .await
        .unwrap();
    assert!(!second.repeated);
    assert_eq!(
        (a.get(&1).await.unwrap(), b.get(&1).await.unwrap()),
        (Some(1), Some(2))
    );
    assert!(bed.store.outcome("id").await.unwrap().is_none());
}

pub(super) async fn versions_only_rise(bed: Bed) {
    let store = bed.store;
    let first = store.map::<u8, u32>("v").await.unwrap();
    first.insert(&1, &7).await.unwrap();
    store.map::<u8, Second>("v").await.unwrap();
    let old = store.map::<u8, u32>("v").await.unwrap_err();
    assert!(
        matches!(
            old,
            NameError::Newer {
                found: 2,
                known: 1,
                ..
            }
        ),
        "{old}"
    );
}
