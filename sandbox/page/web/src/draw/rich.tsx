/** Rich text: the server has read every text into parts, and here they are only drawn. */
import { Fragment } from "preact";
import type { Drawing, Inline, Part, Style, Text } from "../types";
import { emojiOf } from "./emoji";
import { Link } from "./link";
import { full } from "../time";

const JUMBO = 23;

interface RichProps {
  parts: Part[];
  drawing: Drawing;
  /** Emoji that stand alone are big: in what a message says, not in a field or a cell. */
  big?: boolean;
}

export function Rich({ parts, drawing, big = false }: RichProps) {
  return (
    <div class={`b-rich ${big && isEmojiAlone(parts) ? "jumbo" : ""}`}>
      {parts.map((it, at) => (
        <PartShown key={at} part={it} drawing={drawing} />
      ))}
    </div>
  );
}

/** Within a line: a label, a button, a heading. */
export function Words({ text, drawing }: { text: Text | undefined; drawing: Drawing }) {
  return <>{text?.rich.map((it, at) => ("elements" in it && it.type !== "rich_text_list" ? <InlineAll key={at} of={it.elements} drawing={drawing} /> : null))}</>;
}

export function TextOf({ text, drawing }: { text: Text; drawing: Drawing }) {
  return <Rich parts={text.rich} drawing={drawing} />;
}

function isEmojiAlone(parts: Part[]): boolean {
  const [only] = parts;
  if (parts.length !== 1 || only?.type !== "rich_text_section") return false;
  const marks = only.elements.filter((it) => !(it.type === "text" && !it.text.trim()));
  return marks.length > 0 && marks.length <= JUMBO && marks.every((it) => it.type === "emoji" && emojiOf(it.name));
}

function PartShown({ part, drawing }: { part: Part; drawing: Drawing }) {
  switch (part.type) {
    case "rich_text_section":
      return (
        <p dir={directionOf(part.elements)}>
          <InlineAll of={part.elements} drawing={drawing} />
        </p>
      );
    case "rich_text_quote":
      return (
        <blockquote dir={directionOf(part.elements)}>
          <InlineAll of={part.elements} drawing={drawing} />
        </blockquote>
      );
    case "rich_text_preformatted":
      return (
        <pre tabIndex={0}>
          <InlineAll of={part.elements} drawing={drawing} />
        </pre>
      );
    case "rich_text_list":
      return <List list={part} drawing={drawing} />;
    case "heading":
      return (
        <p class={`b-heading level-${part.level}`} role="heading" aria-level={3} dir={directionOf(part.elements)}>
          <InlineAll of={part.elements} drawing={drawing} />
        </p>
      );
    case "rule":
      return <hr />;
    case "table":
      return <MarkdownTable table={part} drawing={drawing} />;
    default:
      return null;
  }
}

function List({ list, drawing }: { list: Extract<Part, { type: "rich_text_list" }>; drawing: Drawing }) {
  const Tag = list.style === "ordered" ? "ol" : "ul";
  const start = list.style === "ordered" ? { start: (list.offset ?? 0) + 1 } : {};
  return (
    <Tag class={`indent-${Math.min(list.indent ?? 0, 8)} ${list.border ? "barred" : ""}`} {...start}>
      {list.elements.map((it, at) => (
        <li key={at} dir={directionOf(it.elements)}>
          <InlineAll of={it.elements} drawing={drawing} />
        </li>
      ))}
    </Tag>
  );
}

function MarkdownTable({ table, drawing }: { table: Extract<Part, { type: "table" }>; drawing: Drawing }) {
  const side = (at: number): string => `align-${table.align[at] ?? "left"}`;
  return (
    <div class="b-table-wrap" tabIndex={0} role="group" aria-label="Table">
      <table class="b-table">
        <thead>
          <tr>
            {table.header.map((it, at) => (
              <th key={at} class={side(at)}>
                <InlineAll of={it} drawing={drawing} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, number) => (
            <tr key={number}>
              {row.map((it, at) => (
                <td key={at} class={side(at)}>
                  <InlineAll of={it} drawing={drawing} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const LETTER = /\p{L}/u;
const FROM_THE_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** By the first letter; `dir="auto"` would not look into the isolated words. */
function directionOf(elements: Inline[]): "rtl" | undefined {
  const words = elements.map((it) => ("text" in it && it.text) || "").join("");
  return FROM_THE_RIGHT.test(words.match(LETTER)?.[0] ?? "") ? "rtl" : undefined;
}

export function InlineAll({ of, drawing }: { of: Inline[]; drawing: Drawing }) {
  return (
    <>
      {of.map((it, at) => (
        <Fragment key={at}>{styled(<InlineShown it={it} drawing={drawing} />, "style" in it ? it.style : undefined)}</Fragment>
      ))}
    </>
  );
}

function styled(drawn: preact.JSX.Element, style: Style | undefined): preact.JSX.Element {
  let it = drawn;
  if (style?.code) it = <code>{it}</code>;
  if (style?.highlight) it = <mark>{it}</mark>;
  if (style?.underline) it = <u>{it}</u>;
  if (style?.strike) it = <s>{it}</s>;
  if (style?.italic) it = <i>{it}</i>;
  if (style?.bold) it = <b>{it}</b>;
  return it;
}

function InlineShown({ it, drawing }: { it: Inline; drawing: Drawing }) {
  switch (it.type) {
    case "text":
      return <bdi>{it.text}</bdi>;
    case "link":
      return (
        <Link url={it.url} drawing={drawing}>
          {it.text || it.url}
        </Link>
      );
    case "user":
      return <Mention id={it.user_id} drawing={drawing} />;
    case "usergroup":
      return <span class="b-mention">@{it.usergroup_id}</span>;
    case "team":
      return <span class="b-mention">{it.team_id}</span>;
    case "channel":
      return <ChannelName id={it.channel_id} drawing={drawing} />;
    case "broadcast":
      return <span class="b-mention me">@{it.range}</span>;
    case "emoji":
      return <Emoji name={it.name} tone={it.skin_tone} />;
    case "color":
      return (
        <span class="b-colour">
          <span style={{ background: /^#[0-9a-f]{6}$/i.test(it.value) ? it.value : "none" }} /> {it.value}
        </span>
      );
    case "date":
      return it.url ? (
        <Link url={it.url} drawing={drawing}>
          {it.drawn}
        </Link>
      ) : (
        <Moment date={it} drawing={drawing} />
      );
    default:
      return null;
  }
}

/** Under the pointer stands the whole of it, in the reader's zone. */
function Moment({ date, drawing }: { date: Extract<Inline, { type: "date" }>; drawing: Drawing }) {
  const at = new Date(date.timestamp * 1000);
  if (Number.isNaN(at.getTime())) return <>{date.drawn}</>;
  return (
    <time dateTime={at.toISOString()} title={full(at, drawing.me.tz)}>
      {date.drawn}
    </time>
  );
}

function Mention({ id, drawing }: { id: string; drawing: Drawing }) {
  const person = drawing.person(id);
  return <span class={`b-mention ${id === drawing.me.id ? "me" : ""}`}>@{person?.real_name ?? id}</span>;
}

function ChannelName({ id, drawing }: { id: string; drawing: Drawing }) {
  const place = drawing.place(id);
  if (!place) return <span class="b-mention">🔒 private channel</span>;
  return <span class="b-mention">#{place.name}</span>;
}

export function Emoji({ name, tone }: { name: string; tone?: number | undefined }) {
  const drawn = emojiOf(name, tone);
  if (!drawn) return <>:{name}:</>;
  return (
    <span class="b-emoji" role="img" aria-label={name.replaceAll("_", " ")} title={`:${name}:`}>
      {drawn}
    </span>
  );
}
