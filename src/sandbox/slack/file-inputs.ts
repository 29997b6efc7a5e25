import { LIMITS } from '../rules/index.ts';
import { placedElement, placedElements } from './elements.ts';
import { addFile, apiFile, extensionOf } from './files.ts';
import { asList, isObj, type Obj, objects } from './json.ts';
import type { GestureResult, Person, Upload } from './screen.ts';
import type { ViewRecord } from './types.ts';
import { stackOf } from './views.ts';
import { shown, type World } from './world.ts';

/** Puts a file into a file input of a modal, as far as Slack's client lets people do it. */
export function upload(
  world: World,
  person: Person,
  { on, blockId, actionId, name, bytes }: Upload,
): GestureResult {
  const record =
    on.type === 'modal' ? stackOf(world, person.id).find(({ id }) => id === on.viewId) : undefined;
  const placed = record && placedElement(record.view.blocks, blockId, actionId);
  if (placed?.element.type !== 'file_input') return refuse('This is no longer here.');
  const state = record?.state[blockId]?.[actionId];
  const files = objects(state?.files);
  const refusal = whyNot(placed.element, name, bytes.length, files.length);
  if (refusal !== undefined) return refuse(refusal);

  const file = addFile(world, { name, size: bytes.length, userId: person.id, status: 'complete' });
  world.fileStore.write(file.id, bytes);
  if (state !== undefined) state.files = [...files, apiFile(world, file.id)];
  delete record?.errors[blockId];
  world.changed();
  return { ok: true };
}

function whyNot(element: Obj, name: string, size: number, already: number): string | undefined {
  const { filetypes, max_files: most = LIMITS.files } = element;
  if (already >= Number(most)) return `Only ${Number(most)} can be added here.`;
  if (size > LIMITS.fileInputBytes) return 'This file is larger than 10 MB.';
  if (size === 0) return 'This file is empty.';
  if (!isAccepted(filetypes, name))
    return `Only files of these types can be added: ${asList(filetypes).join(', ')}.`;
  return undefined;
}

function isAccepted(filetypes: unknown, name: string): boolean {
  return !Array.isArray(filetypes) || filetypes.includes(extensionOf(name));
}

/** The files of an input after a change: some of those that the person has uploaded; undefined for any other. */
export function acceptedFiles(
  world: World,
  userId: string,
  element: Obj,
  entered: unknown[],
): Obj[] | undefined {
  const { filetypes, max_files: most = LIMITS.files } = element;
  const files = entered.map((one) => (isObj(one) ? world.state.files[String(one.id)] : undefined));
  const isAllowed = files.every((file) => file?.userId === userId && isAccepted(filetypes, file.name));
  if (!isAllowed || files.length > Number(most)) return undefined;
  return files.flatMap((file) => (file === undefined ? [] : [apiFile(world, file.id)]));
}

/** From its submission on, the app may read what is in a form's file inputs. */
export function submitFiles(world: World, { view, state }: ViewRecord): void {
  for (const { element, blockId, actionId } of placedElements(view.blocks)) {
    if (element.type !== 'file_input') continue;
    for (const { id } of objects(state[blockId]?.[actionId]?.files)) {
      const file = world.state.files[String(id)];
      if (file !== undefined) file.submitted = true;
    }
  }
  shown(world);
}

function refuse(error: string): GestureResult {
  return { ok: false, error };
}
