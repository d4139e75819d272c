"""One line of the map of what is held: a table, what each of its columns is, and whose its rows are. Data alone.

Whoever adds a column says here what it is; a test finds the one that is not said. A way goes from a row to its
district, or to the person whose row it is, by the columns named: `comment_id > case_number > district_id` follows
three foreign keys. `name=table.name` is a step that no foreign key holds; `+` names two columns that belong together.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One table. `purpose`: what it holds, and what for, for somebody who is no programmer.

    The columns, by kind, are `key`: our own ids; `fact`: numbers, states, instants, settings, which stay when
    words are erased; `words`: what a person wrote, and what came of it; `person`: who and where somebody is;
    `slack`: Slack's ids and links; `secret`: what opens something.

    `kept_back`: why the export of a district leaves it out; of the desk's side nothing is ever in one.

    `districts`: every way by which a row is a district's; `people`: every way by which it is somebody's own, which is
    more than to be named in it. `desk`: of the vendor's side, so that no district ever reads it. `nobodys`: why it
    has no way at all.
    """

    table: str
    purpose: str
    key: str = ""
    fact: str = ""
    words: str = ""
    person: str = ""
    slack: str = ""
    secret: str = ""
    districts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    desk: bool = False
    nobodys: str = ""
    kept_back: str = ""


BY_CASE = ("case_number > district_id",)
BY_NUMBER = ("number > district_id",)
BY_DISTRICT = ("district_id",)
BY_COMMENT = ("comment_id > case_number > district_id",)
