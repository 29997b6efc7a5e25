/** The time zones that an organization can choose from. */

/** Names in use that this runtime's own list has only under an older one. */
const newerNames = [
  'America/Argentina/Buenos_Aires',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Europe/Kyiv',
];

/** IANA names, sorted. */
export const timeZones: readonly string[] = [
  ...new Set(['UTC', ...newerNames, ...Intl.supportedValuesOf('timeZone')]),
].sort();

/** Those whose name has all the words that were typed: `new york` finds `America/New_York`. */
export function timeZonesLike(typed: string): string[] {
  const words = wordsOf(typed).split(' ').filter(Boolean);
  return timeZones.filter((zone) => words.every((word) => wordsOf(zone).includes(word)));
}

function wordsOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s/_]+/g, ' ')
    .trim();
}
