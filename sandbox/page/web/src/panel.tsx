/** A panel that hangs from the top bar while one goes on using the workspace. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icons";

interface Props {
  title: string;
  close: () => void;
  children: ComponentChildren;
}

export function Panel({ title, close, children }: Props) {
  const id = useId();
  const section = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    section.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") close();
  };
  return (
    <section class="panel" role="dialog" aria-labelledby={id} tabIndex={-1} ref={section} onKeyDown={pressed}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="tool" aria-label={`Close ${title}`} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      <div class="panel-body" tabIndex={0} role="group" aria-label={title}>
        {children}
      </div>
    </section>
  );
}
