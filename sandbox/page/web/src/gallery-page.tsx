/** Every kind of block and element, drawn: to judge the drawing by. */
import { useEffect, useState } from "preact/hooks";
import { look } from "./control";
import { useQuestion } from "./dialog";
import { Gallery } from "./gallery";
import { useLive } from "./live";
import { lookup } from "./standing";
import { sayWhy } from "./toast";
import { PlainBar } from "./topbar";
import type { Json, Person } from "./types";

const READER: Person = {
  id: "",
  team: "",
  name: "you",
  real_name: "You",
  title: "",
  tz: "UTC",
  is_bot: false,
  is_guest: false,
  deleted: false,
  here: true,
};

export function GalleryPage({ person }: { person: string }) {
  const live = useLive(person);
  const [examples, setExamples] = useState<Json[] | null>(null);
  const { ask, question } = useQuestion();
  useEffect(() => {
    document.title = "Gallery · Sandbox";
    look(`/_page/gallery?as=${encodeURIComponent(person)}`).then((came) => setExamples(came.examples), sayWhy);
  }, [person]);
  const people = live.parts.people ?? [];
  const me = people.find((it) => it.id === person) ?? people.find((it) => !it.is_bot) ?? READER;
  return (
    <div class="gallery-page">
      <PlainBar connected={live.connected} />
      {examples && (
        <Gallery examples={examples} me={me} people={people} person={lookup(people)} ask={ask} />
      )}
      {question}
    </div>
  );
}
