import type { ImageBlock as Image, ImageElement } from '@slack/types';
import { PlainText } from './plain-text.tsx';

export function ImageBlock({ block }: { block: Image }) {
  return (
    <figure class="block-image">
      {block.title && (
        <figcaption>
          <PlainText text={block.title} />
        </figcaption>
      )}
      <Picture image={block} size="large" />
    </figure>
  );
}

/** The page loads nothing from the network, so a picture from elsewhere is shown by its description. */
export function Picture({
  image,
  size,
}: {
  image: Image | ImageElement;
  size: 'small' | 'medium' | 'large';
}) {
  const url = 'image_url' in image ? image.image_url : '';
  if (url.startsWith('data:')) return <img class={`picture-${size}`} src={url} alt={image.alt_text} />;
  return (
    <span class={`picture picture-${size}`} role="img" aria-label={image.alt_text} title={image.alt_text}>
      {size === 'small' ? image.alt_text.slice(0, 1).toUpperCase() : image.alt_text}
    </span>
  );
}
