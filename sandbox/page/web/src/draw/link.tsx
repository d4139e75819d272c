/** Links and pictures: what may be followed, and what may be loaded. */
import type { ComponentChildren } from "preact";
import type { Drawing } from "../types";

const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** Null: no address to be followed. The server has said so before; here it is only held to. */
function address(url: string): URL | null {
  try {
    const found = new URL(url);
    return SCHEMES.has(found.protocol) ? found : null;
  } catch {
    return null;
  }
}

export function Link({ url, drawing, class: kind, children }: { url: string; drawing: Drawing; class?: string; children: ComponentChildren }) {
  const to = address(url);
  if (!to) return <span>{children}</span>;
  const follow = (event: MouseEvent): void => {
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!elsewhere && drawing.follow(url)) event.preventDefault();
  };
  return (
    <a class={kind} href={drawing.inside(url) ?? to.href} title={url} target="_blank" rel="noopener noreferrer nofollow" onClick={follow}>
      {children}
    </a>
  );
}

/** Of this sandbox alone: nothing is ever asked of anybody else. */
export function Picture({ url, alt, class: kind = "" }: { url: string | undefined; alt: string; class?: string }) {
  const from = url ? hostOf(url) : "";
  if (url && isOurs(url)) return <img class={`b-picture ${kind}`} src={url} alt={alt} />;
  return (
    <span class={`b-no-picture ${kind}`} role="img" aria-label={alt} title={from ? `Not loaded: ${from}` : alt}>
      <span aria-hidden="true">{alt}</span>
      {from && <small aria-hidden="true">not loaded: {from}</small>}
    </span>
  );
}

/** The whole origin: the same host over another scheme would be asked in vain. */
function isOurs(url: string): boolean {
  return URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin;
}

function hostOf(url: string): string {
  try {
    return new URL(url, location.href).host;
  } catch {
    return "";
  }
}
