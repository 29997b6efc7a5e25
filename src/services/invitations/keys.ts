/** The unique keys of live invitations and requests: one live one per kind, organization and person (I2). */

export function joinKey(organizationId: string, emailKey: string): string {
  return `join:${organizationId}:${emailKey}`;
}

export function offerKey(organizationId: string, accountId: string): string {
  return `access:${organizationId}:${accountId}`;
}

export function requestKey(organizationId: string, accountId: string): string {
  return `request:${organizationId}:${accountId}`;
}
