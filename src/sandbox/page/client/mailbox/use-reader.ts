import type { Mail, Person } from '../../../slack/screen.ts';
import { useSandbox } from '../sandbox-context.ts';
import { addressOf } from './address.ts';

/** Who a mail is for: a person of the sandbox, or just an address. */
export function useReader(mail: Mail): { person: Person | null; name: string; address: string } {
  const { screen } = useSandbox();
  const address = addressOf(mail.to[0] ?? '');
  const person = screen.people.find(({ email }) => email.toLowerCase() === address) ?? null;
  return { person, address, name: person?.realName ?? address };
}
