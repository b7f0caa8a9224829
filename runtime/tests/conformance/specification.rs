//! Specifications as data.

use crate::probe::*;
use otp_runtime::mailbox::Options;
use otp_runtime::supervisor::{
    AutoShutdown, Backoff, ChildSpec, Intensity, NameError, Restart, Spec, StartError, Strategy,
    Supervisor,
};
use std::time::Duration;

#[tokio::test]
async fn everything_that_is_wrong_is_named_before_anything_starts() {
    let world = World::default();
    let mut spec = Spec {
        intensity: Intensity {
            restarts: 0,
            within: Duration::ZERO,
        },
        backoff: Backoff {
            first: 2 * SECOND,
            most: SECOND,
        },
        limit: 4,
        children: children(&["a", "a", "missing", "small"]),
        ..Spec::default()
    };
    spec.children[1].significant = true;
    spec.children[3].mailbox = Options {
        capacity: 0,
        ..Options::default()
    };
    spec.children
        .push(ChildSpec::nested("below", Spec::default()));
    let error = supervisor(spec, &world, &["a", "small", "below", "extra"])
        .start()
        .await
        .unwrap_err();
    let StartError::Spec(error) = error else {
        panic!("{error}")
    };
    let problems: Vec<_> = error.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "the restart window of `supervisor` must be longer than zero",
            "the longest backoff of `supervisor` is shorter than its first",
            "`supervisor` has 5 children and a limit of 4",
            "`a` is the id of more than one child",
            "`a` is significant and permanent; a child that is always restarted never ends by itself",
            "`a` is significant, but the auto-shutdown of `supervisor` is `never`",
            "`small`: a mailbox needs a capacity of 1 to 2^30 messages, not 0",
            "`below` is a supervisor in the specification, so nothing can be registered under that id",
            "a server or task is registered as `extra`, but the specification has no such child",
            "`missing` is in the specification, but no server or task is registered under that id",
        ]
    );
    assert!(world.log().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_specification_is_read_from_text_with_durations_as_people_write_them() {
    let text = r#"{
        "name": "shop",
        "strategy": "rest-for-one",
        "intensity": { "restarts": 3, "within": "10s" },
        "backoff": { "first": "100ms", "most": "5s" },
        "auto_shutdown": "any-significant",
        "children": [
            { "id": "a", "mailbox": { "capacity": 64, "overflow": "drop-oldest" } },
            { "id": "b", "restart": "transient", "significant": true, "stop_deadline": "1m 30s" },
            { "id": "below", "supervisor": { "children": [ { "id": "c" } ] } }
        ]
    }"#;
    let spec: Spec = serde_json::from_str(text).unwrap();
    assert_eq!(spec.strategy, Strategy::RestForOne);
    assert_eq!(spec.auto_shutdown, AutoShutdown::AnySignificant);
    assert_eq!(spec.backoff.first, Duration::from_millis(100));
    assert_eq!(spec.children[1].restart, Restart::Transient);
    assert_eq!(spec.children[1].stop_deadline, Duration::from_secs(90));
    let written = serde_json::to_string(&spec).unwrap();
    assert_eq!(serde_json::from_str::<Spec>(&written).unwrap(), spec);
    let tree = supervisor(spec, &World::default(), &["a", "b", "c"])
        .start()
        .await
        .unwrap();
    assert_eq!(
        tree.info().to_string(),
        "shop\n├─ a #1 running\n├─ b #1 running\n└─ below #1 running\n   └─ c #1 running"
    );
    let json = serde_json::to_value(tree.info()).unwrap();
    assert_eq!(json["children"][2]["children"][0]["id"], "c");
    assert_eq!(json["children"][0]["status"], "running");
}

#[test]
fn a_typing_mistake_in_a_specification_is_an_error() {
    for text in [
        r#"{ "stratgy": "one-for-all" }"#,
        r#"{ "children": [ { "id": "a", "restrat": "transient" } ] }"#,
        r#"{ "intensity": { "restarts": 1, "within": 5 } }"#,
        r#"{ "children": [ { "id": "a", "stop_deadline": "soon" } ] }"#,
    ] {
        assert!(serde_json::from_str::<Spec>(text).is_err(), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_name_that_does_not_fit_is_an_error() {
    struct Other;
    impl otp_runtime::Server for Other {
        type Args = ();
        type Message = u8;
        type Error = std::io::Error;
        async fn init((): (), _: &mut otp_runtime::Context<Self>) -> Result<Self, Self::Error> {
            Ok(Self)
        }
        async fn handle(
            &mut self,
            _: u8,
            _: &mut otp_runtime::Context<Self>,
        ) -> Result<(), Self::Error> {
            Ok(())
        }
    }
    let tree = Supervisor::new(Spec {
        children: children(&["a"]),
        ..Spec::default()
    })
    .server::<Other>("a", ())
    .start()
    .await
    .unwrap();
    assert!(tree.name::<Other>("a").is_ok());
    assert_eq!(
        tree.name::<Other>("b").unwrap_err(),
        NameError::Unknown("b".into())
    );
    assert!(matches!(
        tree.name::<Probe>("a").unwrap_err(),
        NameError::Type { .. }
    ));
}
