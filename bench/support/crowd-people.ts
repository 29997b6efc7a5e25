/** The accounts of a large organization: names from a short list, so that the beginning of one fits many people. */
import { searchTerms } from '../../src/domain/people.ts';
import { grantKey } from '../../src/services/authority.ts';
import type { AccountRecord } from '../../src/store/models/account.ts';
import type { DirectoryEntryRecord } from '../../src/store/models/directory-entry.ts';
import type { GrantRecord } from '../../src/store/models/grant.ts';
import { newAccount, organization, owner, tenantId } from './records.ts';

const firstNames =
  'Ada Agnes Aisha Alan Albert Alice Amara Amina Ana Andre Anika Anna Anton Arjun Arthur Astrid Aylin Barbara Beatriz Ben Bianca Björn Camille Carla Carlos Cecilia Chen Chloé Clara Daan Daniel David Diana Diego Elena Elias Elif Emil Emma Erik Esther Eva Fatima Felix Finn Fiona Freya Gabriel Georg Grace Hana Hannah Helena Hugo Ida Ines Ingrid Irina Isabel Ivan Jakob Jan Jana Jasmin João Johan Jonas Julia Jun Karl Katarina Kenji Klara Lara Lars Laura Lea Leo Lina Linnea Luca Lucía Maja Malik Marco Maria Marie Marta Martin Mateo Matilda Max Maya Mei Mia Milan Mina Moritz Nadia Nils Nina Noah Nora Olga Olivia Omar Oscar Paul Pedro Petra Priya Rafael Ravi Rosa Ruben Samir Sara Sofia Stefan Sven Tanja Theo Thomas Tom Vera Victor Wei Yara Yusuf Zoë'.split(
    ' ',
  );
const lastNames =
  'Abe Adler Ahmed Almeida Andersen Andersson Bakker Bauer Becker Berg Bianchi Blanc Bos Braun Brown Castro Chen Costa Cruz Dahl Das Díaz Dubois Eriksen Fernández Fischer Fontaine Forsberg Fuchs García Gomes González Gupta Haas Hansen Hartmann Hassan Hernández Hoffmann Huber Ibrahim Ito Ivanov Jansen Jensen Johansson Jung Kaiser Kaya Keller Khan Kim Klein Koch Kowalski Krause Kumar Lang Larsen Laurent Lee Lehmann Lewis Li Lima Lindberg Lopes Lund Maier Martin Martínez Mayer Meyer Moreau Müller Nakamura Neumann Nguyen Nielsen Nilsson Novak Olsen Ortiz Park Patel Peeters Pereira Petersen Popov Ramos Reyes Richter Rossi Roth Ruiz Russo Sánchez Santos Sato Schmidt Schneider Schulz Silva Singh Smit Sørensen Suzuki Svensson Tanaka Thomas Torres Vargas Visser Vogel Wagner Walter Wang Weber Weiss Wolf Wong Yamada Yilmaz Zhang Zimmermann'.split(
    ' ',
  );
const asciiFirstNames = firstNames.map(toAscii);
const asciiLastNames = lastNames.map(toAscii);
const domains = ['aster.example', 'birch.example', 'cedar.example', 'dune.example', 'elm.example'];

/** What people type to find somebody, letter by letter, from the empty field on. */
export const typedNames = ['mar', 'anna', 'hoff', 'li', 'sven', 'garc', 'noa', 'wei', 'jan', 'schm'];

/** The account with a number: the same one in an organization of any size. */
export function crowdAccount(index: number): AccountRecord {
  const { firstName, lastName, inAscii } = nameOf(index);
  const username = `${inAscii.firstName}-${inAscii.lastName}-${index}`;
  const email = crowdAddress(index);
  return { ...newAccount(username), _id: accountId(index), firstName, lastName, email, emailKey: email };
}

/** That account's address. */
export function crowdAddress(index: number): string {
  const { firstName, lastName } = nameOf(index).inAscii;
  return `${firstName}.${lastName}.${index}@${domains[index % domains.length]}`;
}

function nameOf(index: number) {
  const first = index % firstNames.length;
  const last = Math.floor(index / firstNames.length) % lastNames.length;
  const firstName = firstNames[first] ?? '';
  const lastName = lastNames[last] ?? '';
  const inAscii = { firstName: asciiFirstNames[first], lastName: asciiLastNames[last] };
  return { firstName, lastName, inAscii };
}

export function directoryEntry(account: AccountRecord): DirectoryEntryRecord {
  return {
    _id: account._id.replace('acc_', 'dir_'),
    tenantId,
    organizationId: organization._id,
    accountId: account._id,
    terms: searchTerms(account),
  };
}

export function membership({ _id }: AccountRecord): GrantRecord {
  const access = { kind: 'organization', role: 'member' } as const;
  return {
    _id: _id.replace('acc_', 'grt_'),
    tenantId,
    organizationId: organization._id,
    accountId: _id,
    access,
    status: 'active',
    invitationId: null,
    grantedBy: owner._id,
    since: new Date(),
    endsAt: null,
    endedAt: null,
    endedBy: null,
    liveKey: grantKey(organization._id, access, _id),
  };
}

export function accountId(index: number): string {
  return `acc_${String(index).padStart(26, '0')}`;
}

function toAscii(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();
}
