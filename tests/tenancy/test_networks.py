"""From where the service is used: the source of a request behind proxies, and the places that are admitted (6.5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.tenancy.networks import Places, Proxies, admitted, admitted_after, left_a_way, source
from netsoft.tenancy.places import Network, Source, networks
from netsoft.testing import hops as drawn_hops
from netsoft.testing import networks as drawn_networks
from netsoft.testing import places as drawn_places
from netsoft.testing import sources as drawn_sources
from tests.reference import places as slow

PROXY = "192.0.2.10"
PEER = (PROXY, 40_000)
NAMED = Proxies.parse(f"{PROXY}, 10.0.0.0/28, 2001:db8:ffff::1")
OFFICE = networks("192.0.2.0/24, 2001:db8:1::/48")
HOME = Source("203.0.113.9")


def plain(network: Network) -> tuple[int, int, int]:
    return network.version, network.first, network.prefix


def number(at: Source) -> slow.Place:
    found = slow.place(at.address)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        (("203.0.113.9", 4711), [], Source("203.0.113.9", 4711)),
        (("203.0.113.9", 4711), ["6.6.6.6"], Source("203.0.113.9", 4711)),
        (("::ffff:203.0.113.9", None), ["6.6.6.6"], Source("203.0.113.9")),
        (PEER, ["203.0.113.9:4711"], Source("203.0.113.9", 4711)),
        (PEER, ["6.6.6.6, 203.0.113.9"], Source("203.0.113.9")),
        (PEER, ["6.6.6.6", "203.0.113.9, 10.0.0.3:80"], Source("203.0.113.9")),
        (PEER, ["6.6.6.6, 203.0.113.9, [2001:db8:ffff::1]:8443, ::ffff:10.0.0.15"], Source("203.0.113.9")),
        (PEER, ["unknown, 203.0.113.9"], Source("203.0.113.9")),
        (PEER, ["[2001:DB8::0001]:443"], Source("2001:db8::1", 443)),
        ((f"::ffff:{PROXY}", 1), ["2001:db8::1"], Source("2001:db8::1")),
    ],
)
def test_the_source_is_the_first_hop_from_the_right_that_is_no_proxy(
    peer: tuple[str, int | None], forwarded: list[str], found: Source
) -> None:
    assert source(peer, forwarded, NAMED) == found


@pytest.mark.parametrize(
    ("peer", "forwarded", "fact"),
    [
        (None, [], "la connexion ne dit pas d'où elle vient"),
        (("socket", 1), [], "adresse de connexion illisible : « socket » n'est pas une adresse IP"),
        (("203.0.113.9", 0), [], "adresse de connexion illisible : « 0 » n'est pas le port d'une connexion"),
        (PEER, [], "le proxy ne dit pas pour qui il parle"),
        (PEER, ["", " "], "le proxy ne dit pas pour qui il parle"),
        (PEER, ["192.0.2.7\x0b"], "maillon illisible de X-Forwarded-For : « 192.0.2.7\\x0b » n'est pas une adresse IP"),
        (PEER, ["X192.0.2.7"], "maillon illisible de X-Forwarded-For : « X192.0.2.7 » n'est pas une adresse IP"),
        (PEER, ["10.0.0.1, 10.0.0.2"], "la chaîne de X-Forwarded-For s'arrête à un proxy"),
        (PEER, ["203.0.113.9:0"], "maillon illisible de X-Forwarded-For : « 0 » n'est pas le port d'une connexion"),
        (PEER, ["6.6.6.6, ?, 10.0.0.1"], "maillon illisible de X-Forwarded-For : « ? » n'est pas une adresse IP"),
        (
            PEER,
            ["6.6.6.6, fe80::1%eth0"],
            "maillon illisible de X-Forwarded-For : « fe80::1%eth0 » ne vaut que sur un lien (zone)",
        ),
    ],
)
def test_what_is_doubtful_is_refused(peer: tuple[str, int | None] | None, forwarded: list[str], fact: str) -> None:
    found = source(peer, forwarded, NAMED)
    assert isinstance(found, Decision)
    assert found.verdict == "refused"
    assert [(reason.clause, reason.fact) for reason in found.reasons] == [(Clause("6.5"), fact)]


@given(drawn_sources(), st.lists(drawn_hops(), max_size=4), st.lists(drawn_networks(), max_size=3))
def test_the_slow_reading_of_a_chain(peer: Source, chain: list[str], named: list[Network]) -> None:
    proxies = Proxies(tuple(each for each in named if each.prefix))
    expected = slow.client(number(peer), [",".join(chain)], list(map(plain, proxies.networks)))
    found = source((peer.address, None), [",".join(chain)], proxies)
    assert found == source((peer.address, None), chain, proxies)
    assert (None if isinstance(found, Decision) else (number(found), found.port)) == expected


@given(st.lists(drawn_hops(), min_size=1, max_size=3), st.lists(drawn_hops(), max_size=2))
def test_what_a_client_writes_before_its_own_address_changes_nothing(written: list[str], chain: list[str]) -> None:
    chain = ["203.0.113.9:4711", *chain]
    assert source(PEER, [*written, *chain], NAMED) == source(PEER, chain, NAMED)


@given(drawn_places(), drawn_sources())
def test_a_place_is_admitted_if_each_list_that_says_something_holds_it(lists: Places, at: Source) -> None:
    answer = admitted(lists, at)
    held = [
        not listed or any(slow.holds(plain(each), number(at)) for each in listed)
        for listed in (lists.brokerage, lists.user)
    ]
    assert answer.granted == all(held)
    assert len(answer.reasons) == max(held.count(False), 1)


@given(drawn_places(), drawn_sources())
def test_a_user_s_list_only_narrows(lists: Places, at: Source) -> None:
    if admitted(lists, at).granted:
        assert admitted(Places(lists.brokerage), at).granted
        assert not lists.nowhere
        assert admitted_after(lists, at).granted
    else:
        assert not admitted_after(lists, at).granted


@given(drawn_places(), drawn_networks())
def test_one_network_more_of_the_brokerage_leaves_no_less(lists: Places, more: Network) -> None:
    if lists.brokerage:
        wider = Places((*lists.brokerage, more), lists.user)
        assert set(wider.useless) <= set(lists.useless)
        assert not wider.nowhere or lists.nowhere


def test_answers_name_the_place_and_the_list() -> None:
    answers = [
        admitted(lists, at)
        for lists, at in (
            (Places(), HOME),
            (Places(OFFICE), Source("192.0.2.7", 80)),
            (Places(OFFICE), HOME),
            (Places(OFFICE, networks("198.51.100.1")), HOME),
            (Places((), networks("10.0.0.0/30 10.1.0.0/30 10.2.0.0/30 10.3.0.0/30 10.4.0.0/30 10.5.0.0/30")), HOME),
            (Places((), networks("10.0.0.0/30 10.1.0.0/30 10.2.0.0/30 10.3.0.0/30 10.4.0.0/30")), HOME),
        )
    ]
    five = "10.0.0.0/30, 10.1.0.0/30, 10.2.0.0/30, 10.3.0.0/30, 10.4.0.0/30"
    assert {reason.clause for answer in answers for reason in answer.reasons} == {Clause("6.5")}
    assert [answer.verdict for answer in answers] == ["granted"] * 2 + ["refused"] * 4
    assert [[reason.fact for reason in answer.reasons] for answer in answers] == [
        ["203.0.113.9 est admis : aucun lieu n'est imposé"],
        ["192.0.2.7 est un lieu admis"],
        ["203.0.113.9 n'est pas un lieu admis pour ce cabinet (192.0.2.0/24, 2001:db8:1::/48)"],
        [
            "203.0.113.9 n'est pas un lieu admis pour ce cabinet (192.0.2.0/24, 2001:db8:1::/48)",
            "203.0.113.9 n'est pas un lieu admis pour cet utilisateur (198.51.100.1)",
        ],
        [f"203.0.113.9 n'est pas un lieu admis pour cet utilisateur ({five} et 1 de plus)"],
        [f"203.0.113.9 n'est pas un lieu admis pour cet utilisateur ({five})"],
    ]


@pytest.mark.parametrize("places", [Places(OFFICE), Places((), OFFICE), Places(networks("0.0.0.0/0 ::/0"))])
def test_what_cannot_be_told_is_admitted_nowhere_that_is_bounded(places: Places) -> None:
    doubtful = source(PEER, [], NAMED)
    assert admitted(places, doubtful) is doubtful


def test_where_no_place_is_imposed_it_does_not_matter_where_one_is() -> None:
    free = Decision("granted", (Reason(Clause("6.5"), "aucun lieu n'est imposé"),))
    for doubtful in (source(PEER, [], NAMED), source(None, [], NAMED), source(("?", 1), [], NAMED)):
        assert admitted(Places(), doubtful) == admitted_after(Places(), doubtful) == free


def test_some_administrator_keeps_a_way_in() -> None:
    apart = Places(OFFICE, networks("198.51.100.0/24"))
    assert left_a_way(()).granted
    assert left_a_way((apart, Places(OFFICE))) == Decision(
        "granted", (Reason(Clause("6.5"), "un administrateur au moins garde un lieu"),)
    )
    shut = Reason(Clause("6.5"), "il ne resterait aucun lieu d'où un administrateur puisse entrer")
    assert left_a_way((apart, apart)) == Decision("refused", (shut,))


def test_nobody_shuts_themselves_out() -> None:
    assert admitted_after(Places(OFFICE), Source("192.0.2.7")).granted
    remedy = Reason(Clause("6.5"), "vous ne pourriez plus entrer : ajouter le lieu d'où vous faites ce changement")
    before = admitted(Places(OFFICE), HOME)
    assert admitted_after(Places(OFFICE), HOME) == Decision("refused", (*before.reasons, remedy))
    apart = Places(OFFICE, networks("198.51.100.0/24"))
    assert admitted_after(apart, HOME).reasons[0].fact == "ces deux listes ne laissent aucun lieu en commun"
    assert not admitted_after(Places(OFFICE), source(PEER, [], NAMED)).granted


def test_a_user_s_networks_that_the_brokerage_leaves_nothing_of() -> None:
    lists = Places(OFFICE, networks("192.0.2.128/25, 198.51.100.0/24"))
    assert list(map(str, lists.useless)) == ["198.51.100.0/24"]
    assert not lists.nowhere
    assert Places((), OFFICE).useless == ()
    assert Places(OFFICE, networks("192.0.0.0/16")).useless == ()


@pytest.mark.parametrize("text", ["", "::1", "127.0.0.1, 10.0.0.0/8", "0.0.0.0/1, 192.0.0.0/2", "::/1 0.0.0.0/1"])
def test_proxies_are_named(text: str) -> None:
    assert Proxies.parse(text).networks == networks(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("*", "« * » croirait n'importe qui"),
        ("127.0.0.1, *", "« * » croirait n'importe qui"),
        ("0.0.0.0/0", "tout le monde serait un proxy, et chacun écrirait son adresse"),
        ("127.0.0.1 ::/0", "tout le monde serait un proxy, et chacun écrirait son adresse"),
        ("0.0.0.0/1, 128.0.0.0/1", "tout le monde serait un proxy, et chacun écrirait son adresse"),
    ],
)
def test_everybody_is_no_proxy(text: str, problem: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        Proxies.parse(text)
    assert str(refused.value) == f"proxies : {problem} ; nommer les adresses des proxys"
