/** What somebody is writing: kept while they look elsewhere, completed while they type, and lost in no case. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Completion, completionsAt } from "./completing";
import { useStanding } from "./standing";
import { say, sayWhy } from "./toast";

export interface Writing {
  /** What stands there to begin with. */
  start?: string;
  /** Under which what was typed is kept while one looks elsewhere. */
  keep: string;
  inThread?: boolean;
  /** Resolves once it is taken; what was typed comes back where it is refused. */
  send(text: string, files: File[], broadcast: boolean): Promise<void>;
  /** Of an edit: without it. */
  cancel?: () => void;
  /** Takes the focus as it appears. */
  focused?: boolean;
  files?: File[];
  setFiles?: (change: (files: File[]) => File[]) => void;
}

const MOST_PX = 320;
const kept = new Map<string, string>();

export function useWriting({ start = "", keep, inThread = false, send, cancel, focused, files = [], setFiles }: Writing, broadcast: boolean) {
  const standing = useStanding();
  const [text, setText] = useState(kept.get(keep) ?? start);
  const [sending, setSending] = useState(false);
  const { offers, offered, at, setAt, setOffers } = useOffers();
  const area = useRef<HTMLTextAreaElement>(null);
  // Keys may come faster than the page is drawn: what stands in the field goes before what was drawn.
  const typed = (): string => area.current?.value ?? text;

  // At once, not after the next paint: by then somebody may have typed.
  useLayoutEffect(() => setText(kept.get(keep) ?? start), [keep, start]);
  useLayoutEffect(() => {
    if (cancel || start || focused) area.current?.focus();
  }, []);
  useLayoutEffect(() => grow(area.current), [text]);

  const type = (to: string, caret = to.length): void => {
    setText(to);
    kept.set(keep, to);
    setOffers(completionsAt(to.slice(0, caret), standing, inThread));
  };
  const complete = (it: Completion): void => {
    const all = typed();
    const caret = area.current?.selectionStart ?? all.length;
    const before = all.slice(0, caret - it.replaces) + it.inserts;
    type(before + all.slice(caret), before.length);
    setOffers([]);
    area.current?.focus();
    requestAnimationFrame(() => area.current?.setSelectionRange(before.length, before.length));
  };
  const take = async (said: string): Promise<void> => {
    setSending(true);
    setOffers([]);
    if (!cancel) type("");
    try {
      await send(said, files, broadcast);
      if (cancel) kept.delete(keep);
      setFiles?.((all) => all.filter((it) => !files.includes(it)));
    } catch (problem) {
      if (!cancel) type([said, area.current?.value].filter(Boolean).join("\n"));
      sayWhy(problem);
    } finally {
      setSending(false);
      if (nobodyElseHasFocus(area.current)) area.current?.focus();
    }
  };
  const go = async (): Promise<void> => {
    const said = typed();
    if (cancel && !said.trim()) say("An edited message has words. To take it back, delete it.", true);
    else if (!sending && (said.trim() || files.length)) await take(said);
  };
  const mention = (): void => {
    const all = typed();
    area.current?.focus();
    type(`${all}${/(^|\s)$/.test(all) ? "" : " "}@`);
  };
  const giveUp = (): void => {
    kept.delete(keep);
    cancel?.();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return; // Enter then takes what the keyboard offers
    const offer = offered.current[at];
    if (offer && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      setAt((at + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length);
    } else if (offer && (event.key === "Tab" || (event.key === "Enter" && !offer.whole))) {
      event.preventDefault();
      complete(offer);
    } else if (event.key === "Escape" && offer) {
      event.stopPropagation();
      setOffers([]);
    } else if (event.key === "Escape" && cancel) giveUp();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void go();
    }
  };
  return { area, text, offers, at, sending, type, complete, go, mention, giveUp, pressed, setOffers };
}

/** `offered`: as the keys find them, also before they are drawn. */
function useOffers() {
  const [offers, showOffers] = useState<Completion[]>([]);
  const [at, setAt] = useState(0);
  const offered = useRef<Completion[]>([]);
  const setOffers = (to: Completion[]): void => {
    offered.current = to;
    showOffers(to);
    setAt(0);
  };
  return { offers, offered, at, setAt, setOffers };
}

/** Who went on to another field while a message was sent must not have their words typed into this one. */
function nobodyElseHasFocus(area: HTMLTextAreaElement | null): boolean {
  const now = document.activeElement;
  return !now || now === document.body || !!area?.closest(".composer")?.contains(now);
}

function grow(area: HTMLTextAreaElement | null): void {
  if (!area) return;
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, MOST_PX)}px`;
}
