/** Which element is drawn by what. */
import type { ComponentType } from "preact";
import { Picture } from "../link";
import { Button, Feedback, IconButton, Overflow } from "./buttons";
import { FileInput } from "./files";
import { Multi, MultiExternal, MultiStatic } from "./multi";
import { SlackSelect, StaticSelect, offersOf } from "./selects";
import type { ElementProps } from "./shared";
import { ExternalSelect } from "./sought";
import { Checkboxes, RadioButtons } from "./ticks";
import { Datepicker, Datetimepicker, Timepicker, Typed } from "./typed";

const SlackOne = (kind: string) => (props: ElementProps) => <SlackSelect {...props} offers={offersOf(props)} kind={kind} />;
const SlackMany = (kind: string) => (props: ElementProps) => <Multi {...props} offers={offersOf(props)} kind={kind} />;

const KINDS: Record<string, ComponentType<ElementProps>> = {
  button: Button,
  workflow_button: Button,
  overflow: Overflow,
  feedback_buttons: Feedback,
  icon_button: IconButton,
  static_select: StaticSelect,
  external_select: ExternalSelect,
  users_select: SlackOne("Choose a person"),
  channels_select: SlackOne("Choose a channel"),
  conversations_select: SlackOne("Choose a conversation"),
  multi_static_select: MultiStatic,
  multi_external_select: MultiExternal,
  multi_users_select: SlackMany("Choose people"),
  multi_channels_select: SlackMany("Choose channels"),
  multi_conversations_select: SlackMany("Choose conversations"),
  datepicker: Datepicker,
  timepicker: Timepicker,
  datetimepicker: Datetimepicker,
  checkboxes: Checkboxes,
  radio_buttons: RadioButtons,
  plain_text_input: Typed,
  email_text_input: Typed,
  url_text_input: Typed,
  number_input: Typed,
  rich_text_input: Typed,
  file_input: FileInput,
  image: ({ element }) => <Picture url={element.image_url ?? element.slack_file?.url} alt={element.alt_text} class="b-thumb" />,
};

export function ElementShown(props: ElementProps) {
  const Kind = KINDS[props.element.type];
  return Kind ? <Kind {...props} /> : <span class="b-unknown">{props.element.type}: not drawn here</span>;
}
