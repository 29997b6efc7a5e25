/** The towns that runs begin in: an empty one, and some in which much is under way. */
import fc from 'fast-check';
import { approvalsChannel } from '../../src/sandbox/people.ts';
import { beginnings as tellable } from './commands/index.ts';
import { compare } from './compare.ts';
import { copyTown, type Template, templateOf } from './copy-town.ts';
import type { House } from './house.ts';
import { firstModel, type Model } from './model.ts';
import { type Aim, carryOut, refused, type Step } from './step.ts';
import { buildTown, type Town } from './town.ts';

/** What has happened there, in the words of the steps. */
const stories = {
  'an empty town': [],
  'a town that asks': [
    'olga invites nora to join',
    'nora enters the code of nora (join)',
    'adam invites otto to join',
    'otto enters the code of otto (join)',
    'olga invites kim to join',
    'kim enters the code of kim (join)',
    'olga gives organization member to the request of kim',
    'olga invites mia to the app as Operator',
    'adam lets mia into the workgroup as member',
  ],
  'a town with nearly full seats': [
    'olga invites mia to the app as Viewer',
    'mia accepts (app)',
    'adam invites olga to the app as Editor',
    'olga invites nora to the app as Viewer, or to its waitlist',
    'adam invites otto to the app as Operator, or to its waitlist',
    'olga lets ben into the workgroup as admin through birch',
    'olga lets adam into the workgroup as member',
  ],
  'a town of newcomers': [
    'olga invites nora to join',
    'nora enters the code of nora (join)',
    'olga gives organization member to the request of nora',
    'nora accepts (organization)',
    'adam invites nora to the app as Viewer',
    'nora accepts (app)',
    'adam lets nora into the workgroup as admin',
    'olga invites otto to join',
    'otto enters the code of otto (join)',
    'olga gives organization admin to the request of otto',
    'otto accepts (organization)',
    'olga lets kim into the workgroup as member through birch',
    'olga makes owner or Editor of the access of adam (organization)',
  ],
} as const;
export type Story = keyof typeof stories;
export const storyNames = Object.keys(stories) as Story[];

interface Beginning {
  template: Template;
  model: Model;
}
export type Beginnings = ReadonlyMap<Story, Beginning>;

/** Builds each town once. Every second one decides in a channel. */
export async function prepareTowns(house: House): Promise<Beginnings> {
  const empty: Template[] = [];
  for (const channel of [null, approvalsChannel])
    empty.push(await templateOf(await buildTown(house, channel)));
  const vocabulary = fc.sample(tellable, { numRuns: vocabularySize, seed: 1 });
  const beginnings = new Map<Story, Beginning>();
  for (const [index, name] of storyNames.entries()) {
    const template = empty[index % empty.length];
    if (template) beginnings.set(name, await tell(house, template, { story: stories[name], vocabulary }));
  }
  return beginnings;
}

/** A town of a run's own, and its model. */
export async function begin(
  house: House,
  beginnings: Beginnings,
  story: Story,
): Promise<{ town: Town; model: Model }> {
  const beginning = beginnings.get(story);
  if (!beginning) throw new Error(`“${story}” was not prepared.`);
  const town = await copyTown(house, beginning.template);
  return { town, model: { ...structuredClone(beginning.model), now: town.clock.at } };
}

async function tell(
  house: House,
  template: Template,
  { story, vocabulary }: { story: readonly string[]; vocabulary: readonly Aim[] },
): Promise<Beginning> {
  const town = await copyTown(house, template);
  const model = firstModel(template.town.clock.at);
  model.now = town.clock.at;
  for (const line of story) {
    const step = stepCalled(vocabulary, line, model);
    const expected = step.predict(model);
    const outcome = await carryOut(town, step);
    if (outcome !== expected || outcome === refused) throw new Error(`“${line}” came to ${outcome}.`);
  }
  const differences = await compare(town, model);
  if (differences.length > 0) throw new Error(`After “${story.join('”, “')}”:\n${differences.join('\n')}`);
  return { template: await templateOf(town), model };
}

/** Enough that each line of a story is among them. */
const vocabularySize = 12_000;

function stepCalled(vocabulary: readonly Aim[], line: string, model: Model): Step {
  for (const aim of vocabulary) {
    const step = aim(model);
    if (step?.label === line) return step;
  }
  throw new Error(`There is no way to “${line}”.`);
}
