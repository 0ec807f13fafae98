//! Use cases, the facade, and the attempt driver.
