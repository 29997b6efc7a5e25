/** Who one is and where one looks, kept in the address so that a reload, or a second window, finds it again. */
export type Place =
  | { kind: 'conversation'; id: string | null }
  | { kind: 'home' }
  | { kind: 'mailbox'; mail: string | null };

export interface Position {
  as: string;
  place: Place;
}

export function parsePosition(hash: string, defaultPerson: string): Position {
  const [as, where, detail] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  return { as: as || defaultPerson, place: placeOf(where, detail) };
}

function placeOf(where: string | undefined, detail: string | undefined): Place {
  if (where === 'home') return { kind: 'home' };
  if (where === 'mailbox') return { kind: 'mailbox', mail: detail || null };
  return { kind: 'conversation', id: where || null };
}

export function formatPosition({ as, place }: Position): string {
  return `#/${[as, ...partsOf(place)].map(encodeURIComponent).join('/')}`;
}

function partsOf(place: Place): string[] {
  if (place.kind === 'home') return ['home'];
  if (place.kind === 'mailbox') return place.mail === null ? ['mailbox'] : ['mailbox', place.mail];
  return place.id === null ? [] : [place.id];
}

export function withoutToken(href: string): string {
  const url = new URL(href);
  url.searchParams.delete('token');
  return url.href;
}
