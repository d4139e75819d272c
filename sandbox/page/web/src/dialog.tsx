/** Dialogs of the page itself, and the questions asked before something that cannot be undone. */
import type { ComponentChildren } from "preact";
import { useCallback, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icons";

interface Props {
  title: string;
  close: () => void;
  class?: string;
  foot?: ComponentChildren;
  children: ComponentChildren;
}

export function Dialog({ title, close, class: kind = "", foot, children }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const it = dialog.current;
    it?.showModal();
    return () => {
      it?.close(); // while it is open, nothing beside it can be focused
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const cancelled = (event: Event): void => {
    event.preventDefault();
    close();
  };
  return (
    <dialog class={`dialog ${kind}`} ref={dialog} aria-labelledby={id} onCancel={cancelled}>
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" class="tool" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="dialog-body">{children}</div>
      {foot && <footer>{foot}</footer>}
    </dialog>
  );
}

export interface Question {
  title: string;
  text: ComponentChildren;
  yes: string;
  no?: string;
  danger?: boolean;
}

/** Asks, and answers whether it was a yes. `question` is to be drawn somewhere. */
export function useQuestion(): { ask: (it: Question) => Promise<boolean>; question: ComponentChildren } {
  const [asked, setAsked] = useState<{ it: Question; answer: (yes: boolean) => void } | null>(null);
  const ask = useCallback(
    (it: Question) => new Promise<boolean>((answer) => setAsked({ it, answer })),
    [],
  );
  if (!asked) return { ask, question: null };
  const { it, answer } = asked;
  const answered = (yes: boolean): void => {
    setAsked(null);
    answer(yes);
  };
  const foot = (
    <>
      <button type="button" class="plain" onClick={() => answered(false)}>
        {it.no ?? "Cancel"}
      </button>
      <button type="button" class={it.danger ? "destructive" : "primary"} onClick={() => answered(true)}>
        {it.yes}
      </button>
    </>
  );
  return {
    ask,
    question: (
      <Dialog title={it.title} close={() => answered(false)} class="question" foot={foot}>
        {it.text}
      </Dialog>
    ),
  };
}
