"""Nothing stands idle: each number of the terms, row of rates, reason code, reading and clause reaches an answer.

A mutation tool alters no table and no constant; here each is altered alone, and an answer must change.
"""

from collections.abc import Callable
from datetime import timedelta
from types import MappingProxyType

import attrs
import pytest

from netsoft.billing import entries, incidents, opposition
from netsoft.billing.account import Arrears, Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.ecb_rate_table import ECB_RATES
from netsoft.billing.legal_rate import RateTable
from netsoft.billing.legal_rate_table import LEGAL_RATES
from netsoft.billing.rates import Rates
from netsoft.billing.sepa import REASON_CODES, DebtorAct, ReasonCode, Side
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.clauses import CLAUSES, Rule
from netsoft.money import Rate
from netsoft.readings import DEFAULTS, Readings
from netsoft.terms import InterestBasis, Terms
from tests.billing.build import invoice as an_invoice
from tests.billing.build import ledger, march, paid, rejected
from tests.billing.scenarios import answers, differing
from tests.conftest import Report
from tests.core.test_terms import ALTERATIONS

POINT = Rate(1, 10_000)
ACTS: tuple[DebtorAct, ...] = ("own", "ambiguous", "unstated", "none")
SIDES: tuple[Side, ...] = ("debtor", "creditor-or-bank")


def payment(**numbers: object) -> Terms:
    """CG052018 with other numbers of article 8."""
    return attrs.evolve(CG052018, payment=attrs.evolve(CG052018.payment, **numbers))  # type: ignore[arg-type]


ALTERED: dict[str, Callable[[], Terms]] = {
    "payment.late_penalty": lambda: payment(late_penalty=CG052018.payment.late_penalty.plus(POINT)),
    "payment.interest": lambda: payment(interest=InterestBasis(multiple=CG052018.payment.interest.multiple + 1)),
    "payment.collection_penalty": lambda: payment(collection_penalty=CG052018.payment.collection_penalty.plus(POINT)),
    "payment.opposition_penalty": lambda: payment(opposition_penalty=CG052018.payment.opposition_penalty.plus(POINT)),
}
HOMES = {e.clause: e.standing.home for e in CLAUSES if isinstance(e.standing, Rule)}


def billed(clause: Clause) -> bool:
    """Whether a clause is one that an account applies."""
    return clause.article == "8"


def test_each_number_of_article_8_is_altered() -> None:
    """None can be added without its alteration."""
    assert {path for clause, path, _value in CG052018.numbers() if billed(clause)} == ALTERED.keys()


@pytest.mark.parametrize("path", ALTERED)
def test_each_number_of_article_8_changes_an_answer(path: str) -> None:
    """And the digest of the terms."""
    altered = ALTERED[path]()
    assert altered.digest != CG052018.digest
    assert differing(answers(CG052018), answers(altered))


@pytest.mark.parametrize("path", [path for clause, path, _value in CG052018.numbers() if not billed(clause)])
def test_no_other_number_reaches_an_account(path: str) -> None:
    """It changes the digest, and its own article's answers."""
    altered = ALTERATIONS[path](CG052018)
    assert altered.digest != CG052018.digest
    assert not differing(answers(CG052018), answers(altered))


@pytest.mark.parametrize(
    ("basis", "other"),
    [
        (InterestBasis("legal"), InterestBasis("ecb")),
        (InterestBasis("legal"), InterestBasis("fixed", percent=Rate.percent("9"))),
        (InterestBasis("legal", multiple=3), InterestBasis("legal", multiple=2)),
        (InterestBasis("ecb", points=Rate.percent("10")), InterestBasis("ecb", points=Rate.percent("10.01"))),
        (InterestBasis("fixed", percent=Rate.percent("9")), InterestBasis("fixed", percent=Rate.percent("9.1"))),
    ],
)
def test_each_part_of_the_basis_changes_an_answer(basis: InterestBasis, other: InterestBasis) -> None:
    """Kind, multiple, points, percentage: each where it is the one that counts."""
    assert differing(answers(payment(interest=basis)), answers(payment(interest=other)))


@pytest.mark.parametrize("clause", sorted(c for c in HOMES if billed(c)), ids=str)
def test_each_clause_set_aside_changes_an_answer(clause: Clause) -> None:
    """Art. 19: the account without it is another account."""
    assert differing(answers(), answers(CG052018.without(clause)))


def test_each_rule_of_article_eight_appears_in_an_answer(report: Report) -> None:
    """In a line, a pending sum, a remark or a reason of access: 8.1 to 8.5, and the law's own D441-5."""
    found: set[Clause] = set()
    for account in answers().values():
        found |= {line.clause for line in account.lines} | {p.clause for p in account.pending}
        found |= {r.clause for r in account.for_the_record} | {r.clause for r in account.access.reasons}
    rules = {clause for clause in HOMES if clause.article == "8"}
    assert rules == {Clause(f"8.{n}") for n in range(1, 6)}
    assert found == rules | {Clause("D441-5")}
    report.add("clause coverage", f"{len(rules)} rules of article 8, each in a tested answer")


@pytest.mark.parametrize(
    ("number", "value", "readings"), DEFAULTS.variants(), ids=[f"{n} {v}" for n, v, _ in DEFAULTS.variants()]
)
def test_each_reading_changes_an_answer(number: str, value: str | bool, readings: Readings) -> None:
    """Each alternative of each open question gives another account of some facts, on the legal basis or a fixed one."""
    reached = differing(answers(), answers(readings=readings))
    reached += differing(answers(CG052018), answers(CG052018, readings))
    assert reached, (number, value)


def _with_row(table: RateTable, index: int) -> RateTable:
    rows = list(table.rows)
    rows[index] = attrs.evolve(rows[index], rate=rows[index].rate.plus(POINT))
    return RateTable(table.name, tuple(rows))


def _around(table: RateTable, index: int, rates: Rates, kind: InterestBasis) -> Arrears:
    """The account of an invoice that bears interest on the first and the last day of a row, and no other day."""
    period = table.rows[index].period
    first = an_invoice("F-1", due=period.start - timedelta(days=1), total="1000000.00")
    last = an_invoice("F-2", due=period.last - timedelta(days=1), total="1000000.00")
    facts = ledger(first, last, paid(period.start, "1000000.00", "F-1"))
    return arrears(facts, payment(interest=kind), period.last, Assumptions(rates=rates))


@pytest.mark.parametrize("index", range(len(LEGAL_RATES.rows)), ids=lambda n: str(LEGAL_RATES.rows[n].period.start))
def test_each_legal_rate_changes_an_answer(index: int) -> None:
    """A hundredth of a point more in one row: another account."""
    basis = InterestBasis("legal", multiple=3)
    altered = Rates(legal=_with_row(LEGAL_RATES, index))
    assert _around(LEGAL_RATES, index, Rates(), basis).lines != _around(LEGAL_RATES, index, altered, basis).lines


@pytest.mark.parametrize("index", range(len(ECB_RATES.rows)), ids=lambda n: str(ECB_RATES.rows[n].period.start))
def test_each_ecb_rate_changes_an_answer(index: int) -> None:
    """A hundredth of a point more in one row: another account."""
    basis = InterestBasis("ecb")
    altered = Rates(ecb=_with_row(ECB_RATES, index))
    assert _around(ECB_RATES, index, Rates(), basis).lines != _around(ECB_RATES, index, altered, basis).lines


def _judged(monkeypatch: pytest.MonkeyPatch, entry: ReasonCode) -> list[Arrears]:
    """The accounts of a debit rejected for a code, before its due day, with and without a proof."""
    table = MappingProxyType({**REASON_CODES, entry.code: entry})
    for module in (entries, incidents, opposition):
        monkeypatch.setattr(module, "REASON_CODES", table)
    alone = an_invoice("F-0", due=march(10)), an_invoice("F-1"), rejected(march(20), entry.code)
    proof = entries.OppositionProved(march(21), "ordre produit")
    return [arrears(ledger(*facts), CG052018, march(25)) for facts in (alone, (*alone, proof))]


@pytest.mark.parametrize("code", REASON_CODES)
def test_what_a_reason_code_says_changes_an_answer(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another act of the debtor, or the other side: another account."""
    entry = REASON_CODES[code]
    before = _judged(monkeypatch, entry)
    for act in ACTS:
        if act != entry.debtor_act:
            assert _judged(monkeypatch, attrs.evolve(entry, debtor_act=act)) != before
    for side in SIDES:
        if side != entry.side:
            assert _judged(monkeypatch, attrs.evolve(entry, side=side)) != before
