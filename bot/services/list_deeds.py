"""What every deed on a district's list of contacts begins with: the district held, and then who asks looked at.

Two of these deeds never overlap, so that the last contact cannot go twice, and whoever lost their right in the one
before does nothing by this one (POLICY 6).
"""

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import DistrictId, PersonId, RequestId, SlackUser
from bot.domain.limits import Limits
from bot.domain.list_requests import REF, Request, Target
from bot.domain.people import Membership, Person, as_of, is_third_party
from bot.domain.policy import Matter
from bot.domain.refusals import RequestOver
from bot.services.deeds import Deed
from storage import calendars, contacts, list_lines, list_requests, people
from storage.store import Tx


async def hold(this: Deed, district: DistrictId) -> None:
    """From here on nobody else changes this list before the deed ends."""
    await contacts.hold(this.tx, district)
    before = this.person
    found = await (people.by_id(this.tx, before.id) if before else people.by_slack(this.tx, this.who))
    this.person = as_of(found, this.at) if found else None


async def held_request(this: Deed, number: RequestId, act: Act) -> Request:
    """The request, its district held; its caller asks the policy. Raises Refusal for one that there is not."""
    this.ref = f"{REF}{number}"
    first = await list_requests.get(this.tx, number)
    if first is None:
        this.may(act, Matter())
        raise RequestOver(request=number, state="gone")
    await hold(this, first.district)
    found = await list_requests.get(this.tx, number)
    if found is None:
        raise RequestOver(request=number, state="gone")
    this.about = found.person
    return found


async def limits_of(tx: Tx) -> Limits:
    return (await calendars.rules(tx)).limits


async def target_of(tx: Tx, person: Person | None, district: DistrictId) -> Target:
    """How somebody stands to the list; None: whom we never saw, until Slack says who they are."""
    if person is None:
        return Target(is_known=False, is_third_party=True)
    line = policy.contact_line(person, district)
    is_contact = line is not None and policy.gives_right(line)
    here = any(its.district == district for its in person.lines)
    return Target(
        role=line.role if line else None,
        is_contact=is_contact,
        was_contact=line is not None and not is_contact,
        is_removed=line is not None and line.was_removed,
        is_third_party=is_third_party(person) and not here,
        is_admitted=policy.is_admitted(person, district),
        is_known=await list_lines.is_known(tx, person.id),
        is_bound=person.slack.user is not None,
        is_erased=person.slack.user is None and not person.name,
        is_gone=person.membership is Membership.GONE,
        at_vendor=policy.works_for_vendor(person),
    )


async def is_last(tx: Tx, person: Person, district: DistrictId) -> bool:
    """Whether no contact who may act would be left without them."""
    line = policy.contact_line(person, district)
    if line is None or not policy.is_contact_of(person, district) or person.slack.user is None:
        return False
    return await contacts.is_last(tx, district, line.id)


async def somebody(tx: Tx, who: SlackUser | PersonId | None) -> Person | None:
    """By our own id, or by Slack's."""
    if who is None:
        return None
    return await (people.by_slack(tx, who) if isinstance(who, SlackUser) else people.by_id(tx, who))
