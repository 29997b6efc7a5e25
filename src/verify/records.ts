/** What is checked of a batch of records of each collection. */
import { kindOf } from '../domain/ids.ts';
import type { AccessRequestRecord } from '../store/models/access-request.ts';
import type { AuditRecord } from '../store/models/audit.ts';
import type { CollaborationRecord } from '../store/models/collaboration.ts';
import type { GrantRecord } from '../store/models/grant.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import type { SubscriptionRecord } from '../store/models/subscription.ts';
import { absencesIn } from './absences.ts';
import { toldOfCollaboration, toldOfGrant, toldOfInvitation, toldOfRequest } from './announcements.ts';
import { grantIsDisarmed, invitationIsArmed, requestIsArmed } from './arming.ts';
import { outsideTheChain } from './chain.ts';
import { codesWorkOnce } from './codes.ts';
import { concernedOwners } from './concerned-owners.ts';
import { type DeliveryOptions, messagesEnd } from './deliveries.ts';
import { historyOf } from './history.ts';
import { everybodyWasTold, messagesAbout } from './messages.ts';
import { grantsComeFromDecisions } from './origins.ts';
import { grantAtItsPlace, invitationAtItsPlace, requestAtItsPlace } from './places.ts';
import { asFarAsKept, wholenessOf } from './purged.ts';
import { type Reference, strayReferences } from './references.ts';
import { remindersAreOwn, warnedOnce } from './reminders.ts';
import { seatsAddUp } from './seats.ts';
import { grantedByOthers, invitationApprovedByOthers, requestDecidedByOthers } from './self-approval.ts';
import { remindersInForce } from './settings-history.ts';
import { commandsActOnce, machines, stepsOf, storyIsTrue } from './story.ts';
import type { View } from './view.ts';
import type { Violation } from './violation.ts';
import { membersBelong, waitingIsOpen } from './workgroups.ts';

export async function checkInvitations(
  view: View,
  invitations: InvitationRecord[],
  { now }: Pick<DeliveryOptions, 'now'>,
): Promise<Violation[]> {
  const history = await historyOf(view, invitations);
  const messages = await messagesAbout(view, invitations);
  const isWhole = await wholenessOf(view, invitations);
  const likely = await absencesIn(view, invitations);
  const possible = await concernedOwners(view, invitations);
  const remindersSince = await remindersInForce(view, invitations);
  const found = invitations.flatMap((invitation) => {
    const { _id } = invitation;
    const steps = stepsOf(machines.invitation, history(_id), invitation.status);
    const announced = possible(invitation, likely(invitation, toldOfInvitation(invitation, steps)));
    const told = asFarAsKept(isWhole, invitation, announced);
    const story = [
      ...codesWorkOnce(invitation, steps, history(_id)),
      ...storyIsTrue(machines.invitation, invitation, steps),
      ...everybodyWasTold(_id, told, messages(_id)),
    ];
    return [
      ...invitationAtItsPlace(invitation),
      ...invitationIsArmed(invitation, { remindersSince, isWhole, now }),
      ...invitationApprovedByOthers(invitation),
      ...(isWhole('audit', invitation) ? story : []),
      ...commandsActOnce(_id, history(_id)),
    ];
  });
  const references = invitations.flatMap((one) => [
    ...namedBy(one, [one.organizationId, one.accountId, one.requestId, one.invitedBy, one.endedById]),
    ...namedBy(one, placesOf(one.access)),
    ...namedBy(one, approversOf(one)),
  ]);
  const closed = await waitingIsOpen(view, invitations);
  return [...found, ...closed, ...(await strayReferences(view, references))];
}

export async function checkRequests(
  view: View,
  requests: AccessRequestRecord[],
  { now }: Pick<DeliveryOptions, 'now'>,
): Promise<Violation[]> {
  const history = await historyOf(view, requests);
  const messages = await messagesAbout(view, requests);
  const isWhole = await wholenessOf(view, requests);
  const likely = await absencesIn(view, requests);
  const possible = await concernedOwners(view, requests);
  const remindersSince = await remindersInForce(view, requests);
  const found = requests.flatMap((request) => {
    const { _id } = request;
    const steps = stepsOf(machines.request, history(_id), request.status);
    const announced = possible(request, likely(request, toldOfRequest(steps)));
    const told = asFarAsKept(isWhole, request, announced);
    const story = [
      ...storyIsTrue(machines.request, request, steps),
      ...everybodyWasTold(_id, told, messages(_id)),
    ];
    return [
      ...requestAtItsPlace(request),
      ...requestIsArmed(request, { remindersSince, isWhole, now }),
      ...requestDecidedByOthers(request),
      ...(isWhole('audit', request) ? story : []),
      ...commandsActOnce(_id, history(_id)),
    ];
  });
  const references = requests.flatMap((one) => [
    ...namedBy(one, [one.organizationId, one.accountId, one.invitationId, one.decidedBy]),
    ...namedBy(one, [...placesOf(one.access), ...placesOf(one.wanted)]),
    ...namedBy(one, approversOf(one)),
  ]);
  return [...found, ...(await strayReferences(view, references))];
}

export async function checkGrants(view: View, grants: GrantRecord[]): Promise<Violation[]> {
  const history = await historyOf(view, grants);
  const messages = await messagesAbout(view, grants);
  const isWhole = await wholenessOf(view, grants);
  const likely = await absencesIn(view, grants);
  const found = grants.flatMap((grant) => {
    const { _id } = grant;
    const steps = stepsOf(machines.grant, history(_id), grant.status);
    const told = asFarAsKept(isWhole, grant, likely(grant, toldOfGrant(steps)));
    const story = [
      ...storyIsTrue(machines.grant, grant, steps),
      ...everybodyWasTold(_id, told, messages(_id)),
    ];
    return [
      ...grantAtItsPlace(grant),
      ...grantIsDisarmed(grant),
      ...warnedOnce(_id, history(_id)),
      ...grantedByOthers(grant),
      ...(isWhole('audit', grant) ? story : []),
      ...commandsActOnce(_id, history(_id)),
    ];
  });
  const references = grants.flatMap((one) =>
    namedBy(one, [
      one.organizationId,
      one.accountId,
      one.invitationId,
      one.grantedBy,
      ...placesOf(one.access),
    ]),
  );
  const known = grants.filter((grant) => isWhole('audit', grant));
  const unfounded = await grantsComeFromDecisions(view, known, history);
  const strangers = await membersBelong(view, grants);
  return [...found, ...unfounded, ...strangers, ...(await strayReferences(view, references))];
}

export async function checkCollaborations(
  view: View,
  collaborations: CollaborationRecord[],
): Promise<Violation[]> {
  const history = await historyOf(view, collaborations);
  const messages = await messagesAbout(view, collaborations);
  const isWhole = await wholenessOf(view, collaborations);
  const found = collaborations.flatMap((collaboration) => {
    const { _id } = collaboration;
    const steps = stepsOf(machines.collaboration, history(_id), collaboration.status);
    const told = asFarAsKept(isWhole, collaboration, toldOfCollaboration(steps));
    const story = [
      ...storyIsTrue(machines.collaboration, collaboration, steps),
      ...everybodyWasTold(_id, told, messages(_id)),
    ];
    return [...(isWhole('audit', collaboration) ? story : []), ...commandsActOnce(_id, history(_id))];
  });
  const references = collaborations.flatMap((one) => namedBy(one, [one.organizationId, one.partnerId]));
  return [...found, ...(await strayReferences(view, references))];
}

export async function checkSubscriptions(
  view: View,
  subscriptions: SubscriptionRecord[],
): Promise<Violation[]> {
  const references = subscriptions.flatMap((one) => namedBy(one, [one.organizationId, one.appId]));
  return [...(await seatsAddUp(view, subscriptions)), ...(await strayReferences(view, references))];
}

export async function checkMessages(
  view: View,
  rows: OutboxRecord[],
  options: DeliveryOptions,
): Promise<Violation[]> {
  const references = rows.flatMap((one) => namedBy(one, [one.about.id]));
  return [
    ...(await messagesEnd(view, rows, options)),
    ...(await remindersAreOwn(view, rows)),
    ...(await strayReferences(view, references)),
  ];
}

/** The chain is whole besides; the actor is an account, somebody without one, or a job. */
export async function checkAudit(view: View, rows: AuditRecord[]): Promise<Violation[]> {
  const references = rows.flatMap((one) =>
    namedBy(one, [one.organizationId, ...one.subjects, kindOf(one.actor) === 'acc' ? one.actor : null]),
  );
  return [...(await outsideTheChain(view, rows)), ...(await strayReferences(view, references))];
}

/** What any other record names by its usual fields. */
export function checkOwners(
  view: View,
  records: {
    _id: string;
    tenantId: string;
    organizationId?: string;
    accountId?: string;
    configuredBy?: string;
    createdBy?: string;
    workgroupId?: string;
    homeOrganizationId?: string | null;
  }[],
): Promise<Violation[]> {
  const references = records.flatMap((one) =>
    namedBy(one, [
      one.organizationId,
      one.accountId,
      one.configuredBy,
      one.createdBy,
      one.workgroupId,
      one.homeOrganizationId,
    ]),
  );
  return strayReferences(view, references);
}

/** I15 of what has no states of its own. */
export async function checkCommands(
  view: View,
  records: { _id: string; tenantId: string }[],
): Promise<Violation[]> {
  const history = await historyOf(view, records, {
    action: /^(?:organization|app|subscription|account|workgroup)\./,
  });
  return records.flatMap(({ _id }) => commandsActOnce(_id, history(_id)));
}

function namedBy(one: { _id: string; tenantId: string }, ids: (string | null | undefined)[]): Reference[] {
  return ids.map((to) => ({ from: one._id, tenantId: one.tenantId, to: to ?? null }));
}

function placesOf(access: InvitationRecord['access'] | undefined): string[] {
  if (access?.kind === 'workgroup')
    return [access.workgroupId, ...(access.partnerId ? [access.partnerId] : [])];
  return access?.kind === 'app' ? [access.appId, access.subscriptionId] : [];
}

function approversOf({ approvals }: Pick<InvitationRecord, 'approvals'>): string[] {
  return (approvals ?? []).map(({ accountId }) => accountId);
}
