/** What a log may say of an unknown error: its message may quote what was to be sent. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
