"""The history of a ring: whatever is replaced, given up or finished, content opens as long as its key is there."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from netsoft.errors import BrokenEvidence, InvalidValue
from netsoft.names import TenantId
from netsoft.tenancy.keys import KeyRing, Purpose, TenantKey, unwrap, wrap
from netsoft.tenancy.sealing import Sealed, open_payload, seal_payload

OWNERS: Final = (TenantId("mistral"), TenantId("sirocco"))
OWNER: Final = st.sampled_from(OWNERS)
MASTER: Final = b"m" * 32


class Rotation(RuleBasedStateMachine):
    """Two tenants rotate and seal; the model knows which versions are there, and what was sealed under which."""

    def __init__(self) -> None:
        super().__init__()
        self.counter = 0
        self.rings = {one: KeyRing(one, [TenantKey(one, Purpose.JOBS, 1, self.fresh())]) for one in OWNERS}
        self.live = {one: [1] for one in OWNERS}
        self.sent: list[tuple[TenantId, int, Sealed, bytes]] = []

    def fresh(self) -> bytes:
        """Bytes that were never given before: keys and nonces are cut from them."""
        self.counter += 1
        return self.counter.to_bytes(32, "big")

    @rule(owner=OWNER)
    def begin(self, owner: TenantId) -> None:
        """A second replacement waits for the first."""
        if len(self.live[owner]) > 1:
            with pytest.raises(InvalidValue, match="déjà en cours"):
                self.rings[owner].begin(Purpose.JOBS, self.fresh())
        else:
            self.rings[owner] = self.rings[owner].begin(Purpose.JOBS, self.fresh())
            self.live[owner].append(self.live[owner][0] + 1)

    @rule(owner=OWNER)
    def finish(self, owner: TenantId) -> None:
        self.rings[owner] = self.rings[owner].finish(Purpose.JOBS)
        self.live[owner] = self.live[owner][-1:]

    @precondition(lambda self: not any(version > self.live[one][0] for one, version, _s, _c in self.sent))
    @rule(owner=OWNER)
    def give_up(self, owner: TenantId) -> None:
        """Nothing was sealed under a next key yet: its version number may serve again."""
        self.rings[owner] = self.rings[owner].give_up(Purpose.JOBS)
        self.live[owner] = self.live[owner][:1]

    @rule(owner=OWNER)
    def send(self, owner: TenantId) -> None:
        content = self.fresh()
        sealed = seal_payload(self.rings[owner], "relance", content, self.fresh()[20:])
        assert sealed.label.version == self.live[owner][-1]
        self.sent.append((owner, sealed.label.version, sealed, content))

    @rule(owner=OWNER)
    def restart(self, owner: TenantId) -> None:
        """A worker that starts again reads its wrapped keys."""
        wrapped = [wrap(MASTER, key, self.fresh()[20:]) for key in self.rings[owner].keys]
        self.rings[owner] = KeyRing(owner, [unwrap(MASTER, one) for one in wrapped])

    @invariant()
    def content_opens_for_its_owner_as_long_as_its_key_is_there(self) -> None:
        for owner, version, sealed, content in self.sent:
            other = OWNERS[1 - OWNERS.index(owner)]
            with pytest.raises(BrokenEvidence):
                open_payload(self.rings[other], "relance", sealed)
            if version in self.live[owner]:
                assert open_payload(self.rings[owner], "relance", sealed) == content
            else:
                with pytest.raises(BrokenEvidence):
                    open_payload(self.rings[owner], "relance", sealed)


TestRotation = Rotation.TestCase
TestRotation.settings = settings(stateful_step_count=15)
