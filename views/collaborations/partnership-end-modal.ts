import type { ModalView } from '@slack/types';
import type { PartnerLoss } from '../../src/domain/collaborations.ts';
import { section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { count } from '../common/words.ts';

/** How a partnership ends: its host removes the partner, or the partner's owners leave. */
export type PartnershipEnd = 'remove' | 'leave';

/** Asks before a partnership ends, and says what is lost with it. */
export function partnershipEndModal(data: {
  metadata: string;
  end: PartnershipEnd;
  /** Whose workgroups they are, and whose people lose them. */
  hostName: string;
  partnerName: string;
  loss: PartnerLoss;
}): ModalView {
  const { metadata, end, hostName, partnerName, loss } = data;
  return modal({
    callback: callbackIds.partnershipEnd,
    title: end === 'remove' ? 'Remove the partner?' : 'Leave the partnership?',
    submit: end === 'remove' ? 'Remove' : 'Leave',
    metadata,
    blocks: [
      section(
        end === 'remove'
          ? plain`${partnerName} is no longer a partner of ${hostName} then.`
          : plain`${partnerName} leaves the partnership with ${hostName} then.`,
      ),
      section(plain`${lossWords(loss, hostName)}`, { id: 'loss' }),
      section(
        end === 'remove'
          ? plain`It ends at once and everybody concerned is told. Adding ${partnerName} again does not bring the access back.`
          : plain`It ends at once and everybody concerned is told. ${hostName} can add ${partnerName} again only if an owner of ${partnerName} allows it.`,
      ),
    ],
  });
}

/** What ends, before it does: `3 people lose access to workgroups of Aster Labs, and 2 invitations are revoked.` */
export function lossWords({ people, invitations }: PartnerLoss, hostName: string): string {
  const access =
    people === 0
      ? `Nobody loses access to workgroups of ${hostName}`
      : `${count(people, 'person loses', 'people lose')} access to workgroups of ${hostName}`;
  const waiting =
    invitations === 0 ? '' : `, and ${count(invitations, 'invitation is', 'invitations are')} revoked`;
  return `${access}${waiting}.`;
}

/** The same once it has happened. */
export function lostWords({ people, invitations }: PartnerLoss, hostName: string): string {
  const access =
    people === 0
      ? `Nobody had access to workgroups of ${hostName}`
      : `${count(people, 'person has', 'people have')} lost access to workgroups of ${hostName}`;
  const waiting =
    invitations === 0 ? '' : `, and ${count(invitations, 'invitation was', 'invitations were')} revoked`;
  return `${access}${waiting}.`;
}
