/** Instants as a person reads them, in their own zone. */

const formats = new Map<string, Intl.DateTimeFormat>();

function draw(at: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = zone + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options })));
  return format.format(at);
}

export const ofTs = (ts: string): Date => new Date(Number.parseFloat(ts) * 1000);

export const clock = (at: Date, zone: string): string => draw(at, zone, { hour: "numeric", minute: "2-digit" });

export const full = (at: Date, zone: string): string =>
  draw(at, zone, { dateStyle: "full", timeStyle: "short" });

export const short = (at: Date, zone: string): string =>
  draw(at, zone, { weekday: "short", month: "short", day: "numeric", year: "numeric", hour: "numeric", minute: "2-digit" });

export const dated = (at: Date, zone: string): string =>
  draw(at, zone, { month: "short", day: "numeric", year: "numeric", hour: "numeric", minute: "2-digit" });

/** The calendar's day there, to compare. */
export const dayOf = (at: Date, zone: string): string =>
  draw(at, zone, { year: "numeric", month: "2-digit", day: "2-digit" });

/** "Today", "Yesterday", or the date: above the messages of a day. */
export function divider(at: Date, now: Date, zone: string): string {
  if (dayOf(at, zone) === dayOf(now, zone)) return "Today";
  if (dayOf(at, zone) === dayOf(new Date(now.getTime() - 86_400_000), zone)) return "Yesterday";
  const near = Math.abs(now.getTime() - at.getTime()) < 182 * 86_400_000;
  return draw(at, zone, { weekday: "long", month: "long", day: "numeric", ...(near ? {} : { year: "numeric" }) });
}

/** As `<input type="datetime-local">` takes it. */
export function local(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return parts.format(at).replace(" ", "T");
}

/** "Chicago", of America/Chicago. */
export const city = (zone: string): string => (zone.split("/").pop() ?? zone).replaceAll("_", " ");
