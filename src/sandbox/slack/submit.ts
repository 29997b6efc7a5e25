import { placedElements } from './elements.ts';
import { submitFiles } from './file-inputs.ts';
import { isObj, type Obj } from './json.ts';
import { closedPayload, submissionPayload } from './payloads.ts';
import type { GestureResult, Person } from './screen.ts';
import { SlackError } from './slack-error.ts';
import { NOT_INTERACTIVE, type Talk, TIMED_OUT, TROUBLE } from './talk.ts';
import type { ViewRecord } from './types.ts';
import { inputErrors } from './values.ts';
import { pushView, readView, stackOf, updateView } from './views.ts';
import { notify, shown, violation, type World } from './world.ts';

/** Submits a person's top modal: the client's own checks, then the app, then what the app answers. */
export async function submit(talk: Talk, person: Person, viewId: string): Promise<GestureResult> {
  const { world, courier } = talk;
  const record = stackOf(world, person.id).at(-1);
  if (record?.id !== viewId) return refuse('This form is no longer open.');
  if (record.view.type !== 'modal' || record.view.submit === undefined)
    return refuse('This has nothing to submit.');
  if (record.busy) return refuse('This form is being sent.');
  if (!world.manifest.interactive) return refuse(NOT_INTERACTIVE);

  record.errors = inputErrors(record.view.blocks, record.state);
  if (Object.keys(record.errors).length > 0) {
    shown(world);
    return refuse('Some fields need a look.');
  }
  record.busy = true;
  shown(world);
  submitFiles(world, record);
  const payload = submissionPayload(world, person, record);
  const delivery = await courier.deliver({ kind: 'interactive', payload });
  record.busy = false;
  if (delivery.outcome !== 'acked') {
    const error = delivery.outcome === 'timeout' ? TIMED_OUT : TROUBLE;
    notify(world, person.id, 'error', error);
    return refuse(error);
  }
  try {
    return answered(world, record, delivery.body);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    const details = JSON.stringify(error.extra.errors ?? '');
    violation(
      world,
      `The answer to view_submission ${record.view.callback_id ?? ''}: ${error.code} ${details}`,
    );
    notify(world, person.id, 'error', TROUBLE);
    return refuse(TROUBLE);
  } finally {
    shown(world);
  }
}

/** Closes a person's top modal, or with `all` every one, and tells the app if the view asks for it. */
export async function close(
  { world, courier }: Talk,
  person: Person,
  viewId: string,
  all: boolean,
): Promise<GestureResult> {
  const stack = stackOf(world, person.id);
  const top = stack.at(-1);
  if (top?.id !== viewId) return refuse('This form is no longer open.');
  const clears = all || (top.view.type === 'modal' && top.view.clear_on_close === true);
  const closed = clears ? (stack[0] ?? top) : top;
  if (clears) stack.length = 0;
  else stack.pop();
  shown(world);
  if (closed.view.type === 'modal' && closed.view.notify_on_close === true && world.manifest.interactive) {
    const payload = closedPayload(world, person, closed, clears);
    await courier.deliver({ kind: 'interactive', payload });
  }
  return { ok: true };
}

function answered(world: World, record: ViewRecord, body: unknown): GestureResult {
  const stack = stackOf(world, record.userId);
  if (body === '' || (isObj(body) && Object.keys(body).length === 0)) {
    const index = stack.indexOf(record);
    if (index >= 0) stack.splice(index, 1);
    return { ok: true };
  }
  const answer = isObj(body) ? body : {};
  switch (answer.response_action) {
    case 'errors':
      record.errors = fieldErrors(record, answer.errors);
      return refuse('Some fields need a look.');
    case 'update':
      updateView(world, record, readView(answer.view, 'modal'));
      return { ok: true };
    case 'push':
      if (stack.at(-1) !== record) throw new SlackError('not_found');
      pushView(world, record.userId, readView(answer.view, 'modal'));
      return { ok: true };
    case 'clear':
      stack.length = 0;
      return { ok: true };
    default:
      throw new SlackError('invalid_response_action', { extra: { errors: [JSON.stringify(body)] } });
  }
}

/** Field errors are plain text, and only for input blocks of the view. */
function fieldErrors(record: ViewRecord, errors: unknown): Record<string, string> {
  const refuseErrors = (why: string) => new SlackError('invalid_errors', { extra: { errors: [why] } });
  if (!isObj(errors) || Object.keys(errors).length === 0) throw refuseErrors('errors is empty');
  const inputs = new Set(
    placedElements(record.view.blocks)
      .filter(({ block }) => block.type === 'input')
      .map(({ blockId }) => blockId),
  );
  const checked: Record<string, string> = {};
  for (const [blockId, text] of Object.entries(errors as Obj)) {
    if (!inputs.has(blockId)) throw refuseErrors(`${blockId} is not an input block of the view`);
    if (typeof text !== 'string' || text === '')
      throw refuseErrors(`the error of ${blockId} is not plain text`);
    checked[blockId] = text;
  }
  return checked;
}

function refuse(error: string): GestureResult {
  return { ok: false, error };
}
