/** What is pressed: buttons, overflow menus, feedback and icons. */
import type { Option } from "../../types";
import { Menu } from "../../menu";
import { Words } from "../rich";
import { type ElementProps, isBusy, press, waiting } from "./shared";

export function Button(props: ElementProps) {
  const { element, drawing } = props;
  const hidden = element.visible_to_user_ids && !element.visible_to_user_ids.includes(drawing.me.id);
  if (hidden) return null;
  return (
    <button
      type="button"
      class={`b-button ${element.style ?? ""}`}
      aria-label={element.accessibility_label}
      onClick={() => void press(props)}
      {...waiting(props)}
    >
      <Words text={element.text} drawing={drawing} />
    </button>
  );
}

export function Overflow(props: ElementProps) {
  const { element, drawing } = props;
  const choices = (element.options ?? []).map((it: Option) => ({
    label: it.text.text,
    hint: it.description?.text ?? "",
    choose: async () => {
      const pressed = await press(props, it.value);
      if (pressed && it.url && !drawing.follow(it.url)) window.open(it.url, "_blank", "noopener,noreferrer");
    },
  }));
  return (
    <Menu label="More choices" choices={choices} class={`b-button b-overflow ${isBusy(props) ? "waits" : ""}`}>
      <span aria-hidden="true">•••</span>
    </Menu>
  );
}

export function Feedback(props: ElementProps) {
  const { element } = props;
  const button = (side: "positive_button" | "negative_button", sign: string) => (
    <button
      type="button"
      class="b-small"
      aria-label={element[side].accessibility_label ?? element[side].text.text}
      title={element[side].text.text}
      onClick={() => void press(props, element[side].value)}
      {...waiting(props)}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  return (
    <span class="b-feedback">
      {button("positive_button", "👍")}
      {button("negative_button", "👎")}
    </span>
  );
}

const ICONS: Record<string, string> = { trash: "🗑️", pencil: "✏️", star: "⭐", bell: "🔔" };

export function IconButton(props: ElementProps) {
  const { element, drawing } = props;
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(drawing.me.id)) return null;
  const label = element.accessibility_label ?? element.text.text;
  return (
    <button type="button" class="b-small" aria-label={label} title={element.text.text} onClick={() => void press(props)} {...waiting(props)}>
      <span aria-hidden="true">{ICONS[element.icon] ?? "◆"}</span>
    </button>
  );
}
