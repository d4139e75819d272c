/** Emoji by Slack's short names. */
import names from "./emoji.json";

const BY_NAME: Record<string, string> = names;
const TONES = ["", "", "🏻", "🏼", "🏽", "🏾", "🏿"];
/** The tone belongs to the person or hand itself, before whatever is joined to it: a teacher's book has none. */
const FIRST_OF_A_PERSON = /^(\p{Emoji_Modifier_Base})\u{FE0F}?/u;

export const EMOJI = Object.keys(BY_NAME);

/** Undefined: nobody knows an emoji of that name. `tone`: 1 to 6, as Slack counts skin tones. */
export function emojiOf(name: string, tone = 0): string | undefined {
  const found = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  const shade = TONES[tone];
  return found && shade ? found.replace(FIRST_OF_A_PERSON, `$1${shade}`) : found;
}
