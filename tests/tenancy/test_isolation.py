"""A handle exists where everything was granted, and admits what is its tenant's alone (15.10)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import netsoft
from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.names import TenantId
from netsoft.tenancy.isolation import DESIGN, Handle, Kind, Ref, mint
from netsoft.testing import tenant_ids

CLIENTS: Kind[object] = Kind("client")
YES = Decision("granted", (Reason(Clause("6.4"), "session ouverte"),))
NO = Decision("refused", (Reason(Clause("8.1"), "accès suspendu"),))
LATER = Decision("pending", (Reason(Clause("13.1"), "pièce attendue"),))


class Brand:
    """Any class marks a tenant."""


def handle(tenant: str = "mistral") -> Handle[Brand]:
    made = mint(Brand, TenantId(tenant), [YES])
    assert isinstance(made, Handle)
    return made


def test_without_a_decision_nobody_gets_in() -> None:
    reason = Reason(DESIGN, "aucune décision n'ouvre ce cabinet : fermé par défaut")
    assert mint(Brand, TenantId("mistral"), []) == Decision("refused", (reason,))


@given(st.lists(st.sampled_from((YES, NO, LATER)), min_size=1))
def test_one_decision_against_is_enough(decisions: list[Decision]) -> None:
    made = mint(Brand, TenantId("mistral"), iter(decisions))
    against = [decision for decision in decisions if not decision.granted]
    if against:
        assert made == Decision("refused", tuple(d.reasons[0] for d in against))
    else:
        assert made == Handle(TenantId("mistral"), decisions)


@pytest.mark.parametrize("decisions", [[], [NO], [YES, LATER]])
def test_no_handle_exists_that_was_not_granted(decisions: list[Decision]) -> None:
    with pytest.raises(InvalidValue) as refused:
        Handle(TenantId("mistral"), decisions)
    told = (refused.value.field, refused.value.problem, refused.value.remedy)
    assert told == ("opened_by", "une décision manque ou n'est pas accordée", "passer par mint")


@given(tenant_ids(), tenant_ids(), st.text(min_size=1).filter(str.strip))
def test_a_reference_is_admitted_by_its_own_tenant_alone(one: TenantId, other: TenantId, name: str) -> None:
    mine, theirs = handle(one), handle(other)
    reference = mine.ref(CLIENTS, name)
    assert mine.own(reference).granted
    assert theirs.own(reference).granted == (one == other)
    assert mine.admit(one).granted
    assert mine.admit(other).granted == (one == other)


def test_a_refusal_does_not_say_whose_it_is() -> None:
    refusal = handle("sirocco").own(handle("mistral").ref(CLIENTS, "C-1"))
    assert refusal.reasons == (Reason(DESIGN, "la référence client « C-1 » n'est pas de ce cabinet"),)
    assert handle().admit(TenantId("sirocco")).reasons == (Reason(DESIGN, "la ligne n'est pas de ce cabinet"),)
    admitted = handle().admit(TenantId("mistral"), "l'envoi").reasons
    assert admitted == (Reason(DESIGN, "l'envoi est de ce cabinet"),)


def test_what_opened_a_handle_is_kept_and_not_shown() -> None:
    assert handle().opened_by == (YES,)
    assert "session" not in repr(handle())


@pytest.mark.parametrize("nothing", ["", "  ", None, 7])
def test_what_names_nothing_is_refused(nothing: str) -> None:
    for make, name in (
        (lambda: Ref[Brand, object](TenantId(nothing), CLIENTS, "C-1"), "tenant"),
        (lambda: handle().ref(CLIENTS, nothing), "id"),
        (lambda: Kind[object](nothing), "kind"),
        (lambda: Handle[Brand](TenantId(nothing), [YES]), "tenant"),
    ):
        with pytest.raises(InvalidValue, match="ne désigne rien") as refused:
            make()
        assert (refused.value.field, refused.value.remedy) == (name, "donner un texte")
        assert refused.value.problem == f"{shown(nothing)} ne désigne rien"


PROGRAM = """
from typing import TypeVar
from netsoft.answers import Decision
from netsoft.tenancy.isolation import Handle, Kind, Ref

A = TypeVar("A")
B = TypeVar("B")
class Client: ...
class Contract: ...
CLIENTS: Kind[Client] = Kind("client")

def right(first: Handle[A], second: Handle[B], client: Ref[A, Client]) -> Decision:
    second.own(second.ref(CLIENTS, client.id))
    return first.own(client)

def mixed(first: Handle[A], second: Handle[B], client: Ref[A, Client]) -> Decision:
    return second.own(client)  # MIXED

def kinds(first: Handle[A], client: Ref[A, Client]) -> Ref[A, Contract]:
    return client  # KINDS
"""


@pytest.mark.no_mutants
def test_a_type_checker_refuses_to_mix_two_tenants(tmp_path: Path) -> None:
    """One run of mypy for the right program and the wrong ones: it names the wrong lines and no other."""
    pytest.importorskip("mypy")
    file = tmp_path / "program.py"
    file.write_text(PROGRAM)
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}", str(file)]
    beside = Path(netsoft.__file__).parents[1]  # the sources; mypy finds what is installed by itself
    paths = os.environ if beside.name == "site-packages" else {**os.environ, "MYPYPATH": str(beside)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=paths)
    line = {word: PROGRAM[: PROGRAM.index(f"# {word}")].count("\n") + 1 for word in ("MIXED", "KINDS")}
    errors = {int(error.split(":")[1]): error for error in done.stdout.splitlines() if ": error:" in error}
    assert errors.keys() == set(line.values()), done.stdout + done.stderr
    assert 'incompatible type "Ref[A, Client]"; expected "Ref[B, Client]"' in errors[line["MIXED"]]
    assert 'got "Ref[A, Client]", expected "Ref[A, Contract]"' in errors[line["KINDS"]]
