"""Who accepted which version, and which one binds a client (1.2, 1.3, 4.2, R-31)."""

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest

from netsoft.catalogue import (
    EDITIONS,
    Acceptance,
    ClientHistory,
    Official,
    Version,
    authentic,
    binding_version,
    edition_named,
    edition_on,
    may_use,
    must_show,
    official_text,
)
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.clauses import CLAUSES
from netsoft.contract_readings import ContractReadings, NewTerms
from netsoft.errors import InvalidValue
from netsoft.money import Rate
from netsoft.terms import InterestBasis

NEXT = Version(attrs.evolve(CG052018, name="CG012027", first_day=date(2027, 1, 1)))
LATER = Version(attrs.evolve(CG052018, name="CG062027", first_day=date(2027, 6, 1)))
THREE = (*EDITIONS, NEXT, LATER)
CONCLUDED, AVAILABLE = date(2026, 3, 10), date(2026, 3, 31)


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def accepted(version: Version, day: date, user: str = "alix") -> Acceptance:
    return Acceptance.of(version, user, at(day))


def bound(on: date, *acceptances: Acceptance, reading: NewTerms = "first-use-after-shown") -> tuple[str, date]:
    client = ClientHistory(CONCLUDED, AVAILABLE, acceptances)
    found = binding_version(client, THREE, on, ContractReadings(new_terms=reading))
    return found.version.name, found.since


def test_the_text_has_the_digest_that_the_catalogue_says() -> None:
    version = EDITIONS[0]
    assert version.digest == hashlib.sha256(version.text.encode()).hexdigest()
    assert version.text.endswith("\n")
    assert version.address == "/conditions/CG052018"
    assert (version.name, version.first_day) == ("CG052018", date(2018, 5, 31))


def test_the_text_says_that_another_binds() -> None:
    heading = EDITIONS[0].text.split("ARTICLE")[0]
    assert "Ce texte est abrégé. Seul fait foi le texte officiel de l'éditeur, à l'adresse https://" in heading
    assert "Seul fait foi le texte officiel de l'éditeur.\n" in official_text(CG052018)


def test_the_text_holds_every_clause_in_order() -> None:
    lines = official_text(CG052018).splitlines()
    starts = [line.split(" ")[0] for line in lines if line[:1].isdigit()]
    assert starts == [entry.clause.number for entry in CLAUSES]
    assert all(f"{entry.clause} {entry.text}" in lines for entry in CLAUSES)
    assert [line for line in lines if line.startswith("ARTICLE")][-1].startswith("ARTICLE 19 – ")


def test_the_text_says_the_numbers_of_the_terms() -> None:
    text = official_text(CG052018).replace("\xa0", " ").replace("\u202f", " ")
    for line in (
        "    délai de rétractation : 14 jours",
        "    préavis du client : 1 mois",
        "    moyen du fournisseur : lettre recommandée avec accusé de réception",
        "    adresse du fournisseur : contact@infrassur.fr",
        "    palier, en actions par mois et utilisateur déclaré : 3 600",
        "    pénalité de retard : 15,00 %",
        "    intérêts de retard : 3 fois le taux légal",
        "    durée des cookies : 24 heures",
        "    période du plafond : 12 mois",
    ):
        assert line in text.splitlines()


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (InterestBasis("ecb"), "intérêts de retard : taux de la BCE plus 10,00 %"),
        (InterestBasis("fixed", percent=Rate.percent("9")), "intérêts de retard : 9,00 %"),
    ],
)
def test_the_text_says_another_basis(basis: InterestBasis, words: str) -> None:
    other = attrs.evolve(CG052018, payment=attrs.evolve(CG052018.payment, interest=basis))
    assert words in official_text(other).replace("\xa0", " ")


def test_a_clause_set_aside_is_said() -> None:
    text = official_text(CG052018.without(Clause("8.5")))
    assert [line[:3] for line in text.splitlines() if line.endswith("[clause écartée]")] == ["8.5"]


def test_other_numbers_have_another_text() -> None:
    usage = attrs.evolve(CG052018.usage, published_tier=3601)
    assert Version(attrs.evolve(CG052018, usage=usage)).digest != Version(CG052018).digest
    assert Version(CG052018) == Version(CG052018)


@pytest.mark.parametrize(("address", "digest"), [("http://a.fr/x", None), ("https://a.fr/x", "AB"), ("", None)])
def test_an_official_file_has_an_address_and_a_digest(address: str, digest: str | None) -> None:
    with pytest.raises(InvalidValue):
        Official(address, digest)
    assert Official("https://a.fr/x", "0" * 64).digest == "0" * 64


def test_a_copy_is_the_official_text_or_not() -> None:
    content = b"%PDF-1.4 the file"
    known = Version(CG052018, Official("https://a.fr/x", hashlib.sha256(content).hexdigest()))
    assert authentic(known, content).granted
    verdicts = []
    for version, copy in (
        (known, b"another"),
        (known, known.text.encode()),
        (EDITIONS[0], content),
        (Version(CG052018), content),
    ):
        decision = authentic(version, copy)
        verdicts.append((decision.verdict, decision.reasons[0].fact))
        assert decision.reasons[0].clause == Clause("1.3")
    assert verdicts == [
        ("refused", "ce n'est pas le texte officiel des conditions CG052018"),
        ("refused", "texte abrégé des conditions CG052018, qui ne fait pas foi"),
        ("pending", "empreinte du texte officiel des conditions CG052018 non relevée"),
        ("pending", "empreinte du texte officiel des conditions CG052018 non relevée"),
    ]


def test_a_version_may_have_its_own_wordings() -> None:
    short = Version(CG052018, wordings=CLAUSES[:1])
    assert "ARTICLE 2" not in short.text
    assert short.digest != Version(CG052018).digest


def test_a_version_is_found_with_its_text() -> None:
    assert edition_on(date(2027, 2, 1), THREE) is NEXT
    assert edition_named("CG062027", THREE) is LATER
    assert edition_on(date(2024, 3, 1)) is EDITIONS[0]


def test_a_version_is_shown_until_it_is_accepted() -> None:
    day = date(2027, 1, 4)
    mine = (accepted(EDITIONS[0], CONCLUDED), accepted(NEXT, day))
    assert must_show((), NEXT, at(day))
    assert must_show(mine[:1], NEXT, at(day))
    assert not must_show(mine, NEXT, at(day))
    assert must_show(mine, NEXT, at(day, 9)), "it was not accepted yet"
    assert must_show(mine, LATER, at(LATER.first_day))


def test_a_version_that_is_to_come_is_not_shown() -> None:
    eve = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    assert not must_show((), NEXT, eve)
    assert must_show((), NEXT, eve + timedelta(minutes=1)), "midnight in Paris"


def test_another_text_under_the_same_name_is_shown_again() -> None:
    mine = (attrs.evolve(accepted(NEXT, date(2027, 1, 4)), digest="0" * 64),)
    assert must_show(mine, NEXT, at(date(2027, 1, 5)))


def test_why_a_version_is_shown_is_said() -> None:
    day = date(2027, 1, 4)
    mine = accepted(NEXT, day)
    facts = [
        may_use(held, NEXT, at(when)).reasons[0].fact
        for held, when in (
            ((), date(2026, 12, 1)),
            ((), day),
            ((attrs.evolve(mine, digest="0" * 64),), day),
            ((accepted(NEXT, date(2027, 1, 5)), mine), date(2027, 1, 6)),
        )
    ]
    assert facts == [
        "conditions CG012027 en vigueur le 01/01/2027 seulement",
        "conditions CG012027 à afficher avant tout usage",
        "conditions CG012027 acceptées dans un autre texte : à afficher avant tout usage",
        "conditions CG012027 acceptées le 04/01/2027",
    ]
    assert may_use((), NEXT, at(day)).reasons[0].clause == Clause("4.2")


@pytest.mark.parametrize("field", ["user", "version", "digest"])
def test_an_acceptance_is_whole(field: str) -> None:
    with pytest.raises(InvalidValue, match="acceptation incomplète") as refused:
        attrs.evolve(accepted(NEXT, date(2027, 1, 4)), **{field: " "})  # type: ignore[arg-type]
    assert refused.value.field == field


def test_an_acceptance_has_an_instant_and_a_known_manner() -> None:
    with pytest.raises(InvalidValue, match="n'est pas un instant"):
        Acceptance.of(NEXT, "alix", datetime(2027, 1, 4, 8))  # noqa: DTZ001
    with pytest.raises(InvalidValue, match="manière inconnue"):
        attrs.evolve(accepted(NEXT, date(2027, 1, 4)), how="silence")  # type: ignore[arg-type]


def test_the_day_of_an_acceptance_is_that_of_paris() -> None:
    late = datetime(2027, 1, 4, 19, tzinfo=timezone(timedelta(hours=-5)))
    assert Acceptance.of(NEXT, "alix", late).on == date(2027, 1, 5)


def test_what_was_concluded_binds_until_the_next_is_used() -> None:
    use = accepted(NEXT, date(2027, 1, 20))
    assert bound(CONCLUDED) == ("CG052018", CONCLUDED)
    assert bound(date(2027, 5, 1)) == ("CG052018", CONCLUDED)
    assert bound(date(2027, 1, 19), use) == ("CG052018", CONCLUDED)
    assert bound(date(2027, 1, 20), use) == ("CG012027", date(2027, 1, 20))


def test_the_first_use_by_any_user_counts() -> None:
    uses = (accepted(NEXT, date(2027, 2, 1)), accepted(NEXT, date(2027, 1, 20), "basile"))
    assert bound(date(2027, 3, 1), *uses) == ("CG012027", date(2027, 1, 20))


def test_a_version_accepted_in_advance_binds_from_its_first_day() -> None:
    signed = attrs.evolve(accepted(NEXT, date(2026, 12, 1)), how="signature")
    assert bound(date(2026, 12, 31), signed) == ("CG052018", CONCLUDED)
    assert bound(date(2027, 1, 1), signed) == ("CG012027", date(2027, 1, 1))


def test_another_text_under_the_same_name_does_not_bind() -> None:
    usage = attrs.evolve(NEXT.terms.usage, published_tier=3601)
    shown = Version(attrs.evolve(NEXT.terms, usage=usage))
    other, day = accepted(shown, date(2027, 1, 5)), date(2027, 2, 1)
    assert bound(day, other) == (CG052018.name, CONCLUDED)
    assert bound(day, other, accepted(NEXT, date(2027, 1, 20))) == (NEXT.name, date(2027, 1, 20))


def test_an_older_version_does_not_come_back() -> None:
    uses = (accepted(LATER, date(2027, 6, 2)), accepted(NEXT, date(2027, 6, 3)))
    assert bound(date(2027, 7, 1), *uses) == ("CG062027", date(2027, 6, 2))


def test_each_reading_of_new_terms_gives_another_day() -> None:
    use = accepted(NEXT, date(2027, 1, 20))
    day = date(2027, 5, 1)
    assert bound(day, use) == ("CG012027", date(2027, 1, 20))
    assert bound(day, use, reading="publication") == ("CG012027", date(2027, 1, 1))
    assert bound(day, use, reading="next-term") == ("CG012027", date(2027, 3, 31))
    assert bound(date(2027, 3, 30), use, reading="next-term") == ("CG052018", CONCLUDED)


def test_a_version_of_the_very_first_day_of_a_term_binds_that_day() -> None:
    terms = attrs.evolve(CG052018, name="CG032027", first_day=date(2027, 3, 31))
    client = ClientHistory(CONCLUDED, AVAILABLE)
    found = binding_version(
        client, (*EDITIONS, Version(terms)), terms.first_day, ContractReadings(new_terms="next-term")
    )
    assert (found.version.name, found.since) == ("CG032027", terms.first_day)


def test_a_version_of_before_the_first_term_binds_with_it() -> None:
    terms = attrs.evolve(CG052018, name="CG032026", first_day=date(2026, 3, 20))
    reading = ContractReadings(new_terms="next-term")
    found = binding_version(ClientHistory(CONCLUDED, AVAILABLE), (*EDITIONS, Version(terms)), AVAILABLE, reading)
    assert (found.version.name, found.since) == ("CG032026", AVAILABLE)


def test_why_it_binds_is_said() -> None:
    client = ClientHistory(CONCLUDED, AVAILABLE, (accepted(NEXT, date(2027, 1, 20)),))
    found = binding_version(client, THREE, date(2027, 6, 2))
    assert found.reason.fact == (
        "conditions CG012027 acceptées à la première utilisation après affichage, le 20/01/2027"
    )
    assert found.reason.clause == Clause("1.2")
    assert found.awaited is LATER
    assert binding_version(client, THREE, date(2027, 5, 31)).awaited is None


def test_before_the_contract_nothing_binds() -> None:
    with pytest.raises(InvalidValue, match="précède la conclusion du contrat"):
        bound(date(2026, 3, 9))
    with pytest.raises(InvalidValue, match="la mise à disposition précède la conclusion"):
        ClientHistory(AVAILABLE, CONCLUDED)
