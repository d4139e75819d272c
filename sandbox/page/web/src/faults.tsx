/** Lets the sandbox misbehave as Slack and networks do, and says what to look for. */
import { useEffect, useState } from "preact/hooks";
import { deed } from "./control";
import { pressable } from "./focus";
import type { Faults, Live } from "./live";
import { Panel } from "./panel";
import { useStanding } from "./standing";
import { say, sayWhy } from "./toast";
import type { Json } from "./types";

const POST = "chat.postMessage";

interface FaultKind {
  name: string;
  tells: string;
  on(faults: Faults): boolean;
  begin(app: string): Json;
  end(app: string): Json;
}

/** One kind of trouble that calls of the Web API have. */
function ofApi(name: string, tells: string, fault: { trouble: string; method: string; [more: string]: Json }): FaultKind {
  const { trouble, method } = fault;
  return {
    name,
    tells,
    on: ({ api }) => api.some((it) => it.trouble === trouble && it.method === method),
    begin: () => ({ api: fault }),
    end: () => ({ lift: { trouble, method } }),
  };
}

const KINDS: FaultKind[] = [
  {
    name: "Duplicates",
    tells: "Every event comes three times, under new ids. Each message must still have one effect.",
    on: ({ events }) => events.copies > 0,
    begin: () => ({ events: { copies: 2, new_ids: true } }),
    end: () => ({ events: {} }),
  },
  ofApi("Delays", "Slack takes two seconds for every post. Cards and comments come late, in order, and nothing is lost.", {
    trouble: "delay",
    method: POST,
    seconds: 2,
    times: null,
  }),
  ofApi("Too many requests (429)", "Posting is refused three times, each with five seconds to wait. What is owed comes afterwards, in order.", {
    trouble: "rate_limited",
    method: POST,
    retry_after: 5,
    times: 3,
  }),
  ofApi("Lost answers", "The next post is taken, but its connection breaks before the answer. It must not stand there twice.", {
    trouble: "drop_after",
    method: POST,
    times: 1,
  }),
  ofApi("Server errors (500)", "The next three posts end in an error of Slack's.", {
    trouble: "server_error",
    method: POST,
    times: 3,
  }),
  {
    name: "The app is down",
    tells: "Nothing reaches the app. Events come again after a minute and after five; a press or a command fails at once.",
    on: ({ held }) => held.length > 0,
    begin: (app) => ({ hold: app }),
    end: (app) => ({ release: app }),
  },
];

export const faultsOn = (faults: Faults): number => KINDS.filter((it) => it.on(faults)).length;

export function FaultsPanel({ live, close }: { live: Live; close: () => void }) {
  const { app } = useStanding();
  const faults = live.parts.faults;
  if (!faults) return null;
  const id = app?.id ?? "";
  const plant = (given: Json): Promise<void> => deed("fault", given).then(() => undefined);
  const cut = (): void =>
    void deed("fault", { drop: id }).then(() => say("The app's connections were cut. It connects again by itself."), sayWhy);
  const connections = faults.apps.find((it) => it.id === id)?.connections ?? 0;
  return (
    <Panel title="Faults" close={close}>
      <p class="lead">Switch something wrong, then use the app as ever. What becomes of it stands in the traffic.</p>
      <ul class="fault-list">
        {KINDS.map((it) => (
          <li key={it.name}>
            <Switch kind={it} on={it.on(faults)} able={app !== null} turn={(to) => plant(to ? it.begin(id) : it.end(id))} />
          </li>
        ))}
      </ul>
      <div class="moves">
        <button type="button" class="plain" {...pressable(connections > 0, cut)}>
          Cut the connection now
        </button>
        <button type="button" class="plain" {...pressable(faultsOn(faults) > 0, () => void plant({ clear: true }).catch(sayWhy))}>
          All well again
        </button>
      </div>
      <p class="lead">
        {connections === 1 ? "The app holds one connection." : `The app holds ${connections} connections.`}{" "}
        {faults.given_up > 0 && `${faults.given_up} events were given up.`}
      </p>
    </Panel>
  );
}

/** Stands as it was turned, until the sandbox says how it is. */
function Switch({ kind, on, able, turn }: { kind: FaultKind; on: boolean; able: boolean; turn: (to: boolean) => Promise<void> }) {
  const [turned, setTurned] = useState<boolean | null>(null);
  useEffect(() => {
    if (on === turned) setTurned(null);
  }, [on, turned]);
  return (
    <label>
      <input
        type="checkbox"
        role="switch"
        checked={turned ?? on}
        disabled={!able}
        onInput={(event) => {
          setTurned(event.currentTarget.checked);
          turn(event.currentTarget.checked).catch((problem: unknown) => {
            setTurned(null);
            sayWhy(problem);
          });
        }}
      />
      <span>
        <b>{kind.name}</b>
        <small>{kind.tells}</small>
      </span>
    </label>
  );
}
