"""What tenancy refuses, word for word: an instant without its zone is named by its field, a bound by what it admits."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.names import StaffId, TenantId, UserId
from netsoft.tenancy.access import ContractEnd
from netsoft.tenancy.authorisations import Authorisation, Maintenance, may_maintain
from netsoft.tenancy.infringement import Closing, Infringement, InfringementFile, Reopening, standing
from netsoft.tenancy.sessions import IDLE_MINUTES, Epochs, Session, SessionPolicy, alive
from netsoft.tenancy.support import Scope, Subject, SupportPolicy, SupportRequest, Ticket, may_read

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
LOCAL = NINE.replace(tzinfo=None)
LEA = StaffId("lea")


def request(opened_at: datetime, begins: datetime = NINE) -> SupportRequest:
    return SupportRequest(
        id="T-1",
        tenant=TenantId("mistral"),
        opened_by=UserId("anna"),
        opened_at=opened_at,
        staff={LEA},
        scope=Scope({"automobile"}),
        span=(begins, begins + timedelta(hours=1)),
        purpose="vignette illisible",
    )


@pytest.mark.parametrize(
    ("field", "build"),
    [
        ("opened_at", lambda: Session(LOCAL, Epochs())),
        ("seen_at", lambda: Session(NINE, Epochs(), seen_at=LOCAL)),
        ("at", lambda: Session(NINE, Epochs()).seen(LOCAL)),
        ("at", lambda: alive(Session(NINE, Epochs()), LOCAL, Epochs(), SessionPolicy.of(CG052018))),
        ("begins", lambda: Authorisation(LEA, {"back-up"}, LOCAL, "E-1")),
        ("ends", lambda: Authorisation(LEA, {"back-up"}, NINE, "E-1", LOCAL)),
        ("at", lambda: Authorisation(LEA, {"back-up"}, NINE, "E-1").runs(LOCAL)),
        ("at", lambda: Infringement("I-1", "robot", LOCAL, "E-1", LEA)),
        ("at", lambda: Closing("I-1", LOCAL, LEA, "Fermé.")),
        ("at", lambda: Reopening("I-1", LOCAL, LEA, "levé")),
        ("at", lambda: standing(InfringementFile(), LOCAL)),
        ("opened_at", lambda: request(LOCAL)),
        ("span", lambda: request(NINE, LOCAL)),
        ("ended_at", lambda: Ticket(request(NINE), LOCAL)),
        ("at", lambda: Ticket(request(NINE)).end(LOCAL)),
        ("at", lambda: may_read(Ticket(request(NINE)), LEA, LOCAL, Subject(TenantId("mistral"), "automobile", "D-1"))),
    ],
)
def test_an_instant_without_its_zone_is_refused(field: str, build: Callable[[], object]) -> None:
    with pytest.raises(InvalidValue, match="n'est pas un instant") as refused:
        build()
    assert refused.value.field == field


@pytest.mark.parametrize("field", ["last_day", "readable_until"])
def test_the_end_of_a_contract_is_a_day(field: str) -> None:
    values = {"last_day": NINE.date(), "readable_until": NINE.date()}
    with pytest.raises(InvalidValue) as refused:
        ContractEnd(**{**values, field: NINE})
    assert refused.value.field == field


def test_the_least_lives() -> None:
    assert SessionPolicy(1) == SessionPolicy(1, idle_minutes=60)
    assert SessionPolicy(2).idle_minutes == SessionPolicy(3).idle_minutes == IDLE_MINUTES
    assert SessionPolicy(1).life == timedelta(hours=1)
    with pytest.raises(InvalidValue) as refused:
        SessionPolicy(0)
    assert str(refused.value) == "hours : « 0 » n'est pas une durée ; donner un nombre entier d'heures"


def test_an_hour_more_or_less_is_counted_in_full() -> None:
    day_and_a_half = SessionPolicy(36, idle_minutes=36 * 60)
    end = Session(NINE, Epochs()).ends(day_and_a_half)
    assert (end.last, end.clause) == (NINE + timedelta(hours=36), Clause("16.4"))


@pytest.mark.parametrize("longest", [timedelta(0), timedelta(seconds=-1), 8])
def test_a_support_policy_is_some_time(longest: timedelta) -> None:
    with pytest.raises(InvalidValue) as refused:
        SupportPolicy(longest)
    assert str(refused.value) == "longest : durée nulle ou négative ; donner une durée, par exemple huit heures"
    assert SupportPolicy(timedelta(seconds=1)).longest == timedelta(seconds=1)


def test_a_refusal_is_a_refusal() -> None:
    assert may_maintain(LEA, Maintenance("back-up"), NINE, ()).verdict == "refused"
