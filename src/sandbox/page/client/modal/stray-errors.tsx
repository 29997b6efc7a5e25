import type { AnyBlock } from '@slack/types';

/** Errors for blocks that this view does not have: a mistake of the app, and never one to hide. */
export function StrayErrors({ blocks, errors }: { blocks: AnyBlock[]; errors: Record<string, string> }) {
  const known = new Set(blocks.filter(({ type }) => type === 'input').map((block) => block.block_id));
  const strays = Object.entries(errors).filter(([blockId]) => !known.has(blockId));
  return (
    <>
      {strays.map(([blockId, error]) => (
        <p key={blockId} class="unknown" role="alert">
          {error} <small>(for the block {blockId})</small>
        </p>
      ))}
    </>
  );
}
