/** Several out of many: what is chosen stands as chips, each with a button that takes it back. */
import type { Given, Option } from "../../types";
import { current } from "../state";
import { useChoosing } from "./choosing";
import { type Offer, Offers, offeredBy } from "./selects";
import { type ElementProps, attributes, choose, waiting } from "./shared";
import { Sought, bare } from "./sought";

export function MultiStatic(props: ElementProps) {
  return <Multi {...props} offers={offeredBy(props.element)} kind="Choose" />;
}

const mostOf = ({ element }: ElementProps): number => element.max_selected_items ?? Number.POSITIVE_INFINITY;

export function Multi(props: ElementProps & { offers: Offer[]; kind: string }) {
  const { element, block, drawing, offers, kind } = props;
  const chosen = (current(drawing, block, element) as string[] | null) ?? [];
  const full = chosen.length >= mostOf(props);
  const left = full ? [] : offers.filter((it) => !chosen.includes(it.value));
  const set = (values: Given[]): void => void choose(props, values);
  const choosing = useChoosing({ told: "", choose: (value) => set([...chosen, value]), sends: true });
  return (
    <span class="b-multi">
      <Chips
        chips={chosen.map((value) => ({ value, label: offers.find((it) => it.value === value)?.label ?? value }))}
        remove={(value) => set(chosen.filter((it) => it !== value))}
      />
      <select class="b-select empty" {...attributes(props, kind)} {...choosing} {...waiting(props)}>
        <option value="">{full ? `No more than ${mostOf(props)}` : (element.placeholder?.text ?? "Add")}</option>
        <Offers offers={left} />
      </select>
    </span>
  );
}

export function MultiExternal(props: ElementProps) {
  const { element, block, drawing } = props;
  const chosen = (current(drawing, block, element) as Option[] | null) ?? [];
  const set = (options: Option[]): void => void choose(props, options.map(bare));
  const add = (it: Option | null): void => {
    const is = chosen.some((one) => one.value === it?.value);
    if (it && !is && chosen.length < mostOf(props)) set([...chosen, it]);
  };
  return (
    <span class="b-multi">
      <Chips
        chips={chosen.map((it) => ({ value: it.value, label: it.text.text }))}
        remove={(value) => set(chosen.filter((it) => it.value !== value))}
      />
      <Sought props={props} shown="" choose={add} />
    </span>
  );
}

/** Whoever takes one back goes on at the field: the button they pressed is gone with it. */
function Chips({ chips, remove }: { chips: Offer[]; remove: (value: string) => void }) {
  if (!chips.length) return null;
  return (
    <span class="b-chips">
      {chips.map((it) => (
        <button
          key={it.value}
          type="button"
          class="b-chip"
          aria-label={`Take ${it.label} back`}
          onClick={(event) => {
            event.currentTarget.closest(".b-multi")?.querySelector<HTMLElement>("select, input")?.focus();
            remove(it.value);
          }}
        >
          {it.label} <span aria-hidden="true">✕</span>
        </button>
      ))}
    </span>
  );
}
