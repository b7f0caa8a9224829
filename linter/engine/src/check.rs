//! One run: from what was asked for to what is reported.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use otplint_model::finding::assign_fingerprints;
use otplint_model::{Confidence, FileId, Finding, Location, Severity, SourceError, SourceFile};

use crate::catalog::{Catalog, UNUSED_SUPPRESSION};
use crate::config::{self, Loaded};
use crate::failure::{Failure, Result};
use crate::paths::{absolute, shown};
use crate::pipeline::{Analysis, AnalyzeOptions, Skipped, Timing, Unseen, analyze};
use crate::progress::Progress;
use crate::settings::{Fate, Flags, Settings};
use crate::suppress::{self, Suppression};

/// What to check, and how.
#[derive(Clone, Debug, Default)]
pub struct CheckOptions {
    /// The folder that relative paths start from; absolute.
    pub folder: PathBuf,
    /// Files and folders; empty means the folder.
    pub paths: Vec<PathBuf>,
    /// A text that stands in for a file of this name, and then is all that is reported on.
    pub stdin: Option<(PathBuf, String)>,
    /// Where the configuration comes from.
    pub config: ConfigChoice,
    /// What the command line says about rules.
    pub flags: Flags,
    /// Only these packages of the workspace; empty means all.
    pub packages: Vec<String>,
    /// Features that are taken as on.
    pub features: Vec<String>,
    /// `cfg` flags that are taken as set.
    pub cfg: Vec<String>,
    /// Where the run says how far it is.
    pub progress: Arc<Progress>,
}

/// Where the configuration comes from.
#[derive(Clone, Debug, Default)]
pub enum ConfigChoice {
    /// Looked for from the checked paths upward.
    #[default]
    Find,
    /// This file.
    File(PathBuf),
    /// There is none.
    None,
}

/// What a run reports.
#[derive(Debug)]
pub struct Report {
    /// The files that locations speak of.
    pub files: Vec<SourceFile>,
    /// By path, then place, then rule.
    pub findings: Vec<Finding>,
    /// What could not be used, by path, then place.
    pub errors: Vec<SourceError>,
    /// What was passed over on purpose, by path.
    pub skipped: Vec<Skipped>,
    /// The numbers.
    pub summary: Summary,
    /// How long each stage and each rule took.
    pub timings: Vec<Timing>,
    /// Whether the check failed: a finding at or above the failing level, or an error.
    pub failed: bool,
}

/// The numbers of a run.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Files that were reported on.
    pub files: usize,
    /// Lines in them.
    pub lines: usize,
    /// Rules that ran.
    pub rules: usize,
    /// Rules that did not run only because they are in preview.
    pub waiting: usize,
    /// Findings that comments suppress.
    pub suppressed: usize,
    /// Findings whose evidence is weaker than asked for.
    pub weak: usize,
    /// How much was not seen.
    pub unseen: Unseen,
    /// Findings by rule.
    pub by_rule: BTreeMap<&'static str, usize>,
}

/// Checks.
///
/// # Errors
///
/// Wrong usage or wrong configuration, and nothing to check.
pub fn check(options: &CheckOptions) -> Result<Report> {
    let run = Run::with_chosen(options)?;
    Ok(run.report(&options.folder))
}

/// The files that a check would report on, absolute, in order.
///
/// # Errors
///
/// As [`check`].
pub fn list_files(options: &CheckOptions) -> Result<Vec<PathBuf>> {
    let run = Run::with(options, |_| Vec::new())?;
    let mut files: Vec<PathBuf> = run
        .analysis
        .asked
        .iter()
        .map(|id| run.whole[id.0 as usize].clone())
        .collect();
    files.sort();
    Ok(files)
}

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
    fn with_chosen(options: &CheckOptions) -> Result<Self> {
        Self::with(options, |settings| {
            let ids = otplint_rules::all().iter().map(|rule| rule.meta().id);
            ids.filter(|id| settings.runs(id)).collect()
        })
    }

    /// With every rule, those that are off too.
    pub fn with_all(options: &CheckOptions) -> Result<Self> {
        Self::with(options, |_| {
            otplint_rules::all()
                .iter()
                .map(|rule| rule.meta().id)
                .collect()
        })
    }

    fn with(
        options: &CheckOptions,
        rules: impl FnOnce(&Settings) -> Vec<&'static str>,
    ) -> Result<Self> {
        let catalog = Catalog::all();
        let paths = paths(options)?;
        let loaded = configuration(options, &paths)?;
        let settings = Settings::new(&options.folder, &options.flags, loaded.as_ref(), &catalog)?;
        let analysis = analyze(&AnalyzeOptions {
            paths: paths.clone(),
            stdin: options.stdin.clone(),
            packages: options.packages.clone(),
            features: options.features.clone(),
            cfg: options.cfg.clone(),
            stubs: settings.stubs.clone(),
            rules: rules(&settings),
            progress: Arc::clone(&options.progress),
        })?;
        let run = Self::judge(analysis, settings, &options.folder, &catalog);
        if run.analysis.asked.is_empty() && run.analysis.errors.is_empty() {
            return Err(nothing(options, &paths));
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
        let mut asked = vec![false; analysis.files.len()];
        for id in &analysis.asked {
            asked[id.0 as usize] = true;
        }
        analysis
            .findings
            .retain(|finding| asked[finding.location.file.0 as usize]);
        sort(&mut analysis.findings, &whole);
        analysis
            .findings
            .dedup_by(|later, first| later.rule == first.rule && later.location == first.location);
        let files = &analysis.files;
        assign_fingerprints(&mut analysis.findings, |location| snippet(files, location));
        let mut suppressions: Vec<Vec<Suppression>> = files.iter().map(|_| Vec::new()).collect();
        // Nothing was found in a file that does not parse, so no suppression in it is idle.
        let broken: Vec<FileId> = analysis
            .errors
            .iter()
            .filter_map(|error| Some(error.place?.0))
            .collect();
        for id in analysis.asked.iter().filter(|id| !broken.contains(id)) {
            let index = id.0 as usize;
            suppressions[index] = suppress::read(
                *id,
                &files[index],
                &analysis.items[index],
                catalog,
                &mut analysis.errors,
            );
        }
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

    fn report(mut self, folder: &Path) -> Report {
        let mut summary = Summary {
            files: self.analysis.asked.len(),
            unseen: self.analysis.unseen,
            ..Summary::default()
        };
        let ran = |rule: &&&'static dyn otplint_rules::Rule| self.settings.runs(rule.meta().id);
        summary.rules = otplint_rules::all().iter().filter(ran).count();
        summary.waiting = self.settings.waiting;
        let lines = |id: &FileId| self.analysis.files[id.0 as usize].text.lines().count();
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
            ..
        } = self.analysis;
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

/// What is asked about, absolute.
fn paths(options: &CheckOptions) -> Result<Vec<PathBuf>> {
    if let Some((name, _)) = &options.stdin {
        return match &options.paths[..] {
            [] => Ok(vec![name.clone()]),
            _ => Err(
                Failure::new("--stdin-filename and paths do not go together")
                    .help("leave the paths out"),
            ),
        };
    }
    let folder = [PathBuf::from(".")];
    let asked = if options.paths.is_empty() {
        &folder
    } else {
        &options.paths[..]
    };
    for path in asked {
        if let Err(error) = options.folder.join(path).metadata() {
            let failure = Failure::new(format!(
                "`{}` cannot be checked: {}",
                path.display(),
                reason(&error)
            ));
            return Err(failure.help("name a file or a folder that exists"));
        }
    }
    Ok(asked.to_vec())
}

/// What went wrong with a file, in our tone.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        _ => error.to_string(),
    }
}

fn configuration(options: &CheckOptions, paths: &[PathBuf]) -> Result<Option<Loaded>> {
    match &options.config {
        ConfigChoice::None => return Ok(None),
        ConfigChoice::File(path) => {
            return config::load(&options.folder, path).map(Some);
        }
        ConfigChoice::Find => {}
    }
    let mut found: Option<Option<Loaded>> = None;
    for path in paths {
        let next = config::find(&options.folder, path)?;
        let path = |loaded: &Option<Loaded>| loaded.as_ref().map(|loaded| loaded.path.clone());
        match &found {
            Some(first) if path(first) != path(&next) => {
                let name = |loaded: &Option<Loaded>| match loaded {
                    Some(loaded) => format!("`{}`", loaded.name),
                    None => "none".to_owned(),
                };
                let names = format!("{} and {}", name(first), name(&next));
                return Err(Failure::new(format!(
                    "the paths have different configurations: {names}"
                ))
                .help("check them one at a time, or name one with --config"));
            }
            Some(_) => {}
            None => found = Some(next),
        }
    }
    Ok(found.flatten())
}

fn nothing(options: &CheckOptions, paths: &[PathBuf]) -> Box<Failure> {
    let name = |path: &PathBuf| match absolute(&options.folder, path) {
        path if path == options.folder => "this folder".to_owned(),
        path => format!("`{}`", shown(&options.folder, &path)),
    };
    let names: Vec<String> = paths.iter().map(name).collect();
    Failure::new(format!("there is no Rust to check in {}", names.join(", "))).help(
        "name a folder with a Cargo.toml or a file that ends in `.rs`; or is what is there excluded?",
    )
}

/// How many findings of each severity there are, from grave to harmless.
pub fn by_severity(findings: &[Finding]) -> [(Severity, usize); 3] {
    [Severity::Error, Severity::Warning, Severity::Info].map(|severity| {
        (
            severity,
            findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count(),
        )
    })
}

#[cfg(test)]
mod tests {
    use otplint_model::{Related, Span};

    use super::*;
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
