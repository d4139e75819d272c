/** The blocks that have always been there. */
import { ElementShown } from "../elements";
import { Link, Picture } from "../link";
import { Rich, TextOf, Words } from "../rich";
import type { Element, Json } from "../../types";
import type { BlockProps } from ".";

export function Header({ block, drawing }: BlockProps) {
  return (
    <p class="b-header" role="heading" aria-level={3}>
      <Words text={block.text} drawing={drawing} />
    </p>
  );
}

export function Section({ block, drawing }: BlockProps) {
  return (
    <div class="b-section">
      <div class="b-section-words">
        {block.text && <TextOf text={block.text} drawing={drawing} />}
        {block.fields && (
          <div class="b-fields">
            {block.fields.map((it: Json, at: number) => (
              <TextOf key={at} text={it} drawing={drawing} />
            ))}
          </div>
        )}
      </div>
      {block.accessory && (
        <div class="b-accessory">
          <ElementShown block={block} element={block.accessory} drawing={drawing} />
        </div>
      )}
    </div>
  );
}

export function Context({ block, drawing }: BlockProps) {
  return (
    <div class="b-context">
      {block.elements.map((it: Json, at: number) =>
        it.type === "image" ? (
          <Picture key={at} url={it.image_url ?? it.slack_file?.url} alt={it.alt_text} class="b-tiny" />
        ) : (
          <TextOf key={at} text={it} drawing={drawing} />
        ),
      )}
    </div>
  );
}

export function Actions({ block, drawing }: BlockProps) {
  return (
    <div class="b-actions">
      {block.elements.map((it: Element) => (
        <ElementShown key={it.action_id} block={block} element={it} drawing={drawing} />
      ))}
    </div>
  );
}

export function Divider() {
  return <hr class="b-divider" />;
}

export function ImageBlock({ block, drawing }: BlockProps) {
  return (
    <figure class="b-image">
      {block.title && (
        <figcaption>
          <Words text={block.title} drawing={drawing} />
        </figcaption>
      )}
      <Picture url={block.image_url ?? block.slack_file?.url} alt={block.alt_text} />
    </figure>
  );
}

export function RichText({ block, drawing }: BlockProps) {
  return <Rich parts={block.elements} drawing={drawing} big />;
}

export function MarkdownBlock({ block, drawing }: BlockProps) {
  return <Rich parts={block.rich ?? []} drawing={drawing} />;
}

export function Video({ block, drawing }: BlockProps) {
  const title = <Words text={block.title} drawing={drawing} />;
  return (
    <figure class="b-image">
      <figcaption>
        {block.provider_name && <small>{block.provider_name}</small>}
        <b>{block.title_url ? <Link url={block.title_url} drawing={drawing}>{title}</Link> : title}</b>
        {block.description && <Words text={block.description} drawing={drawing} />}
      </figcaption>
      <Picture url={block.thumbnail_url} alt={block.alt_text} />
      {block.video_url && (
        <p>
          <Link url={block.video_url} drawing={drawing}>
            <span aria-hidden="true">▶ </span>Play the video
          </Link>
        </p>
      )}
    </figure>
  );
}

export function FileBlock({ block }: BlockProps) {
  return <p class="b-unknown">A remote file: {block.external_id}</p>;
}
