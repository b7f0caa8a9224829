//! Planting: from a carrier and a site to services with one flaw.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::Error;
use super::carrier::Carrier;
use super::site::{Helper, Set, Site};

/// Where the step of a flaw lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placement {
    /// Where the rest of the flaw is.
    Here,
    /// In a helper of the same file.
    SameFile,
    /// In a helper of another file.
    OtherFile,
    /// Behind two helpers of another file.
    TwoDeep,
}

impl fmt::Display for Placement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Here => "here",
            Self::SameFile => "same-file",
            Self::OtherFile => "other-file",
            Self::TwoDeep => "two-deep",
        })
    }
}

/// A service with one flaw.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// `carrier.site.form.placement`.
    pub id: String,
    /// The carrier's name.
    pub carrier: String,
    /// The set that the carrier belongs to.
    pub set: Set,
    /// The rule that the flaw is for.
    pub rule: String,
    /// What was done to the code.
    pub operator: String,
    /// Where the step lives.
    pub placement: Placement,
    /// The carrier's `Cargo.toml`.
    pub manifest: String,
    /// The changed files and all others.
    pub files: BTreeMap<PathBuf, String>,
    /// Which lines were planted, 1-based.
    pub planted: Vec<(PathBuf, Range<u32>)>,
}

impl Mutant {
    /// Whether a stretch of lines, 1-based and with its last one, touches what was planted.
    #[must_use]
    pub fn planted_at(&self, path: &str, first: u32, last: u32) -> bool {
        self.planted.iter().any(|(file, lines)| {
            file == Path::new(path) && first < lines.end && lines.start <= last
        })
    }
}

/// The module that helpers in another file are put into.
const MODULE: &str = "steps";

/// All mutants of a carrier.
///
/// # Errors
///
/// When a site does not fit the carrier.
pub fn all(carrier: &Carrier) -> Result<Vec<Mutant>, Error> {
    let mut mutants = Vec::new();
    for site in &carrier.sites {
        for (form, plant) in ('a'..).zip(&site.plant) {
            for placement in placements(site) {
                let id = format!("{}.{}.{form}.{placement}", carrier.name, site.id);
                let fault = |message: String| Error::Site {
                    site: format!("{}.{}", carrier.name, site.id),
                    message,
                };
                mutants.push(plant_one(carrier, site, plant, placement, id).map_err(fault)?);
            }
        }
    }
    Ok(mutants)
}

fn placements(site: &Site) -> Vec<Placement> {
    let mut placements = Vec::new();
    if site.helper.is_none() || site.step.is_some() {
        placements.push(Placement::Here);
    }
    if site.helper.is_some() {
        placements.extend([
            Placement::SameFile,
            Placement::OtherFile,
            Placement::TwoDeep,
        ]);
    }
    placements
}

fn plant_one(
    carrier: &Carrier,
    site: &Site,
    plant: &str,
    placement: Placement,
    id: String,
) -> Result<Mutant, String> {
    let mut text = Texts {
        files: carrier.files.clone(),
        planted: Vec::new(),
    };
    let file = PathBuf::from(&site.file);
    let step = match (placement, &site.helper) {
        (Placement::Here, _) => site.step.clone().unwrap_or_default(),
        (_, Some(helper)) => helper.call.clone(),
        (_, None) => return Err("has no helper".to_owned()),
    };
    text.replace(&file, &site.find, &plant.replace("{step}", &step))?;
    for edit in &site.also {
        let file = edit
            .file
            .as_ref()
            .map_or_else(|| file.clone(), PathBuf::from);
        text.replace(&file, &edit.find, &edit.put)?;
    }
    if let (Some(helper), false) = (&site.helper, placement == Placement::Here) {
        let functions = functions(site, helper, placement)?;
        match placement {
            Placement::SameFile => text.append(&file, &functions),
            _ => {
                let module = module_file(&file);
                let name = name(&helper.sig)?;
                let import = match helper.of {
                    Some(_) => format!("\nmod {MODULE};\n"),
                    None => format!("\nmod {MODULE};\nuse {MODULE}::{name};\n"),
                };
                text.append(&file, &import);
                text.append(&module, &format!("use super::*;\n{functions}"));
            }
        }
    }
    for story in &site.story {
        text.mark(story)?;
    }
    let planted = text.lines();
    Ok(Mutant {
        id,
        carrier: carrier.name.clone(),
        set: carrier.set,
        rule: site.rule.clone(),
        operator: site.operator.clone(),
        placement,
        manifest: carrier.manifest.clone(),
        files: text.files,
        planted,
    })
}

/// The helper, or both of them.
fn functions(site: &Site, helper: &Helper, placement: Placement) -> Result<String, String> {
    let body = helper.body.as_ref().or(site.step.as_ref());
    let body = body.ok_or("neither the helper nor the site says what the step is")?;
    let visible = match placement {
        Placement::OtherFile | Placement::TwoDeep => "pub(super) ",
        _ => "",
    };
    let mut text = format!("{visible}{} {{\n{body}\n}}\n", helper.sig);
    if placement == Placement::TwoDeep {
        let (name, sig) = (name(&helper.sig)?, &helper.sig);
        let inner = format!("{name}_within");
        let forward = forward(sig, &inner)?;
        let within = sig.replacen(&format!("fn {name}"), &format!("fn {inner}"), 1);
        text = format!("{visible}{sig} {{\n{forward}\n}}\n\n{within} {{\n{body}\n}}\n");
    }
    Ok(match &helper.of {
        Some(of) => format!("\n{of} {{\n{text}}}\n"),
        None => format!("\n{text}"),
    })
}

fn signature(sig: &str) -> Result<syn::Signature, String> {
    syn::parse_str(sig).map_err(|error| format!("its helper's signature is not one: {error}"))
}

fn name(sig: &str) -> Result<String, String> {
    Ok(signature(sig)?.ident.to_string())
}

/// The call that passes everything on to `inner`.
fn forward(sig: &str, inner: &str) -> Result<String, String> {
    let signature = signature(sig)?;
    let mut arguments = Vec::new();
    let mut receiver = "";
    for input in &signature.inputs {
        match input {
            syn::FnArg::Receiver(_) => receiver = "self.",
            syn::FnArg::Typed(typed) => match &*typed.pat {
                syn::Pat::Ident(pattern) => arguments.push(pattern.ident.to_string()),
                _ => return Err("its helper has a parameter that is not a name".to_owned()),
            },
        }
    }
    let awaited = if signature.asyncness.is_some() {
        ".await"
    } else {
        ""
    };
    Ok(format!(
        "    {receiver}{inner}({}){awaited}",
        arguments.join(", ")
    ))
}

/// Where the module of a file's helpers is.
fn module_file(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default();
    let folder = file.parent().unwrap_or(Path::new(""));
    let folder = match stem.to_str() {
        Some("main" | "lib" | "mod") => folder.to_owned(),
        _ => folder.join(stem),
    };
    folder.join(format!("{MODULE}.rs"))
}

/// The files of a mutant in the making, and which bytes were planted.
struct Texts {
    files: BTreeMap<PathBuf, String>,
    planted: Vec<(PathBuf, Range<usize>)>,
}

impl Texts {
    fn replace(&mut self, file: &Path, find: &str, put: &str) -> Result<(), String> {
        let text = self
            .files
            .get_mut(file)
            .ok_or_else(|| format!("there is no file {}", file.display()))?;
        let start = once(text, find)
            .ok_or_else(|| format!("{find:?} is not exactly once in {}", file.display()))?;
        text.replace_range(start..start + find.len(), put);
        for (other, range) in &mut self.planted {
            if other == file && range.start > start {
                range.start = range.start - find.len() + put.len();
                range.end = range.end - find.len() + put.len();
            }
        }
        self.planted
            .push((file.to_owned(), start..start + put.len()));
        Ok(())
    }

    fn append(&mut self, file: &Path, more: &str) {
        let text = self.files.entry(file.to_owned()).or_default();
        let start = text.len();
        text.push_str(more);
        self.planted.push((file.to_owned(), start..text.len()));
    }

    fn mark(&mut self, story: &str) -> Result<(), String> {
        let found = self
            .files
            .iter()
            .find_map(|(file, text)| Some((file.clone(), text.find(story)?)));
        let (file, start) = found.ok_or_else(|| format!("{story:?} is nowhere"))?;
        self.planted.push((file, start..start + story.len()));
        Ok(())
    }

    fn lines(&self) -> Vec<(PathBuf, Range<u32>)> {
        let line = |text: &str, at: usize| {
            u32::try_from(text[..at].matches('\n').count() + 1).unwrap_or(u32::MAX)
        };
        self.planted
            .iter()
            .map(|(file, range)| {
                let text = &self.files[file];
                // blank lines around what was put are no place
                let put = &text[range.clone()];
                let start = range.start + put.len() - put.trim_start().len();
                let end = range.end - (put.len() - put.trim_end().len());
                let (start, end) = (line(text, start), line(text, end.max(start)));
                (file.clone(), start..end + 1)
            })
            .collect()
    }
}

/// Where `find` is, if it is there exactly once.
fn once(text: &str, find: &str) -> Option<usize> {
    let at = text.find(find).filter(|_| !find.is_empty())?;
    (!text[at + 1..].contains(find)).then_some(at)
}
