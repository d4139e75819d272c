/** Files of a message: pictures are shown, the others are offered to be saved. */
import { useState } from "preact/hooks";
import { Icon } from "./icons";
import type { FileShown } from "./types";

export function Files({ files }: { files: FileShown[] }) {
  if (!files.length) return null;
  return (
    <ul class="files" aria-label="Files">
      {files.map((it) => (
        <li key={it.id}>{it.picture ? <Picture file={it} /> : <Paper file={it} />}</li>
      ))}
    </ul>
  );
}

function Picture({ file }: { file: FileShown }) {
  const [broken, setBroken] = useState(false);
  if (broken) return <Paper file={file} />;
  return (
    <figure>
      <figcaption>{file.title}</figcaption>
      <a href={file.url} target="_blank" rel="noopener">
        <img src={file.url} alt={file.alt} loading="lazy" onError={() => setBroken(true)} />
      </a>
    </figure>
  );
}

function Paper({ file }: { file: FileShown }) {
  const kind = file.name.includes(".") ? (file.name.split(".").pop() ?? "").toUpperCase() : "File";
  const inside = (
    <>
      <Icon name="file" />
      <span>
        <b>{file.title || "A file"}</b>
        <small>{file.url ? `${kind} · ${size(file.size)}` : "No longer there"}</small>
      </span>
    </>
  );
  if (!file.url) return <div class="paper">{inside}</div>;
  return (
    <a class="paper" href={file.url} download={file.name}>
      {inside}
    </a>
  );
}

export function size(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
