//! What holds of the rules together.

mod campus;
mod declaration;
mod declared;
mod places;
mod silence;
