import type { Person } from '../../src/sandbox/slack/screen.ts';

/** People of the home workspace for tests that need a fresh one in each case; `next` gives one that nobody has used. */
export function crew(size: number): { people: Person[]; next(): Person } {
  const people = Array.from(
    { length: size },
    (_, index): Person => ({
      id: `U0CREW${index}`,
      name: `crew${index}`,
      realName: 'Crew Member',
      title: '',
      email: `crew${index}@aster.example`,
      isWorkspaceAdmin: false,
      isHome: true,
    }),
  );
  let used = 0;
  return {
    people,
    next() {
      const person = people[used];
      if (!person) throw new Error(`The crew of ${size} is used up.`);
      used += 1;
      return person;
    },
  };
}
