import type { z } from 'zod';
import { formError } from '../domain/errors.ts';

/**
 * Reads untrusted input by its schema.
 * @throws DomainError `form` with the first message for each field
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const field = String(issue.path[0] ?? 'form');
    fields[field] ??= issue.message;
  }
  throw formError(fields);
}
