//! Macro calls: `select!` and its kin, lists of expressions, and the project's simple `macro_rules!`.

use otplint_model::{Span, Sym};
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Token, token};

use super::attrs::Described;
use super::types::ident_sym;
use super::{
    Args, Block, Convert, Expr, ExprKind, Item, ItemKind, List, Macro, MacroArm, MacroBody,
    MacroRules, Path, Segment, SelectArm, Type,
};

impl Convert<'_> {
    pub(super) fn macro_expr(&mut self, mac: &syn::Macro) -> Expr {
        let path = self.path(&mac.path);
        let close = match &mac.delimiter {
            syn::MacroDelimiter::Paren(token) => token.span.close(),
            syn::MacroDelimiter::Brace(token) => token.span.close(),
            syn::MacroDelimiter::Bracket(token) => token.span.close(),
        };
        let span = Span::new(path.span.start, self.position.end(close));
        let name = path
            .segments
            .last()
            .map_or("", |segment| segment.name.as_str());
        let kind = match name {
            "select" | "select_biased" => match Select::parse.parse2(mac.tokens.clone()) {
                Ok(select) => ExprKind::Macro(Box::new(Macro {
                    body: self.select(select, name),
                    path,
                })),
                Err(_) => self.other_macro(mac, path),
            },
            "matches" | "assert_matches" | "debug_assert_matches" => {
                match matches.parse2(mac.tokens.clone()) {
                    Ok((expr, pat)) => {
                        let body = MacroBody::Matches(self.expr(&expr), self.pat(&pat));
                        ExprKind::Macro(Box::new(Macro { path, body }))
                    }
                    Err(_) => self.other_macro(mac, path),
                }
            }
            "stream" | "try_stream" => match syn::Block::parse_within.parse2(mac.tokens.clone()) {
                Ok(stmts) => ExprKind::Async(
                    Box::new(Block {
                        span,
                        stmts: self.stmts(&stmts),
                    }),
                    true,
                ),
                Err(_) => self.other_macro(mac, path),
            },
            "cfg_select" => match cfg_select
                .parse2(mac.tokens.clone())
                .ok()
                .and_then(branches)
            {
                Some(branches) => return self.expr(&branches),
                None => self.other_macro(mac, path),
            },
            "vec" | "smallvec" => match elements.parse2(mac.tokens.clone()) {
                Ok(elems) => {
                    let list = if name == "vec" {
                        List::Vec
                    } else {
                        List::Other
                    };
                    ExprKind::Array(list, elems.iter().map(|elem| self.expr(elem)).collect())
                }
                Err(_) => self.other_macro(mac, path),
            },
            _ => self.other_macro(mac, path),
        };
        Expr { span, kind }
    }

    fn other_macro(&mut self, mac: &syn::Macro, path: Path) -> ExprKind {
        let list = Punctuated::<syn::Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone());
        let body = match list {
            Ok(exprs) => MacroBody::Exprs(exprs.iter().map(|expr| self.expr(expr)).collect()),
            Err(_) => MacroBody::Unseen,
        };
        ExprKind::Macro(Box::new(Macro { path, body }))
    }

    fn select(&mut self, select: Select, name: &str) -> MacroBody {
        let mut arms = Vec::with_capacity(select.arms.len());
        for arm in &select.arms {
            let pat = self.pat(&arm.pat);
            let future = self.expr(&arm.future);
            let guard = arm.guard.as_ref().map(|guard| self.expr(guard));
            let body = self.expr(&arm.body);
            let span = if pat.span.end == 0 {
                future.span.to(body.span)
            } else {
                pat.span.to(body.span)
            };
            arms.push(SelectArm {
                span,
                pat,
                future,
                guard,
                body,
            });
        }
        let otherwise = select.otherwise.as_ref().map(|body| self.expr(body));
        MacroBody::Select {
            biased: select.biased || name == "select_biased",
            arms,
            otherwise,
        }
    }

    pub(super) fn item_macro(&mut self, item: &syn::ItemMacro, into: &mut Vec<Item>) {
        let attrs = self.attrs(&item.attrs, Described::Function);
        let name = item
            .mac
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string())
            .unwrap_or_default();
        if let Some(ident) = &item.ident {
            let name_span = self.ident(ident);
            let rules = self.macro_rules(item.mac.tokens.clone());
            let kind = ItemKind::Macro(Box::new(rules));
            into.push(self.named(
                name_span,
                ident_sym(ident),
                name_span,
                attrs,
                &syn::Visibility::Inherited,
                kind,
            ));
            return;
        }
        let items = match name.as_str() {
            "cfg_if" => cfg_if.parse2(item.mac.tokens.clone()).ok(),
            "cfg_select" => (cfg_select.parse2(item.mac.tokens.clone()).ok())
                .and_then(|arms| {
                    arms.into_iter()
                        .map(|arm| items.parse2(arm.body).ok())
                        .collect()
                })
                .map(|arms: Vec<Vec<syn::Item>>| arms.into_iter().flatten().collect()),
            "thread_local" | "lazy_static" => lazy_statics.parse2(item.mac.tokens.clone()).ok(),
            // tokio's `cfg_rt! { items }` and the like wrap whole items.
            _ => items
                .parse2(item.mac.tokens.clone())
                .ok()
                .filter(|items| !items.is_empty()),
        };
        let before = into.len();
        for item in items.iter().flatten() {
            self.item(item, into);
        }
        for item in &mut into[before..] {
            item.attrs.conditional |= name != "lazy_static" && name != "thread_local";
            if let ItemKind::Const(ty, _) = &mut item.kind
                && name == "thread_local"
            {
                **ty = local_key(std::mem::replace(ty, Type::Infer));
            }
        }
    }

    fn macro_rules(&mut self, tokens: TokenStream) -> MacroRules {
        let mut rules = MacroRules::default();
        let mut trees = tokens.into_iter().peekable();
        while let Some(TokenTree::Group(matcher)) = trees.next() {
            // `=>` is two punctuation characters.
            trees.next();
            trees.next();
            let Some(TokenTree::Group(body)) = trees.next() else {
                break;
            };
            match self.macro_arm(&matcher, &body) {
                Some(arm) => rules.arms.push(arm),
                None => rules.partial = true,
            }
            trees.next();
        }
        rules
    }

    fn macro_arm(&mut self, matcher: &Group, body: &Group) -> Option<MacroArm> {
        let mut params = Vec::new();
        let mut trees = matcher.stream().into_iter();
        loop {
            match trees.next() {
                None => break,
                Some(TokenTree::Punct(punct)) if punct.as_char() == '$' => {}
                Some(TokenTree::Punct(punct)) if punct.as_char() == ',' => continue,
                Some(_) => return None,
            }
            let Some(TokenTree::Ident(name)) = trees.next() else {
                return None;
            };
            let Some(TokenTree::Punct(_)) = trees.next() else {
                return None;
            };
            let Some(TokenTree::Ident(kind)) = trees.next() else {
                return None;
            };
            if !matches!(
                kind.to_string().as_str(),
                "expr" | "ident" | "literal" | "block" | "tt"
            ) {
                return None;
            }
            params.push(Sym::new(&format!("{PARAM}{name}")));
        }
        let replaced = replace_params(body.stream())?;
        let stmts = syn::Block::parse_within.parse2(replaced).ok()?;
        let before = std::mem::replace(&mut self.renamed, true);
        let (stmts, items) = self.with_inner(|this| this.stmts(&stmts));
        self.renamed = before;
        let uses = items.into_iter().filter_map(|item| match item.kind {
            ItemKind::Use(import) => Some(import),
            _ => None,
        });
        Some(MacroArm {
            params,
            uses: uses.collect(),
            body: Block {
                span: self.position.span(body.span()),
                stmts,
            },
        })
    }
}

/// What `$x` is called while syn reads the body of a macro.
const PARAM: &str = "otplint_macro_param_";

fn replace_params(tokens: TokenStream) -> Option<TokenStream> {
    let mut replaced = Vec::new();
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match trees.next()? {
                TokenTree::Ident(ident) if ident == "crate" => {
                    replaced.push(TokenTree::Ident(ident))
                }
                TokenTree::Ident(ident) => {
                    replaced.push(TokenTree::Ident(Ident::new(
                        &format!("{PARAM}{ident}"),
                        ident.span(),
                    )));
                }
                // A repetition: not simple.
                _ => return None,
            },
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), replace_params(group.stream())?);
                inner.set_span(group.span());
                replaced.push(TokenTree::Group(inner));
            }
            other => replaced.push(other),
        }
    }
    Some(replaced.into_iter().collect())
}

struct Select {
    biased: bool,
    arms: Vec<RawArm>,
    otherwise: Option<syn::Expr>,
}

struct RawArm {
    pat: syn::Pat,
    future: syn::Expr,
    guard: Option<syn::Expr>,
    body: syn::Expr,
}

impl Parse for Select {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut select = Self {
            biased: false,
            arms: Vec::new(),
            otherwise: None,
        };
        if input.peek(syn::Ident) && input.peek2(Token![;]) {
            select.biased = input.parse::<syn::Ident>()? == "biased";
            input.parse::<Token![;]>()?;
        }
        while !input.is_empty() {
            let bare = input.peek(Token![else])
                || (input.peek(syn::Ident)
                    && input.peek2(Token![=>])
                    && input
                        .fork()
                        .parse::<syn::Ident>()
                        .is_ok_and(|word| word == "complete" || word == "default"));
            if bare {
                if input.parse::<Option<Token![else]>>()?.is_none() {
                    input.parse::<syn::Ident>()?;
                }
                input.parse::<Token![=>]>()?;
                select.otherwise = Some(arm_body(input)?);
                continue;
            }
            let pat = syn::Pat::parse_multi_with_leading_vert(input)?;
            input.parse::<Token![=]>()?;
            let future = input.parse::<syn::Expr>()?;
            let guard = if input.peek(Token![,]) && input.peek2(Token![if]) {
                input.parse::<Token![,]>()?;
                input.parse::<Token![if]>()?;
                Some(input.parse::<syn::Expr>()?)
            } else {
                None
            };
            input.parse::<Token![=>]>()?;
            let body = arm_body(input)?;
            select.arms.push(RawArm {
                pat,
                future,
                guard,
                body,
            });
        }
        Ok(select)
    }
}

/// A block ends an arm by itself; anything else ends at a comma.
fn arm_body(input: ParseStream<'_>) -> syn::Result<syn::Expr> {
    let body = if input.peek(token::Brace) {
        let block = syn::Expr::Block(syn::ExprBlock {
            attrs: Vec::new(),
            label: None,
            block: input.parse()?,
        });
        // `{ .. }.await` or `{ .. }?` go on.
        if input.peek(Token![.]) || input.peek(Token![?]) {
            return Err(input.error("a block that goes on"));
        }
        block
    } else {
        input.parse()?
    };
    input.parse::<Option<Token![,]>>()?;
    Ok(body)
}

fn matches(input: ParseStream<'_>) -> syn::Result<(syn::Expr, syn::Pat)> {
    let expr = input.parse()?;
    input.parse::<Token![,]>()?;
    let pat = syn::Pat::parse_multi_with_leading_vert(input)?;
    input.parse::<TokenStream>()?;
    Ok((expr, pat))
}

fn elements(input: ParseStream<'_>) -> syn::Result<Vec<syn::Expr>> {
    let mut elems = Vec::new();
    while !input.is_empty() {
        elems.push(input.parse()?);
        if input.parse::<Option<Token![;]>>()?.is_some() {
            input.parse::<syn::Expr>()?;
            break;
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(elems)
}

fn items(input: ParseStream<'_>) -> syn::Result<Vec<syn::Item>> {
    let mut items = Vec::new();
    while !input.is_empty() {
        items.push(input.parse()?);
    }
    Ok(items)
}

/// The items of all branches: alternatives stay alternatives.
fn cfg_if(input: ParseStream<'_>) -> syn::Result<Vec<syn::Item>> {
    let mut all = Vec::new();
    while !input.is_empty() {
        input.parse::<Option<Token![else]>>()?;
        if input.parse::<Option<Token![if]>>()?.is_some() {
            input.call(syn::Attribute::parse_outer)?;
        }
        let content;
        syn::braced!(content in input);
        all.extend(content.call(items)?);
    }
    Ok(all)
}

/// An arm of `cfg_select!`.
struct CfgArm {
    /// `None` for `_`.
    predicate: Option<syn::Meta>,
    /// Without its braces, if it has some.
    body: TokenStream,
}

/// `unix => { .. } feature = "x" => expr, _ => { .. }`: the arms of std's `cfg_select!`.
fn cfg_select(input: ParseStream<'_>) -> syn::Result<Vec<CfgArm>> {
    let mut arms = Vec::new();
    while !input.is_empty() {
        let predicate = match input.parse::<Option<Token![_]>>()? {
            Some(_) => None,
            None => Some(input.parse()?),
        };
        input.parse::<Token![=>]>()?;
        let body = if input.peek(token::Brace) {
            let content;
            syn::braced!(content in input);
            content.parse()?
        } else {
            input.parse::<syn::Expr>()?.into_token_stream()
        };
        input.parse::<Option<Token![,]>>()?;
        arms.push(CfgArm { predicate, body });
    }
    Ok(arms)
}

/// The arms as a chain of `if cfg!(..) { .. } else ..`.
fn branches(arms: Vec<CfgArm>) -> Option<syn::Expr> {
    let chain = |rest: Option<TokenStream>, CfgArm { predicate, body }| match (predicate, rest) {
        (None, _) => quote!({ #body }),
        (Some(predicate), None) => quote!(if cfg!(#predicate) { #body }),
        (Some(predicate), Some(rest)) => quote!(if cfg!(#predicate) { #body } else #rest),
    };
    let chained = arms
        .into_iter()
        .rev()
        .fold(None, |rest, arm| Some(chain(rest, arm)));
    syn::parse2(chained?).ok()
}

/// `static ref NAME: T = init;` and `static NAME: T = init;`.
fn lazy_statics(input: ParseStream<'_>) -> syn::Result<Vec<syn::Item>> {
    let mut items = Vec::new();
    while !input.is_empty() {
        let attrs = input.call(syn::Attribute::parse_outer)?;
        let vis = input.parse()?;
        let static_token = input.parse()?;
        input.parse::<Option<Token![ref]>>()?;
        let ident = input.parse()?;
        let colon_token = input.parse()?;
        let ty = input.parse()?;
        let eq_token = input.parse()?;
        input.parse::<Option<Token![const]>>()?;
        let expr = input.parse()?;
        let semi_token = input.parse::<Option<Token![;]>>()?.unwrap_or_default();
        items.push(syn::Item::Static(syn::ItemStatic {
            attrs,
            vis,
            static_token,
            mutability: syn::StaticMutability::None,
            ident,
            colon_token,
            ty,
            eq_token,
            expr,
            semi_token,
        }));
    }
    Ok(items)
}

/// What `thread_local!` makes of a static of this type.
fn local_key(ty: Type) -> Type {
    let args = Args {
        types: vec![ty],
        ..Args::default()
    };
    let segment = |name: &str, args| Segment {
        name: Sym::new(name),
        args,
    };
    let segments = [
        segment("std", None),
        segment("thread", None),
        segment("LocalKey", Some(Box::new(args))),
    ]
    .into_iter()
    .collect();
    Type::Path(Box::new(Path {
        span: Span::default(),
        global: true,
        qself: None,
        segments,
    }))
}
