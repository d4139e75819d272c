/** Examples, one below another; what is pressed in them goes nowhere and is only told. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Question } from "./dialog";
import { Blocks } from "./draw";
import type { Block, Drawing, Given, Option, Person, View } from "./types";

export interface Example {
  name: string;
  surface: Drawing["surface"];
  blocks?: Block[];
  view?: View;
}

interface Props {
  examples: Example[];
  me: Person;
  people: Person[];
  person: (id: string) => Person | undefined;
  ask: (it: Question) => Promise<boolean>;
}

const PLACES = [
  { id: "C0LAKESIDE", name: "lakeside-cases", private: true, kind: "group" as const },
  { id: "C0TOWN", name: "town-hall", private: false, kind: "channel" as const },
];
/** The one whose fields are all wrong. */
const WRONG = "Errors at fields";
const OFFERED = ["Grades", "Attendance", "Scheduling", "Enrollment"];

export function Gallery(props: Props) {
  const [heard, setHeard] = useState("");
  const { examples } = props;
  return (
    <main class="gallery">
      <h1>Gallery</h1>
      <p class="lead">Every kind of block and element, as the page draws it. Nothing that is pressed here reaches an app.</p>
      <nav aria-label="Examples">
        {examples.map((it) => (
          <a key={it.name} href={`#${slug(it.name)}`}>
            {it.name}
          </a>
        ))}
      </nav>
      {examples.map((it) => (
        <section key={it.name} id={slug(it.name)} aria-label={it.name}>
          <h2>
            {it.name} · {it.surface}
          </h2>
          <ExampleShown {...props} example={it} hear={setHeard} />
        </section>
      ))}
      <p class="heard" role="status">
        {heard || "Press something."}
      </p>
    </main>
  );
}

const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

function ExampleShown({ example, me, people, person, ask, hear }: Props & { example: Example; hear: (it: string) => void }) {
  const [given, setGiven] = useState<Record<string, Given>>({});
  const drawing: Drawing = {
    surface: example.surface,
    me,
    person,
    people: people.filter((it) => !it.deleted),
    place: (id) => PLACES.find((it) => it.id === id),
    places: PLACES,
    values: {},
    given,
    errors: example.name === WRONG ? errorsOf(example) : {},
    busy: null,
    change: (block, element, value) => {
      setGiven((before) => ({ ...before, [`${block.block_id}/${element.action_id}`]: value }));
    },
    act: (_, element, value) => {
      hear(`${element.action_id ?? element.type} pressed${value === undefined ? "" : `: ${JSON.stringify(value)}`}`);
    },
    confirm: (it) => ask({ title: it.title.text, text: it.text.text, yes: it.confirm.text, no: it.deny.text, danger: it.style === "danger" }),
    suggest: async (_block, _element, typed) =>
      OFFERED.filter((it) => it.toLowerCase().includes(typed.toLowerCase())).map(
        (it): Option => ({ text: { type: "plain_text", text: it, rich: [] }, value: it }),
      ),
    upload: async (file) => ({ id: file.name, name: file.name }),
    follow: () => false,
    inside: () => null,
  };
  const { view } = example;
  const blocks = <Blocks blocks={example.blocks ?? view?.blocks ?? []} drawing={drawing} />;
  return view?.type === "modal" ? <Framed view={view}>{blocks}</Framed> : blocks;
}

/** A window, with its buttons to look at. */
function Framed({ view, children }: { view: View; children: ComponentChildren }) {
  return (
    <div class="as-modal">
      <h3>{view.title?.text}</h3>
      {children}
      <footer>
        {view.close && <span class="b-button">{view.close.text}</span>}
        {view.submit && <span class="b-button primary">{view.submit.text}</span>}
      </footer>
    </div>
  );
}

const errorsOf = (example: Example): Record<string, string> =>
  Object.fromEntries((example.view?.blocks ?? []).filter((it) => it.type === "input").map((it) => [it.block_id, "Please fill this in."]));
