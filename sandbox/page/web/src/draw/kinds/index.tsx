/** Which block is drawn by what. */
import type { ComponentType } from "preact";
import type { Block, Drawing } from "../../types";
import { Alert, Card, Carousel, ContextActions, Plan, Provider, TaskCard } from "./cards";
import { Actions, Context, Divider, FileBlock, Header, ImageBlock, MarkdownBlock, RichText, Section, Video } from "./classic";
import { Container } from "./container";
import { Input } from "./input";
import { DataTable, Table } from "./tables";
import { DataVisualization } from "./visualization";

export interface BlockProps {
  block: Block;
  drawing: Drawing;
}

const KINDS: Record<string, ComponentType<BlockProps>> = {
  actions: Actions,
  alert: Alert,
  auth_provider: Provider,
  card: Card,
  carousel: Carousel,
  container: Container,
  context: Context,
  context_actions: ContextActions,
  data_table: DataTable,
  data_visualization: DataVisualization,
  divider: Divider,
  file: FileBlock,
  header: Header,
  image: ImageBlock,
  input: Input,
  markdown: MarkdownBlock,
  plan: Plan,
  rich_text: RichText,
  section: Section,
  table: Table,
  task_card: TaskCard,
  video: Video,
};

export function BlockShown(props: BlockProps) {
  const Kind = KINDS[props.block.type];
  if (!Kind) return <p class="b-unknown">A block of the kind {props.block.type}, which is not drawn here</p>;
  return <Kind {...props} />;
}
