/** What is offered while one types: commands with their hints, people, channels, emoji. */
import { EMOJI, emojiOf } from "./draw";
import type { Standing } from "./standing";

export interface Completion {
  label: string;
  hint: string;
  inserts: string;
  /** How many characters before the caret give way. */
  replaces: number;
  /** Stands there whole already: Enter sends, and does not complete. */
  whole?: boolean;
}

const MOST = 8;

export function completionsAt(before: string, standing: Standing, inThread: boolean): Completion[] {
  if (/^\/\S*/.test(before)) return commands(before, standing, inThread);
  const mention = /(?:^|[\s(])@([\p{L}\d._-]*(?: [\p{L}\d._-]*)?)$/u.exec(before);
  if (mention) return people(mention[1] ?? "", standing);
  const channel = /(?:^|[\s(])#([\p{L}\d_-]*)$/u.exec(before);
  if (channel) return channels(channel[1] ?? "", standing);
  const emoji = /(?:^|\s):([a-z\d_+-]{2,})$/.exec(before);
  return emoji ? emojis(emoji[1] ?? "") : [];
}

function commands(before: string, { app }: Standing, inThread: boolean): Completion[] {
  const typed = before.split(/\s/, 1)[0] ?? "";
  const going = before.length > typed.length;
  return (app?.commands ?? [])
    .filter((it) => (going ? it.command === typed : it.command.startsWith(typed)))
    .map((it) => ({
      label: `${it.command} ${it.hint}`,
      hint: inThread ? "Not in a thread: type it in the channel" : it.description,
      inserts: going ? before : `${it.command} `,
      replaces: before.length,
      whole: it.command === typed,
    }));
}

function people(sought: string, { people: all, me }: Standing): Completion[] {
  const words = sought.toLowerCase();
  return all
    .filter((it) => it.team === me.team && !it.deleted && it.id !== me.id)
    .filter((it) => it.name.toLowerCase().startsWith(words) || it.real_name.toLowerCase().includes(words))
    .slice(0, MOST)
    .map((it) => ({ label: it.real_name, hint: it.title || `@${it.name}`, inserts: `@${it.real_name} `, replaces: sought.length + 1 }));
}

function channels(sought: string, { places }: Standing): Completion[] {
  return places
    .filter((it) => (it.kind === "channel" || it.kind === "group") && it.name.includes(sought.toLowerCase()))
    .slice(0, MOST)
    .map((it) => ({ label: `#${it.name}`, hint: it.topic, inserts: `#${it.name} `, replaces: sought.length + 1 }));
}

function emojis(sought: string): Completion[] {
  return EMOJI.filter((name) => name.startsWith(sought))
    .slice(0, MOST)
    .map((name) => ({ label: emojiOf(name) ?? "", hint: `:${name}:`, inserts: `${emojiOf(name) ?? `:${name}:`} `, replaces: sought.length + 1 }));
}
