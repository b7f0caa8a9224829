//! Whether every `otp` attribute of a stub says something known.

use syn::{ImplItem, Item, TraitItem};

use super::{AttrError, fn_attrs, trait_attrs, type_attrs};

/// What is wrong with the `otp` attributes of these items, in order.
pub fn faults(items: &[Item]) -> Vec<AttrError> {
    let mut found = Vec::new();
    walk(items, &mut found);
    found
}

fn walk(items: &[Item], faults: &mut Vec<AttrError>) {
    for item in items {
        match item {
            Item::Fn(item) => faults.extend(fn_attrs(&item.attrs).err()),
            Item::Macro(item) => faults.extend(fn_attrs(&item.attrs).err()),
            Item::Struct(item) => faults.extend(type_attrs(&item.attrs).err()),
            Item::Enum(item) => faults.extend(type_attrs(&item.attrs).err()),
            Item::Type(item) => faults.extend(type_attrs(&item.attrs).err()),
            Item::Trait(item) => {
                faults.extend(trait_attrs(&item.attrs).err());
                for inner in &item.items {
                    if let TraitItem::Fn(method) = inner {
                        faults.extend(fn_attrs(&method.attrs).err());
                    }
                }
            }
            Item::Impl(item) => {
                for inner in &item.items {
                    if let ImplItem::Fn(method) = inner {
                        faults.extend(fn_attrs(&method.attrs).err());
                    }
                }
            }
            Item::Mod(item) => {
                if let Some((_, inner)) = &item.content {
                    walk(inner, faults);
                }
            }
            _ => {}
        }
    }
}
