//! Whether this thread holds the store, so that others wait for it. A keyring may take as long as a person needs for a
//! password, and is not asked meanwhile.

use std::cell::Cell;

thread_local! {
    static HELD: Cell<bool> = const { Cell::new(false) };
}

/// Does something with the store held.
pub(crate) fn during<T>(work: impl FnOnce() -> T) -> T {
    let before = HELD.replace(true);
    let done = work();
    HELD.set(before);
    done
}

/// Whether this thread holds the store.
pub(crate) fn is_held() -> bool {
    HELD.get()
}
