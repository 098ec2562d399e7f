"""Interest, fees and overdue states as the public tests of other projects expect them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import attrs
import pytest

from netsoft.answers import OverDays
from netsoft.billing.account import Arrears
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Collection, DebitReturned, Invoice, Payment
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.money import ZERO, Money, Rate
from netsoft.terms import InterestBasis, Terms
from tests.conftest import Report
from tests.vectors import Case, cases, tally

DUE: Final = date(2025, 3, 31)


def after(days: int) -> date:
    return DUE + timedelta(days=days)


def terms(given: Any) -> Terms:
    """Terms with the numbers of the case: its yearly rate, its share at default, its share at collection."""
    payment = attrs.evolve(
        CG052018.payment,
        interest=InterestBasis("fixed", percent=Rate.percent(given.get("annual_rate_percent", "0"))),
        late_penalty=Rate.percent(given.get("share_percent", "0")),
        collection_penalty=Rate.percent(given.get("collection_percent", "0")),
    )
    return attrs.evolve(CG052018, payment=payment)


def account(case: Case, total: str, days: int, fact: Payment | Collection | None = None) -> Arrears:
    """The account of one invoice, so many days after its due day, with one more fact."""
    invoice = Invoice("F-1", DUE, DUE, Money.parse(total))
    payments = (fact,) if isinstance(fact, Payment) else ()
    events = (fact,) if isinstance(fact, Collection) else ()
    return arrears(Ledger((invoice,), payments, (), events), terms(case.input), after(days))


def fee_and_interest(case: Case) -> None:
    given, wanted = case.input, case.expected
    drawn = account(case, given.get("outstanding") or given["balance"], given["days_overdue"])
    owed = {"interest": drawn.totals.interest, "fee": drawn.totals.penalties, "total": drawn.totals.total}
    owed["dunning_amount"] = owed["interest"] + owed["fee"]
    owed["balance"] = owed["total"]
    assert {name: owed[name] for name in wanted} == {n: Money.parse(a) for n, a in wanted.items()}


def instalments(case: Case) -> None:
    """The first is late, the second not yet: paid, all is resolved; paid and returned, it is not."""
    due = [date(2025, 3, 1) + timedelta(days=days) for days in (5, 10)]
    on, half = date(2025, 3, 1) + timedelta(days=case.input["days_since_invoice"]), Money.parse("50.00")
    invoices = tuple(Invoice(f"F-{n}", date(2025, 3, 1), day, half) for n, day in enumerate(due, 1))
    paid = (Payment(on, half, "P-1", "direct-debit", "F-1"),)
    back = (DebitReturned(on + timedelta(days=1), "return", "AM04", "P-1"),)
    late = arrears(Ledger(invoices), terms(case.input), on)
    assert sum(b.in_default_since is not None for b in late.balances) == case.expected["dunned_instalments"]
    assert late.totals.not_yet_due == half
    assert arrears(Ledger(invoices, paid), terms(case.input), on).access.granted
    undone = arrears(Ledger(invoices, paid, (), back), terms(case.input), on + timedelta(days=1))
    assert not undone.access.granted
    assert undone.totals.principal == half


def principal_alone_is_paid(case: Case) -> None:
    paid = Payment(after(case.input["days_overdue"]), Money.parse(case.input["paid"]))
    drawn = account(case, case.input["outstanding"], case.input["days_overdue"], paid)
    assert drawn.totals.accrued == Money.parse(case.input["interest"]) + Money.parse(case.input["fee"])
    assert str(drawn.totals.total) == case.expected["still_claimable"]
    assert not drawn.access.granted


def share_of_the_principal_only(case: Case) -> None:
    late = case.input["days_overdue"]
    drawn = account(case, case.input["principal"], late, Collection(after(late), "agency"))
    assert str(drawn.lines[-1].amount) == case.expected["fee"]
    assert str(drawn.totals.total) == case.expected["receivable"]


def the_invoice_keeps_its_total(case: Case) -> None:
    drawn = account(case, case.input["balance"], case.input["days_after_due"])
    assert drawn.totals.invoiced == drawn.totals.principal == Money.parse(case.expected["invoice_balance"])
    assert drawn.totals.total == Money.parse(case.expected["customer_balance"])


def days_of_interest(due: date, paid: date) -> int:
    yearly = attrs.evolve(CG052018.payment, interest=InterestBasis("fixed", percent=Rate.percent("10")))
    invoice = Invoice("F-1", due, due, Money.parse("100.00"))
    drawn = arrears(Ledger((invoice,)), attrs.evolve(CG052018, payment=yearly), paid)
    return sum(line.basis.period.days for line in drawn.lines if isinstance(line.basis, OverDays))


def the_day_after(case: Case) -> None:
    year = case.input["year"]
    assert days_of_interest(date(year, 10, 15), date(year, 10, 16)) == case.expected["days_of_interest"]


def to_the_day_of_payment(case: Case) -> None:
    for n in case.input["n"]:
        assert days_of_interest(DUE, after(n)) == n


def overdue(case: Case) -> None:
    issued, days = date.fromisoformat(case.input["issued"]), case.input["net_term_days"]
    invoice = Invoice("F-1", issued, issued + timedelta(days=days), Money.parse("149.00"))
    drawn = arrears(Ledger((invoice,)), CG052018, date.fromisoformat(case.input["checked_on"]))
    assert str(invoice.due) == case.expected["due"]
    assert (drawn.balances[0].in_default_since is not None) == case.expected["overdue"]


def overdue_state(case: Case) -> None:
    """The condition of the peer holds where access is refused."""
    count, balance = case.input.get("unpaid_invoices", 1), Money.parse(case.input.get("balance", "100.00"))
    invoices = tuple(Invoice(f"F-{n}", DUE, DUE, Money.parse("100.00")) for n in range(count))
    short = Money.parse("100.00") - balance
    paid = (Payment(DUE, short),) if short > ZERO else ()
    drawn = arrears(Ledger(invoices, paid), CG052018, after(1))
    assert drawn.access.granted is not case.expected["condition"]


ASK: Final[dict[str, Callable[[Case], None]]] = {
    "001": fee_and_interest,
    "002": fee_and_interest,
    "004": instalments,
    "006": principal_alone_is_paid,
    "007": fee_and_interest,
    "010": share_of_the_principal_only,
    "021": the_invoice_keeps_its_total,
    "022": fee_and_interest,
    "024": the_day_after,
    "025": to_the_day_of_payment,
    "028": overdue,
    "030": overdue_state,
    "031": overdue_state,
    "032": overdue_state,
    "033": overdue_state,
}
CASES: Final = {case.id: case for case in cases("dunning_interest")}


def run(case: Case) -> None:
    ASK[case.id.rpartition("-")[2]](case)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.left_out])
def test_a_case_of_another_project(name: str) -> None:
    run(CASES[name])


def test_every_case_runs_or_says_why_not(report: Report) -> None:
    assert len(CASES) == 19
    report.add("vectors", f"dunning_interest: {tally(list(CASES.values()), run)}")
