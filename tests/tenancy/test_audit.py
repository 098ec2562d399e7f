"""The audit finds any one fault and names it, and finds nothing where nothing is wrong (15.13.7, 15.13.8)."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.errors import InvalidValue
from netsoft.names import TenantId
from netsoft.tenancy.audit import ClusterFacts, Expected, Finding, MembershipFacts, audit
from netsoft.tenancy.keys import Purpose
from netsoft.tenancy.placement import Placement
from netsoft.testing import Cluster, cluster_of, clusters, tenant_ids
from tests.conftest import Report
from tests.reference.reach import enters
from tests.tenancy.faults import STRANGER
from tests.tenancy.faults_inside import FAULTS, plant

FIRST: Final = TenantId("1" * 32)
SECOND: Final = TenantId("2" * 32)
KEPT: Final = Path(__file__).parent / "findings.txt"


@given(clusters())
def test_a_server_without_a_fault_has_no_finding(cluster: Cluster) -> None:
    assert audit(cluster.expected, cluster.facts) == ()


def names_it(cluster: Cluster, family: str, fault: str, name: str) -> None:
    planted = plant(cluster, family, fault, name)
    found = audit(planted.cluster.expected, planted.cluster.facts)
    named = [one for one in found if one.code == planted.code and planted.object in one.object]
    assert named, f"{planted.code} on {planted.object} was not found among {found}"
    assert not [other for one in found for other in _unrelated(cluster, one, name)]


@pytest.mark.parametrize(("family", "fault"), FAULTS)
def test_each_fault_is_named(family: str, fault: str) -> None:
    for newer in (True, False):
        names_it(cluster_of([FIRST, SECOND], newer=newer), family, fault, f"ns_{FIRST}_j")


@given(clusters(), st.sampled_from(FAULTS), st.data())
def test_any_one_fault_is_named_wherever_it_is(cluster: Cluster, fault: tuple[str, str], data: st.DataObject) -> None:
    names_it(cluster, *fault, data.draw(st.sampled_from(sorted(cluster.expected.names))))


def _unrelated(cluster: Cluster, finding: Finding, name: str) -> set[str]:
    """The databases that a finding is about and that are another tenant's than the one with the fault."""
    return {other for other in cluster.expected.names if other in finding.object and other[:-1] != name[:-1]}


@given(clusters(), st.lists(st.sampled_from(FAULTS), max_size=4), st.randoms(use_true_random=False), st.data())
def test_the_order_of_the_facts_is_nothing(
    cluster: Cluster, faults: list[tuple[str, str]], random: Random, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(cluster.expected.names)))
    for family, fault in faults:
        try:
            cluster = plant(cluster, family, fault, name).cluster
        except (AssertionError, StopIteration):
            continue  # another fault took away what this one changes
    parts = {part.name: list(getattr(cluster.facts, part.name)) for part in attrs.fields(ClusterFacts)}
    for rows in parts.values():
        random.shuffle(rows)
    shuffled = attrs.evolve(cluster.facts, **{name: tuple(rows) for name, rows in parts.items()})
    assert audit(cluster.expected, shuffled) == audit(cluster.expected, cluster.facts)


@given(clusters(tenants=3), st.data())
def test_where_nothing_is_found_nobody_enters_but_its_own_role(cluster: Cluster, data: st.DataObject) -> None:
    """Against a literal reading of the catalogues, over memberships and rights planted anywhere."""
    names = sorted(cluster.expected.names)
    roles = st.sampled_from([*names, STRANGER, "pg_read_all_data"])
    held = data.draw(st.lists(st.builds(MembershipFacts, roles, roles, st.just("postgres")), max_size=2))
    facts = attrs.evolve(cluster.facts, memberships=(*cluster.facts.memberships, *held))
    if data.draw(st.booleans()):
        item = f"{data.draw(st.sampled_from([*names, STRANGER, '']))}={data.draw(st.sampled_from(('c', 'T', 'Tc')))}/x"
        place = data.draw(st.integers(0, len(names) - 1))
        databases = list(facts.databases)
        databases[place] = attrs.evolve(databases[place], acl=(*(databases[place].acl or ()), item))
        facts = attrs.evolve(facts, databases=tuple(databases))
    clean = not audit(cluster.expected, facts)
    crossed = [(r, d) for r in [*names, STRANGER] for d in names if r != d and enters(facts, r, d)]
    assert not (clean and crossed)
    assert all(enters(facts, name, name) for name in names)


def test_what_each_fault_is_said_to_be(report: Report, tmp_path: Path) -> None:
    """Every finding, word for word: the problem is what an operator reads, the remedy what it runs."""
    told = "".join(_told(family, fault) for family, fault in FAULTS)
    codes = {line.split()[2] for line in told.splitlines() if line.startswith("  15.")}
    report.add("audit", f"{len(FAULTS)} faults planted in the facts of a server, {len(codes)} kinds of finding")
    (tmp_path / "findings.txt").write_text(told, "utf-8")
    assert told == KEPT.read_text("utf-8"), f"read the difference, then copy {tmp_path / 'findings.txt'}"


def _told(family: str, fault: str) -> str:
    planted = plant(cluster_of([FIRST]), family, fault, f"ns_{FIRST}_j").cluster
    lines = [f"{family}: {fault}"]
    for one in audit(planted.expected, planted.facts):
        lines += [f"  {one.clause} {one.severity} {one.code} [{one.object}] {one.problem}", f"    {one.remedy}"]
    return "\n".join(lines).replace(FIRST, "1…1") + "\n"


@given(tenant_ids())
def test_a_file_is_on_no_server(tenant: TenantId) -> None:
    file = Placement(tenant, Purpose.JOURNAL, engine="sqlcipher", server="/srv", territory="FR")
    with pytest.raises(InvalidValue, match="un fichier n'est pas sur un serveur ; n'y mettre que des bases"):
        Expected(placements=[file], maintenance="m", directory="d")
