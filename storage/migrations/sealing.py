"""The audit log and its seals can be added to, and nothing else: the database itself refuses (POLICY 10)."""

POSTGRESQL = (
    """
    create function audit_sealed() returns trigger language plpgsql as $$
    begin raise exception 'the audit log is append-only' using errcode = 'restrict_violation'; end $$
    """,
    """
    create trigger audit_rows before update or delete on audit
    for each row execute function audit_sealed()
    """,
    """
    create trigger audit_table before truncate on audit
    for each statement execute function audit_sealed()
    """,
)

SQLITE = (
    """
    create trigger audit_update before update on audit
    begin select raise(abort, 'the audit log is append-only'); end
    """,
    """
    create trigger audit_delete before delete on audit
    begin select raise(abort, 'the audit log is append-only'); end
    """,
    # INSERT OR REPLACE deletes without a delete trigger: a line that is there may not be inserted again
    """
    create trigger audit_insert before insert on audit
    when exists (select 1 from audit where id = new.id)
    begin select raise(abort, 'the audit log is append-only'); end
    """,
)


def statements(dialect: str) -> tuple[str, ...]:
    return SQLITE if dialect == "sqlite" else POSTGRESQL


SEALS_POSTGRESQL = (
    """
    create function seals_kept() returns trigger language plpgsql as $$
    begin raise exception 'seals are append-only' using errcode = 'restrict_violation'; end $$
    """,
    """
    create trigger seals_rows before update or delete on seals
    for each row execute function seals_kept()
    """,
    """
    create trigger seals_table before truncate on seals
    for each statement execute function seals_kept()
    """,
)

SEALS_SQLITE = (
    """
    create trigger seals_update before update on seals
    begin select raise(abort, 'seals are append-only'); end
    """,
    """
    create trigger seals_delete before delete on seals
    begin select raise(abort, 'seals are append-only'); end
    """,
    """
    create trigger seals_insert before insert on seals
    when exists (select 1 from seals where number = new.number)
    begin select raise(abort, 'seals are append-only'); end
    """,
)


def of_seals(dialect: str) -> tuple[str, ...]:
    return SEALS_SQLITE if dialect == "sqlite" else SEALS_POSTGRESQL
