import { approveInput } from '../../domain/invitations.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { createOffer, type OfferResult, requireAssignable } from '../invitations/offer.ts';
import { parseInput } from '../parse.ts';
import { markApproved, requestToDecide } from './decide.ts';

/** Approves a request: its person is invited with a role, and gets access by accepting. */
export async function approveRequest(context: Context, input: unknown): Promise<OfferResult> {
  const { requestId, role } = parseInput(approveInput, input);
  return command(context, 'request.approve', async (effects) => {
    const { request, account, organization, role: ceiling } = await requestToDecide(context, requestId);
    requireAssignable(ceiling, role);
    await markApproved(context, effects, request, role);
    return createOffer(context, effects, { organization, account, role, requestId });
  });
}
