/** Tables: the plain one, and the one with a caption and pages. */
import { useState } from "preact/hooks";
import { Rich } from "../rich";
import type { Json } from "../../types";
import type { BlockProps } from ".";

function Cell({ cell, drawing }: { cell: Json; drawing: BlockProps["drawing"] }) {
  if (cell.type === "rich_text") return <Rich parts={cell.elements} drawing={drawing} />;
  return <>{cell.text}</>;
}

const alignOf = (block: Json, at: number, cell: Json): string =>
  `align-${block.column_settings?.[at]?.align ?? (cell.type === "raw_number" ? "right" : "left")}`;

export function Table({ block, drawing }: BlockProps) {
  const [head, ...rows]: Json[][] = block.rows;
  return (
    <div class="b-table-wrap" tabIndex={0} role="group" aria-label="Table">
      <table class="b-table">
        {head && <Head row={head} under={rows[0]} block={block} drawing={drawing} />}
        <Rows rows={rows} block={block} drawing={drawing} />
      </table>
    </div>
  );
}

/** A heading stands as what is under it. */
function Head({ row, under, block, drawing }: { row: Json[]; under: Json[] | undefined } & BlockProps) {
  return (
    <thead>
      <tr>
        {row.map((it, at) => (
          <th key={at} scope="col" class={alignOf(block, at, under?.[at] ?? it)}>
            <Cell cell={it} drawing={drawing} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Rows({ rows, block, drawing }: { rows: Json[][] } & BlockProps) {
  const heading: number | undefined = block.row_header_column_index;
  return (
    <tbody>
      {rows.map((row, number) => (
        <tr key={number}>
          {row.map((it, at) =>
            at === heading ? (
              <th key={at} scope="row">
                <Cell cell={it} drawing={drawing} />
              </th>
            ) : (
              <td key={at} class={alignOf(block, at, it)}>
                <Cell cell={it} drawing={drawing} />
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  );
}

export function DataTable({ block, drawing }: BlockProps) {
  const [head, ...rows]: Json[][] = block.rows;
  const size: number = block.page_size ?? 5;
  const pages = Math.max(Math.ceil(rows.length / size), 1);
  const [page, setPage] = useState(0);
  const from = page * size;
  return (
    <div class="b-data-table">
      <div class="b-table-wrap" tabIndex={0} role="group" aria-label={block.caption}>
        <table class="b-table">
          <caption>{block.caption}</caption>
          {head && <Head row={head} under={rows[0]} block={block} drawing={drawing} />}
          <Rows rows={rows.slice(from, from + size)} block={block} drawing={drawing} />
        </table>
      </div>
      {pages > 1 && (
        <p class="b-pages">
          <button type="button" class="b-small" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </button>
          <span role="status">
            {from + 1}–{Math.min(from + size, rows.length)} of {rows.length}
          </span>
          <button type="button" class="b-small" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>
            Next
          </button>
        </p>
      )}
    </div>
  );
}
