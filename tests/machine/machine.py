"""Everything people and the clock can do, in any order, and what must hold after each step (POLICY 1, 2, 7).

The rights are the oracle's; what a step changed is read from the tables; what anybody was shown is read over their
shoulder. Nothing here asks the code under test whether it was right.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from bot.domain.ids import Channel, ChannelId
from bot.domain.refusals import Refusal
from bot.services import accounts, channels, proposing
from bot.services.accounts import Account
from bot.services.deeds import Repeated
from tests.machine import joint, ledger, list_justice, looking, outside
from tests.machine.acts import Impossible
from tests.machine.doing import NEWEST, Asking, Doing
from tests.machine.plots import BY_FOURS, HOMES, PASSES, PLOTS
from tests.machine.repertoire import DEEDS
from tests.machine.rights import right_to
from tests.machine.village import CHANNELS, EVERYBODY, LINES, TEAM, UNBOUND, ZONES, address_of, learn, slack_of

DAY = timedelta(days=1)
PICK = st.sampled_from(range(720))
"""Sampled: integers would differ with what else is imported, so that a run of all tests plays what no other does."""
WHERE = st.sampled_from(["north", "north", "south", "north", "south", "west", "east"])
"""Mostly where there is more than one contact."""
WHO = st.sampled_from(EVERYBODY)
CONTACTS = st.sampled_from([user for _, role, user in LINES if role in ("support", "technical")])
KEEPING = (
    *("ask to remove", "ask to remove", "ask to remove", "ask to replace", "ask to reactivate", "ask to add"),
    *(
        "bind a line",
        "confirm a proposal",
        "enter a list change",
        "approve",
        "approve",
        "decline",
        "confirm a removal",
        "undo a removal",
        "withdraw a request",
    ),
)
TOGETHER = (
    *("the guest speaks", "the guest speaks", "the guest speaks", "comment", "be here", "minutes", "minutes"),
    *("invite a guest", "look at what is held", "let in", "the contact goes", "end a session", "withdraw"),
)
SELDOM = ("minutes", "address", "the list", "the list", "erased")
ALONE = [user for _, role, user in LINES if role in ("support", "technical")].index("wim")
"""Whose line no file can do without."""
TURNING = (
    *("ask a contact", "answer a question", "decline a question", "open a case"),
    *("report an emergency", "accept an emergency", "decline an emergency", "claim an emergency", "hand over"),
)
SELDOM_ASKED = (
    *("confirm the list", "deactivate a contact", "keep a contact", "undo a removal", "ask for other details"),
    *("set a hold", "lift a hold", "switch previews off", "redact", "resync", "take over", "take a comment back"),
    *(
        "open an incident",
        "link",
        "close an incident",
        "plan maintenance",
        "post an update",
        "release an issue",
        "publish an issue",
        "follow an issue",
        "ask for an update",
        "reply to the district",
    ),
)
CONTACTS_ALONE = (
    *("open a case", "comment", "withdraw", "reopen", "solved", "list cases", "view a case", "invite a guest"),
    *("ask to remove", "ask to add", "answer a question"),
)
ABOUT_THE_FLAGGED = ("deactivate a contact", "deactivate a contact", "keep a contact", "see who is silent")
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
ASKED = st.tuples(st.sampled_from([*DEEDS]), st.none() | st.none() | WHO, PICK)


class Machine(Doing):
    """The rules, each a step."""

    @initialize(seed=st.sampled_from(range(10_000)), districts=st.lists(WHERE, min_size=2, max_size=2))
    def begin(self, seed: int, districts: list[str]) -> None:
        """With two plots, so that something seldom comes about in each sequence."""
        self.seed = seed
        self._run(self._begin())
        for district in districts:
            self.one_thing_follows_on_another(district, seed)

    @rule(asked=st.lists(st.tuples(st.none() | st.none() | WHO, PICK), min_size=8, max_size=20))
    def people_ask(self, asked: list[tuple[str | None, int]]) -> None:
        """Whoever it is, or (None) somebody who may."""
        for who, pick in asked:
            self._run(self._asks(self._next("deed", DEEDS), who, pick))

    @rule(district=WHERE, pick=PICK)
    def one_thing_follows_on_another(self, district: str, pick: int) -> None:
        plot = self._next("plot", PLOTS)
        where, first = HOMES.get(plot, district), pick - (pick % 4 if plot in BY_FOURS else 0)
        for number, step in enumerate(PLOTS[plot]):
            self._run(self._follows(step, where, first + number))

    async def _follows(self, step: str, district: str, pick: int) -> None:
        name, _, who = step.partition(" by ")
        if step in PASSES:
            await self._lives(PASSES[step], step=max(DAY / 2, PASSES[step] / 30))
        elif step == "the guest speaks":
            await self._together(step, pick)
        elif step == "an address":
            its = [*UNBOUND].index(district) if district in UNBOUND else 0
            await self._has_address(pick * len(UNBOUND) + its, has_it=True)
        else:
            await self._of_district(name, who or None, district, pick, same=name == "ask to remove")

    async def _of_district(self, name: str, who: str | None, district: str, pick: int, *, same: bool) -> None:
        """About that district, or the newest of the kind. `same`: by the same contact as ever."""
        contacts = sorted(self.now.contacts_of(district))
        about = pick if DEEDS[name].on == "line" else NEWEST
        await self._asks(name, contacts[0] if same and contacts else who, about, then=pick, within=district)

    @rule(who=PICK, steps=st.lists(st.sampled_from(LIFE), min_size=4, max_size=10))
    def one_case_goes_its_way(self, who: int, steps: list[str]) -> None:
        """The newest one: opened, and then whatever can become of it, by those who may."""
        self._run(self._asks("open a case", None, who))
        for name in steps:
            self._run(self._asks(name, None, NEWEST))

    @rule(who=PICK, steps=st.lists(st.tuples(st.sampled_from([*TOGETHER]), PICK), min_size=6, max_size=14))
    def somebody_is_brought_in(self, who: int, steps: list[tuple[str, int]]) -> None:
        """Into the newest case: who is there comes and goes, and speaks."""
        self._run(self._asks("open a case", None, who))
        self._run(self._asks("invite a guest", None, NEWEST, then=who))
        for name, pick in steps:
            self._run(self._together(name, pick))

    async def _together(self, name: str, pick: int) -> None:
        session = next(reversed(self.now.sessions.values()), None)
        if session is None:
            return
        people = {it.id: user for user, it in self.now.people.items()}
        match name:
            case "minutes":
                await self._minutes((1, 4, 6)[pick % 3])
            case "the guest speaks":
                await self._asks("comment", people[session["guest_id"]], NEWEST, then=pick)
            case "the contact goes":
                gone = (session["host_id"], session["stand_in_id"])[pick % 2] or session["host_id"]
                await self._account(people[gone], "gone")
            case _:
                await self._asks(name, None, NEWEST, then=pick)

    @rule(first=PICK, steps=st.lists(st.tuples(st.sampled_from(TURNING), PICK), min_size=4, max_size=8))
    def staff_turn_to_the_contacts_or_to_support(self, first: int, steps: list[tuple[str, int]]) -> None:
        """With a question, or in an emergency; the newest is decided on by those who may."""
        self._run(self._asks(("ask a contact", "report an emergency")[first % 2], None, first))
        for name, pick in steps:
            self._run(self._asks(name, None, NEWEST, then=pick))

    @rule(steps=st.lists(st.tuples(st.sampled_from(SELDOM_ASKED), PICK), min_size=4, max_size=8))
    def what_is_seldom_asked_for_is(self, steps: list[tuple[str, int]]) -> None:
        for name, pick in steps:
            self._run(self._asks(name, None, pick))

    @rule(district=st.sampled_from([*ZONES]), steps=st.lists(st.tuples(st.sampled_from(KEEPING), PICK), min_size=4))
    def one_list_is_kept(self, district: str, steps: list[tuple[str, int]]) -> None:
        """Asked for, decided and undone, the newest request first; some of it by the same contact again and again."""
        for name, pick in steps[:10]:
            same = name == "ask to remove" and bool(pick % 3)
            self._run(self._of_district(name, None, district, pick, same=same))

    @rule(what=st.sampled_from(SELDOM), who=WHO, pick=PICK, is_so=st.booleans())
    def meanwhile(self, what: str, who: str, pick: int, *, is_so: bool) -> None:
        """Some minutes pass, an address becomes known, the list comes in again, somebody is erased."""
        match what:
            case "minutes":
                self._run(self._minutes((1, 4, 31, 61)[pick % 4]))
            case "address":
                self._run(self._has_address(pick, has_it=is_so or bool(pick % 2)))
            case "the list":
                self._run(self._comes_in((None, ALONE, pick)[pick % 3], removes=is_so))
            case _:
                self._run(self._erased(who, with_words=is_so))

    async def _minutes(self, minutes: int) -> None:
        """A joint session is looked at every minute while it is open."""
        self.here.now += timedelta(minutes=minutes)
        is_later = self.here.now > self.here.latest
        await self._tick()
        await self._look()
        if is_later:
            joint.stand(self.now)

    @rule(pairs=st.lists(st.tuples(ASKED, ASKED), min_size=1, max_size=3))
    def two_ask_at_once(self, pairs: list[tuple[Asking, Asking]]) -> None:
        """Each of another process, where there are two: nothing comes of it that could not come one after another."""
        for first, second in pairs:
            self._run(self._at_once(first, second))

    async def _at_once(self, *asking: Asking) -> None:
        then, said_first = self.now, self.here.count + 1
        doing = [it for number, one in enumerate(asking) if (it := self._prepared(*one, number=number)) is not None]
        done = await asyncio.gather(*(self._tried(deed, asked) for _, deed, asked, _ in doing))
        await learn(self.here)
        self.now = await looking.look(self.here)
        for (name, deed, asked, before), said in zip(doing, done, strict=True):
            may = before or right_to(name, deed.act)(self.now, asked.user, asked.target)  # by what the other did
            assert may or said != "allowed", f"{asked.user} may not {name}, and did"
        list_justice.kept_their_last(then, self.now, *((name, asked) for name, _, asked, _ in doing))
        words = range(said_first, self.here.count + 1)
        for (name, _, asked, _), said in zip(doing, done, strict=True):
            await self._in_sessions(name, asked, then, words, said=said)
        self.counts["step two at once"] += 1
        await self._delivered()

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

    async def _has_address(self, pick: int, *, has_it: bool) -> None:
        """Somebody of theirs has that of a line without a Slack user, or another; by that they get nothing."""
        district = [*UNBOUND][pick % len(UNBOUND)]
        theirs = [*(user for where, _, user in LINES if where == district), "nobody"]
        who, address = theirs[pick % len(theirs)], address_of(district) if has_it else ""
        before = self.now.rows
        await proposing.looked(self.here.store, slack_of(who), address=address, now=self.here.now)
        await self._look()
        assert self.now.rows == before, (who, address)
        self.counts["step address looked up"] += 1
        await self._delivered()

    async def _comes_in(self, without: int | None, *, removes: bool) -> None:
        """From its files, where a line may be missing; and at once a second time, which changes nothing."""
        before, rows = self.now, await ledger.read(self.here)
        outcome = await outside.imported(self.here, without=without, removes=removes)
        await learn(self.here)
        await self._look()
        outside.nobody_came_back(before, self.now, removes=removes)
        outside.nobody_went(before, self.now, removes=removes)
        then = await ledger.read(self.here)
        assert then.rows == rows.rows or not outcome.wrong, "a file with a fault changed something"
        again = await outside.imported(self.here, without=without, removes=removes)
        assert (await ledger.read(self.here)) == then, again
        assert (again.changes, again.wrong) == ((), outcome.wrong)
        self.counts["step the list again"] += not outcome.wrong
        self.counts["step the list again, refused"] += bool(outcome.wrong)
        await self._delivered()

    async def _erased(self, who: str, *, with_words: bool) -> None:
        if who not in self.now.people:
            return
        name, may = self.now.people[who].name, outside.may_be_erased(self.now, who)
        begun = await outside.begun(self.here, who, with_words=with_words)
        assert may or not begun, f"{who} was erased, and may still be needed"
        self.counts["step somebody erased"] += begun
        self.counts["step erasing refused"] += not begun
        for _ in range(10):
            if begun and await outside.under_way(self.here):
                await self._minutes(2)
        await learn(self.here)
        if begun:
            assert not await outside.under_way(self.here)
            await outside.nothing_is_left(self.here, self.now, who, name)
        await self._delivered()

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
        if how == "gone":
            self._leaves_every_channel(who)
        await accounts.changed(self.here.store, account, now=self.here.now, why=self.here.once())
        await self._look()
        assert [(row.id, row.standing) for row in before.rows] == [(row.id, row.standing) for row in self.now.rows]
        self.counts[f"step account {how}"] += 1
        await self._delivered()

    def _leaves_every_channel(self, who: str) -> None:
        """Slack does not add an account that is activated again to the channels it was in."""
        for others in self.here.strangers_in.values():
            others.discard(who)

    async def _joins(self, who: str, channel: str) -> None:
        known = self.now.people.get(who)
        if known is not None and known.membership == "gone":
            return
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

    @rule(
        sooner=st.lists(st.tuples(st.sampled_from(ABOUT_THE_FLAGGED), PICK), max_size=3),
        asked=st.lists(st.tuples(st.sampled_from(CONTACTS_ALONE), PICK), min_size=3, max_size=6),
    )
    def who_was_quiet_for_half_a_year_asks_again(
        self, sooner: list[tuple[str, int]], asked: list[tuple[str, int]]
    ) -> None:
        """Nobody does anything until the clock has ended what may end; then those whose access it was try."""
        self._run(self._is_down(181 * DAY))
        self._run(self._lives(2 * DAY, step=timedelta(hours=12)))
        for name, pick in sooner:
            self._run(self._asks(name, None, pick))
        self._run(self._lives(15 * DAY, step=timedelta(hours=12)))
        ended = {row.person for row in self.now.rows if row.standing == "deactivated"}
        theirs = [user for user, it in self.now.people.items() if it.id in ended]
        for name, pick in asked if theirs else []:
            self._run(self._asks(name, theirs[pick % len(theirs)], pick))
        self.counts["step the deactivated ask"] += bool(theirs)

    async def _is_down(self, span: timedelta) -> None:
        """Never set back in a session: whoever is seen again before they were would be there all the time."""
        if any(its["state"] == "open" for its in self.now.sessions.values()):
            span = abs(span)
        await self.here.restart()
        self.here.now += span
        await self._tick()
        await self._look()
        self.counts["step restart"] += 1


def machine_for(fresh: Callable[[], str], counts: Counter[str]) -> type[Machine]:
    """A machine over databases that `fresh` makes."""
    return type("TheMachine", (Machine,), {"fresh": staticmethod(fresh), "counts": counts})
