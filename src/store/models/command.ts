import { Schema } from 'mongoose';
import { requiredDate, requiredString, tenantSchema } from './schema.ts';

/**
 * A command that was carried out, and its answer: a repeat of the command gets the same one (I15). One interaction may
 * carry out several commands, of different names.
 */
export interface CommandRecord {
  _id: string;
  tenantId: string;
  commandId: string;
  name: string;
  answer: unknown;
  at: Date;
}

const weekInSeconds = 7 * 24 * 60 * 60;

export const commands = tenantSchema<CommandRecord>('commands', {
  commandId: requiredString,
  name: requiredString,
  answer: { type: Schema.Types.Mixed, default: null },
  at: requiredDate,
});
commands.index({ tenantId: 1, commandId: 1, name: 1 }, { unique: true });
commands.index({ at: 1 }, { expireAfterSeconds: weekInSeconds });
