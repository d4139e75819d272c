/** Joins the renderer of blocks with the control API: what is pressed is sent, what is entered is kept. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { deed, encoded } from "./control";
import { type Standing, nameOf, useStanding } from "./standing";
import { say, sayWhy } from "./toast";
import type { Block, Drawing, Element, Given, Json, Values } from "./types";

/** Where something is pressed, as the control API names it. */
export type Spot = { channel: string; messageTs: string } | { view: string } | { home: true };

interface Drawn {
  drawing: Drawing;
  /** By block id, as `submit` takes it. */
  entered(): Record<string, Given>;
  forget(): void;
}

export function useDrawing(
  surface: Drawing["surface"],
  spot: Spot,
  values: Values,
  errors: Record<string, string> = {},
): Drawn {
  const standing = useStanding();
  const [given, setGiven] = useState<Record<string, Given>>({});
  const [busy, setBusy] = useState<string | null>(null);
  const latest = useRef(given);
  latest.current = given;
  const fields = useRef(new Set<string>());
  const forget = useCallback(() => setGiven({}), []);
  const where = JSON.stringify(spot);
  useEffect(forget, [where]);

  const change = (block: Block, element: Element, value: Given): void => {
    if (block.type === "input") fields.current.add(keyOf(block, element));
    latest.current = { ...latest.current, [keyOf(block, element)]: value };
    setGiven(latest.current);
  };
  /** Of the form's fields; what stands elsewhere was told as it was chosen. */
  const entered = (): Record<string, Given> =>
    Object.fromEntries(
      Object.entries(latest.current)
        .filter(([key]) => fields.current.has(key))
        .map(([key, value]) => [key.slice(0, key.indexOf("/")), value]),
    );
  const act = async (block: Block, element: Element, value?: Given): Promise<void> => {
    if (element.url) window.open(element.url, "_blank", "noopener,noreferrer");
    setBusy(keyOf(block, element));
    const pressed = { user: standing.me.id, ...spot, action: element.action_id, block: block.block_id };
    try {
      const came = await deed("interact", { ...pressed, value: value ?? null, values: entered() });
      if (!came.acked) say(`${standing.app?.name ?? "The app"} did not answer. Try again in a moment.`, true);
    } catch (problem) {
      sayWhy(problem);
    } finally {
      setBusy(null);
    }
  };

  const drawing: Drawing = {
    surface,
    ...namesOf(standing),
    values,
    given,
    errors,
    busy,
    change,
    act: (block, element, value) => void act(block, element, value),
    confirm: (it) =>
      standing.ask({
        title: it.title.text,
        text: it.text.text,
        yes: it.confirm.text,
        no: it.deny.text,
        danger: it.style === "danger",
      }),
    suggest: async (block, element, text) => {
      const asked = { user: standing.me.id, ...spot, action: element.action_id, block: block.block_id, text };
      const found = await deed("suggest", asked);
      return found.options ?? found.option_groups ?? [];
    },
    upload: async (file) => uploaded(standing.me.id, file),
  };
  return { drawing, entered, forget };
}

const keyOf = (block: Block, element: Element): string => `${block.block_id}/${element.action_id}`;

export async function uploaded(user: string, file: File): Promise<{ id: string; name: string }> {
  const came: Json = await deed("upload", { user, name: file.name || "file", content: await encoded(file) });
  return { id: came.file, name: file.name };
}

function namesOf(standing: Standing): Pick<Drawing, "me" | "person" | "people" | "place" | "places" | "follow" | "inside"> {
  const shown = standing.places.map((it) => ({ id: it.id, name: nameOf(it, standing), private: it.private }));
  return {
    me: standing.me,
    person: standing.person,
    people: standing.people.filter((it) => it.team === standing.me.team && !it.deleted),
    place: (id) => shown.find((it) => it.id === id),
    places: shown,
    follow: standing.follow,
    inside: standing.inside,
  };
}
