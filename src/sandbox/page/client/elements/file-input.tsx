import type { FileInput as Input } from '@slack/types';
import { useState } from 'preact/hooks';
import type { ShownFile } from '../../../slack/screen.ts';
import { useSurface } from '../blocks/surface-context.ts';
import { useSandbox } from '../sandbox-context.ts';
import { sizeOf } from '../size.ts';
import { type Field, naming } from './field.ts';
import { useValue } from './use-value.ts';

/** Files from one's own machine: each is sent when it is chosen, and can be taken away again. */
export function FileInput({ element, field }: { element: Input; field: Field }) {
  const { on } = useSurface();
  const { upload } = useSandbox();
  const { current, change } = useValue(field, { type: element.type, files: [] });
  const [isSending, setSending] = useState(false);
  const files = (current.files ?? []) as ShownFile[];
  const most = element.max_files ?? 10;

  const add = async (input: HTMLInputElement) => {
    const chosen = [...(input.files ?? [])];
    setSending(true);
    for (const file of chosen) if (on.type === 'modal') await upload(on.viewId, field, file);
    setSending(false);
    input.value = '';
  };

  return (
    <>
      {files.map((file) => (
        <p key={file.id} class="file-chosen">
          <span>
            {file.name} <small>{sizeOf(file.size)}</small>
          </span>
          <button
            type="button"
            class="button button-tiny"
            aria-label={`Remove ${file.name}`}
            onClick={() => change({ type: element.type, files: files.filter(({ id }) => id !== file.id) })}
          >
            Remove
          </button>
        </p>
      ))}
      <input
        id={field.id}
        class="control"
        type="file"
        accept={element.filetypes?.map((type) => `.${type}`).join(',')}
        multiple={most > 1}
        disabled={isSending}
        hidden={files.length >= most}
        aria-busy={isSending}
        onChange={(event) => void add(event.currentTarget)}
        {...naming(field)}
      />
    </>
  );
}
