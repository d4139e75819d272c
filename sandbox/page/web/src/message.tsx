/** One message as its reader sees it: who, when, what, and what can be done with it. */
import { useRef, useState } from "preact/hooks";
import { Avatar } from "./avatar";
import { Blocks, Rich, emojiOf } from "./draw";
import { Composer } from "./composer";
import { deed } from "./control";
import { useDrawing } from "./drawing";
import { Files } from "./files";
import { useFocusKept } from "./focus";
import { Icon } from "./icons";
import { Menu, type Choice } from "./menu";
import { AddReaction, Reactions, react } from "./reactions";
import { addressOf, go } from "./route";
import { useStanding } from "./standing";
import { clock, divider, full, ofTs } from "./time";
import { say, sayWhy } from "./toast";
import { fromSlack, toSlack } from "./typed";
import type { Message } from "./types";

interface Props {
  message: Message;
  channel: string;
  /** Drawn without its head: the one above is of the same person, a moment earlier. */
  follows?: boolean;
  inThread?: boolean;
  /** Brought up by a permalink. */
  sought?: boolean;
  /** In no list whose arrows would lead to it. */
  alone?: boolean;
  /** The last one of its list: the first that Shift and Tab lead to from the composer. */
  newest?: boolean;
}

const NEWS = new Set(["channel_join", "channel_leave", "group_join", "group_leave"]);

export function MessageShown(props: Props) {
  const { message, channel, follows = false, inThread = false, sought = false, alone = false } = props;
  const { me, person } = useStanding();
  const [editing, setEditing] = useState(false);
  const [inside, setInside] = useState(false);
  const article = useRef<HTMLElement>(null);
  useFocusKept(article, () => article.current);
  const done = (): void => {
    setEditing(false);
    article.current?.focus();
  };
  const author = person(message.user);
  const name = message.username || author?.real_name || message.user;
  const at = ofTs(message.ts);
  const gone = message.subtype === "tombstone";
  return (
    <article
      ref={article}
      class={`message ${follows ? "follows" : ""} ${message.ephemeral ? "ephemeral" : ""} ${sought ? "sought" : ""}`}
      data-ts={message.ts}
      tabIndex={alone ? 0 : -1}
      aria-label={`${name}, ${full(at, me.tz)}`}
      onFocusIn={() => setInside(true)}
      onFocusOut={(event) => setInside(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))}
    >
      <div class="margin">{follows ? <time>{clock(at, me.tz)}</time> : <Avatar person={author} />}</div>
      <div class="content">
        {message.ephemeral && (
          <p class="only-you">
            <Icon name="eye" /> Only visible to you
          </p>
        )}
        {!follows && (
          <header>
            <b>{gone ? "Deleted" : name}</b>
            {author?.is_bot && <span class="badge">APP</span>}
            <time dateTime={at.toISOString()} title={full(at, me.tz)}>
              {clock(at, me.tz)}
            </time>
          </header>
        )}
        {editing ? (
          <Editing message={message} channel={channel} done={done} />
        ) : (
          <Said message={message} channel={channel} />
        )}
        <Files files={message.files} />
        <Reactions message={message} channel={channel} />
        {!inThread && message.reply_count > 0 && <ThreadSummary message={message} channel={channel} />}
      </div>
      {!gone && !editing && <Tools {...props} inside={inside} edit={() => setEditing(true)} />}
    </article>
  );
}

function Said({ message, channel }: { message: Message; channel: string }) {
  const { drawing } = useDrawing("message", { channel, messageTs: message.ts }, {}, message.blocks);
  const edited = message.edited && <small class="edited"> (edited)</small>;
  const quiet = NEWS.has(message.subtype) || message.subtype === "tombstone";
  return (
    <div class={`said ${quiet ? "quiet" : ""}`}>
      {message.blocks.length ? (
        <Blocks blocks={message.blocks} drawing={drawing} />
      ) : (
        message.text && <Rich parts={message.rich} drawing={drawing} big />
      )}
      {edited}
      {message.attachments.map((it, at) => (
        <div class="attachment" key={at}>
          {it.blocks.length ? <Blocks blocks={it.blocks} drawing={drawing} /> : <Rich parts={it.rich} drawing={drawing} />}
        </div>
      ))}
    </div>
  );
}

function Editing({ message, channel, done }: { message: Message; channel: string; done: () => void }) {
  const names = useStanding();
  const save = async (text: string): Promise<void> => {
    await deed("edit-message", { user: names.me.id, channel, ts: message.ts, text: toSlack(text, names) });
    done();
  };
  return (
    <Composer
      label="Edit message"
      start={fromSlack(message.text, names)}
      send={save}
      sends="Save"
      cancel={done}
      keep={`edit ${names.me.id} ${channel} ${message.ts}`}
    />
  );
}

function ThreadSummary({ message, channel }: { message: Message; channel: string }) {
  const { me, now, person } = useStanding();
  const last = ofTs(message.latest_reply);
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const day = divider(last, now, me.tz);
  return (
    <button type="button" class="thread-summary" onClick={() => go(addressOf(me.id, channel, message.ts))}>
      {message.reply_users.slice(0, 3).map((id) => (
        <Avatar key={id} person={person(id)} size="small" />
      ))}
      <b>{count}</b>
      {message.unread_replies > 0 && <span class="new">{message.unread_replies} new</span>}
      <small>
        Last reply {day === "Today" || day === "Yesterday" ? day.toLowerCase() : day} at {clock(last, me.tz)}
      </small>
    </button>
  );
}

const QUICK = ["white_check_mark", "eyes", "raised_hands"];

/** Stops of the Tab key once one is `inside` the message: else there would be hundreds of them above a composer. */
function Tools({ message, channel, inThread, newest = false, inside, edit }: Props & { inside: boolean; edit: () => void }) {
  const { me } = useStanding();
  if (message.ephemeral) return null;
  const tab = inside ? 0 : -1;
  return (
    <div class="tools" role="group" aria-label="Actions on this message">
      {QUICK.map((name) => (
        <button
          key={name}
          type="button"
          class="tool emoji"
          tabIndex={tab}
          aria-label={`React with ${name.replaceAll("_", " ")}`}
          onClick={() => void react(me.id, channel, message, name)}
        >
          {emojiOf(name)}
        </button>
      ))}
      <AddReaction message={message} channel={channel} tab={tab} />
      {!inThread && (
        <button
          type="button"
          class="tool"
          aria-label="Reply in thread"
          title="Reply in thread"
          tabIndex={tab}
          onClick={() => go(addressOf(me.id, channel, message.thread_ts || message.ts))}
        >
          <Icon name="thread" />
        </button>
      )}
      <More message={message} channel={channel} edit={edit} tab={inside || newest ? 0 : -1} />
    </div>
  );
}

function More({ message, channel, edit, tab }: { message: Message; channel: string; edit: () => void; tab: number }) {
  const standing = useStanding();
  const { me, app, ask } = standing;
  const shortcuts = (app?.shortcuts ?? []).filter((it) => it.kind === "message");
  const runs = async (id: string): Promise<void> => {
    const came = await deed("shortcut", { user: me.id, callback_id: id, channel, messageTs: message.ts });
    if (!came.acked) say(`${app?.name ?? "The app"} did not answer. Try again in a moment.`, true);
  };
  const remove = async (): Promise<void> => {
    const text = "Everybody loses it, and it cannot be brought back.";
    if (await ask({ title: "Delete this message?", text, yes: "Delete", danger: true }))
      await deed("delete-message", { user: me.id, channel, ts: message.ts });
  };
  const copy = (text: string, what: string): void =>
    void navigator.clipboard.writeText(text).then(
      () => say(`${what} copied.`),
      () => say("The browser does not let the page copy.", true),
    );
  const own: Choice[] =
    message.user === me.id
      ? [
          { label: "Edit message", choose: edit },
          { label: "Delete message…", danger: true, choose: () => void remove().catch(sayWhy) },
        ]
      : [];
  const offered: Choice[] = shortcuts.map((it) => ({
    label: it.name,
    hint: app?.name ?? "",
    choose: () => void runs(it.id).catch(sayWhy),
  }));
  return (
    <Menu
      label="More actions"
      tab={tab}
      choices={[
        { label: "Copy link", choose: () => copy(message.permalink, "Link") },
        { label: "Copy text", choose: () => copy(fromSlack(message.text, standing), "Text") },
        ...(own.length ? (["rule", ...own] as const) : []),
        ...(offered.length ? (["rule", ...offered] as const) : []),
      ]}
    >
      <Icon name="more" />
    </Menu>
  );
}
