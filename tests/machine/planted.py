"""Eleven faults that the machine has to find, each: a file of the product, what stands there, and what is put in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`says`: the sentence of the policy that no longer holds."""

    says: str
    path: str
    stands: str
    instead: str


FAULTS = (
    Fault(
        says="who is brought into a case speaks while its contact is there, and at no other time",
        path="bot/services/deeds.py",
        stands="if (await sitting.as_kept(self.tx, found)).is_present(self.at):",
        instead="if found.starts_at <= self.at:",
    ),
    Fault(
        says="a deactivated contact is treated as an end user",
        path="bot/domain/policy.py",
        stands="return line.standing in (Standing.ACTIVE, Standing.FLAGGED)",
        instead="return line.standing is not Standing.REMOVED",
    ),
    Fault(
        says="a contact is one of their own district",
        path="bot/domain/policy.py",
        stands="line.role in roles and line.district == district and _may_act(line)",
        instead="line.role in roles and (line.district == district or district is not None) and _may_act(line)",
    ),
    Fault(
        says="refused acts are no activity",
        path="bot/services/deeds.py",
        stands="elif refused is None and this.act is not None and policy.districts_of_contact(this.person):",
        instead="elif this.act is not None and policy.districts_of_contact(this.person):",
    ),
    Fault(
        says="every deed asked for leaves one audit line, refused ones too",
        path="bot/services/deeds.py",
        stands="    if this.act is not None:\n        await audit.write(",
        instead="    if this.act is not None and refused is None:\n        await audit.write(",
    ),
    Fault(
        says="a redelivery has no effect",
        path="bot/services/deeds.py",
        stands="if once is not None and not await inbound.is_new(tx, once, now=now):",
        instead="if once is not None and not await inbound.is_new(tx, once, now=now) and not once:",
    ),
    Fault(
        says="a list shows no other district's cases",
        path="storage/cases.py",
        stands="cases.c.district_id.in_(",
        instead="cases.c.district_id.not_in(",
    ),
    Fault(
        says="the last contact of a district is never deactivated by the clock",
        path="bot/services/inactivity.py",
        stands="return Protect() if is_last_to_stay(found.silence, others, now, limits) else ruled",
        instead="return Protect() if now < found.silence.since else ruled",
    ),
    Fault(
        says="nobody is flagged sooner than a day after a warning was told",
        path="bot/domain/inactivity.py",
        stands="return None if told is None else max(due, told + limits.after_warning)",
        instead="return None if told is None else max(due, told)",
    ),
    Fault(
        says="the redirect names those who may act, and nobody who is gone",
        path="storage/people.py",
        stands="""        roster.c.standing.in_(MAY_ACT),
        people.c.user_id.is_not(None),
        people.c.membership != Membership.GONE,
    )
    .order_by(roster.c.role, people.c.name)""",
        instead="""        roster.c.standing.in_(MAY_ACT),
        people.c.user_id.is_not(None),
    )
    .order_by(roster.c.role, people.c.name)""",
    ),
    Fault(
        says="a channel with somebody who should not be there shows no words",
        path="storage/places.py",
        stands="return found is not None and found.words_may_go",
        instead="return found is not None",
    ),
)
