/** A person's sign: initials on a colour of their own. */
import type { Person } from "./types";

const COLOURS = 8;

function colourOf(id: string): number {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) % COLOURS;
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}

export function Avatar({ person, size = "" }: { person: Person | undefined; size?: "" | "small" | "large" }) {
  const kind = person?.is_bot ? "bot" : `colour-${colourOf(person?.id ?? "")}`;
  return (
    <span class={`avatar ${kind} ${size}`} aria-hidden="true">
      {initials(person?.real_name ?? "?")}
    </span>
  );
}
