//! Ranges of addresses in `const` evaluation.

use crate::strings::{parse, part};

/// An IPv4 range, such as `10.0.0.0/16`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cidr {
    pub(crate) address: u32,
    pub(crate) prefix: u32,
}

impl Cidr {
    /// Parses a range; host bits may be set.
    pub(crate) const fn parse(text: &str) -> Option<Self> {
        let (Some(address), Some(prefix), None) = (part(text, b'/', 0), part(text, b'/', 1), part(text, b'/', 2))
        else {
            return None;
        };
        let (Some(prefix), None) = (parse(prefix), part(address, b'.', 4)) else {
            return None;
        };
        let (mut bits, mut i) = (0_u32, 0);
        while i < 4 {
            let Some(number) = part(address, b'.', i) else {
                return None;
            };
            match parse(number) {
                Some(number) if number < 256 => bits = bits << 8 | number,
                _ => return None,
            }
            i += 1;
        }
        if prefix > 32 {
            return None;
        }
        Some(Self { address: bits, prefix })
    }

    /// Returns the range's first address: the address without its host bits.
    pub(crate) const fn first(self) -> u32 {
        match self.prefix {
            0 => 0,
            prefix => self.address & (u32::MAX << (32 - prefix)),
        }
    }
}

/// Returns whether a text is a range of IPv6, such as `2001:db8::/32`, without a part in the notation of IPv4; and its
/// prefix. <https://www.rfc-editor.org/rfc/rfc4291#section-2.2>.
pub(crate) const fn prefix_of_ipv6(text: &str) -> Option<u32> {
    let (Some(address), Some(prefix), None) = (part(text, b'/', 0), part(text, b'/', 1), part(text, b'/', 2)) else {
        return None;
    };
    let Some(prefix) = parse(prefix) else { return None };
    let bytes = address.as_bytes();
    // How many groups of digits there are, the digits of the current one, and whether `::` replaces the others.
    let (mut groups, mut digits, mut shortened) = (0, 0, false);
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i].is_ascii_hexdigit() {
            groups += (digits == 0) as u32;
            digits += 1;
            if digits > 4 {
                return None;
            }
        } else if bytes[i] != b':' {
            return None;
        } else if i + 1 < bytes.len() && bytes[i + 1] == b':' {
            if shortened {
                return None;
            }
            (shortened, digits) = (true, 0);
            i += 1;
        } else if digits == 0 || i + 1 == bytes.len() {
            return None;
        } else {
            digits = 0;
        }
        i += 1;
    }
    let complete = if shortened { groups < 8 } else { groups == 8 };
    if complete && prefix <= 128 { Some(prefix) } else { None }
}

/// Returns whether an address is in a range given as text.
pub(crate) const fn is_in(address: u32, range: &str) -> bool {
    match Cidr::parse(range) {
        Some(range) => {
            let mask = Cidr {
                address,
                prefix: range.prefix,
            };
            mask.first() == range.first()
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Cidr, is_in, prefix_of_ipv6};

    #[test]
    fn address_is_found_in_its_range() {
        assert!(is_in(0x7f00_0001, "127.0.0.0/8") && is_in(0, "0.0.0.0/0"));
        assert!(!is_in(0x8000_0000, "127.0.0.0/8") && !is_in(0x7f00_0001, "no range"));
    }

    #[test]
    fn range_of_ipv6_is_read_as_the_standard_library_reads_it() {
        for address in [
            "2001:db8::",
            "::",
            "::1",
            "1::",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "1:2:3:4::5:6:7:8",
            "1::2::3",
            ":1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:",
            ":::",
            "12345::",
            "g::",
            "",
            ":",
            "192.0.2.0",
        ] {
            let std = address.parse::<std::net::Ipv6Addr>().ok().map(|_| 48);
            assert_eq!(prefix_of_ipv6(&format!("{address}/48")), std, "{address}");
        }
        assert_eq!(prefix_of_ipv6("2001:db8::/129"), None);
        assert_eq!(prefix_of_ipv6("2001:db8::"), None);
        assert_eq!(prefix_of_ipv6("2001:db8::/32/1"), None);
    }

    #[test]
    fn first_address_has_no_host_bits() {
        let range = Cidr::parse("10.0.1.0/16").unwrap();
        assert_eq!(
            (range.address, range.prefix, range.first()),
            (0x0a00_0100, 16, 0x0a00_0000)
        );
        assert_eq!(Cidr::parse("0.0.0.0/0").unwrap().first(), 0);
    }

    #[test]
    fn invalid_ranges_are_refused() {
        for bad in [
            "",
            "10.0.0.0",
            "10.0.0/16",
            "10.0.0.0.0/16",
            "10.0.0.256/16",
            "10.0.0.0/33",
            "10.0.0.0/16/2",
            "10.0.0.x/8",
            "/",
        ] {
            assert_eq!(Cidr::parse(bad), None, "{bad}");
        }
    }
}
