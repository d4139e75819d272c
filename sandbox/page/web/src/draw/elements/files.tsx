/** Files given into a form: picked, or dropped on it. */
import { useId, useRef, useState } from "preact/hooks";
import { sayWhy } from "../../toast";
import type { Element } from "../../types";
import { current } from "../state";
import { type ElementProps, attributes } from "./shared";

const names = new Map<string, string>();
const MOST = 10;

export function FileInput(props: ElementProps) {
  const { element, block, drawing } = props;
  const input = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState("");
  const hint = useId();
  const ids = (current(drawing, block, element) as string[] | null) ?? [];
  const latest = useRef(ids);
  latest.current = ids;
  const most: number = element.max_files ?? MOST;
  const add = async (files: File[]): Promise<void> => {
    const wanted = files.filter((it) => fits(it, element)).slice(0, most - latest.current.length);
    setTold("Uploading…");
    try {
      const came = await Promise.all(wanted.map((it) => drawing.upload(it)));
      for (const it of came) names.set(it.id, it.name);
      if (came.length) drawing.change(block, element, [...latest.current, ...came.map((it) => it.id)]);
    } catch (problem) {
      sayWhy(problem);
    } finally {
      setTold(leftOut(files.length - wanted.length));
    }
  };
  return (
    <div
      class="b-drop"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void add([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <ul>
        {ids.map((id) => (
          <li key={id}>
            {names.get(id) ?? id}
            <button
              type="button"
              class="b-small"
              aria-label={`Leave ${names.get(id) ?? id} out`}
              onClick={() => {
                input.current?.focus();
                drawing.change(block, element, ids.filter((it) => it !== id));
              }}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      <input
        ref={input}
        type="file"
        multiple={most > 1}
        accept={extensions(element).map((it) => `.${it}`).join(",") || undefined}
        {...attributes(props, "Files")}
        aria-describedby={[props.field?.describedBy, hint].filter(Boolean).join(" ")}
        onChange={(event) => {
          void add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <small id={hint}>{bounds(element, most)}</small>
      <small role="status">{told}</small>
    </div>
  );
}

/** Slack's names of kinds, as names of files end. */
function extensions(element: Element): string[] {
  const kinds: string[] = element.filetypes ?? [];
  return kinds.flatMap((it) => (it === "jpg" ? ["jpg", "jpeg"] : [it.toLowerCase()]));
}

/** A picker may be told to show all files, and what is dropped was never asked. */
function fits(file: File, element: Element): boolean {
  const wanted = extensions(element);
  return !wanted.length || wanted.includes(file.name.split(".").pop()?.toLowerCase() ?? "");
}

function bounds(element: Element, most: number): string {
  const kinds: string[] = element.filetypes ?? [];
  return `Or drop ${most > 1 ? `up to ${most} files` : "a file"} here${kinds.length ? `: ${kinds.join(", ")}` : ""}.`;
}

function leftOut(number: number): string {
  if (!number) return "";
  return number === 1 ? "One file was left out: it is of another kind, or one too many." : `${number} files were left out: they are of another kind, or too many.`;
}
