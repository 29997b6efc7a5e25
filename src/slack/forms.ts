import { createHmac, timingSafeEqual } from 'node:crypto';
import { decodeTime } from 'ulid';
import { identityKey, type PersonActor } from '../domain/context.ts';
import { reopenForm } from '../domain/errors.ts';

/** How long a form that somebody opened can be sent. */
const formLifetimeMs = 60 * 60 * 1000;
const separator = '~';

/** What a form is for: an opaque id, never anything secret. */
export interface Form {
  id: string;
  subject: string;
}

/**
 * The `private_metadata` of a form: its own id, the opaque id of what it is about, and a seal that binds both to the
 * tenant, the person and the kind of form. An edited, foreign or old one does not open (A7).
 */
export function sealForm(key: Uint8Array, actor: PersonActor, callbackId: string, form: Form): string {
  return [form.id, form.subject, seal(key, actor, callbackId, form)].join(separator);
}

/** @throws DomainError `reopen` when the metadata is edited, another person's, another form's, or over an hour old */
export function openForm(
  key: Uint8Array,
  actor: PersonActor,
  callbackId: string,
  metadata: string,
  now: Date,
): Form {
  const [id = '', ...rest] = metadata.split(separator);
  const given = rest.pop() ?? '';
  const subject = rest.join(separator);
  const expected = Buffer.from(seal(key, actor, callbackId, { id, subject }));
  const received = Buffer.from(given);
  if (expected.length !== received.length || !timingSafeEqual(expected, received)) throw reopenForm();
  if (now.getTime() - decodeTime(id.slice(id.indexOf('_') + 1)) > formLifetimeMs) throw reopenForm();
  return { id, subject };
}

/** A command's id from a form and what was filled in: the same form sent twice is one command (A49). */
export function submissionId(key: Uint8Array, metadata: string, values: unknown): string {
  const mac = createHmac('sha256', key).update(JSON.stringify([metadata, values]));
  return `${metadata.split(separator)[0]}.${mac.digest('base64url').slice(0, 22)}`;
}

function seal(key: Uint8Array, actor: PersonActor, callbackId: string, { id, subject }: Form): string {
  const bound = [actor.tenantId, identityKey(actor.identity), callbackId, id, subject];
  return createHmac('sha256', key).update(JSON.stringify(bound)).digest('base64url');
}
