"""Only authorised persons carry out maintenance (15.9)."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.names import StaffId
from netsoft.tenancy.authorisations import IN_FRENCH, Authorisation, Maintenance, MaintenanceKind, may_maintain

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEA, MAX = StaffId("lea"), StaffId("max")
BACK_UP = Maintenance("back-up")
HELD = Authorisation(LEA, {"back-up", "restore"}, NINE, "engagement E-1", NINE + 2 * HOUR)


@pytest.mark.parametrize(
    ("staff", "operation", "hours", "said"),
    [
        (LEA, BACK_UP, 0, ["habilité à sauvegarder (engagement E-1)"]),
        (LEA, BACK_UP, -1, ["lea n'est plus, ou pas encore, habilité à sauvegarder"]),
        (LEA, BACK_UP, 2, ["lea n'est plus, ou pas encore, habilité à sauvegarder"]),
        (MAX, BACK_UP, 0, ["max n'est pas habilité à sauvegarder"]),
        (LEA, Maintenance("move"), 0, ["lea n'est pas habilité à déplacer vers un autre serveur"]),
        (
            LEA,
            Maintenance("restore", "ticket T-9"),
            1,
            ["habilité à remonter une version antérieure (engagement E-1) ; demande ticket T-9"],
        ),
        (
            MAX,
            Maintenance("restore", " "),
            1,
            [
                "max n'est pas habilité à remonter une version antérieure",
                "remonter une version antérieure ne se fait que sur demande du client : aucune n'est donnée",
            ],
        ),
    ],
)
def test_maintenance_needs_an_authorisation(
    staff: StaffId, operation: Maintenance, hours: int, said: list[str]
) -> None:
    answer = may_maintain(staff, operation, NINE + hours * HOUR, (HELD,))
    assert [reason.fact for reason in answer.reasons] == said
    assert answer.granted == said[0].startswith("habilité")
    assert {reason.clause for reason in answer.reasons} == {Clause("15.9")}


def test_an_authorisation_without_an_end_runs_on() -> None:
    lasting = Authorisation(LEA, {"upgrade"}, NINE, "E-1")
    assert may_maintain(LEA, Maintenance("upgrade"), NINE + 9_999 * HOUR, (lasting,)).granted


HOURS = st.integers(0, 5)


@given(st.lists(st.tuples(HOURS, st.none() | HOURS), max_size=3), HOURS)
def test_some_authorisation_runs(spans: list[tuple[int, int | None]], at: int) -> None:
    """The literal reading: one of them has begun and has not ended. One more never takes any away."""
    held = [
        Authorisation(LEA, {"back-up"}, NINE + begins * HOUR, "E-1", None if length is None else NINE + last * HOUR)
        for begins, length in spans
        for last in [begins + (length or 0)]
    ]
    runs = any(begins <= at and (length is None or at < begins + length) for begins, length in spans)
    assert may_maintain(LEA, BACK_UP, NINE + at * HOUR, held).granted == runs
    assert not may_maintain(MAX, BACK_UP, NINE + at * HOUR, held).granted


def test_each_kind_has_its_words() -> None:
    assert set(IN_FRENCH) == set(get_args(MaintenanceKind))


KINDS = "écrire back-up, replication, move, restore, upgrade"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"staff": " "}, "staff : personne n'est habilité ; nommer la personne"),
        ({"kinds": ()}, "kinds : aucune opération ; nommer les opérations de maintenance"),
        ({"kinds": {"lecture"}}, f"kinds : opération de maintenance inconnue : « lecture » ; {KINDS}"),
        (
            {"undertaking": ""},
            "undertaking : aucun engagement de confidentialité ; donner la référence de l'engagement signé",
        ),
        ({"ends": NINE - HOUR}, "ends : la fin précède le début ; donner une fin qui suit le début"),
    ],
)
def test_an_authorisation_is_whole(changed: dict[str, Any], error: str) -> None:
    values: dict[str, Any] = {"staff": LEA, "kinds": {"back-up"}, "begins": NINE, "undertaking": "E-1"}
    with pytest.raises(InvalidValue) as refused:
        Authorisation(**{**values, **changed})
    assert str(refused.value) == error
    assert Authorisation(**values, ends=NINE).ends == NINE


def test_an_unknown_operation_is_refused() -> None:
    with pytest.raises(InvalidValue, match="opération de maintenance inconnue"):
        Maintenance("lecture")  # type: ignore[arg-type]
