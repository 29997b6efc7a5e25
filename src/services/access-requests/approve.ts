import { approveInput, chosenAccess } from '../../domain/invitations.ts';
import { requireGrantable } from '../access.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import type { OfferResult } from '../invitations/offer-to.ts';
import { parseInput } from '../parse.ts';
import { agree } from './agree.ts';
import { requestToDecide } from './decide.ts';

/** Approves a request: its person is invited with an access, and has it by accepting. A privileged role takes two approvers. */
export async function approveRequest(context: Context, input: unknown): Promise<OfferResult> {
  const { requestId, ...fields } = parseInput(approveInput, input);
  const access = chosenAccess(fields);
  return command(context, 'request.approve', async (effects) => {
    const { request, account, organization, role: ceiling } = await requestToDecide(context, requestId);
    await requireGrantable(context, organization._id, ceiling, access);
    return agree(context, effects, { request, organization, account, access });
  });
}
