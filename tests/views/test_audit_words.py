"""Everything that can stand in the audit log has plain words."""

from bot.domain.acts import Act
from bot.domain.list_requests import Kind, State
from bot.domain.people import Role
from bot.domain.policy import RULES
from bot.domain.record import ByAccount, ByClock, ByCommand, ByImport, Unasked, of_role
from bot.domain.refusals import Refusal
from bot.views import audit_words


def test_every_act_has_its_words() -> None:
    assert {*Act, *Unasked} - set(audit_words.ACTS) == set()
    assert set(audit_words.NOBODY) == set(Unasked)


def test_every_rule_that_allows_has_its_words() -> None:
    assert {rule.id for rules in RULES.values() for rule in rules} - set(audit_words.ALLOWED_BY) == set()


def test_every_refusal_has_its_words() -> None:
    assert {kind.__name__ for kind in Refusal.__subclasses__()} - set(audit_words.REFUSED) == set()


def test_every_effect_of_nobody_has_its_words() -> None:
    assert {*ByClock, *ByImport, *ByAccount, *ByCommand} - set(audit_words.EFFECTS) == set()


def test_every_request_and_whatever_becomes_of_it_has_its_words() -> None:
    assert set(audit_words.REQUESTS) == set(Kind)
    assert set(audit_words.BECAME) == set(State)
    assert audit_words.ref("request:17:add:applied") == "request 17, add a contact: done"
    assert audit_words.ref(of_role(Role.COACH)) == "as building coach"
    assert [audit_words.ref(it) for it in ("request:17", "kept:4", "")] == ["request 17", "kept 4", ""]


def test_what_an_earlier_version_wrote_stands_as_it_was_written() -> None:
    assert audit_words.act("a-former-act") == "a-former-act"
    assert audit_words.rule("a-former-rule", allowed=True) == "allowed by a-former-rule"
    assert audit_words.rule("AFormerRefusal", allowed=False) == "refused: AFormerRefusal"
