"""The page on which somebody says who they are, and allows or not. Plain HTML, nothing to run."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlsplit

from sandbox.model import User
from sandbox.oauth.asking import Asked, may_allow
from sandbox.state import Slack

HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
CARRIED = ("client_id", "scope", "redirect_uri", "state", "team")
STYLE = """
:root { color-scheme: light dark; --ink: #1d1c1d; --soft: #55535a; --paper: #fff; --around: #f4f2ef; --line: #d8d5d0;
  --go: #1f4e5f; --on-go: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e7e4; --soft: #b3b0aa; --paper: #1f2023; --around: #141517;
  --line: #3c3e42; --go: #8cc7da; --on-go: #10222a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--around);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(30rem, 100%); background: var(--paper); border: 1px solid var(--line); border-radius: .75rem;
  padding: 1.5rem; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 1rem; text-wrap: balance; }
p, ul, fieldset { margin: 0 0 1rem; } ul { padding-left: 1.25rem; } code { overflow-wrap: anywhere; }
.soft { color: var(--soft); font-size: .9rem; }
label { display: block; } fieldset { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; }
select, button { font: inherit; width: 100%; min-height: 2.75rem; border-radius: .5rem; border: 1px solid var(--line);
  background: var(--paper); color: var(--ink); padding: 0 .75rem; }
select { margin: .25rem 0 1rem; }
.both { display: flex; flex-wrap: wrap; gap: .75rem; margin-bottom: 1rem; }
.both button { flex: 1 1 8rem; cursor: pointer; }
.go { background: var(--go); color: var(--on-go); border-color: var(--go); font-weight: 600; }
:focus-visible { outline: 3px solid var(--go); outline-offset: 2px; }
"""


def headers(back_to: str | None = None) -> dict[str, str]:
    """Nothing runs, nothing is loaded but our style; the form goes to us, and from us to the app's address."""
    there = urlsplit(back_to) if back_to else None
    goes = f"'self' {there.scheme}://{there.netloc}" if there else "'none'"
    policy = f"default-src 'none'; style-src 'self'; base-uri 'none'; form-action {goes}; frame-ancestors 'none'"
    return {**HEADERS, "Content-Security-Policy": policy, "Cross-Origin-Opener-Policy": "unsafe-none"}


def refused(sentence: str) -> str:
    said = f"<h1>Something is wrong with this address</h1><p>{escape(sentence)}.</p>"
    return _page("Cannot be installed", f"{said}<p class='soft'>Nobody was asked, and nothing was installed.</p>")


def asking(slack: Slack, wish: Asked, query: Mapping[str, str]) -> str:
    name = escape(wish.app.name)
    scopes = "".join(f"<li><code>{escape(it)}</code></li>" for it in wish.scopes)
    carried = "".join(_hidden(it, query[it]) for it in CARRIED if it in query)
    return _page(
        f"Install {name}",
        f"<h1>{name} asks for permission to come into your workspace</h1>"
        f"<form method='post' action='/oauth/v2/authorize'>{carried}"
        f"<label for='user'>Who are you, and where?</label>"
        f"<select id='user' name='user'>{_people(slack, wish)}</select>"
        f"{_how_far(slack, wish)}<p>It will be able to use:</p><ul>{scopes}</ul>"
        "<div class='both'><button name='decision' value='cancel'>Cancel</button>"
        "<button class='go' name='decision' value='allow'>Allow</button></div></form>",
    )


def _hidden(name: str, value: str) -> str:
    return f"<input type='hidden' name='{name}' value='{escape(value)}'>"


def _people(slack: Slack, wish: Asked) -> str:
    """By workspace; guests and bots install nothing."""
    groups = []
    for workspace in slack.workspaces.values():
        if wish.team not in {None, workspace.team_id}:
            continue
        here = [it for it in slack.users.values() if it.team == workspace.team_id and may_allow(it)]
        options = "".join(f"<option value='{escape(it.id)}'>{escape(_called(it))}</option>" for it in here)
        groups.append(f"<optgroup label='{escape(workspace.name)}'>{options}</optgroup>")
    return "".join(groups)


def _called(user: User) -> str:
    return f"{user.real_name}, administrator" if user.is_admin else user.real_name


def _how_far(slack: Slack, wish: Asked) -> str:
    """Only where there is an organization, and the app's settings take part in that."""
    if not wish.app.org_deploy or not any(it.enterprise_id for it in slack.workspaces.values()):
        return ""
    return (
        "<fieldset><legend>Install in</legend>"
        "<label><input type='radio' name='reach' value='workspace' checked> this workspace</label>"
        "<label><input type='radio' name='reach' value='org'> the whole organization (its administrators)</label>"
        "</fieldset>"
    )


def _page(title: str, body: str) -> str:
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{title}</title><link rel='stylesheet' href='/oauth/v2/page.css'></head>"
        f"<body><main>{body}<p class='soft'>A sandbox stands in for Slack here.</p></main></body></html>"
    )
