//! Reads `#[otp(...)]` attributes into plain data.

use otplint_model::stub::{Acquires, CancelSafety, ClosureUse, Collection, Effect, Flavor};
use otplint_model::stub::{CrateAttrs, FnAttrs, TraitAttrs, TraitWord, TypeAttrs, TypeWord};
use otplint_model::stub::{Hook, Loses, OnFailure, OutcomeDuty, Policy};
use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitInt, LitStr};

/// A word or key that no stub knows, or one that is misspelled, with its place in the stub.
pub type AttrError = syn::Error;

/// What a stub says of a function, method or macro.
///
/// # Errors
///
/// An `otp` attribute holds a word, key or value that functions do not have.
pub fn fn_attrs(attrs: &[Attribute]) -> Result<FnAttrs, AttrError> {
    let mut found = FnAttrs::default();
    each(attrs, |meta| {
        let name = name(&meta)?;
        match name.as_str() {
            // `cancel = ".."` is a key, bare `cancel` an effect.
            "cancel" if meta.input.peek(syn::Token![=]) => {
                found.cancel = Some(word(&meta, CancelSafety::from_text)?)
            }
            "loses" => found.loses = Some(word(&meta, Loses::from_text)?),
            "capacity" => found.capacity = Some(position(&meta)?),
            "value" => found.value = Some(position(&meta)?),
            "key" => found.key = Some(position(&meta)?),
            "table" => found.table = Some(position(&meta)?),
            "duration" => found.duration = Some(position(&meta)?),
            "future" => found.future = Some(position(&meta)?),
            "spawned" => found.spawned = Some(position(&meta)?),
            "sql" => found.sql = Some(position(&meta)?),
            "closure" => found.closure = Some(word(&meta, ClosureUse::from_text)?),
            "policy" => found.policy = Some(word(&meta, Policy::from_text)?),
            "outcome" => found.outcome = Some(word(&meta, OutcomeDuty::from_text)?),
            "acquires" => found.acquires = Some(word(&meta, Acquires::from_text)?),
            "handler" => found.handler = true,
            "failure" => found.failure = Some(word(&meta, OnFailure::from_text)?),
            "hook" => found.hook = Some(word(&meta, Hook::from_text)?),
            "returns" => found.returns = Some(text(&meta)?),
            "unchecked" => drop(text(&meta)?),
            other => found
                .effects
                .push(Effect::from_text(other).ok_or_else(|| unknown(&meta, other, "a function"))?),
        }
        Ok(())
    })?;
    Ok(found)
}

/// What a stub says of a type.
///
/// # Errors
///
/// An `otp` attribute holds a word, key or value that types do not have.
pub fn type_attrs(attrs: &[Attribute]) -> Result<TypeAttrs, AttrError> {
    let mut found = TypeAttrs::default();
    each(attrs, |meta| {
        let name = name(&meta)?;
        match name.as_str() {
            "flavor" => found.flavor = Some(word(&meta, Flavor::from_text)?),
            "collection" => found.collection = Some(word(&meta, Collection::from_text)?),
            "unchecked" => drop(text(&meta)?),
            other => found
                .words
                .push(TypeWord::from_text(other).ok_or_else(|| unknown(&meta, other, "a type"))?),
        }
        Ok(())
    })?;
    Ok(found)
}

/// What a stub says of a trait.
///
/// # Errors
///
/// An `otp` attribute holds a word, key or value that traits do not have.
pub fn trait_attrs(attrs: &[Attribute]) -> Result<TraitAttrs, AttrError> {
    let mut found = TraitAttrs::default();
    each(attrs, |meta| {
        let name = name(&meta)?;
        match name.as_str() {
            "unchecked" => drop(text(&meta)?),
            other => found
                .words
                .push(TraitWord::from_text(other).ok_or_else(|| unknown(&meta, other, "a trait"))?),
        }
        Ok(())
    })?;
    Ok(found)
}

/// What the head of a stub file says; `attrs` are the file's inner attributes.
///
/// # Errors
///
/// The head is missing, lacks the crate's name or version, or holds an unknown key.
pub fn crate_attrs(attrs: &[Attribute]) -> Result<CrateAttrs, AttrError> {
    let mut found = CrateAttrs::default();
    each(attrs, |meta| {
        let name = name(&meta)?;
        match name.as_str() {
            "krate" => found.krate = text(&meta)?,
            "version" => found.version = text(&meta)?,
            "also" => {
                found.also = text(&meta)?
                    .split([',', ' '])
                    .filter(|n| !n.is_empty())
                    .map(str::to_owned)
                    .collect()
            }
            other => return Err(unknown(&meta, other, "the head of a stub")),
        }
        Ok(())
    })?;
    if found.krate.is_empty() || found.version.is_empty() {
        let message = "a stub begins with `#![otp(krate = \"name\", version = \"1.2.3\")]`";
        return Err(AttrError::new(proc_macro2::Span::call_site(), message));
    }
    Ok(found)
}

/// The reason that an `unchecked` key on this item gives.
pub fn unchecked(attrs: &[Attribute]) -> Option<String> {
    let mut reason = None;
    // words of every kind of item pass here: only this key is of interest
    let _ = each(attrs, |meta| {
        if meta.path.is_ident("unchecked") {
            reason = Some(text(&meta)?);
        } else if meta.input.peek(syn::Token![=]) {
            meta.value()?.parse::<syn::Lit>()?;
        }
        Ok(())
    });
    reason
}

fn each(
    attrs: &[Attribute],
    mut visit: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    attrs
        .iter()
        .filter(|attr| attr.path().is_ident("otp"))
        .try_for_each(|attr| attr.parse_nested_meta(&mut visit))
}

fn name(meta: &ParseNestedMeta<'_>) -> syn::Result<String> {
    meta.path
        .get_ident()
        .map(ToString::to_string)
        .ok_or_else(|| meta.error("a single word is expected here"))
}

fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}

fn position(meta: &ParseNestedMeta<'_>) -> syn::Result<u8> {
    meta.value()?.parse::<LitInt>()?.base10_parse()
}

fn word<T>(meta: &ParseNestedMeta<'_>, from_text: impl Fn(&str) -> Option<T>) -> syn::Result<T> {
    let literal = meta.value()?.parse::<LitStr>()?;
    let value = literal.value();
    from_text(&value)
        .ok_or_else(|| AttrError::new(literal.span(), format!("`{value}` is no word of this key")))
}

fn unknown(meta: &ParseNestedMeta<'_>, word: &str, on: &str) -> AttrError {
    meta.error(format!(
        "`{word}` is no word of {on}; the words stand in `otplint_model::stub`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words_keys_and_positions() {
        let item: syn::ItemFn = syn::parse_str(
            r#"#[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")] async fn send(value: u8) {}"#,
        )
        .expect("parses");
        let attrs = fn_attrs(&item.attrs).expect("known words");
        assert_eq!(attrs.effects, [Effect::Send]);
        assert_eq!(
            (attrs.value, attrs.cancel, attrs.loses),
            (Some(0), Some(CancelSafety::Unsafe), Some(Loses::Arg))
        );
        assert_eq!(attrs.outcome, Some(OutcomeDuty::Must));
    }

    #[test]
    fn an_unknown_word_is_an_error_that_names_it() {
        let item: syn::ItemStruct = syn::parse_str("#[otp(sendr)] struct Sender;").expect("parses");
        let error = type_attrs(&item.attrs).expect_err("unknown");
        assert!(error.to_string().contains("`sendr`"), "{error}");
    }

    #[test]
    fn the_head_needs_a_name_and_a_version() {
        let file =
            syn::parse_file(r#"#![otp(krate = "std", version = "1.95.0", also = "core, alloc")]"#)
                .expect("parses");
        let head = crate_attrs(&file.attrs).expect("complete");
        assert_eq!(head.also, ["core", "alloc"]);
        let file = syn::parse_file(r#"#![otp(krate = "std")]"#).expect("parses");
        assert!(crate_attrs(&file.attrs).is_err());
    }
}
