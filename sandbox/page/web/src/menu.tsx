/** A button that opens a menu: arrows move in it, Escape closes it, and the focus comes back. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

export interface Choice {
  label: string;
  hint?: string;
  danger?: boolean;
  href?: string;
  choose?: () => void;
}

interface Props {
  label: string;
  choices: (Choice | "rule")[];
  class?: string;
  /** Of its button, where it is not a stop of the Tab key. */
  tab?: number;
  children: ComponentChildren;
}

export function Menu({ label, choices, class: kind = "tool", tab, children }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];

  useLayoutEffect(() => {
    if (!open) return;
    items()[0]?.focus();
    keepInside(list.current);
    const elsewhere = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener("pointerdown", elsewhere);
    return () => removeEventListener("pointerdown", elsewhere);
  }, [open]);

  const shut = (): void => {
    setOpen(false);
    root.current?.querySelector("button")?.focus();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (!open) return;
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all[(to + all.length) % all.length]?.focus();
    } else if (event.key === "Escape") {
      event.preventDefault(); // the menu is closed by it, and not the window around it too
      event.stopPropagation();
      shut();
    } else if (event.key === "Tab") setOpen(false);
  };

  return (
    <div class="menu" ref={root} onKeyDown={pressed}>
      <button
        type="button"
        class={kind}
        aria-label={label}
        title={label}
        tabIndex={tab}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <div class="menu-list" role="menu" id={id} aria-label={label} ref={list}>
          {choices.map((it, at) =>
            it === "rule" ? (
              <hr key={at} />
            ) : (
              <Item key={it.label} choice={it} chosen={shut} />
            ),
          )}
        </div>
      )}
    </div>
  );
}

function Item({ choice, chosen }: { choice: Choice; chosen: () => void }) {
  const inside = (
    <>
      <span>{choice.label}</span>
      {choice.hint && <small>{choice.hint}</small>}
    </>
  );
  const kind = choice.danger ? "danger" : "";
  if (choice.href)
    return (
      <a role="menuitem" tabIndex={-1} class={kind} href={choice.href} target="_blank" rel="noopener" onClick={chosen}>
        {inside}
      </a>
    );
  const choose = (): void => {
    chosen();
    choice.choose?.();
  };
  return (
    <button type="button" role="menuitem" tabIndex={-1} class={kind} onClick={choose}>
      {inside}
    </button>
  );
}

/** Where the list would leave the window it opens the other way. */
function keepInside(list: HTMLElement | null): void {
  if (!list) return;
  const box = list.getBoundingClientRect();
  const frame = list.closest(".scroll, .window-body")?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth, innerHeight);
  list.classList.toggle("up", box.bottom > frame.bottom && box.top - box.height > frame.top);
  list.classList.toggle("from-left", box.left < frame.left);
}
