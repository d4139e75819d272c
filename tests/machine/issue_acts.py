"""What is asked for about issues: written, published, followed, at an end."""

from dataclasses import replace

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import IssueId
from bot.domain.issues import IssueStatus
from bot.services import issues as service
from bot.services import publishing
from storage import issues, people
from storage.inbound import FormKey
from tests.machine.acts import Asked, Deed


async def _marked(it: Asked) -> tuple[IssueId, str]:
    """One that Development may have by now, described by who may; and as a window would have drawn it."""
    issue = IssueId(1 + it.pick % 3)
    async with it.store.begin() as tx:
        found = await issues.get(tx, issue)
        if found is None:
            return issue, ""
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
    issue, on = IssueId(1 + it.pick % 3), it.pick % 2 == 0
    await service.follow(it.store, who=it.who, issue=issue, on=on, now=it.here.now, once=it.once)


OF_ISSUES: dict[str, Deed] = {
    "release an issue": Deed(Act.PUBLISH, _release, on="district", repeats=False),
    "publish an issue": Deed(Act.PUBLISH, _publish_issue, on="district", repeats=False),
    "follow an issue": Deed(Act.FOLLOW_ISSUE, _follow, on="district"),
    "see issues": Deed(
        Act.SEE_ISSUES,
        lambda it: service.listed(it.store, who=it.who, now=it.here.now),
        on="district",
        repeats=False,
    ),
}
