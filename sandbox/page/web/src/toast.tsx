/** What went wrong or was done, said for a while at the edge, and to screen readers. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Refused } from "./control";
import { useFocusKept } from "./focus";
import { Icon } from "./icons";

const SAID = "page:said";
const STAYS_MS = 8_000;

interface Said {
  text: string;
  wrong: boolean;
}

export function say(text: string, wrong = false): void {
  dispatchEvent(new CustomEvent<Said>(SAID, { detail: { text, wrong } }));
}

/** Says what was refused; any other fault goes on to the console. */
export function sayWhy(problem: unknown): void {
  if (!(problem instanceof Refused)) throw problem;
  say(problem.message, true);
}

export function Toast() {
  const [said, setSaid] = useState<Said | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<EventTarget | null>(null);
  useFocusKept(box, () => (before.current instanceof HTMLElement ? before.current : null));
  useEffect(() => {
    if (!said) return;
    box.current?.hidePopover(); // shown anew it lies above whatever was opened since
    box.current?.showPopover();
  }, [said]);
  useEffect(() => {
    let timer = 0;
    const hear = (event: Event): void => {
      setSaid((event as CustomEvent<Said>).detail);
      clearTimeout(timer);
      timer = window.setTimeout(() => setSaid(null), STAYS_MS);
    };
    addEventListener(SAID, hear);
    return () => {
      clearTimeout(timer);
      removeEventListener(SAID, hear);
    };
  }, []);
  return (
    <div class="toasts" role="status" aria-live="polite" popover="manual" ref={box} onFocusIn={(event) => (before.current = event.relatedTarget)}>
      {said && (
        <div class={`toast ${said.wrong ? "wrong" : ""}`}>
          <span>{said.text}</span>
          <button type="button" class="tool" aria-label="Dismiss" onClick={() => setSaid(null)}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
