"""A register with a history: drafts, issues, retries, conflicts, credit notes, sellers and series of all kinds.

The model is what one would keep by hand: a list of papers, and for each key the first content that was accepted.
"""

from datetime import date
from typing import Any

from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from netsoft.billing.invoices.credit_notes import credit, left
from netsoft.billing.invoices.credit_values import CreditNoteDocument
from netsoft.billing.invoices.invoice_values import InvoiceDocument, Order
from netsoft.billing.invoices.invoicing import Register, draft, issue
from netsoft.billing.invoices.register import Paper
from netsoft.money import Money, total
from netsoft.testing import credit_orders, orders


class Issuing(RuleBasedStateMachine):
    """Every act on a register, beside the list kept by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.register = Register()
        self.invoices: list[InvoiceDocument] = []
        self.credits: list[CreditNoteDocument] = []

    @rule(wanted=orders())
    def preview(self, wanted: Order) -> None:
        """A preview leaves nothing behind."""
        before = self.register
        assert draft(wanted).number is None
        assert self.register is before

    @rule(wanted=orders())
    def issue_one(self, wanted: Order) -> None:
        known = [paper for paper in self.invoices if paper.key == wanted.key]
        after, done = issue(self.register, wanted)
        if known:
            assert done.outcome in ("already-issued", "conflict")
            assert done.document == known[0]
        elif self._late(wanted.seller.siren or "", wanted):
            assert done.outcome == "refused"
        else:
            assert done.outcome == "issued"
            assert done.document is not None
            self.invoices.append(done.document)
        self._moved(after)

    def _late(self, seller: str, wanted: Order) -> bool:
        days = [p.issued for p in self._papers() if (p.seller, p.series.prefix) == (seller, wanted.series.prefix)]
        return bool(days) and wanted.issued < max(days)

    @precondition(lambda self: self.invoices)
    @rule(data=st.data())
    def issue_again(self, data: st.DataObject) -> None:
        document = data.draw(st.sampled_from(self.invoices))
        on = data.draw(st.sampled_from((document.issued, date(2027, 1, 1))))
        after, done = issue(self.register, evolve(document.order, issued=on, due=max(on, document.order.due)))
        assert (done.outcome, done.document) == ("already-issued", document)
        self._moved(after)

    @precondition(lambda self: self.invoices)
    @rule(data=st.data())
    def issue_otherwise(self, data: st.DataObject) -> None:
        document = data.draw(st.sampled_from(self.invoices))
        changes: list[dict[str, Any]] = [{"contract": "autre"}, {"lines": document.order.lines * 2}]
        after, done = issue(self.register, evolve(document.order, **data.draw(st.sampled_from(changes))))
        assert (done.outcome, done.document) == ("conflict", document)
        self._moved(after)

    @precondition(lambda self: self.invoices)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        asked = data.draw(credit_orders(data.draw(st.sampled_from(self.invoices))))
        rest = left(self.register, asked.invoice)
        after, done = credit(self.register, asked)
        if done.outcome == "issued":
            assert done.document is not None
            assert all(one.amount <= rest[one.line - 1] for one in asked.lines)
            self.credits.append(done.document)
        else:
            assert done.decision.reasons
        self._moved(after)

    def _papers(self) -> list[Paper]:
        return [*self.invoices, *self.credits]

    def _moved(self, after: Register) -> None:
        """Nothing that was there has moved, and what was added is at the end."""
        assert after.papers[: len(self.register.papers)] == self.register.papers
        self.register = after

    @invariant()
    def holds_what_was_issued(self) -> None:
        assert len(self.register.papers) == len(self._papers())
        assert set(map(id, self.register.papers)) == set(map(id, self._papers()))

    @invariant()
    def numbers_have_no_hole(self) -> None:
        assert not self.register.faults()
        numbers = [(paper.seller, paper.number) for paper in self.register.papers]
        assert len(set(numbers)) == len(numbers)

    @invariant()
    def credits_never_exceed(self) -> None:
        for invoice in self.invoices:
            notes = [note.total for note in self.credits if note.order.invoice == invoice]
            assert Money(cents=0) <= total(notes) <= invoice.total


TestIssuing = Issuing.TestCase
TestIssuing.settings = settings(max_examples=max(10, settings().max_examples // 3), stateful_step_count=12)
