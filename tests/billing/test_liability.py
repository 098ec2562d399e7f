"""What is excluded and why, and the cap over the invoices before an event, by hand (3.4, 9.5, 10, 17, R-14)."""

from datetime import UTC, date, datetime
from typing import Final

import attrs
import pytest

from netsoft.billing.cap import Billed, Cap, Compensation, Invoiced, cap
from netsoft.billing.entries import CreditNote, Invoice
from netsoft.billing.exclusions import DAMAGES, Damage, excluded, in_french
from netsoft.billing.excuse import excuse
from netsoft.billing.liability import Claim, ClaimHead, RetainedBy, liability
from netsoft.billing.outages import CauseNotice, Outage
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import Period
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import Money
from netsoft.terms import Liability

EVENT: Final = date(2027, 3, 15)
BY_SERVICE: Final = ContractReadings(liability_window="by-service-period")
EUROS: Final = Money.parse


def invoice(number: str, issued: date, total: str, service: Period | None = None) -> Invoiced:
    return Invoiced(number, issued, EUROS(total), service)


def year(first: int) -> Period:
    return Period(date(first, 1, 1), date(first + 1, 1, 1))


def amounts(found: Cap) -> list[tuple[str, str]]:
    return [(line.document, str(line.amount)) for line in found.lines]


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
    assert both.reason.fact == "interruption du service : la clause 3.4 et 9.5 est écartée"


def test_the_window_is_half_open() -> None:
    held = Billed(
        (
            invoice("before", date(2026, 3, 14), "1.00"),
            invoice("first", date(2026, 3, 15), "2.00"),
            invoice("last", date(2027, 3, 14), "4.00"),
            invoice("event", EVENT, "8.00"),
        )
    )
    found = cap(held, EVENT, CG052018)
    assert found.window == Period(date(2026, 3, 15), EVENT)
    assert amounts(found) == [("first", "2.00"), ("last", "4.00")]
    assert found.reason.fact == "montants facturés du 15/03/2026 au 14/03/2027"
    assert (found.ceiling, found.used, found.left) == (EUROS("6.00"), EUROS("0.00"), EUROS("6.00"))


def test_the_window_is_clamped_at_the_end_of_february() -> None:
    assert cap(Billed(), date(2028, 2, 29), CG052018).window.start == date(2027, 2, 28)


def test_the_number_of_months_counts() -> None:
    held = Billed((invoice("F-1", date(2026, 3, 1), "1200.00"),))
    longer = attrs.evolve(CG052018, liability=Liability(13))
    assert (cap(held, EVENT, CG052018).ceiling, cap(held, EVENT, longer).ceiling) == (EUROS("0.00"), EUROS("1200.00"))


def test_each_reading_of_the_window_gives_another_cap() -> None:
    """R-14: dated within the window, served in part before and after it."""
    held = Billed(
        (
            invoice("F-1", date(2026, 1, 2), "365.00", year(2026)),
            invoice("F-2", date(2027, 1, 2), "730.00", year(2027)),
        )
    )
    assert amounts(cap(held, EVENT, CG052018)) == [("F-2", "730.00")]
    assert amounts(cap(held, EVENT, CG052018, BY_SERVICE)) == [("F-1", "292.00"), ("F-2", "146.00")]


def test_by_service_what_was_invoiced_afterwards_counts() -> None:
    march = Period(date(2027, 3, 1), date(2027, 4, 1))
    held = Billed((invoice("F-1", date(2027, 4, 1), "310.00", march),))
    assert cap(held, EVENT, CG052018).lines == ()
    assert amounts(cap(held, EVENT, CG052018, BY_SERVICE)) == [("F-1", "140.00")]


def test_by_service_an_unknown_period_is_a_missing_fact() -> None:
    held = Billed((invoice("F-1", date(2027, 1, 2), "730.00"),))
    assert cap(held, EVENT, CG052018).ceiling == EUROS("730.00")
    with pytest.raises(MissingFact, match="période de service de la facture F-1 inconnue"):
        cap(held, EVENT, CG052018, BY_SERVICE)


def test_a_share_is_rounded_so_that_shares_add_up() -> None:
    service = Period(date(2027, 3, 12), date(2027, 3, 15))
    held = Billed((invoice("F-1", date(2027, 3, 12), "0.10", service),))
    days = [date(2028, 3, 13), date(2028, 3, 14)]
    found = [cap(held, day, attrs.evolve(CG052018, liability=Liability(12)), BY_SERVICE).ceiling for day in days]
    assert found == [EUROS("0.07"), EUROS("0.03")]


def test_a_correction_lowers_its_invoice_and_a_rebate_counts_on_its_day() -> None:
    old, new = invoice("old", date(2026, 1, 2), "500.00"), invoice("new", date(2026, 6, 1), "800.00")
    notes = (
        CreditNote(date(2026, 5, 1), EUROS("50.00"), "old", "correction", id="A-1"),
        CreditNote(date(2026, 5, 2), EUROS("20.00"), "old", "rebate", id="A-2"),
        CreditNote(date(2026, 7, 1), EUROS("100.00"), "new", "correction"),
        CreditNote(EVENT, EUROS("300.00"), "new", "correction", id="A-4"),
        CreditNote(EVENT, EUROS("300.00"), "new", "rebate", id="A-5"),
    )
    found = cap(Billed((old, new), notes), EVENT, CG052018)
    assert amounts(found) == [("new", "800.00"), ("A-2", "-20.00"), ("avoir sur new", "-100.00")]
    assert [line.kind for line in found.lines] == ["invoice", "rebate", "correction"]
    assert found.ceiling == EUROS("680.00")


def test_by_service_a_credit_note_follows_its_invoice() -> None:
    held = Billed(
        (invoice("F-1", date(2026, 1, 2), "365.00", year(2026)),),
        (CreditNote(date(2026, 1, 5), EUROS("36.50"), "F-1", "rebate", id="A-1"),),
    )
    assert amounts(cap(held, EVENT, CG052018, BY_SERVICE)) == [("F-1", "292.00"), ("A-1", "-29.20")]


def test_more_credit_than_invoices_caps_at_zero() -> None:
    held = Billed(
        (invoice("old", date(2025, 1, 2), "500.00"),), (CreditNote(date(2027, 1, 1), EUROS("50.00"), "old", "rebate"),)
    )
    found = cap(held, EVENT, CG052018)
    assert (found.ceiling, found.left) == (EUROS("0.00"), EUROS("0.00"))


def test_compensation_for_events_of_the_window_uses_the_cap_up() -> None:
    earlier = tuple(
        Compensation(name, day, EUROS(amount))
        for name, day, amount in (
            ("too old", date(2026, 3, 14), "1.00"),
            ("first", date(2026, 3, 15), "2.00"),
            ("same day", EVENT, "4.00"),
            ("later", date(2027, 3, 16), "8.00"),
        )
    )
    found = cap(Billed((invoice("F-1", date(2027, 1, 2), "100.00"),), (), earlier), EVENT, CG052018)
    assert [c.reference for c in found.compensations] == ["first", "same day"]
    assert (found.used, found.left) == (EUROS("6.00"), EUROS("94.00"))


def test_without_its_clause_there_is_no_cap() -> None:
    found = cap(Billed((invoice("F-1", date(2027, 1, 2), "100.00"),)), EVENT, CG052018.without(Clause("17.1")))
    assert (found.ceiling, found.left, found.reason.fact) == (None, None, "la clause 17.1 est écartée")


def test_an_invoice_of_an_account_is_taken_whole() -> None:
    of_account = Invoice("F-1", date(2027, 1, 2), date(2027, 2, 1), EUROS("120.00"), net=EUROS("100"), vat=EUROS("20"))
    assert Invoiced.of(of_account) == invoice("F-1", date(2027, 1, 2), "120.00")
    assert Invoiced.of(of_account, year(2027)).service == year(2027)


def test_what_was_billed_is_coherent() -> None:
    one = invoice("F-1", date(2027, 1, 2), "100.00")
    with pytest.raises(InvalidValue, match="donnée deux fois"):
        Billed((one, one))
    with pytest.raises(InvalidValue, match="avoir sur une facture inconnue"):
        Billed((one,), (CreditNote(date(2027, 1, 3), EUROS("1.00"), "F-2"),))
    with pytest.raises(InvalidValue, match="montant négatif"):
        invoice("F-1", date(2027, 1, 2), "-1.00")
    with pytest.raises(InvalidValue, match="montant négatif"):
        Compensation("R", EVENT, EUROS("-1.00"))
    with pytest.raises(InvalidValue, match="n'est pas une période de service"):
        invoice("F-1", date(2027, 1, 2), "1.00", Period(EVENT, EVENT))


BILLED: Final = Billed((invoice("F-1", date(2027, 1, 2), "1000.00"),))


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
