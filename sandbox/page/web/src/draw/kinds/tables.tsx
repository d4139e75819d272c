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
  const [turned, setPage] = useState(0);
  const page = Math.min(turned, pages - 1);
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
          <Turn to={page - 1} of={pages} turn={setPage}>
            Previous
          </Turn>
          <span role="status">
            {from + 1}–{Math.min(from + size, rows.length)} of {rows.length}
          </span>
          <Turn to={page + 1} of={pages} turn={setPage}>
            Next
          </Turn>
        </p>
      )}
    </div>
  );
}

/** At the end it stays what it is, and does nothing: `disabled` would take the focus of whoever turned the page. */
function Turn({ to, of, turn, children }: { to: number; of: number; turn: (page: number) => void; children: string }) {
  const there = to >= 0 && to < of;
  return (
    <button type="button" class="b-small" aria-disabled={!there} onClick={() => there && turn(to)}>
      {children}
    </button>
  );
}
