import type { AnyBlock, KnownBlock } from '@slack/types';
import { ActionsBlock } from './actions.tsx';
import { ContextBlock } from './context.tsx';
import { ImageBlock } from './image.tsx';
import { InputBlock } from './input.tsx';
import { PlainText } from './plain-text.tsx';
import { RichText } from './rich-text.tsx';
import { SectionBlock } from './section.tsx';
import type { SurfaceValue } from './surface-context.ts';
import { SurfaceContext } from './surface-context.ts';
import { Unknown } from './unknown.tsx';

/** Block Kit as this page draws it: the blocks that Gatehouse uses, and a red box for any other. */
export function Blocks({ blocks, surface }: { blocks: AnyBlock[]; surface: SurfaceValue }) {
  return (
    <SurfaceContext.Provider value={surface}>
      <div class="blocks">
        {blocks.map((block, i) => (
          <Block key={block.block_id ?? i} block={block as KnownBlock} />
        ))}
      </div>
    </SurfaceContext.Provider>
  );
}

function Block({ block }: { block: KnownBlock }) {
  switch (block.type) {
    case 'section':
      return <SectionBlock block={block} />;
    case 'header':
      return (
        <h3 class="block-header">
          <PlainText text={block.text} />
        </h3>
      );
    case 'context':
      return <ContextBlock block={block} />;
    case 'divider':
      return <hr />;
    case 'actions':
      return <ActionsBlock block={block} />;
    case 'input':
      return <InputBlock block={block} />;
    case 'image':
      return <ImageBlock block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    default:
      return <Unknown what="block" type={block.type} />;
  }
}
