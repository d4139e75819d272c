/** What every element is given, and how each passes on what was entered or pressed. */
import type { Block, Drawing, Element, Given } from "../../types";
import { keyOf } from "../state";

export interface ElementProps {
  block: Block;
  element: Element;
  drawing: Drawing;
  /** Of the control, in an input block: for its label, its hint and its error. */
  field?: { id: string; describedBy: string | undefined; invalid: boolean; required: boolean } | undefined;
}

export const isBusy = ({ block, element, drawing }: ElementProps): boolean => drawing.busy === keyOf(block, element);

/** Waits for the app: said, and deaf to the pointer and to all keys but Tab. Never `disabled`: that would take the focus. */
export const waiting = (props: ElementProps) => (isBusy(props) ? { "aria-busy": true, "aria-disabled": true, onMouseDown: deaf, onClick: deaf, onKeyDown: deaf } : {});

function deaf(event: MouseEvent | KeyboardEvent): void {
  if (!(event instanceof KeyboardEvent && event.key === "Tab")) event.preventDefault();
}

/** Asks first, where the app wants it asked. */
export async function press(props: ElementProps, given?: Given): Promise<boolean> {
  const { block, element, drawing } = props;
  if (isBusy(props)) return false;
  if (element.confirm && !(await drawing.confirm(element.confirm))) return false;
  drawing.act(block, element, given);
  return true;
}

/** The app hears of it as it is chosen. */
export const isTold = ({ block }: ElementProps): boolean => block.type !== "input" || Boolean(block.dispatch_action);

/** Chosen: kept in a form, told to the app elsewhere, and in a form that says `dispatch_action`. */
export async function choose(props: ElementProps, given: Given): Promise<void> {
  const { block, element, drawing } = props;
  if (isBusy(props)) return;
  const tells = isTold(props);
  if (tells && element.confirm && !(await drawing.confirm(element.confirm))) return;
  drawing.change(block, element, given);
  if (tells) drawing.act(block, element, given);
}

/** A name for what has no label: what the app says, what stands in it, what stands beside it. */
export function nameFor({ block, element }: ElementProps, kind: string): string {
  return element.accessibility_label ?? element.placeholder?.text ?? block.text?.text ?? kind;
}

export const attributes = ({ field, ...props }: ElementProps, kind: string) => ({
  "data-focus-on-load": props.element.focus_on_load || undefined,
  ...(field
    ? {
        id: field.id,
        "aria-describedby": field.describedBy,
        "aria-invalid": field.invalid || undefined,
        "aria-required": field.required || undefined,
      }
    : { "aria-label": nameFor(props, kind) }),
});
