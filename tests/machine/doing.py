"""How the machine does one thing: by whom, what it may change, and what is looked at after it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zlib import crc32

from hypothesis.stateful import RuleBasedStateMachine

from bot.domain.refusals import QuestionSettled, Refusal
from bot.services import due
from bot.services.deeds import Repeated
from bot.services.hearing import Unplaced
from storage.store import Store
from tests.machine import away_acts, binding_acts, joint, ledger, list_justice, looking, reading
from tests.machine.acts import Asked, Deed, Impossible
from tests.machine.aims import aimed
from tests.machine.justice import Then, was_just
from tests.machine.oracle import Oracle
from tests.machine.postman import Postman
from tests.machine.repertoire import DEEDS, EXPECTED
from tests.machine.rights import Target, act_of, right_to
from tests.machine.village import EVERYBODY, ZONES, Village, learn, village

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
        "NotInSession",
    }
)
"""Refusals that say: you may not. The others say: not now, or not so."""
SAYING_NOTHING = frozenset({"NotFound", "NotAContact"})
"""They are said to those without the right too, who learn nothing from them of what is not theirs."""

NEWEST = -1
Asking = tuple[str, str | None, int]
"""A deed's name, by whom (None: somebody who may), and a number by which the rest is chosen."""


def _named(refusal: Refusal) -> str:
    """A question that is gone may as well be another district's: whoever reads it learns nothing."""
    is_gone = isinstance(refusal, QuestionSettled) and refusal.status == "gone"
    return "NotFound" if is_gone else type(refusal).__name__


class Doing(RuleBasedStateMachine):
    """What every rule is made of. `fresh` and `counts` are given by whoever runs it."""

    fresh: Callable[[], str]
    counts: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack: Any = None
        self.seed = 0
        self.decks: dict[str, list[str]] = {}

    def _next(self, kind: str, names: Iterable[str]) -> str:
        """In an order of this sequence's own: none comes twice before each came once."""
        deck = self.decks.setdefault(kind, [])
        if not deck:
            deck.extend(sorted(names, key=lambda name: crc32(f"{self.seed} {name}".encode())))
        return deck.pop()

    async def _begin(self) -> None:
        self.stack = village(type(self).fresh())
        self.here: Village = await self.stack.__aenter__()
        self.postman = Postman(here=self.here)
        self.counts.update(dict.fromkeys(EXPECTED, 0))
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
        self.now: Oracle = await looking.look(self.here)

    async def _asks(
        self, name: str, who: str | None, pick: int, *, then: int | None = None, within: str = ""
    ) -> None:
        """`then`: by which all but what it is about is chosen. `within`: of this district alone."""
        prepared = self._prepared(name, who, pick, then=then, within=within)
        if prepared is not None:
            _, deed, asked, may = prepared
            await self._does(name, deed, asked, may=may)

    def _prepared(
        self, name: str, who: str | None, pick: int, *, then: int | None = None, number: int = 0, within: str = ""
    ) -> tuple[str, Deed, Asked, bool] | None:
        """What it is about, and whether they may; None where there is nothing to ask, or nobody who may."""
        deed = DEEDS[name]
        target = self._target(name, deed, pick, within)
        if target is None:
            return None
        pick = pick if then is None else then
        able = [user for user in EVERYBODY if right_to(name, deed.act)(self.now, user, target)]
        if who is None and not able:
            return None
        user = who or able[pick % len(able)]
        asked = Asked(
            here=self.here, process=number, user=user, target=target, pick=pick, once=self.here.once(), now=self.now
        )
        return name, deed, asked, user in able

    def _target(self, name: str, deed: Deed, pick: int, within: str) -> Target | None:
        """What it is done to; None where there is nothing of the kind. The newest case is, whatever becomes of it."""
        if deed.on == "district":
            return Target(district=within or [*ZONES][pick % len(ZONES)])
        found = [it for it in self.now.all_of(deed.on) if within in ("", it["district"])]
        its = found if (deed.on, pick) == ("case", NEWEST) else aimed(name, self.now, found, pick)
        if not its:
            return None
        it = its[pick % len(its)]
        case = it["number"] if deed.on == "case" else it.get("case_number", 0)
        return Target(district=it["district"], case=case, id=it.get("id", 0), person=it.get("person", 0))

    async def _does(self, name: str, deed: Deed, asked: Asked, *, may: bool) -> None:
        before, then, said_first = await ledger.read(self.here), self.now, self.here.count + 1
        try:
            shown = await deed.do(asked)
            said = "allowed"
        except Refusal as refusal:
            shown, said = None, _named(refusal)
        except (Impossible, Unplaced):
            return
        await learn(self.here)
        self.now = await looking.look(self.here)
        self._count(name, said)
        await self._in_sessions(name, asked, then, range(said_first, self.here.count + 1), said=said)
        lines = [line for line in await ledger.lines_since(self.here, before) if not line.is_beside]
        assert [line.allowed for line in lines] in ([said == "allowed"], [True, said == "allowed"]), (name, lines)
        me = self.now.people.get(asked.user)
        assert {line.person for line in lines} <= {me.id if me else None}, (name, lines)
        if said != "allowed":
            changed = (await ledger.read(self.here)).changed_since(before)
            met = ["people"] if me and asked.user not in then.people else []  # that they are there is learned
            assert changed == met, (name, asked.user, said, changed)
            held = said == "SessionPaused" and then.may_speak(asked.user, asked.target.case)
            assert may or held or said in OF_RIGHTS | SAYING_NOTHING, (name, asked.user, said)
            assert not may or said not in OF_RIGHTS, (name, asked.user, said)
        else:
            assert may, f"{asked.user} may not {name}, and did"
            assert not shown or reading.may_read(self.here, then, asked.user, repr(shown)), (name, asked.user)
            act = act_of(name, deed.act, then, asked.user, asked.target)
            assert lines[-1].act == act, (name, lines)
            self.counts[f"act {act}"] += 1
            list_justice.kept_their_last(then, self.now, (name, asked))
            away_acts.is_gone(self.now, name, asked)
            if name == "go away" and not self.now.agent(asked.user):
                away_acts.went_away_rightly(self.now, asked)
            binding_acts.was_bound_rightly(then, self.now, name, asked)
            binding_acts.was_entered_rightly(then, self.now)
            list_justice.was_asked_rightly(then, self.now, asked)
            self._woke(asked.user, then)
        if said == "allowed" and deed.repeats:
            self.last = lambda: deed.do(asked)
        await self._delivered(is_fresh=True)

    def _count(self, name: str, said: str) -> None:
        self.counts[f"deed {name}"] += said == "allowed"
        if said != "allowed":
            self.counts[f"refusal {said}"] += 1

    async def _in_sessions(self, name: str, it: Asked, then: Oracle, words: range, *, said: str) -> None:
        """Who was there, and who heard what."""
        if said == "allowed":
            joint.was_seen(self.here, then, self.now, name, it)
            self.now = replace(self.now, seen_at=dict(self.here.seen_at))
        if said == "allowed" and name == "invite a guest":
            joint.was_invited_rightly(then, self.here.chose, it.target.district)
        if it.target.case:
            joint.was_heard(self.here, then, self.now, it, words, said=said)
        if said == "allowed" and name == "let in":
            joint.was_let_in(self.here, self.now, it.target.case)

    def _woke(self, user: str, then: Oracle) -> None:
        """An allowed act of a contact is activity: each silence of theirs begins again (POLICY 7)."""
        me = then.people.get(user)
        for row in self.now.rows:
            mine = me is not None and row.person == me.id and row.role in ("support", "technical")
            if mine and row.standing in ("active", "flagged"):
                assert row.silent_since is not None, row
                assert row.silent_since >= self.here.now, row  # later only where the clock was set back
                assert row.standing == "active", row

    async def _tried(self, deed: Deed, asked: Asked) -> str:
        try:
            await deed.do(asked)
        except Refusal as refusal:
            return type(refusal).__name__
        except (Impossible, Unplaced, Repeated):
            return "not done"
        return "allowed"

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
        self.now = await looking.look(self.here)
        was_just(
            Then(oracle=then, owed=before),
            Then(oracle=self.now, owed=await ledger.of_silence(self.here)),
            at=self.here.now,
        )
        joint.were_just(then, self.now)
        away_acts.stand_in_rightly(self.now)
        for name, times in done.items():
            assert not name.endswith("failed"), f"{name}: the round went on, and said so in the log"
            self.counts[f"clock {name}"] += times
        await self.postman.round()
        await self._was_read_rightly()
        self.here.latest = max(self.here.latest, self.here.now)

    async def _due(self, store: Store) -> Counter[str]:
        return await due.do_all(store, now=self.here.now, at=lambda _: None)

    async def _delivered(self, *, is_fresh: bool = False) -> None:
        """`is_fresh`: nothing was done since the last look."""
        if await self.postman.round() or not is_fresh:
            await learn(self.here)
            await self._look()
        await self._was_read_rightly()
        await reading.redirects_are_right(self.here, self.now)

    async def _was_read_rightly(self) -> None:
        for read in self.postman.read:
            reading.was_for_its_reader(self.here, self.now, read)
        self.postman.read.clear()
