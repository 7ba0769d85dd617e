//! The adapters of RDS against a responder that answers as RDS does, and not as emulators do.

mod drift;
mod rds;
