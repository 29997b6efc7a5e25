/** A run begins in a copy of a town that was built once: that costs a few inserts. */
import { models } from '../../src/store/index.ts';
import type { House } from './house.ts';
import { openTown, type Places, type Town } from './town.ts';

/** The records of a town at some moment. */
export interface Template {
  town: Town;
  collections: { name: string; records: Record<string, unknown>[] }[];
}

/** @param town nothing happens in it any more */
export async function templateOf(town: Town): Promise<Template> {
  const { house, tenantId } = town;
  const collections: Template['collections'] = [];
  for (const { collection } of models(house.store)) {
    const records = await collection.find({ tenantId }).toArray();
    if (records.length > 0) collections.push({ name: collection.name, records });
  }
  return { town, collections };
}

/** A town of its own, in which all has happened that had in the template: with other ids, in the same order. */
export async function copyTown(house: House, { town: from, collections }: Template): Promise<Town> {
  // What is made next sorts after what is there.
  const town = openTown(house, from.clock.at + 1);
  const renamed = renaming(from.tenantId, town.tenantId);
  for (const { name, records } of collections) {
    await house.connection.collection(name).insertMany(records.map(renamed));
  }
  const { aster, birch, partnership, appId, subscriptionId, workgroupId, roles } = from;
  const ids = { aster, birch, partnership, appId, subscriptionId, workgroupId, roles: new Map() };
  const places: Places = renamed(ids);
  return { ...town, ...places, roles: new Map([...roles].map(([role, id]) => [role, renamed(id)])) };
}

const ulids = /[0-9A-HJKMNP-TV-Z]{26}/g;
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The same value with the ids of another tenant in it. */
function renaming(from: string, to: string): <T>(value: T) => T {
  const number = Number(to.slice(-7));
  const mark = [3, 2, 1, 0].map((power) => digits[Math.floor(number / 32 ** power) % 32]).join('');
  // The time in an id, and the order within a millisecond, stay.
  const inText = (text: string) =>
    text.replaceAll(from, to).replace(ulids, (id) => `${id.slice(0, 10)}${mark}${id.slice(14)}`);
  const inValue = (value: unknown): unknown => {
    if (typeof value === 'string') return inText(value);
    if (Array.isArray(value)) return value.map(inValue);
    // Dates and the like stay what they are.
    if (typeof value !== 'object' || value === null) return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inValue(each)]));
  };
  return <T>(value: T) => inValue(value) as T;
}
