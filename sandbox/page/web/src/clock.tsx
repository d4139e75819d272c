/** Turns the demonstration's clock, and shows what the clock then did. */
import { useId, useState } from "preact/hooks";
import { control } from "./control";
import { pressable } from "./focus";
import type { Demonstration, Guide, Live, Said, Turn } from "./live";
import { Panel } from "./panel";
import { addressOf, moves } from "./route";
import { nameOf, useStanding } from "./standing";
import { city, dated, local, short } from "./time";
import { sayWhy } from "./toast";
import { fromSlack } from "./typed";

const DAY_MS = 86_400_000;

export function ClockPanel({ live, close }: { live: Live; close: () => void }) {
  const { me, now } = useStanding();
  const demonstration = live.parts.demonstration;
  const [to, setTo] = useState(() => local(new Date(now.getTime() + 30 * DAY_MS), me.tz));
  if (!demonstration) return null;
  const turn = (how: Record<string, string>): void => void control("turn", { as: me.id, ...how }).catch(sayWhy);
  const busy = demonstration.doing !== null;
  return (
    <Panel title="Clock" close={close}>
      <p class="lead">
        It is <b>{short(now, me.tz)}</b> in {city(me.tz)}. The clock is the sandbox's and the app's together, and goes forward only.
      </p>
      <div class="moves">
        <button type="button" class="plain" {...pressable(!busy, () => turn({ by: "day" }))}>
          A day on
        </button>
        <button type="button" class="plain" {...pressable(!busy, () => turn({ by: "week" }))}>
          A week on
        </button>
        <button type="button" class="plain" {...pressable(!busy, () => turn({ by: "morning" }))}>
          To the next business morning
        </button>
      </div>
      <form
        class="to"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) turn({ to });
        }}
      >
        <label>
          To a date and time
          <input type="datetime-local" value={to} min={local(now, me.tz)} required onInput={(event) => setTo(event.currentTarget.value)} />
        </label>
        <button type="submit" class="plain" aria-disabled={busy || undefined}>
          Go there
        </button>
      </form>
      <Doing demonstration={demonstration} zone={me.tz} />
      <Happened turns={live.parts.turns ?? []} steps={demonstration.guide.steps} close={close} />
    </Panel>
  );
}

export function Doing({ demonstration, zone }: { demonstration: Demonstration; zone: string }) {
  const { doing, guide } = demonstration;
  return (
    <div role="status">
      {doing?.what === "turn" && (
        <label class="progress">
          Turning to {dated(new Date(doing.to ?? 0), zone)}
          <progress max={1} value={doing.share ?? 0} />
        </label>
      )}
      {doing?.what === "play" && (
        <label class="progress">
          Playing “{guide.steps[doing.step ?? 0]?.title}”
          <progress />
        </label>
      )}
      {doing?.what === "start-over" && (
        <label class="progress">
          Starting over
          <progress />
        </label>
      )}
    </div>
  );
}

interface HappenedProps {
  turns: Turn[];
  steps: Guide["steps"];
  close: () => void;
}

/** Whatever was written meanwhile, the newest turn first: what the clock set off, and what was late. */
function Happened({ turns, steps, close }: HappenedProps) {
  if (!turns.length) return <p class="empty">Turn the clock, and what was written meanwhile is listed here: warnings, follow-ups, closings.</p>;
  return (
    <>
      {turns.map((it) => (
        <TurnShown key={it.from} turn={it} title={steps[it.step ?? -1]?.title ?? ""} close={close} />
      ))}
    </>
  );
}

function TurnShown({ turn, title, close }: { turn: Turn; title: string; close: () => void }) {
  const { me } = useStanding();
  const id = useId();
  return (
    <section class="happened" aria-labelledby={id}>
      <h3 id={id}>
        From {dated(new Date(turn.from), me.tz)} to {dated(new Date(turn.to), me.tz)}
        {title && <small>, as “{title}” was played</small>}
      </h3>
      {turn.counts.length > 0 && (
        <ul class="counts">
          {turn.counts.map((it) => (
            <li key={it.label}>
              <b>{it.number}</b> {it.label}
            </li>
          ))}
        </ul>
      )}
      {turn.more > 0 && <p class="lead">{turn.more} earlier messages are not shown.</p>}
      {turn.said.length > 0 && (
        <ol class="said-list">
          {turn.said.map((it, at) => (
            <SaidThen key={at} said={it} close={close} />
          ))}
        </ol>
      )}
      <p class="empty">{othersRead(turn)}</p>
    </section>
  );
}

function othersRead({ said, more, elsewhere }: Turn): string {
  const own = said.length + more;
  if (!elsewhere) return own ? "" : "Nobody was written to.";
  const count = elsewhere === 1 ? "one message" : `${elsewhere} messages`;
  return own ? `And ${count} more, which only others can read.` : `Nothing for you; ${count} that only others can read.`;
}

function SaidThen({ said, close }: { said: Said; close: () => void }) {
  const standing = useStanding();
  const { me } = standing;
  const place = standing.place(said.channel);
  const direct = place?.kind === "im" || place?.kind === "mpim";
  const where = direct ? "to you" : place ? `#${nameOf(place, standing)}` : "";
  const { href, onClick } = moves(addressOf(me.id, said.channel, said.thread));
  return (
    <li>
      <a
        href={href}
        onClick={(event) => {
          onClick(event);
          close();
        }}
      >
        <small>
          {dated(new Date(said.at), me.tz)} · {where}
          {said.alone && ", only visible to you"}
        </small>
        <span>{fromSlack(said.text, standing)}</span>
      </a>
    </li>
  );
}
