"""Issues: `/case issues` and *Issues…* list them, *View* opens one, and a lead writes, publishes and changes them."""

from typing import Any

from bot.domain.drafts import subject_problem
from bot.domain.ids import IssueId
from bot.domain.issues import HAS_VERSION, IssueStatus, Lacks, Words
from bot.domain.notifications import ALL_MODULES
from bot.domain.refusals import NotReadable
from bot.services import issues, publishing
from bot.services.issues import After, Opened
from bot.views import announcing, fields, issue_forms, text
from bot.views import issues as drawn
from handlers.answers import Answer, FormErrors, NextView, Nothing
from handlers.asks import ClickAsk, CommandAsk, FormAsk
from handlers.house import House
from handlers.payloads import Malformed, one_of, our_id
from handlers.pressing import once_of, shown, spot_of
from storage.inbound import FormKey


async def by_command(house: House, ask: CommandAsk, rest: str) -> Answer:
    """`/case issues`, or one by its number."""
    if rest:
        issue = IssueId(_typed_number(rest))
        found = await issues.opened(house.store, who=ask.who, issue=issue, now=house.now())
        await house.open_view(ask, _page(found))
    else:
        await house.open_view(ask, await _listing(house, ask, "", None))
    return Nothing()


def _typed_number(typed: str) -> int:
    """`5` or `#5`; what is no number names no issue."""
    word = typed.split(maxsplit=1)[0].removeprefix("#")
    try:
        return our_id(word)
    except Malformed:
        return 0


async def show(house: House, ask: ClickAsk) -> Answer:
    """From the Home, by the menu, or a page further."""
    linked, last, module = [*ask.value.split(":", 2), "", ""][:3]
    number = our_id(last)
    after = (linked == "1", IssueId(number)) if number else None
    await house.show_view(ask, await _listing(house, ask, "" if module == drawn.ALL else module, after))
    return Nothing()


async def _listing(house: House, ask: CommandAsk | ClickAsk, module: str, after: After | None) -> dict[str, Any]:
    found = await issues.listed(house.store, who=ask.who, now=house.now(), module=module, after=after)
    return drawn.listing(
        found.rows,
        module=module,
        modules=found.modules,
        first=after is None,
        after=found.after,
        may_publish=found.may_publish,
        at_desk=found.at_desk,
    )


def _page(found: Opened, said: str = "") -> dict[str, Any]:
    return drawn.page(
        found.issue,
        steps=[(it.status, it.fixed_in, text.moment(it.at)) for it in found.steps],
        cases=found.cases,
        count=found.count,
        follows=found.follows,
        may_publish=found.may_publish,
        at_desk=found.at_desk,
        said=said,
    )


async def view(house: House, ask: ClickAsk) -> Answer:
    issue = IssueId(ask.id)
    found = await issues.opened(house.store, who=ask.who, issue=issue, now=house.now(), spot=spot_of(ask))
    return await shown(house, ask, _page(found))


async def follow(house: House, ask: ClickAsk) -> Answer:
    return await _follow(house, ask, on=True)


async def unfollow(house: House, ask: ClickAsk) -> Answer:
    return await _follow(house, ask, on=False)


async def _follow(house: House, ask: ClickAsk, *, on: bool) -> Answer:
    found = await issues.follow(
        house.store, who=ask.who, issue=IssueId(ask.id), on=on, now=house.now(), once=once_of(ask)
    )
    await house.show_view(ask, _page(found))
    return Nothing()


async def new(house: House, ask: ClickAsk) -> Answer:
    await publishing.may_write(house.store, who=ask.who, now=house.now())
    return await shown(house, ask, issue_forms.words_form(house.modules, house.limits))


async def edit(house: House, ask: ClickAsk) -> Answer:
    found = await publishing.look(house.store, who=ask.who, issue=IssueId(ask.id), now=house.now(), spot=spot_of(ask))
    return await shown(house, ask, issue_forms.words_form(house.modules, house.limits, found))


async def written(house: House, ask: FormAsk) -> Answer:
    """A new one, or other words for one."""
    title, module = ask.text_of(issue_forms.TITLE), ask.text_of(issue_forms.MODULE)
    problem = subject_problem(title, house.limits)
    if problem is not None:
        return FormErrors(errors=announcing.wrong_title(problem, house.limits))
    words = Words(
        title=title.strip(),
        description=ask.text_of(issue_forms.DESCRIPTION).strip(),
        workaround=ask.text_of(issue_forms.WORKAROUND).strip(),
    )
    if not words.description:
        return FormErrors(errors=issue_forms.wrong(Lacks.DESCRIPTION))
    affected = ALL_MODULES if module == drawn.ALL else module[: fields.SHORT]
    once, now = FormKey(f"form:{ask.view_id}"), house.now()
    if "issue" not in ask.metadata:
        added = await publishing.add(house.store, who=ask.who, words=words, module=affected, now=now, once=once)
        return NextView(view=_page(added, f"Issue {added.issue.id} is saved."))
    found = await publishing.rewrite(
        house.store,
        who=ask.who,
        issue=IssueId(ask.id_of("issue")),
        mark=ask.metadata.get("mark", ""),
        words=words,
        module=affected,
        now=now,
        once=once,
    )
    return NextView(view=_page(found, "Saved."))


async def change(house: House, ask: ClickAsk) -> Answer:
    """The window that asks for the next status."""
    found = await publishing.look(house.store, who=ask.who, issue=IssueId(ask.id), now=house.now(), spot=spot_of(ask))
    return await shown(house, ask, issue_forms.status_form(found))


async def status_chosen(house: House, ask: FormAsk) -> Answer:
    """What it means, before it is done."""
    status = one_of(IssueStatus, ask.text_of(issue_forms.STATUS))
    fixed_in = ask.text_of(issue_forms.VERSION).strip()[: fields.SHORT]
    try:
        found = await publishing.about_to_change(
            house.store,
            who=ask.who,
            issue=IssueId(ask.id_of("issue")),
            status=status,
            fixed_in=fixed_in,
            now=house.now(),
        )
    except NotReadable as refusal:
        return FormErrors(errors=issue_forms.wrong(Lacks(refusal.field)))
    return NextView(
        view=issue_forms.change_preview(
            found.issue,
            mark=ask.metadata.get("mark", ""),
            people=found.audience.people,
            named=found.audience.named,
            cases=found.cases,
        )
    )


async def changed(house: House, ask: FormAsk) -> Answer:
    status = one_of(IssueStatus, ask.metadata.get("status", ""))
    found = await publishing.change(
        house.store,
        who=ask.who,
        issue=IssueId(ask.id_of("issue")),
        mark=ask.metadata.get("mark", ""),
        status=status,
        fixed_in=ask.metadata.get("version", "") if status in HAS_VERSION else "",
        now=house.now(),
        once=FormKey(f"form:{ask.view_id}"),
    )
    house.nudge()
    return NextView(view=_page(found, "Changed. Who follows it is told within a minute or two."))


async def publish(house: House, ask: ClickAsk) -> Answer:
    """What contacts will read, and who will be told."""
    issue = IssueId(ask.id)
    try:
        found = await publishing.about_to_publish(
            house.store, who=ask.who, issue=issue, now=house.now(), spot=spot_of(ask)
        )
    except NotReadable:
        return await shown(house, ask, issue_forms.not_described(issue))
    preview = issue_forms.publish_preview(
        found.issue, mark=found.mark, people=found.audience.people, named=found.audience.named
    )
    return await shown(house, ask, preview)


async def published(house: House, ask: FormAsk) -> Answer:
    found = await publishing.publish(
        house.store,
        who=ask.who,
        issue=IssueId(ask.id_of("issue")),
        mark=ask.metadata.get("mark", ""),
        now=house.now(),
        once=FormKey(f"form:{ask.view_id}"),
    )
    house.nudge()
    return NextView(view=_page(found, "Published. Who follows it is told within a minute or two."))


async def withdraw(house: House, ask: ClickAsk) -> Answer:
    found = await publishing.withdraw(
        house.store, who=ask.who, issue=IssueId(ask.id), now=house.now(), once=once_of(ask)
    )
    await house.show_view(ask, _page(found, "Withdrawn: contacts do not see it any more."))
    return Nothing()


async def released(house: House, ask: CommandAsk, rest: str) -> Answer:
    """`/case released 5`: what that means, before it is done."""
    found = await publishing.about_to_change(
        house.store,
        who=ask.who,
        issue=IssueId(_typed_number(rest) if rest else 0),
        status=IssueStatus.RELEASED,
        fixed_in=None,
        now=house.now(),
    )
    await house.open_view(
        ask,
        issue_forms.change_preview(
            found.issue,
            mark=found.mark,
            people=found.audience.people,
            named=found.audience.named,
            cases=found.cases,
        ),
    )
    return Nothing()
