"""What is excluded and why, and a claim answered head by head, by hand (3.4, 9.5, 10, 17)."""

from datetime import UTC, date, datetime
from typing import Final

import attrs
import pytest

from netsoft.billing.responsibility.cap import Billed, Invoiced
from netsoft.billing.responsibility.exclusions import DAMAGES, Damage, excluded, in_french
from netsoft.billing.responsibility.excuse import excuse
from netsoft.billing.responsibility.liability import Claim, ClaimHead, RetainedBy, liability
from netsoft.billing.responsibility.outages import CauseNotice, Outage
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import Money

EVENT: Final = date(2027, 3, 15)
EUROS: Final = Money.parse


@pytest.mark.parametrize(
    ("damage", "clause"),
    [
        ("interruption", "3.4"),
        ("inaccurate-content", "9.5"),
        ("unfit-for-needs", "9.5"),
        ("error-or-insecurity", "9.5"),
        ("client-equipment", "10.1"),
        ("failure", "10.1"),
        ("data-loss", "10.1"),
        ("equipment-loss", "10.1"),
        ("consequence-of-loss", "10.1"),
        ("recovery-costs", "10.2"),
        ("client-non-compliance", "10.3"),
    ],
)
def test_what_a_clause_excludes(damage: Damage, clause: str) -> None:
    found = excluded(damage, CG052018)
    assert str(found.by) == clause
    assert found.reason.fact == f"{in_french(damage)} : la clause {clause} l'exclut"
    law = ["art. 28(3) RGPD"] if clause == "10.3" else ["art. 1170 C. civ.", "art. 1171 C. civ."]
    assert [objection.law for objection in found.objections] == law


@pytest.mark.parametrize("damage", ["uncorrected-defect", "personal-data-breach", "data-not-returned", "other"])
def test_what_no_clause_excludes(damage: Damage) -> None:
    found = excluded(damage, CG052018)
    assert (found.by, found.objections) == (None, ())
    assert found.reason.fact == f"{in_french(damage)} : aucune clause ne l'exclut"


def test_each_damage_has_its_words() -> None:
    assert len({in_french(damage) for damage in DAMAGES}) == len(DAMAGES)
    with pytest.raises(InvalidValue, match="dommage inconnu"):
        excluded("boredom", CG052018)  # type: ignore[arg-type]


def test_a_clause_set_aside_excludes_nothing() -> None:
    found = excluded("recovery-costs", CG052018.without(Clause("10.2")))
    assert found.by is None
    assert found.reason == attrs.evolve(found.reason, clause=Clause("10.2"))
    assert found.reason.fact.endswith("la clause 10.2 est écartée")


def test_an_interruption_is_excluded_twice() -> None:
    assert excluded("interruption", CG052018.without(Clause("3.4"))).by == Clause("9.5")
    both = excluded("interruption", CG052018.without(Clause("3.4"), Clause("9.5")))
    assert both.reason.fact == "interruption du service : les clauses 3.4 et 9.5 sont écartées"


BILLED: Final = Billed((Invoiced("F-1", date(2027, 1, 2), EUROS("1000.00")),))


def claim(*heads: tuple[Damage, str], retained: RetainedBy | None = "judge") -> Claim:
    return Claim("R-1", EVENT, [ClaimHead(damage, EUROS(amount)) for damage, amount in heads], retained)


def test_a_claim_is_answered_head_by_head() -> None:
    asked = claim(("data-loss", "300.00"), ("personal-data-breach", "900.00"), ("uncorrected-defect", "400.00"))
    answer = liability(asked, BILLED, CG052018)
    assert [head.decision.verdict for head in answer.heads] == ["refused", "granted", "granted"]
    assert (answer.claimed, answer.excluded, answer.retained) == (EUROS("1600.00"), EUROS("300.00"), EUROS("1300.00"))
    assert (answer.pending, answer.payable) == (EUROS("0.00"), EUROS("1000.00"))
    assert answer.heads[0].objections
    assert not answer.heads[1].objections
    first = answer.heads[1].decision.reasons[0]
    assert first.clause == Clause("17.1")
    assert first.fact.replace("\u202f", " ").replace("\xa0", " ") == (
        "violation de données sur le matériel du fournisseur : responsabilité retenue par un juge, "
        "dans la limite de 1 000,00 €"
    )


def test_until_liability_is_retained_nothing_is_owed() -> None:
    answer = liability(claim(("other", "1200.00"), retained=None), BILLED, CG052018)
    assert (answer.pending, answer.payable, answer.at_most) == (EUROS("1200.00"), EUROS("0.00"), EUROS("1000.00"))
    assert answer.heads[0].decision.reasons[0].fact == "responsabilité du fournisseur ni reconnue ni jugée"


def test_without_a_cap_all_that_is_retained_is_owed() -> None:
    asked = claim(("other", "1200.00"), retained="agreement")
    answer = liability(asked, BILLED, CG052018.without(Clause("17.1")))
    assert answer.payable == EUROS("1200.00")
    assert answer.heads[0].decision.reasons[0].fact == (
        "autre dommage : responsabilité retenue d'un commun accord, sans plafond, la clause étant écartée"
    )


def test_a_cap_of_zero_is_an_exclusion_that_the_law_meets() -> None:
    asked = claim(("other", "1200.00"))
    assert [o.law for o in liability(asked, Billed(), CG052018).objections] == [
        "art. 1170 C. civ.",
        "art. 1171 C. civ.",
    ]
    assert liability(asked, BILLED, CG052018).objections == ()


def test_an_outage_that_is_excused_owes_nothing_even_without_the_exclusion() -> None:
    terms = CG052018.without(Clause("3.4"), Clause("9.5"))
    begins, ends = (datetime(2027, 3, 15, hour, tzinfo=UTC) for hour in (8, 11))
    told = CauseNotice(datetime(2027, 3, 15, 9, tzinfo=UTC), "panne", ends)
    verdicts = []
    for outage in (
        Outage(begins, ends, "telecom-operator"),
        Outage(begins, ends, "other-outside-cause", (told,)),
        Outage(begins, ends, "own-failure"),
    ):
        head = ClaimHead("interruption", EUROS("500.00"), excuse(outage, terms))
        decision = liability(Claim("R-1", EVENT, (head,), "judge"), BILLED, terms).heads[0].decision
        verdicts.append((decision.verdict, str(decision.reasons[-1].clause)))
    assert verdicts == [("refused", "3.2"), ("granted", "3.3"), ("granted", "3.3")]


def test_a_claim_is_whole() -> None:
    with pytest.raises(InvalidValue, match="réclamation sans référence"):
        Claim(" ", EVENT, (ClaimHead("other", EUROS("1.00")),))
    with pytest.raises(InvalidValue, match="réclamation sans chef de demande"):
        Claim("R-1", EVENT, ())
    with pytest.raises(InvalidValue, match="valeur inconnue"):
        attrs.evolve(claim(("other", "1.00")), retained="rumour")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="montant nul"):
        ClaimHead("other", EUROS("0.00"))
    with pytest.raises(InvalidValue, match="dommage inconnu"):
        ClaimHead("boredom", EUROS("1.00"))  # type: ignore[arg-type]
