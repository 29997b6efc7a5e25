import { hkdfSync } from 'node:crypto';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { newId } from '../../src/services/context.ts';
import { sealForm } from '../../src/slack/forms.ts';
import type { World } from './gatehouse.ts';

/** A form of this person's, as the app would have sealed it: for people whom the app would not show it. */
export function sealFor(world: World, person: Person, callbackId: string, subject = ''): string {
  const master = Buffer.from(world.secrets.masterKey ?? '', 'base64');
  const key = new Uint8Array(hkdfSync('sha256', master, '', 'gatehouse/forms', 32));
  const identity = { teamId: person.teamId ?? world.gatehouse.install.tenantId, userId: person.id };
  const actor = { kind: 'person', tenantId: 'T0ASTER', identity, account: null } as const;
  return sealForm(key, actor, callbackId, { id: newId(world.gatehouse.runtime, 'frm'), subject });
}
