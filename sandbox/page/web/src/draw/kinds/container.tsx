/** A container: blocks under one title, which may be folded away. */
import { Picture } from "../link";
import { Rich, Words } from "../rich";
import type { BlockProps } from ".";
import { Children } from "./cards";

export function Container({ block, drawing }: BlockProps) {
  const head = (
    <>
      {block.icon && <Picture url={block.icon.image_url} alt={block.icon.alt_text} class="b-tiny" />}
      <span>
        <b>{block.title ? <Words text={block.title} drawing={drawing} /> : <Rich parts={block.rich_text_title?.elements ?? []} drawing={drawing} />}</b>
        {block.subtitle && (
          <small>
            <Words text={block.subtitle} drawing={drawing} />
          </small>
        )}
      </span>
    </>
  );
  const kind = `b-container ${block.width ?? "standard"} ${block.has_header_divider ? "divided" : ""}`;
  const inside = (
    <div class="b-container-body">
      <Children blocks={block.child_blocks} drawing={drawing} />
    </div>
  );
  if (!block.is_collapsible)
    return (
      <div class={kind}>
        <div class="b-container-head">{head}</div>
        {inside}
      </div>
    );
  return (
    <details class={kind} open={!block.default_collapsed}>
      <summary class="b-container-head">{head}</summary>
      {inside}
    </details>
  );
}
