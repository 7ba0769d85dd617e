//! What holds of the rules together.

mod declaration;
mod declared;
