/** The little Slack as one person has it: places, messages, a thread beside them, a window above. */
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { Channel, PAGE } from "./channel";
import { control } from "./control";
import { useQuestion } from "./dialog";
import { AppHome } from "./home";
import { type Live, useLive } from "./live";
import { DIRECT, HOME, type Route, addressOf, go, moves, permalinkOf } from "./route";
import { Sidebar } from "./sidebar";
import { type Ready, Stand, type Standing, isReady, lookup, nameOf } from "./standing";
import { Thread } from "./thread";
import { sayWhy } from "./toast";
import { TopBar } from "./topbar";
import { Window } from "./window";

export function Workspace({ route }: { route: Route }) {
  const live = useLive(route.person);
  if (live.parts.me === null) return <Nobody />;
  if (!isReady(live.parts)) return <p class="waiting">{live.connected ? "Opening…" : "Looking for the sandbox…"}</p>;
  return <Desk route={route} live={live} parts={live.parts} />;
}

function Nobody() {
  return (
    <main class="lost">
      <h1>Nobody here is called that</h1>
      <p>
        The world may have begun anew. <a href="/">Choose a person</a>
      </p>
    </main>
  );
}

function Desk({ route, live, parts }: { route: Route; live: Live; parts: Ready }) {
  const { ask, question } = useQuestion();
  const [drawer, setDrawer] = useState(false);
  const [sought, setSought] = useState<Sought>({ ts: "", again: 0 });
  const placeId = whereOf(route, parts);
  useEffect(() => {
    if (!route.place && placeId) go(addressOf(parts.me.id, placeId, "", route.typed), "replace"); // chosen once
  }, [route.place, placeId]);
  const place = parts.places.find((it) => it.id === placeId);
  const more = useLook(live, route.place === HOME ? HOME : placeId, place ? route.thread : "", route.thread ? "" : sought.ts);
  const follow = useCallback(
    (url: string) => {
      const found = permalinkOf(url);
      if (!found) return false;
      setSought((before) => ({ ts: found.ts, again: before.again + 1 }));
      go(addressOf(parts.me.id, found.place, found.thread));
      return true;
    },
    [parts.me.id],
  );
  const inside = useCallback(
    (url: string) => {
      const found = permalinkOf(url);
      return found && addressOf(parts.me.id, found.place, found.thread);
    },
    [parts.me.id],
  );
  const standing = useMemo(
    (): Standing => ({
      me: parts.me,
      now: new Date(parts.now),
      people: parts.people,
      person: lookup(parts.people),
      places: parts.places,
      place: lookup(parts.places),
      app: parts.app,
      ask,
      follow,
      inside,
    }),
    [parts.me, parts.now, parts.people, parts.places, parts.app, ask, follow, inside],
  );
  useTitle(standing, parts, place ? nameOf(place, standing) : "");
  const workspace = parts.workspaces.find((it) => it.id === parts.me.team)?.name ?? "Slack";
  const at = route.place === HOME ? HOME : placeId === parts.app?.direct ? DIRECT : placeId;
  return (
    <Stand.Provider value={standing}>
      <div class={`workspace ${drawer ? "with-drawer" : ""} ${place && route.thread ? "with-thread" : ""}`}>
        <TopBar live={live} drawer={drawer} openDrawer={() => setDrawer(!drawer)} />
        <Sidebar workspace={workspace} at={at} close={() => setDrawer(false)} />
        <main>
          <h1 class="unseen">
            {parts.me.real_name} in {workspace}
          </h1>
          {route.place === HOME ? (
            <AppHome live={live} />
          ) : place ? (
            <div class="place">
              <Channel key={place.id} place={place} live={live} typed={route.thread ? "" : route.typed} sought={sought} thread={route.thread} more={more} />
            </div>
          ) : (
            <Missing route={route} parts={parts} />
          )}
          {place && route.thread && <Thread key={route.thread} place={place} ts={route.thread} live={live} sought={sought} />}
        </main>
      </div>
      {parts.window && <Window key={parts.window.depth} view={parts.window} />}
      {question}
    </Stand.Provider>
  );
}

/** "direct" is the messages with the app; nothing at all the first channel there is. */
function whereOf(route: Route, parts: Ready): string {
  if (route.place === DIRECT) return parts.app?.direct ?? "";
  if (route.place) return route.place;
  const own = parts.places.filter((it) => it.member);
  return (own.find((it) => it.unread) ?? own[0])?.id ?? "";
}

/** A message that a permalink led to. `again`: counts, for the same may be sought twice. */
export interface Sought {
  ts: string;
  again: number;
}

function useLook(live: Live, place: string, thread: string, sought: string): () => void {
  const [most, setMost] = useState(PAGE);
  useEffect(() => setMost(PAGE), [place]);
  useEffect(() => live.look({ place, thread, most, sought }), [live.look, place, thread, most, sought]);
  return () => setMost(most + PAGE);
}

/** The messages with the app may not have begun; another place may not be this person's to see. */
function Missing({ route, parts }: { route: Route; parts: Ready }) {
  const begin = route.place === DIRECT && parts.app !== null;
  useEffect(() => {
    if (begin) void control("direct", { as: parts.me.id }).catch(sayWhy);
  }, [begin, parts.me.id]);
  if (begin) return <p class="waiting">Opening…</p>;
  return (
    <div class="empty-place">
      <h2>{route.place ? "Not for you" : "Nothing here yet"}</h2>
      <p>
        {route.place
          ? `There is no such channel, or ${parts.me.real_name} is not in it. Choose a place at the left, or be somebody else.`
          : `${parts.me.real_name} is in no channel. The app's Home and messages are at the left.`}
      </p>
      <p class="onward">
        {route.place && <a {...moves(addressOf(parts.me.id))}>To the places of {parts.me.real_name}</a>}
        <a href="/">The people and the story</a>
      </p>
    </div>
  );
}

function useTitle({ me, app }: Standing, parts: Ready, place: string): void {
  const calls = parts.places.reduce((sum, it) => sum + it.mentions, 0);
  useEffect(() => {
    document.title = `${calls ? `(${calls}) ` : ""}${me.real_name} · ${place || app?.name || "Sandbox"}`;
  }, [calls, me.real_name, place, app?.name]);
}
