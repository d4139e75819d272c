/** Where people write: a message, an edit, or a slash command; with hints, mentions, emoji and files. */
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Completion, completionsAt } from "./completing";
import { size } from "./files";
import { Icon } from "./icons";
import { Menu } from "./menu";
import { useStanding } from "./standing";
import { say, sayWhy } from "./toast";

interface Props {
  label: string;
  start?: string;
  sends?: string;
  /** Under which what was typed is kept while one looks elsewhere. */
  keep: string;
  inThread?: boolean;
  /** Resolves once it is taken; what was typed stays where it is refused. */
  send(text: string, files: File[], broadcast: boolean): Promise<void>;
  cancel?: () => void;
  /** Takes the focus as it appears. */
  focused?: boolean;
  shortcut?: (id: string) => void;
  files?: File[];
  setFiles?: (change: (files: File[]) => File[]) => void;
}

const kept = new Map<string, string>();

export function Composer(props: Props) {
  const { label, start = "", sends = "Send", keep, inThread = false, send, cancel, files = [], setFiles } = props;
  const standing = useStanding();
  const [text, setText] = useState(kept.get(keep) || start);
  const [offers, showOffers] = useState<Completion[]>([]);
  const [at, setAt] = useState(0);
  const [broadcast, setBroadcast] = useState(false);
  const [sending, setSending] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  // Keys may come faster than the page is drawn: what they act on is kept apart from what is shown.
  const offered = useRef<Completion[]>([]);
  const setOffers = (to: Completion[]): void => {
    offered.current = to;
    showOffers(to);
  };
  const id = useId();

  useEffect(() => setText(kept.get(keep) || start), [keep, start]);
  useEffect(() => {
    if (cancel || start || props.focused) area.current?.focus();
  }, []);
  useLayoutEffect(() => {
    const it = area.current;
    if (!it) return;
    it.style.height = "auto";
    it.style.height = `${Math.min(it.scrollHeight, 320)}px`;
  }, [text]);

  const type = (typed: string, caret = typed.length): void => {
    setText(typed);
    kept.set(keep, typed);
    setOffers(completionsAt(typed.slice(0, caret), standing, inThread));
    setAt(0);
  };
  const complete = (it: Completion): void => {
    const typed = area.current?.value ?? text;
    const caret = area.current?.selectionStart ?? typed.length;
    const before = typed.slice(0, caret - it.replaces) + it.inserts;
    type(before + typed.slice(caret), before.length);
    setOffers([]);
    area.current?.focus();
    requestAnimationFrame(() => area.current?.setSelectionRange(before.length, before.length));
  };
  const go = async (): Promise<void> => {
    const said = area.current?.value ?? text;
    if (cancel && !said.trim()) return say("An edited message has words. To take it back, delete it.", true);
    if (sending || (!said.trim() && !files.length)) return;
    setSending(true);
    setOffers([]);
    if (!cancel) type("");
    try {
      await send(said, files, broadcast);
      kept.delete(cancel ? keep : "");
      setFiles?.((all) => all.filter((it) => !files.includes(it)));
    } catch (problem) {
      if (!cancel) type([said, area.current?.value].filter(Boolean).join("\n")); // nothing that was written is lost
      sayWhy(problem);
    } finally {
      setSending(false);
      area.current?.focus();
    }
  };
  const mention = (): void => {
    const typed = area.current?.value ?? "";
    area.current?.focus();
    type(`${typed}${/(^|\s)$/.test(typed) ? "" : " "}@`);
  };
  const giveUp = (): void => {
    kept.delete(keep);
    cancel?.();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return; // Enter then takes what the keyboard offers
    const offer = offered.current[at];
    if (offer && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      setAt((at + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length);
    } else if (offer && (event.key === "Tab" || (event.key === "Enter" && !offer.whole))) {
      event.preventDefault();
      complete(offer);
    } else if (event.key === "Escape" && offers.length) {
      event.stopPropagation();
      setOffers([]);
    } else if (event.key === "Escape" && cancel) giveUp();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void go();
    }
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      {offers.length > 0 && <Offers id={id} offers={offers} at={at} choose={complete} />}
      <textarea
        ref={area}
        rows={1}
        aria-label={label}
        placeholder={label}
        value={text}
        aria-autocomplete="list"
        aria-controls={offers.length ? id : undefined}
        aria-activedescendant={offers.length ? `${id}-${at}` : undefined}
        onInput={(event) => type(event.currentTarget.value, event.currentTarget.selectionStart)}
        onKeyDown={pressed}
        onBlur={() => setOffers([])}
      />
      <span class="unseen" role="status">
        {offers.length > 0 && `${offers.length} suggestions: arrows choose, Tab takes`}
      </span>
      {files.length > 0 && <Chosen files={files} remove={(gone) => setFiles?.((all) => all.filter((it) => it !== gone))} />}
      {inThread && !cancel && (
        <label class="broadcast">
          <input type="checkbox" checked={broadcast} onInput={(event) => setBroadcast(event.currentTarget.checked)} />
          Also send to the channel
        </label>
      )}
      <div class="composer-foot">
        {setFiles && <Attach add={(more) => setFiles((all) => [...all, ...more])} />}
        <button type="button" class="tool" aria-label="Mention somebody" title="Mention somebody" onClick={() => mention()}>
          @
        </button>
        {props.shortcut && <Shortcuts run={props.shortcut} />}
        <span class="spring" />
        {cancel && (
          <button type="button" class="plain" onClick={giveUp}>
            Cancel
          </button>
        )}
        <button type="submit" class={cancel ? "primary" : "send"} disabled={sending || (!cancel && !text.trim() && !files.length)} aria-label={cancel ? undefined : sends}>
          {cancel ? sends : <Icon name="send" />}
        </button>
      </div>
    </form>
  );
}

function Offers({ id, offers, at, choose }: { id: string; offers: Completion[]; at: number; choose: (it: Completion) => void }) {
  return (
    <ul class="offers" role="listbox" id={id} aria-label="Suggestions">
      {offers.map((it, number) => (
        <li
          key={it.inserts + it.label}
          id={`${id}-${number}`}
          role="option"
          aria-selected={number === at}
          onPointerDown={(event) => {
            event.preventDefault();
            choose(it);
          }}
        >
          <b>{it.label}</b>
          <span>{it.hint}</span>
        </li>
      ))}
    </ul>
  );
}

function Attach({ add }: { add: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <button type="button" class="tool" aria-label="Attach files" title="Attach files" onClick={() => input.current?.click()}>
        <Icon name="attach" />
      </button>
    </>
  );
}

function Chosen({ files, remove }: { files: File[]; remove: (file: File) => void }) {
  return (
    <ul class="chosen" aria-label="Files to send">
      {files.map((it, at) => (
        <li key={`${it.name}${at}`}>
          <Icon name="file" />
          <span>
            {it.name} <small>{size(it.size)}</small>
          </span>
          <button type="button" class="tool" aria-label={`Leave ${it.name} out`} onClick={() => remove(it)}>
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Shortcuts({ run }: { run: (id: string) => void }) {
  const { app } = useStanding();
  const offered = (app?.shortcuts ?? []).filter((it) => it.kind === "global");
  if (!offered.length) return null;
  return (
    <Menu label="Shortcuts" choices={offered.map((it) => ({ label: it.name, hint: app?.name ?? "", choose: () => run(it.id) }))}>
      <Icon name="bolt" />
    </Menu>
  );
}
