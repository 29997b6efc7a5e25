/** What a code is worth to somebody, by the model: a claim ticket, which by itself gives nothing (design §2). */
import { grantOf, hasAccount, type Invitation, isAsking, liveAt, type Model, type Person } from '../model.ts';
import { belongs, isSenderAllowed } from '../rules.ts';
import { type Outcome, refused } from '../step.ts';
import { bind, createAccount, letIn, openRequest } from '../transitions.ts';

interface Typed {
  /** A resend has replaced the code. */
  isOld: boolean;
  /** Whether the form asks for a new account. */
  isNew: boolean;
}

export function redeemAs(model: Model, invitation: Invitation, by: Person, typed: Typed): Outcome {
  const { status, spentBy, place, to } = invitation;
  if (spentBy && spentBy !== by) return refused;
  if (status === 'redeemed') return invitation.redeemedBy === by ? again(model, by) : refused;
  // The code of an access that was taken up says so to whoever has it.
  if (status === 'accepted') return invitation.isBound && to === by ? 'already-has-access' : refused;
  if (status !== 'pending' || typed.isOld || !isSenderAllowed(model, invitation)) return refused;
  if (place === 'join') return redeemJoin(model, invitation, by);
  if (place === 'workgroup') return redeemWorkgroup(model, invitation, by);
  if (!hasAccount(model, by)) createAccount(model, by, null);
  return to === by ? claimOwn(model, invitation, by) : askInstead(model, invitation, by);
}

/** Whoever has used a code before hears the same again, as long as something came of it. */
function again(model: Model, by: Person): Outcome {
  const known = whatTheyHave(model, by);
  if (known === null) return refused;
  return known === 'already-requested' ? 'requested' : known;
}

function redeemJoin(model: Model, invitation: Invitation, by: Person): Outcome {
  const known = hasAccount(model, by) ? whatTheyHave(model, by) : null;
  if (!hasAccount(model, by)) createAccount(model, by, null);
  invitation.status = 'redeemed';
  invitation.redeemedBy = by;
  if (known === null) openRequest(model, by);
  return known ?? 'requested';
}

function whatTheyHave(model: Model, by: Person): Outcome | null {
  if (grantOf(model, 'organization', by)) return 'already-has-access';
  if (liveAt(model, 'organization', by)) return 'already-invited';
  return isAsking(model, by) ? 'already-requested' : null;
}

/** The code of the workgroup: through the partner for the invited person alone; Aster's own people need access to it first. */
function redeemWorkgroup(model: Model, invitation: Invitation, by: Person): Outcome {
  const { to, via } = invitation;
  const isNew = !hasAccount(model, by);
  const home = isNew && to === by ? via : null;
  // What is refused makes no account either.
  const standing = isNew ? (home === 'birch' ? 'belongs' : 'nowhere') : belongs(model, by, via);
  if (standing === 'elsewhere') return refused;
  const asks = via === null && standing === 'nowhere';
  if (!asks && (to !== by || standing === 'nowhere')) return refused;
  if (isNew) createAccount(model, by, home);
  if (asks) return askInstead(model, invitation, by);
  letIn(model, invitation);
  return (invitation.status as string) === 'accepted' ? 'granted' : 'already-invited';
}

function claimOwn(model: Model, invitation: Invitation, by: Person): Outcome {
  if (!invitation.isBound) bind(model, invitation, by);
  return 'already-invited';
}

/** From anybody else it is an access request, and the code is spent. */
function askInstead(model: Model, invitation: Invitation, by: Person): Outcome {
  if (isAsking(model, by)) return 'already-requested';
  if (invitation.spentBy) return refused;
  invitation.spentBy = by;
  openRequest(model, by);
  return 'requested';
}
