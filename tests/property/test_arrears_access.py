"""8.1 as an equivalence, over all histories: access is off as long as something that holds it is owed."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from netsoft.billing.account import Arrears, Assumptions, Balance
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Payment
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.days import Period
from netsoft.money import CENT, ZERO, Money, total
from netsoft.readings import DEFAULTS, Readings
from netsoft.testing import facts, invoices, readings, with_fact
from tests.reference import account as slow_account
from tests.reference import differences
from tests.reference.compare import rows_of

FIRST, LAST = date(2023, 11, 1), date(2026, 6, 1)
TOMORROW = timedelta(days=1)


class Histories(RuleBasedStateMachine):
    """One client's account, day after day: invoices, payments, rejections, notices, and time that passes."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger, self.today, self.readings = Ledger(), FIRST, DEFAULTS
        self.quiet = True  # nothing but payments and invoices happened today

    @initialize(chosen=st.one_of(st.just(DEFAULTS), readings()), data=st.data(), days=st.integers(0, 40))
    def begin(self, chosen: Readings, data: st.DataObject, days: int) -> None:
        self.readings = chosen
        self.issue(data, 10)
        self.wait(days)

    @rule(data=st.data(), delay=st.integers(0, 10))
    def issue(self, data: st.DataObject, delay: int) -> None:
        """An invoice that falls due today or a little later."""
        within = Period(self.today, self.today + timedelta(days=delay + 1))
        self.ledger = with_fact(self.ledger, data.draw(invoices(self.ledger, within)))

    @rule(data=st.data())
    def happen(self, data: st.DataObject) -> None:
        """A payment, a credit note, a rejection, a return, a notice, of today."""
        fact = data.draw(facts(self.ledger, Period(self.today, self.today + TOMORROW)))
        if fact.on == self.today:
            self.ledger = with_fact(self.ledger, fact)
            self.quiet = self.quiet and isinstance(fact, Payment)

    @rule(days=st.sampled_from((1, 1, 2, 5, 30)))
    def wait(self, days: int) -> None:
        self.today, self.quiet = min(LAST, self.today + timedelta(days=days)), True

    @precondition(lambda self: not self.drawn().access.granted)
    @rule()
    def settle(self) -> None:
        """Pay what restores access, and go on."""
        self.ledger = self.paid(shares(self.drawn(), self.readings))

    @invariant()
    def the_last_cent_restores_access(self) -> None:
        """Paid today, the sum gives access back today; a cent less does not.

        The cent is tried on days of payments alone: what is paid precedes the penalties of its day.
        """
        account = self.drawn()
        if account.access.granted:
            return
        due = shares(account, self.readings)
        assert total([amount for _invoice, amount in due]) == account.to_restore
        assert self.drawn(self.paid(due)).access.granted
        invoice, amount = due[-1]
        if self.quiet:
            assert not self.drawn(self.paid([*due[:-1], (invoice, amount - CENT)])).access.granted

    def paid(self, due: list[tuple[str | None, Money]]) -> Ledger:
        ledger = self.ledger
        for invoice, amount in due:
            if amount:
                name = f"S-{len(ledger.payments) + 1}"
                ledger = with_fact(ledger, Payment(self.today, amount, name, "direct-debit", invoice))
        return ledger

    def drawn(self, ledger: Ledger | None = None) -> Arrears:
        chosen = self.ledger if ledger is None else ledger
        return arrears(chosen, CG052018, self.today, Assumptions(readings=self.readings))

    @invariant()
    def the_slow_reading_agrees(self) -> None:
        expected = slow_account(self.ledger, CG052018, self.today, Assumptions(readings=self.readings))
        assert differences(expected, rows_of(self.drawn())) == ""

    @invariant()
    def access_is_off_while_something_that_holds_it_is_owed(self) -> None:
        account = self.drawn()
        holding = [b for b in account.balances if b.in_default_since and holds(b, self.readings)]
        assert account.access.granted is not bool(holding)
        assert (account.to_restore == ZERO) is account.access.granted
        said = " ".join(reason.fact for reason in account.access.reasons)
        assert all(balance.invoice in said for balance in holding)

    @invariant()
    def penalties_alone_never_hold_it(self) -> None:
        """Unless read otherwise (R-22)."""
        totals = self.drawn().totals
        if self.readings.restores_access != "everything" and not (totals.principal + totals.interest):
            assert self.drawn().access.granted

    @invariant()
    def nobody_is_cut_off_before_a_default(self) -> None:
        """Not on the due day, and not without an invoice."""
        account = self.drawn()
        assert account.access.granted or any(b.in_default_since for b in account.balances)


def holds(balance: Balance, chosen: Readings) -> bool:
    """R-22: whether an invoice in default owes something that holds access."""
    if chosen.restores_access == "principal":
        return balance.principal > ZERO
    if chosen.restores_access == "everything":
        return balance.principal + balance.interest + balance.penalties > ZERO
    return balance.principal + balance.interest > ZERO


def shares(account: Arrears, chosen: Readings) -> list[tuple[str | None, Money]]:
    """What restores access, invoice by invoice, each by the payer's choice.

    Penalties come after every due invoice, unless accessories rank first: where they hold access, the
    due invoices are paid by choice, and the rest without.
    """
    holding = [b for b in account.balances if b.in_default_since and holds(b, chosen)]
    by_choice: list[tuple[str | None, Money]] = [(b.invoice, up_to_the_last(b, chosen)) for b in holding]
    if chosen.restores_access != "everything" or chosen.imputation == "accessories-first":
        return by_choice
    debts = [(b.invoice, b.principal + b.interest) for b in account.balances]
    rest = account.to_restore - total([amount for _invoice, amount in debts])
    return [*debts, (None, rest)] if rest > ZERO else by_choice


def up_to_the_last(balance: Balance, chosen: Readings) -> Money:
    """R-08: the parts of one invoice in order, up to the last one that holds access."""
    principal, interest, penalties = balance.principal, balance.interest, balance.penalties
    if chosen.imputation == "principal-first":
        return principal if chosen.restores_access == "principal" else principal + interest
    first = interest
    if chosen.imputation == "accessories-first" and (principal or chosen.restores_access == "everything"):
        first = interest + penalties
    return first + principal


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=max(10, settings().max_examples // 2), stateful_step_count=20)
