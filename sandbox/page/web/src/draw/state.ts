/** What stands in an element: as entered, else as the server has it, else as the app began it. */
import type { Block, Drawing, Element, Given, Json, Option } from "../types";

export const keyOf = (block: Block, element: Element): string => `${block.block_id}/${element.action_id}`;

/** What Slack's form of a value is, as the control API would take it. */
const FORMS: Record<string, (state: Json) => Given> = {
  static_select: (it) => it.selected_option?.value ?? null,
  radio_buttons: (it) => it.selected_option?.value ?? null,
  external_select: (it) => it.selected_option ?? null,
  checkboxes: (it) => values(it.selected_options),
  multi_static_select: (it) => values(it.selected_options),
  multi_external_select: (it) => it.selected_options ?? [],
  users_select: (it) => it.selected_user ?? null,
  multi_users_select: (it) => it.selected_users ?? [],
  conversations_select: (it) => it.selected_conversation ?? null,
  multi_conversations_select: (it) => it.selected_conversations ?? [],
  channels_select: (it) => it.selected_channel ?? null,
  multi_channels_select: (it) => it.selected_channels ?? [],
  datepicker: (it) => it.selected_date ?? null,
  timepicker: (it) => it.selected_time ?? null,
  datetimepicker: (it) => it.selected_date_time ?? null,
  file_input: (it) => (it.files ?? []).map((file: Json) => file.id),
  rich_text_input: (it) => wordsOf(it.rich_text_value),
};

/** How an element begins, by its `initial_…`. */
const BEGINNINGS: Record<string, (element: Element) => Given> = {
  static_select: (it) => it.initial_option?.value ?? null,
  radio_buttons: (it) => it.initial_option?.value ?? null,
  external_select: (it) => it.initial_option ?? null,
  checkboxes: (it) => values(it.initial_options),
  multi_static_select: (it) => values(it.initial_options),
  multi_external_select: (it) => it.initial_options ?? [],
  users_select: (it) => it.initial_user ?? null,
  multi_users_select: (it) => it.initial_users ?? [],
  conversations_select: (it) => it.initial_conversation ?? null,
  multi_conversations_select: (it) => it.initial_conversations ?? [],
  channels_select: (it) => it.initial_channel ?? null,
  multi_channels_select: (it) => it.initial_channels ?? [],
  datepicker: (it) => it.initial_date ?? null,
  timepicker: (it) => it.initial_time ?? null,
  datetimepicker: (it) => it.initial_date_time ?? null,
  file_input: () => [],
  rich_text_input: (it) => wordsOf(it.initial_value),
};

const values = (options: Option[] | undefined): string[] => (options ?? []).map((it) => it.value);

function wordsOf(rich: Json): string {
  if (!rich) return "";
  if (typeof rich.text === "string") return rich.text;
  return (rich.elements ?? []).map(wordsOf).join(rich.type === "rich_text" ? "\n" : "");
}

export function current(drawing: Drawing, block: Block, element: Element): Given {
  const given = drawing.given[keyOf(block, element)];
  if (given !== undefined) return given;
  const state = drawing.values[block.block_id]?.[element.action_id];
  if (state) return (FORMS[element.type] ?? ((it: Json) => it.value ?? ""))(state);
  return (BEGINNINGS[element.type] ?? ((it: Element) => it.initial_value ?? ""))(element);
}
