"""The audit log can be added to, and nothing else: the database itself refuses (POLICY 10, RECIPES 6)."""

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
