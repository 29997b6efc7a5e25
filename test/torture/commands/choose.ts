/** Who does something, and to what: small numbers and names, so that a failing sequence can be made short. */
import fc from 'fast-check';
import { type Invitation, type Model, type Person, type Request, requestOf } from '../model.ts';

/** Mostly those who may. */
export const manager = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<Person>('olga', 'adam') },
  { weight: 1, arbitrary: fc.constantFrom<Person>('mia', 'bea', 'ben') },
);
export const newcomer = fc.constantFrom<Person>('nora', 'otto', 'kim');
/** Mostly those who have nothing yet. */
export const somebody = fc.oneof(
  { weight: 6, arbitrary: newcomer },
  { weight: 2, arbitrary: fc.constantFrom<Person>('mia', 'ben', 'adam') },
  { weight: 1, arbitrary: fc.constantFrom<Person>('bea', 'olga') },
);
/** Which of those that there are. Every eighth time the choice is from all, whether it makes sense or not. */
export const pick = fc.nat({ max: 63 });

export function oneOf<T>(items: T[], number: number): T | undefined {
  return items[number % Math.max(1, items.length)];
}

/** One of the invitations that fit; null when none does. */
export function invitationOf(
  model: Model,
  number: number,
  isFitting: (invitation: Invitation) => boolean,
): Invitation | undefined {
  const all = Object.values(model.invitations);
  return oneOf(number % 8 === 7 ? all : all.filter(isFitting), number >> 3);
}

/** The newest request of one of those who have asked. */
export function requestAimedAt(model: Model, number: number): Request | undefined {
  return oneOf(
    model.requests.filter((request) => requestOf(model, request.by) === request),
    number,
  );
}
