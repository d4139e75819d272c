/** Where people write: a message, an edit, or a slash command; with hints, mentions, emoji and files. */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Completion } from "./completing";
import { size } from "./files";
import { Icon } from "./icons";
import { Menu } from "./menu";
import { useStanding } from "./standing";
import { type Writing, useWriting } from "./writing";

interface Props extends Writing {
  label: string;
  sends?: string;
  shortcut?: (id: string) => void;
}

export function Composer(props: Props) {
  const { label, sends = "Send", inThread = false, cancel, files = [], setFiles } = props;
  const [broadcast, setBroadcast] = useState(false);
  const writing = useWriting(props, broadcast);
  const { text, offers, at, sending } = writing;
  const id = useId();
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void writing.go();
      }}
    >
      {offers.length > 0 && <Offers id={id} offers={offers} at={at} choose={writing.complete} close={() => writing.setOffers([])} />}
      <textarea
        ref={writing.area}
        rows={1}
        aria-label={label}
        placeholder={label}
        value={text}
        aria-autocomplete="list"
        aria-controls={offers.length ? id : undefined}
        aria-activedescendant={offers.length ? `${id}-${at}` : undefined}
        onInput={(event) => writing.type(event.currentTarget.value, event.currentTarget.selectionStart)}
        onKeyDown={writing.pressed}
        onBlur={(event) => {
          if (!(event.relatedTarget instanceof Element && event.relatedTarget.id === id)) writing.setOffers([]);
        }}
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
        <button type="button" class="tool" aria-label="Mention somebody" title="Mention somebody" onClick={writing.mention}>
          @
        </button>
        {props.shortcut && <Shortcuts run={props.shortcut} />}
        <span class="spring" />
        {cancel && (
          <button type="button" class="plain" onClick={writing.giveUp}>
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

interface OffersProps {
  id: string;
  offers: Completion[];
  at: number;
  choose: (it: Completion) => void;
  close: () => void;
}

/** A long list is scrolled: along with the arrows, by the pointer, and by whoever goes into it. */
function Offers({ id, offers, at, choose, close }: OffersProps) {
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => list.current?.children[at]?.scrollIntoView({ block: "nearest" }), [at, offers]);
  return (
    <ul class="offers" role="listbox" id={id} aria-label="Suggestions" tabIndex={0} ref={list} onBlur={close}>
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
