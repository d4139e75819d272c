"""What the bot needs to work: Slack's places, the clocks, the vendor's own, and the audit log."""

from storage.holdings.held import BY_CASE, BY_DISTRICT, Held

IN_SLACK = (
    Held(
        table="workspaces",
        purpose="Slack workspaces where the app is installed, with the token by which it speaks there",
        key="installed_by",
        fact="scopes status installed_at",
        person="name",
        slack="team_id enterprise_id app_id bot_id bot_user_id installer_id",
        secret="token_sealed",  # noqa: S106  # a column's name
        nobodys="one workspace may be several districts' and the vendor's",
    ),
    Held(
        table="channels",
        purpose="Case channels and the desk's: whether they are private, and who accepted a mixed company",
        key="district_id mixed_accepted_by",
        fact="kind is_private words_ok broken checked_at mixed_accepted_at",
        slack="team_id channel_id",
        districts=BY_DISTRICT,
    ),
    Held(
        table="channel_members",
        purpose="Who is in a case channel, so that words go only where nobody else reads them",
        slack="team_id channel_id member_team_id user_id",
        districts=("team_id+channel_id=channels.team_id+channel_id > district_id",),
        people=("member_team_id+user_id=people.team_id+user_id",),
        kept_back="Slack's ids of whoever is in the channel, which Slack shows",
    ),
    Held(
        table="threads",
        purpose="Where in Slack a case is spoken of, on both sides",
        key="id case_number person_id",
        fact="side closed_at seat open_until",
        slack="team_id channel_id ts",
        districts=BY_CASE,
        people=("person_id",),
        kept_back="where in Slack a card stands; no words",
    ),
    Held(
        table="former_threads",
        purpose="Where a case was spoken of before its card was posted anew",
        key="thread_id",
        slack="team_id channel_id ts",
        districts=("thread_id > case_number > district_id",),
        people=("thread_id > person_id",),
        kept_back="where in Slack a card stood; no words",
    ),
    Held(
        table="hints",
        purpose="When somebody was last told in a thread why their reply is not taken in",
        key="thread_id",
        fact="at",
        slack="team_id user_id",
        districts=("thread_id > case_number > district_id",),
        people=("team_id+user_id=people.team_id+user_id",),
        kept_back="when a hint was shown; no words",
    ),
    Held(
        table="news",
        purpose="Of which fact of a case each person was told, or will be; no words",
        key="id person_id case_number fact by_id comment_id thread_id",
        fact="kind in_digest at due_at told_at round",
        districts=BY_CASE,
        people=("person_id",),
        kept_back="what each person was told of, for some weeks, and whom copies mention; no words",
    ),
    Held(
        table="outbox",
        purpose="Messages owed and sent, by ids: their words are read when they are delivered",
        key="id",
        fact="kind urgent created_at due_at expires_at state claimed_by lease_until tries tried_at error done_at",
        slack="key lane team_id facts channel_id ts",
        districts=(
            "facts.district=districts.id",
            "facts.case=cases.number > district_id",
            "facts.comment=comments.id > case_number > district_id",
            "facts.question=questions.id > district_id",
            "facts.emergency=emergencies.id > district_id",
            "facts.session=sessions.id > district_id",
            "facts.request=list_requests.id > district_id",
            "facts.proposal=proposals.id > district_id",
            "facts.line=roster.id > district_id",
        ),
        people=("facts.person=people.id", "facts.team+facts.user=people.team_id+user_id"),
        kept_back="messages by ids, how the bot delivers them; no words",
    ),
    Held(
        table="seen",
        purpose="Keys of what came in, so that what Slack tells twice is done once",
        fact="at",
        slack="key",
        nobodys="a key names an event of Slack's and nothing of ours",
    ),
    Held(
        table="pauses",
        purpose="Until when Slack asked the bot to wait",
        fact="until",
        slack="key",
        nobodys="it is Slack's limit on the bot",
    ),
)

BY_THE_CLOCK = (
    Held(
        table="pending_clocks",
        purpose="When a case that waits for its district is followed up, and closes",
        key="case_number",
        fact="status began_at day_zero owed more_times owner_told closes_at due_at",
        districts=BY_CASE,
        kept_back="when the clock looks next; no words",
    ),
    Held(
        table="target_clocks",
        purpose="When support owes a case its first response or next update",
        key="case_number",
        fact="kind priority began_at paused_at pauses told misses_at due_at",
        districts=BY_CASE,
        desk=True,
    ),
    Held(
        table="date_clocks",
        purpose="When the day of a scheduled case begins",
        key="case_number",
        fact="due_at",
        districts=BY_CASE,
        kept_back="when the clock looks next; no words",
    ),
    Held(
        table="incident_clocks",
        purpose="Cases that are still to be told that their incident is over",
        key="case_number notification_id",
        fact="due_at",
        districts=BY_CASE,
        kept_back="when the clock looks next; no words",
    ),
    Held(
        table="clock_rules",
        purpose="The settings by which all clocks count",
        key="id",
        fact="written",
        nobodys="the vendor's settings",
    ),
)

OF_THE_VENDOR = (
    Held(
        table="issues",
        purpose="Confirmed defects of the product, to which cases are linked",
        key="id created_by",
        fact="module status created_at released_at",
        words="title",
        nobodys="the vendor's, the same for all districts",
    ),
    Held(
        table="notifications",
        purpose="Incidents that the vendor told all districts of",
        key="id opened_by closed_by",
        fact="kind module status opened_at closed_at",
        words="title closing",
        nobodys="the vendor's, the same for all districts",
    ),
)

PROOF = (
    Held(
        table="audit",
        purpose="Who did what, when, and by which rule: our own ids alone, never changed, never erased",
        key="id person_id district_id case_number about_id ref",
        fact="at act rule allowed",
        districts=BY_DISTRICT,
    ),
    Held(
        table="seals",
        purpose="Digests of the audit log that show whether it was changed",
        key="number district_id after_id through_id",
        fact="lines content at key_id previous digest",
        districts=BY_DISTRICT,
        kept_back="digests, which show only whether the log was changed",
    ),
)

KEEPING = (
    Held(
        table="erasures",
        purpose="What was erased, or will be, since when and how many of what: its record, without what was erased",
        key="id district_id person_id asked_by",
        fact="kind state with_words asked_at due_at step counts finished_at trouble",
        slack="team_id of cursor",
        districts=BY_DISTRICT,
        people=("person_id",),
        kept_back="counts of what is gone; the audit log says that it was erased",
    ),
    Held(
        table="erasing_ids",
        purpose="Slack's ids that are looked for while something is erased; gone with its end",
        key="erasure_id",
        slack="slack_id",
        districts=("erasure_id > district_id",),
        people=("erasure_id > person_id",),
        kept_back="there only while something is erased",
    ),
    Held(
        table="holds",
        purpose="Legal holds: who set them, when and why, and who lifted them",
        key="id district_id set_by lifted_by",
        fact="set_at lifted_at",
        words="reason",
        districts=BY_DISTRICT,
        desk=True,
    ),
)
