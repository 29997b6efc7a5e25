import { createHash, randomBytes } from 'node:crypto';

/** Who the app is in this workspace. Made from the workspace's id, so that it is the same after a restart. */
export interface Identity {
  appId: string;
  botUserId: string;
  botId: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  /** The deprecated verification token that every payload carries. */
  token: string;
}

export function identityOf(workspaceId: string): Identity {
  const hash = (what: string) => createHash('sha256').update(`${workspaceId}:${what}`).digest('hex');
  const id = (prefix: string) => `${prefix}0${hash(prefix).slice(0, 9).toUpperCase()}`;
  const number = (what: string) => (BigInt(`0x${hash(what).slice(0, 10)}`) + 10n ** 11n).toString();
  return {
    appId: id('A'),
    botUserId: id('U'),
    botId: id('B'),
    botToken: `xoxb-${number('team')}-${number('bot')}-${hash('bot').slice(0, 24)}`,
    appToken: `xapp-1-${id('A')}-${number('app')}-${hash('app')}`,
    signingSecret: hash('signing').slice(0, 32),
    token: hash('verification').slice(0, 24),
  };
}

/** The one id of a person's conversation with the app. */
export function appConversationId(workspaceId: string, userId: string): string {
  return `D0${createHash('sha256').update(`${workspaceId}:${userId}`).digest('hex').slice(0, 9).toUpperCase()}`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A new id such as `V0K3J8…`. */
export function newId(prefix: string): string {
  return `${prefix}0${randomText(9)}`;
}

export function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
