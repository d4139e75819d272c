/** Where the page is: the address says who one is, and what one looks at. */
import { useLayoutEffect, useState } from "preact/hooks";

export interface Route {
  view: "start" | "as" | "gallery" | "traffic" | "lost";
  person: string;
  /** A channel's id, "home", "direct" (the messages with the app), or "" for the first there is. */
  place: string;
  thread: string;
  /** What stands in the composer to begin with. */
  typed: string;
}

export const HOME = "home";
export const DIRECT = "direct";

const LOST: Route = { view: "lost", person: "", place: "", thread: "", typed: "" };

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

export function read(url: URL): Route {
  const parts = url.pathname.split("/").slice(1).map(decoded);
  if (parts.includes(null)) return LOST;
  const [view = "", person = "", place = "", thread = ""] = parts as string[];
  const typed = url.searchParams.get("typed") ?? "";
  const as = url.searchParams.get("as") ?? "";
  if (view === "as" && person) return { view: "as", person, place, thread, typed };
  if (view === "gallery" || view === "traffic") return { view, person: as, place: "", thread: "", typed: "" };
  return view ? LOST : { ...LOST, view: "start" };
}

export function addressOf(person: string, place = "", thread = "", typed = ""): string {
  const path = ["as", person, place, thread].filter((part) => part !== "").map(encodeURIComponent);
  return `/${path.join("/")}${typed ? `?typed=${encodeURIComponent(typed)}` : ""}`;
}

const MOVED = "page:moved";

export function go(address: string, how: "push" | "replace" = "push"): void {
  if (how === "push") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  dispatchEvent(new Event(MOVED));
}

export function useRoute(): Route {
  const [route, set] = useState(() => read(new URL(location.href)));
  useLayoutEffect(() => {
    const moved = (): void => set(read(new URL(location.href)));
    addEventListener("popstate", moved);
    addEventListener(MOVED, moved);
    return () => {
      removeEventListener("popstate", moved);
      removeEventListener(MOVED, moved);
    };
  }, []);
  return route;
}

const PERMALINK = /^https:\/\/[a-z0-9-]+\.slack\.com\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})(?:\?thread_ts=([\d.]+))?/;

/** Where a permalink leads within the page; null: it is none. */
export function permalinkOf(url: string): { place: string; ts: string; thread: string } | null {
  const found = PERMALINK.exec(url);
  if (!found) return null;
  const [, place = "", seconds = "", micros = "", thread = ""] = found;
  return { place, ts: `${seconds}.${micros}`, thread };
}

/** Links inside the page move it without loading it anew; with a modifier key the browser does as always. */
export function moves(address: string): { href: string; onClick: (event: MouseEvent) => void } {
  return {
    href: address,
    onClick: (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      go(address);
    },
  };
}
