import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { Outcome } from '../outcome.ts';

/** What a failed call means. `isAlarming`: an admin of Gatehouse has to set something right. */
export type SlackVerdict = Extract<Outcome, { kind: 'limited' | 'refused' | 'retry' | 'unsent' }> & {
  isAlarming: boolean;
};

/** Why Slack takes no message for this place, ever, in plain words. */
const refusals: Record<string, string> = {
  not_in_channel: 'Gatehouse is not in the channel',
  channel_not_found: 'The channel does not exist, or Gatehouse may not see it',
  is_archived: 'The channel is archived',
  is_inactive: 'The channel is archived',
  restricted_action: 'Gatehouse may not post in the channel',
  restricted_action_read_only_channel: 'Gatehouse may not post in the channel',
  restricted_action_thread_only_channel: 'Gatehouse may not post in the channel',
  restricted_action_non_threadable_channel: 'Gatehouse may not post in the channel',
  channel_type_not_supported: 'Gatehouse may not post in the channel',
  as_user_not_supported: 'Gatehouse may not post in the channel',
  messages_tab_disabled: 'The Messages tab of Gatehouse is off',
  user_not_found: 'The person is not in this workspace any more',
  user_disabled: 'The person is not in this workspace any more',
  user_not_visible: 'Gatehouse may not write to this person',
  cannot_dm_bot: 'Gatehouse may not write to this person',
  user_is_bot: 'Gatehouse may not write to this person',
  users_not_found: 'The person is not in this workspace any more',
};

/** The message itself breaks a rule of Slack's: a mistake of ours that a repeat does not mend. */
const mistakes = [
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
  'invalid_arguments',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
];

/** Gatehouse itself may not speak here: uninstalled, or without a right that it needs. */
const lockouts = [
  'token_revoked',
  'token_expired',
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'access_denied',
  'missing_scope',
  'no_permission',
  'org_login_required',
  'ekm_access_denied',
  'team_access_not_granted',
  'not_allowed_token_type',
  'team_not_found',
];

/** Slack may have done what was asked. */
const unsure = ['fatal_error', 'internal_error'];

/** Errors of the way to Slack that end a call before it is made. */
const unreached = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Of these, what says that the token is of no use any more (A55). */
const tokenEnds = ['token_revoked', 'account_inactive', 'invalid_auth'];

const lockoutMs = 60_000;

/** Reads the error of a call of the Web API. */
export function slackVerdict(error: unknown): SlackVerdict {
  if (error instanceof WebAPIRateLimitedError) return limited(error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) return platformVerdict(error.data.error);
  if (error instanceof WebAPIRequestError && unreached.test(causeOf(error))) {
    return { kind: 'unsent', problem: 'Slack could not be reached.', isAlarming: false };
  }
  // A server that is overloaded has done nothing; with any other of its errors, as without an answer, nobody knows.
  const isUnsure =
    error instanceof WebAPIHTTPError
      ? error.statusCode >= 500 && error.statusCode !== 503
      : isUnanswered(error);
  return { kind: 'retry', problem: 'Slack did not confirm the message.', isUnsure, isAlarming: false };
}

function isUnanswered(error: unknown): boolean {
  return error instanceof WebAPIRequestError;
}

function platformVerdict(error: string): SlackVerdict {
  const refusal = refusals[error];
  if (refusal) return { kind: 'refused', problem: `${refusal} (${error}).`, isAlarming: false };
  if (mistakes.includes(error)) {
    return { kind: 'refused', problem: `Slack refused the message (${error}).`, isAlarming: true };
  }
  if (lockouts.includes(error)) {
    const problem = `Slack does not let Gatehouse in (${error}).`;
    const isLockedOut = tokenEnds.includes(error);
    return { kind: 'unsent', problem, minimumMs: lockoutMs, isAlarming: true, isLockedOut };
  }
  if (/^rate_?limited$/.test(error)) return limited(30_000);
  const problem = `Slack did not confirm the message (${error}).`;
  return { kind: 'retry', problem, isUnsure: unsure.includes(error), isAlarming: false };
}

function limited(ms: number): SlackVerdict {
  return { kind: 'limited', ms, isAlarming: false };
}

function causeOf({ original }: WebAPIRequestError): string {
  const { cause } = original;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
