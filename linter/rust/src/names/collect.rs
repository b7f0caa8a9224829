//! From files to modules, definitions and `impl`s.

use otplint_model::{DefId, FileId, Sym, Ty};
use rustc_hash::{FxHashMap, FxHashSet};

use super::imports::Import;
use super::{Crate, DefData, ImplData, ImplId, Kind, Lang, ModId, Module, Owner, Res, World};
use crate::syntax::{self, Item, ItemKind};

/// A crate that can be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extern {
    /// The crate at this position of the tree.
    Crate(u32),
    /// Neither in the workspace nor in the stubs.
    Other,
}

/// A crate to collect.
#[derive(Debug)]
pub struct CrateInput {
    /// Its name in paths.
    pub name: Sym,
    /// Its root file.
    pub root: FileId,
    /// What it can name.
    pub externs: FxHashMap<Sym, Extern>,
    /// A test, bench or example target.
    pub test: bool,
    /// Where the text of a `mod name;` is: by the file that says so, the inline modules around it, and its name.
    pub modules: FxHashMap<(FileId, String, Sym), FileId>,
}

/// Everything that was parsed.
#[derive(Debug)]
pub struct SourceTree<'a> {
    /// The files; `None` where one could not be parsed.
    pub files: Vec<Option<&'a syntax::File>>,
    /// The crates of the workspace.
    pub crates: Vec<CrateInput>,
    /// The stubs in use: name and file.
    pub stubs: Vec<(Sym, &'a syntax::File)>,
}

pub fn collect<'a>(tree: &'a SourceTree<'a>) -> World<'a> {
    let stub_base = tree.crates.len() as u32;
    let stubs: FxHashMap<Sym, Extern> = tree
        .stubs
        .iter()
        .enumerate()
        .map(|(index, (name, _))| (*name, Extern::Crate(stub_base + index as u32)))
        .collect();
    let mut collector = Collector {
        world: World {
            crates: Vec::new(),
            modules: Vec::new(),
            defs: Vec::new(),
            impls: Vec::new(),
            lang: Lang::default(),
            members: Default::default(),
            signatures: Vec::new(),
            fields: Vec::new(),
            uses: Vec::new(),
            effect_names: Default::default(),
        },
        tree,
        stubs,
        visited: FxHashSet::default(),
        seen: FxHashSet::default(),
    };
    for (index, input) in tree.crates.iter().enumerate() {
        let root = collector.module(index as u32, None, input.name.as_str().to_owned());
        collector.world.crates.push(Crate {
            name: input.name,
            root,
            externs: input.externs.clone(),
            stub: false,
        });
        collector.visited.clear();
        collector.file(input, root, input.root, String::new(), input.test);
        let visited = std::mem::take(&mut collector.visited);
        collector.seen.extend(visited);
    }
    for (index, (name, file)) in tree.stubs.iter().enumerate() {
        let krate = stub_base + index as u32;
        let root = collector.module(krate, None, name.as_str().to_owned());
        collector.world.crates.push(Crate {
            name: *name,
            root,
            externs: collector.stubs.clone(),
            stub: true,
        });
        let place = Place {
            krate: None,
            module: root,
            file: None,
            inline: String::new(),
            test: false,
            duplicate: false,
        };
        collector.items(&file.items, &place);
    }
    collector.world
}

struct Collector<'a> {
    world: World<'a>,
    tree: &'a SourceTree<'a>,
    /// The described crates by their names.
    stubs: FxHashMap<Sym, Extern>,
    /// Files of this crate.
    visited: FxHashSet<FileId>,
    /// Files of earlier crates.
    seen: FxHashSet<FileId>,
}

#[derive(Clone)]
struct Place<'a> {
    krate: Option<&'a CrateInput>,
    module: ModId,
    file: Option<FileId>,
    /// The inline modules between the file and here, joined by `::`.
    inline: String,
    test: bool,
    duplicate: bool,
}

impl<'a> Collector<'a> {
    fn module(&mut self, krate: u32, parent: Option<ModId>, path: String) -> ModId {
        let id = ModId(self.world.modules.len() as u32);
        self.world.modules.push(Module {
            krate,
            parent,
            path,
            names: FxHashMap::default(),
            globs: Vec::new(),
            transparent: false,
        });
        id
    }

    fn file(
        &mut self,
        krate: &'a CrateInput,
        module: ModId,
        file: FileId,
        inline: String,
        test: bool,
    ) {
        // A file that two modules name would be collected without end when it names itself.
        if !self.visited.insert(file) {
            return;
        }
        let duplicate = self.seen.contains(&file);
        let Some(Some(syntax)) = self.tree.files.get(file.0 as usize) else {
            return;
        };
        let test = test || syntax.attrs.test;
        let place = Place {
            krate: Some(krate),
            module,
            file: Some(file),
            inline,
            test,
            duplicate,
        };
        self.items(&syntax.items, &place);
    }

    fn declare(&mut self, module: ModId, name: Sym, res: Res) {
        self.world.modules[module.0 as usize]
            .names
            .entry(name)
            .or_default()
            .push(res);
    }

    fn define(
        &mut self,
        place: &Place<'a>,
        name: Sym,
        item: Option<&'a Item>,
        kind: Kind<'a>,
    ) -> DefId {
        let id = DefId(self.world.defs.len() as u32);
        let test = place.test || item.is_some_and(|item| item.attrs.test);
        self.world.defs.push(DefData {
            name,
            kind,
            module: place.module,
            file: place.file,
            item,
            test,
            duplicate: place.duplicate,
            inner: None,
        });
        id
    }

    fn items(&mut self, items: &'a [Item], place: &Place<'a>) {
        for item in items {
            self.item(item, place);
        }
    }

    fn item(&mut self, item: &'a Item, place: &Place<'a>) {
        match &item.kind {
            ItemKind::Fn(function) => {
                let id = self.function(item, function, Owner::Module, place);
                self.declare(place.module, item.name, Res::Def(id));
            }
            ItemKind::Struct(adt) => {
                let id = self.define(place, item.name, Some(item), Kind::Adt(adt, false));
                self.declare(place.module, item.name, Res::Def(id));
            }
            ItemKind::Enum(adt) => {
                let id = self.define(place, item.name, Some(item), Kind::Adt(adt, true));
                self.declare(place.module, item.name, Res::Def(id));
                for (index, variant) in adt.variants.iter().enumerate() {
                    self.define(
                        place,
                        variant.name,
                        None,
                        Kind::Variant(id, index as u32, variant),
                    );
                }
            }
            ItemKind::Trait(def) => {
                let id = self.define(place, item.name, Some(item), Kind::Trait(def));
                self.declare(place.module, item.name, Res::Def(id));
                for inner in &def.items {
                    if let ItemKind::Fn(function) = &inner.kind {
                        self.function(inner, function, Owner::Trait(id), place);
                    }
                }
            }
            ItemKind::Impl(block) => {
                let id = ImplId(self.world.impls.len() as u32);
                let mut place = place.clone();
                place.test |= item.attrs.test;
                self.world.impls.push(ImplData {
                    syntax: block,
                    module: place.module,
                    methods: Vec::new(),
                    assoc: Vec::new(),
                    consts: Vec::new(),
                    test: place.test,
                    self_ty: Ty::Unknown,
                    trait_: None,
                    handles: false,
                });
                let mut methods = Vec::new();
                let mut assoc = Vec::new();
                let mut consts = Vec::new();
                for inner in &block.items {
                    match &inner.kind {
                        ItemKind::Fn(function) => {
                            methods.push((
                                inner.name,
                                self.function(inner, function, Owner::Impl(id), &place),
                            ));
                        }
                        ItemKind::Alias(alias) => {
                            assoc.extend(alias.1.as_ref().map(|ty| (inner.name, ty)))
                        }
                        ItemKind::Const(ty, value) => {
                            let kind = Kind::Const(ty, value);
                            let id = self.define(&place, inner.name, Some(inner), kind);
                            consts.push((inner.name, id));
                        }
                        _ => {}
                    }
                }
                let data = &mut self.world.impls[id.0 as usize];
                data.methods = methods;
                data.assoc = assoc;
                data.consts = consts;
            }
            ItemKind::Alias(alias) => {
                let (generics, ty) = &**alias;
                let id = self.define(
                    place,
                    item.name,
                    Some(item),
                    Kind::Alias(generics, ty.as_ref()),
                );
                self.declare(place.module, item.name, Res::Def(id));
            }
            ItemKind::Const(ty, value) => {
                let id = self.define(place, item.name, Some(item), Kind::Const(ty, value));
                self.declare(place.module, item.name, Res::Def(id));
            }
            ItemKind::Macro(rules) => {
                let id = self.define(place, item.name, Some(item), Kind::Macro(rules));
                // `#[macro_export]` and textual scope: the crate's root stands in for both.
                let krate = self.world.module(place.module).krate;
                let root = self.root_of(krate, place.module);
                self.declare(root, item.name, Res::Def(id));
                if root != place.module {
                    self.declare(place.module, item.name, Res::Def(id));
                }
            }
            ItemKind::Mod(content) => {
                let parent = self.world.module(place.module);
                let (krate, path) = (parent.krate, format!("{}::{}", parent.path, item.name));
                let module = self.module(krate, Some(place.module), path);
                self.declare(place.module, item.name, Res::Mod(module));
                let test = place.test || item.attrs.test;
                match (content, place.krate, place.file) {
                    (Some(items), _, _) => {
                        let inline = match place.inline.as_str() {
                            "" => item.name.as_str().to_owned(),
                            outer => format!("{outer}::{}", item.name),
                        };
                        let place = Place {
                            module,
                            inline,
                            test,
                            ..place.clone()
                        };
                        self.items(items, &place);
                    }
                    (None, Some(krate), Some(file)) => {
                        let key = (file, place.inline.clone(), item.name);
                        if let Some(&target) = krate.modules.get(&key) {
                            self.file(krate, module, target, String::new(), test);
                        }
                    }
                    (None, _, _) => {}
                }
            }
            ItemKind::Use(import) => {
                self.world.uses.push(Import {
                    module: place.module,
                    global: import.global,
                    path: import.path.clone(),
                    name: import.name,
                });
            }
            ItemKind::ExternCrate(name) => {
                // In the root it renames the crate everywhere.
                let krate = self.world.module(place.module).krate;
                if let Some(data) = self.world.crates.get_mut(krate as usize)
                    && data.root == place.module
                {
                    let renamed = match name.as_str() {
                        "self" => Some(Extern::Crate(krate)),
                        // Under the name of a described crate it stands in for that.
                        _ => match data.externs.get(name).copied() {
                            Some(Extern::Other) => {
                                let described = self.stubs.get(&item.name).copied();
                                described.or(Some(Extern::Other))
                            }
                            known => known,
                        },
                    };
                    data.externs
                        .extend(renamed.map(|renamed| (item.name, renamed)));
                }
                let (module, path) = (place.module, vec![*name]);
                self.world.uses.push(Import {
                    module,
                    global: true,
                    path,
                    name: Some(item.name),
                });
            }
        }
    }

    fn root_of(&self, krate: u32, module: ModId) -> ModId {
        match self.world.crates.get(krate as usize) {
            Some(krate) => krate.root,
            None => {
                let mut root = module;
                while let Some(parent) = self.world.module(root).parent {
                    root = parent;
                }
                root
            }
        }
    }

    fn function(
        &mut self,
        item: &'a Item,
        function: &'a syntax::Fn,
        owner: Owner,
        place: &Place<'a>,
    ) -> DefId {
        let id = self.define(place, item.name, Some(item), Kind::Fn(function, owner));
        if !function.items.is_empty() {
            let parent = self.world.module(place.module);
            let (krate, path) = (parent.krate, format!("{}::{}", parent.path, item.name));
            let module = self.module(krate, Some(place.module), path);
            self.world.modules[module.0 as usize].transparent = true;
            self.world.defs[id.0 as usize].inner = Some(module);
            let test = place.test || item.attrs.test;
            let place = Place {
                module,
                test,
                ..place.clone()
            };
            self.items(&function.items, &place);
        }
        id
    }
}
