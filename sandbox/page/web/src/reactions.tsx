/** Emoji under a message, and the picker that adds them. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { EMOJI, emojiOf } from "./draw";
import { deed } from "./control";
import { Dialog } from "./dialog";
import { Icon } from "./icons";
import { useStanding } from "./standing";
import { sayWhy } from "./toast";
import type { Message } from "./types";

const MOST = 160;
const USUAL = `+1 -1 white_check_mark eyes raised_hands pray heart tada thinking_face smile joy cry rocket warning x
  question bulb memo calendar bell wave clap fire 100 ok_hand hourglass lock key mag school`.split(/\s+/);

export async function react(user: string, channel: string, message: Message, name: string): Promise<void> {
  const remove = message.reactions.some((it) => it.name === name && it.users.includes(user));
  await deed("reaction", { user, channel, ts: message.ts, name, remove }).catch(sayWhy);
}

export function Reactions({ message, channel }: { message: Message; channel: string }) {
  const { me, person } = useStanding();
  if (!message.reactions.length) return null;
  return (
    <div class="reactions">
      {message.reactions.map(({ name, users }) => {
        const who = users.map((id) => (id === me.id ? "you" : (person(id)?.real_name ?? id))).join(", ");
        return (
          <button
            key={name}
            type="button"
            class="reaction"
            aria-pressed={users.includes(me.id)}
            title={`${who} reacted with :${name}:`}
            onClick={() => void react(me.id, channel, message, name)}
          >
            <span aria-hidden="true">{emojiOf(name) ?? `:${name}:`}</span>
            <span class="unseen">{name.replaceAll("_", " ")}, by {who}: </span>
            {users.length}
          </button>
        );
      })}
      <AddReaction message={message} channel={channel} />
    </div>
  );
}

export function AddReaction({ message, channel, tab }: { message: Message; channel: string; tab?: number }) {
  const [open, setOpen] = useState(false);
  const { me } = useStanding();
  const choose = (name: string): void => {
    setOpen(false);
    void react(me.id, channel, message, name);
  };
  return (
    <>
      <button type="button" class="tool" aria-label="Add a reaction" title="Add a reaction" tabIndex={tab} onClick={() => setOpen(true)}>
        <Icon name="smile" />
      </button>
      {open && <Picker choose={choose} close={() => setOpen(false)} />}
    </>
  );
}

/** Best first: what is called just that, then what begins so. */
function called(sought: string): string[] {
  const words = sought.trim().toLowerCase().replaceAll(/[:\s]+/g, "_").replaceAll(/^_|_$/g, "");
  if (!words) return USUAL;
  const rank = (name: string): number => (name === words ? 0 : name.startsWith(words) ? 1 : 2);
  return EMOJI.filter((name) => name.includes(words))
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, MOST);
}

function Picker({ choose, close }: { choose: (name: string) => void; close: () => void }) {
  const [sought, setSought] = useState("");
  const search = useRef<HTMLInputElement>(null);
  const found = useMemo(() => called(sought), [sought]);
  useLayoutEffect(() => search.current?.focus(), []);
  // By what stands in the field: keys may come faster than the page is drawn.
  const pressed = (event: KeyboardEvent): void => {
    const [first] = called(search.current?.value ?? "");
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    if (event.key === "Escape") close();
    else if (first) choose(first);
  };
  return (
    <Dialog title="Add a reaction" close={close} class="picker">
      <input
        ref={search}
        type="search"
        aria-label="Search emoji"
        aria-describedby="picker-hint"
        placeholder="Search emoji"
        value={sought}
        onInput={(event) => setSought(event.currentTarget.value)}
        onKeyDown={pressed}
      />
      <span id="picker-hint" class="unseen">
        Enter chooses the first that is found.
      </span>
      <div class="emoji-grid">
        {found.map((name) => (
          <button key={name} type="button" class="tool emoji" aria-label={name} title={`:${name}:`} onClick={() => choose(name)}>
            {emojiOf(name)}
          </button>
        ))}
      </div>
      {!found.length && <p class="empty">No emoji is called that.</p>}
    </Dialog>
  );
}
