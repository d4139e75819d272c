/** Above every workspace: whose it is, what time it is, and the controls of the sandbox itself. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Avatar } from "./avatar";
import { ClockPanel } from "./clock";
import { FaultsPanel, faultsOn } from "./faults";
import { Icon } from "./icons";
import type { Live } from "./live";
import { PeoplePanel } from "./people";
import { useStanding } from "./standing";
import { useTheme } from "./theme";
import { city, short } from "./time";

type Panel = "clock" | "faults" | "people" | null;

export function TopBar({ live, drawer, openDrawer }: { live: Live; drawer: boolean; openDrawer: () => void }) {
  const { me, now } = useStanding();
  const [open, setOpen] = useState<Panel>(null);
  const toggle = (panel: Panel): void => setOpen(open === panel ? null : panel);
  const close = (): void => setOpen(null);
  const on = live.parts.faults ? faultsOn(live.parts.faults) : 0;
  const turning = live.parts.demonstration?.doing;
  return (
    <header class="topbar">
      <button type="button" class="tool only-narrow" aria-label="Places" aria-expanded={drawer} onClick={openDrawer}>
        <Icon name="menu" />
      </button>
      <a class="brand" href="/" aria-label="Sandbox: the people and the story">
        Sandbox
      </a>
      <time class="now" dateTime={now.toISOString()} title={`The sandbox's time in ${city(me.tz)}`}>
        {short(now, me.tz)} <small>{city(me.tz)}</small>
      </time>
      <span class="spring" />
      {!live.connected && <span class="lost-line">Connecting…</span>}
      {live.parts.demonstration && (
        <button type="button" class="bar" aria-expanded={open === "clock"} onClick={() => toggle("clock")}>
          <Icon name="clock" /> <span class="wide">Clock</span>
          <span class="unseen narrow-name">Clock</span>
          {turning && <span class="dot busy-dot" />}
        </button>
      )}
      <button type="button" class={`bar ${on ? "on" : ""}`} aria-expanded={open === "faults"} onClick={() => toggle("faults")}>
        <Icon name="fault" /> <span class="wide">Faults</span>
        <span class="unseen narrow-name">Faults</span>
        {on > 0 && (
          <span class="count">
            {on}
            <span class="unseen"> switched on</span>
          </span>
        )}
      </button>
      <a class="bar" href="/traffic" target="_blank" rel="noopener" aria-label="Traffic, in a new window">
        <Icon name="traffic" /> <span class="wide">Traffic</span>
      </a>
      <ThemeButton />
      <button type="button" class="bar me" aria-expanded={open === "people"} onClick={() => toggle("people")}>
        <span class="unseen">You are</span>
        <Avatar person={me} size="small" />
        <span class="wide">{me.real_name}</span>
        <span class="unseen narrow-name">{me.real_name}</span>
        <span class="unseen">(be somebody else)</span>
        <Icon name="down" />
      </button>
      {open === "clock" && <ClockPanel live={live} close={close} />}
      {open === "faults" && <FaultsPanel live={live} close={close} />}
      {open === "people" && <PeoplePanel live={live} close={close} />}
    </header>
  );
}

/** Where nobody is anybody yet. */
export function PlainBar({ connected, children }: { connected: boolean; children?: ComponentChildren }) {
  return (
    <header class="topbar">
      <a class="brand" href="/" aria-label="Sandbox: the people and the story">
        Sandbox
      </a>
      <span class="spring" />
      {!connected && <span class="lost-line">Connecting…</span>}
      {children}
      <ThemeButton />
    </header>
  );
}

function ThemeButton() {
  const [theme, choose] = useTheme();
  const other = theme === "light" ? "dark" : "light";
  return (
    <button type="button" class="tool" aria-label={`Change to ${other}`} title={`Change to ${other}`} onClick={() => choose(other)}>
      <Icon name={theme === "light" ? "moon" : "sun"} />
    </button>
  );
}
