/** The first view: who the people are, and the story in steps that one can walk or have played. */
import { useEffect } from "preact/hooks";
import { Doing } from "./clock";
import { control } from "./control";
import { useQuestion } from "./dialog";
import { pressable } from "./focus";
import { Icon } from "./icons";
import { type Demonstration, type Guide, type Way, useLive } from "./live";
import { PeopleGroup, groupsOf } from "./people";
import { addressOf, moves } from "./route";
import { sayWhy } from "./toast";
import { PlainBar } from "./topbar";

const ALONE = "A small Slack of your own";

export function Start({ lost }: { lost: boolean }) {
  const live = useLive("");
  const { people = [], workspaces = [], demonstration } = live.parts;
  const guide = demonstration?.guide;
  useEffect(() => {
    document.title = guide?.title ?? "Sandbox";
  }, [guide?.title]);
  return (
    <div class="start">
      <PlainBar connected={live.connected}>
        <a class="bar" href="/gallery">
          Gallery
        </a>
        <a class="bar" href="/traffic">
          Traffic
        </a>
      </PlainBar>
      <main>
        {lost && <p class="window-error">There is nothing at this address. Start here.</p>}
        <h1>{guide?.title ?? ALONE}</h1>
        <div class="intro">
          {(guide?.intro ?? ["Be anybody in it: choose a person. Open a second window to be two people at once."]).map((it) => (
            <p key={it}>{it}</p>
          ))}
        </div>
        <div class="start-columns">
          {demonstration && <Story demonstration={demonstration} name={nameOf(people)} />}
          <section aria-labelledby="people">
            <h2 id="people">The people</h2>
            {groupsOf(people, workspaces, guide).map((it) => (
              <PeopleGroup key={it.heading} group={it} />
            ))}
          </section>
        </div>
      </main>
    </div>
  );
}

const nameOf =
  (people: { id: string; real_name: string }[]) =>
  (id: string): string =>
    people.find((it) => it.id === id)?.real_name ?? id;

function Story({ demonstration, name }: { demonstration: Demonstration; name: (id: string) => string }) {
  const { ask, question } = useQuestion();
  const { guide, played, doing } = demonstration;
  const startOver = async (): Promise<void> => {
    const text = "All that was said and done here is forgotten. The clock stays where it is.";
    if (await ask({ title: "Start over?", text, yes: "Start over", danger: true })) await control("start-over", {}).catch(sayWhy);
  };
  return (
    <section aria-labelledby="story" class="story">
      <h2 id="story">The story, in {guide.steps.length} steps</h2>
      <p class="lead">Walk through it yourself, as whoever the step names, or let a step be played and look at what came of it.</p>
      <Doing demonstration={demonstration} zone="UTC" />
      <ol>
        {guide.steps.map((step, number) => (
          <Step key={step.title} step={step} number={number} played={played.includes(number)} busy={doing !== null} name={name} />
        ))}
      </ol>
      <button type="button" class="plain" {...pressable(doing === null, () => void startOver())}>
        <Icon name="again" /> Start over…
      </button>
      {question}
    </section>
  );
}

interface StepProps {
  step: Guide["steps"][number];
  number: number;
  played: boolean;
  busy: boolean;
  name: (id: string) => string;
}

function Step({ step, number, played, busy, name }: StepProps) {
  const play = (): void => void control("play", { step: number }).catch(sayWhy);
  return (
    <li class={played ? "played" : ""}>
      <h3>
        {step.title} {played && <span class="badge">Played</span>}
      </h3>
      {step.tells.map((it) => (
        <p key={it}>{it}</p>
      ))}
      <p class="ways">
        {step.ways.map((it) => (
          <WayLink key={it.label} way={it} kind="primary" />
        ))}
        <button type="button" class="plain" aria-label={`Play it: ${step.title}`} {...pressable(!busy && !played, play)}>
          <Icon name="play" /> Play it
        </button>
      </p>
      <p class="look">
        Look:{" "}
        {step.look.map((it, at) => (
          <span key={it.label}>
            {at > 0 && " · "}
            <WayLink way={it} kind="" title={`As ${name(it.person)}`} />
          </span>
        ))}
      </p>
    </li>
  );
}

function WayLink({ way, kind, title }: { way: Way; kind: string; title?: string }) {
  return (
    <a class={kind} title={title} {...moves(addressOf(way.person, way.place, "", way.typed))}>
      {way.label}
    </a>
  );
}
