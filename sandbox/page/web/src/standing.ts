/** Where a person stands: who they are, what they see, and how to ask. Handed down to all that draws. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Question } from "./dialog";
import type { AppShown, Parts } from "./live";
import type { Person, Place } from "./types";

export interface Standing {
  me: Person;
  now: Date;
  people: Person[];
  person(id: string): Person | undefined;
  places: Place[];
  place(id: string): Place | undefined;
  app: AppShown | null;
  ask(it: Question): Promise<boolean>;
  /** A link within the little Slack is followed inside the page. */
  follow(url: string): boolean;
  inside(url: string): string | null;
}

export const Stand = createContext<Standing | null>(null);

export function useStanding(): Standing {
  const found = useContext(Stand);
  if (!found) throw new Error("drawn outside a workspace");
  return found;
}

/** What a place is called to this person: a channel by its name, a direct message by the others in it. */
export function nameOf(place: Place, { me, person }: Pick<Standing, "me" | "person">): string {
  if (place.kind === "channel" || place.kind === "group") return place.name;
  const others = place.members.filter((id) => id !== me.id);
  return others.map((id) => person(id)?.real_name ?? id).join(", ") || me.real_name;
}

export const lookup = <It extends { id: string }>(all: It[]): ((id: string) => It | undefined) => {
  const by = new Map(all.map((it) => [it.id, it]));
  return (id) => by.get(id);
};

export type Ready = Parts & { me: Person };

/** Everything that is needed to draw a workspace has come. */
export function isReady(parts: Partial<Parts>): parts is Ready {
  return Boolean(parts.me && parts.people && parts.places && parts.now && parts.faults);
}
