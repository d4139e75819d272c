/** One out of many: by the browser's own list, which brings the keyboard and a phone's wheel with it. */
import { useId, useRef, useState } from "preact/hooks";
import type { Option, OptionGroup } from "../../types";
import { current, optionsOf } from "../state";
import { type ElementProps, attributes, choose, isBusy } from "./shared";

export interface Offer {
  value: string;
  label: string;
}

export function StaticSelect(props: ElementProps) {
  const { element } = props;
  const groups: OptionGroup[] | undefined = element.option_groups;
  return (
    <Select props={props} kind="Choose">
      {groups
        ? groups.map((it) => (
            <optgroup key={it.label.text} label={it.label.text}>
              {it.options.map(drawOption)}
            </optgroup>
          ))
        : optionsOf(element).map(drawOption)}
    </Select>
  );
}

const drawOption = (it: Option) => (
  <option key={it.value} value={it.value}>
    {it.text.text}
    {it.description ? ` – ${it.description.text}` : ""}
  </option>
);

export function SlackSelect(props: ElementProps & { offers: Offer[]; kind: string }) {
  return (
    <Select props={props} kind={props.kind}>
      {props.offers.map((it) => (
        <option key={it.value} value={it.value}>
          {it.label}
        </option>
      ))}
    </Select>
  );
}

function Select({ props, kind, children }: { props: ElementProps; kind: string; children: preact.ComponentChildren }) {
  const { element, block, drawing } = props;
  const chosen = current(drawing, block, element);
  return (
    <select
      class={`b-select ${chosen ? "" : "empty"}`}
      {...attributes(props, kind)}
      value={String(chosen ?? "")}
      disabled={isBusy(props)}
      onChange={(event) => void choose(props, event.currentTarget.value || null)}
    >
      <option value="">{element.placeholder?.text ?? "Choose an option"}</option>
      {children}
    </select>
  );
}

/** Whom and what a select of Slack's own may offer. */
export function offersOf({ element, drawing }: ElementProps): Offer[] {
  const kind = element.type.replace("multi_", "");
  const people = drawing.people
    .filter((it) => !(it.is_bot && element.filter?.exclude_bot_users))
    .map((it) => ({ value: it.id, label: it.real_name }));
  const places = drawing.places.map((it) => ({ value: it.id, label: it.name }));
  if (kind === "users_select") return people;
  return places.filter((it) => it.label);
}

/** What the app itself offers for what is typed. */
export function ExternalSelect(props: ElementProps) {
  const { element, block, drawing } = props;
  const chosen = current(drawing, block, element) as Option | null;
  return (
    <Sought
      props={props}
      shown={chosen?.text.text ?? ""}
      choose={(it) => void choose(props, it && { text: { type: "plain_text", text: it.text.text }, value: it.value })}
    />
  );
}

export function Sought({ props, shown, choose: chosen }: { props: ElementProps; shown: string; choose: (it: Option | null) => void }) {
  const { element, block, drawing } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const [offers, setOffers] = useState<Option[]>([]);
  const [at, setAt] = useState(0);
  const asked = useRef(0);
  const id = useId();
  const open = typed !== null;

  const seek = async (text: string): Promise<void> => {
    setTyped(text);
    const number = ++asked.current;
    if (text.length < (element.min_query_length ?? 3)) return setOffers([]);
    const found = await drawing.suggest(block, element, text).catch(() => []);
    if (number !== asked.current) return;
    setOffers(found.flatMap((it) => ("options" in it ? it.options : [it])));
    setAt(0);
  };
  const take = (it: Option | null): void => {
    setTyped(null);
    chosen(it);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (!open) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt((at + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % Math.max(offers.length, 1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const it = offers[at];
      if (it) take(it);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      setTyped(null);
    }
  };
  return (
    <span class="b-sought">
      <input
        class="b-input"
        type="text"
        role="combobox"
        autocomplete="off"
        {...attributes(props, "Search")}
        aria-expanded={open && offers.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && offers.length ? `${id}-${at}` : undefined}
        placeholder={element.placeholder?.text ?? "Search"}
        value={typed ?? shown}
        onInput={(event) => void seek(event.currentTarget.value)}
        onKeyDown={pressed}
        onBlur={() => {
          if (typed === "") take(null);
          setTyped(null);
        }}
      />
      <ul class="b-offers" id={`${id}-list`} role="listbox" aria-label="Found" hidden={!open || !offers.length}>
        {offers.map((it, number) => (
          <li
            key={it.value}
            id={`${id}-${number}`}
            role="option"
            aria-selected={number === at}
            onPointerDown={(event) => {
              event.preventDefault();
              take(it);
            }}
          >
            {it.text.text}
          </li>
        ))}
      </ul>
    </span>
  );
}
