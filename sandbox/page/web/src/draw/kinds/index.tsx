/** Which block is drawn by what. */
import { Component, type ComponentType } from "preact";
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

/** What cannot be drawn says so in its place: attachments are checked by nobody, and a page must not end over one. */
export class BlockShown extends Component<BlockProps, { broken: boolean }> {
  override state = { broken: false };

  override componentDidCatch(): void {
    this.setState({ broken: true });
  }

  override render() {
    const { block } = this.props;
    const Kind = KINDS[block.type];
    if (!Kind || this.state.broken) return <p class="b-unknown">A block of the kind {block.type}, which is not drawn here</p>;
    return <Kind {...this.props} />;
  }
}
