/** Several out of many: what is chosen stands as chips, each with a button that takes it back. */
import type { Given, Option } from "../../types";
import { current, optionsOf } from "../state";
import { type Offer, Sought } from "./selects";
import { type ElementProps, attributes, choose, isBusy } from "./shared";

export function MultiStatic(props: ElementProps) {
  const offers = optionsOf(props.element).map((it) => ({ value: it.value, label: it.text.text }));
  return <Multi {...props} offers={offers} kind="Choose" />;
}

export function Multi(props: ElementProps & { offers: Offer[]; kind: string }) {
  const { element, block, drawing, offers, kind } = props;
  const chosen = (current(drawing, block, element) as string[] | null) ?? [];
  const left = offers.filter((it) => !chosen.includes(it.value));
  const full = chosen.length >= (element.max_selected_items ?? Number.POSITIVE_INFINITY);
  const set = (values: Given[]): void => void choose(props, values);
  return (
    <span class="b-multi">
      <Chips
        chips={chosen.map((value) => ({ value, label: offers.find((it) => it.value === value)?.label ?? value }))}
        remove={(value) => set(chosen.filter((it) => it !== value))}
      />
      <select
        class="b-select empty"
        {...attributes(props, kind)}
        value=""
        disabled={isBusy(props) || full}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value) set([...chosen, value]);
          event.currentTarget.value = "";
        }}
      >
        <option value="">{full ? `No more than ${element.max_selected_items}` : (element.placeholder?.text ?? "Add")}</option>
        {left.map((it) => (
          <option key={it.value} value={it.value}>
            {it.label}
          </option>
        ))}
      </select>
    </span>
  );
}

export function MultiExternal(props: ElementProps) {
  const { element, block, drawing } = props;
  const chosen = (current(drawing, block, element) as Option[] | null) ?? [];
  const set = (options: Option[]): void =>
    void choose(
      props,
      options.map((it) => ({ text: { type: "plain_text", text: it.text.text }, value: it.value })),
    );
  return (
    <span class="b-multi">
      <Chips
        chips={chosen.map((it) => ({ value: it.value, label: it.text.text }))}
        remove={(value) => set(chosen.filter((it) => it.value !== value))}
      />
      <Sought props={props} shown="" choose={(it) => it && !chosen.some((one) => one.value === it.value) && set([...chosen, it])} />
    </span>
  );
}

function Chips({ chips, remove }: { chips: Offer[]; remove: (value: string) => void }) {
  if (!chips.length) return null;
  return (
    <span class="b-chips">
      {chips.map((it) => (
        <button key={it.value} type="button" class="b-chip" aria-label={`Take ${it.label} back`} onClick={() => remove(it.value)}>
          {it.label} <span aria-hidden="true">✕</span>
        </button>
      ))}
    </span>
  );
}
