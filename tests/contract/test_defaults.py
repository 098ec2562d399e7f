"""What an account opens: the nature of what is unpaid decides (5.3)."""

from datetime import date

import pytest

from netsoft.billing.arrears import arrears
from netsoft.billing.contract.contract_events import ContractEvent, Default, FormalNoticeServed, Termination
from netsoft.billing.contract.defaults import defaults_in
from netsoft.billing.contract.life import life
from netsoft.billing.entries import Invoice, Nature, Payment
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.money import Money
from tests.contract.build import contract
from tests.contract.test_termination import NAMED

DUE = date(2026, 5, 31)


def unpaid(*payments: Payment, nature: Nature = "subscription", on: date = date(2026, 7, 1)) -> tuple[Default, ...]:
    ledger = Ledger((Invoice("F-1", date(2026, 5, 1), DUE, Money.parse("1200.00"), nature),), payments)
    return defaults_in(arrears(ledger, CG052018, on), ledger)


@pytest.mark.parametrize(("nature", "state"), [("subscription", "terminated"), ("complement", "running")])
def test_the_nature_of_the_unpaid_invoice_decides(nature: Nature, state: str) -> None:
    events: tuple[ContractEvent, ...] = (
        *unpaid(nature=nature),
        FormalNoticeServed.within(date(2026, 6, 8), "non-payment", NAMED, 8),
        Termination(date(2026, 6, 20), "non-payment"),
    )
    assert life(contract(), events, date(2026, 6, 20)).state == state


def test_a_default_begins_the_day_after_the_due_day() -> None:
    assert unpaid() == (Default(date(2026, 6, 1), "F-1", "subscription"),)
    assert unpaid(on=DUE) == ()


def test_what_was_paid_is_no_default() -> None:
    whole, part = (Payment(date(2026, 6, 15), Money.parse(amount), "P-1") for amount in ("2000.00", "300.00"))
    assert unpaid(whole) == ()
    assert unpaid(part) == unpaid()
    in_time = Payment(DUE, Money.parse("1200.00"), "P-1")
    assert unpaid(in_time) == ()
