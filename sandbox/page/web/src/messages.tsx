/** Messages one below another: a line for each day, one head for what somebody says in one go, and what is new. */
import { Fragment } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useFocusKept } from "./focus";
import { Icon } from "./icons";
import { MessageShown } from "./message";
import { useStanding } from "./standing";
import { dayOf, divider, ofTs } from "./time";
import type { Message } from "./types";
import type { Sought } from "./little-slack";

interface Props {
  messages: Message[];
  channel: string;
  read: string;
  inThread?: boolean;
  sought?: Sought;
  /** Tells up to where they were seen. */
  seen(ts: string): void;
}

const ONE_GO_S = 300;
const NEAR_PX = 120;
const NOTHING: Sought = { ts: "", again: 0 };

export function Messages({ messages, channel, read, inThread = false, sought = NOTHING, seen }: Props) {
  const { me, now } = useStanding();
  const end = useRef<HTMLDivElement>(null);
  const last = messages.at(-1);
  const began = useRef(read);
  const log = useRef<HTMLDivElement>(null);
  const hint = useId();
  useFocusKept(log, (lost) => nearest(log.current, lost));
  useReading(last?.ts ?? "", seen);
  const { below, toEnd } = useFollowing({ end, messages, channel, sought, own: last?.user === me.id });
  return (
    <div class="messages" role="log" aria-label="Messages" aria-describedby={hint} aria-live="polite" tabIndex={0} ref={log} onKeyDown={moveBetween}>
      <span id={hint} class="unseen" aria-hidden="true">
        The arrow keys go from message to message. What can be done with one follows by Tab.
      </span>
      {messages.map((it, number) => {
        const before = messages[number - 1];
        const newDay = !before || dayOf(ofTs(before.ts), me.tz) !== dayOf(ofTs(it.ts), me.tz);
        const isNew = Boolean(began.current) && it.ts > began.current && !(before && before.ts > began.current) && it.user !== me.id;
        return (
          <Fragment key={`${it.ts}${it.ephemeral ? "e" : ""}`}>
            {newDay && !inThread && (
              <p class="day">
                <span>{divider(ofTs(it.ts), now, me.tz)}</span>
              </p>
            )}
            {isNew && <p class="new-line">New</p>}
            <MessageShown
              message={it}
              channel={channel}
              inThread={inThread}
              sought={it.ts === sought.ts}
              newest={it === last}
              follows={!newDay && !isNew && inOneGo(before, it)}
            />
          </Fragment>
        );
      })}
      <div ref={end} />
      {below && (
        <button type="button" class="newest" onClick={toEnd}>
          New messages below <Icon name="down" />
        </button>
      )}
    </div>
  );
}

/** The message after the one that is gone, or else the one before; the newest for whoever asked for it. */
function nearest(log: HTMLElement | null, lost: Element): HTMLElement | null {
  const gone = lost.closest<HTMLElement>("article")?.dataset["ts"];
  const all = [...(log?.querySelectorAll<HTMLElement>("article") ?? [])];
  return all.find((it) => gone && (it.dataset["ts"] ?? "") > gone) ?? all.at(-1) ?? log;
}

function inOneGo(before: Message | undefined, it: Message): boolean {
  if (!before || before.user !== it.user || before.ephemeral !== it.ephemeral || it.ephemeral) return false;
  if (before.subtype !== it.subtype || before.reply_count > 0 || it.subtype === "tombstone") return false;
  return Number.parseFloat(it.ts) - Number.parseFloat(before.ts) < ONE_GO_S;
}

/** What stands in a window that is looked at is read. */
function useReading(last: string, seen: (ts: string) => void): void {
  useEffect(() => {
    if (!last) return;
    const look = (): void => {
      if (document.visibilityState === "visible") seen(last);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [last, seen]);
}

interface Followed {
  end: { current: HTMLDivElement | null };
  messages: Message[];
  channel: string;
  sought: Sought;
  /** The newest is the reader's own: they want to see it stand. */
  own: boolean;
}

/** The newest is in view, unless somebody has scrolled up to read, or came for a certain message. */
function useFollowing({ end, messages, channel, sought, own }: Followed): { below: boolean; toEnd: () => void } {
  const [below, setBelow] = useState(false);
  const first = messages[0]?.ts ?? "";
  const last = messages.at(-1)?.ts ?? "";
  const stood = useRef({ first, last, height: 0, client: 0 });
  const box = (): HTMLElement | null => end.current?.closest<HTMLElement>(".scroll") ?? null;
  const toEnd = (): void => {
    const it = box();
    if (it) it.scrollTop = it.scrollHeight;
    setBelow(false);
  };
  /** Whether the newest was in view when the box was last measured: asked of the box, for a scroll's event comes late. */
  const wasAtEnd = (it: HTMLElement): boolean => stood.current.height - it.scrollTop - stood.current.client < NEAR_PX;
  const measure = (it: HTMLElement): void => {
    stood.current = { first, last, height: it.scrollHeight, client: it.clientHeight };
  };
  useEffect(() => {
    const it = box();
    if (!it) return;
    const scrolled = (): void => {
      if (wasAtEnd(it)) setBelow(false);
    };
    it.addEventListener("scroll", scrolled, { passive: true });
    const grown = new ResizeObserver(() => {
      if (wasAtEnd(it)) it.scrollTop = it.scrollHeight;
      stood.current = { ...stood.current, height: it.scrollHeight, client: it.clientHeight };
    });
    for (const one of [it, ...it.children]) grown.observe(one);
    return () => {
      it.removeEventListener("scroll", scrolled);
      grown.disconnect();
    };
  }, [channel]);
  useLayoutEffect(() => {
    const it = box();
    if (!it) return;
    const before = stood.current;
    const followed = wasAtEnd(it);
    measure(it);
    const older = before.last === last && first < before.first && before.height > 0;
    if (older && !followed) it.scrollTop += it.scrollHeight - before.height; // what was read stays where it was
    else if (followed || (own && last !== before.last)) toEnd();
    else if (last !== before.last) setBelow(true);
  }, [first, last, channel]);
  const there = messages.some((it) => it.ts === sought.ts);
  useLayoutEffect(() => {
    if (there) box()?.querySelector(`[data-ts="${CSS.escape(sought.ts)}"]`)?.scrollIntoView({ block: "center" });
  }, [sought.ts, sought.again, there]);
  return { below, toEnd };
}

/** Arrows go from message to message; a message's tools are reached from it. */
function moveBetween(event: KeyboardEvent): void {
  const log = event.currentTarget as HTMLElement;
  const at = event.target as HTMLElement;
  if (at !== log && !at.matches("article")) return;
  const all = [...log.querySelectorAll<HTMLElement>("article")];
  const here = all.indexOf(at);
  const to = { ArrowUp: here < 0 ? all.length - 1 : here - 1, ArrowDown: here + 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[Math.min(Math.max(to, 0), all.length - 1)]?.focus();
}
