import { newId } from './identity.ts';
import type { Obj } from './json.ts';
import type { FileContent, ShownFile } from './screen.ts';
import type { FileRecord } from './types.ts';
import type { World } from './world.ts';

const MIMETYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  txt: 'text/plain',
};

/** Notes a file; its bytes come beside it or later. */
export function addFile(
  world: World,
  {
    name,
    size,
    userId,
    ...more
  }: Pick<FileRecord, 'name' | 'size' | 'userId' | 'status'> & { ticket?: string },
): FileRecord {
  const filetype = extensionOf(name);
  const file: FileRecord = {
    id: newId('F'),
    name,
    title: name,
    mimetype: MIMETYPES[filetype] ?? 'application/octet-stream',
    filetype,
    size,
    userId,
    created: Math.floor(world.now().getTime() / 1000),
    submitted: false,
    shares: [],
    ...more,
  };
  world.state.files[file.id] = file;
  return file;
}

/** The extension without its dot, in lower case; empty when there is none. */
export function extensionOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** The app may read what is its own, what was submitted to it, and what is shared where it is. */
export function isReadableByApp({ identity, state }: World, file: FileRecord): boolean {
  if (file.status !== 'complete') return false;
  if (file.userId === identity.botUserId || file.submitted) return true;
  return file.shares.some(({ conversation }) =>
    state.conversations[conversation]?.members.includes(identity.botUserId),
  );
}

/** A file as the Web API and payloads show it. */
export function apiFile(world: World, id: string): Obj {
  const file = world.state.files[id];
  if (file === undefined) return { id, mode: 'tombstone' };
  const { name, title, mimetype, filetype, size, userId, created, shares } = file;
  const address = `${world.origin}/files-pri/${world.workspace.id}-${id}`;
  return {
    id,
    created,
    timestamp: created,
    name,
    title,
    mimetype,
    filetype,
    pretty_type: filetype.toUpperCase(),
    user: userId,
    user_team: world.workspace.id,
    editable: false,
    size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: false,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${address}/${encodeURIComponent(name)}`,
    url_private_download: `${address}/download/${encodeURIComponent(name)}`,
    permalink: `${world.origin}/files/${userId}/${id}/${encodeURIComponent(name)}`,
    has_rich_preview: false,
    file_access: 'visible',
    ...sharesOf(world, shares),
  };
}

function sharesOf(world: World, shares: FileRecord['shares']): Obj {
  const inKind = (...kinds: string[]) =>
    shares.filter(({ conversation }) => kinds.includes(world.state.conversations[conversation]?.kind ?? ''));
  const ids = (some: FileRecord['shares']) => some.map(({ conversation }) => conversation);
  const byId = (some: FileRecord['shares']) =>
    Object.fromEntries(some.map(({ conversation, ts }) => [conversation, [{ ts }]]));
  const open = inKind('channel');
  const closed = inKind('private-channel', 'app');
  return {
    shares: {
      ...(open.length > 0 ? { public: byId(open) } : {}),
      ...(closed.length > 0 ? { private: byId(closed) } : {}),
    },
    channels: ids(open),
    groups: ids(inKind('private-channel')),
    ims: ids(inKind('app')),
  };
}

/** A file as the page shows it below a message; nothing when it is gone. */
export function shownFile({ state }: World, id: string): ShownFile[] {
  const file = state.files[id];
  return file === undefined ? [] : [{ id, name: file.name, size: file.size }];
}

/** A file that a person gave, or that is shared in a conversation of theirs. */
export function fileFor({ state, fileStore }: World, userId: string, id: string): FileContent | undefined {
  const file = state.files[id];
  const isTheirs =
    file?.userId === userId ||
    file?.shares.some(({ conversation }) => state.conversations[conversation]?.members.includes(userId));
  const bytes = file && isTheirs ? fileStore.read(id) : undefined;
  return file && bytes && { name: file.name, mimetype: file.mimetype, bytes };
}
