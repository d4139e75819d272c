/** A field that asks the app what to offer, while somebody types. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Option, OptionGroup } from "../../types";
import { current } from "../state";
import { type ElementProps, attributes, choose } from "./shared";

/** Slack's, where an app names no `min_query_length`. */
const LEAST = 3;

export function ExternalSelect(props: ElementProps) {
  const { element, block, drawing } = props;
  const chosen = current(drawing, block, element) as Option | null;
  return <Sought props={props} shown={chosen?.text.text ?? ""} choose={(it) => void choose(props, it && bare(it))} />;
}

/** As the app offered it, without what was read for drawing. */
export const bare = (it: Option) => ({ text: { type: "plain_text", text: it.text.text }, value: it.value });

type Group = { label: string; options: Option[] };

interface SoughtProps {
  props: ElementProps;
  shown: string;
  choose: (it: Option | null) => void;
}

export function Sought({ props, shown, choose: chosen }: SoughtProps) {
  const { element } = props;
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const { groups, told, seek, shut } = useSeeking(props);
  const offers = groups.flatMap((it) => it.options);
  const open = offers.length > 0;
  useEffect(() => document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" }), [at, open]);

  const ask = (text: string): void => {
    setAt(0);
    void seek(text);
  };
  const end = (): void => {
    setTyped(null);
    shut();
  };
  const take = (it: Option | null): void => {
    end();
    chosen(it);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) setAt((at + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length);
      else ask(typed ?? "");
    } else if (event.key === "Enter" && (open || typed !== null)) {
      event.preventDefault();
      const it = offers[at];
      if (it) take(it);
    } else if (event.key === "Escape" && (open || typed !== null)) {
      event.preventDefault(); // the list is closed by it, and not the window around it too
      event.stopPropagation();
      end();
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
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        placeholder={element.placeholder?.text ?? "Search"}
        value={typed ?? shown}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          ask(event.currentTarget.value);
        }}
        onFocus={() => leastOf(props) === 0 && ask("")}
        onKeyDown={pressed}
        onBlur={() => {
          if (typed === "" && shown) chosen(null);
          end();
        }}
      />
      <div class="b-offers" id={`${id}-list`} role="listbox" aria-label="Found" hidden={!open}>
        {groups.map((it) => (
          <OfferedGroup key={it.label} group={it} offers={offers} at={at} id={id} take={take} />
        ))}
      </div>
      <small class="b-told" role="status">
        {told}
      </small>
    </span>
  );
}

interface GroupProps {
  group: Group;
  offers: Option[];
  at: number;
  id: string;
  take: (it: Option) => void;
}

function OfferedGroup({ group, offers, at, id, take }: GroupProps) {
  const options = group.options.map((it) => {
    const number = offers.indexOf(it);
    return (
      <div
        key={it.value}
        id={`${id}-${number}`}
        role="option"
        aria-selected={number === at}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => take(it)}
      >
        {it.text.text}
        {it.description && <small>{it.description.text}</small>}
      </div>
    );
  });
  if (!group.label) return <>{options}</>;
  return (
    <div role="group" aria-label={group.label}>
      <b aria-hidden="true">{group.label}</b>
      {options}
    </div>
  );
}

const leastOf = ({ element }: ElementProps): number => element.min_query_length ?? LEAST;

/** What was found for what was typed last, and what there is to say of it; an answer that comes late is not heard. */
function useSeeking(props: ElementProps) {
  const { block, element, drawing } = props;
  const [groups, setGroups] = useState<Group[]>([]);
  const [told, setTold] = useState("");
  const asked = useRef(0);
  const show = (found: Group[], words: string): void => {
    setGroups(found);
    setTold(words);
  };
  const seek = async (text: string): Promise<void> => {
    const number = ++asked.current;
    const missing = leastOf(props) - text.length;
    if (missing > 0) return show([], text ? `${missing} more to type` : "");
    setTold("Searching…");
    try {
      const found = grouped(await drawing.suggest(block, element, text));
      if (number === asked.current) show(found, found.length ? "" : "Nothing found");
    } catch {
      if (number === asked.current) show([], "The app offered nothing"); // whoever suggests has said why, or there is no more to say
    }
  };
  const shut = (): void => {
    asked.current++;
    show([], "");
  };
  return { groups, told, seek, shut };
}

function grouped(found: (Option | OptionGroup)[]): Group[] {
  const alone = found.filter((it): it is Option => !("options" in it));
  const groups = found.filter((it): it is OptionGroup => "options" in it).map((it) => ({ label: it.label.text, options: it.options }));
  return [...(alone.length ? [{ label: "", options: alone }] : []), ...groups].filter((it) => it.options.length);
}
