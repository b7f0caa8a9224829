//! Reads and parses every file that the crates reach.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use otplint_model::{FileId, SourceError, SourceFile, Span};
use rayon::prelude::*;
use rayon::{Scope, ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use super::depth::{STACK_BYTES, too_deep};
use super::resolve::{Place, candidates};
use super::{LoadedCrate, LoadedFile, ModDecl, ModuleFile, ParseError, Sources, text};
use crate::workspace::{CrateTarget, SkipReason, Skipped, TargetKind, Workspace, shorten, walk};

/// The edition of files that no manifest describes.
const LOOSE_EDITION: u16 = 2024;

/// How to load.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// A file, absolute and free of links, and the text that is read in its place; it need not
    /// exist.
    pub stand_in: Option<(&'a Path, &'a str)>,
    /// Called after each file, from any thread.
    pub read: Option<&'a (dyn Fn() + Sync)>,
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("stand_in", &self.stand_in.map(|(path, _)| path))
            .finish_non_exhaustive()
    }
}

/// A pool whose threads can parse whatever [`too_deep`] lets pass (0 threads: one for each
/// processor).
///
/// # Errors
///
/// The system does not give the threads.
pub fn threads(count: usize) -> Result<ThreadPool, ThreadPoolBuildError> {
    ThreadPoolBuilder::new()
        .num_threads(count)
        .stack_size(STACK_BYTES)
        .build()
}

/// Loads all crates of `workspace` on the current pool, which should be one of [`threads`].
///
/// `parse` turns a text into whatever the caller keeps of it. It may use `proc_macro2`, but no
/// span of it may outlive the call: the thread's spans are dropped after each file. `modules`
/// lists a file's module declarations in their order, each alternative by itself.
///
/// The result is the same at any number of threads. Never fails: what is wrong is in
/// [`Sources::errors`]. A panic in `parse` is caught and reported as an error of its file.
pub fn load<T: Send + Sync>(
    workspace: Workspace,
    options: Options<'_>,
    parse: impl Fn(&str) -> Result<T, ParseError> + Sync,
    modules: impl Fn(&T) -> Vec<ModDecl> + Sync,
) -> Sources<T> {
    let loader = Loader {
        trees: Folders::new(&workspace.trees),
        options,
        parse,
        modules,
        state: Mutex::default(),
    };

    let mut roots: Vec<(CrateTarget, Option<usize>)> = Vec::new();
    let targets = workspace
        .crates
        .iter()
        .map(|target| (target.root.as_path(), false))
        .collect::<Vec<_>>();
    let nodes = loader.visit_all(&targets);
    roots.extend(workspace.crates.iter().cloned().zip(nodes));

    // What was asked for and no target reaches stands for itself.
    let reached = loader.reached();
    // Paths sort by component: what lies below a folder follows it at once.
    let unreached = |asked: &&PathBuf| {
        let next = reached.range(PathBuf::clone(asked)..).next();
        next.is_none_or(|file| !file.starts_with(asked))
    };
    let mut loose: BTreeSet<PathBuf> = workspace.loose.iter().cloned().collect();
    loose.extend(workspace.asked.iter().filter(unreached).cloned());
    let mut files = BTreeSet::new();
    let mut named = BTreeSet::new();
    for path in loose {
        if path.is_dir() {
            files.extend(walk(&path).rust);
        } else {
            named.insert(path.clone());
            files.insert(path);
        }
    }
    let files: Vec<PathBuf> = files.into_iter().collect();
    let targets = files
        .iter()
        .map(|file| (file.as_path(), true))
        .collect::<Vec<_>>();
    let nodes = loader.visit_all(&targets);
    roots.extend(loader.loose_roots(&files, &named, &nodes));

    loader.finish(
        workspace.errors,
        workspace.skipped,
        &workspace.asked,
        &workspace.found,
        roots,
    )
}

/// A file as one of its declarations sees it: the same file may be reached twice with different
/// folders for its modules.
struct Node {
    entry: usize,
    place: Place,
    children: Vec<(ModDecl, Option<usize>)>,
    faults: Vec<Fault>,
}

/// What is wrong with a declaration.
enum Fault {
    Error(Span, String),
    Skipped(Skipped),
}

struct Entry<T> {
    path: PathBuf,
    text: Option<Arc<str>>,
    parsed: Option<T>,
    fault: Option<(Option<Span>, String)>,
    decls: Option<Arc<[ModDecl]>>,
    claimed: bool,
    waiting: Vec<usize>,
}

struct State<T> {
    by_path: HashMap<PathBuf, usize>,
    entries: Vec<Entry<T>>,
    by_place: HashMap<(usize, Place), usize>,
    nodes: Vec<Node>,
}

impl<T> Default for State<T> {
    fn default() -> Self {
        Self {
            by_path: HashMap::new(),
            entries: Vec::new(),
            by_place: HashMap::new(),
            nodes: Vec::new(),
        }
    }
}

impl<T> State<T> {
    /// The node of a file, and whether it is new.
    fn node(&mut self, path: PathBuf, place: Place) -> (usize, bool) {
        let entries = &mut self.entries;
        let entry = *self.by_path.entry(path).or_insert_with_key(|path| {
            entries.push(Entry {
                path: path.clone(),
                text: None,
                parsed: None,
                fault: None,
                decls: None,
                claimed: false,
                waiting: Vec::new(),
            });
            entries.len() - 1
        });
        let nodes = &mut self.nodes;
        let before = nodes.len();
        let node = *self
            .by_place
            .entry((entry, place))
            .or_insert_with_key(|(_, place)| {
                nodes.push(Node {
                    entry,
                    place: place.clone(),
                    children: Vec::new(),
                    faults: Vec::new(),
                });
                before
            });
        (node, self.nodes.len() > before)
    }
}

/// Files and folders, to ask what lies below one of them.
struct Folders<'a>(HashSet<&'a Path>);

impl<'a> Folders<'a> {
    fn new(paths: &'a [PathBuf]) -> Self {
        Self(paths.iter().map(PathBuf::as_path).collect())
    }

    fn hold(&self, path: &Path) -> bool {
        path.ancestors().any(|above| self.0.contains(above))
    }
}

struct Loader<'a, T, P, M> {
    trees: Folders<'a>,
    options: Options<'a>,
    parse: P,
    modules: M,
    state: Mutex<State<T>>,
}

/// What a text came to.
struct Read<T> {
    text: Option<Arc<str>>,
    parsed: Option<T>,
    fault: Option<(Option<Span>, String)>,
    decls: Arc<[ModDecl]>,
}

impl<T, P, M> Loader<'_, T, P, M>
where
    T: Send + Sync,
    P: Fn(&str) -> Result<T, ParseError> + Sync,
    M: Fn(&T) -> Vec<ModDecl> + Sync,
{
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Loads files as crate roots, and all that they reach. `None`: the file is out of bounds.
    fn visit_all(&self, roots: &[(&Path, bool)]) -> Vec<Option<usize>> {
        let mut nodes = Vec::with_capacity(roots.len());
        rayon::scope(|scope| {
            for (path, loose) in roots {
                let place = Place::root(path, *loose);
                let Some(real) = self.real(path).ok().filter(|real| self.within(real)) else {
                    nodes.push(None);
                    continue;
                };
                let (node, new) = self.lock().node(real, place);
                nodes.push(Some(node));
                if new {
                    scope.spawn(move |scope| self.visit(scope, node));
                }
            }
        });
        nodes
    }

    /// The text that is read in place of a file's own.
    fn stand_in(&self, path: &Path) -> Option<&str> {
        let (file, text) = self.options.stand_in?;
        (file == path).then_some(text)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        match self.stand_in(path) {
            Some(_) => Ok(path.to_owned()),
            None => path.canonicalize(),
        }
    }

    fn within(&self, path: &Path) -> bool {
        self.trees.hold(path)
    }

    fn visit<'s>(&'s self, scope: &Scope<'s>, node: usize) {
        let (entry, path) = {
            let mut state = self.lock();
            let entry = state.nodes[node].entry;
            let file = &mut state.entries[entry];
            if let Some(decls) = file.decls.clone() {
                drop(state);
                return self.resolve(scope, node, &decls);
            }
            if file.claimed {
                return file.waiting.push(node);
            }
            file.claimed = true;
            (entry, file.path.clone())
        };
        let Read {
            text,
            parsed,
            fault,
            decls,
        } = self.read(&path);
        if let Some(read) = self.options.read {
            read();
        }
        let waiting = {
            let mut state = self.lock();
            let file = &mut state.entries[entry];
            (file.text, file.parsed, file.fault) = (text, parsed, fault);
            file.decls = Some(Arc::clone(&decls));
            std::mem::take(&mut file.waiting)
        };
        for node in waiting.into_iter().chain([node]) {
            self.resolve(scope, node, &decls);
        }
    }

    fn read(&self, path: &Path) -> Read<T> {
        let none: Arc<[ModDecl]> = Arc::new([]);
        let text = match self
            .stand_in(path)
            .map_or_else(|| text::read(path), text::check)
        {
            Ok(text) => text,
            Err(message) => {
                return Read {
                    text: None,
                    parsed: None,
                    fault: Some((None, message)),
                    decls: none,
                };
            }
        };
        let fault = match too_deep(&text) {
            Some((span, message)) => (Some(span), message),
            None => match self.parse(&text) {
                Ok((parsed, decls)) => {
                    return Read {
                        text: Some(text),
                        parsed: Some(parsed),
                        fault: None,
                        decls: decls.into(),
                    };
                }
                Err(fault) => fault,
            },
        };
        Read {
            text: Some(text),
            parsed: None,
            fault: Some(fault),
            decls: none,
        }
    }

    fn parse(&self, text: &str) -> Result<(T, Vec<ModDecl>), (Option<Span>, String)> {
        let result = catch_unwind(AssertUnwindSafe(|| {
            let parsed = (self.parse)(text)?;
            let decls = (self.modules)(&parsed);
            Ok((parsed, decls))
        }));
        // Without this the spans of all files that a thread ever parsed pile up, and at 4 GiB of
        // them the next file would panic.
        proc_macro2::extra::invalidate_current_thread_spans();
        match result {
            Ok(Ok(parsed)) => Ok(parsed),
            Ok(Err(ParseError { span, message })) => Err(match text.find('\0') {
                Some(at) => {
                    let message =
                        "holds a NUL byte, which Rust does not allow here; is it a text file?";
                    (
                        Some(Span::new(at as u32, at as u32 + 1)),
                        message.to_owned(),
                    )
                }
                None => (Some(span), message),
            }),
            Err(_) => {
                let message =
                    "the parser panicked on it, which is a fault of otplint; please report it";
                Err((None, message.to_owned()))
            }
        }
    }

    fn resolve<'s>(&'s self, scope: &Scope<'s>, node: usize, decls: &[ModDecl]) {
        if decls.is_empty() {
            return;
        }
        let (path, place) = {
            let state = self.lock();
            let node = &state.nodes[node];
            (state.entries[node.entry].path.clone(), node.place.clone())
        };
        let mut children = Vec::with_capacity(decls.len());
        let mut faults = Vec::new();
        for decl in decls {
            let child = self
                .find(&path, &place, decl, &mut faults)
                .map(|(real, place)| {
                    let (child, new) = self.lock().node(real, place);
                    if new {
                        scope.spawn(move |scope| self.visit(scope, child));
                    }
                    child
                });
            children.push((decl.clone(), child));
        }
        let mut state = self.lock();
        state.nodes[node].children = children;
        state.nodes[node].faults = faults;
    }

    /// The file behind a declaration, free of links, and where its modules live.
    fn find(
        &self,
        file: &Path,
        place: &Place,
        decl: &ModDecl,
        faults: &mut Vec<Fault>,
    ) -> Option<(PathBuf, Place)> {
        let candidates = candidates(file, place, decl);
        // Anything but a folder counts, as for rustc; a dangling link is a file that cannot be read.
        let mut there = candidates.iter().filter(|one| {
            one.file.symlink_metadata().is_ok() || self.stand_in(&one.file).is_some()
        });
        let Some(found) = there.next() else {
            if !decl.conditional {
                faults.push(Fault::Error(decl.span, missing(file, decl, &candidates)));
            }
            return None;
        };
        if let Some(other) = there.next().filter(|_| place.second.is_none()) {
            let (one, two) = (relative(file, &found.file), relative(file, &other.file));
            let message = format!(
                "module `{}` has two files, `{one}` and `{two}`; remove one",
                decl.name
            );
            faults.push(Fault::Error(decl.span, message));
        }
        if !self.within(&found.file) {
            let name = &decl.name;
            let message = format!("module `{name}` lies outside the checked tree and was not read");
            faults.push(Fault::Error(decl.span, message));
            return None;
        }
        let skip = |reason| {
            Fault::Skipped(Skipped {
                path: found.file.clone(),
                reason,
            })
        };
        match self.real(&found.file) {
            Err(_) => {
                faults.push(skip(SkipReason::LinkToNowhere));
                None
            }
            Ok(real) if !self.within(&real) => {
                faults.push(skip(SkipReason::LinkOutOfTree));
                None
            }
            Ok(real) if real == found.file => Some((real, found.place.clone())),
            Ok(real) => {
                // A link within the tree: free the folder of links too, or one that leads up
                // would make ever longer paths.
                let folder = found
                    .place
                    .folder
                    .canonicalize()
                    .unwrap_or_else(|_| found.place.folder.clone());
                Some((
                    real,
                    Place {
                        folder,
                        second: None,
                    },
                ))
            }
        }
    }

    /// The files that the crates reach so far.
    fn reached(&self) -> BTreeSet<PathBuf> {
        let state = self.lock();
        state
            .entries
            .iter()
            .map(|entry| entry.path.clone())
            .collect()
    }

    /// Of files that no manifest describes, those that no other declares; in a circle, the first.
    fn loose_roots(
        &self,
        files: &[PathBuf],
        named: &BTreeSet<PathBuf>,
        nodes: &[Option<usize>],
    ) -> Vec<(CrateTarget, Option<usize>)> {
        let state = self.lock();
        let mut declared: BTreeSet<usize> = BTreeSet::new();
        for node in nodes.iter().flatten() {
            let node = &state.nodes[*node];
            let children = node
                .children
                .iter()
                .filter_map(|(_, child)| Some(state.nodes[(*child)?].entry));
            declared.extend(children.filter(|child| *child != node.entry));
        }
        let mut reached: BTreeSet<usize> = BTreeSet::new();
        let mut roots = Vec::new();
        for first_pass in [true, false] {
            for (file, node) in files.iter().zip(nodes) {
                let entry = node.map(|node| state.nodes[node].entry);
                let taken = entry.is_some_and(|entry| {
                    reached.contains(&entry)
                        || first_pass && declared.contains(&entry) && !named.contains(file)
                });
                if taken || entry.is_none() && !first_pass {
                    continue;
                }
                let mut stack: Vec<usize> = node.iter().copied().collect();
                let mut seen: BTreeSet<usize> = BTreeSet::new();
                while let Some(node) = stack.pop() {
                    if seen.insert(node) {
                        reached.insert(state.nodes[node].entry);
                        stack.extend(
                            state.nodes[node]
                                .children
                                .iter()
                                .filter_map(|(_, child)| *child),
                        );
                    }
                }
                roots.push((loose_target(file), *node));
            }
        }
        roots
    }

    fn finish(
        self,
        mut errors: Vec<SourceError>,
        mut skipped: Vec<Skipped>,
        asked: &[PathBuf],
        found: &[PathBuf],
        roots: Vec<(CrateTarget, Option<usize>)>,
    ) -> Sources<T> {
        let State {
            mut entries, nodes, ..
        } = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let current = std::env::current_dir()
            .and_then(|path| path.canonicalize())
            .unwrap_or_default();

        let mut order: Vec<usize> = (0..entries.len())
            .filter(|entry| entries[*entry].text.is_some())
            .collect();
        // Taking paths apart again for each comparison costs more than keeping their parts.
        order.sort_by_cached_key(|entry| entries[*entry].path.components().collect::<Vec<_>>());
        let mut ids: Vec<Option<FileId>> = vec![None; entries.len()];
        for (position, entry) in order.iter().enumerate() {
            ids[*entry] = Some(FileId(position as u32));
        }

        let mut used = vec![false; nodes.len()];
        let mut crates = Vec::with_capacity(roots.len());
        for (target, root) in roots {
            let mut modules = Vec::new();
            if let Some(root) = root {
                for (node, child, cyclic) in edges(&nodes, &entries, root, &mut used) {
                    let (decl, target) = &nodes[node].children[child];
                    let Some(parent) = ids[nodes[node].entry] else {
                        continue;
                    };
                    let file = target
                        .filter(|_| !cyclic)
                        .and_then(|child| ids[nodes[child].entry]);
                    if cyclic {
                        let message = format!(
                            "module `{}` is a file that holds this declaration, so it was left out",
                            decl.name
                        );
                        let path = entries[nodes[node].entry].path.clone();
                        errors.push(SourceError {
                            path,
                            place: Some((parent, decl.span)),
                            message,
                        });
                    }
                    modules.push(ModuleFile {
                        parent,
                        decl: decl.clone(),
                        file,
                    });
                }
                modules.sort_by(|a, b| {
                    (a.parent, a.decl.span.start, a.file).cmp(&(
                        b.parent,
                        b.decl.span.start,
                        b.file,
                    ))
                });
                modules.dedup();
            } else {
                let message =
                    "leads out of the checked tree or cannot be read, so the crate was left out";
                errors.push(SourceError {
                    path: target.root.clone(),
                    place: None,
                    message: message.to_owned(),
                });
            }
            let root = root.and_then(|root| ids[nodes[root].entry]);
            crates.push(LoadedCrate {
                target,
                root,
                modules,
            });
        }

        for (node, _) in nodes.iter().zip(&used).filter(|(_, used)| **used) {
            let path = &entries[node.entry].path;
            for fault in &node.faults {
                match fault {
                    Fault::Skipped(one) => skipped.push(one.clone()),
                    Fault::Error(span, message) => {
                        let place = ids[node.entry].map(|id| (id, *span));
                        errors.push(SourceError {
                            path: path.clone(),
                            place,
                            message: message.clone(),
                        });
                    }
                }
            }
        }
        for (entry, id) in entries.iter_mut().zip(&ids) {
            if let Some((span, message)) = entry.fault.take() {
                let place = id.zip(span);
                errors.push(SourceError {
                    path: entry.path.clone(),
                    place,
                    message,
                });
            }
        }
        let reached: HashSet<&Path> = entries.iter().map(|entry| entry.path.as_path()).collect();
        for path in found
            .iter()
            .filter(|path| !reached.contains(path.as_path()))
        {
            skipped.push(Skipped {
                path: path.clone(),
                reason: SkipReason::OutsideTargets,
            });
        }

        for one in &mut errors {
            one.path = shorten(&one.path, &current);
        }
        let key = |one: &SourceError| (one.path.clone(), one.place, one.message.clone());
        errors.sort_by_cached_key(key);
        errors.dedup();
        for one in &mut skipped {
            one.path = shorten(&one.path, &current);
        }
        skipped.sort_unstable();
        skipped.dedup();

        let asked = Folders::new(asked);
        let mut bytes = 0;
        let mut taken: Vec<Option<Entry<T>>> = entries.into_iter().map(Some).collect();
        let mut files = Vec::with_capacity(order.len());
        for entry in order {
            let Some(Entry {
                path,
                text: Some(text),
                parsed,
                ..
            }) = taken[entry].take()
            else {
                continue;
            };
            bytes += text.len() as u64;
            let asked = asked.hold(&path);
            let source = SourceFile {
                path: shorten(&path, &current),
                text,
            };
            files.push(LoadedFile {
                source,
                parsed,
                asked,
            });
        }
        let lines = files.par_iter().map(|file| file.source.lines() as u64);
        Sources {
            lines: lines.sum(),
            files,
            crates,
            errors,
            skipped,
            bytes,
        }
    }
}

/// The declarations that a crate reaches from its root: node, number of the declaration, and
/// whether it would close a circle of files. Without those that do, there is no circle.
fn edges<T>(
    nodes: &[Node],
    entries: &[Entry<T>],
    root: usize,
    used: &mut [bool],
) -> Vec<(usize, usize, bool)> {
    let mut reached: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut seen = vec![false; nodes.len()];
    let mut stack = vec![root];
    while let Some(node) = stack.pop() {
        if !std::mem::replace(&mut seen[node], true) {
            used[node] = true;
            reached.entry(nodes[node].entry).or_default().push(node);
            stack.extend(nodes[node].children.iter().filter_map(|(_, child)| *child));
        }
    }
    let outgoing = |entry: usize| {
        let from = reached.get(&entry).into_iter().flatten();
        let mut edges: Vec<(usize, usize)> = from
            .flat_map(|node| (0..nodes[*node].children.len()).map(|child| (*node, child)))
            .collect();
        // The nodes' own order depends on the threads.
        edges.sort_by_key(|(node, child)| (*child, &nodes[*node].place.folder));
        edges
    };

    let mut result = Vec::new();
    let mut met = vec![false; entries.len()];
    let mut around = vec![false; entries.len()];
    // Its own stack: modules may nest as deep as a path is long.
    let first = nodes[root].entry;
    (met[first], around[first]) = (true, true);
    let mut stack = vec![(first, outgoing(first).into_iter())];
    while let Some((entry, edges)) = stack.last_mut() {
        let Some((node, number)) = edges.next() else {
            around[*entry] = false;
            stack.pop();
            continue;
        };
        let child = nodes[node].children[number]
            .1
            .map(|child| nodes[child].entry);
        result.push((node, number, child.is_some_and(|child| around[child])));
        if let Some(child) = child.filter(|child| !met[*child]) {
            (met[child], around[child]) = (true, true);
            stack.push((child, outgoing(child).into_iter()));
        }
    }
    result
}

fn loose_target(file: &Path) -> CrateTarget {
    let name = file
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    CrateTarget {
        name: name.replace('-', "_"),
        package: name,
        kind: TargetKind::Loose,
        root: file.to_owned(),
        edition: LOOSE_EDITION,
        dependencies: Vec::new(),
        features: BTreeSet::new(),
        features_given: false,
        test: false,
    }
}

fn missing(file: &Path, decl: &ModDecl, candidates: &[super::resolve::Candidate]) -> String {
    let places: Vec<String> = candidates
        .iter()
        .map(|one| format!("`{}`", relative(file, &one.file)))
        .collect();
    format!(
        "module `{}` has no file; it belongs at {}",
        decl.name,
        places.join(" or ")
    )
}

/// `path` as seen from the folder of `file`.
fn relative(file: &Path, path: &Path) -> String {
    let folder = file.parent().unwrap_or(Path::new(""));
    path.strip_prefix(folder)
        .unwrap_or(path)
        .display()
        .to_string()
}
