"""Who and which district is meant by what was typed at the command line. Nobody is guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.ids import DistrictId, PersonId, SlackUser, TeamId, UserId
from bot.domain.list_sheets import ListLine
from bot.domain.people import CONTACT_ROLES, Role
from bot.running_audit import NotClear, said
from storage import audit_questions, directory, list_lines, people, workspaces
from storage.list_lines import OnList
from storage.store import Tx

_USER = re.compile(r"(?:(?P<team>[TE][A-Z0-9]+)/)?(?P<user>[UW][A-Z0-9]+)")
KEEPERS = CONTACT_ROLES | {Role.ADMINISTRATOR}
HOW = "a name or an e-mail address as in the list, U…, T…/U…, or a number such as #17"


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """`team`: '' where its workspace is not known."""

    id: DistrictId
    key: str
    name: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Somebody on a district's list, as the list has them."""

    person: PersonId
    district: District
    line: ListLine


async def every_district(tx: Tx) -> dict[str, District]:
    """By key, in its order."""
    known = await directory.districts_by_key(tx)
    return {
        key: District(id=DistrictId(row.id), key=key, name=row.name, team=row.team_id)
        for key, row in sorted(known.items())
    }


async def district_of(tx: Tx, key: str) -> District:
    """Raises NotClear."""
    known = await every_district(tx)
    if key not in known:
        raise NotClear(f"There is no district {key or 'without a key'}. There are: {_some([*known])}.")
    return known[key]


def _some(keys: list[str], most: int = 20) -> str:
    """So many that they can be read."""
    shown = ", ".join(keys[:most]) or "none"
    return shown if len(keys) <= most else f"{shown} and {len(keys) - most} more"


async def meant(tx: Tx, typed: str, key: str) -> Meant:
    """Somebody on a list, or who was. `key`: of which district; '': of the only one. Raises NotClear."""
    found = await _listed(tx, typed, key, keepers=False)
    if not found:
        where = f"the list of {key}" if key else "any list"
        raise NotClear(f"Nobody on {where} is known by {said(typed)}. Try {HOW}. Run: python -m bot contacts list")
    if len({it.person for it in found}) > 1:
        several = ", ".join(f"#{it.person} ({it.name} of {it.key})" for it in found)
        raise NotClear(f"{typed} are several: {several}. Name one by its number.")
    if len(found) > 1:
        keys = ", ".join(it.key for it in found)
        raise NotClear(f"{typed} is on the lists of several districts: {keys}. Name one with --district.")
    line = await list_lines.of_person(tx, found[0].district, found[0].person)
    if line is None:
        raise LookupError(found[0].person)
    return Meant(person=found[0].person, district=await district_of(tx, found[0].key), line=line)


async def asker_of(tx: Tx, typed: str, district: District) -> PersonId:
    """Who of the district asked: somebody on its list, or its administrator. Raises NotClear."""
    found = {it.person: it.name for it in await _listed(tx, typed, district.key, keepers=True)}
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise NotClear(f"{typed} are several: {_numbered(found)}. Name one by its number.")
    keepers = [person for person, _, _ in await people.holding(tx, KEEPERS, district=district.id)]
    names = {person: sheet.name for person, sheet in (await people.sheets(tx, keepers)).items()}
    raise NotClear(
        f"--asked-by is who of the district asked, and {said(typed)} is no contact and no administrator of "
        f"{district.key}. There are: {_numbered(names) or 'none'}. Give an e-mail address, a Slack user (U…) or such "
        f"a number. Run: python -m bot contacts list {district.key}"
    )


def _numbered(names: Mapping[PersonId, str], most: int = 20) -> str:
    shown = ", ".join(f"#{person} ({name})" for person, name in [*names.items()][:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


async def _listed(tx: Tx, typed: str, key: str, *, keepers: bool) -> list[OnList]:
    if key:
        await district_of(tx, key)
    persons = [person for person, _, _ in await audit_questions.find(tx, typed)]
    found = await list_lines.lists_with(tx, persons, keepers=keepers)
    return [it for it in found if key in ("", it.key)]


async def slack_user(tx: Tx, typed: str, district: District) -> SlackUser:
    """`U…`, of the district's own workspace, or `T…/U…`. Raises NotClear."""
    found = _USER.fullmatch(typed.strip())
    if found is None:
        raise NotClear(f"{typed} is no Slack user. Slack shows their member id in their profile: U…, or write T…/U….")
    team = TeamId(found["team"] or district.team)
    if team != district.team and await workspaces.get(tx, team) is None:
        raise NotClear(
            f"The app is not installed in workspace {team or 'of ' + district.key}. Run: python -m bot doctor"
        )
    return SlackUser(team=team, user=UserId(found["user"]))
