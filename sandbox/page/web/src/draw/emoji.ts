/** Emoji by Slack's short names. */
import names from "./emoji.json";

const BY_NAME: Record<string, string> = names;
const TONES = ["", "", "🏻", "🏼", "🏽", "🏾", "🏿"];

export const EMOJI = Object.keys(BY_NAME);

/** Undefined: nobody knows an emoji of that name. `tone`: 1 to 6, as Slack counts skin tones. */
export function emojiOf(name: string, tone = 0): string | undefined {
  const found = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  return found && TONES[tone] ? found + TONES[tone] : found;
}
