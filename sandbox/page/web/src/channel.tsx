/** One place: its name, its people, its messages, and where to write in it. */
import { useCallback, useRef, useState } from "preact/hooks";
import { Composer } from "./composer";
import { Refused, deed } from "./control";
import { uploaded } from "./drawing";
import { useFocusKeptInPane } from "./focus";
import { AppTabs } from "./home";
import { Icon } from "./icons";
import type { Live } from "./live";
import { Members } from "./members";
import { Messages } from "./messages";
import { DIRECT, addressOf, go } from "./route";
import { nameOf, useStanding } from "./standing";
import { say, sayWhy } from "./toast";
import { toSlack } from "./typed";
import type { Place } from "./types";
import type { Sought } from "./little-slack";

export const PAGE = 60;

interface Props {
  place: Place;
  live: Live;
  typed: string;
  sought: Sought;
  thread: string;
  more: () => void;
}

export function Channel({ place, live, typed, sought, thread, more }: Props) {
  const standing = useStanding();
  const shown = live.parts.place?.id === place.id ? live.parts.place : null;
  const { files, setFiles, dropping, drop } = useDropping();
  const seen = useCallback((ts: string) => live.read(place.id, "", ts), [live.read, place.id]);
  const pane = useRef<HTMLElement>(null);
  useFocusKeptInPane(pane);
  const name = nameOf(place, standing);
  const label = place.kind === "im" || place.kind === "mpim" ? name : `#${name}`;
  return (
    <section class={`channel ${dropping ? "dropping" : ""}`} aria-label={label} ref={pane} {...drop}>
      <PlaceHead place={place} name={name} />
      <div class="scroll">
        <div class="scrolled">
          {shown && shown.earlier > 0 && (
            <button type="button" class="earlier" onClick={more}>
              Show earlier messages ({shown.earlier})
            </button>
          )}
          {shown && !shown.messages.length && <Empty place={place} name={label} />}
          {shown && (
            <Messages
              key={place.id}
              messages={shown.messages}
              channel={place.id}
              read={shown.read}
              sought={thread ? { ...sought, ts: "" } : sought}
              seen={seen}
            />
          )}
        </div>
      </div>
      {place.member && !place.archived ? (
        <Write place={place} label={`Message ${label}`} typed={typed} files={files} setFiles={setFiles} />
      ) : (
        <Outside place={place} name={label} />
      )}
    </section>
  );
}

function PlaceHead({ place, name }: { place: Place; name: string }) {
  const { app } = useStanding();
  const [open, setOpen] = useState(false);
  const direct = place.kind === "im" || place.kind === "mpim";
  return (
    <header class="place-head">
      <h2>
        {!direct && <Icon name={place.private ? "lock" : "hash"} />}
        {name}
        {place.shared && <span class="badge">Shared</span>}
        {place.archived && <span class="badge">Archived</span>}
      </h2>
      {place.id === app?.direct && <AppTabs at={DIRECT} />}
      {place.topic && <p>{place.topic}</p>}
      {!direct && (
        <button type="button" class="plain members" onClick={() => setOpen(true)}>
          <Icon name="people" /> {place.members.length}
          <span class="unseen"> people in {name}: show them</span>
        </button>
      )}
      {open && <Members place={place} name={name} close={() => setOpen(false)} />}
    </header>
  );
}

function Empty({ place, name }: { place: Place; name: string }) {
  const { app } = useStanding();
  const command = app?.commands[0]?.command;
  return (
    <div class="empty-place">
      <h3>{name}</h3>
      <p>
        {place.kind === "im" ? `Nothing was written here yet. ${app?.name ?? "The app"} writes here when it has something for you alone.` : "Nothing was said here yet."}
        {command && place.member && ` Type ${command} below to see what ${app?.name} offers you.`}
      </p>
    </div>
  );
}

function Outside({ place, name }: { place: Place; name: string }) {
  const { me } = useStanding();
  if (place.archived) return <p class="outside">{name} is archived: nothing more is said here.</p>;
  const join = (): void => void deed("join", { user: me.id, channel: place.id }).catch(sayWhy);
  return (
    <p class="outside">
      You are not in {name}.{" "}
      <button type="button" class="primary" onClick={join}>
        Join it
      </button>
    </p>
  );
}

interface WriteProps {
  place: Place;
  label: string;
  typed?: string;
  thread?: string;
  files: File[];
  setFiles: (change: (files: File[]) => File[]) => void;
}

/** What begins with a slash is a command; in a thread Slack takes none. */
export function Write({ place, label, typed = "", thread = "", files, setFiles }: WriteProps) {
  const standing = useStanding();
  const { me, app } = standing;
  const send = async (text: string, given: File[], broadcast: boolean): Promise<void> => {
    const command = /^\/\S+/.exec(text.trim())?.[0];
    if (command && given.length) throw new Refused("no_files", `${command} takes no files: leave them out, or send them in a message.`);
    if (command) await run(command, text.trim().slice(command.length).trim());
    else await write(text, given, broadcast);
    if (typed) go(addressOf(me.id, place.id, thread), "replace");
  };
  const run = async (command: string, text: string): Promise<void> => {
    if (thread) throw new Refused("not_in_a_thread", `Slack takes no commands in threads: type ${command} in the channel.`);
    await deed("command", { user: me.id, channel: place.id, command, text });
  };
  const write = async (text: string, given: File[], broadcast: boolean): Promise<void> => {
    const ids = await Promise.all(given.map(async (it) => (await uploaded(me.id, it)).id));
    const said = { user: me.id, channel: place.id, text: toSlack(text.trim(), standing), files: ids };
    await deed("message", thread ? { ...said, thread_ts: thread, broadcast } : said);
  };
  const shortcut = (id: string): void =>
    void deed("shortcut", { user: me.id, callback_id: id })
      .then((came) => {
        if (!came.acked) say(`${app?.name ?? "The app"} did not answer. Try again in a moment.`, true);
      })
      .catch(sayWhy);
  return (
    <Composer
      label={label}
      start={typed}
      keep={`${me.id} ${place.id} ${thread}`}
      focused={Boolean(thread)}
      inThread={Boolean(thread)}
      send={send}
      files={files}
      setFiles={setFiles}
      shortcut={shortcut}
    />
  );
}

/** Files dropped anywhere on a pane stand ready in its composer. */
export function useDropping() {
  const [files, setFiles] = useState<File[]>([]);
  const [dropping, setDropping] = useState(false);
  const carries = (event: DragEvent): boolean => Boolean(event.dataTransfer?.types.includes("Files"));
  const drop = {
    onDragOver: (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave: (event: DragEvent) => {
      const to = event.relatedTarget;
      if (!(to instanceof Node && (event.currentTarget as Node).contains(to))) setDropping(false);
    },
    onDrop: (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      setDropping(false);
      const dropped = [...(event.dataTransfer?.files ?? [])];
      setFiles((all) => [...all, ...dropped]);
    },
  };
  return { files, setFiles, dropping, drop };
}
