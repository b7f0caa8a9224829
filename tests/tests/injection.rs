//! The injection harness itself: its sites fit, its carriers are clean, and what a sample of the mutants
//! must show. The whole of it is `cargo run --release -p otplint-tests --bin inject`.
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, BTreeSet};

use otplint_tests::cases::found::{Source, find};
use otplint_tests::injection::carrier::Carrier;
use otplint_tests::injection::folder;
use otplint_tests::injection::mutant::{self, Mutant, Placement};

fn carriers() -> Vec<Carrier> {
    Carrier::own(&folder()).expect("the carriers can be read")
}

fn mutants() -> Vec<Mutant> {
    let planted = |carrier| mutant::all(carrier).expect("its sites fit");
    carriers().iter().flat_map(planted).collect()
}

fn sources(manifest: &str, files: &BTreeMap<std::path::PathBuf, String>) -> Vec<Source> {
    let manifest = Source {
        name: "Cargo.toml".to_owned(),
        text: manifest.to_owned(),
    };
    let files = files.iter().map(|(path, text)| Source {
        name: path.to_string_lossy().into_owned(),
        text: text.clone(),
    });
    std::iter::once(manifest).chain(files).collect()
}

#[test]
fn every_rule_has_fifty_mutants_of_its_own_name_and_half_of_them_cross_files() {
    let mutants = mutants();
    let ids: BTreeSet<_> = mutants.iter().map(|mutant| &mutant.id).collect();
    assert_eq!(ids.len(), mutants.len(), "two mutants have one id");
    for rule in otplint_rules::all() {
        let of_rule = || {
            mutants
                .iter()
                .filter(|mutant| mutant.rule == rule.meta().id)
        };
        let across = |mutant: &&Mutant| {
            matches!(mutant.placement, Placement::OtherFile | Placement::TwoDeep)
        };
        let (all, elsewhere) = (of_rule().count(), of_rule().filter(across).count());
        assert!(all >= 50, "{}: {all} mutants", rule.meta().id);
        // one flaw of a rule may have no step that can move
        assert!(
            2 * elsewhere + 1 >= all,
            "{}: {elsewhere} of {all}",
            rule.meta().id
        );
    }
}

#[test]
fn carriers_are_clean() {
    for carrier in carriers() {
        let found = find(&sources(&carrier.manifest, &carrier.files)).expect("it is checked");
        assert!(found.is_empty(), "{}: {found:#?}", carrier.name);
    }
}

/// Of six mutants of a rule, how many are found at least. Rules that do not reach 85 % of all their mutants yet
/// have no floor here.
const FLOORS: [(&str, usize); 1] = [("god-process", 5)];

#[test]
fn a_sample_is_found() {
    let mutants = mutants();
    for (rule, floor) in FLOORS {
        let of_rule: Vec<_> = mutants
            .iter()
            .filter(|mutant| mutant.rule == rule)
            .collect();
        let sample = of_rule.iter().step_by(of_rule.len() / 6).take(6);
        let found = sample.filter(|mutant| is_found(mutant)).count();
        assert!(found >= floor, "{rule}: {found} of 6 are found");
    }
}

fn is_found(mutant: &Mutant) -> bool {
    let found = find(&sources(&mutant.manifest, &mutant.files)).expect("it is checked");
    found.iter().any(|finding| {
        let places = finding.related.iter().map(|step| &step.place);
        finding.rule == mutant.rule
            && std::iter::once(&finding.place)
                .chain(places)
                .any(|place| mutant.planted_at(&place.path, place.start.0, place.end.0))
    })
}
