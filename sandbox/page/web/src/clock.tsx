/** Turns the demonstration's clock, and shows what the clock then did. */
import { useState } from "preact/hooks";
import { control } from "./control";
import { Icon } from "./icons";
import type { Demonstration, Live, Said } from "./live";
import { Panel } from "./panel";
import { addressOf, moves } from "./route";
import { useStanding } from "./standing";
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
        <button type="button" class="plain" disabled={busy} onClick={() => turn({ by: "day" })}>
          A day on
        </button>
        <button type="button" class="plain" disabled={busy} onClick={() => turn({ by: "week" })}>
          A week on
        </button>
        <button type="button" class="plain" disabled={busy} onClick={() => turn({ by: "morning" })}>
          To the next business morning
        </button>
      </div>
      <form
        class="to"
        onSubmit={(event) => {
          event.preventDefault();
          turn({ to });
        }}
      >
        <label>
          To a date and time
          <input type="datetime-local" value={to} min={local(now, me.tz)} required onInput={(event) => setTo(event.currentTarget.value)} />
        </label>
        <button type="submit" class="plain" disabled={busy}>
          Go there
        </button>
      </form>
      <Doing demonstration={demonstration} zone={me.tz} />
      <Happened last={demonstration.last} close={close} />
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

function Happened({ last, close }: { last: Demonstration["last"]; close: () => void }) {
  const { me } = useStanding();
  if (!last) return <p class="empty">Turn the clock, and what it set off is listed here: warnings, follow-ups, closings.</p>;
  return (
    <section class="happened" aria-label="What the clock did">
      <h3>
        From {dated(new Date(last.from), me.tz)} to {dated(new Date(last.to), me.tz)}
      </h3>
      {last.counts.length > 0 && (
        <ul class="counts">
          {last.counts.map((it) => (
            <li key={it.label}>
              <b>{it.number}</b> {it.label}
            </li>
          ))}
        </ul>
      )}
      {last.more > 0 && <p>{last.more} earlier messages are not shown.</p>}
      {last.said.length ? (
        <ol class="said-list">
          {last.said.map((it, at) => (
            <SaidThen key={at} said={it} close={close} />
          ))}
        </ol>
      ) : (
        <p class="empty">Nobody was written to.</p>
      )}
    </section>
  );
}

function SaidThen({ said, close }: { said: Said; close: () => void }) {
  const standing = useStanding();
  const { me, person, people, places } = standing;
  const reader = said.readers[0];
  const to = said.readers.map((id) => person(id)?.real_name ?? id).join(", ");
  const where = said.place ? `#${said.place}` : `to ${to}`;
  const words = fromSlack(said.text, { people, places });
  const { href, onClick } = moves(addressOf(reader ?? me.id, reader && !said.place ? "direct" : said.channel, said.thread));
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
          {dated(new Date(said.at), me.tz)} · {where} <Icon name="window" />
        </small>
        <span>{words}</span>
      </a>
    </li>
  );
}
