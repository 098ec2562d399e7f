"""Addresses and networks as they are compared (6.5)."""

import ipaddress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.tenancy.places import Network, Source, neighbourhood, networks, whole
from netsoft.testing import hops as drawn_hops
from netsoft.testing import networks as drawn_networks
from netsoft.testing import sources as drawn_sources
from tests.reference import places as slow


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("192.0.2.1", Source("192.0.2.1")),
        ("192.0.2.1:65535", Source("192.0.2.1", 65_535)),
        ("2001:DB8:0:0::1", Source("2001:db8::1")),
        ("[2001:db8::1]", Source("2001:db8::1")),
        ("[2001:db8::1]:1", Source("2001:db8::1", 1)),
        ("::ffff:192.0.2.1", Source("192.0.2.1")),
        ("[::ffff:c000:201]:80", Source("192.0.2.1", 80)),
        ("2002:c000:201::1", Source("2002:c000:201::1")),
        ("64:ff9b::192.0.2.1", Source("64:ff9b::c000:201")),
        ("::1", Source("::1")),
        ("::1:0:0", Source("::1:0:0")),
    ],
)
def test_an_address_has_one_writing(text: str, found: Source) -> None:
    assert Source.parse(text) == found
    assert str(found) == found.address


ALL_BUT_THE_FIRST = " ".join(f"{ipaddress.IPv4Address(1 << bit)}/{32 - bit}" for bit in range(32))
DRESSED = "est une adresse IPv4 déguisée (RFC 4291, abandonnée)"
UNREADABLE = "écrire par exemple 192.0.2.1 ou 2001:db8::1"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", f"address : «  » n'est pas une adresse IP ; {UNREADABLE}"),
        ("192.0.2.01", f"address : « 192.0.2.01 » n'est pas une adresse IP ; {UNREADABLE}"),
        ("2001:db8::1:x", f"address : « 2001:db8::1:x » n'est pas une adresse IP ; {UNREADABLE}"),
        ("1.2.3.4:123456", f"address : « 1.2.3.4:123456 » n'est pas une adresse IP ; {UNREADABLE}"),
        ("[192.0.2.1]:80", "address : « [192.0.2.1]:80 » n'est pas une adresse IPv6 ; ôter les crochets"),
        ("[]", "address : « [] » n'est pas une adresse IPv6 ; ôter les crochets"),
        (
            "fe80::1%1",
            "address : « fe80::1%1 » ne vaut que sur un lien (zone) ; donner une adresse sans zone, qui vaut partout",
        ),
        (
            "::192.0.2.1",
            f"address : « ::192.0.2.1 » {DRESSED} ; écrire l'adresse IPv4 elle-même",
        ),
        ("192.0.2.1:0", "port : « 0 » n'est pas le port d'une connexion ; donner un entier de 1 à 65535, ou aucun"),
        (
            "[::1]:65536",
            "port : « 65536 » n'est pas le port d'une connexion ; donner un entier de 1 à 65535, ou aucun",
        ),
    ],
)
def test_what_is_no_address_says_why(text: str, error: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        Source.parse(text)
    assert str(refused.value) == error


def test_a_source_is_kept_in_its_one_writing() -> None:
    with pytest.raises(InvalidValue) as refused:
        Source("2001:DB8::1")
    assert str(refused.value) == "address : « 2001:DB8::1 » n'est pas l'écriture normale ; passer par Source.parse"
    with pytest.raises(InvalidValue, match="port"):
        Source("::1", True)
    with pytest.raises(InvalidValue, match="address : « bureau » n'est pas une adresse IP"):
        Source("bureau")


@given(drawn_hops() | st.text("0123456789abcdef.:[]%/ ", max_size=24))
@example("1234:5678")
@example("::2")
@example("[::1]:")
@example("1.2.3.4:00080")
def test_the_slow_reading_of_a_hop(text: str) -> None:
    expected = slow.hop(text)
    try:
        found = Source.parse(text)
    except InvalidValue:
        assert expected is None
    else:
        assert expected == (slow.place(found.address), found.port)


@given(drawn_networks(), drawn_networks(), drawn_sources())
def test_the_slow_reading_of_a_network(one: Network, other: Network, at: Source) -> None:
    number = slow.place(at.address)
    assert number is not None
    inside, also = (slow.holds((each.version, each.first, each.prefix), number) for each in (one, other))
    assert (one.holds(at), other.holds(at)) == (inside, also)
    assert one.meets(other) or not (inside and also)
    nested = one.version == other.version and (
        slow.holds((one.version, one.first, one.prefix), (other.version, other.first))
        or slow.holds((other.version, other.first, other.prefix), (one.version, one.first))
    )
    assert one.meets(other) == other.meets(one) == nested


@given(st.lists(drawn_networks(), max_size=3))
def test_a_list_is_read_as_it_is_written(listed: list[Network]) -> None:
    assert networks(", ".join(map(str, listed))) == tuple(dict.fromkeys(listed))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("192.0.2.0/24", "192.0.2.0/24"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("192.0.2.7/32", "192.0.2.7"),
        ("2001:DB8::/32", "2001:db8::/32"),
        ("::ffff:192.0.2.0/120", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::1/128", "::1"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("::/0", "::/0"),
    ],
)
def test_a_network_has_one_writing(text: str, written: str) -> None:
    assert str(Network.parse(text)) == written


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        (
            "192.0.2.7/24",
            "« 192.0.2.7/24 » désigne une adresse dans un réseau",
            "écrire 192.0.2.0/24 pour le réseau, 192.0.2.7 pour l'adresse seule",
        ),
        ("192.0.2.0/33", "« 192.0.2.0/33 » a un préfixe impossible", "donner un préfixe de 0 à 32"),
        ("::/129", "« ::/129 » a un préfixe impossible", "donner un préfixe de 0 à 128"),
        ("::ffff:0.0.0.0/95", "« ::ffff:0.0.0.0/95 » a un préfixe impossible", "donner un préfixe de 0 à 32"),
        (
            "192.0.2.0/255.255.255.0",
            "« 192.0.2.0/255.255.255.0 » n'est pas un réseau",
            "écrire par exemple 192.0.2.0/24 ou 2001:db8::/32",
        ),
        ("bureau", "« bureau » n'est pas une adresse IP", UNREADABLE),
    ],
)
def test_what_is_no_network_says_why(text: str, problem: str, remedy: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        Network.parse(text)
    assert (refused.value.field, refused.value.problem, refused.value.remedy) == ("network", problem, remedy)


@pytest.mark.parametrize("values", [(5, 0, 0), (4, 1, 31), (4, 1 << 32, 32), (4, -1, 32), (6, 0, 129), (6, 0, -1)])
def test_a_network_that_is_none_cannot_be_built(values: tuple[int, int, int]) -> None:
    with pytest.raises(InvalidValue) as refused:
        Network(*values)  # type: ignore[arg-type]
    assert str(refused.value) == f"network : {shown(values)} n'est pas un réseau ; passer par Network.parse"


@pytest.mark.parametrize(
    ("network", "inside", "beyond"),
    [
        ("192.0.2.0/24", ("192.0.2.0", "192.0.2.255"), ("192.0.1.255", "192.0.3.0")),
        ("192.0.2.7", ("192.0.2.7",), ("192.0.2.6", "192.0.2.8")),
        ("2001:db8::/32", ("2001:db8::", "2001:db8:ffff::1"), ("2001:db9::", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff")),
    ],
)
def test_a_network_holds_its_edges_and_nothing_beyond(
    network: str, inside: tuple[str, ...], beyond: tuple[str, ...]
) -> None:
    one = Network.parse(network)
    assert [one.holds(Source(each)) for each in (*inside, *beyond)] == [True] * len(inside) + [False] * len(beyond)
    assert [one.meets(Network.parse(each)) for each in (*inside, *beyond)] == [True] * len(inside) + [False] * len(
        beyond
    )


def test_ipv4_and_ipv6_never_hold_one_another() -> None:
    assert not Network.parse("::/0").holds(Source("192.0.2.1"))
    assert not Network.parse("0.0.0.0/0").holds(Source("2001:db8::1"))
    assert not Network.parse("0.0.0.0/0").meets(Network.parse("::/0"))


@pytest.mark.parametrize(
    ("text", "version", "all_of_it"),
    [
        ("0.0.0.0/0", 4, True),
        ("0.0.0.0/0", 6, False),
        ("128.0.0.0/1, 0.0.0.0/2, 64.0.0.0/2", 4, True),
        ("128.0.0.0/1, 0.0.0.0/2, 64.0.0.0/3", 4, False),
        ("10.0.0.0/8, 0.0.0.0/1, 128.0.0.0/1", 4, True),
        ("", 4, False),
        (ALL_BUT_THE_FIRST, 4, False),
    ],
)
def test_networks_that_leave_nobody_out(text: str, version: int, all_of_it: bool) -> None:
    assert whole(networks(text), version) == all_of_it


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_what_is_counted_of_an_address(address: str, counted: str) -> None:
    assert neighbourhood(address) == counted
