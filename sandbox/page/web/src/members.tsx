/** Who is in a channel; whoever is there may let others in, and everybody may leave. */
import { useState } from "preact/hooks";
import { Avatar } from "./avatar";
import { deed } from "./control";
import { Dialog } from "./dialog";
import { pressable } from "./focus";
import { useStanding } from "./standing";
import { sayWhy } from "./toast";
import type { Place } from "./types";

export function Members({ place, name, close }: { place: Place; name: string; close: () => void }) {
  const { me, person, people, ask } = useStanding();
  const [added, setAdded] = useState("");
  const outside = people.filter((it) => it.team === me.team && !it.deleted && !place.members.includes(it.id));
  const add = (): void => {
    if (added) void deed("join", { user: added, channel: place.id }).then(() => setAdded(""), sayWhy);
  };
  const leave = async (): Promise<void> => {
    const text = place.private ? "Somebody in it has to let you in again." : "You can join it again.";
    if (await ask({ title: `Leave #${name}?`, text, yes: "Leave", danger: true })) {
      close();
      await deed("leave", { user: me.id, channel: place.id }).catch(sayWhy);
    }
  };
  return (
    <Dialog title={`People in #${name}`} close={close}>
      <ul class="member-list">
        {place.members.map((id) => (
          <li key={id}>
            <Avatar person={person(id)} />
            <span>
              <b>{person(id)?.real_name ?? id}</b>
              <small>{person(id)?.title || (person(id)?.is_bot ? "App" : "")}</small>
            </span>
          </li>
        ))}
      </ul>
      {place.member && (
        <div class="member-deeds">
          <label>
            Add somebody
            <select value={added} onChange={(event) => setAdded(event.currentTarget.value)}>
              <option value="">Choose a person…</option>
              {outside.map((it) => (
                <option key={it.id} value={it.id}>
                  {it.real_name}
                  {it.title ? ` – ${it.title}` : ""}
                </option>
              ))}
            </select>
          </label>
          <button type="button" class="primary" {...pressable(Boolean(added), add)}>
            Add
          </button>
          <button type="button" class="plain" onClick={() => void leave()}>
            Leave the channel…
          </button>
        </div>
      )}
    </Dialog>
  );
}
