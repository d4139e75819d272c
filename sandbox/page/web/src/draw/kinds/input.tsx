/** A field of a form: its label, its control, its hint, and what is wrong with it. */
import { useId } from "preact/hooks";
import { ElementShown } from "../elements";
import { Words } from "../rich";
import type { BlockProps } from ".";

const GROUPS = new Set(["checkboxes", "radio_buttons"]);

export function Input({ block, drawing }: BlockProps) {
  const id = useId();
  const wrong = drawing.errors[block.block_id];
  const described = [block.hint && `${id}-hint`, wrong && `${id}-error`].filter(Boolean).join(" ");
  const field = { id, describedBy: described || undefined, invalid: Boolean(wrong), required: !block.optional };
  const label = (
    <>
      <Words text={block.label} drawing={drawing} />
      {block.optional && <span class="b-optional"> (optional)</span>}
    </>
  );
  return (
    <div class={`b-field ${wrong ? "wrong" : ""}`}>
      {GROUPS.has(block.element.type) ? (
        <span class="b-label" id={`${id}-label`}>
          {label}
        </span>
      ) : (
        <label class="b-label" for={id}>
          {label}
        </label>
      )}
      <ElementShown block={block} element={block.element} drawing={drawing} field={field} />
      {wrong && (
        <p class="b-error" id={`${id}-error`}>
          {wrong}
        </p>
      )}
      {block.hint && (
        <p class="b-hint" id={`${id}-hint`}>
          <Words text={block.hint} drawing={drawing} />
        </p>
      )}
    </div>
  );
}
