/** A person's places: channels, the app, direct messages; what is unread stands out, by more than its colour. */
import { useState } from "preact/hooks";
import { Avatar } from "./avatar";
import { Icon } from "./icons";
import { DIRECT, HOME, addressOf, moves } from "./route";
import { nameOf, useStanding } from "./standing";
import type { Place } from "./types";

interface Props {
  workspace: string;
  at: string;
  close: () => void;
}

export function Sidebar({ workspace, at, close }: Props) {
  const { me, app, places, person } = useStanding();
  const own = places.filter((it) => it.member);
  const channels = own.filter((it) => it.kind === "channel" || it.kind === "group");
  const direct = own.filter((it) => !channels.includes(it) && it.id !== app?.direct);
  const messages = own.find((it) => it.id === app?.direct);
  return (
    <nav class="sidebar" aria-label="Places" onClick={close}>
      <h2>{workspace}</h2>
      <h3>Channels</h3>
      <ul>
        {channels.map((it) => (
          <li key={it.id}>
            <PlaceLink place={it} at={at} />
          </li>
        ))}
      </ul>
      {!channels.length && <p class="none">You are in no channel.</p>}
      <Others places={places.filter((it) => !it.member && !it.archived)} at={at} />
      {app && (
        <>
          <h3>Apps</h3>
          <ul>
            {app.home && (
              <li>
                <a {...moves(addressOf(me.id, HOME))} aria-current={at === HOME ? "page" : undefined}>
                  <Avatar person={person(app.bot)} size="small" />
                  <span>{app.name}: Home</span>
                </a>
              </li>
            )}
            {app.messages && (
              <li>
                <a
                  {...moves(addressOf(me.id, DIRECT))}
                  class={messages?.unread ? "unread" : ""}
                  aria-current={at === DIRECT ? "page" : undefined}
                >
                  <Avatar person={person(app.bot)} size="small" />
                  <span>{app.name}: Messages</span>
                  <Unread place={messages} />
                </a>
              </li>
            )}
          </ul>
        </>
      )}
      {direct.length > 0 && (
        <>
          <h3>Direct messages</h3>
          <ul>
            {direct.map((it) => (
              <li key={it.id}>
                <PlaceLink place={it} at={at} />
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}

function PlaceLink({ place, at }: { place: Place; at: string }) {
  const standing = useStanding();
  const direct = place.kind === "im" || place.kind === "mpim";
  return (
    <a
      {...moves(addressOf(standing.me.id, place.id))}
      class={place.unread ? "unread" : ""}
      aria-current={at === place.id ? "page" : undefined}
    >
      <Icon name={direct ? "people" : place.private ? "lock" : "hash"} />
      <span>{nameOf(place, standing)}</span>
      {place.archived && <small>archived</small>}
      <Unread place={place} />
    </a>
  );
}

function Unread({ place }: { place: Place | undefined }) {
  if (!place?.unread) return null;
  const called = place.mentions > 0;
  return (
    <span class={called ? "count" : "dot"}>
      {called ? place.mentions : ""}
      <span class="unseen">{called ? " for you" : `${place.unread} unread`}</span>
    </span>
  );
}

function Others({ places, at }: { places: Place[]; at: string }) {
  const [open, setOpen] = useState(false);
  if (!places.length) return null;
  return (
    <div onClick={(event) => event.stopPropagation()}>
      <button type="button" class="more-places" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "Hide" : "Show"} {places.length} more to join
      </button>
      {open && (
        <ul>
          {places.map((it) => (
            <li key={it.id}>
              <PlaceLink place={it} at={at} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
