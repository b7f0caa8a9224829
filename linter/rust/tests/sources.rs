//! Crates to files.

mod trees;

use std::sync::atomic::{AtomicUsize, Ordering};

use otplint_model::{LineIndex, Span};
use otplint_rust::sources::{MAX_FILE_BYTES, ParseError, Sources};
use otplint_rust::workspace::{SkipReason, TargetKind};
use trees::*;

const MANIFEST: &str = "[package]\nname = \"a\"\nedition = \"2021\"\n";

fn skipped<T>(folder: &tempfile::TempDir, sources: &Sources<T>) -> Vec<(String, SkipReason)> {
    sources
        .skipped
        .iter()
        .map(|one| (below(folder, &one.path), one.reason))
        .collect()
}

#[test]
fn modules_are_found_as_rustc_finds_them() {
    let folder = tree(&[
        ("Cargo.toml", MANIFEST),
        (
            "src/lib.rs",
            "mod plain;\nmod dir;\nmod inline { mod deep; mod r#type; }\n#[path = \"odd/place.rs\"] mod odd;\n\
             cfg_if::cfg_if! { if #[cfg(unix)] { mod imp_unix; } else { mod imp_other; } }\n\
             cfg_select! { windows => { mod sel_windows; } feature = \"x\" => { mod sel_x; } _ => { mod sel_other; } }\n\
             #[path = \"renamed\"] mod outer { mod inside; #[path = \"named.rs\"] mod other; }\n",
        ),
        (
            "src/plain.rs",
            "mod child;\n#[path = \"beside.rs\"] mod beside;\nmod within { #[path = \"w.rs\"] mod w; }\n",
        ),
        ("src/plain/child.rs", ""),
        ("src/beside.rs", "mod of_beside;"),
        ("src/of_beside.rs", ""),
        ("src/plain/within/w.rs", ""),
        ("src/dir/mod.rs", "mod child;"),
        ("src/dir/child.rs", ""),
        ("src/inline/deep.rs", ""),
        ("src/inline/type.rs", ""),
        ("src/odd/place.rs", "mod next;"),
        ("src/odd/next.rs", ""),
        ("src/imp_unix.rs", ""),
        ("src/sel_x.rs", ""),
        ("src/sel_other.rs", ""),
        ("src/renamed/inside.rs", ""),
        ("src/renamed/named.rs", ""),
        ("src/unused.rs", "not rust at all ("),
    ]);
    let sources = load_at(&folder, "");
    assert_eq!(messages(&folder, &sources.errors), Vec::<String>::new());
    assert_eq!(
        modules(&folder, &sources, 0),
        [
            "src/beside.rs of_beside -> src/of_beside.rs",
            "src/dir/mod.rs child -> src/dir/child.rs",
            "src/lib.rs plain -> src/plain.rs",
            "src/lib.rs dir -> src/dir/mod.rs",
            "src/lib.rs inline::deep -> src/inline/deep.rs",
            "src/lib.rs inline::r#type -> src/inline/type.rs",
            "src/lib.rs odd -> src/odd/place.rs",
            "src/lib.rs imp_unix -> src/imp_unix.rs",
            "src/lib.rs imp_other -> missing",
            "src/lib.rs sel_windows -> missing",
            "src/lib.rs sel_x -> src/sel_x.rs",
            "src/lib.rs sel_other -> src/sel_other.rs",
            "src/lib.rs outer::inside -> src/renamed/inside.rs",
            "src/lib.rs outer::other -> src/renamed/named.rs",
            "src/odd/place.rs next -> src/odd/next.rs",
            "src/plain.rs child -> src/plain/child.rs",
            "src/plain.rs beside -> src/beside.rs",
            "src/plain.rs within::w -> src/plain/within/w.rs",
        ]
    );
    assert_eq!(
        skipped(&folder, &sources),
        [("src/unused.rs".to_owned(), SkipReason::OutsideTargets)]
    );

    let lib = &sources.crates[0];
    let root = lib.root.unwrap();
    let inline = ["inline".to_owned()];
    let found: Vec<_> = lib.module_files(root, &inline, "deep").collect();
    assert_eq!(
        below(&folder, &sources.files[found[0].0 as usize].source.path),
        "src/inline/deep.rs"
    );
    assert_eq!(lib.module_files(root, &[], "deep").count(), 0);
}

#[test]
fn a_file_of_two_crates_is_parsed_once() {
    let folder = tree(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "mod shared;"),
        ("src/main.rs", "mod shared;"),
        ("src/shared.rs", "mod deeper;"),
        ("src/shared/deeper.rs", ""),
    ]);
    let count = AtomicUsize::new(0);
    let counting = |text: &str| {
        count.fetch_add(1, Ordering::Relaxed);
        parse(text)
    };
    let sources = load_on(4, find(&folder, ""), counting, Clone::clone);
    assert_eq!(count.into_inner(), 4);
    assert_eq!(sources.files.len(), 4);
    assert!(
        modules(&folder, &sources, 0)
            .contains(&"src/shared.rs deeper -> src/shared/deeper.rs".to_owned())
    );
    assert!(
        modules(&folder, &sources, 1)
            .contains(&"src/shared.rs deeper -> src/shared/deeper.rs".to_owned())
    );
}

#[test]
fn the_result_is_the_same_at_any_number_of_threads() {
    let mut list = vec![("Cargo.toml".to_owned(), MANIFEST.to_owned())];
    let mut root = String::new();
    for number in 0..40 {
        root += &format!("mod m{number};\n");
        list.push((
            format!("src/m{number}.rs"),
            format!("mod a;\nmod gone{number};\n#[path = \"../lib.rs\"] mod up;"),
        ));
        list.push((format!("src/m{number}/a.rs"), "fn f( {".to_owned()));
    }
    list.push(("src/lib.rs".to_owned(), root.clone()));
    list.push(("src/main.rs".to_owned(), root));
    let list: Vec<(&str, &str)> = list
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let folder = tree(&list);
    let look = |threads| {
        let sources = load_on(threads, find(&folder, ""), parse, Clone::clone);
        let crates: Vec<_> = (0..sources.crates.len())
            .map(|number| modules(&folder, &sources, number))
            .collect();
        (
            files(&folder, &sources),
            crates,
            messages(&folder, &sources.errors),
            sources.bytes,
            sources.lines,
        )
    };
    let one = look(1);
    assert_eq!(one.0.len(), 82);
    for threads in [2, 3, 8] {
        assert_eq!(look(threads), one);
    }
}

#[test]
fn one_file_of_a_package_brings_its_crate_but_is_alone_asked_for() {
    let folder = tree(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "mod x;"),
        ("src/x.rs", ""),
        ("tests/ui/loose.rs", "mod helper;"),
        ("tests/ui/helper.rs", ""),
    ]);
    let asked = |sources: &Sources<_>| {
        let list = sources.files.iter().filter(|file| file.asked);
        list.map(|file| below(&folder, &file.source.path))
            .collect::<Vec<_>>()
    };
    let sources = load_at(&folder, "src/x.rs");
    assert_eq!(files(&folder, &sources), ["src/lib.rs", "src/x.rs"]);
    assert_eq!(asked(&sources), ["src/x.rs"]);
    // Named, so checked, though no target reaches it.
    let sources = load_at(&folder, "tests/ui/loose.rs");
    assert_eq!(asked(&sources), ["tests/ui/loose.rs"]);
    assert_eq!(
        sources.crates.last().unwrap().target.kind,
        TargetKind::Loose
    );
    let sources = load_at(&folder, "tests/ui");
    assert_eq!(asked(&sources), ["tests/ui/helper.rs", "tests/ui/loose.rs"]);
    let sources = load_at(&folder, "src");
    assert_eq!(asked(&sources), ["src/lib.rs", "src/x.rs"]);
}

#[test]
fn files_without_a_manifest_are_crates_unless_another_declares_them() {
    let folder = tree(&[
        ("one.rs", "mod two;\nmod three;"),
        ("two.rs", ""),
        ("one/three.rs", ""),
        ("sub/alone.rs", ""),
        ("sub/ring_a.rs", "#[path = \"ring_b.rs\"] mod b;"),
        ("sub/ring_b.rs", "#[path = \"ring_a.rs\"] mod a;"),
        ("target/CACHEDIR.TAG", ""),
        ("target/out.rs", ""),
        (".git/hook.rs", ""),
    ]);
    let sources = load_at(&folder, "");
    let roots: Vec<_> = sources
        .crates
        .iter()
        .map(|one| one.target.name.as_str())
        .collect();
    assert_eq!(roots, ["one", "alone", "ring_a"]);
    assert_eq!(
        modules(&folder, &sources, 0),
        ["one.rs two -> two.rs", "one.rs three -> one/three.rs"]
    );
    assert_eq!(
        modules(&folder, &sources, 2),
        [
            "sub/ring_a.rs b -> sub/ring_b.rs",
            "sub/ring_b.rs a -> missing"
        ]
    );
    assert_eq!(sources.errors.len(), 1, "{:?}", sources.errors);
    assert_eq!(
        skipped(&folder, &sources),
        [
            (".git".to_owned(), SkipReason::Hidden),
            ("target".to_owned(), SkipReason::BuildOutput)
        ]
    );
    assert_eq!(files(&folder, &load_at(&folder, "two.rs")), ["two.rs"]);
}

#[test]
fn texts_of_every_kind() {
    let folder = tree(&[
        ("Cargo.toml", MANIFEST),
        (
            "src/lib.rs",
            "mod bom; mod crlf; mod nul; mod latin; mod syntax;",
        ),
    ]);
    write(&folder, "src/bom.rs", b"\xef\xbb\xbffn f() {}\n");
    write(
        &folder,
        "src/crlf.rs",
        b"fn f() {}\r\n// x\r\nfn g() {}\r\n",
    );
    write(&folder, "src/nul.rs", b"fn f() {\0}\n");
    write(&folder, "src/latin.rs", b"// ok\n// \xe9\n");
    write(&folder, "src/syntax.rs", b"fn f() {}\nfn (\n");
    let sources = load_at(&folder, "");
    let parsed: Vec<_> = sources
        .files
        .iter()
        .filter(|one| one.parsed.is_some())
        .collect();
    assert_eq!(parsed.len(), 3);
    assert_eq!(&*parsed[0].source.text, "fn f() {}\n");
    let messages = messages(&folder, &sources.errors);
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(
        messages[0].starts_with("src/latin.rs: is not UTF-8 (line 2, byte 9)"),
        "{messages:?}"
    );
    assert!(
        messages[1].starts_with("src/nul.rs: holds a NUL byte"),
        "{messages:?}"
    );
    assert_eq!(sources.errors[1].place.unwrap().1, Span::new(8, 9));
    let (file, span) = sources.errors[2].place.unwrap();
    let text = &sources.files[file.0 as usize].source.text;
    assert_eq!(LineIndex::new(text).line(span.start), 2);
    assert_eq!(sources.lines, 1 + 1 + 3 + 1 + 2);
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tree(&[
        ("Cargo.toml", MANIFEST),
        (
            "src/lib.rs",
            "mod folder; mod big; mod two; mod gone; mod ok;\n#[path = \"/etc/passwd\"] mod passwd;\n#[path = \"../../../up.rs\"] mod up;",
        ),
        ("src/folder.rs/x", ""),
        ("src/two.rs", ""),
        ("src/two/mod.rs", ""),
        ("src/ok.rs", ""),
    ]);
    std::fs::File::create(folder.path().join("src/big.rs"))
        .unwrap()
        .set_len(50_000_000)
        .unwrap();
    let sources = load_at(&folder, "");
    let messages = messages(&folder, &sources.errors);
    for expected in [
        "src/folder.rs: is not a regular file",
        "src/big.rs: is larger than 8 MiB",
        "src/lib.rs: module `two` has two files, `two.rs` and `two/mod.rs`",
        "src/lib.rs: module `gone` has no file; it belongs at `gone.rs` or `gone/mod.rs`",
        "src/lib.rs: module `passwd` lies outside the checked tree",
        "src/lib.rs: module `up` ",
    ] {
        assert!(
            messages.iter().any(|one| one.starts_with(expected)),
            "{expected} not in {messages:#?}"
        );
    }
    assert_eq!(messages.len(), 6);
    assert_eq!(
        files(&folder, &sources),
        ["src/lib.rs", "src/ok.rs", "src/two.rs"]
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_tree_only() {
    use std::os::unix::fs::symlink;
    let outside = tree(&[("evil.rs", "fn evil() {}")]);
    let folder = tree(&[
        ("Cargo.toml", MANIFEST),
        (
            "src/lib.rs",
            "mod evil; mod nowhere; mod near; mod ring; mod up;",
        ),
        ("src/real/near.rs", ""),
        ("src/mod.rs", "mod up;"),
    ]);
    let at = |path: &str| folder.path().join(path);
    symlink(outside.path().join("evil.rs"), at("src/evil.rs")).unwrap();
    symlink(at("src/missing.rs"), at("src/nowhere.rs")).unwrap();
    symlink(at("src/real/near.rs"), at("src/near.rs")).unwrap();
    symlink(at("src/ring.rs"), at("src/ring.rs")).unwrap();
    symlink(at("src"), at("src/up")).unwrap();
    symlink(outside.path(), at("out")).unwrap();
    let sources = load_at(&folder, "");
    assert_eq!(
        files(&folder, &sources),
        ["src/lib.rs", "src/mod.rs", "src/real/near.rs"]
    );
    assert_eq!(
        skipped(&folder, &sources),
        [
            ("out".to_owned(), SkipReason::LinkOutOfTree),
            ("src/evil.rs".to_owned(), SkipReason::LinkOutOfTree),
            ("src/nowhere.rs".to_owned(), SkipReason::LinkToNowhere),
            ("src/ring.rs".to_owned(), SkipReason::LinkToNowhere),
            ("src/up".to_owned(), SkipReason::LinkToNowhere),
        ]
    );
    let messages = messages(&folder, &sources.errors);
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(
        messages[0].starts_with("src/mod.rs: module `up` is a file that holds this declaration"),
        "{messages:?}"
    );
}

#[test]
fn circles_of_modules_end() {
    let folder = tree(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "#[path = \"lib.rs\"] mod me;\nmod a;"),
        (
            "src/a.rs",
            "#[path = \"b.rs\"] mod b;\nmod inner { #[path = \"../a.rs\"] mod again; }",
        ),
        ("src/b.rs", "#[path = \"a.rs\"] mod a;"),
    ]);
    let sources = load_at(&folder, "");
    assert_eq!(
        modules(&folder, &sources, 0),
        [
            "src/a.rs b -> src/b.rs",
            "src/a.rs inner::again -> missing",
            "src/b.rs a -> missing",
            "src/lib.rs me -> missing",
            "src/lib.rs a -> src/a.rs",
        ]
    );
    let circles = sources
        .errors
        .iter()
        .filter(|one| one.message.contains("holds this declaration"));
    assert_eq!(circles.count(), 3, "{:?}", sources.errors);
}

#[test]
fn a_parser_that_panics_costs_one_file() {
    let folder = tree(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "mod bad;"),
        ("src/bad.rs", "boom"),
    ]);
    let fragile = |text: &str| -> Result<_, ParseError> {
        assert_ne!(text, "boom");
        parse(text)
    };
    let sources = load_on(2, find(&folder, ""), fragile, Clone::clone);
    assert_eq!(messages(&folder, &sources.errors).len(), 1);
    assert!(sources.errors[0].message.contains("please report it"));
    assert_eq!(
        sources
            .files
            .iter()
            .filter(|one| one.parsed.is_some())
            .count(),
        1
    );
}

#[test]
fn a_line_of_five_megabytes_works() {
    let one = "pub const X: &str = \"some text of a generated table\";";
    let text = one.repeat(5_000_000 / one.len() + 1);
    assert!((text.len() as u64) < MAX_FILE_BYTES);
    let folder = tree(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &text)]);
    let sources = load_at(&folder, "");
    assert!(sources.errors.is_empty());
    assert_eq!((sources.lines, sources.bytes), (1, text.len() as u64));
}

#[test]
fn the_real_parser_lists_the_same_modules() {
    let folder = tree(&[
        ("Cargo.toml", MANIFEST),
        (
            "src/lib.rs",
            "mod a;\nmod b { mod c; }\ncfg_if::cfg_if! { if #[cfg(unix)] { mod d; } else { mod e; } }\n\
             #[cfg(test)] mod tests;\n#[cfg_attr(unix, path = \"f_unix.rs\")] mod f;\nmod r#type;\n",
        ),
        ("src/a.rs", ""),
        ("src/b/c.rs", ""),
        ("src/d.rs", ""),
        ("src/f_unix.rs", ""),
        ("src/type.rs", ""),
    ]);
    let sources = load_on(
        2,
        find(&folder, ""),
        otplint_rust::syntax::parse,
        otplint_rust::sources::mod_decls,
    );
    assert_eq!(messages(&folder, &sources.errors), Vec::<String>::new());
    let found: Vec<_> = sources
        .files
        .iter()
        .map(|one| below(&folder, &one.source.path))
        .collect();
    assert_eq!(
        found,
        [
            "src/a.rs",
            "src/b/c.rs",
            "src/d.rs",
            "src/f_unix.rs",
            "src/lib.rs",
            "src/type.rs"
        ]
    );
}
