#![otp(krate = "object_store", version = "0.14.2")]

use futures_util::stream::BoxStream;
pub use path::Path;

pub type Result<T> = std::result::Result<T, Error>;
pub type DynObjectStore = dyn ObjectStore;
type Source = Box<dyn std::error::Error>;

pub enum Error {
    Generic { store: &str, source: Source },
    NotFound { path: String, source: Source },
    InvalidPath { source: path::Error },
    JoinError { source: tokio::task::JoinError },
    NotSupported { source: Source },
    AlreadyExists { path: String, source: Source },
    Precondition { path: String, source: Source },
    NotModified { path: String, source: Source },
    NotImplemented { operation: String, implementer: String },
    PermissionDenied { path: String, source: Source },
    Unauthenticated { path: String, source: Source },
    UnknownConfigurationKey { store: &str, key: String },
}

pub struct PutPayload;
impl PutPayload {
    pub fn new() -> Self {}
    pub fn from_static(s: &[u8]) -> Self {}
    pub fn from_bytes(s: bytes::Bytes) -> Self {}
}
pub struct PutResult {
    pub e_tag: Option<String>,
    pub version: Option<String>,
}
pub enum PutMode {
    Overwrite,
    Create,
    Update(UpdateVersion),
}
pub struct UpdateVersion {
    pub e_tag: Option<String>,
    pub version: Option<String>,
}
pub struct PutOptions {
    pub mode: PutMode,
}
pub struct PutMultipartOptions;
pub struct GetOptions;
pub struct CopyOptions;
pub struct RenameOptions;
pub struct ObjectMeta {
    pub location: Path,
    pub size: u64,
    pub e_tag: Option<String>,
    pub version: Option<String>,
}
pub struct ListResult {
    pub common_prefixes: Vec<Path>,
    pub objects: Vec<ObjectMeta>,
}
pub struct GetResult {
    pub meta: ObjectMeta,
    pub range: std::ops::Range<u64>,
}
impl GetResult {
    #[otp(store_read)]
    pub async fn bytes(self) -> Result<bytes::Bytes> {}
    #[otp(store_read)]
    pub fn into_stream(self) -> BoxStream<Result<bytes::Bytes>> {}
}

/// A bound of `ObjectStore` has the methods of the extension trait too.
#[otp(unchecked = "the crate has it the other way round: a blanket impl of the extension")]
pub trait ObjectStore: ObjectStoreExt {
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    async fn put_opts(&self, location: &Path, payload: PutPayload, opts: PutOptions) -> Result<PutResult> {}
    #[otp(store_write, key = 0)]
    async fn put_multipart_opts(&self, location: &Path, opts: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {}
    #[otp(store_read, key = 0)]
    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {}
    #[otp(store_read, key = 0)]
    async fn get_ranges(&self, location: &Path, ranges: &[std::ops::Range<u64>]) -> Result<Vec<bytes::Bytes>> {}
    #[otp(store_write, outcome = "must")]
    fn delete_stream(&self, locations: BoxStream<Result<Path>>) -> BoxStream<Result<Path>> {}
    #[otp(store_read, key = 0)]
    fn list(&self, prefix: Option<&Path>) -> BoxStream<Result<ObjectMeta>> {}
    #[otp(store_read, key = 0)]
    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<Result<ObjectMeta>> {}
    #[otp(store_read, key = 0)]
    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {}
    #[otp(store_write, key = 1, outcome = "must")]
    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {}
    #[otp(store_write, key = 1, outcome = "must")]
    async fn rename_opts(&self, from: &Path, to: &Path, options: RenameOptions) -> Result<()> {}
}

pub trait ObjectStoreExt {
    #[otp(store_write, key = 0, value = 1, outcome = "must")]
    async fn put(&self, location: &Path, payload: PutPayload) -> Result<PutResult> {}
    #[otp(store_write, key = 0)]
    async fn put_multipart(&self, location: &Path) -> Result<Box<dyn MultipartUpload>> {}
    #[otp(store_read, key = 0)]
    async fn get(&self, location: &Path) -> Result<GetResult> {}
    #[otp(store_read, key = 0)]
    async fn get_range(&self, location: &Path, range: std::ops::Range<u64>) -> Result<bytes::Bytes> {}
    #[otp(store_read, key = 0)]
    async fn head(&self, location: &Path) -> Result<ObjectMeta> {}
    #[otp(store_write, key = 0, outcome = "must")]
    async fn delete(&self, location: &Path) -> Result<()> {}
    #[otp(store_write, key = 1, outcome = "must")]
    async fn copy(&self, from: &Path, to: &Path) -> Result<()> {}
    #[otp(store_write, key = 1, outcome = "must")]
    async fn copy_if_not_exists(&self, from: &Path, to: &Path) -> Result<()> {}
    #[otp(store_write, key = 1, outcome = "must")]
    async fn rename(&self, from: &Path, to: &Path) -> Result<()> {}
    #[otp(store_write, key = 1, outcome = "must")]
    async fn rename_if_not_exists(&self, from: &Path, to: &Path) -> Result<()> {}
}

/// Parts show only after `complete`.
pub trait MultipartUpload {
    #[otp(store_write, value = 0, outcome = "must")]
    async fn put_part(&mut self, data: PutPayload) -> Result<()> {}
    #[otp(commit, outcome = "must")]
    async fn complete(&mut self) -> Result<PutResult> {}
    #[otp(rollback)]
    async fn abort(&mut self) -> Result<()> {}
}

#[otp(store, transaction)]
pub struct WriteMultipart;
impl WriteMultipart {
    pub fn new(upload: Box<dyn MultipartUpload>) -> Self {}
    pub fn new_with_chunk_size(upload: Box<dyn MultipartUpload>, chunk_size: usize) -> Self {}
    #[otp(wait)]
    pub async fn wait_for_capacity(&mut self, max_concurrency: usize) -> Result<()> {}
    /// Starts tasks for full chunks; their failures come out of `finish`.
    #[otp(store_write, value = 0)]
    pub fn write(&mut self, buf: &[u8]) {}
    #[otp(store_write, value = 0)]
    pub fn put(&mut self, bytes: bytes::Bytes) {}
    #[otp(rollback)]
    pub async fn abort(self) -> Result<()> {}
    #[otp(commit, outcome = "must")]
    pub async fn finish(self) -> Result<PutResult> {}
}

pub mod path {
    pub enum Error {}

    pub struct Path;
    impl Path {
        pub fn parse(path: impl AsRef<str>) -> std::result::Result<Self, Error> {}
        pub fn child<C>(&self, child: C) -> Self {}
        pub fn filename(&self) -> Option<&str> {}
        pub fn extension(&self) -> Option<&str> {}
        pub fn prefix_matches(&self, prefix: &Self) -> bool {}
    }
}

pub mod buffered {
    use crate::{ObjectMeta, ObjectStore, Path};
    use std::sync::Arc;

    #[otp(store, io)]
    pub struct BufReader;
    impl BufReader {
        pub fn new(store: Arc<dyn ObjectStore>, meta: &ObjectMeta) -> Self {}
    }
    /// Written only when it is shut down.
    #[otp(store, transaction, io)]
    pub struct BufWriter;
    impl BufWriter {
        pub fn new(store: Arc<dyn ObjectStore>, path: Path) -> Self {}
        pub fn with_capacity(store: Arc<dyn ObjectStore>, path: Path, capacity: usize) -> Self {}
        #[otp(store_write, value = 0, outcome = "must")]
        pub async fn put(&mut self, bytes: bytes::Bytes) -> crate::Result<()> {}
        #[otp(rollback)]
        pub async fn abort(&mut self) -> crate::Result<()> {}
    }
}

/// Dies with the process: no store.
pub mod memory {
    pub struct InMemory;
    impl InMemory {
        pub fn new() -> Self {}
    }
    impl crate::ObjectStore for InMemory {}
    impl crate::ObjectStoreExt for InMemory {}
}

pub mod local {
    #[otp(store)]
    pub struct LocalFileSystem;
    impl LocalFileSystem {
        pub fn new() -> Self {}
        pub fn new_with_prefix(prefix: impl AsRef<std::path::Path>) -> crate::Result<Self> {}
    }
    impl crate::ObjectStore for LocalFileSystem {}
    impl crate::ObjectStoreExt for LocalFileSystem {}
}

pub mod prefix {
    #[otp(store)]
    pub struct PrefixStore<T>;
    impl<T> PrefixStore<T> {
        pub fn new(store: T, prefix: impl Into<crate::Path>) -> Self {}
    }
    impl<T> crate::ObjectStore for PrefixStore<T> {}
    impl<T> crate::ObjectStoreExt for PrefixStore<T> {}
}

pub mod aws {
    #[otp(store, client)]
    pub struct AmazonS3;
    impl crate::ObjectStore for AmazonS3 {}
    impl crate::ObjectStoreExt for AmazonS3 {}

    pub struct AmazonS3Builder;
    impl AmazonS3Builder {
        pub fn new() -> Self {}
        pub fn from_env() -> Self {}
        pub fn build(self) -> crate::Result<AmazonS3> {}
    }
}

pub mod azure {
    #[otp(store, client)]
    pub struct MicrosoftAzure;
    impl crate::ObjectStore for MicrosoftAzure {}
    impl crate::ObjectStoreExt for MicrosoftAzure {}

    pub struct MicrosoftAzureBuilder;
    impl MicrosoftAzureBuilder {
        pub fn new() -> Self {}
        pub fn from_env() -> Self {}
        pub fn build(self) -> crate::Result<MicrosoftAzure> {}
    }
}

pub mod gcp {
    #[otp(store, client)]
    pub struct GoogleCloudStorage;
    impl crate::ObjectStore for GoogleCloudStorage {}
    impl crate::ObjectStoreExt for GoogleCloudStorage {}

    pub struct GoogleCloudStorageBuilder;
    impl GoogleCloudStorageBuilder {
        pub fn new() -> Self {}
        pub fn from_env() -> Self {}
        pub fn build(self) -> crate::Result<GoogleCloudStorage> {}
    }
}

pub mod http {
    #[otp(store, client)]
    pub struct HttpStore;
    impl crate::ObjectStore for HttpStore {}
    impl crate::ObjectStoreExt for HttpStore {}

    pub struct HttpBuilder;
    impl HttpBuilder {
        pub fn new() -> Self {}
        pub fn build(self) -> crate::Result<HttpStore> {}
    }
}
