//! What rust-analyzer knows of a call, by where its name stands.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use ra_ap_hir::{
    Adt, AsAssocItem, AssocItemContainer, Crate, Function, HasSource, HirDisplay, Impl, ModuleDef,
    PathResolution, ScopeDef, Semantics, Trait, Type,
};
use ra_ap_ide_db::RootDatabase;
use ra_ap_ide_db::base_db::CrateOrigin;
use ra_ap_syntax::{AstNode, Edition, SyntaxToken, TextSize, ast};
use ra_ap_vfs::{FileId, Vfs, VfsPath};

use crate::ours::{Call, Named};

/// A loaded project.
pub struct Theirs<'db> {
    pub db: &'db RootDatabase,
    sema: Semantics<'db, RootDatabase>,
    vfs: &'db Vfs,
    project: &'db Path,
    roots: HashMap<FileId, ast::SourceFile>,
    /// What public paths stand for, asked once.
    found: HashMap<String, Vec<ModuleDef>>,
    /// Structs and enums that stubs describe, as far as otplint named them for this project.
    described: HashSet<Adt>,
}

/// What is known of one call.
pub struct Site<'db> {
    /// What it is called on, as the expression is typed; what is named before `::` for a path.
    pub subject: Option<Type<'db>>,
    pub callee: Option<Function>,
}

impl<'db> Theirs<'db> {
    pub fn new(db: &'db RootDatabase, vfs: &'db Vfs, project: &'db Path) -> Self {
        Self {
            db,
            sema: Semantics::new(db),
            vfs,
            project,
            roots: HashMap::new(),
            found: HashMap::new(),
            described: HashSet::new(),
        }
    }

    /// Notes which structs and enums stubs describe, by what otplint named.
    pub fn note_described<'n>(&mut self, named: impl Iterator<Item = &'n Named>) {
        for named in named.filter(|named| named.at.is_none()) {
            let adts = self.public(&named.path).iter().filter_map(|def| match def {
                ModuleDef::Adt(adt) => Some(*adt),
                _ => None,
            });
            let adts: Vec<Adt> = adts.collect();
            self.described.extend(adts);
        }
    }

    /// Whether a stub describes it.
    pub fn is_described(&self, adt: Adt) -> bool {
        self.described.contains(&adt)
    }

    /// What a pin pins.
    pub fn pinned(&self, ty: &Type<'db>) -> Option<Type<'db>> {
        let (adt, args) = ty.as_adt_with_args()?;
        let inner = args.into_iter().flatten().next()?;
        (adt.name(self.db).as_str() == "Pin").then(|| peel(&inner))
    }

    /// Whether a struct or enum of ours implements a trait of theirs.
    pub fn implements(&mut self, ours: &Named, of: Trait) -> bool {
        Impl::all_for_trait(self.db, of)
            .into_iter()
            .filter_map(|imp| imp.self_ty(self.db).as_adt())
            .any(|adt| self.is_adt(ours, adt))
    }

    /// Whether a type has a trait of this name.
    pub fn has_trait(&self, ty: &Type<'db>, name: &str) -> bool {
        let mut of: Vec<Trait> = ty.as_dyn_trait().into_iter().collect();
        of.extend(ty.as_impl_traits(self.db).into_iter().flatten());
        of.extend(ty.env_traits(self.db));
        let imps = Impl::all_for_type(self.db, ty.clone()).into_iter();
        of.extend(imps.filter_map(|imp| imp.trait_(self.db)));
        of.into_iter().any(|of| of.name(self.db).as_str() == name)
    }

    /// What stands where otplint saw a call; `None` where rust-analyzer sees no such call: not
    /// compiled, or inside a macro that it did not expand.
    pub fn site(&mut self, call: &Call) -> Option<Site<'db>> {
        let token = self.token(&call.path, call.start)?;
        let is_method = call.receiver.is_some();
        self.sema
            .descend_into_macros_exact(token)
            .into_iter()
            .find_map(|token| match is_method {
                true if token.text() == call.name => self.method(&token),
                true => None,
                false => self.path_call(&token, &call.name),
            })
    }

    fn token(&mut self, path: &str, start: u32) -> Option<SyntaxToken> {
        let path = VfsPath::new_real_path(self.project.join(path).to_str()?.to_owned());
        let (file, _) = self.vfs.file_id(&path)?;
        if !self.roots.contains_key(&file) {
            let edition = self.sema.attach_first_edition(file);
            self.roots.insert(file, self.sema.parse(edition));
        }
        let root = self.roots[&file].syntax();
        if TextSize::new(start) >= root.text_range().end() {
            return None;
        }
        root.token_at_offset(TextSize::new(start)).right_biased()
    }

    fn method(&self, name: &SyntaxToken) -> Option<Site<'db>> {
        let call = ast::MethodCallExpr::cast(name.parent()?.parent()?)?;
        let receiver = call.receiver()?;
        let subject = self.sema.type_of_expr(&receiver)?.original;
        Some(Site {
            subject: Some(subject).filter(|ty| !ty.is_unknown()),
            callee: self.sema.resolve_method_call(&call),
        })
    }

    fn path_call(&self, first: &SyntaxToken, name: &str) -> Option<Site<'db>> {
        let path = first.parent_ancestors().find_map(|node| {
            let path = ast::PathExpr::cast(node)?;
            let starts = path.syntax().text_range().start() == first.text_range().start();
            let called = ast::CallExpr::cast(path.syntax().parent()?)?;
            (starts && called.expr()?.syntax() == path.syntax()).then_some(path)
        })?;
        let path = path.path()?;
        if path.segment()?.name_ref()?.text() != name {
            return None;
        }
        let callee = match self.sema.resolve_path(&path) {
            Some(PathResolution::Def(ModuleDef::Function(function))) => Some(function),
            _ => None,
        };
        let subject =
            path.qualifier()
                .and_then(|before| match self.sema.resolve_path(&before)? {
                    PathResolution::Def(ModuleDef::Adt(adt)) => Some(adt.ty(self.db)),
                    PathResolution::Def(ModuleDef::TypeAlias(alias)) => Some(alias.ty(self.db)),
                    PathResolution::Def(ModuleDef::BuiltinType(ty)) => Some(ty.ty(self.db)),
                    PathResolution::SelfType(imp) => Some(imp.self_ty(self.db)),
                    _ => None,
                });
        Some(Site { subject, callee })
    }

    /// Whether a definition of ours and one of theirs are the same.
    pub fn is_adt(&mut self, ours: &Named, theirs: Adt) -> bool {
        match &ours.at {
            Some(at) => self.stands_at(at, theirs),
            None => self.is_public(ours, &ModuleDef::Adt(theirs)),
        }
    }

    /// The same for traits.
    pub fn is_trait(&mut self, ours: &Named, theirs: Trait) -> bool {
        match &ours.at {
            Some(at) => self.stands_at(at, theirs),
            None => self.is_public(ours, &ModuleDef::Trait(theirs)),
        }
    }

    /// The same for functions outside of traits and `impl`s, and for any function of the project.
    pub fn is_function(&mut self, ours: &Named, theirs: Function) -> bool {
        match &ours.at {
            Some(at) => self.stands_at(at, theirs),
            None => self.is_public(ours, &ModuleDef::Function(theirs)),
        }
    }

    fn stands_at<D>(&self, at: &(String, u32), theirs: D) -> bool
    where
        D: HasSource,
        D::Ast: ast::HasName,
    {
        use ast::HasName;
        let Some(source) = theirs.source(self.db) else {
            return false;
        };
        let Some(name) = source.value.name() else {
            return false;
        };
        let range = source
            .with_value(name.syntax())
            .original_file_range_rooted(self.db);
        let file = self.vfs.file_path(range.file_id.file_id(self.db));
        let path = self.project.join(&at.0);
        u32::from(range.range.start()) == at.1
            && file.as_path().is_some_and(|file| {
                let file: &Path = file.as_ref();
                file == path
            })
    }

    fn is_public(&mut self, ours: &Named, theirs: &ModuleDef) -> bool {
        let found = self.public(&ours.path);
        if !found.is_empty() {
            return found.contains(theirs);
        }
        // Nothing of that name, in a crate that is there.
        if !self.public(krate_of(&ours.path)).is_empty() {
            return false;
        }
        // The project does not depend on the crate that the stub is named for, only on a part of it
        // (`futures_util` for `futures`).
        let (Some(name), Some(module)) = (theirs.name(self.db), theirs.module(self.db)) else {
            return false;
        };
        let family = |name: &str| name.split(['_', '-', ':']).next().map(str::to_owned);
        let krate = module.krate(self.db).display_name(self.db);
        let krate = krate.map(|krate| krate.to_string()).unwrap_or_default();
        ours.path.rsplit("::").next() == Some(name.as_str()) && family(&krate) == family(&ours.path)
    }

    /// Whether a stub made it up: there is nothing of this name in the crate that it describes.
    pub fn is_made_up(&mut self, ours: &Named) -> bool {
        ours.at.is_none()
            && self.public(&ours.path).is_empty()
            && !self.public(krate_of(&ours.path)).is_empty()
    }

    /// What a public path stands for, in any version of its crate.
    fn public(&mut self, path: &str) -> &[ModuleDef] {
        if !self.found.contains_key(path) {
            let found = self.resolve(path);
            self.found.insert(path.to_owned(), found);
        }
        &self.found[path]
    }

    fn resolve(&self, path: &str) -> Vec<ModuleDef> {
        let mut names = path.split("::");
        let first = names.next().unwrap_or_default();
        let names: Vec<&str> = names.collect();
        let is_named = |krate: &Crate| {
            krate
                .display_name(self.db)
                .is_some_and(|name| name.crate_name().to_string() == first)
        };
        let mut found = Vec::new();
        for krate in Crate::all(self.db).into_iter().filter(is_named) {
            let mut at = vec![ModuleDef::Module(krate.root_module(self.db))];
            for name in &names {
                at = at.iter().flat_map(|def| self.member(*def, name)).collect();
            }
            found.extend(at);
        }
        found
    }

    fn member(&self, def: ModuleDef, wanted: &str) -> Vec<ModuleDef> {
        let ModuleDef::Module(module) = def else {
            return Vec::new();
        };
        module
            .scope(self.db, None)
            .into_iter()
            .filter(|(name, _)| name.as_str() == wanted)
            .filter_map(|(_, def)| match def {
                ScopeDef::ModuleDef(ModuleDef::TypeAlias(alias)) => {
                    alias.ty(self.db).as_adt().map(ModuleDef::Adt)
                }
                ScopeDef::ModuleDef(def) => Some(def),
                _ => None,
            })
            .collect()
    }

    /// Whether the project itself defines it.
    pub fn is_local(&self, def: impl Into<ModuleDef>) -> bool {
        let module = def.into().module(self.db);
        module.is_some_and(|module| {
            matches!(
                module.krate(self.db).origin(self.db),
                CrateOrigin::Local { .. }
            )
        })
    }

    /// The trait of a function: the one that declares it or whose `impl` holds it.
    pub fn trait_of(&self, function: Function) -> Option<Trait> {
        function
            .as_assoc_item(self.db)?
            .container_or_implemented_trait(self.db)
    }

    /// Whether an `impl` holds the function.
    pub fn in_impl(&self, function: Function) -> bool {
        let item = function.as_assoc_item(self.db);
        item.is_some_and(|item| matches!(item.container(self.db), AssocItemContainer::Impl(_)))
    }

    /// Whether a derive made the function.
    pub fn is_derived(&self, function: Function) -> bool {
        let Some(item) = function.as_assoc_item(self.db) else {
            return false;
        };
        match item.container(self.db) {
            AssocItemContainer::Impl(imp) => imp
                .source_with_range(self.db)
                .is_none_or(|source| source.value.1.is_none()),
            AssocItemContainer::Trait(_) => false,
        }
    }

    /// Whether rust-analyzer got no further than an associated type of something that it does not
    /// know or look into. One of a type parameter is an answer.
    pub fn is_stuck(&self, ty: &Type<'db>) -> bool {
        let mut of_parameter = true;
        ty.walk(self.db, |part| of_parameter &= part.as_adt().is_none());
        ty.as_associated_type_parent_trait(self.db).is_some()
            && (ty.contains_unknown() || !of_parameter || self.show(ty).starts_with("<impl "))
    }

    /// The type whose `impl` holds the function.
    pub fn holder(&self, function: Function) -> Option<Type<'db>> {
        function.as_assoc_item(self.db)?.implementing_ty(self.db)
    }

    /// A function's name with where it is defined.
    pub fn show_function(&self, function: Function) -> String {
        let name = function.name(self.db).as_str().to_owned();
        let module = path(self.db, function.module(self.db).into());
        let holder = match (self.holder(function), self.trait_of(function)) {
            (Some(ty), Some(of)) => {
                format!("<{} as {}>::", self.show(&ty), path(self.db, of.into()))
            }
            (Some(ty), None) => format!("{module}::{}::", self.show(&ty)),
            (None, Some(of)) => format!("{}::", path(self.db, of.into())),
            (None, None) => format!("{module}::"),
        };
        holder + &name
    }

    /// A type as people read it; the whole path where one is named.
    pub fn show(&self, ty: &Type<'db>) -> String {
        let Some(krate) = Crate::all(self.db).last().copied() else {
            return String::new();
        };
        let shown = ty
            .display(self.db, krate.to_display_target(self.db))
            .to_string();
        let peeled = peel(ty);
        match peeled.as_adt() {
            Some(adt) => format!("{shown} ({})", path(self.db, adt.into())),
            None => shown,
        }
    }
}

fn krate_of(path: &str) -> &str {
    path.split("::").next().unwrap_or_default()
}

/// The type behind references and raw pointers.
pub fn peel<'db>(ty: &Type<'db>) -> Type<'db> {
    let mut ty = ty.strip_references();
    while let Some(inner) = ty.remove_raw_ptr() {
        ty = inner.strip_references();
    }
    ty
}

/// A definition with its crate.
pub fn path(db: &RootDatabase, def: ModuleDef) -> String {
    let krate = def.module(db).map(|module| module.krate(db));
    let name = krate.and_then(|krate| krate.display_name(db));
    let edition = krate.map_or(Edition::CURRENT, |krate| krate.edition(db));
    let inner = def.canonical_path(db, edition).unwrap_or_default();
    match name {
        Some(name) => format!("{name}::{inner}"),
        None => inner,
    }
}
