"""Whatever is done to a sealed log without the key is found; and what was done to nothing is not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.seals import Checking, Finding, LogLine, Posted, Seal, Wrong, key_id, posted, sealed, tallied
from tests.clockwork import NOON

KEY, OTHER = b"k" * 32, b"another key of 32 bytes, no less."
KEYS = {key_id(KEY): KEY}
THEIRS = {key_id(OTHER): OTHER}


def _line(number: int, district: int | None = 1) -> LogLine:
    return LogLine(
        id=number,
        at=NOON + timedelta(microseconds=number),
        person=PersonId(3),
        act="comment",
        rule="contact-of-the-district",
        allowed=True,
        district=DistrictId(district) if district else None,
        case=CaseNumber(17),
        about=None,
        ref="",
    )


class Log:
    """A log as somebody with the database in hand has it: they may change anything but the key."""

    def __init__(self) -> None:
        self.lines: list[LogLine] = []
        self.seals: list[Seal] = []

    def seals_all(self, keys: dict[str, bytes] = KEYS) -> None:
        last = self.seals[-1] if self.seals else None
        waiting = [line for line in self.lines if last is None or line.id > last.through]
        if waiting:
            self.seals += sealed(waiting, last=last, at=NOON, keys=keys)

    def looked_at(self, *witnesses: Posted, keys: dict[str, bytes] = KEYS) -> list[Finding]:
        checking = Checking(keys=keys, posted=witnesses)
        for (after, through), group in groupby(self.seals, key=lambda seal: (seal.after, seal.through)):
            covered = [line for line in sorted(self.lines, key=lambda line: line.id) if after < line.id <= through]
            checking.look(list(group), tallied(covered))
        checking.end()
        return checking.findings


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Lines of a few districts and of none, with gaps between their ids, sealed in a few rounds."""
    log, number = Log(), 0
    for size in draw(st.lists(st.integers(1, 5), min_size=1, max_size=5)):
        for _ in range(size):
            number += draw(st.integers(1, 3))
            log.lines.append(_line(number, draw(st.sampled_from([None, 1, 2, 3]))))
        log.seals_all()
    return log


CHANGES: list[Callable[[LogLine], LogLine]] = [
    lambda line: replace(line, at=line.at + timedelta(microseconds=1)),
    lambda line: replace(line, person=PersonId(4)),
    lambda line: replace(line, person=None),
    lambda line: replace(line, act="close"),
    lambda line: replace(line, rule="ContactsOnly"),
    lambda line: replace(line, allowed=False),
    lambda line: replace(line, district=DistrictId(9)),
    lambda line: replace(line, case=CaseNumber(18)),
    lambda line: replace(line, about=PersonId(3)),
    lambda line: replace(line, ref="request:1"),
]
FORGERIES: list[Callable[[Seal], Seal]] = [
    lambda seal: replace(seal, district=DistrictId(9)),
    lambda seal: replace(seal, after=seal.after + 1),
    lambda seal: replace(seal, through=seal.through + 1),
    lambda seal: replace(seal, lines=seal.lines + 1),
    lambda seal: replace(seal, content="0" * 64),
    lambda seal: replace(seal, at=seal.at + timedelta(seconds=1)),
    lambda seal: replace(seal, key=key_id(OTHER)),
    lambda seal: replace(seal, previous="0" * 64),
    lambda seal: replace(seal, digest="0" * 64),
]


def _one_of(data: st.DataObject, things: Sequence[object]) -> int:
    return data.draw(st.integers(0, len(things) - 1))


@given(log=logs())
def test_a_log_that_nobody_touched_is_found_well(log: Log) -> None:
    assert log.looked_at(*(Posted(number=seal.number, digest=seal.digest[:32]) for seal in log.seals)) == []
    assert [seal.number for seal in log.seals] == list(range(1, len(log.seals) + 1))
    assert sum(seal.lines for seal in log.seals) == len(log.lines)


@pytest.mark.parametrize("change", CHANGES)
@given(log=logs(), data=st.data())
@settings(max_examples=20)
def test_a_line_that_was_changed_is_found(
    log: Log, data: st.DataObject, change: Callable[[LogLine], LogLine]
) -> None:
    place = _one_of(data, log.lines)
    log.lines[place] = change(log.lines[place])
    assert log.looked_at()


@pytest.mark.parametrize("change", CHANGES)
@given(log=logs(), data=st.data())
@settings(max_examples=20)
def test_a_changed_line_is_found_when_all_later_seals_are_made_again_without_the_key(
    log: Log, data: st.DataObject, change: Callable[[LogLine], LogLine]
) -> None:
    place = _one_of(data, log.lines)
    kept = [seal for seal in log.seals if seal.through < log.lines[place].id]
    log.lines[place] = change(log.lines[place])
    log.seals = [*kept]
    log.seals_all(THEIRS)
    assert {it.wrong for it in log.looked_at()} == {Wrong.UNKNOWN_KEY}
    log.seals = [replace(seal, key=key_id(KEY)) if seal not in kept else seal for seal in log.seals]
    assert {it.wrong for it in log.looked_at()} == {Wrong.FORGED}


@given(log=logs(), data=st.data())
def test_a_line_that_was_taken_away_is_found_with_its_district(log: Log, data: st.DataObject) -> None:
    gone = log.lines.pop(_one_of(data, log.lines))
    (found,) = log.looked_at()
    assert (found.wrong, found.district, found.lines) == (Wrong.MISSING, gone.district, 1)
    assert found.first <= gone.id <= found.last


@given(log=logs(), data=st.data(), district=st.sampled_from([None, 1, 9]))
def test_a_line_that_was_put_into_a_gap_is_found(log: Log, data: st.DataObject, district: int | None) -> None:
    taken = {line.id for line in log.lines}
    free = [number for number in range(1, log.lines[-1].id) if number not in taken]
    if not free:
        return
    log.lines.append(_line(free[_one_of(data, free)], district))
    (found,) = log.looked_at()
    assert (found.wrong, found.district, found.lines) == (Wrong.ADDED, district, 1)


@pytest.mark.parametrize("forge", FORGERIES)
@given(log=logs(), data=st.data())
@settings(max_examples=20)
def test_a_seal_that_was_changed_is_found(log: Log, data: st.DataObject, forge: Callable[[Seal], Seal]) -> None:
    place = _one_of(data, log.seals)
    log.seals[place] = forge(log.seals[place])
    assert {it.seal for it in log.looked_at()} & {place + 1, place + 2}


@given(log=logs(), data=st.data())
def test_a_seal_that_was_taken_out_is_found(log: Log, data: st.DataObject) -> None:
    if len(log.seals) == 1:
        return
    gone = log.seals.pop(data.draw(st.integers(0, len(log.seals) - 2)))
    assert any((it.wrong, it.seal) == (Wrong.SEALS_GONE, gone.number) for it in log.looked_at())


@given(log=logs(), data=st.data())
def test_a_tail_that_was_cut_off_with_its_seals_is_found_by_the_seal_that_was_posted(
    log: Log, data: st.DataObject
) -> None:
    whole, first_gone = log.seals[-1], log.seals[data.draw(st.integers(0, len(log.seals) - 1))]
    witness = Posted(number=whole.number, digest=whole.digest[:32])
    log.seals = [seal for seal in log.seals if seal.through < first_gone.through]
    log.lines = [line for line in log.lines if line.id <= (log.seals[-1].through if log.seals else 0)]
    assert log.looked_at() == []
    assert [it.wrong for it in log.looked_at(witness)] == [Wrong.CUT_OFF]
    for _ in range(20):
        log.lines.append(_line((log.lines[-1].id if log.lines else 0) + 1, 7))
        log.seals_all()
    assert [(it.wrong, it.seal) for it in log.looked_at(witness)] == [(Wrong.CUT_OFF, whole.number)]


@given(log=logs())
def test_seals_of_two_histories_do_not_make_one_chain(log: Log) -> None:
    """Somebody put an older copy of the database back, and later some of what had been: all of it is signed."""
    number, other = log.lines[-1].id, Log()
    other.lines, other.seals = [*log.lines], [*log.seals]
    for it, act in ((log, "comment"), (other, "close")):
        for more in (1, 2):
            it.lines.append(replace(_line(number + more), act=act))
            it.seals_all()
    log.lines[-1], log.seals[-1] = other.lines[-1], other.seals[-1]
    assert [(found.wrong, found.seal) for found in log.looked_at()] == [(Wrong.FORGED, log.seals[-1].number)]


@given(log=logs())
def test_seals_of_an_earlier_key_stand_as_long_as_it_is_kept(log: Log) -> None:
    number = log.lines[-1].id
    log.lines.append(_line(number + 1))
    log.seals_all({**THEIRS, **KEYS})
    assert log.seals[-1].key == key_id(OTHER)
    assert log.looked_at(keys={**THEIRS, **KEYS}) == []
    assert {it.wrong for it in log.looked_at(keys=THEIRS)} == {Wrong.UNKNOWN_KEY}


def test_a_posted_seal_is_read_from_whatever_surrounds_it() -> None:
    digest = "9f3a" * 8
    for text in (f"Seal 12 over the audit log, of 27 Nov 2026 10:05: `{digest}`", f"seal 12, {digest}"):
        assert posted(text) == Posted(number=12, digest=digest)
    for text in ("", "Seal 12", f"12 {digest}", "Seal 12 9f3a"):
        assert posted(text) is None
