"""Seals over the audit log: what somebody with the database in hand changes, they show (POLICY 10).

A seal covers the lines that one district has within one stretch of the log. All seals are one chain: each holds the
digest of the one before, and is signed with a key that is not in the database. Which shows

- a line that was changed, taken away or put in: the seal's content is another than that of the lines;
- a seal that was made again: it is not signed, and neither can the later ones be;
- a seal that was taken away: its number is missing;
- a tail cut off, lines and seals: a seal that was posted elsewhere is not in the chain, or is another.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import CaseNumber, DistrictId, PersonId

POSTED_DIGITS = 32
"""Of a digest, where people read it: 128 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of the audit log, whole."""

    id: int
    at: datetime
    person: PersonId | None
    act: str
    rule: str
    allowed: bool
    district: DistrictId | None
    case: CaseNumber | None
    about: PersonId | None
    ref: str

    @property
    def canonical(self) -> bytes:
        """The same bytes on either engine, and for no other line."""
        facts = [self.id, self.at.isoformat(), self.person, self.act, self.rule, self.allowed]
        return _bytes([*facts, self.district, self.case, self.about, self.ref]) + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """`district` None: lines that are of no district. It covers the ids above `after`, up to `through`.

    `content`: the digest of those lines. `previous`: that of the seal before. `key`: the id of what signed it.
    """

    number: int
    district: DistrictId | None
    after: int
    through: int
    lines: int
    content: str
    at: datetime
    key: str
    previous: str
    digest: str = ""

    @property
    def signed_over(self) -> bytes:
        facts = [self.number, self.district, self.after, self.through, self.lines, self.content]
        return _bytes([*facts, self.at.isoformat(), self.key, self.previous])


Keys = Mapping[str, bytes]
"""By their ids. The first seals; all of them are taken when it is looked whether seals are genuine."""


def _bytes(facts: Sequence[object]) -> bytes:
    """What is no fact of ours, since somebody put it there by hand, is no other's either."""
    return json.dumps(facts, separators=(",", ":"), default=repr).encode()


def key_id(key: bytes) -> str:
    """By which a seal names the key that signed it, without telling anything of it."""
    return hashlib.sha256(b"liaison-seal-key:" + key).hexdigest()[:8]


def _signed(seal: Seal, key: bytes) -> str:
    return hmac.new(key, seal.signed_over, hashlib.sha256).hexdigest()


def is_genuine(seal: Seal, keys: Keys) -> bool:
    key = keys.get(seal.key)
    return key is not None and hmac.compare_digest(_signed(seal, key), seal.digest)


class Tally:
    """What a district's lines add up to, taken one by one in the order of their ids."""

    def __init__(self) -> None:
        self.lines = 0
        self._content = hashlib.sha256()

    def take(self, line: LogLine) -> None:
        self.lines += 1
        self._content.update(line.canonical)

    @property
    def content(self) -> str:
        return self._content.hexdigest()


Tallies = dict[DistrictId | None, Tally]


def tallied(lines: Iterable[LogLine], before: Tallies | None = None) -> Tallies:
    """By district. `before`: of the lines that come before these."""
    found = {} if before is None else before
    for line in lines:
        found.setdefault(line.district, Tally()).take(line)
    return found


def sealed(lines: Sequence[LogLine], *, last: Seal | None, at: datetime, keys: Keys) -> list[Seal]:
    """One seal for each district that has some of these lines, which are the next ones of the log, by their ids."""
    key = next(iter(keys))
    made: list[Seal] = []
    for district, tally in tallied(lines).items():
        before = made[-1] if made else last
        seal = Seal(
            number=before.number + 1 if before else 1,
            district=district,
            after=last.through if last else 0,
            through=lines[-1].id,
            lines=tally.lines,
            content=tally.content,
            at=at,
            key=key,
            previous=before.digest if before else "",
        )
        made.append(replace(seal, digest=_signed(seal, keys[key])))
    return made


class Wrong(StrEnum):
    """What a look at the log can find."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    FORGED = "forged"
    UNKNOWN_KEY = "unknown-key"
    SEALS_GONE = "seals-gone"
    CUT_OFF = "cut-off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is wrong. `seal`: where. The lines are those of the district with ids from `first` to `last`."""

    wrong: Wrong
    seal: int
    district: DistrictId | None = None
    first: int = 0
    last: int = 0
    lines: int = 0
    """How many are missing or too many; of seals that are gone, the number of the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A seal as it was posted in Slack, where no change of the database reaches it."""

    number: int
    digest: str


_POSTED = re.compile(r"\bseal\W*(\d{1,18})\b.*?\b([0-9a-f]{32,64})\b", re.IGNORECASE | re.DOTALL)


def posted(text: str) -> Posted | None:
    """A seal in the text of a message. None: there is none in it."""
    found = _POSTED.search(text)
    return Posted(number=int(found[1]), digest=found[2].lower()) if found else None


@dataclass(slots=True, kw_only=True)
class Checking:
    """A look at the chain from its beginning, stretch after stretch. What is wrong gathers in `findings`."""

    keys: Keys
    posted: Sequence[Posted] = ()
    last: Seal | None = None
    seals: int = 0
    lines: int = 0
    findings: list[Finding] = field(default_factory=list)
    met: set[int] = field(default_factory=set)

    def look(self, seals: Sequence[Seal], tallies: Tallies) -> None:
        """The next stretch: its seals, and what its lines add up to, by district."""
        left = dict(tallies)
        for seal in seals:
            self._chained(seal)
            self._covers(seal, left.pop(seal.district, Tally()))
            self._was_posted(seal)
            self.last = seal
            self.seals += 1
            self.lines += seal.lines
        for district, tally in left.items():
            self._found(Wrong.ADDED, replace(seals[-1], district=district), lines=tally.lines)

    def _chained(self, seal: Seal) -> None:
        number, digest = (self.last.number, self.last.digest) if self.last else (0, "")
        if seal.number != number + 1:
            gone = Finding(wrong=Wrong.SEALS_GONE, seal=number + 1, lines=seal.number - 1)
            self.findings.append(gone)
        elif seal.previous != digest:
            self._found(Wrong.FORGED, seal)
            return
        if seal.key not in self.keys:
            self._found(Wrong.UNKNOWN_KEY, seal)
        elif not is_genuine(seal, self.keys):
            self._found(Wrong.FORGED, seal)

    def _covers(self, seal: Seal, tally: Tally) -> None:
        if tally.lines < seal.lines:
            self._found(Wrong.MISSING, seal, lines=seal.lines - tally.lines)
        elif tally.lines > seal.lines:
            self._found(Wrong.ADDED, seal, lines=tally.lines - seal.lines)
        elif tally.content != seal.content:
            self._found(Wrong.CHANGED, seal)

    def _was_posted(self, seal: Seal) -> None:
        for it in self.posted:
            if it.number == seal.number:
                self.met.add(it.number)
                if not seal.digest.startswith(it.digest):
                    self._found(Wrong.CUT_OFF, seal)

    def end(self) -> None:
        """The chain has no more: what was posted and is not in it was cut off."""
        for it in self.posted:
            if it.number not in self.met:
                self.findings.append(Finding(wrong=Wrong.CUT_OFF, seal=it.number))

    def _found(self, wrong: Wrong, seal: Seal, *, lines: int = 0) -> None:
        stretch = {"first": seal.after + 1, "last": seal.through}
        self.findings.append(Finding(wrong=wrong, seal=seal.number, district=seal.district, lines=lines, **stretch))
