/** Who works by keyboard is never left on nothing: what they pressed may go, and the focus goes to what is near. */
import { useLayoutEffect } from "preact/hooks";

interface Root {
  current: HTMLElement | null;
}

/** Where what had the focus is drawn no more, `next` has it. Looked at before each drawing, and after it. */
export function useFocusKept(root: Root, next: (lost: Element) => HTMLElement | null | undefined): void {
  const had = root.current?.contains(document.activeElement) ? document.activeElement : null;
  useLayoutEffect(() => {
    if (had && document.activeElement === document.body) next(had)?.focus();
  });
}

/** What a pane has left, where one wrote or else where one read. */
export function useFocusKeptInPane(pane: Root): void {
  useFocusKept(pane, (lost) => {
    const log = pane.current?.querySelector<HTMLElement>("[role=log]");
    const area = [...(pane.current?.querySelectorAll<HTMLElement>(":scope > .composer textarea") ?? [])].at(-1);
    return lost.matches(".earlier") ? log : (area ?? log);
  });
}

/** Deaf while it is not `able`, and said so: `disabled` would take the focus of whoever pressed it. */
export const pressable = (able: boolean, act: () => void) => ({ "aria-disabled": !able || undefined, onClick: () => void (able && act()) });
