"""Rowback connects to public addresses and to nothing else."""

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.fetching.safety import allowed, literal, networks

#: Networks that we refuse although some of Python's releases call them global.
MORE = networks(["168.63.129.16/32", "192.52.193.0/24", "192.88.99.0/24", "192.0.0.0/24", "2002::/16", "3ffe::/16"])

V4 = st.ip_addresses(v=4)
V6 = st.ip_addresses(v=6) | st.integers(0x2 << 124, (0x4 << 124) - 1).map(ipaddress.IPv6Address)


@settings(deadline=None)
@given(V4 | V6)
def test_whatever_python_calls_special_is_refused(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    inner = getattr(ip, "ipv4_mapped", None) or ip
    if not inner.is_global or inner.is_multicast or inner.is_reserved or inner.is_unspecified:
        assert inner in ipaddress.ip_network("64:ff9b::/96") or not allowed(ip)


@settings(deadline=None)
@given(V4)
def test_whatever_is_refused_is_special(ip: ipaddress.IPv4Address) -> None:
    special = not ip.is_global or ip.is_multicast or ip.is_reserved
    assert allowed(ip) or special or any(ip in network for network in MORE)


@settings(deadline=None)
@given(V4)
def test_an_ipv4_address_is_judged_alike_in_every_disguise(ip: ipaddress.IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        disguised = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) + int(ip))
        assert allowed(disguised) == allowed(ip)


@settings(deadline=None)
@given(V4)
def test_tunnels_are_refused_whatever_is_in_them(ip: ipaddress.IPv4Address) -> None:
    six_to_four = ipaddress.IPv6Address((0x2002 << 112) | (int(ip) << 80) | 1)
    teredo = ipaddress.IPv6Address((0x20010000 << 96) | (int(ip) ^ 0xFFFFFFFF))
    compatible = ipaddress.IPv6Address(int(ip))
    assert not any(map(allowed, (six_to_four, teredo, compatible)))


SPECIAL = """
    127.0.0.1 10.0.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.100.100.200 192.0.0.192 168.63.129.16 0.0.0.0
    255.255.255.255 224.0.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1
    ::ffff:a9fe:a9fe 64:ff9b::7f00:1 64:ff9b:1::1 2001:db8::1 2002:7f00:1:: 2001::1 3fff::1 100::1 5f00::1
"""


@pytest.mark.parametrize("text", SPECIAL.split())
def test_a_special_address_is_refused(text: str) -> None:
    assert not allowed(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "text", ["93.184.215.14", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::5", "64:ff9b::101:101"]
)
def test_a_public_address_is_allowed(text: str) -> None:
    assert allowed(ipaddress.ip_address(text))


def test_a_setting_excepts_networks() -> None:
    excepted = networks(["127.0.0.0/8", " fd00::/8 ", "10.1.2.3"])
    for text in ("127.9.9.9", "::ffff:127.0.0.1", "fd12::1", "10.1.2.3"):
        assert allowed(ipaddress.ip_address(text), excepted)
    assert not allowed(ipaddress.ip_address("10.1.2.4"), excepted)


def test_what_is_no_network_is_named() -> None:
    with pytest.raises(ValueError, match="'localhost' is no network"):
        networks(["::1", "localhost"])


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "127.1", "127.0.0.1."]
)
def test_every_spelling_of_an_address_is_recognised(host: str) -> None:
    assert literal(host) == ipaddress.ip_address("127.0.0.1")


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_literal_address_or_none(host: str) -> None:
    assert literal(host) is None or isinstance(literal(host), (ipaddress.IPv4Address, ipaddress.IPv6Address))


def test_a_name_is_no_literal_address() -> None:
    assert literal("paper.example") is None
    assert literal("[::1]") == ipaddress.ip_address("::1")
