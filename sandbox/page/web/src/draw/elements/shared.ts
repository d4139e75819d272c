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

/** Asks first, where the app wants it asked. */
export async function press({ block, element, drawing }: ElementProps, given?: Given): Promise<boolean> {
  if (element.confirm && !(await drawing.confirm(element.confirm))) return false;
  drawing.act(block, element, given);
  return true;
}

/** Chosen: kept in a form, told to the app elsewhere, and in a form that says `dispatch_action`. */
export async function choose(props: ElementProps, given: Given): Promise<void> {
  const { block, element, drawing } = props;
  const tells = block.type !== "input" || block.dispatch_action;
  if (tells && element.confirm && !(await drawing.confirm(element.confirm))) return;
  drawing.change(block, element, given);
  if (tells) drawing.act(block, element, given);
}

/** A name for what has no label: what the app says, what stands in it, what stands beside it. */
export function nameFor({ block, element }: ElementProps, kind: string): string {
  return element.accessibility_label ?? element.placeholder?.text ?? block.text?.text ?? kind;
}

export const attributes = ({ field, ...props }: ElementProps, kind: string) =>
  field
    ? {
        id: field.id,
        "aria-describedby": field.describedBy,
        "aria-invalid": field.invalid || undefined,
        "aria-required": field.required || undefined,
      }
    : { "aria-label": nameFor(props, kind) };
