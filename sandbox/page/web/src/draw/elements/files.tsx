/** Files given into a form: picked, or dropped on it. */
import { useRef, useState } from "preact/hooks";
import { sayWhy } from "../../toast";
import { current } from "../state";
import { type ElementProps, attributes } from "./shared";

const names = new Map<string, string>();

export function FileInput(props: ElementProps) {
  const { element, block, drawing } = props;
  const input = useRef<HTMLInputElement>(null);
  const [waiting, setWaiting] = useState(false);
  const ids = (current(drawing, block, element) as string[] | null) ?? [];
  const latest = useRef(ids);
  latest.current = ids;
  const most: number = element.max_files ?? 10;
  const add = async (files: File[]): Promise<void> => {
    setWaiting(true);
    try {
      const came = await Promise.all(files.map((it) => drawing.upload(it)));
      for (const it of came) names.set(it.id, it.name);
      drawing.change(block, element, [...latest.current, ...came.map((it) => it.id)]);
    } catch (problem) {
      sayWhy(problem);
    } finally {
      setWaiting(false);
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
            <button type="button" class="b-small" aria-label={`Leave ${names.get(id) ?? id} out`} onClick={() => drawing.change(block, element, ids.filter((it) => it !== id))}>
              ✕
            </button>
          </li>
        ))}
      </ul>
      {ids.length < most && (
        <>
          <input
            ref={input}
            type="file"
            multiple={most > 1}
            accept={(element.filetypes ?? []).map((it: string) => `.${it}`).join(",") || undefined}
            {...attributes(props, "Files")}
            aria-busy={waiting}
            onChange={(event) => {
              void add([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = "";
            }}
          />
          <small>Or drop {most > 1 ? `up to ${most} files` : "a file"} here.</small>
        </>
      )}
    </div>
  );
}
