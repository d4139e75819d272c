/** What stands in a composer, as Slack carries it, and the way back. */
import type { Person, Place } from "./types";

export interface Names {
  people: Person[];
  places: Place[];
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const unescaped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** Mentions by full name or handle, channels by name, addresses as links; the three escapes. In code only these. */
export function toSlack(text: string, names: Names): string {
  return escaped(text)
    .split(CODE)
    .map((piece, at) => (at % 2 ? piece : live(piece, names)))
    .join("");
}

const CODE = /(```[\s\S]*?```|`[^`\n]+`)/;
const ADDRESS = /(?<![\w])(https?:\/\/(?:&amp;|(?!&)[^\s<>|])*(?:&amp;|(?!&)[^\s<>|.,;:!?)'"\]]))/g;

function live(piece: string, names: Names): string {
  return piece
    .split(ADDRESS)
    .map((part, at) => (at % 2 ? `<${part}>` : called(part, names)))
    .join("");
}

const called = (piece: string, names: Names): string =>
  tokens(names).reduce((said, [pattern, token]) => said.replace(pattern, token), piece);

function tokens({ people, places }: Names): [RegExp, string][] {
  const called = people
    .flatMap((it): [string, string][] => [
      [it.real_name, it.id],
      [it.name, it.id],
    ])
    .sort(([one], [other]) => other.length - one.length)
    .map(([name, id]): [RegExp, string] => [word("@", escaped(name)), `<@${id}>`]);
  const named = places
    .filter((it) => it.name && (it.kind === "channel" || it.kind === "group"))
    .map((it): [RegExp, string] => [word("#", it.name), `<#${it.id}>`]);
  const all = ["here", "channel", "everyone"].map((it): [RegExp, string] => [word("@", it), `<!${it}>`]);
  return [...called, ...named, ...all];
}

const word = (mark: string, name: string): RegExp =>
  new RegExp(`(?<![\\w<])${mark}${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`, "g");

const EVERYBODY = /^!(here|channel|everyone)$/;

/** Dates are drawn already: the server does it, in the reader's zone. */
export function fromSlack(text: string, { people, places }: Names): string {
  const shown = text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, target: string, label = "") => {
    if (target.startsWith("@")) return `@${people.find((it) => it.id === target.slice(1))?.real_name ?? target.slice(1)}`;
    if (target.startsWith("#")) return `#${places.find((it) => it.id === target.slice(1))?.name ?? (label || "private channel")}`;
    if (target.startsWith("!")) return EVERYBODY.test(target) ? `@${target.slice(1)}` : label;
    return target;
  });
  return unescaped(shown);
}
