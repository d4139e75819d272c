/** Be anyone: one click in this window, or a window of their own. */
import { Avatar } from "./avatar";
import { Icon } from "./icons";
import type { Guide, Live } from "./live";
import { Panel } from "./panel";
import { addressOf, moves } from "./route";
import type { Person } from "./types";

export interface Group {
  heading: string;
  people: Person[];
}

/** As the story groups them; without one by workspace. Whoever is in no group comes last. */
export function groupsOf(people: Person[], workspaces: { id: string; name: string }[], guide?: Guide): Group[] {
  const persons = people.filter((it) => !it.is_bot);
  const groups = guide
    ? guide.groups.map(({ heading, people: ids }) => ({ heading, people: ids.flatMap((id) => persons.filter((it) => it.id === id)) }))
    : workspaces.map(({ id, name }) => ({ heading: name, people: persons.filter((it) => it.team === id) }));
  const placed = new Set(groups.flatMap((it) => it.people));
  const others = persons.filter((it) => !placed.has(it));
  return [...groups, { heading: "Others", people: others }].filter((it) => it.people.length > 0);
}

export function PeoplePanel({ live, close }: { live: Live; close: () => void }) {
  const { people = [], workspaces = [], demonstration, me } = live.parts;
  return (
    <Panel title="Be anyone" close={close}>
      <p>
        <a href="/">The people and the story</a>
      </p>
      {groupsOf(people, workspaces, demonstration?.guide).map((it) => (
        <PeopleGroup key={it.heading} group={it} me={me?.id ?? ""} chosen={close} />
      ))}
    </Panel>
  );
}

export function PeopleGroup({ group, me = "", chosen }: { group: Group; me?: string; chosen?: () => void }) {
  return (
    <section class="people-group">
      <h3>{group.heading}</h3>
      <ul>
        {group.people.map((it) => (
          <li key={it.id}>
            <BeThem person={it} isMe={it.id === me} chosen={chosen} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function BeThem({ person, isMe, chosen }: { person: Person; isMe: boolean; chosen: (() => void) | undefined }) {
  const { onClick, href } = moves(addressOf(person.id));
  const marks = [isMe && "you", person.deleted && "deactivated", person.is_guest && "guest"].filter(Boolean).join(", ");
  return (
    <>
      <a
        class="be"
        href={href}
        aria-current={isMe ? "true" : undefined}
        onClick={(event) => {
          onClick(event);
          chosen?.();
        }}
      >
        <Avatar person={person} />
        <span>
          <b>
            {person.real_name}
            {marks && <em> ({marks})</em>}
          </b>
          <small>{person.title || person.name}</small>
        </span>
        {person.here && !isMe && (
          <span class="here">
            <span class="unseen">has a </span>window open
          </span>
        )}
      </a>
      <a class="tool" href={href} target="_blank" rel="noopener" aria-label={`Be ${person.real_name} in a window of their own`} title="In a window of their own">
        <Icon name="window" />
      </a>
    </>
  );
}
