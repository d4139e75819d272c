"""The pages of an installation, for a browser: what happened, and what to do. Plain HTML, nothing to run."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

STYLE_PATH = "/slack/install.css"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
AGAIN = "/slack/install"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`text` is the whole document."""

    status: int
    text: str


def invitation(go_to: str, *, command: str) -> Page:
    """Where an installation begins. `go_to`: Slack's page."""
    return _page(
        200,
        "Add Liaison to Slack",
        "Liaison carries your school district's support cases: its authorized contacts open them with "
        f"<code>{escape(command)}</code>, and the answers come to the case's thread.",
        _steps(
            "Slack asks whether you allow it, and in which workspace.",
            "Then Liaison's support says which district the workspace is.",
            "Until then it does nothing there.",
        ),
        _button("Continue to Slack", go_to),
        _small("Slack keeps this open for ten minutes. You can remove the app at any time."),
    )


def installed(
    name: str, *, set_up: bool, too_late: bool = False, command: str, missing: Sequence[str], open_slack: str = ""
) -> Page:
    """`set_up`: the workspace is a district's, or the desk's. `too_late`: what was held of it is being erased.

    `missing`: scopes that were not granted.
    """
    lead = f"Liaison is in the workspace <strong>{escape(name)}</strong>."
    if set_up:
        next_ = _steps(
            "Everything is where it was: channels, contacts and cases.",
            "What had to wait while the app was away is sent now.",
            "If Liaison left the case channel, type <code>/invite @Liaison</code> there.",
        )
    elif too_late:
        next_ = _steps(
            "The app had been uninstalled for so long that what was held of this workspace's district is erased: "
            "contacts, cases, names. That was due, and cannot be undone.",
            "What people typed in Slack is where it was.",
            "Once the erasing is over, support sets the workspace up anew. You get a message then.",
        )
    else:
        next_ = _steps(
            "Support was told, and says which district this workspace is.",
            "Make a private channel for the district's cases and type <code>/invite @Liaison</code> in it.",
            f"Once support has set it up, contacts type <code>{escape(command)}</code>. You get a message then.",
        )
    lacking = (
        _note(
            "Slack did not grant everything",
            f"Missing: {escape(', '.join(missing))}. Some things will not work; install again and allow all of it.",
        )
        if missing
        else ""
    )
    opened = _button("Open Slack", open_slack) if open_slack else ""
    return _page(200, "Installed", lead, f"<h2>What is next</h2>{next_}", lacking, opened)


def cancelled() -> Page:
    return _page(
        200,
        "Not installed",
        "You cancelled, so nothing was installed and nothing has changed.",
        _button("Start again", AGAIN),
        _small("If your workspace lets only administrators add apps, ask one of them to open this page."),
    )


def not_this_browser() -> Page:
    """The state is not of this browser: forged, opened elsewhere, or the cookie is gone."""
    return _page(
        400,
        "This link is not from here",
        "For your safety an installation ends in the browser in which it began, and this one did not begin here. "
        "Nothing was installed.",
        _button("Start here", AGAIN),
        _small("It has to be the same browser, with cookies allowed, and not a link that somebody sent you."),
    )


def too_late() -> Page:
    return _page(
        400,
        "That took too long",
        "An installation has ten minutes, and they are over. Nothing was installed.",
        _button("Start again", AGAIN),
    )


def used_already() -> Page:
    """The page was loaded again, or gone back to."""
    return _page(
        400,
        "This page was used already",
        "The installation that began here has been answered. If you saw <em>Installed</em>, all is well and you can "
        "close this page.",
        _button("Install again", AGAIN),
    )


def whole_organization() -> Page:
    """Org-wide installs are refused (SLACK 9.3)."""
    return _page(
        403,
        "Please install it in one workspace",
        "Slack was asked to install Liaison in your whole organization. Each workspace here is one district's, with "
        "its own contacts and its own case channel, so Liaison is installed in one workspace at a time. Nothing was "
        "installed, and what Slack had granted was given back.",
        _steps(
            "An organization administrator removes Liaison from the whole organization, should Slack still list it.",
            "Start again, and choose <strong>the district's workspace</strong> at the top of Slack's page.",
        ),
        _button("Start again", AGAIN),
    )


def slack_refused(error: str) -> Page:
    """`error`: Slack's own name for it."""
    return _page(
        400,
        "Slack did not install it",
        f"Slack answered <code>{escape(error)}</code>. Nothing was installed.",
        _button("Start again", AGAIN),
        _small("If it stays so, tell Liaison's support what Slack answered: its settings may need a look."),
    )


def not_reached(reference: str) -> Page:
    """Slack is away, or something of ours broke: the log has it under this reference."""
    return _page(
        502,
        "That did not work",
        "Slack could not be asked, or something broke on our side. Please wait a minute and start again.",
        _button("Start again", AGAIN),
        _small(f"If it stays so, tell Liaison's support the reference <code>{escape(reference)}</code>."),
    )


def _page(status: int, title: str, lead: str, *parts: str) -> Page:
    body = f"<h1>{title}</h1><p>{lead}</p>{''.join(parts)}"
    mark = "<p class='mark'><span class='dot' aria-hidden='true'></span>Liaison</p>"
    text = (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{title} · Liaison</title><link rel='stylesheet' href='{STYLE_PATH}'></head>"
        f"<body><main>{mark}{body}</main></body></html>"
    )
    return Page(status=status, text=text)


def _steps(*sentences: str) -> str:
    return f"<ol>{''.join(f'<li>{it}</li>' for it in sentences)}</ol>"


def _button(label: str, there: str) -> str:
    return f"<p><a class='button' href='{escape(there)}'>{label}</a></p>"


def _small(sentence: str) -> str:
    return f"<p class='small'>{sentence}</p>"


def _note(title: str, sentence: str) -> str:
    return f"<div class='note'><strong>{title}</strong><p>{sentence}</p></div>"


STYLE = """
:root { color-scheme: light dark; --ink: #1c2326; --soft: #4f5b60; --paper: #ffffff; --around: #eef3f4;
  --line: #d3dde0; --brand: #1f4e5f; --on-brand: #ffffff; --warm: #fdf3e3; --warm-line: #d9a441; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eef0; --soft: #a9b7bc; --paper: #192125; --around: #101619;
  --line: #33424a; --brand: #8ccbdf; --on-brand: #0d2029; --warm: #2b2416; --warm-line: #b98a35; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.25rem; background: var(--around);
  color: var(--ink); font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { width: min(34rem, 100%); background: var(--paper); border: 1px solid var(--line); border-radius: 1rem;
  padding: clamp(1.25rem, 5vw, 2.25rem); box-shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 12px 32px rgb(0 0 0 / 6%); }
.mark { display: flex; align-items: center; gap: .55rem; margin: 0 0 1.5rem; color: var(--brand); font-weight: 650;
  letter-spacing: .01em; }
.dot { width: .85rem; height: .85rem; border-radius: 50%; border: .25rem solid currentColor; }
h1 { margin: 0 0 .75rem; font-size: clamp(1.5rem, 6vw, 1.9rem); line-height: 1.2; letter-spacing: -.015em;
  text-wrap: balance; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.0625rem; }
p { margin: 0 0 1rem; }
ol { margin: 0 0 1.5rem; padding: 0; list-style: none; counter-reset: step; }
li { counter-increment: step; position: relative; padding: .15rem 0 .15rem 2.35rem; margin: .5rem 0; }
li::before { content: counter(step); position: absolute; left: 0; top: .1rem; width: 1.6rem; height: 1.6rem;
  border-radius: 50%; border: 1px solid var(--line); color: var(--brand); display: grid; place-items: center;
  font-size: .85rem; font-weight: 650; }
code { background: var(--around); border-radius: .3rem; padding: .1rem .35rem; font-size: .95em;
  overflow-wrap: anywhere; }
.button { display: inline-block; padding: .7rem 1.35rem; min-height: 2.75rem; border-radius: .6rem;
  background: var(--brand); color: var(--on-brand); font-weight: 600; text-decoration: none; }
.button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 3px; }
.small { color: var(--soft); font-size: .925rem; margin-bottom: 0; }
.note { background: var(--warm); border-left: .25rem solid var(--warm-line); border-radius: .4rem;
  padding: .75rem 1rem; margin: 0 0 1.5rem; } .note p { margin: .25rem 0 0; }
@media (max-width: 26rem) { .button { display: block; text-align: center; } }
"""
