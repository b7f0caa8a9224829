//! README.md shows the precision that the stored verdicts give.
#![forbid(unsafe_code)]

use std::path::Path;

use otplint_tests::corpus::precision::Precision;

#[test]
fn readme_shows_the_stored_precision() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let page = std::fs::read_to_string(&path).expect("it is there");
    let (open, close) = ("<!-- precision -->\n", "<!-- /precision -->");
    let start = page.find(open).expect("the mark is there") + open.len();
    let end = start + page[start..].find(close).expect("its end is there");
    let stored = Precision::stored().expect("the verdicts can be read");
    let table = stored.to_string();
    let lines: Vec<&str> = table.lines().map(str::trim_end).collect();
    let wanted = format!("```text\n{}\n```\n", lines.join("\n"));
    if std::env::var_os("UPDATE_README").is_some() {
        let page = format!("{}{wanted}{}", &page[..start], &page[end..]);
        std::fs::write(&path, page).expect("it can be written");
    } else {
        assert_eq!(
            &page[start..end],
            wanted,
            "UPDATE_README=1 brings README.md up to date"
        );
    }
}
