/** When something counts as chosen: by pointer at once, by keys on Enter or on leaving. */
import { useReducer, useRef } from "preact/hooks";

type Chosen = HTMLSelectElement | HTMLInputElement;
type On<E extends Event> = E & { currentTarget: Chosen };

interface Choosing {
  /** What stands there, as everybody knows it. */
  told: string;
  choose: (value: string) => void;
  /** False: nothing is sent, so that each change may count. */
  sends: boolean;
}

/** What arrows pass over, and a year that is half typed, is chosen by nobody yet; Escape goes back. */
export function useChoosing({ told, choose, sends }: Choosing) {
  const passing = useRef<string | null>(null);
  const keyed = useRef(false);
  const [, redraw] = useReducer((it: number) => it + 1, 0);

  const pass = (value: string | null): void => {
    passing.current = value;
    redraw(undefined);
  };
  const tell = (value: string): void => {
    keyed.current = false;
    pass(null);
    if (value !== told) choose(value);
  };
  return {
    value: passing.current ?? told,
    onPointerDown: () => {
      keyed.current = false;
    },
    onKeyDown: (event: On<KeyboardEvent>) => {
      const value = passing.current;
      if (event.key === "Enter" && value !== null) {
        event.preventDefault(); // it opens no list, and sends no form
        tell(value);
      } else if (event.key === "Escape" && value !== null) {
        event.preventDefault(); // nor closes the window around it
        event.stopPropagation();
        pass(null);
      } else keyed.current = sends && passesOver(event);
    },
    onChange: (event: On<Event>) => {
      if (keyed.current) pass(event.currentTarget.value);
      else tell(event.currentTarget.value);
    },
    onBlur: () => {
      if (passing.current !== null) tell(passing.current);
    },
  };
}

const PASSING = /^(Arrow|Page|Home|End|Backspace|Delete)/;
/** There an arrow opens the list, and what is taken from that is chosen. */
const OPENS_BY_ARROW = /^(Mac|iP)/.test(navigator.platform);

function passesOver(event: On<KeyboardEvent>): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  if (OPENS_BY_ARROW && event.currentTarget instanceof HTMLSelectElement && event.key.startsWith("Arrow")) return false;
  return PASSING.test(event.key) || (event.key.length === 1 && event.key !== " ");
}
