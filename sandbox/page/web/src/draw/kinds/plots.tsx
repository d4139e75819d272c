/** The pictures of charts: bars, lines, areas and pies, as SVG. */
import { useRef } from "preact/hooks";
import type { Json } from "../../types";
import { type Scale, scaleOf, short, useWidth } from "./scale";
import type { Series } from "./visualization";

const HEIGHT = 220;
const EDGE = { left: 46, right: 8, top: 10, bottom: 28 };
const SLANTED = { bottom: 64, letters: 12 };
const LETTER = 6.4;
const COLOURS = 8;

interface PlotProps {
  title: string;
  kind: "bar" | "line" | "area";
  names: string[];
  series: Series[];
  axes: Json;
}

/** Where a place and a value lie in the picture. */
interface Plan {
  scale: Scale;
  step: number;
  /** Names do not fit side by side. */
  slanted: boolean;
  middle(at: number): number;
  y(value: number): number;
}

export function Plot({ title, kind, names, series, axes }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const plan = planOf(width, names, series);
  return (
    <>
      <div ref={box}>
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={`${title}: ${kind} chart; the numbers are a button away`}>
          <Grid plan={plan} width={width} />
          <Names names={names} plan={plan} />
          {series.map((it, number) =>
            kind === "bar" ? (
              <Bars key={it.name} it={it} number={number} of={series.length} plan={plan} />
            ) : (
              <Line key={it.name} it={it} number={number} filled={kind === "area"} plan={plan} />
            ),
          )}
        </svg>
      </div>
      <Legend names={series.map((it) => it.name)} />
      {(axes?.x_label || axes?.y_label) && <small class="b-axes">{[axes.y_label, axes.x_label].filter(Boolean).join(" by ")}</small>}
    </>
  );
}

function planOf(width: number, names: string[], series: Series[]): Plan {
  const scale = scaleOf(series.flatMap((it) => it.values));
  const step = (width - EDGE.left - EDGE.right) / Math.max(names.length, 1);
  const slanted = names.some((it) => it.length * LETTER > step);
  const high = HEIGHT - EDGE.top - (slanted ? SLANTED.bottom : EDGE.bottom);
  return {
    scale,
    step,
    slanted,
    middle: (at) => EDGE.left + step * (at + 0.5),
    y: (value) => EDGE.top + (high * (scale.high - value)) / (scale.high - scale.low),
  };
}

function Grid({ plan, width }: { plan: Plan; width: number }) {
  return (
    <>
      {plan.scale.marks.map((value) => (
        <g key={value} class={`b-grid ${value === 0 ? "nought" : ""}`}>
          <line x1={EDGE.left} x2={width - EDGE.right} y1={plan.y(value)} y2={plan.y(value)} />
          <text x={EDGE.left - 6} y={plan.y(value) + 4} text-anchor="end">
            {short(value)}
          </text>
        </g>
      ))}
    </>
  );
}

function Names({ names, plan }: { names: string[]; plan: Plan }) {
  const y = plan.y(plan.scale.low) + 16;
  return (
    <>
      {names.map((name, at) =>
        plan.slanted ? (
          <text key={at} text-anchor="end" transform={`translate(${plan.middle(at) + 4} ${y - 4}) rotate(-38)`}>
            {name.length > SLANTED.letters ? `${name.slice(0, SLANTED.letters - 1)}…` : name}
          </text>
        ) : (
          <text key={at} x={plan.middle(at)} y={y} text-anchor="middle">
            {name}
          </text>
        ),
      )}
    </>
  );
}

function Bars({ it, number, of, plan }: { it: Series; number: number; of: number; plan: Plan }) {
  const { step, middle, y } = plan;
  const wide = (step * 0.7) / of;
  return (
    <g class={`b-series-${number % COLOURS}`}>
      {it.values.map((value, at) =>
        value === null ? null : (
          <rect key={at} x={middle(at) - step * 0.35 + wide * number} y={y(Math.max(value, 0))} width={wide} height={Math.abs(y(0) - y(value))} />
        ),
      )}
    </g>
  );
}

function Line({ it, number, filled, plan }: { it: Series; number: number; filled: boolean; plan: Plan }) {
  const { middle, y } = plan;
  return (
    <g class={`b-series-${number % COLOURS}`}>
      {runs(it.values).map(([from, values]) => {
        const points = values.map((value, at) => `${middle(from + at)},${y(value)}`).join(" ");
        const ground = `${middle(from + values.length - 1)},${y(0)} ${middle(from)},${y(0)}`;
        return (
          <g key={from}>
            {filled && <polygon class="b-area" points={`${points} ${ground}`} />}
            <polyline points={points} />
            {values.map((value, at) => (
              <circle key={at} cx={middle(from + at)} cy={y(value)} r={3} />
            ))}
          </g>
        );
      })}
    </g>
  );
}

/** What lies between the gaps, each with where it begins. */
function runs(values: (number | null)[]): [number, number[]][] {
  const found: [number, number[]][] = [];
  values.forEach((value, at) => {
    if (value === null) return;
    const last = found.at(-1);
    if (last && last[0] + last[1].length === at) last[1].push(value);
    else found.push([at, [value]]);
  });
  return found;
}

export function Pie({ title, names, values }: { title: string; names: string[]; values: number[] }) {
  const shares = values.map((it) => Math.max(it, 0)); // less than nothing has no slice
  const total = shares.reduce((sum, it) => sum + it, 0) || 1;
  let from = -0.25;
  return (
    <div class="b-pie">
      <svg viewBox="-1.05 -1.05 2.1 2.1" role="img" aria-label={`${title}: pie chart; the numbers are a button away`}>
        {shares.map((value, at) => {
          const share = value / total;
          const slice = arc(from, from + share);
          from += share;
          return share > 0.999 ? <circle key={at} class={`b-series-${at % COLOURS}`} r={1} /> : <path key={at} class={`b-series-${at % COLOURS}`} d={slice} />;
        })}
      </svg>
      <Legend names={names.map((it, at) => `${it} (${Math.round(((shares[at] ?? 0) / total) * 100)} %)`)} />
    </div>
  );
}

function arc(from: number, to: number): string {
  const at = (turn: number): string => `${Math.cos(2 * Math.PI * turn)} ${Math.sin(2 * Math.PI * turn)}`;
  return `M 0 0 L ${at(from)} A 1 1 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)} Z`;
}

function Legend({ names }: { names: string[] }) {
  return (
    <ul class="b-legend">
      {names.map((it, at) => (
        <li key={it} class={`b-series-${at % COLOURS}`}>
          <span aria-hidden="true" /> {it}
        </li>
      ))}
    </ul>
  );
}
