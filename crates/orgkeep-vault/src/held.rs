//! Whether this thread holds the store, so that others wait for it. A keyring may take as long as a person needs for a
//! password, and is not asked meanwhile.

use std::cell::Cell;

thread_local! {
    static HELD: Cell<bool> = const { Cell::new(false) };
}

/// Puts back what was there before, also where the work panics.
struct Before(bool);

impl Drop for Before {
    fn drop(&mut self) {
        HELD.set(self.0);
    }
}

/// Does something with the store held.
pub(crate) fn during<T>(work: impl FnOnce() -> T) -> T {
    let _before = Before(HELD.replace(true));
    work()
}

/// Whether this thread holds the store.
pub(crate) fn is_held() -> bool {
    HELD.get()
}
