/** `Iris <iris@example.org>` and `iris@example.org` are the same reader. */
export const addressOf = (to: string) => (/<([^>]+)>/.exec(to)?.[1] ?? to).trim().toLowerCase();
