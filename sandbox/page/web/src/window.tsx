/** The window on top of a person's: a form of the app, with its errors at its fields. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Blocks } from "./draw";
import { Refused, deed } from "./control";
import { useDrawing } from "./drawing";
import { Icon } from "./icons";
import { useFocusKept } from "./focus";
import { useStanding } from "./standing";
import { sayWhy } from "./toast";
import type { Block, Given, View } from "./types";

export function Window({ view }: { view: View }) {
  const { me, app } = useStanding();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [sending, setSending] = useState(false);
  const { drawing, entered } = useDrawing("modal", { view: view.id }, view.state.values, view.blocks, errors);
  const dialog = useRef<HTMLDialogElement>(null);
  useModal(dialog);
  useFocusKept(dialog, () => dialog.current?.querySelector<HTMLElement>("footer button:last-child"));
  const { changes, submitted } = useChanges(dialog, view, drawing.given);
  useLayoutEffect(() => {
    setErrors({});
    firstField(dialog.current)?.focus();
    dialog.current?.querySelector(".window-body")?.scrollTo(0, 0);
  }, [view.id]);
  useLayoutEffect(() => {
    if (!Object.keys(errors).length) return;
    submitted.current = false; // what is wrong stays before the eyes
    dialog.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus({ preventScroll: true });
    bring(dialog.current?.querySelector(".window-error, .b-field.wrong"));
  }, [errors]);

  useKeeping(me.id, drawing.given, entered);

  const close = (): void => void deed("close-view", { user: me.id }).catch(sayWhy);
  const send = async (): Promise<void> => {
    if (sending) return;
    setSending(true);
    submitted.current = true;
    try {
      const came = await deed("submit", { user: me.id, values: entered() });
      setErrors(came.errors ?? {});
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      setErrors({ "": problem.message });
    } finally {
      setSending(false);
    }
  };
  return (
    <dialog
      class="window"
      ref={dialog}
      aria-labelledby="window-title"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <header>
          {view.depth > 1 && (
            <button type="button" class="tool" aria-label="Back to the window before" onClick={close}>
              <Icon name="back" />
            </button>
          )}
          <span class="avatar bot small" aria-hidden="true">
            {app?.name[0]}
          </span>
          <h2 id="window-title">{view.title?.text}</h2>
          <button type="button" class="tool" aria-label="Close the window" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <div class="window-body" tabIndex={0} role="group" aria-label="Form">
          {errors[""] && (
            <p class="window-error" role="alert">
              {errors[""]}
            </p>
          )}
          <Blocks blocks={view.blocks} drawing={drawing} />
        </div>
        <span class="unseen" role="status">
          {changes > 0 && <span key={changes}>The form has changed.</span>}
        </span>
        <footer>
          <button type="button" class="plain" onClick={close}>
            {view.close?.text ?? "Cancel"}
          </button>
          {view.submit && (
            <button type="submit" class="primary" aria-disabled={sending || undefined} aria-busy={sending}>
              {view.submit.text}
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}

/** Counts how often the app drew its form anew; what is new after it was sent is brought into view, as Slack does. */
function useChanges(dialog: { current: HTMLElement | null }, view: View, given: Record<string, Given>) {
  const [changes, setChanges] = useState(0);
  const submitted = useRef(false);
  const stood = useRef({ id: view.id, signs: view.blocks.map(signOf) });
  useLayoutEffect(() => {
    const before = stood.current;
    const signs = view.blocks.map(signOf);
    stood.current = { id: view.id, signs };
    if (before.id !== view.id || signs.join() === before.signs.join()) return;
    setChanges((count) => count + 1);
    const fresh = [...signs.keys()].filter((at) => !before.signs.includes(signs[at] ?? ""));
    const at = fresh.find((it) => view.blocks[it]?.type !== "context") ?? fresh[0]; // small print is looked for by nobody
    if (submitted.current && at !== undefined) bring(dialog.current?.querySelector(".window-body > .blocks")?.children[at]);
  }, [view.id, view.blocks]);
  useLayoutEffect(() => {
    submitted.current = false; // whoever goes on filling it in reads where they are
  }, [view.id, given]);
  return { changes, submitted };
}

/** What a person sees of a block: not how it is called, nor what it begins with. */
const signOf = (block: Block): string =>
  JSON.stringify(block, (name, value: unknown) => (name === "block_id" || name.startsWith("initial_") ? undefined : value));

/** The top of it into view, unless all of it is in view already. */
function bring(it: Element | null | undefined): void {
  const frame = it?.closest(".window-body");
  if (!it || !frame) return;
  const [box, within] = [it.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (box.top < within.top || box.bottom > within.bottom) frame.scrollTop += box.top - within.top - AIR_PX;
}

const AIR_PX = 8;
const PAUSE_MS = 400;

/** What is entered is kept by the sandbox, as Slack's client keeps it: a page that is loaded anew has it still. */
function useKeeping(user: string, given: Record<string, Given>, entered: () => Record<string, Given>): void {
  useEffect(() => {
    const values = entered();
    if (!Object.keys(values).length) return;
    const keep = (): void => void deed("fill", { user, values }).catch(() => undefined); // closed meanwhile
    const timer = window.setTimeout(keep, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [given]);
}

/** Open while it is drawn; then the focus goes back to where it was. */
function useModal(dialog: { current: HTMLDialogElement | null }): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    const it = dialog.current;
    it?.showModal();
    return () => {
      it?.close(); // while it is open, nothing beside it can be focused
      const back = before instanceof HTMLElement && before.isConnected && before !== document.body;
      (back ? before : document.querySelector<HTMLElement>(".place .composer textarea"))?.focus();
    };
  }, []);
}

const firstField = (dialog: HTMLElement | null): HTMLElement | null =>
  dialog?.querySelector<HTMLElement>("[data-focus-on-load]") ??
  dialog?.querySelector<HTMLElement>(".window-body :is(input:not([type=hidden]), textarea, select)") ??
  dialog?.querySelector<HTMLElement>("footer button") ??
  null;
