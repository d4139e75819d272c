/** All that passed between the little Slack and the app, the newest first: to be searched, opened and copied. */
import { useEffect, useRef, useState } from "preact/hooks";
import { look } from "./control";
import { Icon } from "./icons";
import { useLive } from "./live";
import { say, sayWhy } from "./toast";
import { PlainBar } from "./topbar";
import type { Json } from "./types";

interface Entry {
  number: number;
  at: string;
  direction: "to_app" | "from_app";
  name: string;
  team: string | null;
  ok: boolean | null;
  why: string;
  ms: number | null;
  request: Json;
  answer: Json;
  retry: number;
}

const PAGE = 50;
const PAUSE_MS = 250;

export function TrafficPage() {
  const live = useLive("");
  const [sought, setSought] = useState("");
  const { entries, total, more } = useTraffic(sought, live.parts.traffic ?? 0);
  useEffect(() => {
    document.title = "Traffic · Sandbox";
  }, []);
  return (
    <div class="traffic">
      <PlainBar connected={live.connected} />
      <main>
        <h1>Traffic</h1>
        <p class="lead">
          What passed between Slack and the app, the newest first. Bot and app tokens are left out. Times are the sandbox's, in UTC.
        </p>
        <label class="search">
          Search
          <input
            type="search"
            value={sought}
            placeholder="A method, an event, a name, a word…"
            onInput={(event) => setSought(event.currentTarget.value)}
          />
        </label>
        <p role="status" class="found">
          {total === 1 ? "One entry" : `${total} entries`}
          {sought && ` with “${sought}”`}
        </p>
        <ol>
          {entries.map((it) => (
            <li key={it.number}>
              <EntryShown entry={it} />
              <Copy name={`${it.direction === "to_app" ? "payload" : "arguments"} of ${it.name}`} json={it.request} />
            </li>
          ))}
        </ol>
        {!entries.length && <p class="empty">{sought ? "Nothing has these words in it." : "Nothing has passed yet."}</p>}
        {entries.length < total && (
          <button type="button" class="plain" onClick={more}>
            Show {Math.min(PAGE, total - entries.length)} more
          </button>
        )}
      </main>
    </div>
  );
}

/** Asked again when something changed, but not more often than one can read. */
function useTraffic(sought: string, changes: number): { entries: Entry[]; total: number; more: () => void } {
  const [found, setFound] = useState<{ entries: Entry[]; total: number }>({ entries: [], total: 0 });
  const [most, setMost] = useState(PAGE);
  const asked = useRef(0);
  const wanted = useRef({ sought, most });
  const waiting = useRef(0);
  wanted.current = { sought, most };
  useEffect(() => setMost(PAGE), [sought]);
  useEffect(() => {
    if (waiting.current) return; // what is wanted by then is asked for then
    waiting.current = window.setTimeout(() => {
      waiting.current = 0;
      const number = ++asked.current;
      all(wanted.current.sought, wanted.current.most).then((came) => {
        if (number === asked.current) setFound(came);
      }, sayWhy);
    }, PAUSE_MS);
  }, [sought, most, changes]);
  useEffect(() => () => clearTimeout(waiting.current), []);
  return { ...found, more: () => setMost(most + PAGE) };
}

const AT_ONCE = 200;

async function all(sought: string, most: number): Promise<{ entries: Entry[]; total: number }> {
  const entries: Entry[] = [];
  for (;;) {
    const before = entries.at(-1)?.number;
    const query = new URLSearchParams({ most: String(Math.min(AT_ONCE, most - entries.length)) });
    if (sought) query.set("q", sought);
    if (before !== undefined) query.set("before", String(before));
    const came = await look(`/_control/traffic?${query}`);
    entries.push(...came.traffic);
    if (!came.traffic.length || entries.length >= most || entries.length >= came.total) return { entries, total: came.total };
  }
}

function EntryShown({ entry }: { entry: Entry }) {
  const [open, setOpen] = useState(false);
  const fate = entry.ok === null ? "on its way" : entry.ok ? (entry.ms === null ? "ok" : `${entry.ms} ms`) : entry.why || "failed";
  return (
    <details class={`entry ${entry.direction} ${entry.ok === false ? "wrong" : ""}`} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <time>{entry.at.slice(0, 19).replace("T", " ")}</time>
        <span class="way">{entry.direction === "to_app" ? "Slack → app" : "app → Slack"}</span>
        <b>{entry.name}</b>
        {entry.retry > 0 && <span class="badge">again, {entry.retry}</span>}
        <span class="fate">{fate}</span>
      </summary>
      {open && (
        <>
          <Payload name={entry.direction === "to_app" ? "Payload" : "Arguments"} json={entry.request} />
          <Payload name="Answer" json={entry.answer} />
        </>
      )}
    </details>
  );
}

function Payload({ name, json }: { name: string; json: Json }) {
  return (
    <section class="payload">
      <h2>{name}</h2>
      <pre tabIndex={0}>{JSON.stringify(json ?? null, null, 2)}</pre>
    </section>
  );
}

function Copy({ name, json }: { name: string; json: Json }) {
  const copy = (): void =>
    void navigator.clipboard.writeText(JSON.stringify(json ?? null, null, 2)).then(
      () => say(`Copied: ${name}.`),
      () => say("The browser does not let the page copy.", true),
    );
  return (
    <button type="button" class="tool" aria-label={`Copy the ${name}`} title={`Copy the ${name}`} onClick={copy}>
      <Icon name="copy" />
    </button>
  );
}
