//! From paths to the linked model.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use otplint_model::{FileId, LineIndex, Location, Model, SourceError, Span};
use otplint_rust::program::{self, Stub};
use otplint_rust::prune;
use otplint_rust::sources::{self, LoadedCrate, Sources};
use otplint_rust::syntax::{self, File};
use otplint_rust::workspace::{self, CfgOptions, TargetKind, Workspace};

use crate::catalog::nearest;
use crate::configured;
use crate::failure::{Failure, Result};
use crate::paths::{absolute, real, shown};
use crate::pipeline::{Analysis, AnalyzeOptions, Skipped, Timing, Unseen};

/// Reads, parses and links everything that was asked for, on the current thread pool.
pub fn load(options: &AnalyzeOptions, analysis: &mut Analysis) -> Result<Model> {
    let said = said(&options.cfg)?;
    let own = user_stubs(&options.stubs)?;
    let stand_in = options
        .stdin
        .as_ref()
        .map(|(name, text)| (stand_in(name), text.as_str()));
    let paths = match &stand_in {
        Some((path, _)) => std::slice::from_ref(path),
        None => &options.paths[..],
    };
    let found = workspace::Options {
        features: options.features.clone(),
        stand_in: stand_in.as_ref().map(|(path, _)| path.clone()),
        ..workspace::Options::default()
    };
    options.progress.begin("looking around", 0);
    let workspace = analysis.timed("discover", || workspace::discover(paths, &found));
    has_packages(&workspace, &options.packages)?;
    let below = workspace.asked.clone();

    options.progress.begin("reading", workspace.found.len());
    let step = || options.progress.step();
    let loading = sources::Options {
        stand_in: stand_in
            .as_ref()
            .map(|(path, text)| (path.as_path(), *text)),
        read: Some(&step),
    };
    let dependencies: BTreeSet<String> = workspace
        .crates
        .iter()
        .flat_map(|one| &one.dependencies)
        .flat_map(|dependency| [&dependency.package, &dependency.extern_name])
        .cloned()
        .collect();
    let (mut sources, bundled) = analysis.timed("read and parse", || {
        rayon::join(
            || sources::load(workspace, loading, syntax::parse, sources::mod_decls),
            || program::bundled_stubs(dependencies.iter().map(String::as_str)),
        )
    });
    if !options.features.is_empty() || !options.cfg.is_empty() {
        prune::prune(&mut sources, &said);
    }
    if !options.packages.is_empty() {
        narrow(&mut sources, &options.packages);
    }

    options.progress.begin("linking", 0);
    let stubs = stubs(&sources, bundled, own);
    let mut program = analysis.timed("link", || program::link(&sources, &stubs));
    analysis.unseen = Unseen {
        macros: program.resolution.macros as usize,
        calls: (program.resolution.known + program.resolution.other + program.resolution.unknown)
            as usize,
        unresolved_calls: program.resolution.unknown as usize,
    };
    analysis.items = std::mem::take(&mut program.items);
    take(analysis, sources, &below);
    options.progress.begin("following", 0);
    let asks = |rule: &&'static dyn otplint_rules::Rule| {
        rule.reads_configuration() && options.rules.contains(&rule.meta().id)
    };
    let configures = stand_in.is_none() && otplint_rules::all().iter().any(asks);
    let next = analysis.files.len();
    let ((following, mut model), configured) = rayon::join(
        || Timing::of("summaries", || Model::new(program)),
        || configures.then(|| Timing::of("configuration files", || configured(&below, next))),
    );
    analysis.timings.push(following);
    if let Some((reading, read)) = configured {
        analysis.timings.push(reading);
        analysis.files.extend(read.files);
        analysis.items.resize(analysis.files.len(), Vec::new());
        let numbers = next..analysis.files.len();
        analysis.configuration = numbers.map(|number| FileId(number as u32)).collect();
        analysis.errors.extend(read.errors);
        analysis.skipped.extend(read.skipped);
        model.configured = read.configured;
    }
    Ok(model)
}

/// Reads the configuration files below the folders that were asked for, the first of them numbered `next`.
fn configured(below: &[PathBuf], next: usize) -> configured::Read {
    let folders: Vec<PathBuf> = below.iter().filter(|path| path.is_dir()).cloned().collect();
    let current = std::env::current_dir().map(real).unwrap_or_default();
    configured::read(&folders, &current, next)
}

/// What `--cfg` says.
fn said(arguments: &[String]) -> Result<CfgOptions> {
    let mut said = CfgOptions::open();
    for argument in arguments {
        said = said.with_argument(argument).ok_or_else(|| {
            Failure::new(format!("`{argument}` is no cfg"))
                .help("write `--cfg name`, or `--cfg 'key=\"value\"'`")
        })?;
    }
    Ok(said)
}

/// The whole path of the file that stdin stands in for. It need not exist.
fn stand_in(whole: &Path) -> PathBuf {
    match (whole.canonicalize(), whole.parent(), whole.file_name()) {
        (Ok(whole), ..) => whole,
        (Err(_), Some(folder), Some(name)) => real(folder.to_owned()).join(name),
        _ => whole.to_owned(),
    }
}

/// Fails if there is no package of one of these names.
fn has_packages(workspace: &Workspace, packages: &[String]) -> Result<()> {
    let all: HashSet<&str> = workspace
        .crates
        .iter()
        .map(|one| one.package.as_str())
        .collect();
    let Some(missing) = packages.iter().find(|name| !all.contains(name.as_str())) else {
        return Ok(());
    };
    let mut all: Vec<&str> = all.into_iter().collect();
    all.sort_unstable();
    let advice = match (nearest(missing, all.iter().copied()), &all[..]) {
        (Some(name), _) => format!("did you mean `{name}`?"),
        (None, []) => "there are no packages here: leave `-p` out".to_owned(),
        (None, few) if few.len() <= 8 => format!("there are `{}`", few.join("`, `")),
        (None, many) => format!(
            "there are {} packages, none with a name like it",
            many.len()
        ),
    };
    Err(Failure::new(format!("no package is called `{missing}`")).help(advice))
}

/// Asks only about the files of these packages.
fn narrow(sources: &mut Sources<File>, packages: &[String]) {
    let crates = sources
        .crates
        .iter()
        .filter(|one| packages.contains(&one.target.package));
    let files: HashSet<FileId> = crates
        .flat_map(|one| {
            one.root
                .into_iter()
                .chain(one.modules.iter().filter_map(|module| module.file))
        })
        .collect();
    for (index, file) in sources.files.iter_mut().enumerate() {
        file.asked &= files.contains(&FileId(index as u32));
    }
}

/// The stubs that the user wrote.
fn user_stubs(paths: &[PathBuf]) -> Result<Vec<Stub>> {
    let current = std::env::current_dir().unwrap_or_default();
    let read = |path: &PathBuf| {
        let name = shown(&current, path);
        let text = sources::read_text(path)
            .map_err(|message| Failure::new(format!("the stub `{name}` {message}")))?;
        Stub::read(&text).map_err(|error| {
            Failure::new(format!("the stub `{name}` cannot be used"))
                .at(&name, &text, error.span, &error.message)
                .help("`otplint stub PATH` prints stubs that can")
        })
    };
    paths.iter().map(read).collect()
}

/// The user's stubs, and the built-in ones of other crates.
fn stubs(sources: &Sources<File>, bundled: Vec<Stub>, own: Vec<Stub>) -> Vec<Stub> {
    let loose = |krate: &LoadedCrate| krate.target.kind == TargetKind::Loose;
    let mut stubs = match sources.crates.iter().any(loose) {
        true => program::all_stubs(),
        false => bundled,
    };
    stubs.retain(|bundled| own.iter().all(|one| one.name != bundled.name));
    stubs.extend(own);
    stubs
}

/// Moves what reports need out of `sources`, and lets go of the rest. `below` are the paths that
/// were asked for.
fn take(analysis: &mut Analysis, sources: Sources<File>, below: &[PathBuf]) {
    let mut trees = Vec::with_capacity(sources.files.len());
    for (index, file) in sources.files.into_iter().enumerate() {
        if file.asked {
            analysis.asked.push(FileId(index as u32));
        }
        analysis.files.push(file.source);
        trees.push(file.parsed);
    }
    // Giving back millions of small pieces takes longer than they are worth.
    std::mem::forget(trees);
    let skipped = sources.skipped.into_iter().map(|one| Skipped {
        path: one.path,
        reason: one.reason.as_str().to_owned(),
    });
    analysis.skipped = skipped.collect();
    let asked: HashSet<FileId> = analysis.asked.iter().copied().collect();
    let current = std::env::current_dir().map(real).unwrap_or_default();
    let beside = |error: &SourceError| match error.place {
        Some((file, _)) => !asked.contains(&file),
        None => {
            let path = absolute(&current, &error.path);
            path.extension().is_some_and(|extension| extension == "rs")
                && !below.iter().any(|asked| path.starts_with(asked))
        }
    };
    // A file that nobody asked about fails no check, but that it was not seen is told.
    let (beside, errors) = sources.errors.into_iter().partition(beside);
    analysis.errors = errors;
    analysis
        .skipped
        .extend(beside.into_iter().map(|error: SourceError| Skipped {
            path: error.path,
            reason: format!("not asked about, and faulty: {}", error.message),
        }));
}

/// What the model knows of a line; `name` is the name of a file for people.
pub fn knowledge(
    analysis: &Analysis,
    file: FileId,
    line: Span,
    name: &dyn Fn(FileId) -> String,
) -> String {
    let Some(model) = &analysis.model else {
        return String::new();
    };
    let named = |at: Location| {
        let text = &analysis.files[at.file.0 as usize].text;
        format!(
            "{}:{}",
            name(at.file),
            LineIndex::new(text).line(at.span.start)
        )
    };
    otplint_model::why::describe(model, file, line, &named)
}

/// Signatures of the crate whose source is at `path`: its folder, manifest or root file.
pub fn stub(path: &Path) -> Result<String> {
    let mut above = path.ancestors().skip(1);
    let around =
        above.find(|above| !above.as_os_str().is_empty() && above.join("Cargo.toml").is_file());
    let folder = if path.is_file() {
        around.unwrap_or(Path::new("."))
    } else {
        path
    };
    otplint_rust::stub::generate(folder).map_err(|error| Failure::new(error.to_string()))
}
