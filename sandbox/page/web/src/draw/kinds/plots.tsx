/** The pictures of charts: bars, lines, areas and pies, as SVG. */
import type { Json } from "../../types";
import type { Series } from "./visualization";

const WIDTH = 480;
const HEIGHT = 220;
const EDGE = { left: 44, right: 8, top: 10, bottom: 34 };
const COLOURS = 8;

interface PlotProps {
  title: string;
  kind: "bar" | "line" | "area";
  names: string[];
  series: Series[];
  axes: Json;
}

export function Plot({ title, kind, names, series, axes }: PlotProps) {
  const most = niceTop(Math.max(1, ...series.flatMap((it) => it.values)));
  const inner = { width: WIDTH - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };
  const y = (value: number): number => EDGE.top + inner.height * (1 - Math.max(value, 0) / most);
  const step = inner.width / Math.max(names.length, 1);
  const middle = (at: number): number => EDGE.left + step * (at + 0.5);
  return (
    <>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}: ${kind} chart; the numbers are a button away`}>
        {[0, 0.5, 1].map((share) => (
          <g key={share} class="b-grid">
            <line x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(most * share)} y2={y(most * share)} />
            <text x={EDGE.left - 6} y={y(most * share) + 4} text-anchor="end">
              {short(most * share)}
            </text>
          </g>
        ))}
        {names.map((name, at) => (
          <text key={name} x={middle(at)} y={HEIGHT - 16} text-anchor="middle">
            {name.length > 10 ? `${name.slice(0, 9)}…` : name}
          </text>
        ))}
        {series.map((it, number) =>
          kind === "bar" ? (
            <Bars key={it.name} it={it} number={number} of={series.length} step={step} y={y} />
          ) : (
            <Line key={it.name} it={it} number={number} filled={kind === "area"} middle={middle} y={y} />
          ),
        )}
      </svg>
      <Legend names={series.map((it) => it.name)} />
      {(axes?.x_label || axes?.y_label) && <small class="b-axes">{[axes.y_label, axes.x_label].filter(Boolean).join(" by ")}</small>}
    </>
  );
}

function Bars({ it, number, of, step, y }: { it: Series; number: number; of: number; step: number; y: (value: number) => number }) {
  const wide = (step * 0.7) / of;
  return (
    <g class={`b-series-${number % COLOURS}`}>
      {it.values.map((value, at) => (
        <rect key={at} x={EDGE.left + step * (at + 0.15) + wide * number} y={y(value)} width={wide} height={y(0) - y(value)} />
      ))}
    </g>
  );
}

function Line({ it, number, filled, middle, y }: { it: Series; number: number; filled: boolean; middle: (at: number) => number; y: (value: number) => number }) {
  const points = it.values.map((value, at) => `${middle(at)},${y(value)}`).join(" ");
  const ground = `${middle(it.values.length - 1)},${y(0)} ${middle(0)},${y(0)}`;
  return (
    <g class={`b-series-${number % COLOURS}`}>
      {filled && <polygon class="b-area" points={`${points} ${ground}`} />}
      <polyline points={points} />
      {it.values.map((value, at) => (
        <circle key={at} cx={middle(at)} cy={y(value)} r={3} />
      ))}
    </g>
  );
}

export function Pie({ title, names, values }: { title: string; names: string[]; values: number[] }) {
  const total = values.reduce((sum, it) => sum + it, 0) || 1;
  let from = -0.25;
  return (
    <div class="b-pie">
      <svg viewBox="-1.05 -1.05 2.1 2.1" role="img" aria-label={`${title}: pie chart; the numbers are a button away`}>
        {values.map((value, at) => {
          const share = value / total;
          const slice = arc(from, from + share);
          from += share;
          return share > 0.999 ? <circle key={at} class={`b-series-${at % COLOURS}`} r={1} /> : <path key={at} class={`b-series-${at % COLOURS}`} d={slice} />;
        })}
      </svg>
      <Legend names={names.map((it, at) => `${it} (${Math.round(((values[at] ?? 0) / total) * 100)} %)`)} />
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

/** The next round number. */
function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((it) => it * power >= most) ?? 10) * power;
}

const short = (value: number): string => (value >= 1000 ? `${value / 1000}k` : String(Math.round(value * 10) / 10));
