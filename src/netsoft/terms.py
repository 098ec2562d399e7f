"""Terms: the numbers of a set of general terms, one frozen group per article that has some.

Each number carries its clause in its annotation. A clause can be set aside (art. 19):
``terms.without(Clause("8.5"))`` and everything else still computes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Annotated, Final, Literal, TypeAlias, get_args, get_origin, get_type_hints

import attrs
from attrs import field, fields, frozen

from netsoft.clause import Clause
from netsoft.days import Day, as_day
from netsoft.errors import InvalidValue
from netsoft.money import Rate

BasisKind: TypeAlias = Literal["legal", "ecb", "fixed"]
HOME_OF_SETTING_ASIDE: Final = Clause("19.1")


def _not_negative(**rates: Rate) -> None:
    for name, rate in rates.items():
        if type(rate) is not Rate or rate.numerator < 0:
            raise InvalidValue(name, f"taux négatif ou illisible : {rate!r}", "donner un taux positif ou nul")


def _positive(**counts: int) -> None:
    for name, count in counts.items():
        if type(count) is not int or count <= 0:
            raise InvalidValue(name, f"{count!r} n'est pas un entier positif", "donner un entier positif")


@frozen
class InterestBasis:
    """How late interest is reckoned: ``multiple`` times the legal rate, ECB rate plus ``points``, or ``percent``."""

    kind: BasisKind = "legal"
    multiple: int = 3
    points: Rate = Rate(10, 100)
    percent: Rate = Rate(0)

    def __attrs_post_init__(self) -> None:
        if self.kind not in get_args(BasisKind):
            raise InvalidValue("basis", f"base d'intérêt inconnue : « {self.kind} »", "écrire legal, ecb ou fixed")
        if type(self.multiple) is not int or self.multiple < 0:
            raise InvalidValue("multiple", "multiple négatif ou non entier", "donner un entier, par exemple 3")
        _not_negative(points=self.points, percent=self.percent)


Means: TypeAlias = Literal["email", "registered-letter"]
"""By what a notice is given."""


@frozen
class Withdrawal:
    """Article 4: the days of use within which the client may withdraw."""

    days: Annotated[int, Clause("4.1")]

    def __attrs_post_init__(self) -> None:
        _positive(days=self.days)


@frozen
class Duration:
    """Article 5: how long the contract lasts, in months, and how each party leaves it: notice in months, and means.

    ``client_mailbox`` is the provider's address to which the client writes.
    """

    months: Annotated[int, Clause("5.1")]
    client_notice_months: Annotated[int, Clause("5.2")]
    client_means: Annotated[Means, Clause("5.2")]
    client_mailbox: Annotated[str, Clause("5.2")]
    provider_notice_months: Annotated[int, Clause("5.3")]
    provider_means: Annotated[Means, Clause("5.3")]

    def __attrs_post_init__(self) -> None:
        _positive(
            months=self.months,
            client_notice_months=self.client_notice_months,
            provider_notice_months=self.provider_notice_months,
        )
        for name in ("client_means", "provider_means"):
            if getattr(self, name) not in get_args(Means):
                problem = f"moyen inconnu : {getattr(self, name)!r}"
                raise InvalidValue(name, problem, f"écrire {', '.join(get_args(Means))}")
        if type(self.client_mailbox) is not str or "@" not in self.client_mailbox:
            raise InvalidValue("client_mailbox", "adresse illisible", "donner une adresse e-mail")


@frozen
class Usage:
    """Article 7: the tier of actions a month and declared user, and what is added to the mean of all to give it."""

    published_tier: Annotated[int, Clause("7.2")]
    markup: Annotated[Rate, Clause("7.3")]

    def __attrs_post_init__(self) -> None:
        _positive(published_tier=self.published_tier)
        _not_negative(markup=self.markup)


@frozen
class Payment:
    """Article 8: what a late payment costs."""

    late_penalty: Annotated[Rate, Clause("8.2")]
    interest: Annotated[InterestBasis, Clause("8.3")]
    collection_penalty: Annotated[Rate, Clause("8.4")]
    opposition_penalty: Annotated[Rate, Clause("8.5")]

    def __attrs_post_init__(self) -> None:
        _not_negative(
            late_penalty=self.late_penalty,
            collection_penalty=self.collection_penalty,
            opposition_penalty=self.opposition_penalty,
        )


@frozen
class Logs:
    """Article 16: cookies and logs."""

    session_hours: Annotated[int, Clause("16.4")]

    def __attrs_post_init__(self) -> None:
        _positive(session_hours=self.session_hours)


@frozen
class Liability:
    """Article 17: over how many months before an event the invoices cap what may be compensated."""

    cap_months: Annotated[int, Clause("17.1")]

    def __attrs_post_init__(self) -> None:
        _positive(cap_months=self.cap_months)


def _first_day(value: object) -> Day:
    return as_day(value, "first_day")


@frozen
class Terms:
    """One version of general terms: its name, its first day, and the numbers of its articles."""

    name: str
    first_day: Day = field(converter=_first_day)
    withdrawal: Withdrawal
    duration: Duration
    usage: Usage
    payment: Payment
    logs: Logs
    liability: Liability
    set_aside: frozenset[Clause] = frozenset()

    def without(self, *clauses: Clause) -> Terms:
        """Set clauses aside as void (19.1); the others are untouched."""
        return attrs.evolve(self, set_aside=self.set_aside | frozenset(clauses))

    def holds(self, clause: Clause) -> bool:
        """Whether ``clause`` has not been set aside."""
        return clause not in self.set_aside

    def numbers(self) -> Iterator[tuple[Clause, str, object]]:
        """Give each number with its clause and its path: ``(8.2, "payment.late_penalty", 15 %)``."""
        for clause, group, name in _NUMBERS:
            yield clause, f"{group}.{name}", getattr(getattr(self, group), name)

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the version's name, first day and numbers, to tell two texts apart."""
        numbers = "\n".join(f"{clause} {path} {value!r}" for clause, path, value in self.numbers())
        return hashlib.sha256(f"{self.name}\n{self.first_day}\n{numbers}".encode()).hexdigest()


def _numbers(*groups: type) -> Iterator[tuple[Clause, str, str]]:
    """Give the clause of each number with its group and its name: read once, since annotations are slow to read."""
    for group in groups:
        hints = get_type_hints(group, include_extras=True)
        for attribute in fields(group):
            yield _clause_of(hints[attribute.name]), group.__name__.lower(), attribute.name


def _clause_of(hint: object) -> Clause:
    assert get_origin(hint) is Annotated
    clause = get_args(hint)[1]
    assert isinstance(clause, Clause)
    return clause


_NUMBERS: Final = tuple(_numbers(Withdrawal, Duration, Usage, Payment, Logs, Liability))
