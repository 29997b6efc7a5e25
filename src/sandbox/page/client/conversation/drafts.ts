/** What was begun in a composer and not sent, so that a look elsewhere does not lose it. */
const drafts = new Map<string, string>();

export const draftOf = (person: string, conversation: string) =>
  drafts.get(`${person}/${conversation}`) ?? '';

export function keepDraft(person: string, conversation: string, text: string): void {
  drafts.set(`${person}/${conversation}`, text);
}
