/** A thread, beside its channel. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Write, useDropping } from "./channel";
import { useFocusKeptInPane } from "./focus";
import { Icon } from "./icons";
import type { Live } from "./live";
import { MessageShown } from "./message";
import { Messages } from "./messages";
import { addressOf, go } from "./route";
import { nameOf, useStanding } from "./standing";
import type { Place } from "./types";
import type { Sought } from "./little-slack";

export function Thread({ place, ts, live, sought }: { place: Place; ts: string; live: Live; sought: Sought }) {
  const standing = useStanding();
  const { files, setFiles, dropping, drop } = useDropping();
  const shown = live.parts.thread?.ts === ts ? live.parts.thread : null;
  const seen = useCallback((until: string) => live.read(place.id, ts, until), [live.read, place.id, ts]);
  const late = useLate();
  const pane = useRef<HTMLElement>(null);
  useFocusKeptInPane(pane);
  const close = (): void => {
    go(addressOf(standing.me.id, place.id));
    document.querySelector<HTMLElement>(".place .composer textarea")?.focus();
  };
  const count = shown?.replies.length ?? 0;
  return (
    <section class={`thread ${dropping ? "dropping" : ""}`} aria-label="Thread" ref={pane} {...drop}>
      <header class="place-head">
        <h2>
          Thread <small>{nameOf(place, standing)}</small>
        </h2>
        <button type="button" class="tool" aria-label="Close the thread" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="scroll">
        <div class="scrolled">
          {shown ? (
            <>
              <MessageShown message={shown.parent} channel={place.id} inThread alone sought={sought.ts === shown.parent.ts} />
              {count > 0 && (
                <p class="day">
                  <span>
                    {count} {count === 1 ? "reply" : "replies"}
                  </span>
                </p>
              )}
              <Messages
                key={ts}
                messages={shown.replies}
                channel={place.id}
                read={shown.read}
                inThread
                sought={sought}
                seen={seen}
              />
            </>
          ) : (
            late && <p class="empty">This thread is not here any more.</p>
          )}
        </div>
      </div>
      {shown && place.member && !place.archived && (
        <Write place={place} label="Reply…" thread={ts} files={files} setFiles={setFiles} />
      )}
    </section>
  );
}

const SOON_MS = 800;

/** The server may still be about to show it. */
function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), SOON_MS);
    return () => clearTimeout(timer);
  }, []);
  return late;
}
