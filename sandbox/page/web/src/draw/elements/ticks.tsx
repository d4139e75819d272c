/** What is ticked: boxes and radio buttons, each with its words and its description. */
import { useId } from "preact/hooks";
import type { Option } from "../../types";
import { TextOf } from "../rich";
import { current } from "../state";
import { type ElementProps, choose, nameFor, waiting } from "./shared";

export function Checkboxes(props: ElementProps) {
  const { element, block, drawing } = props;
  const chosen = (current(drawing, block, element) as string[] | null) ?? [];
  const tick = (value: string): void =>
    void choose(props, chosen.includes(value) ? chosen.filter((it) => it !== value) : [...chosen, value]);
  return <Ticks props={props} type="checkbox" role="group" chosen={(it) => chosen.includes(it)} tick={tick} />;
}

export function RadioButtons(props: ElementProps) {
  const { element, block, drawing } = props;
  const chosen = current(drawing, block, element);
  return (
    <Ticks props={props} type="radio" role="radiogroup" chosen={(it) => it === chosen} tick={(it) => void choose(props, it)} />
  );
}

interface TicksProps {
  props: ElementProps;
  type: "checkbox" | "radio";
  role: "group" | "radiogroup";
  chosen: (value: string) => boolean;
  tick: (value: string) => void;
}

function Ticks({ props, type, role, chosen, tick }: TicksProps) {
  const { element, drawing, field } = props;
  const id = useId();
  const named = field ? { "aria-labelledby": `${field.id}-label`, "aria-describedby": field.describedBy } : { "aria-label": nameFor(props, "Choose") };
  return (
    <div class="b-ticks" role={role} {...named}>
      {element.options.map((it: Option, at: number) => (
        <label key={it.value} class="b-tick">
          <input
            type={type}
            name={id}
            id={field && at === 0 ? field.id : undefined}
            aria-invalid={(field?.invalid && at === 0) || undefined}
            checked={chosen(it.value)}
            data-focus-on-load={(element.focus_on_load && at === 0) || undefined}
            onChange={() => tick(it.value)}
            {...waiting(props)}
          />
          <span>
            <TextOf text={it.text} drawing={drawing} />
            {it.description && (
              <small>
                <TextOf text={it.description} drawing={drawing} />
              </small>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
