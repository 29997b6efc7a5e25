import { Schema } from 'mongoose';
import type { Access } from '../../domain/access.ts';
import { organizationRoles } from '../../domain/permissions.ts';
import { workgroupRoles } from '../../domain/workgroups.ts';

/** An access inside another record; which fields it has depends on its kind. */
export const accessSchema = new Schema<Access>(
  {
    kind: { type: String, enum: ['organization', 'app', 'workgroup'], required: true },
    role: { type: String, enum: [...new Set([...organizationRoles, ...workgroupRoles])] },
    appId: String,
    subscriptionId: String,
    roleId: String,
    workgroupId: String,
    partnerId: String,
  } as never,
  { _id: false, strict: 'throw', minimize: false },
);

export const nullableAccess = { type: accessSchema, default: null } as const;

/** An approver's part of a decision that takes two. */
export interface Approval {
  accountId: string;
  name: string;
  at: Date;
}

export const approvalsSchema = {
  type: [
    new Schema<Approval>(
      {
        accountId: { type: String, required: true },
        name: { type: String, required: true },
        at: { type: Date, required: true },
      },
      { _id: false, strict: 'throw' },
    ),
  ],
  default: [],
} as const;
