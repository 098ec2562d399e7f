"""Sessions as time passes, several browsers of several users: the literal reading beside them (16.4)."""

from datetime import UTC, datetime, timedelta

from attrs import define
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from netsoft.cg052018 import CG052018
from netsoft.tenancy.sessions import TOLERANCE, Epochs, Session, SessionPolicy, alive, must_rotate

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
POLICY = SessionPolicy.of(CG052018, idle_minutes=7 * 60)
USERS = ("anna", "boris")


@define
class Browser:
    """What somebody who watches would write of a session: no epoch, no policy, but every moment."""

    user: str
    session: Session
    opened: datetime
    last: datetime
    over: bool = False
    stale: bool = False


class Sessions(RuleBasedStateMachine):
    """Signing in and out, working, changing passwords and rights, revoking, and a clock that goes back."""

    def __init__(self) -> None:
        super().__init__()
        self.at = NINE
        self.epochs = dict.fromkeys(USERS, Epochs())
        self.browsers: list[Browser] = []

    def lives(self, browser: Browser) -> bool:
        on_time = browser.opened - TOLERANCE <= self.at < browser.opened + timedelta(hours=24)
        used = browser.last - TOLERANCE <= self.at < browser.last + 7 * 60 * MINUTE
        return on_time and used and not browser.over

    def living(self, data: st.DataObject) -> Browser | None:
        alive_now = [browser for browser in self.browsers if self.lives(browser)]
        return data.draw(st.sampled_from(alive_now)) if alive_now else None

    @rule(minutes=st.integers(1, 60 * 8) | st.integers(-3, 0))
    def wait(self, minutes: int) -> None:
        self.at += minutes * MINUTE

    @rule(user=st.sampled_from(USERS))
    def sign_in(self, user: str) -> None:
        self.browsers.append(Browser(user, Session(self.at, self.epochs[user]), self.at, self.at))

    @rule(data=st.data())
    def work(self, data: st.DataObject) -> None:
        """Use a session; one whose rights changed takes its new secret first, and no new life."""
        if (browser := self.living(data)) is not None:
            assert must_rotate(browser.session, self.epochs[browser.user]) == browser.stale
            renewed = browser.session.rotated(self.epochs[browser.user])
            assert renewed.ends(POLICY) == browser.session.ends(POLICY)
            browser.session, browser.stale = renewed.seen(self.at), False
            browser.last = max(browser.last, self.at)

    @rule(data=st.data())
    def sign_out(self, data: st.DataObject) -> None:
        if (browser := self.living(data)) is not None:
            browser.session, browser.over = browser.session.sign_out(), True

    @rule(data=st.data())
    def change_password(self, data: st.DataObject) -> None:
        """The session in which it is done goes on; every other of the user ends."""
        if (browser := self.living(data)) is not None:
            self.revoke_user(browser.user, keep=browser)

    @rule(user=st.sampled_from(USERS))
    def close_access(self, user: str) -> None:
        self.revoke_user(user)

    def revoke_user(self, user: str, keep: Browser | None = None) -> None:
        self.epochs[user] = self.epochs[user].revoke_user()
        for browser in self.browsers:
            if browser is keep:
                browser.session, browser.stale = browser.session.rotated(self.epochs[user]), False
            elif browser.user == user:
                browser.over = True

    @rule(user=st.sampled_from(USERS))
    def change_rights(self, user: str) -> None:
        self.epochs[user] = self.epochs[user].change_rights()
        for browser in self.browsers:
            browser.stale = browser.stale or browser.user == user

    @precondition(lambda self: len(self.browsers) > 1)
    @rule()
    def revoke_tenant(self) -> None:
        self.epochs = {user: epochs.revoke_tenant() for user, epochs in self.epochs.items()}
        for browser in self.browsers:
            browser.over = True

    @invariant()
    def a_session_lives_as_whoever_watches_says(self) -> None:
        for browser in self.browsers:
            answer = alive(browser.session, self.at, self.epochs[browser.user], POLICY)
            assert answer.granted == self.lives(browser), (browser, answer)
            assert browser.session.ends(POLICY).last <= browser.opened + timedelta(hours=24)


Sessions.TestCase.settings = settings(max_examples=max(10, settings().max_examples // 2), stateful_step_count=25)
TestSessions = Sessions.TestCase
