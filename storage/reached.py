"""By which workspace of ours somebody is written to."""

import sqlalchemy as sa

from storage.tables import people, workspaces


def reached_by() -> sa.ColumnElement[str]:
    """Of a query on people: their own workspace; where we are not in it, the one of ours that sees them."""
    own = sa.exists().where(workspaces.c.team_id == people.c.team_id, workspaces.c.status == "installed")
    visits = sa.and_(people.c.seen_in != "", sa.not_(own))
    return sa.case((visits, people.c.seen_in), else_=people.c.team_id).label("team_id")
