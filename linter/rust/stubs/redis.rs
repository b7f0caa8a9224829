#![otp(krate = "redis", version = "1.8.1")]

pub use aio::{AsyncCommands, AsyncCommands as AsyncTypedCommands};
pub use Commands as TypedCommands;

use std::num::NonZeroUsize;
use std::time::Duration;
use streams::*;

pub type RedisResult<T> = Result<T, RedisError>;
pub type RedisFuture<T> = std::pin::Pin<Box<dyn Future<Output = RedisResult<T>>>>;

pub struct RedisError;
impl RedisError {
    pub fn kind(&self) -> ErrorKind {}
    pub fn is_timeout(&self) -> bool {}
    pub fn is_connection_dropped(&self) -> bool {}
    pub fn is_io_error(&self) -> bool {}
}
pub struct ErrorKind;
pub enum Value {
    Nil,
    Int(i64),
    BulkString(Vec<u8>),
    Array(Vec<Value>),
    SimpleString(String),
    Okay,
    Double(f64),
    Boolean(bool),
}
pub trait FromRedisValue {}
pub trait ToRedisArgs {}
pub trait ToSingleRedisArg {}
pub trait IntoConnectionInfo {}
pub struct ConnectionInfo;
pub struct AsyncConnectionConfig;

pub struct CopyOptions;
pub struct CreateOptions;
pub struct Direction;
pub struct ExpireOption;
pub struct Expiry;
pub struct FlushAllOptions;
pub struct FlushDbOptions;
pub struct HashFieldExpirationOptions;
pub struct IncrexOptions;
pub struct LposOptions;
pub struct MSetOptions;
pub struct RadiusOptions;
pub struct SearchSchema;
pub struct SetOptions;
pub struct SortedSetAddOptions;
pub struct Unit;
pub struct ValueComparison;

pub mod streams {
    pub struct StreamAddOptions;
    pub struct StreamAutoClaimOptions;
    pub struct StreamClaimOptions;
    pub struct StreamConfigOptions;
    pub struct StreamDeletionPolicy;
    pub struct StreamMaxlen;
    pub struct StreamNackOptions;
    pub struct StreamReadOptions;
    pub struct StreamTrimOptions;
}

/// Its verb is a Redis command, not SQL.
#[otp(sql = 0)]
pub fn cmd(name: &str) -> Cmd {}
pub fn pipe() -> Pipeline {}
#[otp(begin, commit, blocks, closure = "called", outcome = "must")]
pub fn transaction<C, K, T, F: FnMut(&mut C, &mut Pipeline) -> RedisResult<Option<T>>>(con: &mut C, keys: &[K], func: F) -> RedisResult<T> {}

pub struct Cmd;
impl Cmd {
    pub fn new() -> Self {}
    pub fn arg<T>(&mut self, arg: T) -> &mut Self {}
    pub fn take(&mut self) -> Self {}
    pub fn cursor_arg(&mut self, cursor: u64) -> &mut Self {}
    #[otp(runs_sql, blocks)]
    pub fn query<T, C>(&self, con: &mut C) -> RedisResult<T> {}
    #[otp(runs_sql)]
    pub async fn query_async<T, C>(&self, con: &mut C) -> RedisResult<T> {}
    #[otp(runs_sql, blocks, outcome = "must")]
    pub fn exec<C>(&self, con: &mut C) -> RedisResult<()> {}
    #[otp(runs_sql, outcome = "must")]
    pub async fn exec_async<C>(&self, con: &mut C) -> RedisResult<()> {}
    #[otp(runs_sql, blocks)]
    pub fn iter<T, C>(self, con: &mut C) -> RedisResult<std::iter::Iter<RedisResult<T>>> {}
    #[otp(runs_sql)]
    pub async fn iter_async<T, C>(self, con: &mut C) -> RedisResult<AsyncIter<T>> {}
}

#[otp(stream)]
pub struct AsyncIter<T>;
impl<T> AsyncIter<T> {
    #[otp(store_read)]
    pub async fn next_item(&mut self) -> Option<RedisResult<T>> {}
}
impl<T> futures_core::Stream for AsyncIter<T> {
    type Item = RedisResult<T>;
}

pub struct Script;
impl Script {
    pub fn new(code: &str) -> Self {}
    pub fn key<T>(&self, key: T) -> ScriptInvocation {}
    pub fn arg<T>(&self, arg: T) -> ScriptInvocation {}
    pub fn prepare_invoke(&self) -> ScriptInvocation {}
    #[otp(store_write, blocks)]
    pub fn invoke<T, C>(&self, con: &mut C) -> RedisResult<T> {}
    #[otp(store_write)]
    pub async fn invoke_async<T, C>(&self, con: &mut C) -> RedisResult<T> {}
}
pub struct ScriptInvocation;
impl ScriptInvocation {
    pub fn arg<T>(&mut self, arg: T) -> &mut Self {}
    pub fn key<T>(&mut self, key: T) -> &mut Self {}
    #[otp(store_write, blocks)]
    pub fn invoke<T, C>(&self, con: &mut C) -> RedisResult<T> {}
    #[otp(store_write)]
    pub async fn invoke_async<T, C>(&self, con: &mut C) -> RedisResult<T> {}
}

/// Nothing is sent before it is run; all or nothing only after `atomic`.
pub struct Pipeline;
impl Pipeline {
    pub fn new() -> Self {}
    pub fn with_capacity(capacity: usize) -> Self {}
    pub fn atomic(&mut self) -> &mut Self {}
    pub fn ignore_errors(&mut self) -> &mut Self {}
    #[otp(unchecked = "a macro makes it")]
    pub fn cmd(&mut self, name: &str) -> &mut Self {}
    #[otp(unchecked = "a macro makes it")]
    pub fn add_command(&mut self, cmd: Cmd) -> &mut Self {}
    #[otp(unchecked = "a macro makes it")]
    pub fn arg<T>(&mut self, arg: T) -> &mut Self {}
    #[otp(unchecked = "a macro makes it")]
    pub fn ignore(&mut self) -> &mut Self {}
    #[otp(unchecked = "a macro makes it")]
    pub fn clear(&mut self) {}
    pub fn len(&self) -> usize {}
    pub fn is_empty(&self) -> bool {}
    #[otp(store_write, blocks, outcome = "must")]
    pub fn query<T, C>(&self, con: &mut C) -> RedisResult<T> {}
    #[otp(store_write, outcome = "must")]
    pub async fn query_async<T, C>(&self, con: &mut C) -> RedisResult<T> {}
    #[otp(store_write, blocks, outcome = "must")]
    pub fn exec<C>(&self, con: &mut C) -> RedisResult<()> {}
    #[otp(store_write, outcome = "must")]
    pub async fn exec_async<C>(&self, con: &mut C) -> RedisResult<()> {}
}
#[otp(unchecked = "the methods are made by a macro")]
impl Pipeline {
    pub fn get<K>(&mut self, key: K) -> &mut Self {}
    pub fn mget<K>(&mut self, key: K) -> &mut Self {}
    pub fn keys<K>(&mut self, key: K) -> &mut Self {}
    pub fn set<K, V>(&mut self, key: K, value: V) -> &mut Self {}
    pub fn set_options<K, V>(&mut self, key: K, value: V, options: SetOptions) -> &mut Self {}
    pub fn mset<K, V>(&mut self, items: &[(K, V)]) -> &mut Self {}
    pub fn set_ex<K, V>(&mut self, key: K, value: V, seconds: u64) -> &mut Self {}
    pub fn pset_ex<K, V>(&mut self, key: K, value: V, milliseconds: u64) -> &mut Self {}
    pub fn set_nx<K, V>(&mut self, key: K, value: V) -> &mut Self {}
    pub fn mset_nx<K, V>(&mut self, items: &[(K, V)]) -> &mut Self {}
    pub fn mset_ex<K, V>(&mut self, items: &[(K, V)], options: MSetOptions) -> &mut Self {}
    pub fn getset<K, V>(&mut self, key: K, value: V) -> &mut Self {}
    pub fn getrange<K>(&mut self, key: K, from: isize, to: isize) -> &mut Self {}
    pub fn setrange<K, V>(&mut self, key: K, offset: isize, value: V) -> &mut Self {}
    pub fn del<K>(&mut self, key: K) -> &mut Self {}
    pub fn del_ex<K>(&mut self, key: K, value_comparison: ValueComparison) -> &mut Self {}
    pub fn digest<K>(&mut self, key: K) -> &mut Self {}
    pub fn exists<K>(&mut self, key: K) -> &mut Self {}
    pub fn key_type<K>(&mut self, key: K) -> &mut Self {}
    pub fn expire<K>(&mut self, key: K, seconds: i64) -> &mut Self {}
    pub fn expire_at<K>(&mut self, key: K, ts: i64) -> &mut Self {}
    pub fn pexpire<K>(&mut self, key: K, ms: i64) -> &mut Self {}
    pub fn pexpire_at<K>(&mut self, key: K, ts: i64) -> &mut Self {}
    pub fn expire_time<K>(&mut self, key: K) -> &mut Self {}
    pub fn pexpire_time<K>(&mut self, key: K) -> &mut Self {}
    pub fn persist<K>(&mut self, key: K) -> &mut Self {}
    pub fn ttl<K>(&mut self, key: K) -> &mut Self {}
    pub fn pttl<K>(&mut self, key: K) -> &mut Self {}
    pub fn get_ex<K>(&mut self, key: K, expire_at: Expiry) -> &mut Self {}
    pub fn get_del<K>(&mut self, key: K) -> &mut Self {}
    pub fn copy<KSrc, KDst, Db>(&mut self, source: KSrc, destination: KDst, options: CopyOptions<Db>) -> &mut Self {}
    pub fn rename<K, N>(&mut self, key: K, new_key: N) -> &mut Self {}
    pub fn rename_nx<K, N>(&mut self, key: K, new_key: N) -> &mut Self {}
    pub fn unlink<K>(&mut self, key: K) -> &mut Self {}
    pub fn append<K, V>(&mut self, key: K, value: V) -> &mut Self {}
    pub fn incr<K, V>(&mut self, key: K, delta: V) -> &mut Self {}
    pub fn decr<K, V>(&mut self, key: K, delta: V) -> &mut Self {}
    pub fn increx<K, V>(&mut self, key: K, increment: V, options: IncrexOptions<V>) -> &mut Self {}
    pub fn setbit<K>(&mut self, key: K, offset: usize, value: bool) -> &mut Self {}
    pub fn getbit<K>(&mut self, key: K, offset: usize) -> &mut Self {}
    pub fn bitcount<K>(&mut self, key: K) -> &mut Self {}
    pub fn bitcount_range<K>(&mut self, key: K, start: usize, end: usize) -> &mut Self {}
    pub fn bit_and<D, S>(&mut self, dstkey: D, srckeys: S) -> &mut Self {}
    pub fn bit_or<D, S>(&mut self, dstkey: D, srckeys: S) -> &mut Self {}
    pub fn bit_xor<D, S>(&mut self, dstkey: D, srckeys: S) -> &mut Self {}
    pub fn bit_not<D, S>(&mut self, dstkey: D, srckey: S) -> &mut Self {}
    pub fn bit_diff<D, S>(&mut self, dstkey: D, srckeys: S) -> &mut Self {}
    pub fn bit_diff1<D, S>(&mut self, dstkey: D, srckeys: S) -> &mut Self {}
    pub fn bit_and_or<D, S>(&mut self, dstkey: D, srckeys: S) -> &mut Self {}
    pub fn bit_one<D, S>(&mut self, dstkey: D, srckeys: S) -> &mut Self {}
    pub fn strlen<K>(&mut self, key: K) -> &mut Self {}
    pub fn hget<K, F>(&mut self, key: K, field: F) -> &mut Self {}
    pub fn hmget<K, F>(&mut self, key: K, fields: F) -> &mut Self {}
    pub fn hget_ex<K, F>(&mut self, key: K, fields: F, expire_at: Expiry) -> &mut Self {}
    pub fn hdel<K, F>(&mut self, key: K, field: F) -> &mut Self {}
    pub fn hget_del<K, F>(&mut self, key: K, fields: F) -> &mut Self {}
    pub fn hset<K, F, V>(&mut self, key: K, field: F, value: V) -> &mut Self {}
    pub fn hset_ex<K, F, V>(&mut self, key: K, hash_field_expiration_options: &HashFieldExpirationOptions, fields_values: &[(F, V)]) -> &mut Self {}
    pub fn hset_nx<K, F, V>(&mut self, key: K, field: F, value: V) -> &mut Self {}
    pub fn hset_multiple<K, F, V>(&mut self, key: K, items: &[(F, V)]) -> &mut Self {}
    pub fn hincr<K, F, D>(&mut self, key: K, field: F, delta: D) -> &mut Self {}
    pub fn hexists<K, F>(&mut self, key: K, field: F) -> &mut Self {}
    pub fn httl<K, F>(&mut self, key: K, fields: F) -> &mut Self {}
    pub fn hpttl<K, F>(&mut self, key: K, fields: F) -> &mut Self {}
    pub fn hexpire<K, F>(&mut self, key: K, seconds: i64, opt: ExpireOption, fields: F) -> &mut Self {}
    pub fn hexpire_at<K, F>(&mut self, key: K, ts: i64, opt: ExpireOption, fields: F) -> &mut Self {}
    pub fn hexpire_time<K, F>(&mut self, key: K, fields: F) -> &mut Self {}
    pub fn hpersist<K, F>(&mut self, key: K, fields: F) -> &mut Self {}
    pub fn hpexpire<K, F>(&mut self, key: K, milliseconds: i64, opt: ExpireOption, fields: F) -> &mut Self {}
    pub fn hpexpire_at<K, F>(&mut self, key: K, ts: i64, opt: ExpireOption, fields: F) -> &mut Self {}
    pub fn hpexpire_time<K, F>(&mut self, key: K, fields: F) -> &mut Self {}
    pub fn hkeys<K>(&mut self, key: K) -> &mut Self {}
    pub fn hvals<K>(&mut self, key: K) -> &mut Self {}
    pub fn hgetall<K>(&mut self, key: K) -> &mut Self {}
    pub fn hlen<K>(&mut self, key: K) -> &mut Self {}
    pub fn blmove<S, D>(&mut self, srckey: S, dstkey: D, src_dir: Direction, dst_dir: Direction, timeout: f64) -> &mut Self {}
    pub fn blmpop<K>(&mut self, timeout: f64, numkeys: usize, key: K, dir: Direction, count: usize) -> &mut Self {}
    pub fn blpop<K>(&mut self, key: K, timeout: f64) -> &mut Self {}
    pub fn brpop<K>(&mut self, key: K, timeout: f64) -> &mut Self {}
    pub fn brpoplpush<S, D>(&mut self, srckey: S, dstkey: D, timeout: f64) -> &mut Self {}
    pub fn lindex<K>(&mut self, key: K, index: isize) -> &mut Self {}
    pub fn linsert_before<K, P, V>(&mut self, key: K, pivot: P, value: V) -> &mut Self {}
    pub fn linsert_after<K, P, V>(&mut self, key: K, pivot: P, value: V) -> &mut Self {}
    pub fn llen<K>(&mut self, key: K) -> &mut Self {}
    pub fn lmove<S, D>(&mut self, srckey: S, dstkey: D, src_dir: Direction, dst_dir: Direction) -> &mut Self {}
    pub fn lmpop<K>(&mut self, numkeys: usize, key: K, dir: Direction, count: usize) -> &mut Self {}
    pub fn lpop<K>(&mut self, key: K, count: Option<NonZeroUsize>) -> &mut Self {}
    pub fn lpos<K, V>(&mut self, key: K, value: V, options: LposOptions) -> &mut Self {}
    pub fn lpush<K, V>(&mut self, key: K, value: V) -> &mut Self {}
    pub fn lpush_exists<K, V>(&mut self, key: K, value: V) -> &mut Self {}
    pub fn lrange<K>(&mut self, key: K, start: isize, stop: isize) -> &mut Self {}
    pub fn lrem<K, V>(&mut self, key: K, count: isize, value: V) -> &mut Self {}
    pub fn ltrim<K>(&mut self, key: K, start: isize, stop: isize) -> &mut Self {}
    pub fn lset<K, V>(&mut self, key: K, index: isize, value: V) -> &mut Self {}
    pub fn ping(&mut self) -> &mut Self {}
    pub fn ping_message<K>(&mut self, message: K) -> &mut Self {}
    pub fn rpop<K>(&mut self, key: K, count: Option<NonZeroUsize>) -> &mut Self {}
    pub fn rpoplpush<K, D>(&mut self, key: K, dstkey: D) -> &mut Self {}
    pub fn rpush<K, V>(&mut self, key: K, value: V) -> &mut Self {}
    pub fn rpush_exists<K, V>(&mut self, key: K, value: V) -> &mut Self {}
    pub fn sadd<K, M>(&mut self, key: K, member: M) -> &mut Self {}
    pub fn scard<K>(&mut self, key: K) -> &mut Self {}
    pub fn sdiff<K>(&mut self, keys: K) -> &mut Self {}
    pub fn sdiffstore<D, K>(&mut self, dstkey: D, keys: K) -> &mut Self {}
    pub fn sinter<K>(&mut self, keys: K) -> &mut Self {}
    pub fn sinterstore<D, K>(&mut self, dstkey: D, keys: K) -> &mut Self {}
    pub fn sismember<K, M>(&mut self, key: K, member: M) -> &mut Self {}
    pub fn smismember<K, M>(&mut self, key: K, members: M) -> &mut Self {}
    pub fn smembers<K>(&mut self, key: K) -> &mut Self {}
    pub fn smove<S, D, M>(&mut self, srckey: S, dstkey: D, member: M) -> &mut Self {}
    pub fn spop<K>(&mut self, key: K) -> &mut Self {}
    pub fn srandmember<K>(&mut self, key: K) -> &mut Self {}
    pub fn srandmember_multiple<K>(&mut self, key: K, count: isize) -> &mut Self {}
    pub fn srem<K, M>(&mut self, key: K, member: M) -> &mut Self {}
    pub fn sunion<K>(&mut self, keys: K) -> &mut Self {}
    pub fn sunionstore<D, K>(&mut self, dstkey: D, keys: K) -> &mut Self {}
    pub fn zadd<K, S, M>(&mut self, key: K, member: M, score: S) -> &mut Self {}
    pub fn zadd_multiple<K, S, M>(&mut self, key: K, items: &[(S, M)]) -> &mut Self {}
    pub fn zadd_options<K, S, M>(&mut self, key: K, member: M, score: S, options:&SortedSetAddOptions) -> &mut Self {}
    pub fn zadd_multiple_options<K, S, M>(&mut self, key: K, items: &[(S, M)], options:&SortedSetAddOptions) -> &mut Self {}
    pub fn zcard<K>(&mut self, key: K) -> &mut Self {}
    pub fn zcount<K, M, MM>(&mut self, key: K, min: M, max: MM) -> &mut Self {}
    pub fn zincr<K, M, D>(&mut self, key: K, member: M, delta: D) -> &mut Self {}
    pub fn zinterstore<D, K>(&mut self, dstkey: D, keys: K) -> &mut Self {}
    pub fn zinterstore_min<D, K>(&mut self, dstkey: D, keys: K) -> &mut Self {}
    pub fn zinterstore_max<D, K>(&mut self, dstkey: D, keys: K) -> &mut Self {}
    pub fn zinterstore_weights<D, K, W>(&mut self, dstkey: D, keys: &[(K, W)]) -> &mut Self {}
    pub fn zinterstore_min_weights<D, K, W>(&mut self, dstkey: D, keys: &[(K, W)]) -> &mut Self {}
    pub fn zinterstore_max_weights<D, K, W>(&mut self, dstkey: D, keys: &[(K, W)]) -> &mut Self {}
    pub fn zlexcount<K, M, MM>(&mut self, key: K, min: M, max: MM) -> &mut Self {}
    pub fn bzpopmax<K>(&mut self, key: K, timeout: f64) -> &mut Self {}
    pub fn zpopmax<K>(&mut self, key: K, count: isize) -> &mut Self {}
    pub fn bzpopmin<K>(&mut self, key: K, timeout: f64) -> &mut Self {}
    pub fn zpopmin<K>(&mut self, key: K, count: isize) -> &mut Self {}
    pub fn bzmpop_max<K>(&mut self, timeout: f64, keys: K, count: isize) -> &mut Self {}
    pub fn zmpop_max<K>(&mut self, keys: K, count: isize) -> &mut Self {}
    pub fn bzmpop_min<K>(&mut self, timeout: f64, keys: K, count: isize) -> &mut Self {}
    pub fn zmpop_min<K>(&mut self, keys: K, count: isize) -> &mut Self {}
    pub fn zrandmember<K>(&mut self, key: K, count: Option<isize>) -> &mut Self {}
    pub fn zrandmember_withscores<K>(&mut self, key: K, count: isize) -> &mut Self {}
    pub fn zrange<K>(&mut self, key: K, start: isize, stop: isize) -> &mut Self {}
    pub fn zrange_withscores<K>(&mut self, key: K, start: isize, stop: isize) -> &mut Self {}
    pub fn zrangebylex<K, M, MM>(&mut self, key: K, min: M, max: MM) -> &mut Self {}
    pub fn zrangebylex_limit<K, M, MM>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> &mut Self {}
    pub fn zrevrangebylex<K, MM, M>(&mut self, key: K, max: MM, min: M) -> &mut Self {}
    pub fn zrevrangebylex_limit<K, MM, M>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> &mut Self {}
    pub fn zrangebyscore<K, M, MM>(&mut self, key: K, min: M, max: MM) -> &mut Self {}
    pub fn zrangebyscore_withscores<K, M, MM>(&mut self, key: K, min: M, max: MM) -> &mut Self {}
    pub fn zrangebyscore_limit<K, M, MM>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> &mut Self {}
    pub fn zrangebyscore_limit_withscores<K, M, MM>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> &mut Self {}
    pub fn zrank<K, M>(&mut self, key: K, member: M) -> &mut Self {}
    pub fn zrem<K, M>(&mut self, key: K, members: M) -> &mut Self {}
    pub fn zrembylex<K, M, MM>(&mut self, key: K, min: M, max: MM) -> &mut Self {}
    pub fn zremrangebyrank<K>(&mut self, key: K, start: isize, stop: isize) -> &mut Self {}
    pub fn zrembyscore<K, M, MM>(&mut self, key: K, min: M, max: MM) -> &mut Self {}
    pub fn zrevrange<K>(&mut self, key: K, start: isize, stop: isize) -> &mut Self {}
    pub fn zrevrange_withscores<K>(&mut self, key: K, start: isize, stop: isize) -> &mut Self {}
    pub fn zrevrangebyscore<K, MM, M>(&mut self, key: K, max: MM, min: M) -> &mut Self {}
    pub fn zrevrangebyscore_withscores<K, MM, M>(&mut self, key: K, max: MM, min: M) -> &mut Self {}
    pub fn zrevrangebyscore_limit<K, MM, M>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> &mut Self {}
    pub fn zrevrangebyscore_limit_withscores<K, MM, M>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> &mut Self {}
    pub fn zrevrank<K, M>(&mut self, key: K, member: M) -> &mut Self {}
    pub fn zscore<K, M>(&mut self, key: K, member: M) -> &mut Self {}
    pub fn zscore_multiple<K, M>(&mut self, key: K, members: &[M]) -> &mut Self {}
    pub fn zunionstore<D, K>(&mut self, dstkey: D, keys: K) -> &mut Self {}
    pub fn zunionstore_min<D, K>(&mut self, dstkey: D, keys: K) -> &mut Self {}
    pub fn zunionstore_max<D, K>(&mut self, dstkey: D, keys: K) -> &mut Self {}
    pub fn zunionstore_weights<D, K, W>(&mut self, dstkey: D, keys: &[(K, W)]) -> &mut Self {}
    pub fn zunionstore_min_weights<D, K, W>(&mut self, dstkey: D, keys: &[(K, W)]) -> &mut Self {}
    pub fn zunionstore_max_weights<D, K, W>(&mut self, dstkey: D, keys: &[(K, W)]) -> &mut Self {}
    pub fn pfadd<K, E>(&mut self, key: K, element: E) -> &mut Self {}
    pub fn pfcount<K>(&mut self, key: K) -> &mut Self {}
    pub fn pfmerge<D, S>(&mut self, dstkey: D, srckeys: S) -> &mut Self {}
    pub fn publish<K, E>(&mut self, channel: K, message: E) -> &mut Self {}
    pub fn spublish<K, E>(&mut self, channel: K, message: E) -> &mut Self {}
    pub fn object_encoding<K>(&mut self, key: K) -> &mut Self {}
    pub fn object_idletime<K>(&mut self, key: K) -> &mut Self {}
    pub fn object_freq<K>(&mut self, key: K) -> &mut Self {}
    pub fn object_refcount<K>(&mut self, key: K) -> &mut Self {}
    pub fn geo_add<K, M>(&mut self, key: K, members: M) -> &mut Self {}
    pub fn geo_dist<K, M1, M2>(&mut self, key: K, member1: M1, member2: M2, unit: Unit) -> &mut Self {}
    pub fn geo_hash<K, M>(&mut self, key: K, members: M) -> &mut Self {}
    pub fn geo_pos<K, M>(&mut self, key: K, members: M) -> &mut Self {}
    pub fn geo_radius<K>(&mut self, key: K, longitude: f64, latitude: f64, radius: f64, unit: Unit, options: RadiusOptions) -> &mut Self {}
    pub fn geo_radius_by_member<K, M>(&mut self, key: K, member: M, radius: f64, unit: Unit, options: RadiusOptions) -> &mut Self {}
    pub fn xack<K, G, I>(&mut self, key: K, group: G, ids: &[I]) -> &mut Self {}
    pub fn xnack<K, G, ID>(&mut self, key: K, group: G, ids: &[ID], options: &StreamNackOptions) -> &mut Self {}
    pub fn xadd<K, ID, F, V>(&mut self, key: K, id: ID, items: &[(F, V)]) -> &mut Self {}
    pub fn xadd_map<K, ID, BTM>(&mut self, key: K, id: ID, map: BTM) -> &mut Self {}
    pub fn xadd_options<K, ID, I>(&mut self, key: K, id: ID, items: I, options: &StreamAddOptions) -> &mut Self {}
    pub fn xadd_maxlen<K, ID, F, V>(&mut self, key: K, maxlen: StreamMaxlen, id: ID, items: &[(F, V)]) -> &mut Self {}
    pub fn xadd_maxlen_map<K, ID, BTM>(&mut self, key: K, maxlen: StreamMaxlen, id: ID, map: BTM) -> &mut Self {}
    pub fn xautoclaim_options<K, G, C, MIT, S>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, start: S, options: StreamAutoClaimOptions) -> &mut Self {}
    pub fn xclaim<K, G, C, MIT, ID>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, ids: &[ID]) -> &mut Self {}
    pub fn xclaim_options<K, G, C, MIT, ID>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, ids: &[ID], options: StreamClaimOptions) -> &mut Self {}
    pub fn xdel<K, ID>(&mut self, key: K, ids: &[ID]) -> &mut Self {}
    pub fn xdel_ex<K, ID>(&mut self, key: K, ids: &[ID], options: StreamDeletionPolicy) -> &mut Self {}
    pub fn xack_del<K, G, ID>(&mut self, key: K, group: G, ids: &[ID], options: StreamDeletionPolicy) -> &mut Self {}
    pub fn xgroup_create<K, G, ID>(&mut self, key: K, group: G, id: ID) -> &mut Self {}
    pub fn xgroup_createconsumer<K, G, C>(&mut self, key: K, group: G, consumer: C) -> &mut Self {}
    pub fn xgroup_create_mkstream<K, G, ID>(&mut self, key: K, group: G, id: ID) -> &mut Self {}
    pub fn xgroup_setid<K, G, ID>(&mut self, key: K, group: G, id: ID) -> &mut Self {}
    pub fn xgroup_destroy<K, G>(&mut self, key: K, group: G) -> &mut Self {}
    pub fn xgroup_delconsumer<K, G, C>(&mut self, key: K, group: G, consumer: C) -> &mut Self {}
    pub fn xinfo_consumers<K, G>(&mut self, key: K, group: G) -> &mut Self {}
    pub fn xinfo_groups<K>(&mut self, key: K) -> &mut Self {}
    pub fn xinfo_stream<K>(&mut self, key: K) -> &mut Self {}
    pub fn xinfo_stream_with_idempotency<K>(&mut self, key: K) -> &mut Self {}
    pub fn xlen<K>(&mut self, key: K) -> &mut Self {}
    pub fn xpending<K, G>(&mut self, key: K, group: G) -> &mut Self {}
    pub fn xpending_count<K, G, S, E, C>(&mut self, key: K, group: G, start: S, end: E, count: C) -> &mut Self {}
    pub fn xpending_consumer_count<K, G, S, E, C, CN>(&mut self, key: K, group: G, start: S, end: E, count: C, consumer: CN) -> &mut Self {}
    pub fn xrange<K, S, E>(&mut self, key: K, start: S, end: E) -> &mut Self {}
    pub fn xrange_all<K>(&mut self, key: K) -> &mut Self {}
    pub fn xrange_count<K, S, E, C>(&mut self, key: K, start: S, end: E, count: C) -> &mut Self {}
    pub fn xread<K, ID>(&mut self, keys: &[K], ids: &[ID]) -> &mut Self {}
    pub fn xread_options<K, ID>(&mut self, keys: &[K], ids: &[ID], options: &StreamReadOptions) -> &mut Self {}
    pub fn xrevrange<K, E, S>(&mut self, key: K, end: E, start: S) -> &mut Self {}
    pub fn xrevrange_all<K>(&mut self, key: K) -> &mut Self {}
    pub fn xrevrange_count<K, E, S, C>(&mut self, key: K, end: E, start: S, count: C) -> &mut Self {}
    pub fn xtrim<K>(&mut self, key: K, maxlen: StreamMaxlen) -> &mut Self {}
    pub fn xtrim_options<K>(&mut self, key: K, options: &StreamTrimOptions) -> &mut Self {}
    pub fn xcfgset<K>(&mut self, key: K, options: &StreamConfigOptions) -> &mut Self {}
    pub fn ft_create<K>(&mut self, index_name: K, options: &CreateOptions, schema: &SearchSchema) -> &mut Self {}
    pub fn flushall(&mut self) -> &mut Self {}
    pub fn flushall_options(&mut self, options: &FlushAllOptions) -> &mut Self {}
    pub fn flushdb(&mut self) -> &mut Self {}
    pub fn flushdb_options(&mut self, options: &FlushDbOptions) -> &mut Self {}
}

#[otp(client)]
pub struct Client;
impl Client {
    pub fn open<T>(params: T) -> RedisResult<Self> {}
    #[otp(blocks)]
    pub fn get_connection(&self) -> RedisResult<Connection> {}
    #[otp(blocks, duration = 0)]
    pub fn get_connection_with_timeout(&self, timeout: Duration) -> RedisResult<Connection> {}
    #[otp(outside, outcome = "must")]
    pub async fn get_multiplexed_async_connection(&self) -> RedisResult<aio::MultiplexedConnection> {}
    pub async fn get_multiplexed_async_connection_with_config(
        &self,
        config: &AsyncConnectionConfig,
    ) -> RedisResult<aio::MultiplexedConnection> {
    }
    #[otp(outside, outcome = "must")]
    pub async fn get_connection_manager(&self) -> RedisResult<aio::ConnectionManager> {}
    pub async fn get_connection_manager_with_config(
        &self,
        config: aio::ConnectionManagerConfig,
    ) -> RedisResult<aio::ConnectionManager> {
    }
    #[otp(outside, outcome = "must")]
    pub async fn get_async_pubsub(&self) -> RedisResult<aio::PubSub> {}
}
impl Commands for Client {}

#[otp(store)]
pub struct Connection;
impl Connection {
    pub fn set_write_timeout(&self, dur: Option<Duration>) -> RedisResult<()> {}
    pub fn set_read_timeout(&self, dur: Option<Duration>) -> RedisResult<()> {}
    pub fn is_open(&self) -> bool {}
    pub fn as_pubsub(&mut self) -> PubSub {}
}
impl ConnectionLike for Connection {}
impl ConnectionLike for Client {}
impl Commands for Connection {}

#[otp(receiver)]
pub struct PubSub;
impl PubSub {
    #[otp(blocks)]
    pub fn subscribe<T>(&mut self, channel: T) -> RedisResult<()> {}
    #[otp(blocks)]
    pub fn psubscribe<T>(&mut self, pchannel: T) -> RedisResult<()> {}
    #[otp(recv, blocks)]
    pub fn get_message(&mut self) -> RedisResult<Msg> {}
}
pub struct Msg;
impl Msg {
    pub fn get_channel<T>(&self) -> RedisResult<T> {}
    pub fn get_channel_name(&self) -> &str {}
    pub fn get_payload<T>(&self) -> RedisResult<T> {}
    pub fn get_payload_bytes(&self) -> &[u8] {}
}

/// In the crate every connection has the commands; here the connection's trait extends them.
#[otp(unchecked = "the crate has it the other way round: a blanket impl of the commands")]
pub trait ConnectionLike: Commands {
    #[otp(store_write, blocks)]
    fn req_packed_command(&mut self, cmd: &[u8]) -> RedisResult<Value> {}
    #[otp(store_write, blocks)]
    fn req_command(&mut self, cmd: &Cmd) -> RedisResult<Value> {}
    fn get_db(&self) -> i64 {}
    fn is_open(&self) -> bool {}
    fn check_connection(&mut self) -> bool {}
}

#[otp(unchecked = "the methods are made by a macro")]
pub trait Commands {
    #[otp(store_read, key = 0, blocks)]
    fn get<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn mget<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn keys<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn set<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn set_options<K, V, RV>(&mut self, key: K, value: V, options: SetOptions) -> RedisResult<RV> {}
    #[otp(store_write, value = 0, blocks, outcome = "must")]
    fn mset<K, V, RV>(&mut self, items: &[(K, V)]) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn set_ex<K, V, RV>(&mut self, key: K, value: V, seconds: u64) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn pset_ex<K, V, RV>(&mut self, key: K, value: V, milliseconds: u64) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn set_nx<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
    #[otp(store_write, value = 0, blocks, outcome = "must")]
    fn mset_nx<K, V, RV>(&mut self, items: &[(K, V)]) -> RedisResult<RV> {}
    #[otp(store_write, value = 0, blocks, outcome = "must")]
    fn mset_ex<K, V, RV>(&mut self, items: &[(K, V)], options: MSetOptions) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn getset<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn getrange<K, RV>(&mut self, key: K, from: isize, to: isize) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 2, blocks, outcome = "must")]
    fn setrange<K, V, RV>(&mut self, key: K, offset: isize, value: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn del<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn del_ex<K, RV>(&mut self, key: K, value_comparison: ValueComparison) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn digest<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn exists<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn key_type<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn expire<K, RV>(&mut self, key: K, seconds: i64) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn expire_at<K, RV>(&mut self, key: K, ts: i64) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn pexpire<K, RV>(&mut self, key: K, ms: i64) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn pexpire_at<K, RV>(&mut self, key: K, ts: i64) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn expire_time<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn pexpire_time<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn persist<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn ttl<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn pttl<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn get_ex<K, RV>(&mut self, key: K, expire_at: Expiry) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn get_del<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn copy<KSrc, KDst, Db, RV>(&mut self, source: KSrc, destination: KDst, options: CopyOptions<Db>) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn rename<K, N, RV>(&mut self, key: K, new_key: N) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn rename_nx<K, N, RV>(&mut self, key: K, new_key: N) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn unlink<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn append<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn incr<K, V, RV>(&mut self, key: K, delta: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn decr<K, V, RV>(&mut self, key: K, delta: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn increx<K, V, RV>(&mut self, key: K, increment: V, options: IncrexOptions<V>) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 2, blocks, outcome = "must")]
    fn setbit<K, RV>(&mut self, key: K, offset: usize, value: bool) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn getbit<K, RV>(&mut self, key: K, offset: usize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn bitcount<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn bitcount_range<K, RV>(&mut self, key: K, start: usize, end: usize) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn bit_and<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn bit_or<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn bit_xor<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn bit_not<D, S, RV>(&mut self, dstkey: D, srckey: S) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn bit_diff<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn bit_diff1<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn bit_and_or<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn bit_one<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn strlen<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn hget<K, F, RV>(&mut self, key: K, field: F) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn hmget<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn hget_ex<K, F, RV>(&mut self, key: K, fields: F, expire_at: Expiry) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn hdel<K, F, RV>(&mut self, key: K, field: F) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn hget_del<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 2, blocks, outcome = "must")]
    fn hset<K, F, V, RV>(&mut self, key: K, field: F, value: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn hset_ex<K, F, V, RV>(&mut self, key: K, hash_field_expiration_options: &HashFieldExpirationOptions, fields_values: &[(F, V)]) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 2, blocks, outcome = "must")]
    fn hset_nx<K, F, V, RV>(&mut self, key: K, field: F, value: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn hset_multiple<K, F, V, RV>(&mut self, key: K, items: &[(F, V)]) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn hincr<K, F, D, RV>(&mut self, key: K, field: F, delta: D) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn hexists<K, F, RV>(&mut self, key: K, field: F) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn httl<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn hpttl<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn hexpire<K, F, RV>(&mut self, key: K, seconds: i64, opt: ExpireOption, fields: F) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn hexpire_at<K, F, RV>(&mut self, key: K, ts: i64, opt: ExpireOption, fields: F) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn hexpire_time<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn hpersist<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn hpexpire<K, F, RV>(&mut self, key: K, milliseconds: i64, opt: ExpireOption, fields: F) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn hpexpire_at<K, F, RV>(&mut self, key: K, ts: i64, opt: ExpireOption, fields: F) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn hpexpire_time<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn hkeys<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn hvals<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn hgetall<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn hlen<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn blmove<S, D, RV>(&mut self, srckey: S, dstkey: D, src_dir: Direction, dst_dir: Direction, timeout: f64) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 2, blocks, outcome = "must")]
    fn blmpop<K, RV>(&mut self, timeout: f64, numkeys: usize, key: K, dir: Direction, count: usize) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn blpop<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn brpop<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn brpoplpush<S, D, RV>(&mut self, srckey: S, dstkey: D, timeout: f64) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn lindex<K, RV>(&mut self, key: K, index: isize) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 2, blocks, outcome = "must")]
    fn linsert_before<K, P, V, RV>(&mut self, key: K, pivot: P, value: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 2, blocks, outcome = "must")]
    fn linsert_after<K, P, V, RV>(&mut self, key: K, pivot: P, value: V) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn llen<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn lmove<S, D, RV>(&mut self, srckey: S, dstkey: D, src_dir: Direction, dst_dir: Direction) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 1, blocks, outcome = "must")]
    fn lmpop<K, RV>(&mut self, numkeys: usize, key: K, dir: Direction, count: usize) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn lpop<K, RV>(&mut self, key: K, count: Option<NonZeroUsize>) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn lpos<K, V, RV>(&mut self, key: K, value: V, options: LposOptions) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn lpush<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn lpush_exists<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn lrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 2, blocks, outcome = "must")]
    fn lrem<K, V, RV>(&mut self, key: K, count: isize, value: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn ltrim<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 2, blocks, outcome = "must")]
    fn lset<K, V, RV>(&mut self, key: K, index: isize, value: V) -> RedisResult<RV> {}
    #[otp(store_read, blocks)]
    fn ping<RV>(&mut self) -> RedisResult<RV> {}
    #[otp(store_read, blocks)]
    fn ping_message<K, RV>(&mut self, message: K) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn rpop<K, RV>(&mut self, key: K, count: Option<NonZeroUsize>) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn rpoplpush<K, D, RV>(&mut self, key: K, dstkey: D) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn rpush<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn rpush_exists<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn sadd<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn scard<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, blocks)]
    fn sdiff<K, RV>(&mut self, keys: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn sdiffstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
    #[otp(store_read, blocks)]
    fn sinter<K, RV>(&mut self, keys: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn sinterstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn sismember<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn smismember<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn smembers<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, value = 2, blocks, outcome = "must")]
    fn smove<S, D, M, RV>(&mut self, srckey: S, dstkey: D, member: M) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn spop<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn srandmember<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn srandmember_multiple<K, RV>(&mut self, key: K, count: isize) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn srem<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
    #[otp(store_read, blocks)]
    fn sunion<K, RV>(&mut self, keys: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn sunionstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn zadd<K, S, M, RV>(&mut self, key: K, member: M, score: S) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn zadd_multiple<K, S, M, RV>(&mut self, key: K, items: &[(S, M)]) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn zadd_options<K, S, M, RV>(&mut self, key: K, member: M, score: S, options:&SortedSetAddOptions) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn zadd_multiple_options<K, S, M, RV>(&mut self, key: K, items: &[(S, M)], options:&SortedSetAddOptions) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zcard<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zcount<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn zincr<K, M, D, RV>(&mut self, key: K, member: M, delta: D) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zinterstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zinterstore_min<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zinterstore_max<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zinterstore_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zinterstore_min_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zinterstore_max_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zlexcount<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn bzpopmax<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn zpopmax<K, RV>(&mut self, key: K, count: isize) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn bzpopmin<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV> {}
    #[otp(store_write, remove, key = 0, blocks, outcome = "must")]
    fn zpopmin<K, RV>(&mut self, key: K, count: isize) -> RedisResult<RV> {}
    #[otp(store_write, remove, blocks, outcome = "must")]
    fn bzmpop_max<K, RV>(&mut self, timeout: f64, keys: K, count: isize) -> RedisResult<RV> {}
    #[otp(store_write, remove, blocks, outcome = "must")]
    fn zmpop_max<K, RV>(&mut self, keys: K, count: isize) -> RedisResult<RV> {}
    #[otp(store_write, remove, blocks, outcome = "must")]
    fn bzmpop_min<K, RV>(&mut self, timeout: f64, keys: K, count: isize) -> RedisResult<RV> {}
    #[otp(store_write, remove, blocks, outcome = "must")]
    fn zmpop_min<K, RV>(&mut self, keys: K, count: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrandmember<K, RV>(&mut self, key: K, count: Option<isize>) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrandmember_withscores<K, RV>(&mut self, key: K, count: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrange_withscores<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrangebylex<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrangebylex_limit<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrevrangebylex<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrevrangebylex_limit<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrangebyscore<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrangebyscore_withscores<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrangebyscore_limit<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrangebyscore_limit_withscores<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrank<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn zrem<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn zrembylex<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn zremrangebyrank<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn zrembyscore<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrevrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrevrange_withscores<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrevrangebyscore<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrevrangebyscore_withscores<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrevrangebyscore_limit<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrevrangebyscore_limit_withscores<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zrevrank<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zscore<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn zscore_multiple<K, M, RV>(&mut self, key: K, members: &[M]) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zunionstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zunionstore_min<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zunionstore_max<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zunionstore_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zunionstore_min_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn zunionstore_max_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn pfadd<K, E, RV>(&mut self, key: K, element: E) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn pfcount<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn pfmerge<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
    #[otp(outside, value = 1, blocks)]
    fn publish<K, E, RV>(&mut self, channel: K, message: E) -> RedisResult<RV> {}
    #[otp(outside, value = 1, blocks)]
    fn spublish<K, E, RV>(&mut self, channel: K, message: E) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn object_encoding<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn object_idletime<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn object_freq<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn object_refcount<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 1, blocks, outcome = "must")]
    fn geo_add<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn geo_dist<K, M1, M2, RV>(&mut self, key: K, member1: M1, member2: M2, unit: Unit) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn geo_hash<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn geo_pos<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn geo_radius<K, RV>(&mut self, key: K, longitude: f64, latitude: f64, radius: f64, unit: Unit, options: RadiusOptions) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn geo_radius_by_member<K, M, RV>(&mut self, key: K, member: M, radius: f64, unit: Unit, options: RadiusOptions) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xack<K, G, I, RV>(&mut self, key: K, group: G, ids: &[I]) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xnack<K, G, ID, RV>(&mut self, key: K, group: G, ids: &[ID], options: &StreamNackOptions) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 2, blocks, outcome = "must")]
    fn xadd<K, ID, F, V, RV>(&mut self, key: K, id: ID, items: &[(F, V)]) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 2, blocks, outcome = "must")]
    fn xadd_map<K, ID, BTM, RV>(&mut self, key: K, id: ID, map: BTM) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 2, blocks, outcome = "must")]
    fn xadd_options<K, ID, I, RV>(&mut self, key: K, id: ID, items: I, options: &StreamAddOptions) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 3, blocks, outcome = "must")]
    fn xadd_maxlen<K, ID, F, V, RV>(&mut self, key: K, maxlen: StreamMaxlen, id: ID, items: &[(F, V)]) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, value = 3, blocks, outcome = "must")]
    fn xadd_maxlen_map<K, ID, BTM, RV>(&mut self, key: K, maxlen: StreamMaxlen, id: ID, map: BTM) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xautoclaim_options<K, G, C, MIT, S, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, start: S, options: StreamAutoClaimOptions) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xclaim<K, G, C, MIT, ID, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, ids: &[ID]) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xclaim_options<K, G, C, MIT, ID, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, ids: &[ID], options: StreamClaimOptions) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xdel<K, ID, RV>(&mut self, key: K, ids: &[ID]) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xdel_ex<K, ID, RV>(&mut self, key: K, ids: &[ID], options: StreamDeletionPolicy) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xack_del<K, G, ID, RV>(&mut self, key: K, group: G, ids: &[ID], options: StreamDeletionPolicy) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xgroup_create<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xgroup_createconsumer<K, G, C, RV>(&mut self, key: K, group: G, consumer: C) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xgroup_create_mkstream<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xgroup_setid<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xgroup_destroy<K, G, RV>(&mut self, key: K, group: G) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xgroup_delconsumer<K, G, C, RV>(&mut self, key: K, group: G, consumer: C) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xinfo_consumers<K, G, RV>(&mut self, key: K, group: G) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xinfo_groups<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xinfo_stream<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xinfo_stream_with_idempotency<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xlen<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xpending<K, G, RV>(&mut self, key: K, group: G) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xpending_count<K, G, S, E, C, RV>(&mut self, key: K, group: G, start: S, end: E, count: C) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xpending_consumer_count<K, G, S, E, C, CN, RV>(&mut self, key: K, group: G, start: S, end: E, count: C, consumer: CN) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xrange<K, S, E, RV>(&mut self, key: K, start: S, end: E) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xrange_all<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xrange_count<K, S, E, C, RV>(&mut self, key: K, start: S, end: E, count: C) -> RedisResult<RV> {}
    #[otp(store_read, blocks)]
    fn xread<K, ID, RV>(&mut self, keys: &[K], ids: &[ID]) -> RedisResult<RV> {}
    #[otp(store_read, blocks)]
    fn xread_options<K, ID, RV>(&mut self, keys: &[K], ids: &[ID], options: &StreamReadOptions) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xrevrange<K, E, S, RV>(&mut self, key: K, end: E, start: S) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xrevrange_all<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
    #[otp(store_read, key = 0, blocks)]
    fn xrevrange_count<K, E, S, C, RV>(&mut self, key: K, end: E, start: S, count: C) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xtrim<K, RV>(&mut self, key: K, maxlen: StreamMaxlen) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xtrim_options<K, RV>(&mut self, key: K, options: &StreamTrimOptions) -> RedisResult<RV> {}
    #[otp(store_write, key = 0, blocks, outcome = "must")]
    fn xcfgset<K, RV>(&mut self, key: K, options: &StreamConfigOptions) -> RedisResult<RV> {}
    #[otp(store_write, blocks, outcome = "must")]
    fn ft_create<K, RV>(&mut self, index_name: K, options: &CreateOptions, schema: &SearchSchema) -> RedisResult<RV> {}
    #[otp(store_write, clear, blocks, outcome = "must")]
    fn flushall<RV>(&mut self) -> RedisResult<RV> {}
    #[otp(store_write, clear, blocks, outcome = "must")]
    fn flushall_options<RV>(&mut self, options: &FlushAllOptions) -> RedisResult<RV> {}
    #[otp(store_write, clear, blocks, outcome = "must")]
    fn flushdb<RV>(&mut self) -> RedisResult<RV> {}
    #[otp(store_write, clear, blocks, outcome = "must")]
    fn flushdb_options<RV>(&mut self, options: &FlushDbOptions) -> RedisResult<RV> {}
    #[otp(store_read, blocks)]
    fn scan<RV>(&mut self) -> RedisResult<std::iter::Iter<RedisResult<RV>>> {}
    #[otp(store_read, blocks)]
    fn scan_match<P, RV>(&mut self, pattern: P) -> RedisResult<std::iter::Iter<RedisResult<RV>>> {}
    #[otp(store_read, blocks)]
    fn hscan<K, RV>(&mut self, key: K) -> RedisResult<std::iter::Iter<RedisResult<RV>>> {}
    #[otp(store_read, blocks)]
    fn hscan_match<K, P, RV>(&mut self, key: K, pattern: P) -> RedisResult<std::iter::Iter<RedisResult<RV>>> {}
    #[otp(store_read, blocks)]
    fn sscan<K, RV>(&mut self, key: K) -> RedisResult<std::iter::Iter<RedisResult<RV>>> {}
    #[otp(store_read, blocks)]
    fn sscan_match<K, P, RV>(&mut self, key: K, pattern: P) -> RedisResult<std::iter::Iter<RedisResult<RV>>> {}
    #[otp(store_read, blocks)]
    fn zscan<K, RV>(&mut self, key: K) -> RedisResult<std::iter::Iter<RedisResult<RV>>> {}
    #[otp(store_read, blocks)]
    fn zscan_match<K, P, RV>(&mut self, key: K, pattern: P) -> RedisResult<std::iter::Iter<RedisResult<RV>>> {}
}

pub mod aio {
    use crate::streams::*;
    use crate::*;
    use std::time::Duration;

    #[otp(store)]
    pub struct MultiplexedConnection;
    impl MultiplexedConnection {
        pub fn set_response_timeout(&mut self, timeout: Duration) {}
        #[otp(store_write)]
        pub async fn send_packed_command(&mut self, cmd: &Cmd) -> RedisResult<Value> {}
        pub async fn subscribe<T>(&mut self, channel_name: T) -> RedisResult<()> {}
        pub async fn unsubscribe<T>(&mut self, channel_name: T) -> RedisResult<()> {}
        pub async fn psubscribe<T>(&mut self, channel_pattern: T) -> RedisResult<()> {}
    }
    impl Clone for MultiplexedConnection {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    impl ConnectionLike for MultiplexedConnection {}
    impl AsyncCommands for MultiplexedConnection {}

    pub struct ConnectionManagerConfig;
    impl ConnectionManagerConfig {
        pub fn new() -> Self {}
        pub fn set_number_of_retries(self, amount: usize) -> Self {}
        pub fn set_response_timeout(self, duration: Option<Duration>) -> Self {}
        pub fn set_connection_timeout(self, duration: Option<Duration>) -> Self {}
        pub fn set_max_delay(self, time: Duration) -> Self {}
    }
    #[otp(store)]
    pub struct ConnectionManager;
    impl ConnectionManager {
        #[otp(outside, outcome = "must")]
        pub async fn new(client: Client) -> RedisResult<Self> {}
        pub async fn new_with_config(client: Client, config: ConnectionManagerConfig) -> RedisResult<Self> {}
        pub fn new_lazy_with_config(client: Client, config: ConnectionManagerConfig) -> RedisResult<Self> {}
        #[otp(store_write)]
        pub async fn send_packed_command(&mut self, cmd: &Cmd) -> RedisResult<Value> {}
        pub async fn subscribe<T>(&mut self, channel_name: T) -> RedisResult<()> {}
        pub async fn psubscribe<T>(&mut self, channel_pattern: T) -> RedisResult<()> {}
    }
    impl Clone for ConnectionManager {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    impl ConnectionLike for ConnectionManager {}
    impl AsyncCommands for ConnectionManager {}

    #[otp(receiver)]
    pub struct PubSub;
    impl PubSub {
        pub async fn subscribe<T>(&mut self, channel_name: T) -> RedisResult<()> {}
        pub async fn unsubscribe<T>(&mut self, channel_name: T) -> RedisResult<()> {}
        pub async fn psubscribe<T>(&mut self, channel_pattern: T) -> RedisResult<()> {}
        pub fn on_message(&mut self) -> PubSubStream {}
        pub fn into_on_message(self) -> PubSubStream {}
        pub fn split(self) -> (PubSubSink, PubSubStream) {}
    }
    pub struct PubSubSink;
    impl PubSubSink {
        pub async fn subscribe<T>(&mut self, channel_name: T) -> RedisResult<()> {}
        pub async fn unsubscribe<T>(&mut self, channel_name: T) -> RedisResult<()> {}
    }
    #[otp(stream, receiver)]
    pub struct PubSubStream;
    impl futures_core::Stream for PubSubStream {
        type Item = Msg;
    }

    #[otp(unchecked = "the crate has it the other way round: a blanket impl of the commands")]
    pub trait ConnectionLike: AsyncCommands {
        #[otp(store_write)]
        async fn req_packed_command(&mut self, cmd: &Cmd) -> RedisResult<Value> {}
        fn get_db(&self) -> i64 {}
    }

    /// An item that a dropped pop had taken at the server is lost: the request goes on there.
    #[otp(unchecked = "the methods are made by a macro")]
    pub trait AsyncCommands {
        #[otp(store_read, key = 0)]
        async fn get<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn mget<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn keys<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn set<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn set_options<K, V, RV>(&mut self, key: K, value: V, options: SetOptions) -> RedisResult<RV> {}
        #[otp(store_write, value = 0, outcome = "must")]
        async fn mset<K, V, RV>(&mut self, items: &[(K, V)]) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn set_ex<K, V, RV>(&mut self, key: K, value: V, seconds: u64) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn pset_ex<K, V, RV>(&mut self, key: K, value: V, milliseconds: u64) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn set_nx<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
        #[otp(store_write, value = 0, outcome = "must")]
        async fn mset_nx<K, V, RV>(&mut self, items: &[(K, V)]) -> RedisResult<RV> {}
        #[otp(store_write, value = 0, outcome = "must")]
        async fn mset_ex<K, V, RV>(&mut self, items: &[(K, V)], options: MSetOptions) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, outcome = "must")]
        async fn getset<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn getrange<K, RV>(&mut self, key: K, from: isize, to: isize) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 2, outcome = "must")]
        async fn setrange<K, V, RV>(&mut self, key: K, offset: isize, value: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn del<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn del_ex<K, RV>(&mut self, key: K, value_comparison: ValueComparison) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn digest<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn exists<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn key_type<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn expire<K, RV>(&mut self, key: K, seconds: i64) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn expire_at<K, RV>(&mut self, key: K, ts: i64) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn pexpire<K, RV>(&mut self, key: K, ms: i64) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn pexpire_at<K, RV>(&mut self, key: K, ts: i64) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn expire_time<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn pexpire_time<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn persist<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn ttl<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn pttl<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn get_ex<K, RV>(&mut self, key: K, expire_at: Expiry) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn get_del<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn copy<KSrc, KDst, Db, RV>(&mut self, source: KSrc, destination: KDst, options: CopyOptions<Db>) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn rename<K, N, RV>(&mut self, key: K, new_key: N) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn rename_nx<K, N, RV>(&mut self, key: K, new_key: N) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn unlink<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn append<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn incr<K, V, RV>(&mut self, key: K, delta: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn decr<K, V, RV>(&mut self, key: K, delta: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn increx<K, V, RV>(&mut self, key: K, increment: V, options: IncrexOptions<V>) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 2, outcome = "must")]
        async fn setbit<K, RV>(&mut self, key: K, offset: usize, value: bool) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn getbit<K, RV>(&mut self, key: K, offset: usize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn bitcount<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn bitcount_range<K, RV>(&mut self, key: K, start: usize, end: usize) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn bit_and<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn bit_or<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn bit_xor<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn bit_not<D, S, RV>(&mut self, dstkey: D, srckey: S) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn bit_diff<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn bit_diff1<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn bit_and_or<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn bit_one<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn strlen<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn hget<K, F, RV>(&mut self, key: K, field: F) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn hmget<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn hget_ex<K, F, RV>(&mut self, key: K, fields: F, expire_at: Expiry) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn hdel<K, F, RV>(&mut self, key: K, field: F) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn hget_del<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 2, outcome = "must")]
        async fn hset<K, F, V, RV>(&mut self, key: K, field: F, value: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn hset_ex<K, F, V, RV>(&mut self, key: K, hash_field_expiration_options: &HashFieldExpirationOptions, fields_values: &[(F, V)]) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 2, outcome = "must")]
        async fn hset_nx<K, F, V, RV>(&mut self, key: K, field: F, value: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn hset_multiple<K, F, V, RV>(&mut self, key: K, items: &[(F, V)]) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn hincr<K, F, D, RV>(&mut self, key: K, field: F, delta: D) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn hexists<K, F, RV>(&mut self, key: K, field: F) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn httl<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn hpttl<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn hexpire<K, F, RV>(&mut self, key: K, seconds: i64, opt: ExpireOption, fields: F) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn hexpire_at<K, F, RV>(&mut self, key: K, ts: i64, opt: ExpireOption, fields: F) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn hexpire_time<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn hpersist<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn hpexpire<K, F, RV>(&mut self, key: K, milliseconds: i64, opt: ExpireOption, fields: F) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn hpexpire_at<K, F, RV>(&mut self, key: K, ts: i64, opt: ExpireOption, fields: F) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn hpexpire_time<K, F, RV>(&mut self, key: K, fields: F) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn hkeys<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn hvals<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn hgetall<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn hlen<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn blmove<S, D, RV>(&mut self, srckey: S, dstkey: D, src_dir: Direction, dst_dir: Direction, timeout: f64) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 2, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn blmpop<K, RV>(&mut self, timeout: f64, numkeys: usize, key: K, dir: Direction, count: usize) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn blpop<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn brpop<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn brpoplpush<S, D, RV>(&mut self, srckey: S, dstkey: D, timeout: f64) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn lindex<K, RV>(&mut self, key: K, index: isize) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 2, outcome = "must")]
        async fn linsert_before<K, P, V, RV>(&mut self, key: K, pivot: P, value: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 2, outcome = "must")]
        async fn linsert_after<K, P, V, RV>(&mut self, key: K, pivot: P, value: V) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn llen<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn lmove<S, D, RV>(&mut self, srckey: S, dstkey: D, src_dir: Direction, dst_dir: Direction) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 1, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn lmpop<K, RV>(&mut self, numkeys: usize, key: K, dir: Direction, count: usize) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn lpop<K, RV>(&mut self, key: K, count: Option<NonZeroUsize>) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn lpos<K, V, RV>(&mut self, key: K, value: V, options: LposOptions) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn lpush<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn lpush_exists<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn lrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 2, outcome = "must")]
        async fn lrem<K, V, RV>(&mut self, key: K, count: isize, value: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn ltrim<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 2, outcome = "must")]
        async fn lset<K, V, RV>(&mut self, key: K, index: isize, value: V) -> RedisResult<RV> {}
        #[otp(store_read)]
        async fn ping<RV>(&mut self) -> RedisResult<RV> {}
        #[otp(store_read)]
        async fn ping_message<K, RV>(&mut self, message: K) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn rpop<K, RV>(&mut self, key: K, count: Option<NonZeroUsize>) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn rpoplpush<K, D, RV>(&mut self, key: K, dstkey: D) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn rpush<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn rpush_exists<K, V, RV>(&mut self, key: K, value: V) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn sadd<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn scard<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read)]
        async fn sdiff<K, RV>(&mut self, keys: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn sdiffstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
        #[otp(store_read)]
        async fn sinter<K, RV>(&mut self, keys: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn sinterstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn sismember<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn smismember<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn smembers<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, value = 2, outcome = "must")]
        async fn smove<S, D, M, RV>(&mut self, srckey: S, dstkey: D, member: M) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn spop<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn srandmember<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn srandmember_multiple<K, RV>(&mut self, key: K, count: isize) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn srem<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
        #[otp(store_read)]
        async fn sunion<K, RV>(&mut self, keys: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn sunionstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn zadd<K, S, M, RV>(&mut self, key: K, member: M, score: S) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn zadd_multiple<K, S, M, RV>(&mut self, key: K, items: &[(S, M)]) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn zadd_options<K, S, M, RV>(&mut self, key: K, member: M, score: S, options:&SortedSetAddOptions) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn zadd_multiple_options<K, S, M, RV>(&mut self, key: K, items: &[(S, M)], options:&SortedSetAddOptions) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zcard<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zcount<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn zincr<K, M, D, RV>(&mut self, key: K, member: M, delta: D) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zinterstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zinterstore_min<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zinterstore_max<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zinterstore_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zinterstore_min_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zinterstore_max_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zlexcount<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn bzpopmax<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn zpopmax<K, RV>(&mut self, key: K, count: isize) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn bzpopmin<K, RV>(&mut self, key: K, timeout: f64) -> RedisResult<RV> {}
        #[otp(store_write, remove, key = 0, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn zpopmin<K, RV>(&mut self, key: K, count: isize) -> RedisResult<RV> {}
        #[otp(store_write, remove, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn bzmpop_max<K, RV>(&mut self, timeout: f64, keys: K, count: isize) -> RedisResult<RV> {}
        #[otp(store_write, remove, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn zmpop_max<K, RV>(&mut self, keys: K, count: isize) -> RedisResult<RV> {}
        #[otp(store_write, remove, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn bzmpop_min<K, RV>(&mut self, timeout: f64, keys: K, count: isize) -> RedisResult<RV> {}
        #[otp(store_write, remove, cancel = "unsafe", loses = "self", outcome = "must")]
        async fn zmpop_min<K, RV>(&mut self, keys: K, count: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrandmember<K, RV>(&mut self, key: K, count: Option<isize>) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrandmember_withscores<K, RV>(&mut self, key: K, count: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrange_withscores<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrangebylex<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrangebylex_limit<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrevrangebylex<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrevrangebylex_limit<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrangebyscore<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrangebyscore_withscores<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrangebyscore_limit<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrangebyscore_limit_withscores<K, M, MM, RV>(&mut self, key: K, min: M, max: MM, offset: isize, count: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrank<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn zrem<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn zrembylex<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn zremrangebyrank<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn zrembyscore<K, M, MM, RV>(&mut self, key: K, min: M, max: MM) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrevrange<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrevrange_withscores<K, RV>(&mut self, key: K, start: isize, stop: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrevrangebyscore<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrevrangebyscore_withscores<K, MM, M, RV>(&mut self, key: K, max: MM, min: M) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrevrangebyscore_limit<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrevrangebyscore_limit_withscores<K, MM, M, RV>(&mut self, key: K, max: MM, min: M, offset: isize, count: isize) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zrevrank<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zscore<K, M, RV>(&mut self, key: K, member: M) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn zscore_multiple<K, M, RV>(&mut self, key: K, members: &[M]) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zunionstore<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zunionstore_min<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zunionstore_max<D, K, RV>(&mut self, dstkey: D, keys: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zunionstore_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zunionstore_min_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn zunionstore_max_weights<D, K, W, RV>(&mut self, dstkey: D, keys: &[(K, W)]) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn pfadd<K, E, RV>(&mut self, key: K, element: E) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn pfcount<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn pfmerge<D, S, RV>(&mut self, dstkey: D, srckeys: S) -> RedisResult<RV> {}
        #[otp(outside, value = 1)]
        async fn publish<K, E, RV>(&mut self, channel: K, message: E) -> RedisResult<RV> {}
        #[otp(outside, value = 1)]
        async fn spublish<K, E, RV>(&mut self, channel: K, message: E) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn object_encoding<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn object_idletime<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn object_freq<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn object_refcount<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 1, outcome = "must")]
        async fn geo_add<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn geo_dist<K, M1, M2, RV>(&mut self, key: K, member1: M1, member2: M2, unit: Unit) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn geo_hash<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn geo_pos<K, M, RV>(&mut self, key: K, members: M) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn geo_radius<K, RV>(&mut self, key: K, longitude: f64, latitude: f64, radius: f64, unit: Unit, options: RadiusOptions) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn geo_radius_by_member<K, M, RV>(&mut self, key: K, member: M, radius: f64, unit: Unit, options: RadiusOptions) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xack<K, G, I, RV>(&mut self, key: K, group: G, ids: &[I]) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xnack<K, G, ID, RV>(&mut self, key: K, group: G, ids: &[ID], options: &StreamNackOptions) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 2, outcome = "must")]
        async fn xadd<K, ID, F, V, RV>(&mut self, key: K, id: ID, items: &[(F, V)]) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 2, outcome = "must")]
        async fn xadd_map<K, ID, BTM, RV>(&mut self, key: K, id: ID, map: BTM) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 2, outcome = "must")]
        async fn xadd_options<K, ID, I, RV>(&mut self, key: K, id: ID, items: I, options: &StreamAddOptions) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 3, outcome = "must")]
        async fn xadd_maxlen<K, ID, F, V, RV>(&mut self, key: K, maxlen: StreamMaxlen, id: ID, items: &[(F, V)]) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, value = 3, outcome = "must")]
        async fn xadd_maxlen_map<K, ID, BTM, RV>(&mut self, key: K, maxlen: StreamMaxlen, id: ID, map: BTM) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xautoclaim_options<K, G, C, MIT, S, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, start: S, options: StreamAutoClaimOptions) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xclaim<K, G, C, MIT, ID, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, ids: &[ID]) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xclaim_options<K, G, C, MIT, ID, RV>(&mut self, key: K, group: G, consumer: C, min_idle_time: MIT, ids: &[ID], options: StreamClaimOptions) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xdel<K, ID, RV>(&mut self, key: K, ids: &[ID]) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xdel_ex<K, ID, RV>(&mut self, key: K, ids: &[ID], options: StreamDeletionPolicy) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xack_del<K, G, ID, RV>(&mut self, key: K, group: G, ids: &[ID], options: StreamDeletionPolicy) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xgroup_create<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xgroup_createconsumer<K, G, C, RV>(&mut self, key: K, group: G, consumer: C) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xgroup_create_mkstream<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xgroup_setid<K, G, ID, RV>(&mut self, key: K, group: G, id: ID) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xgroup_destroy<K, G, RV>(&mut self, key: K, group: G) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xgroup_delconsumer<K, G, C, RV>(&mut self, key: K, group: G, consumer: C) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xinfo_consumers<K, G, RV>(&mut self, key: K, group: G) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xinfo_groups<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xinfo_stream<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xinfo_stream_with_idempotency<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xlen<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xpending<K, G, RV>(&mut self, key: K, group: G) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xpending_count<K, G, S, E, C, RV>(&mut self, key: K, group: G, start: S, end: E, count: C) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xpending_consumer_count<K, G, S, E, C, CN, RV>(&mut self, key: K, group: G, start: S, end: E, count: C, consumer: CN) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xrange<K, S, E, RV>(&mut self, key: K, start: S, end: E) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xrange_all<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xrange_count<K, S, E, C, RV>(&mut self, key: K, start: S, end: E, count: C) -> RedisResult<RV> {}
        #[otp(store_read)]
        async fn xread<K, ID, RV>(&mut self, keys: &[K], ids: &[ID]) -> RedisResult<RV> {}
        #[otp(store_read)]
        async fn xread_options<K, ID, RV>(&mut self, keys: &[K], ids: &[ID], options: &StreamReadOptions) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xrevrange<K, E, S, RV>(&mut self, key: K, end: E, start: S) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xrevrange_all<K, RV>(&mut self, key: K) -> RedisResult<RV> {}
        #[otp(store_read, key = 0)]
        async fn xrevrange_count<K, E, S, C, RV>(&mut self, key: K, end: E, start: S, count: C) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xtrim<K, RV>(&mut self, key: K, maxlen: StreamMaxlen) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xtrim_options<K, RV>(&mut self, key: K, options: &StreamTrimOptions) -> RedisResult<RV> {}
        #[otp(store_write, key = 0, outcome = "must")]
        async fn xcfgset<K, RV>(&mut self, key: K, options: &StreamConfigOptions) -> RedisResult<RV> {}
        #[otp(store_write, outcome = "must")]
        async fn ft_create<K, RV>(&mut self, index_name: K, options: &CreateOptions, schema: &SearchSchema) -> RedisResult<RV> {}
        #[otp(store_write, clear, outcome = "must")]
        async fn flushall<RV>(&mut self) -> RedisResult<RV> {}
        #[otp(store_write, clear, outcome = "must")]
        async fn flushall_options<RV>(&mut self, options: &FlushAllOptions) -> RedisResult<RV> {}
        #[otp(store_write, clear, outcome = "must")]
        async fn flushdb<RV>(&mut self) -> RedisResult<RV> {}
        #[otp(store_write, clear, outcome = "must")]
        async fn flushdb_options<RV>(&mut self, options: &FlushDbOptions) -> RedisResult<RV> {}
        #[otp(store_read)]
        async fn scan<RV>(&mut self) -> RedisResult<AsyncIter<RV>> {}
        #[otp(store_read)]
        async fn scan_match<P, RV>(&mut self, pattern: P) -> RedisResult<AsyncIter<RV>> {}
        #[otp(store_read)]
        async fn hscan<K, RV>(&mut self, key: K) -> RedisResult<AsyncIter<RV>> {}
        #[otp(store_read)]
        async fn hscan_match<K, P, RV>(&mut self, key: K, pattern: P) -> RedisResult<AsyncIter<RV>> {}
        #[otp(store_read)]
        async fn sscan<K, RV>(&mut self, key: K) -> RedisResult<AsyncIter<RV>> {}
        #[otp(store_read)]
        async fn sscan_match<K, P, RV>(&mut self, key: K, pattern: P) -> RedisResult<AsyncIter<RV>> {}
        #[otp(store_read)]
        async fn zscan<K, RV>(&mut self, key: K) -> RedisResult<AsyncIter<RV>> {}
        #[otp(store_read)]
        async fn zscan_match<K, P, RV>(&mut self, key: K, pattern: P) -> RedisResult<AsyncIter<RV>> {}
    }
}

pub mod cluster_async {
    use crate::*;

    #[otp(store)]
    pub struct ClusterConnection;
    impl Clone for ClusterConnection {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    impl aio::ConnectionLike for ClusterConnection {}
    impl aio::AsyncCommands for ClusterConnection {}
}

pub mod cluster {
    use crate::*;

    #[otp(client)]
    pub struct ClusterClient;
    impl ClusterClient {
        pub fn new<T>(initial_nodes: T) -> RedisResult<ClusterClient> {}
        #[otp(blocks)]
        pub fn get_connection(&self) -> RedisResult<ClusterConnection> {}
        #[otp(outside, outcome = "must")]
        pub async fn get_async_connection(&self) -> RedisResult<cluster_async::ClusterConnection> {}
    }
    #[otp(store)]
    pub struct ClusterConnection;
    impl ConnectionLike for ClusterConnection {}
    impl Commands for ClusterConnection {}
}
