/** What the server shows a person, and what passes between the parts of the page. */

/** Marks of rich text, as Slack's `style`. */
export interface Style {
  bold?: boolean;
  italic?: boolean;
  strike?: boolean;
  code?: boolean;
  underline?: boolean;
  highlight?: boolean;
}

/** Slack's elements of rich text; a date comes with `drawn`, as it looks to the reader in their zone. */
export type Inline =
  | { type: "text"; text: string; style?: Style }
  | { type: "link"; url: string; text?: string; style?: Style }
  | { type: "user"; user_id: string; style?: Style }
  | { type: "usergroup"; usergroup_id: string; style?: Style }
  | { type: "team"; team_id: string; style?: Style }
  | { type: "channel"; channel_id: string; style?: Style }
  | { type: "broadcast"; range: string; style?: Style }
  | { type: "emoji"; name: string; skin_tone?: number; style?: Style }
  | { type: "color"; value: string }
  | { type: "date"; timestamp: number; format: string; drawn: string; fallback?: string; url?: string; style?: Style };

/** Slack's parts of rich text, and three more that only a `markdown` block has. */
export type Part =
  | { type: "rich_text_section"; elements: Inline[] }
  | { type: "rich_text_quote"; elements: Inline[] }
  | { type: "rich_text_preformatted"; elements: Inline[]; language?: string }
  | {
      type: "rich_text_list";
      style: "bullet" | "ordered";
      indent?: number;
      offset?: number;
      border?: number;
      elements: { type: "rich_text_section"; elements: Inline[] }[];
    }
  | { type: "heading"; level: number; elements: Inline[] }
  | { type: "rule" }
  | { type: "table"; header: Inline[][]; rows: Inline[][][]; align: ("left" | "center" | "right" | null)[] };

/** Slack's text object, read by the server: `rich` is what to draw. */
export interface Text {
  type: "plain_text" | "mrkdwn";
  text: string;
  rich: Part[];
}

export interface Option {
  text: Text;
  value: string;
  description?: Text;
  url?: string;
}

export interface OptionGroup {
  label: Text;
  options: Option[];
}

export interface Confirm {
  title: Text;
  text: Text;
  confirm: Text;
  deny: Text;
  style?: "primary" | "danger";
}

/** A block or an element as Slack has it, with every text object read. */
export type Json = any;
export interface Element {
  type: string;
  action_id: string;
  [name: string]: Json;
}
export interface Block {
  type: string;
  block_id: string;
  [name: string]: Json;
}

/** As Slack's `state.values`: by block id, then by action id. */
export type Values = Record<string, Record<string, Json>>;

/** What a person enters, as the control API takes it: an option by its value, dates as text, several as a list. */
export type Given = string | number | null | Given[] | { text: { type: string; text: string }; value: string };

export interface Person {
  id: string;
  team: string;
  name: string;
  real_name: string;
  title: string;
  tz: string;
  is_bot: boolean;
  is_guest: boolean;
  deleted: boolean;
  /** Somebody has a window open as this person. */
  here: boolean;
}

/** A place as a select offers it: by its kind, and by who else is there. */
export interface PlaceOffered {
  id: string;
  name: string;
  private: boolean;
  kind?: Place["kind"];
  /** With another workspace. */
  shared?: boolean;
  /** A direct message with an app. */
  with_bot?: boolean;
}

/** What the renderer of blocks needs of whoever shows them. */
export interface Drawing {
  surface: "message" | "modal" | "home";
  me: Person;
  person(id: string): Person | undefined;
  /** All whom a select may offer. */
  people: Person[];
  place(id: string): PlaceOffered | undefined;
  places: PlaceOffered[];
  /** As the server has it. */
  values: Values;
  /** What was entered since, by `${block_id}/${action_id}`; goes before `values`. */
  given: Record<string, Given>;
  /** What is wrong with a field, by block id. */
  errors: Record<string, string>;
  /** `${block_id}/${action_id}` of what was pressed and not yet answered. */
  busy: string | null;
  /** Something was entered; nothing is sent. */
  change(block: Block, element: Element, given: Given): void;
  /** Something was pressed or chosen, its `confirm` already answered: the app is to hear of it. */
  act(block: Block, element: Element, given?: Given): void;
  confirm(ask: Confirm): Promise<boolean>;
  /** What the app offers in an external select. */
  suggest(block: Block, element: Element, typed: string): Promise<(Option | OptionGroup)[]>;
  /** A file for a file input. Gives what stands in `state.values`' `files`. */
  upload(file: File): Promise<{ id: string; name: string }>;
  /** A link within the little Slack (a permalink, a person, a channel) is followed inside the page. */
  follow(url: string): boolean;
  /** Where such a link leads in this page; null: it leads elsewhere. */
  inside(url: string): string | null;
}

export interface FileShown {
  id: string;
  name: string;
  title: string;
  /** What is to be seen in a picture. */
  alt: string;
  mimetype: string;
  size: number;
  /** Of this server; empty where the file is gone. */
  url: string;
  /** Safe to draw as a picture. */
  picture: boolean;
}

export interface Message {
  ts: string;
  user: string;
  /** The name a bot gave itself, where it gave one. */
  username: string;
  text: string;
  rich: Part[];
  blocks: Block[];
  attachments: { color?: string; rich: Part[]; blocks: Block[] }[];
  files: FileShown[];
  reactions: { name: string; users: string[] }[];
  edited: boolean;
  ephemeral: boolean;
  subtype: string;
  thread_ts: string;
  reply_count: number;
  reply_users: string[];
  latest_reply: string;
  unread_replies: number;
  permalink: string;
}

export interface Place {
  id: string;
  name: string;
  kind: "channel" | "group" | "im" | "mpim";
  private: boolean;
  archived: boolean;
  shared: boolean;
  topic: string;
  members: string[];
  member: boolean;
  unread: number;
  mentions: number;
}

export interface View {
  id: string;
  hash: string;
  type: "modal" | "home";
  title?: Text;
  submit?: Text;
  close?: Text;
  blocks: Block[];
  state: { values: Values };
  /** How many windows lie on the stack, this one included. */
  depth: number;
}
