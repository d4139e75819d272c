"""What is read over everybody's shoulder: by whom it may be, and whom the redirect names."""

import re

from bot.services import viewing
from tests.machine.oracle import Oracle
from tests.machine.postman import Read, members_of
from tests.machine.village import ZONES, Village

POINTS = {"hint:reply-not-taken", "tell:reply-not-taken", "tell:reply-looked-up"}
"""What is told to whoever replied in a case's thread and is no contact."""


def was_for_its_reader(here: Village, now: Oracle, read: Read) -> None:
    """Raises AssertionError, as all of these."""
    if read.what == "tell:inactivity-warning":
        assert re.search(r"\b\d{1,2} [A-Z][a-z]+ 20\d\d|<!date\^", read.text), f"no date: {read.text}"
    readers = {read.to}
    if read.to.startswith("C0"):
        accepted = here.strangers_in.get(read.to, set()) if read.to in now.mixed else set()
        readers = members_of(here, now, read.to) - accepted
    for user in readers:
        assert may_read(here, now, user, read.text) or _is_pointed_where_they_wrote(now, user, read), (user, read)


def _is_pointed_where_they_wrote(now: Oracle, user: str, read: Read) -> bool:
    """Who is on no list and replied in a district's own case channel is taken for its staff, for the redirect alone.

    So it is by POLICY 1: by workspace, then by channel. Words of a case are none of it.
    """
    return read.what in POINTS and not now.districts_of(user) and "caseof" not in read.text


def may_read(here: Village, now: Oracle, user: str, text: str) -> bool:
    """Names of a district's people are for its own and the vendor; words of its cases for contacts and agents.

    What was written while a guest was in the case is for that guest too.
    """
    for district in ZONES:
        vendor = now.has(user, "-", "agent", "lead", "support-administrator")
        if f"only{district}" in text and not (vendor or district in now.districts_of(user)):
            return False
        if f"caseof{district}" in text and not (now.contact(user, district) or now.agent(user)):
            return _reports(now, user, district) or _heard(here, user, text)
    return True


def _heard(here: Village, user: str, text: str) -> bool:
    """All of it was written while they were in its case, as the guest of a joint session."""
    return all(user in here.heard_by.get(int(number), ()) for number in re.findall(r"Words (\d+) of caseof", text))


def _reports(now: Oracle, user: str, district: str) -> bool:
    """Whoever reported an emergency reads what is said in its case until a contact claims it."""
    return any(
        case["district"] == district and case["contact_id"] is None and now.is_me(user, case["reporter_id"])
        for case in now.cases.values()
    )


async def redirects_are_right(here: Village, now: Oracle) -> None:
    """The redirect names exactly the contacts who may act."""
    for district, id_ in here.districts.items():
        if district not in ZONES:
            continue
        (reach,) = await viewing.reaches_of(here.store, [id_])
        named = {str(contact.person.id) for contact in reach.contacts}
        may = {str(now.people[user].id) for user in now.contacts_of(district)}
        assert named == may, (district, named, may)
