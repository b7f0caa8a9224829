//! `corpus/crates.toml`: which crates at which versions, who may tune on them, and which services.

use std::path::Path;

use serde::Deserialize;

use super::Error;

/// What a crate is: libraries are mostly clean, applications have the flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Made to be used by others.
    Library,
    /// A service, or the better part of one.
    Application,
}

/// A published crate at one version.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Krate {
    /// Its name in the registry.
    pub name: String,
    /// Its exact version.
    pub version: String,
    /// Library or application.
    pub kind: Kind,
}

/// A service in a public repository, which nobody publishes in a registry: checked out by hand.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The name of its folder among the checkouts.
    pub name: String,
    /// Where to clone it from.
    pub repository: String,
    /// The commit that the verdicts are about.
    pub commit: String,
}

/// The whole list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Rules are developed against these.
    pub tuned: Vec<Krate>,
    /// Nobody tunes on these.
    pub unseen: Vec<Krate>,
    /// Read by hand where they are checked out; CI does not have them.
    #[serde(rename = "service")]
    pub services: Vec<Service>,
}

impl List {
    /// Reads the list.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, does not have the expected form, or names a crate twice.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::File {
            path: path.into(),
            source,
        })?;
        let form = |message| Error::Form {
            path: path.into(),
            message,
        };
        let list: Self = toml::from_str(&text).map_err(|error| form(error.to_string()))?;
        let mut names: Vec<&str> = list
            .tuned
            .iter()
            .chain(&list.unseen)
            .map(|krate| &*krate.name)
            .chain(list.services.iter().map(|service| &*service.name))
            .collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(form(format!(
                "{} is listed twice; keep one entry",
                twice[0]
            )));
        }
        Ok(list)
    }

    /// The crates of one set, or of it only those that are named.
    ///
    /// # Errors
    ///
    /// When a name is not in the set.
    pub fn choose(&self, unseen: bool, names: &[String]) -> Result<Vec<&Krate>, Error> {
        let set = if unseen { &self.unseen } else { &self.tuned };
        named(set, names, |krate| &krate.name)
    }

    /// The services, or only those that are named.
    ///
    /// # Errors
    ///
    /// When a name is not among them.
    pub fn services(&self, names: &[String]) -> Result<Vec<&Service>, Error> {
        named(&self.services, names, |service| &service.name)
    }
}

fn named<'a, T>(
    set: &'a [T],
    names: &[String],
    name_of: impl Fn(&T) -> &String,
) -> Result<Vec<&'a T>, Error> {
    if let Some(name) = names
        .iter()
        .find(|name| set.iter().all(|one| name_of(one) != *name))
    {
        let known: Vec<&str> = set.iter().map(|one| name_of(one).as_str()).collect();
        return Err(Error::NoSuchCrate {
            name: name.clone(),
            known: known.join(", "),
        });
    }
    Ok(set
        .iter()
        .filter(|one| names.is_empty() || names.contains(name_of(one)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_libraries_and_ten_applications_are_tuned_on_and_others_are_kept_unseen() {
        let list = List::read(&crate::corpus::folder().join("crates.toml")).unwrap();
        let count = |kind| list.tuned.iter().filter(|krate| krate.kind == kind).count();
        assert_eq!(count(Kind::Library), 12);
        assert!(count(Kind::Application) >= 10);
        assert!(list.unseen.len() >= 10);
    }

    #[test]
    fn a_crate_of_the_unseen_set_is_not_chosen_by_accident() {
        let list = List::read(&crate::corpus::folder().join("crates.toml")).unwrap();
        let unseen = [list.unseen[0].name.clone()];
        assert!(list.choose(false, &unseen).is_err());
        assert_eq!(list.choose(true, &unseen).unwrap().len(), 1);
    }

    #[test]
    fn a_crate_listed_twice_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("crates.toml");
        let entry = "name = \"a\"\nversion = \"1.0.0\"\nkind = \"library\"\n";
        std::fs::write(
            &path,
            format!("service = []\n[[tuned]]\n{entry}[[unseen]]\n{entry}"),
        )
        .unwrap();
        let message = List::read(&path).unwrap_err().to_string();
        assert!(message.contains("a is listed twice"), "{message}");
    }
}
