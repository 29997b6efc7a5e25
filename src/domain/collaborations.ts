/** Partner organizations (design §1): an organization lets the people of another one's login domain into its collaborative workgroups. */
import { z } from 'zod';
import { loginDomain } from './organization.ts';

export type CollaborationStatus = 'active' | 'left' | 'removed';

/**
 * `left`: the partner's owners left; only they can allow it again. `removed`: the host took the partner off its list, and may
 * add it again.
 */
export const collaborationTransitions = {
  active: ['left', 'removed'],
  left: ['removed'],
  removed: ['active'],
} as const satisfies Readonly<Record<CollaborationStatus, readonly CollaborationStatus[]>>;

/** What the form that adds a partner sends. */
export const partnerInput = z.object({ organizationId: z.string().min(1).max(64), domain: loginDomain });

/** What ends with a partnership. */
export interface PartnerLoss {
  /** How many people lose access to workgroups. */
  people: number;
  /** How many accesses that are, and how many invitations still wait. */
  grants: number;
  invitations: number;
}

/** One partnership as its host sees it, or as its partner does. */
export interface PartnerRow {
  /** The collaboration's id. */
  id: string;
  /** The other organization. */
  name: string;
  domain: string;
  status: CollaborationStatus;
  since: Date;
  /** People of the partner with access to workgroups of the host now. */
  people: number;
}

/** All partnerships of one organization. */
export interface PartnersOverview {
  organizationId: string;
  organizationName: string;
  /** Those whose people may enter this organization's workgroups. */
  partners: PartnerRow[];
  /** Those whose workgroups this organization's people may enter. */
  hosts: PartnerRow[];
  /** Whether the acting person may leave and allow again: an owner. */
  mayLeave: boolean;
}
