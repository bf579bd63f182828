"""Which network addresses may be connected to: public ones only, so that no story can lead Rowback into a private
network, to this machine or to a cloud's metadata."""

import ipaddress
import socket
from collections.abc import Iterable

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: IANA IPv4 Special-Purpose Address Registry, multicast and reserved space. Our own table, because what Python's
#: ipaddress calls global differs between its patch releases. The AS112 sinks (192.31.196.0/24, 192.175.48.0/24) are
#: ordinary public addresses.
_SPECIAL_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",  # "This network".
            "10.0.0.0/8",  # Private.
            "100.64.0.0/10",  # Carrier-grade NAT; one cloud's metadata.
            "127.0.0.0/8",  # Loopback.
            "168.63.129.16/32",  # Azure's machine agent: public by number, private by use.
            "169.254.0.0/16",  # Link-local; most clouds' metadata.
            "172.16.0.0/12",  # Private.
            "192.0.0.0/24",  # IETF protocol assignments; one cloud's metadata.
            "192.0.2.0/24",  # Documentation.
            "192.52.193.0/24",  # Multicast relays.
            "192.88.99.0/24",  # 6to4 relays.
            "192.168.0.0/16",  # Private.
            "198.18.0.0/15",  # Benchmarks.
            "198.51.100.0/24",  # Documentation.
            "203.0.113.0/24",  # Documentation.
            "224.0.0.0/4",  # Multicast.
            "240.0.0.0/4",  # Reserved, broadcast.
        ),
    )
)

#: All of IPv6 that is given out to anybody (RFC 4291 section 2.4, IANA): what is outside is special.
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")

#: IANA IPv6 Special-Purpose Address Registry, inside 2000::/3.
_SPECIAL_6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # IETF protocol assignments: Teredo (an IPv4 address in disguise), benchmarks, ORCHID.
            "2001:db8::/32",  # Documentation.
            "2002::/16",  # 6to4: an IPv4 address in disguise.
            "3ffe::/16",  # The 6bone, handed back.
            "3fff::/20",  # Documentation.
        ),
    )
)

#: Networks whose last 32 bits are an IPv4 address that the connection really goes to: IPv4-mapped, and the prefix of
#: NAT64 (RFC 6052), by which machines without IPv4 reach every site that has nothing else.
_WRAPPED = (ipaddress.IPv6Network("::ffff:0:0/96"), ipaddress.IPv6Network("64:ff9b::/96"))


def _unwrapped(ip: IP) -> IP:
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ipaddress.IPv6Address(int(ip))  # Without its scope ("%eth0").
        if any(ip in network for network in _WRAPPED):
            return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


def allowed(ip: IP, exceptions: Iterable[Network] = ()) -> bool:
    """Whether Rowback may connect to this address: a public one, or one in the networks that a setting excepts."""
    ip = _unwrapped(ip)
    if any(ip.version == network.version and ip in network for network in exceptions):
        return True
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _SPECIAL_4)
    return ip in _PUBLIC_6 and not any(ip in network for network in _SPECIAL_6)


def literal(host: str) -> IP | None:
    """The address that a host is when it is no name: "127.1", "0x7f000001" and "2130706433" are all 127.0.0.1.

    As the C library reads them (inet_aton), which is how they would be resolved. None for a name.
    """
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host.removesuffix(".")))
    except (OSError, ValueError):
        return None


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """The networks of a setting, as "127.0.0.0/8", "::1" or "10.1.2.3". Raises ValueError, naming what is none."""
    found = []
    for text in texts:
        try:
            found.append(ipaddress.ip_network(text.strip()))
        except ValueError:
            raise ValueError(f"{text.strip()!r} is no network; write it like 127.0.0.0/8 or fd00::/8") from None
    return tuple(found)
