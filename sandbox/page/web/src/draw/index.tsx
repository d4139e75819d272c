/** Block Kit, drawn as Slack draws it. */
import type { Block, Drawing } from "../types";
import { BlockShown } from "./kinds";

export { EMOJI, emojiOf } from "./emoji";
export { Rich, TextOf } from "./rich";

export function Blocks({ blocks, drawing }: { blocks: Block[]; drawing: Drawing }) {
  return (
    <div class={`blocks on-${drawing.surface}`}>
      {blocks.map((it, at) => (
        <BlockShown key={it.block_id ?? at} block={it} drawing={drawing} />
      ))}
    </div>
  );
}
