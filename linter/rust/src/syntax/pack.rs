//! Function bodies in few bytes.
//!
//! A tree of boxes takes ten times the memory of its text, and all files of a workspace are there
//! before the first name can be resolved. So a body is packed as soon as it is read, and unpacked for
//! the moment in which it is lowered.

use otplint_model::{Span, Sym};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use thin_vec::ThinVec;

use super::tree::{
    Args, Arm, BinOp, Block, Closure, Count, Expr, ExprKind, Let, List, Lit, Macro, MacroBody,
    Method, Param, Pat, PatKind, Path, Segment, SelectArm, Stmt, Type,
};

/// The body of a function, packed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Body {
    bytes: Box<[u8]>,
    /// The names in it, in the order in which they occur.
    names: Box<[Sym]>,
}

impl Body {
    /// Packs a block.
    pub fn new(block: &Block) -> Self {
        let mut to = Packer::default();
        block.pack(&mut to);
        Self {
            bytes: to.bytes.into(),
            names: to.names.into(),
        }
    }

    /// Whether it does nothing.
    pub fn is_empty(&self) -> bool {
        self.unpack().stmts.is_empty()
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The block that it was made of.
    pub fn unpack(&self) -> Block {
        Block::unpack(&mut Unpacker {
            bytes: self.bytes.iter(),
            names: self.names.iter(),
            at: 0,
        })
    }
}

#[derive(Default)]
struct Packer {
    bytes: Vec<u8>,
    names: Vec<Sym>,
    /// Where the last span began: the next is near.
    at: u32,
}

struct Unpacker<'a> {
    bytes: std::slice::Iter<'a, u8>,
    names: std::slice::Iter<'a, Sym>,
    at: u32,
}

/// What can be packed. Reading beyond the end gives zeros, never a panic.
trait Pack: Sized {
    fn pack(&self, to: &mut Packer);
    fn unpack(from: &mut Unpacker<'_>) -> Self;
}

impl Packer {
    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// Small distances in both directions take few bytes.
    fn distance(&mut self, from: u32, to: u32) {
        let distance = to.wrapping_sub(from) as i32;
        self.number(u64::from(((distance << 1) ^ (distance >> 31)) as u32));
    }
}

impl Unpacker<'_> {
    fn byte(&mut self) -> u8 {
        self.bytes.next().copied().unwrap_or_default()
    }

    fn number(&mut self) -> u64 {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 || shift > 63 {
                return number;
            }
        }
    }

    fn distance(&mut self, from: u32) -> u32 {
        let folded = self.number() as u32;
        from.wrapping_add((folded >> 1) ^ (folded & 1).wrapping_neg())
    }
}

impl Pack for bool {
    fn pack(&self, to: &mut Packer) {
        to.bytes.push(u8::from(*self));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        from.byte() != 0
    }
}

impl Pack for u32 {
    fn pack(&self, to: &mut Packer) {
        to.number(u64::from(*self));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        from.number() as Self
    }
}

impl Pack for u64 {
    fn pack(&self, to: &mut Packer) {
        to.number(*self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        from.number()
    }
}

impl Pack for Sym {
    fn pack(&self, to: &mut Packer) {
        to.names.push(*self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        from.names.next().copied().unwrap_or_else(|| Self::new(""))
    }
}

impl Pack for Span {
    fn pack(&self, to: &mut Packer) {
        to.distance(to.at, self.start);
        to.distance(self.start, self.end);
        to.at = self.start;
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        let start = from.distance(from.at);
        from.at = start;
        Self::new(start, from.distance(start))
    }
}

impl<T: Pack> Pack for Box<T> {
    fn pack(&self, to: &mut Packer) {
        T::pack(self, to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        Self::new(T::unpack(from))
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, to: &mut Packer) {
        self.is_some().pack(to);
        if let Some(value) = self {
            value.pack(to);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        bool::unpack(from).then(|| T::unpack(from))
    }
}

fn pack_all<T: Pack>(values: &[T], to: &mut Packer) {
    to.number(values.len() as u64);
    for value in values {
        value.pack(to);
    }
}

fn unpack_all<T: Pack, C: FromIterator<T>>(from: &mut Unpacker<'_>) -> C {
    let length = from.number() as usize;
    (0..length).map(|_| T::unpack(from)).collect()
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, to: &mut Packer) {
        pack_all(self, to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        unpack_all(from)
    }
}

impl<T: Pack> Pack for ThinVec<T> {
    fn pack(&self, to: &mut Packer) {
        pack_all(self, to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        unpack_all(from)
    }
}

impl Pack for SmallVec<[Segment; 1]> {
    fn pack(&self, to: &mut Packer) {
        pack_all(self, to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        unpack_all(from)
    }
}

impl<A: Pack, B: Pack> Pack for (A, B) {
    fn pack(&self, to: &mut Packer) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        (A::unpack(from), B::unpack(from))
    }
}

macro_rules! structs {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl Pack for $name {
            fn pack(&self, to: &mut Packer) {
                $(self.$field.pack(to);)*
            }

            fn unpack(from: &mut Unpacker<'_>) -> Self {
                // Fields are read in the order in which they stand here.
                Self { $($field: Pack::unpack(from)),* }
            }
        }
    )*};
}

/// Each variant with its number; what no variant has is read as the last one, which has no parts.
macro_rules! enums {
    ($($name:ident {
        $($tag:literal $variant:ident $(($($part:ident),*))? $({$($field:ident),*})?,)*
        _ $last:ident
    })*) => {$(
        impl Pack for $name {
            fn pack(&self, to: &mut Packer) {
                match self {
                    $(Self::$variant $(($($part),*))? $({$($field),*})? => {
                        to.bytes.push($tag);
                        $($($part.pack(to);)*)?
                        $($($field.pack(to);)*)?
                    })*
                    Self::$last => to.bytes.push(u8::MAX),
                }
            }

            fn unpack(from: &mut Unpacker<'_>) -> Self {
                match from.byte() {
                    $($tag => {
                        $($(let $part = Pack::unpack(from);)*)?
                        $($(let $field = Pack::unpack(from);)*)?
                        Self::$variant $(($($part),*))? $({$($field),*})?
                    })*
                    _ => Self::$last,
                }
            }
        }
    )*};
}

structs! {
    Block { span, stmts }
    Let { span, pat, ty, init, otherwise }
    Expr { span, kind }
    Pat { span, kind }
    Path { span, global, qself, segments }
    Segment { name, args }
    Args { types, assoc, parenthesised }
    Param { pat, ty }
    Method { receiver, name, name_span, types, args }
    Arm { pat, guard, body }
    Closure { is_async, params, output, body }
    Macro { path, body }
    SelectArm { span, pat, future, guard, body }
}

enums! {
    Type {
        0 Path(path), 1 Ref(mutable, inner), 2 Tuple(parts), 3 Slice(inner), 4 Fn(inputs, output),
        5 Impl(bounds), 6 Dyn(bounds), 7 Never,
        _ Infer
    }
    PatKind {
        0 Wild, 1 Rest, 2 Bind { name, by_ref, mutable, sub }, 3 Path(path), 4 TupleStruct(path, parts),
        5 Struct(path, fields), 6 Tuple(parts), 7 Slice(parts), 8 Ref(inner), 9 Or(cases),
        10 Typed(inner, ty), 11 Guard(inner, guard), 12 Text(text),
        _ Lit
    }
    List { 0 Array, 1 Vec, _ Other }
    Lit { 0 Str(text), 1 Int(number, suffix), 2 Bool(flag), 3 Prim(suffix), _ Other }
    BinOp { 0 Lazy, 1 Compare, _ Arithmetic }
    Count { 0 Up, 1 Down, _ Other }
    MacroBody { 0 Select { biased, arms, otherwise }, 1 Exprs(exprs), 2 Matches(expr, pat), _ Unseen }
    Stmt { 0 Let(binding), 1 Expr(expr, ends), _ Item }
    ExprKind {
        0 Path(path), 1 Lit(lit), 2 Call(func, args), 3 Method(method), 4 Field(base, name),
        5 Index(base, index), 6 Deref(base), 7 Unary(base), 8 Binary(op, left, right),
        9 Assign(to, value), 10 AssignOp(count, to, value), 11 Ref(mutable, base), 12 Cast(value, ty),
        13 Let(pat, value), 14 If(cond, then, otherwise), 15 Match(value, arms), 16 Loop(label, body),
        17 While(label, cond, body), 18 For(label, pat, iter, body), 19 Block(label, block),
        20 Async(block, stream), 21 TryBlock(block), 22 Closure(closure), 23 Await(base), 24 Try(base),
        25 Return(value), 26 Break(label, value), 27 Continue(label), 28 Yield(value),
        29 Struct(path, fields, rest), 30 Tuple(parts), 31 Array(list, parts), 32 Range(start, end),
        33 Macro(call), 34 Wild,
        _ Unknown
    }
}
