"""Whether a brokerage's access is open, and what stays possible where it is not (8.1, 9.3, 13.1)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from netsoft.answers import Decision, Reason
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Invoice, Payment
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import Money
from netsoft.names import StaffId, UserId
from netsoft.paris import day_in_paris
from netsoft.tenancy.access import ALL_NEEDS, Access, AccessFacts, AccessState, ContractEnd, Need, Needs, access
from netsoft.tenancy.infringement import Closing, Infringement, InfringementFile, Reopening

NOON = datetime(2026, 11, 28, 11, tzinfo=UTC)
TODAY = date(2026, 11, 28)
LEA, ANNA = StaffId("lea"), UserId("anna")
DAY = timedelta(days=1)
UNPAID = Decision("refused", (Reason(Clause("8.1"), "facture F-1 en défaut"),))
UNKNOWN = Decision("pending", (Reason(Clause("8.1"), "motif de rejet à établir"),))
ROBOT = Infringement("I-1", "robot", NOON - 2 * DAY, "E-1", LEA)
OWN = Infringement("I-2", "impersonation", NOON - 2 * DAY, "E-2", LEA, user=ANNA)
WITHOUT_SERVICE = ALL_NEEDS - {Need.SERVICE}
SESSION = frozenset({Need.SESSION})


def conduct(record: Infringement, *, leaves_export: bool = True) -> InfringementFile:
    told = "Un automate a lu vos dossiers."
    return InfringementFile((record,), (Closing(record.id, NOON - DAY, LEA, told, leaves_export=leaves_export),))


def ended(days: int, until: int | None = None) -> ContractEnd:
    return ContractEnd(TODAY + days * DAY, None if until is None else TODAY + until * DAY)


@pytest.mark.parametrize(
    ("facts", "state", "possible"),
    [
        (AccessFacts(), "open", ALL_NEEDS),
        (AccessFacts(UNKNOWN), "open", ALL_NEEDS),
        (AccessFacts(UNPAID), "suspended", WITHOUT_SERVICE),
        (AccessFacts(ended=ended(0)), "open", ALL_NEEDS),
        (AccessFacts(ended=ended(-1)), "ended", WITHOUT_SERVICE),
        (AccessFacts(ended=ended(-1, 0)), "ended", WITHOUT_SERVICE),
        (AccessFacts(ended=ended(-2, -1)), "ended", SESSION),
        (AccessFacts(UNPAID, ended=ended(-1)), "ended", WITHOUT_SERVICE),
        (AccessFacts(conduct=conduct(ROBOT)), "closed", WITHOUT_SERVICE),
        (AccessFacts(conduct=conduct(ROBOT, leaves_export=False)), "closed", SESSION),
        (AccessFacts(UNPAID, conduct(ROBOT, leaves_export=False), ended(-1)), "closed", SESSION),
        (AccessFacts(UNPAID, conduct(ROBOT), ended(-2, -1)), "closed", SESSION),
        (AccessFacts(conduct=conduct(OWN)), "open", ALL_NEEDS),
    ],
)
def test_the_states_and_what_they_leave(facts: AccessFacts, state: AccessState, possible: Needs) -> None:
    found = access(NOON, facts, CG052018)
    assert (found.state, found.possible) == (state, possible)
    assert found.decision.granted == (state == "open")


def test_a_user_s_own_closing_is_its_own() -> None:
    facts = AccessFacts(conduct=conduct(OWN))
    assert access(NOON, facts, CG052018, ANNA).state == "closed"
    assert access(NOON, facts, CG052018, UserId("boris")).state == "open"


def test_every_cause_is_said_the_strongest_first() -> None:
    found = access(NOON, AccessFacts(UNPAID, conduct(ROBOT), ended(-1, 30)), CG052018)
    assert [(reason.clause.number, reason.fact) for reason in found.decision.reasons] == [
        ("13.1", "accès fermé depuis le 27/11/2026 (accès par un automate) : Un automate a lu vos dossiers."),
        (
            "9.3",
            "le contrat a pris fin le 27/11/2026 ; factures et données à disposition jusqu'au 28/12/2026 inclus",
        ),
        ("8.1", "facture F-1 en défaut"),
    ]
    assert found.may(Need.SERVICE) == found.decision
    assert found.may(Need.EXPORT) == Decision("granted", found.decision.reasons)


def test_the_end_says_until_when_the_data_are_there() -> None:
    unstated = "délai pour reprendre les données non énoncé : elles restent à disposition"
    reasons = [access(NOON, AccessFacts(ended=end), CG052018).decision.reasons[0] for end in (ended(-1), ended(-2, -1))]
    assert {reason.clause for reason in reasons} == {Clause("9.3")}
    assert [reason.fact for reason in reasons] == [
        f"le contrat a pris fin le 27/11/2026 ; {unstated}",
        "le contrat a pris fin le 26/11/2026 ; factures et données étaient à disposition jusqu'au 27/11/2026",
    ]
    over = access(NOON, AccessFacts(UNPAID, ended=ended(-2, -1)), CG052018).may(Need.EXPORT)
    assert (over.verdict, len(over.reasons)) == ("refused", 1)


def test_an_open_access_says_so() -> None:
    assert Access(()).decision == Decision("granted", (Reason(Clause("3.1"), "l'accès est ouvert"),))
    assert AccessFacts().payment.reasons == (Reason(Clause("8.1"), "aucune facture en défaut"),)


def test_a_clause_set_aside_closes_nothing() -> None:
    aside = CG052018.without(Clause("13.1"))
    assert access(NOON, AccessFacts(conduct=conduct(ROBOT)), aside).state == "open"


def test_the_end_of_a_contract_is_a_civil_day_of_paris() -> None:
    facts = AccessFacts(ended=ContractEnd(TODAY))
    assert access(datetime(2026, 11, 28, 22, 59, tzinfo=UTC), facts, CG052018).state == "open"
    assert access(datetime(2026, 11, 28, 23, 0, tzinfo=UTC), facts, CG052018).state == "ended"


def test_the_data_are_not_closed_before_the_end() -> None:
    assert ContractEnd(TODAY, TODAY).readable_until == TODAY
    with pytest.raises(InvalidValue) as refused:
        ContractEnd(TODAY, TODAY - DAY)
    problem, remedy = "les données se fermeraient avant la fin du contrat", "donner un jour qui suit la fin du contrat"
    assert str(refused.value) == f"readable_until : {problem} ; {remedy}"


@given(st.booleans(), st.sampled_from((None, True, False)), st.sampled_from((None, (-1, None), (-2, -1), (0, 9))))
def test_one_cause_more_never_opens_anything(
    unpaid: bool, closed: bool | None, end: tuple[int, int | None] | None
) -> None:
    facts = AccessFacts(
        UNPAID if unpaid else UNKNOWN,
        InfringementFile() if closed is None else conduct(ROBOT, leaves_export=closed),
        None if end is None else ended(*end),
    )
    found = access(NOON, facts, CG052018)
    for fewer in (
        AccessFacts(UNKNOWN, facts.conduct, facts.ended),
        AccessFacts(facts.payment, ended=facts.ended),
        AccessFacts(facts.payment, facts.conduct),
    ):
        assert found.possible <= access(NOON, fewer, CG052018).possible
    for need in Need:
        assert found.may(need).granted == (need in found.possible)


class AccessInTime(RuleBasedStateMachine):
    """Days pass; invoices fall due and are settled, accesses are closed and opened, contracts end and are renewed."""

    def __init__(self) -> None:
        super().__init__()
        self.at = NOON
        self.debt: set[str] = set()
        self.invoices: list[Invoice] = []
        self.payments: list[Payment] = []
        self.file = InfringementFile()
        self.closed: dict[str, bool] = {}
        self.end: ContractEnd | None = None

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule()
    def leave_unpaid(self) -> None:
        """Invoice what was due the day before: in default already."""
        due, number = day_in_paris(self.at) - DAY, f"F-{len(self.invoices)}"
        self.invoices.append(Invoice(number, due, due, Money.parse("100.00")))
        self.debt.add(number)

    @precondition(lambda self: self.debt)
    @rule()
    def settle(self) -> None:
        """Pay to the last cent what gives the access back."""
        drawn = arrears(Ledger(tuple(self.invoices), tuple(self.payments)), CG052018, day_in_paris(self.at))
        self.payments.append(Payment(day_in_paris(self.at), drawn.to_restore))
        self.debt.clear()

    @rule(leaves_export=st.booleans())
    def close(self, leaves_export: bool) -> None:
        name = f"I-{len(self.file.records)}"
        record = Infringement(name, "hindrance", self.at, "E", LEA)
        closing = Closing(name, self.at, LEA, "Entrave.", leaves_export=leaves_export)
        self.file = InfringementFile((*self.file.records, record), (*self.file.acts, closing))
        self.closed[name] = leaves_export

    @precondition(lambda self: self.closed)
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.closed)))
        act = Reopening(name, self.at, LEA, "cause levée")
        self.file = InfringementFile(self.file.records, (*self.file.acts, act))
        del self.closed[name]

    @rule(days=st.integers(-1, 3), kept=st.none() | st.integers(0, 4))
    def end_contract(self, days: int, kept: int | None) -> None:
        last = day_in_paris(self.at) + days * DAY
        self.end = ContractEnd(last, None if kept is None else last + kept * DAY)

    @rule()
    def renew(self) -> None:
        self.end = None

    @invariant()
    def the_access_is_what_the_history_says(self) -> None:
        """The literal reading, cause by cause."""
        on = day_in_paris(self.at)
        payment = arrears(Ledger(tuple(self.invoices), tuple(self.payments)), CG052018, on).access
        found = access(self.at, AccessFacts(payment, self.file, self.end), CG052018)
        over = self.end is not None and on > self.end.last_day
        gone = over and self.end is not None and self.end.readable_until is not None and on > self.end.readable_until
        state = "closed" if self.closed else "ended" if over else "suspended" if self.debt else "open"
        assert found.state == state
        assert (Need.SERVICE in found.possible) == (state == "open")
        assert (Need.EXPORT in found.possible) == (all(self.closed.values()) and not gone)
        assert (Need.PAYMENT in found.possible) == (Need.EXPORT in found.possible)
        assert Need.SESSION in found.possible


AccessInTime.TestCase.settings = settings(max_examples=max(10, settings().max_examples // 2), stateful_step_count=15)
TestAccessInTime = AccessInTime.TestCase
