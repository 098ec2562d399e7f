"""What came through the client's own credentials, and what did not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.names import UserId
from netsoft.tenancy.credentials import ActFacts, through_credentials

AT = datetime(2026, 11, 2, 3, tzinfo=UTC)
ALIX = UserId("alix")
BEFORE, AFTER = AT - timedelta(hours=1), AT + timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("facts", "verdict", "fact"),
    [
        (ActFacts(AT, None, None, None), "refused", "aucune session ouverte avec un accès du client"),
        (ActFacts(AT, None, BEFORE, True), "refused", "aucune session ouverte avec un accès du client"),
        (ActFacts(AT, ALIX, None, True), "refused", "un défaut du fournisseur a ouvert l'accès de « alix »"),
        (ActFacts(AT, ALIX, BEFORE, True), "refused", "un défaut du fournisseur a ouvert l'accès de « alix »"),
        (
            ActFacts(AT, ALIX, BEFORE, False),
            "refused",
            "accès de « alix » signalé au fournisseur avant l'acte, et resté ouvert",
        ),
        (
            ActFacts(AT, ALIX, AT, None),
            "refused",
            "accès de « alix » signalé au fournisseur avant l'acte, et resté ouvert",
        ),
        (
            ActFacts(AT, ALIX, None, None),
            "pending",
            "reste à établir si un défaut du fournisseur a ouvert l'accès de « alix »",
        ),
        (
            ActFacts(AT, ALIX, AFTER, None),
            "pending",
            "reste à établir si un défaut du fournisseur a ouvert l'accès de « alix »",
        ),
        (ActFacts(AT, ALIX, None, False), "granted", "acte fait dans une session ouverte avec l'accès de « alix »"),
        (
            ActFacts(AT, ALIX, AFTER, False),
            "granted",
            "acte fait dans une session ouverte avec l'accès de « alix », signalé ensuite seulement",
        ),
    ],
)
def test_each_case(facts: ActFacts, verdict: str, fact: str) -> None:
    decision = through_credentials(facts)
    assert decision.verdict == verdict
    assert [(reason.clause, reason.fact) for reason in decision.reasons] == [(Clause("6.10"), fact)]


def test_a_fact_more_in_the_clients_favour_never_charges_it() -> None:
    rank = {"refused": 0, "pending": 1, "granted": 2}

    def weight(access: UserId | None, reported: datetime | None, defect: bool | None) -> int:
        return rank[through_credentials(ActFacts(AT, access, reported, defect)).verdict]

    for access, defect in product((None, ALIX), (None, False, True)):
        assert weight(access, BEFORE, defect) <= weight(access, AFTER, defect) == weight(access, None, defect)
    for access, reported in product((None, ALIX), (None, BEFORE, AFTER)):
        assert weight(access, reported, True) <= weight(access, reported, None) <= weight(access, reported, False)


@pytest.mark.parametrize(
    ("access", "defect", "message"),
    [
        (" ", None, "access : accès sans nom ; nommer l'accès dont vient l'acte, ou None"),
        (7, None, "access : accès sans nom ; nommer l'accès dont vient l'acte, ou None"),
        ("alix", 1, "defect : « 1 » n'est pas une réponse ; écrire vrai, faux ou None"),
    ],
)
def test_nonsense_is_refused(access: UserId, defect: bool, message: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        ActFacts(AT, access, None, defect)
    assert str(refused.value) == message


def test_an_instant_has_its_zone() -> None:
    for at, reported, field in ((AT.replace(tzinfo=None), None, "at"), (AT, AT.replace(tzinfo=None), "reported_at")):
        with pytest.raises(InvalidValue) as refused:
            ActFacts(at, ALIX, reported)
        assert refused.value.field == field
