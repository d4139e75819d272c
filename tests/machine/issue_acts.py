"""What is asked for about issues and maintenance: written, published, followed, at an end."""

from dataclasses import replace

import sqlalchemy as sa

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import IssueId
from bot.domain.issues import IssueStatus
from bot.domain.notifications import Kind
from bot.services import announcing, environments, publishing, viewing
from bot.services import issues as service
from storage import issues, people
from storage.inbound import FormKey
from storage.notifications import Plan
from storage.tables import issues as table
from tests.machine.acts import DAY, Asked, Deed, Impossible, incident_of


async def _issue_of(it: Asked) -> IssueId:
    """One that Development has."""
    async with it.store.read() as tx:
        known = (await tx.execute(sa.select(table.c.id).order_by(table.c.id))).scalars().all()
    if not known:
        raise Impossible
    return IssueId(known[it.pick % len(known)])


async def _marked(it: Asked) -> tuple[IssueId, str]:
    """Described by who may; and as a window would have drawn it."""
    issue = await _issue_of(it)
    async with it.store.begin() as tx:
        found = await issues.get(tx, issue)
        if found is None:
            raise Impossible
        person = await people.by_slack(tx, it.who)
        if person is None or not policy.may_publish(person):
            return issue, found.mark
        words = replace(found.words, description="It is lost.")
        await issues.write(tx, issue, words, module=found.module)
    return issue, replace(found, words=words).mark


async def _publish_issue(it: Asked) -> None:
    issue, mark = await _marked(it)
    await publishing.publish(it.store, who=it.who, issue=issue, mark=mark, now=it.here.now, once=FormKey(it.once))


async def _release(it: Asked) -> None:
    issue, mark = await _marked(it)
    await publishing.change(
        it.store,
        who=it.who,
        issue=issue,
        mark=mark,
        status=IssueStatus.RELEASED,
        fixed_in="",
        now=it.here.now,
        once=FormKey(it.once),
    )


async def _follow(it: Asked) -> None:
    issue, on = await _issue_of(it), it.pick % 2 == 0
    await service.follow(it.store, who=it.who, issue=issue, on=on, now=it.here.now, once=it.once)


async def _plan_maintenance(it: Asked) -> None:
    starts_at = it.here.now + (it.pick % 30) * DAY
    plan = Plan(kind=Kind.MAINTENANCE, title="Servers", starts_at=starts_at, ends_at=starts_at + DAY)
    await announcing.open_one(it.store, who=it.who, plan=plan, now=it.here.now, once=FormKey(it.once))


async def _post_update(it: Asked) -> None:
    await announcing.update(
        it.store,
        who=it.who,
        notification=await incident_of(it),
        words="Soon.",
        now=it.here.now,
        once=FormKey(it.once),
    )


async def _see_environments(it: Asked) -> None:
    """As the doors do: the vendor's people name a district."""
    hat = await viewing.hat_of(it.store, it.who)
    if hat.at_vendor:
        await environments.at(it.store, who=it.who, key=it.target.district, now=it.here.now)
    else:
        await environments.own(it.store, who=it.who, now=it.here.now)


OF_ISSUES: dict[str, Deed] = {
    "release an issue": Deed(Act.PUBLISH, _release, on="district", repeats=False),
    "publish an issue": Deed(Act.PUBLISH, _publish_issue, on="district", repeats=False),
    "follow an issue": Deed(Act.FOLLOW_ISSUE, _follow, on="district"),
    "plan maintenance": Deed(Act.PUBLISH, _plan_maintenance, on="district"),
    "post an update": Deed(Act.PUBLISH, _post_update, on="district"),
    "see environments": Deed(Act.SEE_ENVIRONMENTS, _see_environments, on="district", repeats=False),
    "see issues": Deed(
        Act.SEE_ISSUES,
        lambda it: service.listed(it.store, who=it.who, now=it.here.now),
        on="district",
        repeats=False,
    ),
}
