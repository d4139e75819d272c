/** Newer blocks that frame something: alerts, cards, tasks, connections. */
import { ElementShown } from "../elements";
import { Link, Picture } from "../link";
import { Rich, TextOf, Words } from "../rich";
import type { Block, Element, Json } from "../../types";
import { BlockShown, type BlockProps } from ".";

const LEVELS: Record<string, [string, string]> = {
  default: ["", "Note"],
  info: ["ℹ️", "Information"],
  warning: ["⚠️", "Warning"],
  error: ["⛔", "Error"],
  success: ["✅", "Success"],
};

export function Alert({ block, drawing }: BlockProps) {
  const [sign, name] = LEVELS[block.level ?? "default"] ?? ["", "Note"];
  return (
    <div class={`b-alert ${block.level ?? ""}`} role="note" aria-label={name}>
      <span aria-hidden="true">{sign}</span>
      <TextOf text={block.text} drawing={drawing} />
    </div>
  );
}

export function Card({ block, drawing }: BlockProps) {
  return (
    <div class="b-card">
      {block.hero_image && <Picture url={block.hero_image.image_url} alt={block.hero_image.alt_text} class="b-hero" />}
      <div class="b-card-head">
        {block.icon && <Picture url={block.icon.image_url} alt={block.icon.alt_text} class="b-tiny" />}
        <div>
          {block.title && (
            <b>
              <Words text={block.title} drawing={drawing} />
            </b>
          )}
          {block.subtitle && (
            <small>
              <Words text={block.subtitle} drawing={drawing} />
            </small>
          )}
        </div>
      </div>
      {block.body && <TextOf text={block.body} drawing={drawing} />}
      {block.actions && (
        <div class="b-actions">
          {block.actions.map((it: Element, at: number) => (
            <ElementShown key={it.action_id ?? at} block={block} element={it} drawing={drawing} />
          ))}
        </div>
      )}
    </div>
  );
}

export function Carousel({ block, drawing }: BlockProps) {
  return (
    <div class="b-carousel" tabIndex={0} role="group" aria-label={`${block.elements.length} cards, side by side`}>
      {block.elements.map((it: Json, at: number) => (
        <Card key={at} block={{ ...it, block_id: it.block_id ?? block.block_id }} drawing={drawing} />
      ))}
    </div>
  );
}

const STATES: Record<string, [string, string]> = {
  pending: ["○", "Pending"],
  in_progress: ["◐", "In progress"],
  complete: ["●", "Complete"],
  error: ["✕", "Error"],
};

export function TaskCard({ block, drawing }: BlockProps) {
  const [sign, name] = STATES[block.status] ?? ["○", block.status];
  return (
    <div class={`b-task ${block.status}`}>
      <p>
        <span aria-hidden="true">{sign} </span>
        <b>{block.title}</b> <small>{name}</small>
      </p>
      {block.details && <Rich parts={block.details.elements} drawing={drawing} />}
      {block.output && <Rich parts={block.output.elements} drawing={drawing} />}
      {block.sources && (
        <p class="b-sources">
          {block.sources.map((it: Json, at: number) =>
            it.url ? (
              <Link key={at} url={it.url} drawing={drawing}>
                {it.text}
              </Link>
            ) : (
              <span key={at}>{it.text}</span>
            ),
          )}
        </p>
      )}
    </div>
  );
}

export function Plan({ block, drawing }: BlockProps) {
  return (
    <div class="b-card">
      <b>{block.title}</b>
      {(block.tasks ?? []).map((it: Block) => (
        <TaskCard key={it.task_id} block={it} drawing={drawing} />
      ))}
    </div>
  );
}

export function Provider({ block, drawing }: BlockProps) {
  const address: string | undefined = block.is_connected ? block.disconnect_url : block.auth_url;
  return (
    <div class="b-card b-provider">
      {block.icon_url && <Picture url={block.icon_url} alt="" class="b-tiny" />}
      <div>
        <b>
          <Words text={block.name} drawing={drawing} />
        </b>
        {block.description && (
          <small>
            <Words text={block.description} drawing={drawing} />
          </small>
        )}
        <small>
          {block.is_connected ? "Connected" : "Not connected"}
          {block.connected_identity && (
            <>
              {" as "}
              <Words text={block.connected_identity} drawing={drawing} />
            </>
          )}
        </small>
      </div>
      {address && (
        <Link url={address} drawing={drawing} class="b-button">
          {block.is_connected ? "Disconnect" : "Connect"}
        </Link>
      )}
      {block.accessory && <ElementShown block={block} element={block.accessory} drawing={drawing} />}
    </div>
  );
}

export function ContextActions({ block, drawing }: BlockProps) {
  return (
    <div class="b-actions">
      {block.elements.map((it: Element, at: number) => (
        <ElementShown key={it.action_id ?? at} block={block} element={it} drawing={drawing} />
      ))}
    </div>
  );
}

/** Blocks within a block. */
export function Children({ blocks, drawing }: { blocks: Block[]; drawing: BlockProps["drawing"] }) {
  return (
    <>
      {blocks.map((it, at) => (
        <BlockShown key={it.block_id ?? at} block={it} drawing={drawing} />
      ))}
    </>
  );
}
