import type { ShownFile } from '../../../slack/screen.ts';
import { addressOfFile } from '../api.ts';
import { useSandbox } from '../sandbox-context.ts';
import { sizeOf } from '../size.ts';

/** The files that are shared in a message, each to be downloaded. */
export function Files({ files }: { files: ShownFile[] }) {
  const { screen } = useSandbox();
  return (
    <div class="files">
      {files.map(({ id, name, size }) => (
        <a key={id} class="file" href={addressOfFile(screen.me.id, id)} download={name}>
          {name} <small>{sizeOf(size)}</small>
        </a>
      ))}
    </div>
  );
}
