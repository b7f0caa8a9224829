//! Manifests to crates.

mod trees;

use std::collections::BTreeSet;

use otplint_rust::workspace::{CrateTarget, Options, SkipReason, TargetKind, discover};
use trees::*;

fn named<'a>(crates: &'a [CrateTarget], kind: TargetKind, name: &str) -> &'a CrateTarget {
    crates
        .iter()
        .find(|one| one.kind == kind && one.name == name)
        .unwrap_or_else(|| panic!("no {name}"))
}

fn listed(crates: &[CrateTarget]) -> Vec<(TargetKind, &str)> {
    crates
        .iter()
        .map(|one| (one.kind, one.name.as_str()))
        .collect()
}

#[test]
fn a_workspace_with_inheritance_renames_and_paths() {
    let folder = tree(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"crates/out\"]\n[workspace.package]\nedition = \"2021\"\n\
             [workspace.dependencies]\ntokio = { version = \"1.40\", features = [\"sync\"] }\none-lib = { path = \"crates/one\" }\n",
        ),
        (
            "crates/one/Cargo.toml",
            "[package]\nname = \"one-lib\"\nedition.workspace = true\n[lib]\nname = \"uno\"\n",
        ),
        ("crates/one/src/lib.rs", ""),
        (
            "crates/two/Cargo.toml",
            "[package]\nname = \"two\"\nedition = \"2024\"\n[dependencies]\none-lib.workspace = true\n\
             rt = { package = \"tokio\", version = \"1\" }\n[dev-dependencies]\ntokio = { workspace = true }\n\
             [target.'cfg(unix)'.dependencies]\nnix = \"0.29\"\n[build-dependencies]\ncc = \"1\"\n",
        ),
        ("crates/two/src/main.rs", ""),
        ("crates/two/src/lib.rs", ""),
        ("crates/two/build.rs", ""),
        ("crates/out/Cargo.toml", "[package]\nname = \"out\"\n"),
        ("crates/out/src/lib.rs", ""),
    ]);
    let workspace = find(&folder, "");
    assert_eq!(messages(&folder, &workspace.errors), Vec::<String>::new());
    assert_eq!(
        listed(&workspace.crates),
        [
            (TargetKind::Lib, "uno"),
            (TargetKind::Lib, "two"),
            (TargetKind::Bin, "two"),
            (TargetKind::BuildScript, "build_script_build"),
        ]
    );
    assert_eq!(workspace.crates[0].edition, 2021);
    let bin: Vec<_> = workspace.crates[2]
        .dependencies
        .iter()
        .map(|one| {
            (
                one.extern_name.as_str(),
                one.package.as_str(),
                one.version_req.as_deref(),
                one.member,
                one.dev,
            )
        })
        .collect();
    assert_eq!(
        bin,
        [
            ("two", "two", None, Some(1), false),
            ("uno", "one-lib", None, Some(0), false),
            ("rt", "tokio", Some("1"), None, false),
            ("tokio", "tokio", Some("1.40"), None, true),
            ("nix", "nix", Some("0.29"), None, false),
        ]
    );
    let script: Vec<_> = workspace.crates[3]
        .dependencies
        .iter()
        .map(|one| one.extern_name.as_str())
        .collect();
    assert_eq!(script, ["cc"]);
    let skipped: Vec<_> = workspace
        .skipped
        .iter()
        .map(|one| (below(&folder, &one.path), one.reason))
        .collect();
    assert_eq!(
        skipped,
        [("crates/out/Cargo.toml".to_owned(), SkipReason::NotAMember)]
    );

    // One member alone inherits from above, and does not bring the other.
    let one = find(&folder, "crates/two");
    assert_eq!(listed(&one.crates).len(), 3);
    assert_eq!(one.crates[0].dependencies[0].member, None);
    // A folder between workspace and members finds the members.
    assert_eq!(
        find(&folder, "crates")
            .crates
            .iter()
            .filter(|one| one.name == "uno")
            .count(),
        1
    );
}

#[test]
fn targets_are_discovered_as_cargo_does() {
    let folder = tree(&[
        (
            "Cargo.toml",
            "[package]\nname = \"my-app\"\nedition = \"2021\"\nautobenches = false\n[[bin]]\nname = \"tool\"\npath = \"tools/t.rs\"\n\
             [[test]]\nname = \"listed\"\n",
        ),
        ("src/main.rs", ""),
        ("src/bin/extra.rs", ""),
        ("src/bin/multi/main.rs", ""),
        ("src/bin/multi/helper.rs", ""),
        ("tools/t.rs", ""),
        ("examples/show.rs", ""),
        ("tests/listed.rs", ""),
        ("tests/it/main.rs", ""),
        ("benches/speed.rs", ""),
    ]);
    let workspace = find(&folder, "");
    assert_eq!(
        listed(&workspace.crates),
        [
            (TargetKind::Bin, "tool"),
            (TargetKind::Bin, "my_app"),
            (TargetKind::Bin, "extra"),
            (TargetKind::Bin, "multi"),
            (TargetKind::Example, "show"),
            (TargetKind::Test, "listed"),
            (TargetKind::Test, "it"),
        ]
    );
    assert!(named(&workspace.crates, TargetKind::Test, "it").test);
    assert!(!named(&workspace.crates, TargetKind::Example, "show").test);
    assert!(workspace.errors.is_empty());
}

#[test]
fn automatic_targets_can_be_turned_off() {
    let manifest = "[package]\nname = \"a\"\nedition = \"2021\"\nautobins = false\nbuild = false\n";
    let folder = tree(&[
        ("Cargo.toml", manifest),
        ("src/lib.rs", ""),
        ("src/bin/b.rs", ""),
        ("src/main.rs", ""),
        ("build.rs", ""),
    ]);
    assert_eq!(listed(&find(&folder, "").crates), [(TargetKind::Lib, "a")]);
}

#[test]
fn features_default_given_and_all() {
    let folder = tree(&[
        (
            "Cargo.toml",
            "[package]\nname = \"a\"\nedition = \"2021\"\n[dependencies]\nserde = { version = \"1\", optional = true }\n\
             log = { version = \"0.4\", optional = true }\n[features]\ndefault = [\"std\"]\nstd = [\"fast\"]\nfast = []\n\
             json = [\"dep:serde\"]\nextra = []\n",
        ),
        ("src/lib.rs", ""),
    ]);
    let look = |options: &Options| {
        let mut workspace = discover(&[folder.path().to_owned()], options);
        assert!(workspace.errors.is_empty(), "{:?}", workspace.errors);
        workspace.crates.remove(0)
    };
    let set = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<BTreeSet<_>>()
    };
    let names = |one: &CrateTarget| {
        one.dependencies
            .iter()
            .map(|one| one.extern_name.clone())
            .collect::<Vec<_>>()
    };

    let default = look(&Options::default());
    assert_eq!(default.features, set(&["default", "std", "fast"]));
    assert_eq!(names(&default), ["log", "serde"]);
    assert!(!default.features_given);

    let given = look(&Options {
        features: vec!["json,a/log".into()],
        no_default_features: true,
        ..Options::default()
    });
    assert_eq!(given.features, set(&["json", "log"]));
    assert_eq!(names(&given), ["log", "serde"]);

    let some = look(&Options {
        features: vec!["extra".into()],
        ..Options::default()
    });
    assert_eq!(some.features, set(&["default", "std", "fast", "extra"]));
    assert!(some.dependencies.is_empty());

    let all = look(&Options {
        all_features: true,
        ..Options::default()
    });
    assert_eq!(
        all.features,
        set(&["default", "std", "fast", "json", "extra", "log"])
    );

    let options = Options {
        features: vec!["typo".into()],
        ..Options::default()
    };
    let unknown = discover(&[folder.path().to_owned()], &options);
    assert_eq!(
        unknown.errors[0].message,
        "no package has the feature `typo`"
    );
}

#[test]
fn broken_and_lying_manifests_are_reported_and_the_rest_is_checked() {
    let folder = tree(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"a\", \"b\", \"c\", \"gone\"]\n",
        ),
        ("a/Cargo.toml", "[package\nname = \"a\"\n"),
        ("a/src/lib.rs", ""),
        ("a/src/main.rs", ""),
        (
            "b/Cargo.toml",
            "[package]\nname = \"b\"\nedition = \"2099\"\nlicense = 7\n[lib]\npath = \"src/nowhere.rs\"\n[dependencies]\nx = 3\ny = \"1\"\n\
             z = { path = \"../missing\" }\ntokio.workspace = true\n",
        ),
        ("b/src/lib.rs", ""),
        ("c/Cargo.toml", "[package]\nname = \"c\"\n"),
    ]);
    let workspace = find(&folder, "");
    assert_eq!(
        listed(&workspace.crates),
        [
            (TargetKind::Lib, "a"),
            (TargetKind::Bin, "a"),
            (TargetKind::Lib, "b")
        ],
        "{:?}",
        workspace.errors
    );
    let messages = messages(&folder, &workspace.errors);
    for expected in [
        "Cargo.toml: names the member `gone`, where there is no manifest",
        "a/Cargo.toml: is not valid TOML at line 1, column 9",
        "b/Cargo.toml: names an edition that is not known: `2099`",
        "b/Cargo.toml: names its library at `src/nowhere.rs`, where there is no file",
        "b/Cargo.toml: `dependencies.x` is not as cargo wants it",
        "b/Cargo.toml: names the dependency `z` at a path where there is no manifest",
        "b/Cargo.toml: inherits the dependency `tokio`, which no workspace around it declares",
        "c/Cargo.toml: has no target",
    ] {
        assert!(
            messages.iter().any(|one| one.starts_with(expected)),
            "{expected} not in {messages:#?}"
        );
    }
    let lib = named(&workspace.crates, TargetKind::Lib, "b");
    assert!(lib.dependencies.iter().any(|one| one.extern_name == "y"));
    assert!(lib.root.ends_with("b/src/lib.rs"));
}

#[test]
fn a_broken_workspace_manifest_still_finds_the_packages() {
    let folder = tree(&[
        ("Cargo.toml", "[workspace"),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("a/src/lib.rs", ""),
    ]);
    assert!(listed(&find(&folder, "").crates).contains(&(TargetKind::Lib, "a")));
}

#[test]
fn members_that_lead_out_are_not_followed() {
    let outside = tree(&[
        ("Cargo.toml", "[package]\nname = \"evil\"\n"),
        ("src/lib.rs", ""),
    ]);
    let outside = outside.path().display().to_string();
    let manifest = format!(
        "[workspace]\nmembers = [\"{outside}\", \"../../**\", \"/**\"]\n[package]\nname = \"a\"\n[dependencies]\nevil = {{ path = \"{outside}\" }}\n"
    );
    let folder = tree(&[("Cargo.toml", &manifest), ("src/lib.rs", "")]);
    let workspace = find(&folder, "");
    assert_eq!(listed(&workspace.crates), [(TargetKind::Lib, "a")]);
    assert_eq!(workspace.crates[0].dependencies[0].member, None);
}

#[test]
fn nothing_to_look_at_is_said() {
    let folder = tree(&[("notes/readme.md", "hello"), ("data.txt", "")]);
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for (path, expected) in [
        ("nowhere", "cannot be read"),
        ("empty", "holds no Rust files and no manifest"),
        ("notes", "holds no Rust files and no manifest"),
        ("data.txt", "is neither a folder nor a Rust file"),
    ] {
        let workspace = find(&folder, path);
        assert!(workspace.crates.is_empty());
        let messages = messages(&folder, &workspace.errors);
        assert!(
            messages.len() == 1 && messages[0].contains(expected),
            "{path}: {messages:?}"
        );
    }
}

#[test]
fn a_manifest_may_be_anything() {
    let folder = tree(&[("Cargo.toml/oops", ""), ("src/lib.rs", "")]);
    let workspace = find(&folder, "");
    assert_eq!(workspace.errors.len(), 1);
    assert_eq!(workspace.crates.len(), 1);

    let folder = tree(&[("src/lib.rs", "")]);
    write(&folder, "Cargo.toml", b"[package]\nname = \"\xff\"");
    let workspace = find(&folder, "");
    assert!(workspace.errors[0].message.contains("is not UTF-8"));
    assert_eq!(workspace.crates.len(), 1);
}

#[test]
fn a_library_for_tests_alone_is_test_code() {
    let folder = tree(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"*\"]\n"),
        (
            "service/Cargo.toml",
            "[package]\nname = \"service\"\n[dev-dependencies]\ntest-cluster = { path = \"../test-cluster\" }\n\
             [dependencies]\ntest-clock = { path = \"../test-clock\" }\n",
        ),
        ("service/src/lib.rs", ""),
        (
            "test-cluster/Cargo.toml",
            "[package]\nname = \"test-cluster\"\n[dependencies]\ntest-node = { path = \"../test-node\" }\n",
        ),
        ("test-cluster/src/lib.rs", ""),
        ("test-node/Cargo.toml", "[package]\nname = \"test-node\"\n"),
        ("test-node/src/lib.rs", ""),
        // A service uses it too.
        (
            "test-clock/Cargo.toml",
            "[package]\nname = \"test-clock\"\n",
        ),
        ("test-clock/src/lib.rs", ""),
        // Nobody uses it: it may be the product.
        (
            "test-runner/Cargo.toml",
            "[package]\nname = \"test-runner\"\n",
        ),
        ("test-runner/src/lib.rs", ""),
        // Only tests use it, and its name says nothing of them: it may be the product too.
        ("protocol/Cargo.toml", "[package]\nname = \"protocol\"\n"),
        ("protocol/src/lib.rs", ""),
        (
            "checks/Cargo.toml",
            "[package]\nname = \"checks\"\n[dev-dependencies]\nprotocol = { path = \"../protocol\" }\n",
        ),
        ("checks/src/lib.rs", ""),
    ]);
    let workspace = find(&folder, "");
    let test: Vec<&str> = workspace
        .crates
        .iter()
        .filter(|krate| krate.test)
        .map(|krate| krate.name.as_str())
        .collect();
    assert_eq!(test, ["test_cluster", "test_node"]);
}

#[test]
fn a_package_below_tests_is_test_code() {
    let package = |name: &str| format!("[package]\nname = \"{name}\"\n");
    let (service, harness, runner) = (package("service"), package("harness"), package("runner"));
    let files = [
        ("service/Cargo.toml", service.as_str()),
        ("service/src/lib.rs", ""),
        ("tests/harness/Cargo.toml", harness.as_str()),
        ("tests/harness/src/main.rs", ""),
        ("tools/tests/Cargo.toml", runner.as_str()),
        ("tools/tests/src/lib.rs", ""),
    ];
    let test = |crates: &[CrateTarget]| -> Vec<String> {
        let test = crates.iter().filter(|krate| krate.test);
        test.map(|krate| krate.name.clone()).collect()
    };
    let folder = tree(&files);
    assert_eq!(test(&find(&folder, "").crates), ["harness", "runner"]);
    // Alone it is what somebody asked to look at.
    assert!(test(&find(&folder, "tests").crates).is_empty());
}
