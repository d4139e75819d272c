/** The app: its Home tab, and the messages with it. */
import { useEffect, useRef } from "preact/hooks";
import { Blocks } from "./draw";
import { deed } from "./control";
import { useDrawing } from "./drawing";
import { useFocusKept } from "./focus";
import type { Live } from "./live";
import { DIRECT, HOME, addressOf, moves } from "./route";
import { useStanding } from "./standing";
import { sayWhy } from "./toast";

export function AppTabs({ at }: { at: typeof HOME | typeof DIRECT }) {
  const { me, app, places } = useStanding();
  const unread = places.find((it) => it.id === app?.direct)?.unread ?? 0;
  const tab = (to: typeof HOME | typeof DIRECT, label: string) => (
    <a {...moves(addressOf(me.id, to))} aria-current={at === to ? "page" : undefined}>
      {label}
    </a>
  );
  return (
    <nav class="tabs" aria-label={`${app?.name ?? "App"} tabs`}>
      {app?.home && tab(HOME, "Home")}
      {app?.messages && tab(DIRECT, unread ? `Messages (${unread})` : "Messages")}
    </nav>
  );
}

export function AppHome({ live }: { live: Live }) {
  const { me, app } = useStanding();
  const view = live.parts.home ?? null;
  const { drawing } = useDrawing("home", { home: true }, view?.state.values ?? {}, view?.blocks ?? []);
  const drawn = useRef<HTMLDivElement>(null);
  useFocusKept(drawn, () => drawn.current);
  const down = live.parts.faults?.held.includes(app?.id ?? "") ?? false;
  useEffect(() => {
    void deed("open-home", { user: me.id }).catch(sayWhy);
  }, [me.id, down]);
  return (
    <section class="channel app-home" aria-label={`${app?.name ?? "App"}, Home`}>
      <header class="place-head">
        <h2>{app?.name}</h2>
        <AppTabs at={HOME} />
      </header>
      <div class="scroll" tabIndex={0} role="region" aria-label="Home" ref={drawn}>
        <div class="home-view">
          {view ? (
            <Blocks blocks={view.blocks} drawing={drawing} />
          ) : (
            <p class="empty">
              {app?.name ?? "The app"} has drawn nothing here yet.
              {down && " It is down: Faults, at the top, brings it back."}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}
