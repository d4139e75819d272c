/** The scale of a chart: from a round number to a round number, nought always within. */
import { useEffect, useState } from "preact/hooks";

export interface Scale {
  low: number;
  high: number;
  marks: number[];
}

const ROUND = [1, 2, 2.5, 5, 10];
const MARKS = 4;

export function scaleOf(values: (number | null)[]): Scale {
  const known = values.filter((it) => it !== null);
  const least = Math.min(0, ...known);
  const most = Math.max(0, ...known);
  const step = roundUp((most - least || 1) / MARKS);
  const from = Math.floor(least / step);
  const to = Math.max(Math.ceil(most / step), from + 1);
  const marks = Array.from({ length: to - from + 1 }, (_, at) => (from + at) * step);
  return { low: from * step, high: to * step, marks };
}

function roundUp(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return (ROUND.find((it) => it * power >= least) ?? 10) * power;
}

const numbers = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });

/** As it stands beside an axis: 1.2M, 12.5, 0.02. */
export const short = (value: number): string => numbers.format(value);

const FIRST_WIDTH = 480;

/** How wide it is drawn, so that letters keep their size on a narrow screen. */
export function useWidth(box: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(FIRST_WIDTH);
  useEffect(() => {
    const watching = new ResizeObserver(([it]) => it && it.contentRect.width > 0 && setWidth(Math.round(it.contentRect.width)));
    if (box.current) watching.observe(box.current);
    return () => watching.disconnect();
  }, []);
  return width;
}
