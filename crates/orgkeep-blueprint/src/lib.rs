//! What an External Client App must look like: presets, merge, checklist.
