/** Joins the renderer of blocks with the control API: what is pressed is sent, what is entered is kept. */
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { deed, encoded } from "./control";
import { keyOf } from "./draw/state";
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
  blocks: Block[],
  errors: Record<string, string> = {},
): Drawn {
  const standing = useStanding();
  const [given, setGiven] = useState<Record<string, Given>>({});
  const [busy, setBusy] = useState<string | null>(null);
  const latest = useRef(given);
  latest.current = given;
  const drawn = useRef(blocks);
  drawn.current = blocks;
  const forget = useCallback(() => setGiven({}), []);
  const where = JSON.stringify(spot);
  useLayoutEffect(forget, [where]);

  const change = (block: Block, element: Element, value: Given): void => {
    latest.current = { ...latest.current, [keyOf(block, element)]: value };
    setGiven(latest.current);
  };
  /** Of the form's fields that stand there still; what stands elsewhere was told as it was chosen. */
  const entered = (): Record<string, Given> => {
    const fields = drawn.current.filter((it) => it.type === "input");
    const filled = fields.map((it): [string, Given | undefined] => [it.block_id, latest.current[keyOf(it, it.element)]]);
    return Object.fromEntries(filled.filter((it): it is [string, Given] => it[1] !== undefined));
  };
  const act = async (block: Block, element: Element, value?: Given): Promise<void> => {
    if (element.url && !standing.follow(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
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

export async function uploaded(user: string, file: File): Promise<{ id: string; name: string }> {
  const came: Json = await deed("upload", { user, name: file.name || "file", content: await encoded(file) });
  return { id: came.file, name: file.name };
}

function namesOf(standing: Standing): Pick<Drawing, "me" | "person" | "people" | "place" | "places" | "follow" | "inside"> {
  const shown = standing.places.map((it) => ({
    id: it.id,
    name: nameOf(it, standing),
    private: it.private,
    kind: it.kind,
    shared: it.shared,
    with_bot: it.kind === "im" && it.members.some((id) => standing.person(id)?.is_bot),
  }));
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
