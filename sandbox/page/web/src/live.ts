/** The live line: what the server shows this window's person, part by part, as it changes. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Json, Message, Person, Place, View } from "./types";

export interface AppShown {
  id: string;
  name: string;
  bot: string;
  direct: string;
  home: boolean;
  messages: boolean;
  commands: { command: string; description: string; hint: string }[];
  shortcuts: { id: string; name: string; kind: "global" | "message"; description: string }[];
}

export interface Way {
  label: string;
  person: string;
  place: string;
  typed: string;
}

export interface Guide {
  title: string;
  intro: string[];
  groups: { heading: string; people: string[] }[];
  steps: { title: string; tells: string[]; ways: Way[]; look: Way[] }[];
}

/** `alone`: only its reader sees it. */
export interface Said {
  at: string;
  channel: string;
  alone: boolean;
  thread: string;
  text: string;
}

/** The clock was turned, by hand or by a `step`; `elsewhere`: so many messages only others may read. */
export interface Turn {
  from: string;
  to: string;
  step: number | null;
  counts: { label: string; number: number }[];
  said: Said[];
  more: number;
  elsewhere: number;
}

export interface Demonstration {
  guide: Guide;
  played: number[];
  doing: { what: "turn" | "play" | "start-over"; step?: number; from?: string; to?: string; share?: number } | null;
}

export interface Faults {
  api: { trouble: string; method: string; times: number | null }[];
  events: { copies: number; new_ids: boolean; reverse: number };
  held: string[];
  apps: { id: string; name: string; connections: number }[];
  given_up: number;
}

export interface Parts {
  workspaces: { id: string; name: string }[];
  people: Person[];
  now: string;
  demonstration: Demonstration | null;
  faults: Faults;
  traffic: number;
  me: Person | null;
  places: Place[];
  app: AppShown | null;
  turns: Turn[];
  place: { id: string; messages: Message[]; earlier: number; read: string } | null;
  thread: { channel: string; ts: string; parent: Message; replies: Message[]; read: string } | null;
  window: View | null;
  home: View | null;
}

export interface Look {
  place: string;
  thread: string;
  most: number;
  sought: string;
}

export interface Live {
  parts: Partial<Parts>;
  connected: boolean;
  look(look: Look): void;
  read(place: string, thread: string, ts: string): void;
}

const AGAIN_MS = 800;

/** A new line for another person; kept up when it breaks, as when the sandbox is started anew. */
export function useLive(person: string): Live {
  const [parts, setParts] = useState<Partial<Parts>>({});
  const [connected, setConnected] = useState(false);
  const line = useRef<WebSocket | null>(null);
  const looked = useRef<Look | null>(null);

  useEffect(() => {
    let ended = false;
    let timer = 0;
    const open = (): void => {
      const socket = new WebSocket(`ws://${location.host}/_page/live?as=${encodeURIComponent(person)}`);
      line.current = socket;
      let first = true;
      socket.onopen = () => {
        setConnected(true);
        if (looked.current) send(socket, { look: looked.current });
      };
      socket.onmessage = (event: MessageEvent<string>) => {
        const changed = JSON.parse(event.data) as Partial<Parts>;
        const anew = first;
        first = false;
        setParts((before) => (anew ? changed : { ...before, ...changed }));
      };
      socket.onclose = () => {
        if (ended) return;
        setConnected(false);
        timer = window.setTimeout(open, AGAIN_MS);
      };
    };
    setParts({});
    open();
    return () => {
      ended = true;
      clearTimeout(timer);
      line.current?.close();
    };
  }, [person]);

  const { look, read } = useMemo(
    () => ({
      look: (to: Look) => {
        looked.current = to;
        send(line.current, { look: to });
      },
      read: (place: string, thread: string, ts: string) => send(line.current, { read: { place, thread, ts } }),
    }),
    [],
  );
  return { parts, connected, look, read };
}

function send(socket: WebSocket | null, told: Json): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(told));
}
