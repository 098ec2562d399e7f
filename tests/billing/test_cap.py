"""The cap over the invoices before an event, by hand (17.1, R-14)."""

from datetime import date
from typing import Final

import attrs
import pytest

from netsoft.billing.entries import CreditNote, Invoice
from netsoft.billing.responsibility.cap import Billed, Cap, Compensation, Invoiced, cap, invoiced_in
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


def test_each_document_says_what_it_counts_for() -> None:
    held = Billed(
        (invoice("F-1", date(2026, 1, 2), "1365.00", year(2026)),),
        (CreditNote(date(2026, 4, 5), EUROS("36.50"), "F-1", "rebate", id="A-1"),),
    )
    readings = (ContractReadings(), BY_SERVICE)
    facts = [line.fact for reading in readings for line in cap(held, EVENT, CG052018, reading).lines]
    assert [fact.replace("\u202f", " ").replace("\xa0", " ") for fact in facts] == [
        "avoir de remise A-1 du 05/04/2026 : −36,50 €",
        "facture F-1 du 02/01/2026 : 1 092,00 €, soit 292 jours sur 365 de 1 365,00 €",
        "avoir de remise A-1 du 05/04/2026 : −29,20 €, soit 292 jours sur 365 de −36,50 €",
    ]


def test_what_was_not_invoiced_yet_does_not_count() -> None:
    held = Billed((invoice("F-1", date(2027, 1, 2), "10.00"), invoice("F-2", date(2027, 1, 3), "20.00")))
    window = Period(date(2027, 1, 1), date(2027, 2, 1))
    for as_of, wanted in ((date(2027, 1, 2), []), (date(2027, 1, 3), ["F-1"]), (date(2027, 1, 4), ["F-1", "F-2"])):
        assert [line.document for line in invoiced_in(held, window, as_of)] == wanted


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
    assert amounts(found) == [("new", "800.00"), ("A-2", "-20.00"), ("sur new", "-100.00")]
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
