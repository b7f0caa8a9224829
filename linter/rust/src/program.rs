//! From loaded files to the model: names, definitions and bodies of the whole workspace.

use otplint_model::linked::Linked;
use otplint_model::program::{Program, Resolution};
use otplint_model::{BodyId, DefId, FileId, Span, Sym};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::declare;
use crate::lower;
use crate::names::{CrateInput, Extern, Kind, SourceTree, World};
use crate::sources::{ParseError, Sources, too_deep};
use crate::stub::bundled;
use crate::syntax::{File, Initial, Item, ItemKind};

/// A stub of the user's, or a built-in one, read.
#[derive(Debug)]
pub struct Stub {
    /// The crate that it describes.
    pub name: Sym,
    /// Other names of that crate.
    pub also: Vec<Sym>,
    /// Its text, read.
    pub file: File,
}

/// The built-in stubs that crates with these dependencies may name, read in parallel; `std` always.
pub fn bundled_stubs<'a>(dependencies: impl Iterator<Item = &'a str>) -> Vec<Stub> {
    read_stubs(&bundled::needed(dependencies))
}

/// All built-in stubs: a file that no manifest describes names what it likes.
pub fn all_stubs() -> Vec<Stub> {
    read_stubs(bundled::bundled())
}

fn read_stubs(stubs: &[(&str, &str)]) -> Vec<Stub> {
    let read = stubs.par_iter().map(|(_, text)| Stub::read(text));
    read.filter_map(Result::ok).collect()
}

impl Stub {
    /// Reads a stub.
    ///
    /// # Errors
    ///
    /// It is not Rust, nests too deep, does not say whose stub it is, or says what no stub says.
    pub fn read(text: &str) -> Result<Self, ParseError> {
        if let Some((span, message)) = too_deep(text) {
            return Err(ParseError { span, message });
        }
        let read = crate::syntax::parse_stub(text);
        proc_macro2::extra::invalidate_current_thread_spans();
        let (head, file) = read?;
        let also = head.also.iter().map(|name| Sym::new(name)).collect();
        Ok(Self {
            name: Sym::new(&head.krate),
            also,
            file,
        })
    }
}

/// As many functions are lowered in one go: few enough that no thread is left with the rest.
const SHARE: usize = 128;

/// Links everything that was loaded.
pub fn link(sources: &Sources<File>, stubs: &[Stub]) -> Program {
    let tree = tree(sources, stubs);
    let world = World::new(&tree);
    let defs = declare::definitions(&world);
    let functions: Vec<DefId> = (0..world.defs.len() as u32)
        .map(DefId)
        .filter(|def| {
            let data = world.def(*def);
            !data.duplicate
                && !data.test
                && data.file.is_some()
                && match data.kind {
                    Kind::Fn(function, _) => function.body.is_some(),
                    Kind::Const(_, value) => matches!(value, Initial::Made(_)),
                    _ => false,
                }
        })
        .collect();
    let lowered: Vec<lower::Lowered> = functions
        .par_iter()
        .enumerate()
        .with_max_len(SHARE)
        .map(|(ordinal, def)| match world.def(*def).kind {
            Kind::Const(..) => lower::lower_static(&world, *def, ordinal as u32),
            _ => lower::lower_function(&world, *def, ordinal as u32),
        })
        .collect();
    let mut resolution = Resolution::default();
    let mut bodies = Vec::with_capacity(lowered.len());
    let mut body_of = FxHashMap::default();
    for (ordinal, (def, lowered)) in functions.iter().zip(lowered).enumerate() {
        resolution.add(&lowered.resolution);
        if !lowered.bodies.is_empty() {
            body_of.insert(*def, BodyId::new(ordinal as u32, 0));
        }
        bodies.push(lowered.bodies);
    }
    let items = sources
        .files
        .par_iter()
        .map(|file| file.parsed.as_ref().map_or_else(Vec::new, items))
        .collect();
    let test_files = test_files(sources);
    let alternatives = declare::alternatives(&world, &defs);
    let mut program = Program::new(defs, bodies, body_of, test_files, items, resolution);
    program.alternatives = alternatives;
    program.linked = linked(sources);
    program
}

/// What each program of the workspace depends on.
fn linked(sources: &Sources<File>) -> Linked {
    let mut crates: FxHashMap<FileId, Vec<u32>> = FxHashMap::default();
    let mut programs = FxHashMap::default();
    for (index, krate) in sources.crates.iter().enumerate() {
        let modules = krate.modules.iter().filter_map(|module| module.file);
        for file in krate.root.into_iter().chain(modules) {
            crates.entry(file).or_default().push(index as u32);
        }
        if krate.target.kind != crate::workspace::TargetKind::Bin {
            continue;
        }
        let mut parts: FxHashSet<u32> = FxHashSet::default();
        let mut open = vec![index];
        while let Some(part) = open.pop() {
            if parts.insert(part as u32) {
                let dependencies = &sources.crates[part].target.dependencies;
                let used = dependencies.iter().filter(|dependency| !dependency.dev);
                open.extend(used.filter_map(|dependency| dependency.member));
            }
        }
        programs.insert(index as u32, parts);
    }
    Linked::new(crates, programs)
}

fn tree<'a>(sources: &'a Sources<File>, stubs: &'a [Stub]) -> SourceTree<'a> {
    let crate_count = sources
        .crates
        .iter()
        .filter(|krate| krate.root.is_some())
        .count() as u32;
    let mut described: FxHashMap<Sym, Extern> = FxHashMap::default();
    for (index, stub) in stubs.iter().enumerate() {
        for name in stub.also.iter().chain([&stub.name]) {
            let position = Extern::Crate(crate_count + index as u32);
            described.entry(*name).or_insert(position);
        }
    }
    let stub_of = |name: &str| {
        let name = Sym::new(&name.replace('-', "_"));
        described.get(&name).copied().unwrap_or(Extern::Other)
    };
    // Crates whose root could not be read have no position.
    let mut positions = vec![None; sources.crates.len()];
    let mut next = 0;
    for (index, krate) in sources.crates.iter().enumerate() {
        if krate.root.is_some() {
            positions[index] = Some(next);
            next += 1;
        }
    }
    let mut crates = Vec::new();
    for krate in &sources.crates {
        let Some(root) = krate.root else { continue };
        let mut externs: FxHashMap<Sym, Extern> = FxHashMap::default();
        let loose = matches!(krate.target.kind, crate::workspace::TargetKind::Loose);
        if loose {
            externs.extend(&described);
        }
        externs.insert(Sym::new("std"), stub_of("std"));
        externs.insert(Sym::new("proc_macro"), Extern::Other);
        for dependency in &krate.target.dependencies {
            let member = dependency
                .member
                .and_then(|member| positions.get(member).copied().flatten());
            // What a stub describes is known better by it than by its source; a member of the workspace may just
            // happen to have its name. A package that goes by the name of such a crate stands in for it:
            // `tokio = { package = "madsim-tokio" }`.
            let target = match (stub_of(&dependency.package), member) {
                (Extern::Crate(stub), Some(position))
                    if !declares(
                        sources,
                        dependency.member,
                        &stubs[(stub - crate_count) as usize],
                    ) =>
                {
                    Extern::Crate(position)
                }
                (Extern::Other, Some(position)) => Extern::Crate(position),
                (Extern::Other, None) => stub_of(&dependency.extern_name),
                (described, _) => described,
            };
            externs.insert(Sym::new(&dependency.extern_name), target);
        }
        let modules = krate
            .modules
            .iter()
            .filter_map(|module| {
                let key = (
                    module.parent,
                    module.decl.inline_path.join("::"),
                    Sym::new(&module.decl.name),
                );
                Some((key, module.file?))
            })
            .collect();
        crates.push(CrateInput {
            name: Sym::new(&krate.target.name),
            root,
            externs,
            test: krate.target.test,
            modules,
        });
    }
    SourceTree {
        files: sources
            .files
            .iter()
            .map(|file| file.parsed.as_ref())
            .collect(),
        crates,
        stubs: stubs.iter().map(|stub| (stub.name, &stub.file)).collect(),
    }
}

/// Whether a crate of the workspace declares most of what the stub of its name describes.
fn declares(sources: &Sources<File>, member: Option<usize>, stub: &Stub) -> bool {
    let Some(krate) = member.map(|member| &sources.crates[member]) else {
        return true;
    };
    let mut declared = FxHashSet::default();
    let modules = krate.modules.iter().filter_map(|module| module.file);
    for file in krate.root.into_iter().chain(modules) {
        if let Some(file) = &sources.files[file.0 as usize].parsed {
            names(&file.items, &mut declared);
        }
    }
    let mut described = FxHashSet::default();
    names(&stub.file.items, &mut described);
    2 * described.intersection(&declared).count() >= described.len()
}

/// The names of the types, traits and functions of a file.
fn names(items: &[Item], into: &mut FxHashSet<Sym>) {
    for item in items {
        match &item.kind {
            ItemKind::Mod(Some(items)) => names(items, into),
            ItemKind::Fn(_) | ItemKind::Struct(_) | ItemKind::Enum(_) | ItemKind::Trait(_) => {
                into.insert(item.name);
            }
            _ => {}
        }
    }
}

fn test_files(sources: &Sources<File>) -> Vec<bool> {
    let mut test = vec![false; sources.files.len()];
    let mut plain: FxHashSet<FileId> = FxHashSet::default();
    // Examples and benchmarks show and measure; nobody runs them to keep data.
    let shown = |kind| {
        matches!(
            kind,
            crate::workspace::TargetKind::Example | crate::workspace::TargetKind::Bench
        )
    };
    for krate in sources
        .crates
        .iter()
        .filter(|krate| !krate.target.test && !shown(krate.target.kind))
    {
        plain.extend(krate.root);
        plain.extend(krate.modules.iter().filter_map(|module| module.file));
    }
    for (index, flag) in test.iter_mut().enumerate() {
        *flag = !plain.contains(&FileId(index as u32));
    }
    test
}

/// The spans of all items of a file, those of modules and `impl`s included.
pub fn items(file: &File) -> Vec<Span> {
    let mut spans = Vec::new();
    note(&file.items, &mut spans);
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn note(items: &[Item], spans: &mut Vec<Span>) {
    for item in items {
        spans.push(item.span);
        match &item.kind {
            ItemKind::Mod(Some(items)) => note(items, spans),
            ItemKind::Impl(block) => note(&block.items, spans),
            ItemKind::Trait(def) => note(&def.items, spans),
            _ => {}
        }
    }
}
