"""Tenants that cannot meet, on either engine: whatever they do, in any order, cut off at any point (15.13.7).

A state machine over three brokerages looks for a canary of one in what another observes; non-interference lives the
same trace with and without the others, and compares everything that one observes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import Phase, example, given, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import URL, make_url

from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.served_site import ServedSite
from reference_app.storage.sites import Site
from tests.app.apart_sizes import SIZES
from tests.app.tenants import ERRORS, NAMES, Step, Tenant, live, small_pools, three
from tests.conftest import Report
from tests.servers.postgres import Postgres

STEPS: Final[Counter[str]] = Counter()


WORDS = st.sampled_from(["aix", "arles", "nice", "toulon"])
WHO = st.integers(0, len(NAMES) - 1)
WHICH = st.integers(0, 5)


class Apart(RuleBasedStateMachine):
    """Three brokerages, each of which may do anything at any time."""

    engine = ""
    make: Callable[[], Site]

    def __init__(self) -> None:
        super().__init__()
        self.site = type(self).make()
        self.tenants = three(self.site)

    def observed(self, who: int, text: str) -> None:
        """Hold what was observed against the canaries of the others, and count the step."""
        STEPS[self.engine] += 1
        note(f"{NAMES[who]}: {text}")
        for other in self.tenants:
            assert other is self.tenants[who] or other.canary not in text

    @rule(who=WHO, word=WORDS)
    def add(self, who: int, word: str) -> None:
        self.observed(who, self.tenants[who].add(word))

    @rule(who=WHO, which=WHICH)
    def read(self, who: int, which: int) -> None:
        self.observed(who, self.tenants[who].read(which))

    @rule(who=WHO, other=WHO, which=WHICH)
    def read_anothers(self, who: int, other: int, which: int) -> None:
        ids = list(self.tenants[other].known)
        if who != other and ids:
            found = self.tenants[who].read_id(ids[which % len(ids)])
            assert found == "not found"
            self.observed(who, found)

    @rule(who=WHO, word=st.one_of(st.just(""), WORDS, st.sampled_from([f"canari{n}" for n in NAMES])))
    def search(self, who: int, word: str) -> None:
        mine = self.tenants[who]
        found = mine.list(word)
        expected = [w for w in mine.known.values() if word in (*mine.canary.lower().split(), "") or word in w]
        if not word.startswith("canari") or word == mine.canary.lower():
            assert found.startswith(f"{len(expected)}: ")
        else:
            assert found == "0: "
        self.observed(who, found)

    @rule(who=WHO, which=WHICH, word=WORDS)
    def change(self, who: int, which: int, word: str) -> None:
        self.observed(who, self.tenants[who].change(which, word))

    @rule(who=WHO)
    def export(self, who: int) -> None:
        text = self.tenants[who].export()
        assert text.count(self.tenants[who].canary) == len(self.tenants[who].known)
        self.observed(who, text)

    @rule(who=WHO)
    def journal(self, who: int) -> None:
        self.observed(who, self.tenants[who].journal())
        assert self.tenants[who].count() == self.tenants[who].done

    @rule(who=WHO)
    def save(self, who: int) -> None:
        self.observed(who, self.tenants[who].save())

    @rule(who=WHO)
    def put_back(self, who: int) -> None:
        self.observed(who, self.tenants[who].put_back())

    @precondition(lambda self: any(tenant.saved for tenant in self.tenants))
    @rule(who=WHO)
    def rebuild(self, who: int) -> None:
        self.observed(who, self.tenants[who].rebuild())

    @rule(who=WHO, error=st.sampled_from(ERRORS))
    def cut_off(self, who: int, error: type[BaseException]) -> None:
        self.observed(who, self.tenants[who].cut_off(error))

    @rule(who=WHO)
    def time_out(self, who: int) -> None:
        assert self.tenants[who].time_out() == "cut"
        self.observed(who, "cut")

    @rule(who=WHO)
    def exhaust(self, who: int) -> None:
        found = self.tenants[who].exhaust()
        assert found != "not busy"
        self.observed(who, found)

    @rule(who=WHO)
    def recreate(self, who: int) -> None:
        assert self.tenants[who].recreate() == "0: "
        self.observed(who, self.tenants[who].entries())
        assert self.tenants[who].count() == 0

    @rule()
    def restart(self) -> None:
        self.site.close()
        self.site = type(self).make()
        for who, tenant in enumerate(self.tenants):
            tenant.open(self.site)
            self.observed(who, tenant.list(""))

    @invariant()
    def what_is_kept_is_what_was_written(self) -> None:
        for tenant in self.tenants:
            words = ", ".join(sorted(tenant.known.values()))
            found = tenant.list("").partition(": ")[2]
            assert ", ".join(sorted(c.rpartition(" ")[2] for c in found.split(", ") if c)) == words

    @invariant()
    def no_connection_is_lent_and_the_budget_is_kept(self) -> None:
        pools = self.tenants[0].dossiers._pools
        assert (pools.lent, pools.size <= pools.most) == (0, True)

    def teardown(self) -> None:
        for tenant in self.tenants:
            tenant.remove()
        self.site.close()


def site_maker(folder: Path, url: URL | None) -> Callable[[], Site]:
    """What makes the same site again."""
    if url is None:
        return lambda: EmbeddedSite(folder, small_pools())
    return lambda: ServedSite(url, small_pools())


def url_for(request: pytest.FixtureRequest, engine: str) -> URL | None:
    if engine == "embedded":
        return None
    postgres: Postgres = request.getfixturevalue("postgres")
    return make_url(postgres.maintenance).set(drivername="postgresql+psycopg")


@pytest.mark.parametrize("engine", SIZES)
def test_no_brokerage_ever_observes_another(
    request: pytest.FixtureRequest, tmp_path: Path, report: Report, engine: str
) -> None:
    url = url_for(request, engine)
    make = staticmethod(site_maker(tmp_path, url))
    machine = type(f"Apart{engine}", (Apart,), {"engine": engine, "make": make})
    size = SIZES[engine].lives
    run_state_machine_as_test(machine, settings=settings(max_examples=size.now, stateful_step_count=size.steps))
    report.add("tenants apart", f"{engine}: {STEPS[engine]} observations of {len(NAMES)} brokerages, none crosses")


ACTS: Final = st.one_of(
    WORDS.map(lambda word: ("add", lambda t: t.add(word))),
    WHICH.map(lambda n: ("read", lambda t: t.read(n))),
    WORDS.map(lambda word: ("search", lambda t: t.list(word))),
    st.tuples(WHICH, WORDS).map(lambda both: ("change", lambda t: t.change(*both))),
    st.sampled_from(ERRORS).map(lambda error: ("cut", lambda t: t.cut_off(error))),
    st.sampled_from(
        [
            ("export", Tenant.export),
            ("journal", Tenant.journal),
            ("entries", Tenant.entries),
            ("save", Tenant.save),
            ("put back", Tenant.put_back),
            ("rebuild", Tenant.rebuild),
            ("time out", Tenant.time_out),
            ("exhaust", Tenant.exhaust),
        ]
    ),
)


Act = tuple[str, Callable[[Tenant], str]]
# Each thing that one may do, with a brokerage that is deleted and made again among the others.
EACH: Final[list[Act]] = [
    ("add", lambda t: t.add("aix")),
    ("add", lambda t: t.add("nice")),
    ("journal", Tenant.journal),
    ("save", Tenant.save),
    ("change", lambda t: t.change(0, "arles")),
    ("cut", lambda t: t.cut_off(KeyboardInterrupt)),
    ("exhaust", Tenant.exhaust),
    ("time out", Tenant.time_out),
    ("add", lambda t: t.add("toulon")),
    ("search", lambda t: t.list("arles")),
    ("read nothing", lambda t: t.read_id("0" * 32)),
    ("export", Tenant.export),
    ("put back", Tenant.put_back),
    ("rebuild", Tenant.rebuild),
    ("read", lambda t: t.read(1)),
    ("journal", Tenant.journal),
    ("entries", Tenant.entries),
]
EVERYTHING: Final = [
    *((who, act) for act in EACH for who in range(len(NAMES))),
    (1, ("recreate", Tenant.recreate)),
    *((who, act) for act in (*EACH[:2], *EACH[-1:]) for who in range(len(NAMES))),
]


@pytest.mark.parametrize("engine", SIZES)
def test_what_one_observes_does_not_depend_on_the_others(
    request: pytest.FixtureRequest, report: Report, engine: str
) -> None:
    url = url_for(request, engine)
    compared: Counter[str] = Counter()

    few = SIZES[engine].traces.now
    phases = settings().phases if few else (Phase.explicit,)

    @settings(max_examples=few or 1, phases=phases)
    @example(EVERYTHING)
    @given(st.lists(st.tuples(WHO, ACTS), min_size=1, max_size=30))
    def compare(drawn: list[tuple[int, Act]]) -> None:
        trace: list[Step] = [(who, act) for who, (_name, act) in drawn]
        folder = Path(tempfile.mkdtemp(prefix="netsoft-"))
        try:
            together = _lived(site_maker(folder / "all", url)(), trace, None)
            for who in {who for who, _act in trace}:
                alone = _lived(site_maker(folder / NAMES[who], url)(), trace, who)
                mine = [seen for whose, seen in together if whose == who]
                assert mine == [seen for _who, seen in alone]
                compared["observations"] += len(mine)
        finally:
            shutil.rmtree(folder)

    compare()
    report.add(
        "non-interference", f"{engine}: {compared['observations']} observations the same with and without others"
    )


def _lived(site: Site, trace: list[Step], only: int | None) -> list[tuple[int, str]]:
    try:
        return list(live(site, trace, only))
    finally:
        site.close()
