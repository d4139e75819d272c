/** Emoji under a message, and the picker that adds them. */
import { useMemo, useState } from "preact/hooks";
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

export function AddReaction({ message, channel }: { message: Message; channel: string }) {
  const [open, setOpen] = useState(false);
  const { me } = useStanding();
  const choose = (name: string): void => {
    setOpen(false);
    void react(me.id, channel, message, name);
  };
  return (
    <>
      <button type="button" class="tool" aria-label="Add a reaction" title="Add a reaction" onClick={() => setOpen(true)}>
        <Icon name="smile" />
      </button>
      {open && <Picker choose={choose} close={() => setOpen(false)} />}
    </>
  );
}

function Picker({ choose, close }: { choose: (name: string) => void; close: () => void }) {
  const [sought, setSought] = useState("");
  const found = useMemo(() => {
    const words = sought.toLowerCase().replaceAll(/[:\s]+/g, "_");
    return words ? EMOJI.filter((name) => name.includes(words)).slice(0, MOST) : USUAL;
  }, [sought]);
  return (
    <Dialog title="Add a reaction" close={close} class="picker">
      <input
        type="search"
        aria-label="Search emoji"
        placeholder="Search emoji"
        value={sought}
        onInput={(event) => setSought(event.currentTarget.value)}
      />
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
