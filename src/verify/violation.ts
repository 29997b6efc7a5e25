/** The invariants that stored data can show; the others are about logs, answers and time. */
export const invariants = [
  'I1',
  'I2',
  'I3',
  'I4',
  'I5',
  'I6',
  'I7',
  'I8',
  'I10',
  'I11',
  'I12',
  'I15',
  'I16',
] as const;
export type Invariant = (typeof invariants)[number];

/** Something that is stored and must not be. */
export interface Violation {
  invariant: Invariant;
  /** Of the record that it was found at. */
  id: string;
  /** In plain words, with ids and no personal data. */
  problem: string;
}

/** Makes the violations of one record. */
export function violationsOf(id: string) {
  return (invariant: Invariant, problem: string): Violation => ({ invariant, id, problem });
}
