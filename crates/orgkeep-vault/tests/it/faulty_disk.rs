//! A disk that fails or takes its time on command, and that tells what is left of it when the power fails.
//!
//! SQLite reaches files through a table of functions (sqlite.org/vfs.html). The one registered here passes everything on to
//! the system's own, and for files of a folder that is watched it counts the calls, lets the chosen one fail, and notes what
//! was written and what of it was synced. Other folders, and other tests, notice nothing.
#![expect(unsafe_code, reason = "SQLite's file layer is a table of C functions")]

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Once, PoisonError};
use std::time::Duration;
use std::{fs, ptr, slice};

use rusqlite::ffi;

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// EIO: nothing was done.
    Broken,
    /// Half of what should be written is.
    Short,
    /// ENOSPC: nothing was written.
    Full,
}

/// How much of what was written and not synced is there after a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    Nothing,
    EverySecond,
    TornAtTheEnd,
    Everything,
}

impl Rest {
    pub const ALL: [Self; 4] = [
        Self::Nothing,
        Self::EverySecond,
        Self::TornAtTheEnd,
        Self::Everything,
    ];
}

/// A folder whose SQLite files are on such a disk, until this is dropped. Watch it before they are opened.
pub struct FaultyDisk {
    folder: PathBuf,
    book: Arc<Mutex<Book>>,
    barrier: Arc<Barrier>,
}

/// Where syncs wait for a disk that is slow.
#[derive(Default)]
struct Barrier {
    state: Mutex<BarrierState>,
    changed: Condvar,
}

#[derive(Default)]
struct BarrierState {
    is_down: bool,
    waiting: usize,
}

impl Barrier {
    fn pass(&self) {
        let mut state = hold(&self.state);
        state.waiting += 1;
        self.changed.notify_all();
        let wait = self.changed.wait_while(state, |state| state.is_down);
        state = wait.unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
    }
}

#[derive(Default)]
struct Book {
    plan: Option<(Fault, usize)>,
    /// How many calls could have met the plan's fault.
    calls: usize,
    /// What was written down when it struck.
    struck: Option<usize>,
    begun_with: BTreeMap<String, Vec<u8>>,
    written: Vec<(String, Deed)>,
}

/// A folder, and what its files share.
struct Watched {
    folder: PathBuf,
    book: Arc<Mutex<Book>>,
    barrier: Arc<Barrier>,
}

/// What happened to a file.
enum Deed {
    Write(usize, Vec<u8>),
    Truncate(usize),
    Delete,
    Sync,
    /// Names that were taken away do not come back any more.
    SyncFolder,
    /// A sync that failed: the system forgets what it could not write, and the next sync does not bring it back.
    Lose,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    Size,
    Delete,
    Share,
}

static WATCHED: Mutex<Vec<Watched>> = Mutex::new(Vec::new());
static SYSTEM: AtomicPtr<ffi::sqlite3_vfs> = AtomicPtr::new(ptr::null_mut());
static REGISTERED: Once = Once::new();

impl FaultyDisk {
    pub fn watch(folder: &Path) -> Self {
        REGISTERED.call_once(register);
        let folder = folder.canonicalize().unwrap();
        let mut book = Book::default();
        for file in fs::read_dir(&folder).unwrap() {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            if name.contains(".db") && !name.ends_with("-shm") {
                let content = fs::read(file.path()).unwrap();
                book.begun_with.insert(name, content);
            }
        }
        let (book, barrier) = (Arc::new(Mutex::new(book)), Arc::<Barrier>::default());
        hold(&WATCHED).push(Watched {
            folder: folder.clone(),
            book: Arc::clone(&book),
            barrier: Arc::clone(&barrier),
        });
        Self {
            folder,
            book,
            barrier,
        }
    }

    /// From now on, the call with this number, of those that can meet the fault, meets it. The first is 1.
    pub fn fail(&self, fault: Fault, number: usize) {
        let mut book = hold(&self.book);
        book.plan = Some((fault, number));
        book.calls = 0;
        book.struck = None;
    }

    /// From now on no sync comes back, until [`FaultyDisk::go_on`].
    pub fn stall(&self) {
        hold(&self.barrier.state).is_down = true;
    }

    /// Waits until a sync has been asked for and does not come back.
    pub fn wait_until_stalled(&self, patience: Duration) {
        let state = hold(&self.barrier.state);
        let nobody = |state: &mut BarrierState| state.waiting == 0;
        let waited = self
            .barrier
            .changed
            .wait_timeout_while(state, patience, nobody);
        assert!(!waited.unwrap().1.timed_out(), "nothing was written");
    }

    /// What was asked for is done.
    pub fn go_on(&self) {
        hold(&self.barrier.state).is_down = false;
        self.barrier.changed.notify_all();
    }

    /// The folder that is watched.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How much was written down when the fault struck, if it has.
    pub fn struck(&self) -> Option<usize> {
        hold(&self.book).struck
    }

    /// How much is written down by now: a moment at which the power may fail.
    pub fn now(&self) -> usize {
        hold(&self.book).written.len()
    }

    /// Puts into another folder what is there after a power cut at that moment, with the folder's other files.
    pub fn cut_power(&self, moment: usize, rest: Rest, into: &Path) {
        let book = hold(&self.book);
        for file in fs::read_dir(&self.folder).unwrap() {
            let file = file.unwrap();
            let name = file.file_name();
            if file.file_type().unwrap().is_file() && !name.to_string_lossy().contains(".db") {
                fs::copy(file.path(), into.join(name)).unwrap();
            }
        }
        for (name, content) in book.left(moment, rest) {
            fs::write(into.join(name), content).unwrap();
        }
    }
}

impl Drop for FaultyDisk {
    fn drop(&mut self) {
        self.go_on();
        hold(&WATCHED).retain(|one| !Arc::ptr_eq(&one.book, &self.book));
    }
}

impl Book {
    /// Counts a call. Gives whether it fails.
    fn meets(&mut self, call: Call) -> Option<Fault> {
        let (fault, number) = self.plan?;
        let concerned = match fault {
            Fault::Broken => true,
            Fault::Short => call == Call::Write,
            Fault::Full => matches!(call, Call::Write | Call::Share),
        };
        self.calls += usize::from(concerned);
        let strikes = concerned && self.calls == number;
        if strikes {
            self.struck = Some(self.written.len());
        }
        strikes.then_some(fault)
    }

    fn left(&self, moment: usize, rest: Rest) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.begun_with.clone();
        let mut waiting: Vec<(&String, &Deed)> = Vec::new();
        for (name, deed) in &self.written[..moment] {
            let settled = |(of, waiting): &(&String, &Deed)| match deed {
                Deed::SyncFolder => matches!(waiting, Deed::Delete),
                Deed::Sync | Deed::Lose => *of == name,
                _ => false,
            };
            let (settled, others): (Vec<_>, Vec<_>) = waiting.into_iter().partition(settled);
            waiting = others;
            match deed {
                Deed::Sync | Deed::SyncFolder => {
                    settled
                        .into_iter()
                        .for_each(|change| apply(&mut files, change, false));
                }
                Deed::Lose => {}
                change => waiting.push((name, change)),
            }
        }
        let count = waiting.len();
        for (place, change) in waiting.into_iter().enumerate() {
            let is_kept = match rest {
                Rest::Nothing => false,
                Rest::EverySecond => place % 2 == 1,
                Rest::TornAtTheEnd | Rest::Everything => true,
            };
            let is_torn = rest == Rest::TornAtTheEnd && place + 1 == count;
            if is_kept {
                apply(&mut files, change, is_torn);
            }
        }
        files
    }
}

fn apply(files: &mut BTreeMap<String, Vec<u8>>, (name, deed): (&String, &Deed), is_torn: bool) {
    let content = files.entry(name.clone()).or_default();
    match deed {
        Deed::Write(at, bytes) => {
            let bytes = if is_torn {
                &bytes[..bytes.len() / 2]
            } else {
                bytes
            };
            content.resize(content.len().max(at + bytes.len()), 0);
            content[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        Deed::Truncate(length) => content.resize(*length, 0),
        Deed::Delete => content.clear(),
        Deed::Sync | Deed::SyncFolder | Deed::Lose => {}
    }
}

/// A file that is open: this, and behind it what the system's own layer keeps.
#[repr(C)]
struct OpenFile {
    methods: *const ffi::sqlite3_io_methods,
    owner: *mut Owner,
}

struct Owner {
    name: String,
    /// A journal or log that was just made: its first sync is one of the folder too (os_unix.c, UNIXFILE_DIRSYNC).
    is_new: AtomicBool,
    book: Arc<Mutex<Book>>,
    barrier: Arc<Barrier>,
}

impl Owner {
    fn of(path: *const c_char) -> Option<Self> {
        if path.is_null() {
            return None;
        }
        // SAFETY: SQLite gives names that end with NUL.
        let path = unsafe { CStr::from_ptr(path) };
        let path = Path::new(path.to_str().ok()?);
        let watched = hold(&WATCHED);
        let own = watched
            .iter()
            .find(|one| path.parent() == Some(&one.folder))?;
        Some(Self {
            name: path.file_name()?.to_str()?.to_owned(),
            is_new: AtomicBool::new(false),
            book: Arc::clone(&own.book),
            barrier: Arc::clone(&own.barrier),
        })
    }

    fn meets(&self, call: Call) -> Option<Fault> {
        hold(&self.book).meets(call)
    }

    fn note(&self, deed: Deed) {
        hold(&self.book).written.push((self.name.clone(), deed));
    }
}

fn code_of(fault: Fault, call: Call) -> c_int {
    match (call, fault) {
        (Call::Open, _) => ffi::SQLITE_CANTOPEN,
        (Call::Read, _) => ffi::SQLITE_IOERR_READ,
        (Call::Write, Fault::Full) => ffi::SQLITE_FULL,
        (Call::Write, _) => ffi::SQLITE_IOERR_WRITE,
        (Call::Truncate, _) => ffi::SQLITE_IOERR_TRUNCATE,
        (Call::Sync, _) => ffi::SQLITE_IOERR_FSYNC,
        (Call::Size, _) => ffi::SQLITE_IOERR_FSTAT,
        (Call::Delete, _) => ffi::SQLITE_IOERR_DELETE,
        (Call::Share, Fault::Full) => ffi::SQLITE_IOERR_SHMSIZE,
        (Call::Share, _) => ffi::SQLITE_IOERR_SHMMAP,
    }
}

fn register() {
    // SAFETY: the table is the system's own with some functions replaced, and lives as long as the program.
    unsafe {
        let system = ffi::sqlite3_vfs_find(ptr::null());
        SYSTEM.store(system, Ordering::Release);
        let table = Box::leak(Box::new(*system));
        table.zName = c"faulty".as_ptr();
        table.szOsFile += size_of::<OpenFile>() as c_int;
        table.xOpen = Some(open);
        table.xDelete = Some(delete);
        assert_eq!(ffi::sqlite3_vfs_register(table, 1), ffi::SQLITE_OK);
    }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    // Without mapping the file, which version 3 brings: all reads and writes are calls.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// What the system's own layer keeps of a file.
unsafe fn below(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: `open` was given room for both.
    unsafe { file.cast::<OpenFile>().add(1).cast() }
}

unsafe fn owner<'a>(file: *mut ffi::sqlite3_file) -> &'a Owner {
    // SAFETY: `open` has put it there, and `close` takes it away last.
    unsafe { &*(*file.cast::<OpenFile>()).owner }
}

/// Passes a call on to the system's own layer.
macro_rules! pass {
    ($file:ident, $method:ident $(, $argument:expr)*) => {{
        // SAFETY: the arguments are SQLite's own.
        unsafe {
            let file = below($file);
            ((*(*file).pMethods).$method.unwrap())(file $(, $argument)*)
        }
    }};
}

/// Fails the call if it is its turn.
macro_rules! meet {
    ($file:ident, $call:expr) => {
        // SAFETY: the file is open.
        if let Some(fault) = unsafe { owner($file) }.meets($call) {
            return code_of(fault, $call);
        }
    };
}

unsafe extern "C" fn open(
    _table: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    granted: *mut c_int,
) -> c_int {
    let system = SYSTEM.load(Ordering::Acquire);
    // SAFETY: SQLite gives room for `szOsFile` bytes, which is room for both.
    unsafe {
        let system_open = (*system).xOpen.unwrap();
        let Some(owner) = Owner::of(name) else {
            return system_open(system, name, file, flags, granted);
        };
        (*file).pMethods = ptr::null();
        if let Some(fault) = owner.meets(Call::Open) {
            return code_of(fault, Call::Open);
        }
        let journals = ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_WAL;
        let is_new = flags & ffi::SQLITE_OPEN_CREATE != 0 && flags & journals != 0;
        owner.is_new.store(is_new, Ordering::Relaxed);
        let code = system_open(system, name, below(file), flags, granted);
        if code == ffi::SQLITE_OK {
            *file.cast::<OpenFile>() = OpenFile {
                methods: &METHODS,
                owner: Box::into_raw(Box::new(owner)),
            };
        }
        code
    }
}

unsafe extern "C" fn delete(
    _table: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    sync_folder: c_int,
) -> c_int {
    let owner = Owner::of(name);
    if let Some(fault) = owner.as_ref().and_then(|owner| owner.meets(Call::Delete)) {
        return code_of(fault, Call::Delete);
    }
    let system = SYSTEM.load(Ordering::Acquire);
    // SAFETY: as SQLite calls it.
    let code = unsafe { ((*system).xDelete.unwrap())(system, name, sync_folder) };
    if let (ffi::SQLITE_OK, Some(owner)) = (code, owner) {
        // Until the folder is synced, the file may come back.
        owner.note(Deed::Delete);
        if sync_folder != 0 {
            owner.note(Deed::SyncFolder);
        }
    }
    code
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let code = pass!(file, xClose);
    // SAFETY: nobody uses the file after this.
    drop(unsafe { Box::from_raw((*file.cast::<OpenFile>()).owner) });
    code
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    into: *mut c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    meet!(file, Call::Read);
    pass!(file, xRead, into, length, at)
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: the file is open, and SQLite gives that many bytes.
    let (owner, bytes) = unsafe {
        (
            owner(file),
            slice::from_raw_parts(from.cast::<u8>(), length as usize),
        )
    };
    let fault = owner.meets(Call::Write);
    let length = match fault {
        Some(Fault::Broken | Fault::Full) => 0,
        Some(Fault::Short) => length / 2,
        None => length,
    };
    if length > 0 {
        let code = pass!(file, xWrite, from, length, at);
        if code != ffi::SQLITE_OK {
            return code;
        }
        owner.note(Deed::Write(at as usize, bytes[..length as usize].to_vec()));
    }
    fault.map_or(ffi::SQLITE_OK, |fault| code_of(fault, Call::Write))
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: ffi::sqlite3_int64) -> c_int {
    meet!(file, Call::Truncate);
    let code = pass!(file, xTruncate, length);
    if code == ffi::SQLITE_OK {
        // SAFETY: the file is open.
        unsafe { owner(file) }.note(Deed::Truncate(length as usize));
    }
    code
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: the file is open.
    let owner = unsafe { owner(file) };
    owner.barrier.pass();
    if let Some(fault) = owner.meets(Call::Sync) {
        owner.note(Deed::Lose);
        return code_of(fault, Call::Sync);
    }
    let code = pass!(file, xSync, flags);
    if code == ffi::SQLITE_OK {
        owner.note(Deed::Sync);
        if owner.is_new.swap(false, Ordering::Relaxed) {
            owner.note(Deed::SyncFolder);
        }
    }
    code
}

unsafe extern "C" fn file_size(
    file: *mut ffi::sqlite3_file,
    size: *mut ffi::sqlite3_int64,
) -> c_int {
    meet!(file, Call::Size);
    pass!(file, xFileSize, size)
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    pass!(file, xLock, level)
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    pass!(file, xUnlock, level)
}

unsafe extern "C" fn check_reserved_lock(
    file: *mut ffi::sqlite3_file,
    is_locked: *mut c_int,
) -> c_int {
    pass!(file, xCheckReservedLock, is_locked)
}

unsafe extern "C" fn file_control(
    file: *mut ffi::sqlite3_file,
    operation: c_int,
    argument: *mut c_void,
) -> c_int {
    pass!(file, xFileControl, operation, argument)
}

unsafe extern "C" fn sector_size(file: *mut ffi::sqlite3_file) -> c_int {
    pass!(file, xSectorSize)
}

unsafe extern "C" fn device_characteristics(file: *mut ffi::sqlite3_file) -> c_int {
    pass!(file, xDeviceCharacteristics)
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    address: *mut *mut c_void,
) -> c_int {
    meet!(file, Call::Share);
    pass!(file, xShmMap, region, size, extend, address)
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    offset: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    pass!(file, xShmLock, offset, count, flags)
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    pass!(file, xShmBarrier);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, remove: c_int) -> c_int {
    pass!(file, xShmUnmap, remove)
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
