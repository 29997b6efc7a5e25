/** What a record's id begins with. */
const idKinds = [
  'org',
  'acc',
  'app',
  'sub',
  'rol',
  'wgr',
  'gat',
  'col',
  'inv',
  'req',
  'grt',
  'dir',
  'drf',
  'aud',
  'msg',
  'cmd',
  'frm',
  'try',
  'imp',
  'sea',
] as const;
export type IdKind = (typeof idKinds)[number];

/** The kind of record that an id names; null for anything else. */
export function kindOf(id: string): IdKind | null {
  const prefix = id.slice(0, Math.max(0, id.indexOf('_')));
  return idKinds.find((kind) => kind === prefix) ?? null;
}
