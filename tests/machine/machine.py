"""Everything people and the clock can do, in any order, and what must hold after each step (POLICY 1, 2, 7).

The rights are the oracle's; what a step changed is read from the tables; what anybody was shown is read over their
shoulder. Nothing here asks the code under test whether it was right.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.domain.ids import Channel, ChannelId
from bot.domain.refusals import QuestionSettled, Refusal
from bot.services import accounts, channels, due, viewing
from bot.services.accounts import Account
from bot.services.deeds import Repeated
from bot.services.hearing import Unplaced
from storage.store import Store
from tests.machine import ledger, oracle
from tests.machine.acts import DEEDS as ON_CASES
from tests.machine.acts import Asked, Deed, Impossible
from tests.machine.justice import Then, was_just
from tests.machine.list_acts import OF_PEOPLE
from tests.machine.oracle import Oracle, Target
from tests.machine.postman import Postman, Read, members_of
from tests.machine.village import CHANNELS, EVERYBODY, LINES, TEAM, ZONES, Village, learn, slack_of, village

DAY = timedelta(days=1)
OF_RIGHTS = frozenset(
    {
        "ContactsOnly",
        "TechnicalContactsOnly",
        "NotKnownYet",
        "NoDistrict",
        "NotSetUp",
        "ThirdParty",
        "NotForSupport",
        "SupportOnly",
        "LeadsOnly",
        "OwnersOnly",
        "AdministratorsOnly",
        "AuthorsOnly",
    }
)
"""Refusals that say: you may not. The others say: not now, or not so."""
SAYING_NOTHING = frozenset({"NotFound", "NotAContact"})
"""They are said to those without the right too, who learn nothing from them of what is not theirs."""

DEEDS = {**ON_CASES, **OF_PEOPLE}
PICK = st.sampled_from(range(720))
"""Sampled: integers would differ with what else is imported, so that a run of all tests plays what no other does."""
WHO = st.sampled_from(EVERYBODY)
CONTACTS = st.sampled_from([user for _, role, user in LINES if role in ("support", "technical")])
NEWEST = -1
LIFE = (
    "take a case",
    "ask the district",
    "resolve",
    "comment",
    "solved",
    "not solved",
    "more time",
    "withdraw",
    "reopen",
    "schedule",
    "to development",
    "escalate",
)
Asking = tuple[str, str | None, int]
ASKED = st.tuples(st.sampled_from([*DEEDS]), st.none() | st.none() | WHO, PICK)


def _named(refusal: Refusal) -> str:
    """A question that is gone may as well be another district's: whoever reads it learns nothing."""
    is_gone = isinstance(refusal, QuestionSettled) and refusal.status == "gone"
    return "NotFound" if is_gone else type(refusal).__name__


class Machine(RuleBasedStateMachine):
    """`fresh` and `counts` are given by whoever runs it."""

    fresh: Callable[[], str]
    counts: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack: Any = None

    @initialize()
    def begin(self) -> None:
        self._run(self._begin())

    async def _begin(self) -> None:
        self.stack = village(type(self).fresh())
        self.here: Village = await self.stack.__aenter__()
        self.postman = Postman(here=self.here)
        await self.postman.round()
        self.last: Callable[[], Awaitable[object]] | None = None
        await self._look()

    def teardown(self) -> None:
        if self.stack is not None:
            self._run(self.stack.__aexit__(None, None, None))
        self.runner.close()

    def _run(self, work: Any) -> Any:
        return self.runner.run(work)

    async def _look(self) -> None:
        self.now: Oracle = await oracle.look(self.here)

    @rule(asked=st.lists(ASKED, min_size=4, max_size=12))
    def people_ask(self, asked: list[Asking]) -> None:
        """Whoever it is, or (None) somebody who may."""
        for name, who, pick in asked:
            self._run(self._asks(name, who, pick))

    async def _asks(self, name: str, who: str | None, pick: int) -> None:
        prepared = self._prepared(name, who, pick)
        if prepared is not None:
            _, deed, asked, may = prepared
            await self._does(name, deed, asked, may=may)

    def _prepared(
        self, name: str, who: str | None, pick: int, *, number: int = 0
    ) -> tuple[str, Deed, Asked, bool] | None:
        """What it is about, and whether they may; None where there is nothing to ask, or nobody who may."""
        deed = DEEDS[name]
        target = self._target(deed, pick)
        if target is None:
            return None
        right = oracle.NARROWER.get(name, oracle.RIGHTS[deed.act])
        able = [user for user in EVERYBODY if right(self.now, user, target)]
        if who is None and not able:
            return None
        user = who or able[pick % len(able)]
        asked = Asked(here=self.here, process=number, user=user, target=target, pick=pick, once=self.here.once())
        return name, deed, asked, user in able

    def _target(self, deed: Deed, pick: int) -> Target | None:
        """What it is done to; None where there is nothing of the kind."""
        match deed.on:
            case "district":
                return Target(district=[*ZONES][pick % len(ZONES)])
            case "case":
                return self._one(self.now.cases, pick, on_case=True)
            case "line":
                lines = [row for row in self.now.rows if row.role in ("support", "technical")]
                row = lines[pick % len(lines)]
                return Target(district=row.district, id=row.id, person=row.person)
            case "request":
                return self._one(self.now.requests, pick)
            case "question":
                return self._one(self.now.questions, pick)
            case _:
                return self._one(self.now.emergencies, pick)

    @staticmethod
    def _one(found: dict[int, dict[str, Any]], pick: int, *, on_case: bool = False) -> Target | None:
        if not found:
            return None
        number = [*found][pick % len(found)]
        district = found[number]["district"]
        return Target(district=district, case=number) if on_case else Target(district=district, id=number)

    async def _does(self, name: str, deed: Deed, asked: Asked, *, may: bool) -> None:
        before, then = await ledger.read(self.here), self.now
        try:
            shown = await deed.do(asked)
            said = "allowed"
        except Refusal as refusal:
            shown, said = None, _named(refusal)
        except (Impossible, Unplaced):
            return
        await learn(self.here)
        self.now = await oracle.look(self.here)
        self._count(name, deed, said)
        lines = [line for line in await ledger.lines_since(self.here, before) if not line.is_beside]
        assert [line.allowed for line in lines] in ([said == "allowed"], [True, said == "allowed"]), (name, lines)
        me = self.now.people.get(asked.user)
        assert {line.person for line in lines} <= {me.id if me else None}, (name, lines)
        if said != "allowed":
            changed = (await ledger.read(self.here)).changed_since(before)
            met = ["people"] if me and asked.user not in then.people else []  # that they are there is learned
            assert changed == met, (name, asked.user, said, changed)
            assert may or said in OF_RIGHTS | SAYING_NOTHING, (name, asked.user, said)
            assert not may or said not in OF_RIGHTS, (name, asked.user, said)
        else:
            assert may, f"{asked.user} may not {name}, and did"
            assert not shown or self._may_read(then, asked.user, repr(shown)), (name, asked.user)
            self._woke(asked.user, then)
        if said == "allowed" and deed.repeats:
            self.last = lambda: deed.do(asked)
        await self._delivered()

    def _count(self, name: str, deed: Deed, said: str) -> None:
        self.counts[f"act {deed.act}"] += said == "allowed"
        self.counts[f"deed {name}"] += said == "allowed"
        if said != "allowed":
            self.counts[f"refusal {said}"] += 1

    def _woke(self, user: str, then: Oracle) -> None:
        """An allowed act of a contact is activity: each silence of theirs begins again (POLICY 7)."""
        me = then.people.get(user)
        for row in self.now.rows:
            mine = me is not None and row.person == me.id and row.role in ("support", "technical")
            if mine and row.standing in ("active", "flagged"):
                assert row.silent_since is not None, row
                assert row.silent_since >= self.here.now, row  # later only where the clock was set back
                assert row.standing == "active", row

    @rule(who=PICK, steps=st.lists(st.sampled_from(LIFE), min_size=4, max_size=10))
    def one_case_goes_its_way(self, who: int, steps: list[str]) -> None:
        """The newest one: opened, and then whatever can become of it, by those who may."""
        self._run(self._asks("open a case", None, who))
        for name in steps:
            self._run(self._asks(name, None, NEWEST))

    @rule(pairs=st.lists(st.tuples(ASKED, ASKED), min_size=1, max_size=3))
    def two_ask_at_once(self, pairs: list[tuple[Asking, Asking]]) -> None:
        """Each of another process, where there are two: nothing comes of it that could not come one after another."""
        for first, second in pairs:
            self._run(self._at_once(first, second))

    async def _at_once(self, *asking: Asking) -> None:
        then = self.now
        doing = [it for number, one in enumerate(asking) if (it := self._prepared(*one, number=number)) is not None]
        done = await asyncio.gather(*(self._tried(deed, asked) for _, deed, asked, _ in doing))
        await learn(self.here)
        self.now = await oracle.look(self.here)
        for (name, _, asked, may), said in zip(doing, done, strict=True):
            assert may or said != "allowed", f"{asked.user} may not {name}, and did"
        for district in ZONES:
            assert bool(then.contacts_of(district)) <= bool(self.now.contacts_of(district)), district
        self.counts["step two at once"] += 1
        await self._delivered()

    async def _tried(self, deed: Deed, asked: Asked) -> str:
        try:
            await deed.do(asked)
        except Refusal as refusal:
            return type(refusal).__name__
        except (Impossible, Unplaced, Repeated):
            return "not done"
        return "allowed"

    @rule()
    def the_last_one_is_delivered_again(self) -> None:
        if self.last is not None:
            self._run(self._again(self.last))

    async def _again(self, last: Callable[[], Awaitable[object]]) -> None:
        before = await ledger.read(self.here)
        try:
            await last()
            repeated = False
        except Repeated:
            repeated = True
        except (Impossible, Refusal):
            return
        assert repeated
        assert await ledger.read(self.here) == before
        assert await ledger.lines_since(self.here, before) == []
        self.counts["step delivered again"] += 1

    @rule(what=st.sampled_from(["gone", "gone", "back", "back", "guest", "moved", *CHANNELS]), who=CONTACTS | WHO)
    def slack_tells(self, what: str, who: str) -> None:
        """Of an account that changed, or of somebody who joined a district's channel."""
        self._run(self._joins(who, CHANNELS[what]) if what in CHANNELS else self._account(who, what))

    async def _account(self, who: str, how: str) -> None:
        before = self.now
        account = Account(
            who=slack_of(who),
            seen_from=slack_of(who).team,
            zone="" if how == "gone" else "Asia/Tokyo" if how == "moved" else "UTC",
            gone=how == "gone",
            guest=how == "guest",
            at=self.here.now,
        )
        await accounts.changed(self.here.store, account, now=self.here.now, why=self.here.once())
        await self._look()
        assert [(row.id, row.standing) for row in before.rows] == [(row.id, row.standing) for row in self.now.rows]
        self.counts[f"step account {how}"] += 1
        await self._delivered()

    async def _joins(self, who: str, channel: str) -> None:
        others = self.here.strangers_in.setdefault(channel, set())
        if len(others) > 1:
            others.clear()
        others.add(who)
        there = Channel(team=TEAM, id=ChannelId(channel))
        await channels.look_again(self.here.store, there, now=self.here.now, once=self.here.once())
        self.counts["step somebody joins"] += 1
        await self._delivered()

    @rule(span=st.sampled_from([1, 9, 24, 24, 48, 24 * 7, 24 * 14, 24 * 30, 24 * 151]))
    def time_passes(self, span: int) -> None:
        self._run(self._lives(timedelta(hours=span), step=timedelta(hours=12)))

    @rule(days=st.sampled_from([0, 1, 20, 181]), back=st.sampled_from([0, 0, 0, 1, 3]))
    def the_process_ends_and_another_begins(self, days: int, back: int) -> None:
        """After a while in which nobody minded the clock, or with a clock that was set back."""
        self._run(self._is_down(days * DAY - timedelta(hours=back)))
        self.counts["step clock set back"] += back > 24 * days

    async def _is_down(self, span: timedelta) -> None:
        await self.here.restart()
        self.here.now += span
        await self._tick()
        await self._look()
        self.counts["step restart"] += 1

    async def _lives(self, span: timedelta, *, step: timedelta) -> None:
        end = self.here.now + span
        while self.here.now < end:
            next_due = await ledger.next_due(self.here)
            self.here.now = min(end, max(self.here.now + step, next_due or end))
            await self._tick()
        await self._look()

    async def _tick(self) -> None:
        before, then = await ledger.of_silence(self.here), self.now
        done: Counter[str] = Counter()
        for one in await asyncio.gather(*(self._due(store) for store in self.here.stores)):
            done += one
        self.now = await oracle.look(self.here)
        was_just(
            Then(oracle=then, owed=before),
            Then(oracle=self.now, owed=await ledger.of_silence(self.here)),
            at=self.here.now,
        )
        for name, times in done.items():
            self.counts[f"clock {name}"] += times
        await self.postman.round()
        await self._was_read_rightly()

    async def _due(self, store: Store) -> Counter[str]:
        return await due.do_all(store, now=self.here.now, at=lambda _: None)

    async def _delivered(self) -> None:
        await self.postman.round()
        await learn(self.here)
        await self._look()
        await self._was_read_rightly()
        await self._redirects_are_right()

    async def _was_read_rightly(self) -> None:
        for read in self.postman.read:
            self._was_for_its_reader(read)
        self.postman.read.clear()

    def _was_for_its_reader(self, read: Read) -> None:
        if read.what == "tell:inactivity-warning":
            assert re.search(r"\b\d{1,2} [A-Z][a-z]+ 20\d\d|<!date\^", read.text), f"no date: {read.text}"
        readers = {read.to}
        if read.to.startswith("C0"):
            readers = members_of(self.here, self.now, read.to)
        for user in readers:
            assert self._may_read(self.now, user, read.text), (user, read)

    def _may_read(self, now: Oracle, user: str, text: str) -> bool:
        """Names of a district's people are for its own and the vendor; words of its cases for contacts and agents."""
        for district in ZONES:
            vendor = now.has(user, "-", "agent", "lead", "support-administrator")
            if f"only{district}" in text and not (vendor or district in now.districts_of(user)):
                return False
            if f"caseof{district}" in text and not (now.contact(user, district) or now.agent(user)):
                return self._reports(now, user, district)
        return True

    @staticmethod
    def _reports(now: Oracle, user: str, district: str) -> bool:
        """Whoever reported an emergency reads what is said in its case until a contact claims it."""
        return any(
            case["district"] == district and case["contact_id"] is None and now.is_me(user, case["reporter_id"])
            for case in now.cases.values()
        )

    async def _redirects_are_right(self) -> None:
        """The redirect names exactly the contacts who may act."""
        for district, id_ in self.here.districts.items():
            if district not in ZONES:
                continue
            (reach,) = await viewing.reaches_of(self.here.store, [id_])
            named = {str(contact.person.id) for contact in reach.contacts}
            may = {str(self.now.people[user].id) for user in self.now.contacts_of(district)}
            assert named == may, (district, named, may)


def machine_for(fresh: Callable[[], str], counts: Counter[str]) -> type[Machine]:
    """A machine over databases that `fresh` makes."""
    return type("TheMachine", (Machine,), {"fresh": staticmethod(fresh), "counts": counts})
