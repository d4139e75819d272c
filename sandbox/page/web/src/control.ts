/** What people do, by the sandbox's control API; and what only a demonstration can do. */
import type { Json } from "./types";

/** A no, with a hint what to do. */
export class Refused extends Error {
  constructor(
    readonly error: string,
    hint: string,
  ) {
    super(hint);
  }
}

/** Refusals then come as answers, not as faults of the network that the browser writes down. */
const FROM_PAGE = { "X-Sandbox-Page": "1" };

export const deed = (name: string, given: Json): Promise<Json> => post(`/_control/${name}`, given);
export const control = (name: string, given: Json): Promise<Json> => post(`/_page/${name}`, given);

async function post(address: string, given: Json): Promise<Json> {
  const body = JSON.stringify(given);
  return answered(fetch(address, { method: "POST", headers: { "Content-Type": "application/json", ...FROM_PAGE }, body }));
}

export const look = (address: string): Promise<Json> => answered(fetch(address, { headers: FROM_PAGE }));

async function answered(asked: Promise<Response>): Promise<Json> {
  let found: Json;
  try {
    found = await (await asked).json();
  } catch {
    throw new Refused("unreachable", "The sandbox does not answer. Is it still running?");
  }
  if (!found.ok) throw new Refused(found.error, found.hint);
  return found;
}

/** In base64, as the control API takes bytes. */
export async function encoded(file: Blob): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Refused("unreadable", "This file cannot be read."));
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(",") + 1);
}
