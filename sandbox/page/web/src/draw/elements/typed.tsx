/** What is typed: words, numbers, addresses, dates. */
import type { ElementProps } from "./shared";
import { useChoosing } from "./choosing";
import { attributes, choose, isBusy, isTold } from "./shared";
import { local } from "../../time";
import { current } from "../state";

const KINDS: Record<string, string> = {
  email_text_input: "email",
  url_text_input: "url",
  number_input: "text",
  plain_text_input: "text",
};
const MODES: Record<string, "numeric" | "decimal" | "email" | "url"> = { email_text_input: "email", url_text_input: "url" };
const NEAR_THE_END = 0.9;

export function Typed(props: ElementProps) {
  const { element, block, drawing } = props;
  const value = String(current(drawing, block, element) ?? "");
  const tells = new Set<string>(block.dispatch_action ? (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]) : []);
  const typed = (text: string): void => {
    drawing.change(block, element, text || null);
    if (tells.has("on_character_entered")) drawing.act(block, element, text);
  };
  const shared = {
    ...attributes(props, "Text"),
    class: "b-input",
    value,
    placeholder: element.placeholder?.text,
    onInput: (event: Event) => typed((event.currentTarget as HTMLInputElement).value),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.isComposing) return; // Enter then takes what the keyboard offers
      if (event.key !== "Enter" || !tells.has("on_enter_pressed") || event.shiftKey) return;
      event.preventDefault();
      drawing.act(block, element, value);
    },
  };
  const long = element.multiline || element.type === "rich_text_input";
  return (
    <>
      {long ? (
        <textarea {...shared} rows={element.min_lines ?? 4} />
      ) : (
        <input {...shared} type={(KINDS[element.type] ?? "text") as "text"} inputMode={element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : MODES[element.type]} />
      )}
      <Left value={value} most={element.max_length} />
    </>
  );
}

function Left({ value, most }: { value: string; most: number | undefined }) {
  if (!most || value.length < most * NEAR_THE_END) return null;
  const left = most - value.length;
  return (
    <span class={`b-left ${left < 0 ? "over" : ""}`} role="status">
      {left < 0 ? `${-left} characters too many` : `${left} characters left`}
    </span>
  );
}

/** While the app is waited for. */
const held = (props: ElementProps) => (isBusy(props) ? { readOnly: true, "aria-busy": true } : {});

export function Datepicker(props: ElementProps) {
  return <Picker props={props} type="date" kind="Date" />;
}

export function Timepicker(props: ElementProps) {
  return <Picker props={props} type="time" kind="Time" />;
}

function Picker({ props, type, kind }: { props: ElementProps; type: "date" | "time"; kind: string }) {
  const { element, block, drawing } = props;
  const told = String(current(drawing, block, element) ?? "");
  return (
    <input
      type={type}
      class="b-input b-picker"
      {...attributes(props, kind)}
      {...useChoosing({ told, choose: (value) => void choose(props, value || null), sends: isTold(props) })}
      {...held(props)}
    />
  );
}

/** Seconds since 1970, shown and taken in the person's own zone. */
export function Datetimepicker(props: ElementProps) {
  const { element, block, drawing } = props;
  const at = current(drawing, block, element);
  const zone = drawing.me.tz;
  const told = typeof at === "number" ? onTheWall(at * 1000, zone) : "";
  return (
    <input
      type="datetime-local"
      class="b-input b-picker"
      {...attributes(props, "Date and time")}
      {...useChoosing({ told, choose: (value) => void choose(props, secondsOf(value, zone)), sends: isTold(props) })}
      {...held(props)}
    />
  );
}

const onTheWall = (ms: number, zone: string): string => local(new Date(ms), zone);

/** The instant at which the wall clock there shows this: found by correcting a first guess twice. */
function secondsOf(wall: string, zone: string): number | null {
  if (!wall) return null;
  const wanted = Date.parse(`${wall}:00Z`);
  let guess = wanted;
  for (let round = 0; round < 2; round++) guess += wanted - Date.parse(`${onTheWall(guess, zone)}:00Z`);
  return Math.round(guess / 1000);
}
