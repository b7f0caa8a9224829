//! The owned syntax tree: what one file says, with byte spans, free of `syn` and of threads.

use otplint_model::stub::{FnAttrs, TraitAttrs, TypeAttrs};
use otplint_model::{Span, Sym};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use thin_vec::ThinVec;

use super::pack::Body;
use crate::workspace::Cfg;

/// One source file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct File {
    /// Its items.
    pub items: Vec<Item>,
    /// The `#![otp(..)]` words at its head (stubs only).
    pub attrs: Attrs,
}

/// What the attributes of an item, field or parameter say, as far as it matters here.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Attrs {
    /// Compiled for tests only: `#[cfg(test)]`, `#[test]` and the test attributes of runtimes.
    pub test: bool,
    /// Under a `cfg` that may be off.
    pub conditional: bool,
    /// The `cfg`s themselves; all of them hold where it is compiled.
    pub cfg: ThinVec<Cfg>,
    /// `#[path = ".."]`.
    pub path: Option<Sym>,
    /// The doc comment says that the whole happens or nothing.
    pub claims_atomic: bool,
    /// The doc comment says that the future may be dropped at any time.
    pub claims_cancel_safe: bool,
    /// The doc comment says that the future must not be dropped.
    pub claims_not_cancel_safe: bool,
    /// What `#[otp(..)]` says, in stubs.
    pub stub: Option<Box<StubAttrs>>,
}

/// What the `#[otp(..)]` of a stub says, read as every kind of item that its words fit.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StubAttrs {
    /// As a function or macro.
    pub function: Option<FnAttrs>,
    /// As a struct or enum.
    pub ty: Option<TypeAttrs>,
    /// As a trait.
    pub trait_: Option<TraitAttrs>,
}

/// An item of a module, an `impl` or a body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Item {
    /// The item with its attributes.
    pub span: Span,
    /// Its name; empty for an `impl` or a `use`.
    pub name: Sym,
    /// Where the name stands.
    pub name_span: Span,
    /// What its attributes say.
    pub attrs: Attrs,
    /// Whether it is visible outside its module.
    pub public: bool,
    /// What it is.
    pub kind: ItemKind,
}

/// The kinds of items.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ItemKind {
    /// `fn`.
    Fn(Box<Fn>),
    /// `struct` and `union`.
    Struct(Box<Adt>),
    /// `enum`.
    Enum(Box<Adt>),
    /// `trait`.
    Trait(Box<Trait>),
    /// `impl`.
    Impl(Box<Impl>),
    /// `type A = B`, and associated types (without a type in a trait).
    Alias(Box<(Generics, Option<Type>)>),
    /// `const` and `static`, and what it starts with.
    Const(Box<Type>, Initial),
    /// One leaf of a `use`.
    Use(Use),
    /// `mod`; `None` when its text is another file.
    Mod(Option<Vec<Item>>),
    /// `macro_rules!`, as far as it is simple.
    Macro(Box<MacroRules>),
    /// `extern crate a as b`; the crate's name.
    ExternCrate(Sym),
}

/// One imported name, after the braces are spread out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Use {
    /// Starts with `::`.
    pub global: bool,
    /// The path.
    pub path: Vec<Sym>,
    /// What it is imported as; `None` for a glob.
    pub name: Option<Sym>,
}

/// Type parameters and what is known of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Generics {
    /// The names of the type parameters, in order.
    pub params: Vec<Sym>,
    /// What each stands for where nothing is said.
    pub defaults: Vec<Option<Type>>,
    /// `T: A + B`, from both places where bounds may stand.
    pub bounds: Vec<(Type, Vec<Path>)>,
}

/// A function's signature and body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fn {
    /// Its type parameters.
    pub generics: Generics,
    /// `async fn`.
    pub is_async: bool,
    /// How it takes `self`, if it does.
    pub receiver: Option<Receiver>,
    /// The other parameters.
    pub params: Vec<Param>,
    /// What it returns; `None` for unit.
    pub output: Option<Type>,
    /// The items that its body has among its statements, at any depth.
    pub items: Vec<Item>,
    /// Its body, empty where it is compiled for tests only; `None` in a trait without a default.
    pub body: Option<Body>,
}

/// How a method takes `self`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Receiver {
    /// By reference.
    pub by_ref: bool,
    /// `&mut self` or `mut self`.
    pub mutable: bool,
    /// `self: Type`.
    pub ty: Option<Type>,
    /// Where it stands.
    pub span: Span,
}

/// A parameter of a function or closure.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Param {
    /// Its pattern.
    pub pat: Pat,
    /// Its type; `None` in closures that leave it open.
    pub ty: Option<Type>,
}

/// A struct or an enum.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Adt {
    /// Its type parameters.
    pub generics: Generics,
    /// Its variants; a struct has one, named like itself.
    pub variants: Vec<Variant>,
}

/// A variant and its fields.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Variant {
    /// Its name.
    pub name: Sym,
    /// Where it stands.
    pub span: Span,
    /// Its fields; those of a tuple are named `0`, `1`, ….
    pub fields: Vec<Field>,
    /// `Name(..)` rather than `Name { .. }`.
    pub tuple: bool,
}

/// A field.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: Sym,
    /// Where it stands.
    pub span: Span,
    /// Its type.
    pub ty: Type,
}

/// A trait.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trait {
    /// Its type parameters.
    pub generics: Generics,
    /// The traits that it extends.
    pub supers: Vec<Path>,
    /// Its items.
    pub items: Vec<Item>,
}

/// An `impl` block.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Impl {
    /// Its type parameters.
    pub generics: Generics,
    /// The trait, if it is one's implementation.
    pub trait_: Option<Path>,
    /// The type.
    pub self_ty: Type,
    /// Its items.
    pub items: Vec<Item>,
    /// The attributes on it, by name: some of them are macros.
    pub attributes: Vec<Path>,
}

/// A `macro_rules!` whose arms could be read; `$x` stands in the bodies as a path named `$x`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MacroRules {
    /// Its readable arms, in order.
    pub arms: Vec<MacroArm>,
    /// Whether some arm could not be read.
    pub partial: bool,
}

/// An arm whose matcher is a comma list of fragments and whose body parses as statements.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MacroArm {
    /// The names of the fragments.
    pub params: Vec<Sym>,
    /// What its body imports: that holds for the arguments too.
    pub uses: Vec<Use>,
    /// The body.
    pub body: Block,
}

/// A type as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Type {
    /// A path.
    Path(Box<Path>),
    /// A reference.
    Ref(bool, Box<Type>),
    /// A tuple; unit is the empty one.
    Tuple(ThinVec<Type>),
    /// A slice or an array.
    Slice(Box<Type>),
    /// `fn(A) -> B`.
    Fn(ThinVec<Type>, Option<Box<Type>>),
    /// `impl A + B`.
    Impl(ThinVec<Path>),
    /// `dyn A + B`.
    Dyn(ThinVec<Path>),
    /// `!`.
    Never,
    /// `_`, a macro, or what syn does not read.
    Infer,
}

/// A path as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Path {
    /// Where it stands.
    pub span: Span,
    /// Starts with `::`.
    pub global: bool,
    /// `<T as ..>`: the type, and how many segments belong to the trait.
    pub qself: Option<(Box<Type>, u32)>,
    /// Its segments.
    pub segments: SmallVec<[Segment; 1]>,
}

/// A segment of a path.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Segment {
    /// Its name.
    pub name: Sym,
    /// `<A, B, Item = C>` or `(A, B) -> C`, where there are any.
    pub args: Option<Box<Args>>,
}

/// The arguments of a segment.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Args {
    /// Type arguments, or the inputs of `Fn(A, B)`.
    pub types: Vec<Type>,
    /// `Item = C`, and `Output` for `Fn(..) -> C`.
    pub assoc: Vec<(Sym, Type)>,
    /// Written with parentheses.
    pub parenthesised: bool,
}

/// A pattern.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pat {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: PatKind,
}

/// The kinds of patterns.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum PatKind {
    /// `_` and `..`.
    Wild,
    /// `..`.
    Rest,
    /// A name, or a constant or unit variant that looks like one.
    Bind {
        /// The name.
        name: Sym,
        /// `ref`.
        by_ref: bool,
        /// `mut`.
        mutable: bool,
        /// `@ pattern`.
        sub: Option<Box<Pat>>,
    },
    /// A path.
    Path(Box<Path>),
    /// `A(x, y)`.
    TupleStruct(Box<Path>, Vec<Pat>),
    /// `A { x, y }`.
    Struct(Box<Path>, Vec<(Sym, Pat)>),
    /// `(x, y)`.
    Tuple(Vec<Pat>),
    /// `[x, y]`.
    Slice(Vec<Pat>),
    /// `&x`.
    Ref(Box<Pat>),
    /// `A | B`.
    Or(Vec<Pat>),
    /// `x: T`, where closures allow it.
    Typed(Box<Pat>, Box<Type>),
    /// `A if guard`.
    Guard(Box<Pat>, Box<Expr>),
    /// A string.
    Text(Sym),
    /// Another literal, or a range.
    Lit,
}

/// A block.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Block {
    /// From brace to brace.
    pub span: Span,
    /// Its statements.
    pub stmts: Vec<Stmt>,
}

/// A statement.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Stmt {
    /// `let`.
    Let(Box<Let>),
    /// An expression; `true` when a semicolon follows.
    Expr(Expr, bool),
    /// An item: what it is stands with the function.
    Item,
}

/// `let pat: ty = init else { .. };`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Let {
    /// The whole statement.
    pub span: Span,
    /// The pattern.
    pub pat: Pat,
    /// The type.
    pub ty: Option<Type>,
    /// The value.
    pub init: Option<Expr>,
    /// The `else` block.
    pub otherwise: Option<Block>,
}

/// An expression.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expr {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What a list of elements makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum List {
    /// An array.
    Array,
    /// A `Vec`.
    Vec,
    /// A list of another crate (`smallvec!`).
    Other,
}

/// What a `const` or `static` starts with, as far as it matters.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub enum Initial {
    /// This number.
    Integer(u64),
    /// This text.
    Text(Sym),
    /// What a call makes.
    Made(Box<Body>),
    /// Anything else.
    #[default]
    Other,
}

/// Literals, as far as rules ask for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lit {
    /// A string.
    Str(Sym),
    /// An integer, where it fits, and the type that it is written with.
    Int(u64, Option<Sym>),
    /// `true` or `false`.
    Bool(bool),
    /// Any other of a primitive type; `None` for a float that is written without one.
    Prim(Option<Sym>),
    /// Any other.
    Other,
}

/// Operators that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BinOp {
    /// `&&` and `||`: the right side may not run.
    Lazy,
    /// Comparisons.
    Compare,
    /// Everything else.
    Arithmetic,
}

/// What `+=` and its like do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Count {
    /// `+=`
    Up,
    /// `-=`
    Down,
    /// All others.
    Other,
}

/// The kinds of expressions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ExprKind {
    /// A path.
    Path(Box<Path>),
    /// A literal.
    Lit(Lit),
    /// `f(args)`.
    Call(Box<Expr>, Vec<Expr>),
    /// `recv.name::<T>(args)`.
    Method(Box<Method>),
    /// `base.field`.
    Field(Box<Expr>, Sym),
    /// `base[index]`.
    Index(Box<Expr>, Box<Expr>),
    /// `*base`.
    Deref(Box<Expr>),
    /// `!x`, `-x`.
    Unary(Box<Expr>),
    /// `a op b`.
    Binary(BinOp, Box<Expr>, Box<Expr>),
    /// `a = b`.
    Assign(Box<Expr>, Box<Expr>),
    /// `_`, on the left of an assignment.
    Wild,
    /// `a += b`.
    AssignOp(Count, Box<Expr>, Box<Expr>),
    /// `&x`, `&mut x`.
    Ref(bool, Box<Expr>),
    /// `x as T`.
    Cast(Box<Expr>, Box<Type>),
    /// `let pat = x` inside a condition.
    Let(Box<Pat>, Box<Expr>),
    /// `if`.
    If(Box<Expr>, Box<Block>, Option<Box<Expr>>),
    /// `match`.
    Match(Box<Expr>, Vec<Arm>),
    /// `loop`, with its label.
    Loop(Option<Sym>, Box<Block>),
    /// `while`.
    While(Option<Sym>, Box<Expr>, Box<Block>),
    /// `for`.
    For(Option<Sym>, Box<Pat>, Box<Expr>, Box<Block>),
    /// `{ .. }`, with its label; `unsafe` and `const` blocks too.
    Block(Option<Sym>, Box<Block>),
    /// `async { .. }`; `true` when it is a stream (`stream!`).
    Async(Box<Block>, bool),
    /// `try { .. }`.
    TryBlock(Box<Block>),
    /// A closure.
    Closure(Box<Closure>),
    /// `x.await`.
    Await(Box<Expr>),
    /// `x?`.
    Try(Box<Expr>),
    /// `return`.
    Return(Option<Box<Expr>>),
    /// `break`.
    Break(Option<Sym>, Option<Box<Expr>>),
    /// `continue`.
    Continue(Option<Sym>),
    /// `yield`.
    Yield(Option<Box<Expr>>),
    /// `A { x, ..rest }`.
    Struct(Box<Path>, Vec<(Sym, Expr)>, Option<Box<Expr>>),
    /// `(a, b)`.
    Tuple(Vec<Expr>),
    /// `[a, b]`, `vec![a, b]`, and `[a; n]` with one element.
    Array(List, Vec<Expr>),
    /// `a..b`.
    Range(Option<Box<Expr>>, Option<Box<Expr>>),
    /// A macro call.
    Macro(Box<Macro>),
    /// What syn does not read.
    Unknown,
}

/// A method call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Method {
    /// The receiver.
    pub receiver: Expr,
    /// The method.
    pub name: Sym,
    /// Where its name stands.
    pub name_span: Span,
    /// `::<T>`.
    pub types: Vec<Type>,
    /// The arguments.
    pub args: Vec<Expr>,
}

/// An arm of a `match`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Arm {
    /// The pattern.
    pub pat: Pat,
    /// The guard.
    pub guard: Option<Expr>,
    /// The body.
    pub body: Expr,
}

/// A closure.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Closure {
    /// `async |x| ..`.
    pub is_async: bool,
    /// Its parameters.
    pub params: Vec<Param>,
    /// Its result, where written.
    pub output: Option<Type>,
    /// Its body.
    pub body: Expr,
}

/// A macro call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Macro {
    /// The path of the macro.
    pub path: Path,
    /// What its tokens say.
    pub body: MacroBody,
}

/// What the tokens of a macro call say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum MacroBody {
    /// `select!` and `select_biased!`.
    Select {
        /// Arms are tried in order.
        biased: bool,
        /// The arms.
        arms: Vec<SelectArm>,
        /// `else`, `default` or `complete`.
        otherwise: Option<Expr>,
    },
    /// A comma list of expressions.
    Exprs(Vec<Expr>),
    /// `matches!`-like: an expression and a pattern.
    Matches(Expr, Pat),
    /// Could not be read.
    Unseen,
}

/// An arm of a `select!`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SelectArm {
    /// From the pattern to the end of the body.
    pub span: Span,
    /// The pattern.
    pub pat: Pat,
    /// The future.
    pub future: Expr,
    /// `, if guard`.
    pub guard: Option<Expr>,
    /// The body.
    pub body: Expr,
}
