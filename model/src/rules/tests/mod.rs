//! Tests of all rules together.

mod campus;
mod checked;
mod declaration;
mod declared;
mod helps;
mod limits;
mod network;
mod places;
mod silence;
