//! Definitions that the language itself knows.

use otplint_model::{DefId, Sym};

use super::World;

/// Definitions of `std` that syntax refers to; `None` where the stub of `std` lacks them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lang {
    /// `std::future::Future`.
    pub future: Option<DefId>,
    /// `std::future::IntoFuture`.
    pub into_future: Option<DefId>,
    /// `Fn`, `FnMut`, `FnOnce`.
    pub fns: [Option<DefId>; 3],
    /// `std::iter::Iterator`.
    pub iterator: Option<DefId>,
    /// `std::iter::IntoIterator`.
    pub into_iterator: Option<DefId>,
    /// The one struct that stands for all iterators.
    pub iter: Option<DefId>,
    /// `Option`.
    pub option: Option<DefId>,
    /// `Result`.
    pub result: Option<DefId>,
    /// `Pin`.
    pub pin: Option<DefId>,
    /// `Poll`.
    pub poll: Option<DefId>,
    /// `Some`, `None`, `Ok`, `Err`.
    pub some: Option<DefId>,
    /// `None`.
    pub none: Option<DefId>,
    /// `Ok`.
    pub ok: Option<DefId>,
    /// `Err`.
    pub err: Option<DefId>,
    /// `Vec`.
    pub vec: Option<DefId>,
    /// `String`.
    pub string: Option<DefId>,
    /// `HashMap`.
    pub hash_map: Option<DefId>,
    /// `HashSet`.
    pub hash_set: Option<DefId>,
    /// `Clone`.
    pub clone: Option<DefId>,
    /// `Deref`.
    pub deref: Option<DefId>,
    /// `Drop`.
    pub drop: Option<DefId>,
    /// What a derive may implement.
    pub derived: [Option<DefId>; 6],
}

impl Lang {
    pub(super) fn find(world: &World<'_>) -> Self {
        let find = |path| world.find(path);
        let option = find("std::option::Option");
        let result = find("std::result::Result");
        let variant =
            |def: Option<DefId>, name| def.and_then(|def| world.variant(def, Sym::new(name)));
        Self {
            future: find("std::future::Future"),
            into_future: find("std::future::IntoFuture"),
            fns: [
                find("std::ops::Fn"),
                find("std::ops::FnMut"),
                find("std::ops::FnOnce"),
            ],
            iterator: find("std::iter::Iterator"),
            into_iterator: find("std::iter::IntoIterator"),
            iter: find("std::iter::Iter"),
            option,
            result,
            pin: find("std::pin::Pin"),
            poll: find("std::task::Poll"),
            some: variant(option, "Some"),
            none: variant(option, "None"),
            ok: variant(result, "Ok"),
            err: variant(result, "Err"),
            vec: find("std::vec::Vec"),
            string: find("std::string::String"),
            hash_map: find("std::collections::HashMap"),
            hash_set: find("std::collections::HashSet"),
            clone: find("std::clone::Clone"),
            deref: find("std::ops::Deref"),
            drop: find("std::ops::Drop"),
            derived: [
                find("std::clone::Clone"),
                find("std::default::Default"),
                find("std::cmp::PartialEq"),
                find("std::cmp::PartialOrd"),
                find("std::cmp::Ord"),
                find("std::hash::Hash"),
            ],
        }
    }
}
