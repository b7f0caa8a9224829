//! From paths to the linked model.

use std::path::Path;

use otplint_model::{FileId, Model, Span};
use otplint_rust::{program, sources, syntax, workspace};

use crate::failure::{Failure, Result};
use crate::pipeline::{Analysis, AnalyzeOptions, Skipped, Unseen};

/// Reads, parses and links everything that was asked for.
pub fn load(options: &AnalyzeOptions, analysis: &mut Analysis) -> Result<Model> {
    let found = workspace::Options { features: options.features.clone(), ..workspace::Options::default() };
    let workspace = analysis.timed("discover", |_| workspace::discover(&options.paths, &found));
    let sources = analysis.timed("read and parse", |_| {
        sources::load(workspace, rayon::current_num_threads(), syntax::parse, program::modules)
    });
    let stubs = analysis.timed("stubs", |_| program::bundled_stubs(&sources));
    let program = analysis.timed("link", |_| program::link(&sources, &stubs));
    analysis.unseen = Unseen {
        macros: program.resolution.macros as usize,
        calls: (program.resolution.known + program.resolution.other + program.resolution.unknown) as usize,
        unresolved_calls: program.resolution.unknown as usize,
    };
    analysis.items = program.items.clone();
    for (index, file) in sources.files.iter().enumerate() {
        if file.asked {
            analysis.asked.push(FileId(index as u32));
        }
    }
    analysis.files = sources.files.into_iter().map(|file| file.source).collect();
    analysis.errors = sources.errors;
    analysis.skipped = sources
        .skipped
        .into_iter()
        .map(|skipped| Skipped { path: skipped.path, reason: skipped.reason.as_str().to_owned() })
        .collect();
    let model = analysis.timed("summaries", |_| Model::new(program));
    Ok(model)
}

/// What the model knows of a line.
pub fn knowledge(analysis: &Analysis, file: FileId, line: Span) -> String {
    let Some(model) = &analysis.model else { return String::new() };
    otplint_model::why::describe(model, file, line)
}

/// Signatures of the crate whose source is at `path`.
pub fn stub(_: &Path) -> Result<String> {
    Err(Failure::new("`otplint stub` does not work yet").help("write the signatures by hand for now"))
}
