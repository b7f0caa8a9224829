//! Everything between the rules and the report: order, fingerprints, suppressions, fates.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use otplint_model::finding::assign_fingerprints;
use otplint_model::{Confidence, FileId, Finding, Location, SourceError, SourceFile};
use rayon::prelude::*;

use crate::catalog::{Catalog, UNUSED_SUPPRESSION};
use crate::check::{self, CheckOptions, Report, Summary};
use crate::failure::Result;
use crate::paths::{absolute, shown};
use crate::pipeline::{Analysis, AnalyzeOptions, analyze};
use crate::settings::{Fate, Settings};
use crate::suppress::{self, Suppression};

/// An analysis with everything that decides about its findings.
pub(crate) struct Run {
    pub analysis: Analysis,
    pub settings: Settings,
    /// For each file, absolute.
    pub whole: Vec<PathBuf>,
    /// For each file.
    pub suppressions: Vec<Vec<Suppression>>,
}

impl Run {
    /// With the rules that the settings choose.
    pub fn with_chosen(options: &CheckOptions) -> Result<Self> {
        Self::with(options, false, |settings| {
            let ids = otplint_rules::all().iter().map(|rule| rule.meta().id);
            ids.filter(|id| settings.runs(id)).collect()
        })
    }

    /// With every rule, those that are off too, and with what they decline.
    pub fn explained(options: &CheckOptions) -> Result<Self> {
        Self::with(options, true, |_| {
            otplint_rules::all()
                .iter()
                .map(|rule| rule.meta().id)
                .collect()
        })
    }

    pub fn with(
        options: &CheckOptions,
        explained: bool,
        rules: impl FnOnce(&Settings) -> Vec<&'static str>,
    ) -> Result<Self> {
        let catalog = Catalog::all();
        let paths = check::paths(options)?;
        let loaded = check::configuration(options, &paths)?;
        let settings = Settings::new(&options.folder, &options.flags, loaded.as_ref(), &catalog)?;
        let analysis = analyze(&AnalyzeOptions {
            paths: paths.clone(),
            stdin: options
                .stdin
                .clone()
                .map(|(name, text)| (absolute(&options.folder, &name), text)),
            packages: options.packages.clone(),
            features: options.features.clone(),
            cfg: options.cfg.clone(),
            stubs: settings.stubs.clone(),
            rules: rules(&settings),
            explained,
            progress: Arc::clone(&options.progress),
        })?;
        let run = Self::judge(analysis, settings, &options.folder, &catalog);
        let said = |error: &SourceError| error.message != otplint_rust::workspace::NO_RUST;
        if run.analysis.asked.is_empty() && !run.analysis.errors.iter().any(said) {
            return Err(check::nothing(options, &paths));
        }
        Ok(run)
    }

    /// Everything after the rules: what is excluded, in order, once, named, and read for suppressions.
    fn judge(mut analysis: Analysis, settings: Settings, folder: &Path, catalog: &Catalog) -> Self {
        let whole: Vec<PathBuf> = analysis
            .files
            .iter()
            .map(|file| absolute(folder, &file.path))
            .collect();
        let at = |id: FileId| &whole[id.0 as usize];
        analysis.asked.sort_unstable();
        analysis.asked.dedup();
        analysis.asked.retain(|id| !settings.excludes(at(*id)));
        analysis
            .errors
            .retain(|error| !settings.excludes(&absolute(folder, &error.path)));
        let configuration = analysis.configuration.iter().copied();
        let configuration = configuration.filter(|id| !settings.excludes(at(*id)));
        let asked: HashSet<FileId> = analysis
            .asked
            .iter()
            .copied()
            .chain(configuration)
            .collect();
        analysis
            .findings
            .retain(|finding| asked.contains(&finding.location.file));
        analysis
            .declined
            .retain(|declined| asked.contains(&declined.location.file));
        analysis.declined.sort_by(|a, b| {
            at(a.location.file)
                .cmp(at(b.location.file))
                .then_with(|| (a.location.span, a.rule).cmp(&(b.location.span, b.rule)))
                .then_with(|| a.reason.cmp(&b.reason))
        });
        analysis.declined.dedup();
        sort(&mut analysis.findings, &whole);
        analysis
            .findings
            .dedup_by(|later, first| later.rule == first.rule && later.location == first.location);
        let files = &analysis.files;
        assign_fingerprints(&mut analysis.findings, |location| snippet(files, location));
        // Nothing was found in a file that does not parse, so no suppression in it is idle.
        let broken: HashSet<FileId> = analysis
            .errors
            .iter()
            .filter_map(|error| Some(error.place?.0))
            .collect();
        let asked = &analysis.asked;
        let read = files.par_iter().enumerate().map(|(index, file)| {
            let id = FileId(index as u32);
            let mut errors = Vec::new();
            let read = match asked.binary_search(&id).is_ok() && !broken.contains(&id) {
                true => suppress::read(id, file, &analysis.items[index], catalog, &mut errors),
                false => Vec::new(),
            };
            (read, errors)
        });
        let (suppressions, errors): (Vec<Vec<Suppression>>, Vec<_>) = read.unzip();
        analysis.errors.extend(errors.into_iter().flatten());
        analysis.errors.sort_by_cached_key(|error| {
            (
                absolute(folder, &error.path),
                error.place.map(|(_, span)| span),
                error.message.clone(),
            )
        });
        analysis.errors.dedup();
        analysis.skipped.sort();
        Self {
            analysis,
            settings,
            whole,
            suppressions,
        }
    }

    /// The suppressions that cover a finding.
    pub fn covering(&self, finding: &Finding) -> Vec<&Suppression> {
        let all = self.suppressions[finding.location.file.0 as usize].iter();
        all.filter(|one| one.covers(finding.rule, finding.location.span))
            .collect()
    }

    /// What becomes of a finding, were it not suppressed.
    pub fn fate(&self, finding: &Finding) -> Fate {
        let path = &self.whole[finding.location.file.0 as usize];
        self.settings
            .fate(path, finding.rule, finding.severity, finding.confidence)
    }

    pub fn report(mut self, folder: &Path) -> Report {
        let mut summary = Summary {
            files: self.analysis.asked.len(),
            unseen: self.analysis.unseen,
            ..Summary::default()
        };
        let ran = |rule: &&&'static dyn otplint_rules::Rule| self.settings.runs(rule.meta().id);
        summary.rules = otplint_rules::all().iter().filter(ran).count();
        summary.waiting = self.settings.waiting;
        let lines = |id: &FileId| self.analysis.files[id.0 as usize].lines();
        summary.lines = self.analysis.asked.iter().map(lines).sum();
        let mut findings = Vec::new();
        for mut finding in std::mem::take(&mut self.analysis.findings) {
            let suppressed = !self.covering(&finding).is_empty();
            match self.fate(&finding) {
                Fate::Reported(_) if suppressed => summary.suppressed += 1,
                Fate::Reported(severity) => {
                    finding.severity = severity;
                    findings.push(finding);
                }
                Fate::TooWeak(_) if !suppressed => summary.weak += 1,
                Fate::Off | Fate::TooWeak(_) => {}
            }
        }
        findings.extend(self.unused(folder));
        sort(&mut findings, &self.whole);
        for finding in &findings {
            *summary.by_rule.entry(finding.rule).or_default() += 1;
        }
        let fail_on = self.settings.fail_on;
        let failed = !self.analysis.errors.is_empty()
            || findings
                .iter()
                .any(|finding| fail_on.fails(finding.severity));
        let Analysis {
            files,
            errors,
            skipped,
            timings,
            model,
            ..
        } = self.analysis;
        // The process ends soon after; taking millions of small pieces apart would only delay it.
        std::mem::forget(model);
        Report {
            files,
            findings,
            errors,
            skipped,
            summary,
            timings,
            failed,
        }
    }

    /// What is said of suppressions that suppress nothing, though their rule ran.
    fn unused(&self, folder: &Path) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (index, suppressions) in self.suppressions.iter().enumerate() {
            let idle = suppressions
                .iter()
                .filter(|one| !one.used() && self.settings.runs(one.rule));
            for one in idle {
                let finding = Finding {
                    rule: UNUSED_SUPPRESSION.id,
                    severity: UNUSED_SUPPRESSION.severity,
                    confidence: Confidence::High,
                    location: Location {
                        file: FileId(index as u32),
                        span: one.named,
                    },
                    message: format!("this suppresses nothing: `{}` finds nothing here", one.rule),
                    help: format!("take `{}` out of the comment", one.rule),
                    replacement: "",
                    related: Vec::new(),
                    item: shown(folder, &self.whole[index]),
                    fingerprint: String::new(),
                };
                if let Fate::Reported(severity) = self.fate(&finding) {
                    findings.push(Finding {
                        severity,
                        ..finding
                    });
                }
            }
        }
        assign_fingerprints(&mut findings, |location| {
            snippet(&self.analysis.files, location)
        });
        findings
    }
}

/// Sorts by path, then place, then rule; the surest first where all are the same.
fn sort(findings: &mut [Finding], whole: &[PathBuf]) {
    let key = |finding: &Finding| {
        (
            finding.location.span,
            finding.rule,
            std::cmp::Reverse(finding.confidence),
        )
    };
    let path = |finding: &Finding| &whole[finding.location.file.0 as usize];
    findings.sort_by(|a, b| {
        path(a)
            .cmp(path(b))
            .then_with(|| key(a).cmp(&key(b)))
            .then_with(|| a.message.cmp(&b.message))
    });
}

fn snippet(files: &[SourceFile], location: Location) -> &str {
    let text = &files[location.file.0 as usize].text;
    text.get(location.span.start as usize..location.span.end as usize)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use otplint_model::{Related, Severity, Span};

    use super::*;
    use crate::config::Loaded;
    use crate::settings::Flags;
    use crate::tests::{catalog, items, source};

    const TEXT: &str = "fn f() {
    a();
    b(); // otplint: allow(raw-send, reason = \"a test\")
    c(); // otplint: allow(raw-send, torn-update, reason = \"a test\")
    d();
}
";

    fn finding(text: &str, rule: &'static str, at: &str, confidence: Confidence) -> Finding {
        let start = text.find(at).unwrap() as u32;
        let location = Location {
            file: FileId(0),
            span: Span::new(start, start + at.len() as u32),
        };
        Finding {
            rule,
            severity: Severity::Warning,
            confidence,
            location,
            message: format!("{at} is lost"),
            help: String::new(),
            replacement: "",
            related: vec![Related {
                location,
                message: String::new(),
            }],
            item: "crate::f".to_owned(),
            fingerprint: String::new(),
        }
    }

    fn report(config: &str, text: &str, findings: Vec<Finding>) -> Report {
        let loaded = Loaded {
            path: "/w/otplint.toml".into(),
            name: "otplint.toml".to_owned(),
            text: config.to_owned(),
            config: toml::from_str(config).unwrap(),
        };
        let folder = Path::new("/w");
        let settings = Settings::new(folder, &Flags::default(), Some(&loaded), &catalog()).unwrap();
        let analysis = Analysis {
            files: vec![source(text)],
            asked: vec![FileId(0)],
            items: vec![items(text)],
            findings,
            ..Analysis::default()
        };
        Run::judge(analysis, settings, folder, &catalog()).report(folder)
    }

    fn told(report: &Report) -> Vec<(&'static str, &str, Severity)> {
        report
            .findings
            .iter()
            .map(|one| (one.rule, &*one.message, one.severity))
            .collect()
    }

    #[test]
    fn suppressed_findings_are_counted_and_idle_suppressions_reported() {
        let found = |at| finding(TEXT, "raw-send", at, Confidence::High);
        let report = report("", TEXT, vec![found("d()"), found("b()"), found("a()")]);
        let idle = "this suppresses nothing: `raw-send` finds nothing here";
        let warning = Severity::Warning;
        assert_eq!(
            told(&report),
            [
                ("raw-send", "a() is lost", warning),
                ("unused-suppression", idle, warning),
                ("raw-send", "d() is lost", warning)
            ]
        );
        assert_eq!(report.summary.suppressed, 1);
        assert_eq!(
            report.summary.by_rule,
            BTreeMap::from([("raw-send", 2), ("unused-suppression", 1)])
        );
        assert!(report.failed);
    }

    #[test]
    fn a_suppression_of_a_rule_that_is_off_is_not_idle() {
        let report = report("ignore = ['raw-send']", TEXT, Vec::new());
        assert_eq!(told(&report), []);
        assert!(!report.failed);
    }

    #[test]
    fn weak_evidence_is_left_out_and_counted() {
        let text = "fn f() { a(); b(); }";
        let found = || {
            vec![
                finding(text, "raw-send", "a()", Confidence::Low),
                finding(text, "raw-send", "b()", Confidence::Medium),
            ]
        };
        let by_default = report("", text, found());
        assert_eq!((told(&by_default).len(), by_default.summary.weak), (1, 1));
        let all = report("min-confidence = 'low'", text, found());
        assert_eq!((told(&all).len(), all.summary.weak), (2, 0));
        assert_eq!(
            all.findings[1].fingerprint,
            by_default.findings[0].fingerprint
        );
    }

    #[test]
    fn the_failing_level_decides() {
        let text = "fn f() { a(); }";
        let failed = |config: &str| {
            report(
                config,
                text,
                vec![finding(text, "raw-send", "a()", Confidence::High)],
            )
            .failed
        };
        assert!(failed(""));
        assert!(failed("fail-on = 'info'"));
        assert!(!failed("fail-on = 'error'"));
        assert!(!failed("fail-on = 'never'"));
        assert!(failed("fail-on = 'error'\nlevels = { raw-send = 'error' }"));
        assert!(!failed("levels = { raw-send = 'info' }"));
        assert!(!failed("levels = { raw-send = 'off' }"));
        assert!(!failed("exclude = ['src']"));
    }

    #[test]
    fn one_flaw_is_told_once_and_order_does_not_matter() {
        let text = "fn f() { a(); b(); }";
        let found = |at, confidence| finding(text, "raw-send", at, confidence);
        let (a, weak, b) = (
            found("a()", Confidence::High),
            found("a()", Confidence::Medium),
            found("b()", Confidence::High),
        );
        let one = report("", text, vec![a.clone(), weak.clone(), b.clone()]);
        let other = report("", text, vec![b, weak, a]);
        assert_eq!(one.findings, other.findings);
        assert_eq!(one.findings.len(), 2);
        assert_eq!(one.findings[0].confidence, Confidence::High);
        assert_ne!(one.findings[0].fingerprint, one.findings[1].fingerprint);
    }
}
