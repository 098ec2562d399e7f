"""Terms as data, and the numbers of CG052018 as the contract has them."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import attrs
import pendulum
import pytest

from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import Rate
from netsoft.terms import InterestBasis, Liability, Terms, Withdrawal

ALTERATIONS: dict[str, Callable[[Terms], Terms]] = {
    "name": lambda t: attrs.evolve(t, name="CG062018"),
    "first_day": lambda t: attrs.evolve(t, first_day=date(2018, 6, 1)),
    "withdrawal.days": lambda t: attrs.evolve(t, withdrawal=Withdrawal(15)),
    "duration.months": lambda t: _duration(t, months=24),
    "duration.client_notice_months": lambda t: _duration(t, client_notice_months=3),
    "duration.client_means": lambda t: _duration(t, client_means="registered-letter"),
    "duration.client_mailbox": lambda t: _duration(t, client_mailbox="resiliation@exemple.fr"),
    "duration.provider_notice_months": lambda t: _duration(t, provider_notice_months=3),
    "duration.provider_means": lambda t: _duration(t, provider_means="email"),
    "usage.published_tier": lambda t: attrs.evolve(t, usage=attrs.evolve(t.usage, published_tier=3601)),
    "usage.markup": lambda t: attrs.evolve(t, usage=attrs.evolve(t.usage, markup=Rate.percent("51"))),
    "payment.late_penalty": lambda t: _payment(t, late_penalty=Rate.percent("16")),
    "payment.interest": lambda t: _payment(t, interest=InterestBasis(multiple=4)),
    "payment.collection_penalty": lambda t: _payment(t, collection_penalty=Rate.percent("11")),
    "payment.opposition_penalty": lambda t: _payment(t, opposition_penalty=Rate.percent("51")),
    "logs.session_hours": lambda t: attrs.evolve(t, logs=attrs.evolve(t.logs, session_hours=25)),
    "liability.cap_months": lambda t: attrs.evolve(t, liability=Liability(24)),
}


def _payment(terms: Terms, **numbers: Any) -> Terms:
    return attrs.evolve(terms, payment=attrs.evolve(terms.payment, **numbers))


def _duration(terms: Terms, **numbers: Any) -> Terms:
    return attrs.evolve(terms, duration=attrs.evolve(terms.duration, **numbers))


def test_the_numbers_of_the_contract() -> None:
    """Read beside the contract, clause by clause."""
    assert list(CG052018.numbers()) == [
        (Clause("4.1"), "withdrawal.days", 14),
        (Clause("5.1"), "duration.months", 12),
        (Clause("5.2"), "duration.client_notice_months", 1),
        (Clause("5.2"), "duration.client_means", "email"),
        (Clause("5.2"), "duration.client_mailbox", "contact@infrassur.fr"),
        (Clause("5.3"), "duration.provider_notice_months", 2),
        (Clause("5.3"), "duration.provider_means", "registered-letter"),
        (Clause("7.2"), "usage.published_tier", 3600),
        (Clause("7.3"), "usage.markup", Rate(50, 100)),
        (Clause("8.2"), "payment.late_penalty", Rate(15, 100)),
        (Clause("8.3"), "payment.interest", InterestBasis("legal", multiple=3)),
        (Clause("8.4"), "payment.collection_penalty", Rate(10, 100)),
        (Clause("8.5"), "payment.opposition_penalty", Rate(50, 100)),
        (Clause("16.4"), "logs.session_hours", 24),
        (Clause("17.1"), "liability.cap_months", 12),
    ]
    assert (CG052018.name, CG052018.first_day) == ("CG052018", date(2018, 5, 31))


def test_clauses_set_aside() -> None:
    """A clause set aside holds no more, those before it stay aside, the others and the numbers stay."""
    terms = CG052018.without(Clause("8.5")).without(Clause("8.2"), Clause("8.4"))
    assert terms.set_aside == {Clause("8.5"), Clause("8.2"), Clause("8.4")}
    assert not terms.holds(Clause("8.5"))
    assert terms.holds(Clause("8.3"))
    assert CG052018.holds(Clause("8.5"))
    assert list(terms.numbers()) == list(CG052018.numbers())
    assert CG052018.without() == CG052018


def test_the_digest_tells_texts_apart() -> None:
    """A change of the name, of the first day or of any number changes the digest; setting aside does not."""
    digests = {CG052018.digest} | {alter(CG052018).digest for alter in ALTERATIONS.values()}
    assert len(digests) == 1 + len(ALTERATIONS)
    assert CG052018.without(Clause("8.5")).digest == CG052018.digest


def test_every_number_is_altered_above() -> None:
    """The alterations cover the numbers: none can be added without one."""
    assert {path for _clause, path, _value in CG052018.numbers()} == ALTERATIONS.keys() - {"name", "first_day"}


def test_the_digest_is_stable() -> None:
    """It is SHA-256 of three things in order: another program can make it again."""
    basis = "InterestBasis(kind='legal', multiple=3, points=Rate('10.00 %'), percent=Rate('0.00 %'))"
    lines = [
        "CG052018",
        "2018-05-31",
        "4.1 withdrawal.days 14",
        "5.1 duration.months 12",
        "5.2 duration.client_notice_months 1",
        "5.2 duration.client_means 'email'",
        "5.2 duration.client_mailbox 'contact@infrassur.fr'",
        "5.3 duration.provider_notice_months 2",
        "5.3 duration.provider_means 'registered-letter'",
        "7.2 usage.published_tier 3600",
        "7.3 usage.markup Rate('50.00 %')",
        "8.2 payment.late_penalty Rate('15.00 %')",
        f"8.3 payment.interest {basis}",
        "8.4 payment.collection_penalty Rate('10.00 %')",
        "8.5 payment.opposition_penalty Rate('50.00 %')",
        "16.4 logs.session_hours 24",
        "17.1 liability.cap_months 12",
    ]
    text = "\n".join(lines)
    assert CG052018.digest == hashlib.sha256(text.encode()).hexdigest()


def test_the_first_day_is_a_day() -> None:
    """A day of either library is taken, an instant refused."""
    day: Any = pendulum.date(2018, 6, 1)
    assert type(attrs.evolve(CG052018, first_day=day).first_day) is date
    instant: Any = datetime(2018, 5, 31)  # noqa: DTZ001  what is refused
    with pytest.raises(InvalidValue) as refused:
        attrs.evolve(CG052018, first_day=instant)
    assert refused.value.field == "first_day"


@pytest.mark.parametrize(
    ("numbers", "error"),
    [
        ({"kind": "euribor"}, "basis : base d'intérêt inconnue : « euribor » ; écrire legal, ecb ou fixed"),
        ({"multiple": -1}, "multiple : multiple négatif ou non entier ; donner un entier, par exemple 3"),
        ({"multiple": True}, "multiple : multiple négatif ou non entier ; donner un entier, par exemple 3"),
        ({"multiple": 1.5}, "multiple : multiple négatif ou non entier ; donner un entier, par exemple 3"),
        (
            {"points": Rate(-1, 100)},
            "points : taux négatif ou illisible : Rate('-1.00 %') ; donner un taux positif ou nul",
        ),
        (
            {"percent": Rate(-1, 100)},
            "percent : taux négatif ou illisible : Rate('-1.00 %') ; donner un taux positif ou nul",
        ),
        ({"percent": 15}, "percent : taux négatif ou illisible : 15 ; donner un taux positif ou nul"),
    ],
)
def test_a_basis_of_interest_is_checked(numbers: dict[str, Any], error: str) -> None:
    """An unknown kind, a multiple that is no whole number, a negative rate."""
    with pytest.raises(InvalidValue) as refused:
        InterestBasis(**numbers)
    assert str(refused.value) == error


def test_bases_of_interest() -> None:
    """Three times the legal rate by default; the law's own points beside the ECB's rate; zero is a multiple too."""
    assert InterestBasis() == InterestBasis("legal", 3, Rate.percent("10"), Rate(0))
    assert InterestBasis(multiple=0).multiple == 0
    assert InterestBasis("ecb", points=Rate(0)).points == Rate(0)


@pytest.mark.parametrize("name", ["late_penalty", "collection_penalty", "opposition_penalty"])
@pytest.mark.parametrize("value", [Rate(-1, 100), 15, None])
def test_a_penalty_is_a_rate_not_negative(name: str, value: Any) -> None:
    """Zero is a rate; below it, or anything else, is refused under its own name."""
    with pytest.raises(InvalidValue) as refused:
        _payment(CG052018, **{name: value})
    problem = f"taux négatif ou illisible : {value!r}"
    assert str(refused.value) == f"{name} : {problem} ; donner un taux positif ou nul"
    assert getattr(_payment(CG052018, **{name: Rate(0)}).payment, name) == Rate(0)


@pytest.mark.parametrize("value", [0, -1, True, 3600.0, "24", None])
def test_a_count_is_a_whole_positive_number(value: Any) -> None:
    """The tier and the hours of a session; one is enough."""
    sentence = f"{value!r} n'est pas un entier positif ; donner un entier positif"
    with pytest.raises(InvalidValue) as tier:
        attrs.evolve(CG052018.usage, published_tier=value)
    with pytest.raises(InvalidValue) as hours:
        attrs.evolve(CG052018.logs, session_hours=value)
    assert str(tier.value) == f"published_tier : {sentence}"
    assert str(hours.value) == f"session_hours : {sentence}"
    assert attrs.evolve(CG052018.usage, published_tier=1).published_tier == 1
    assert attrs.evolve(CG052018.logs, session_hours=1).session_hours == 1


@pytest.mark.parametrize(
    ("numbers", "error"),
    [
        ({"client_means": "fax"}, "client_means : moyen inconnu : 'fax' ; écrire email, registered-letter"),
        ({"provider_means": None}, "provider_means : moyen inconnu : None ; écrire email, registered-letter"),
        ({"client_mailbox": "contact"}, "client_mailbox : adresse illisible ; donner une adresse e-mail"),
        ({"client_mailbox": None}, "client_mailbox : adresse illisible ; donner une adresse e-mail"),
        ({"months": 0}, "months : 0 n'est pas un entier positif ; donner un entier positif"),
        (
            {"client_notice_months": 1.5},
            "client_notice_months : 1.5 n'est pas un entier positif ; donner un entier positif",
        ),
        (
            {"provider_notice_months": -1},
            "provider_notice_months : -1 n'est pas un entier positif ; donner un entier positif",
        ),
    ],
)
def test_how_one_leaves_is_checked(numbers: dict[str, Any], error: str) -> None:
    """Known means, a mailbox, whole positive months."""
    with pytest.raises(InvalidValue) as refused:
        _duration(CG052018, **numbers)
    assert str(refused.value) == error


@pytest.mark.parametrize("value", [0, -1, True, "12", None])
def test_days_and_months_are_whole_and_positive(value: Any) -> None:
    """Of the withdrawal, and of the cap."""
    with pytest.raises(InvalidValue, match=r"^days : .* n'est pas un entier positif"):
        Withdrawal(value)
    with pytest.raises(InvalidValue, match=r"^cap_months : .* n'est pas un entier positif"):
        Liability(value)
    assert (Withdrawal(1).days, Liability(1).cap_months) == (1, 1)
