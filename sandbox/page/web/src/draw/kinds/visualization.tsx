/** Charts, drawn simply; the same numbers stand in a table for whoever wants or needs them so. */
import { useState } from "preact/hooks";
import type { Json } from "../../types";
import type { BlockProps } from ".";
import { Pie, Plot } from "./plots";

export interface Series {
  name: string;
  /** Null: nothing is known of that place. */
  values: (number | null)[];
}

export function DataVisualization({ block }: BlockProps) {
  const [numbers, setNumbers] = useState(false);
  const { chart, title } = block as Json;
  const [names, series] = chart.type === "pie" ? slices(chart) : plotted(chart);
  return (
    <figure class="b-chart">
      <figcaption>
        <b>{title}</b>
        <button type="button" class="b-small" aria-pressed={numbers} onClick={() => setNumbers(!numbers)}>
          {numbers ? "Show the picture" : "Show the numbers"}
        </button>
      </figcaption>
      {numbers ? (
        <Numbers names={names} series={series} />
      ) : chart.type === "pie" ? (
        <Pie title={title} names={names} values={(series[0]?.values ?? []).map(Number)} />
      ) : (
        <Plot title={title} kind={chart.type} names={names} series={series} axes={chart.axis_config} />
      )}
    </figure>
  );
}

function slices(chart: Json): [string[], Series[]] {
  return [chart.segments.map((it: Json) => it.label), [{ name: "Value", values: chart.segments.map((it: Json) => it.value) }]];
}

/** Points find their place by their label; where one is missing there is a gap. */
function plotted(chart: Json): [string[], Series[]] {
  const names: string[] = chart.axis_config.categories;
  const series = chart.series.map((it: Json) => ({
    name: it.name,
    values: names.map((name) => it.data.find((point: Json) => point.label === name)?.value ?? null),
  }));
  return [names, series];
}

function Numbers({ names, series }: { names: string[]; series: Series[] }) {
  return (
    <div class="b-table-wrap" tabIndex={0} role="group" aria-label="The numbers">
      <table class="b-table">
        <thead>
          <tr>
            <td />
            {series.map((it) => (
              <th key={it.name} scope="col" class="align-right">
                {it.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, at) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {series.map((it) => (
                <td key={it.name} class="align-right">
                  {it.values[at] ?? "–"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
