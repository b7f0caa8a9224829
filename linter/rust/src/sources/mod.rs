//! From crates to parsed files: every file is read and parsed once, in parallel, and each crate
//! says which of its module declarations stands for which file.

mod decls;
mod depth;
mod load;
mod resolve;
mod text;

use std::fmt;

use otplint_model::{FileId, SourceError, SourceFile, Span};

pub use decls::mod_decls;
pub use depth::{MAX_CHAIN, MAX_NESTING, STACK_BYTES, too_deep};
pub use load::{Options, load, threads};
pub use text::{MAX_FILE_BYTES, read as read_text};

pub use crate::syntax::ParseError;
use crate::workspace::{CrateTarget, Skipped};

/// `mod name;` in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModDecl {
    /// The inline modules around it, outermost first.
    pub inline_path: Vec<String>,
    /// The `#[path]` of each of these; may be shorter than `inline_path` where there is none.
    pub inline_path_attrs: Vec<Option<String>>,
    /// The module's name.
    pub name: String,
    /// Its own `#[path]`. A declaration with several, as from `cfg_attr`, is several of these.
    pub path_attr: Option<String>,
    /// Under a `cfg` that may be off, or made by a macro: no error if its file is missing.
    pub conditional: bool,
    /// Where it stands.
    pub span: Span,
}

/// All files of all crates.
#[derive(Debug)]
pub struct Sources<T> {
    /// By path; [`FileId`] is the position in here.
    pub files: Vec<LoadedFile<T>>,
    /// In the order of [`crate::workspace::Workspace::crates`], loose ones behind; positions in
    /// [`crate::workspace::Dependency::member`] stay true.
    pub crates: Vec<LoadedCrate>,
    /// What is wrong with paths, manifests and files, by path.
    pub errors: Vec<SourceError>,
    /// What was left out, by path.
    pub skipped: Vec<Skipped>,
    /// Bytes read.
    pub bytes: u64,
    /// Lines read.
    pub lines: u64,
}

/// One file.
pub struct LoadedFile<T> {
    /// The path is relative to the current folder where the file lies below it, else absolute.
    pub source: SourceFile,
    /// `None` if it could not be parsed; why is among the errors.
    pub parsed: Option<T>,
    /// Whether findings in it were asked for.
    pub asked: bool,
}

impl<T> fmt::Debug for LoadedFile<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadedFile")
            .field("path", &self.source.path)
            .field("parsed", &self.parsed.is_some())
            .field("asked", &self.asked)
            .finish()
    }
}

/// One crate.
#[derive(Clone, Debug)]
pub struct LoadedCrate {
    /// As the manifest has it; its root is absolute.
    pub target: CrateTarget,
    /// `None` if the root could not be read.
    pub root: Option<FileId>,
    /// What its declarations stand for, by file and place; never a cycle.
    pub modules: Vec<ModuleFile>,
}

impl LoadedCrate {
    /// The files that a declaration stands for: several where alternatives are kept, none where
    /// the file is missing.
    pub fn module_files<'a>(
        &'a self,
        file: FileId,
        inline_path: &'a [String],
        name: &'a str,
    ) -> impl Iterator<Item = FileId> + 'a {
        let start = self.modules.partition_point(|module| module.parent < file);
        self.modules[start..]
            .iter()
            .take_while(move |module| module.parent == file)
            .filter(move |module| {
                module.decl.name == name && module.decl.inline_path == inline_path
            })
            .filter_map(|module| module.file)
    }
}

/// A module declaration and the file behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleFile {
    /// The file that holds the declaration.
    pub parent: FileId,
    /// The declaration.
    pub decl: ModDecl,
    /// The file that it stands for; `None` if it is missing or was refused.
    pub file: Option<FileId>,
}
