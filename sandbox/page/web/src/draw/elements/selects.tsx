/** One out of many: by the browser's own list, which brings the keyboard and a phone's wheel with it. */
import type { Element, Option, OptionGroup, PlaceOffered } from "../../types";
import { current } from "../state";
import { useChoosing } from "./choosing";
import { type ElementProps, attributes, choose, isTold, waiting } from "./shared";

export interface Offer {
  value: string;
  label: string;
  hint?: string | undefined;
  group?: string | undefined;
}

export function StaticSelect(props: ElementProps) {
  return <SlackSelect {...props} offers={offeredBy(props.element)} kind="Choose" />;
}

/** What the app offers in the element itself, group after group. */
export function offeredBy(element: Element): Offer[] {
  const groups: Partial<OptionGroup>[] = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.flatMap(({ label, options = [] }) =>
    options.map((it: Option) => ({ value: it.value, label: it.text.text, hint: it.description?.text, group: label?.text })),
  );
}

export function SlackSelect(props: ElementProps & { offers: Offer[]; kind: string }) {
  const { element, block, drawing, offers, kind } = props;
  const choosing = useChoosing({
    told: String(current(drawing, block, element) ?? ""),
    choose: (value) => void choose(props, value || null),
    sends: isTold(props),
  });
  return (
    <select class={`b-select ${choosing.value ? "" : "empty"}`} {...attributes(props, kind)} {...choosing} {...waiting(props)}>
      <option value="">{element.placeholder?.text ?? "Choose an option"}</option>
      <Offers offers={offers} />
    </select>
  );
}

export function Offers({ offers }: { offers: Offer[] }) {
  const groups = [...new Set(offers.map((it) => it.group))];
  return (
    <>
      {groups.map((group) => {
        const within = offers.filter((it) => it.group === group).map(drawOffer);
        return group === undefined ? within : <optgroup key={group} label={group}>{within}</optgroup>;
      })}
    </>
  );
}

const drawOffer = (it: Offer) => (
  <option key={it.value} value={it.value}>
    {it.label}
    {it.hint ? ` – ${it.hint}` : ""}
  </option>
);

/** Whom and what a select of Slack's own may offer. */
export function offersOf({ element, drawing }: ElementProps): Offer[] {
  const kind = element.type.replace("multi_", "");
  if (kind === "users_select") return drawing.people.map((it) => ({ value: it.id, label: it.real_name }));
  const fits = kind === "channels_select" ? isPublic : (it: PlaceOffered) => isWanted(it, element.filter ?? {});
  return drawing.places.filter((it) => it.name && fits(it)).map((it) => ({ value: it.id, label: it.name }));
}

const audienceOf = (it: PlaceOffered): string => (it.kind === "im" || it.kind === "mpim" ? it.kind : it.private ? "private" : "public");
const isPublic = (it: PlaceOffered): boolean => audienceOf(it) === "public";

interface Filter {
  include?: string[];
  exclude_external_shared_channels?: boolean;
  exclude_bot_users?: boolean;
}

function isWanted(it: PlaceOffered, filter: Filter): boolean {
  if (filter.include && !filter.include.includes(audienceOf(it))) return false;
  if (filter.exclude_external_shared_channels && it.shared) return false;
  return !(filter.exclude_bot_users && it.with_bot);
}
