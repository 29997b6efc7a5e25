import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likelyIntended, nearDuplicateKey, parseEmail, splitAddresses } from '../../src/domain/email.ts';

function parsed(typed: string) {
  const email = parseEmail(typed);
  if ('problem' in email) throw new Error(`“${typed}” ${email.problem}`);
  return email;
}

describe('an e-mail address', () => {
  it.each([
    ['iris@aster.example', 'iris@aster.example', 'iris@aster.example'],
    ['  iris@aster.example\n', 'iris@aster.example', 'iris@aster.example'],
    ['Iris.Newman@Aster.EXAMPLE', 'Iris.Newman@aster.example', 'iris.newman@aster.example'],
    ["o'hara+x_y@a-b.co.example", "o'hara+x_y@a-b.co.example", "o'hara+x_y@a-b.co.example"],
    ['1@2.example', '1@2.example', '1@2.example'],
    ['iris@bücher.example', 'iris@xn--bcher-kva.example', 'iris@xn--bcher-kva.example'],
    ['iris@XN--BCHER-KVA.example', 'iris@xn--bcher-kva.example', 'iris@xn--bcher-kva.example'],
    [`${'a'.repeat(64)}@aster.example`, `${'a'.repeat(64)}@aster.example`, `${'a'.repeat(64)}@aster.example`],
  ])('reads %j', (typed, address, key) => {
    expect(parseEmail(typed)).toMatchObject({ address, key });
  });

  it.each([
    ['A33', 'the Kelvin sign in the name', 'i\u212Aris@aster.example'],
    ['A33', 'the Kelvin sign in the domain', 'iris@\u212Aelvin.example'],
    ['A33', 'a dotless i in the name', 'ır\u0131s@aster.example'],
    ['A33', 'a dotless i in the domain', 'iris@g\u0131thub.example'],
    ['A33', 'a dotted capital I', 'iris@g\u0130thub.example'],
    ['A33', 'a long s', 'iris@a\u017Fter.example'],
    ['A33', 'a full-width at sign', 'iris\uFF20aster.example'],
    ['A33', 'a full-width letter', 'iris@\uFF41ster.example'],
    ['A33', 'a ligature', 'iris@o\uFB03ce.example'],
    ['A33', 'an ideographic full stop', 'iris@aster\u3002example'],
    ['A33', 'a zero-width space in the name', 'ir\u200Bis@aster.example'],
    ['A33', 'a zero-width space in the domain', 'iris@as\u200Bter.example'],
    ['A33', 'a zero-width joiner', 'iris@as\u200Dter.example'],
    ['A33', 'a soft hyphen', 'iris@as\u00ADter.example'],
    ['A33', 'a right-to-left override', 'iris@\u202Easter.example'],
    ['A33', 'a null', 'iris\u0000@aster.example'],
    ['A33', 'an escape', 'iris@aster\u001B.example'],
    ['A33', 'a delete', 'iris\u007F@aster.example'],
    ['A33', 'a no-break space', 'ir\u00A0is@aster.example'],
    ['A33', 'half of a pair', 'iris@\uD83Daster.example'],
    ['A36', 'a quoted name', '"iris newman"@aster.example'],
    ['A36', 'a quoted name with another address', '"eve@evil.example"@aster.example'],
    ['A36', 'a comment after the name', 'iris(work)@aster.example'],
    ['A36', 'a comment after the domain', 'iris@aster.example(work)'],
    ['A36', 'a name in front', 'Iris <iris@aster.example>'],
    ['A36', 'a group', 'friends: iris@aster.example, eve@evil.example;'],
    ['A36', 'two addresses with a comma', 'iris@aster.example,eve@evil.example'],
    ['A36', 'two addresses with a semicolon', 'iris@aster.example;eve@evil.example'],
    ['A36', 'two addresses with a space', 'iris@aster.example eve@evil.example'],
    ['A36', 'a header', 'iris@aster.example\r\nBcc: eve@evil.example'],
    ['A36', 'a bare line feed', 'iris@aster.example\neve@evil.example'],
    ['A36', 'a source route', '@evil.example:iris@aster.example'],
    ['A36', 'a percent route', 'iris%evil.example@'],
    ['A36', 'a percent escape in the domain', 'iris@%61ster.example'],
    ['A36', 'a path behind the domain', 'iris@aster.example/evil'],
    ['A36', 'a query behind the domain', 'iris@aster.example?x'],
    ['A36', 'a fragment behind the domain', 'iris@aster.example#evil.example'],
    ['A36', 'a backslash', 'iris@aster.example\\evil'],
    ['A36', 'a port', 'iris@aster.example:25'],
    ['', 'nothing', '  '],
    ['', 'no at sign', 'iris.aster.example'],
    ['', 'no name', '@aster.example'],
    ['', 'no domain', 'iris@'],
    ['', 'a domain of one label', 'iris@localhost'],
    ['', 'a number', 'iris@127.0.0.1'],
    ['', 'a number in hexadecimal', 'iris@0x7f.1'],
    ['', 'an address literal', 'iris@[127.0.0.1]'],
    ['', 'a dot at the end of the name', 'iris.@aster.example'],
    ['', 'two dots in the name', 'ir..is@aster.example'],
    ['', 'a dot at the end of the domain', 'iris@aster.example.'],
    ['', 'a hyphen at the start of a label', 'iris@-aster.example'],
    ['', 'an underscore in the domain', 'iris@as_ter.example'],
    ['', 'punycode of nothing', 'iris@xn--a.example'],
    ['', 'a name of 65 characters', `${'a'.repeat(65)}@aster.example`],
    ['', 'a label of 64 characters', `iris@${'a'.repeat(64)}.example`],
    ['', 'more than 254 characters', `${'a'.repeat(60)}@${'abcdefgh.'.repeat(22)}example`],
  ])('%s refuses %s', (_case, _what, typed) => {
    expect(parseEmail(typed)).toEqual({ problem: expect.any(String) });
  });

  it('A33: two spellings in ASCII that differ in case have one key', () => {
    const spelling = fc.tuple(fc.emailAddress(), fc.array(fc.boolean(), { minLength: 300, maxLength: 300 }));
    fc.assert(
      fc.property(spelling, ([typed, upper]) => {
        const email = parseEmail(typed);
        const other = [...typed].map((one, index) => (upper[index] ? one.toUpperCase() : one)).join('');
        if ('key' in email) expect(parsed(other).key).toBe(email.key);
      }),
    );
  });

  it('A33, A36: whatever is taken is one plain address, which no later step can read as another one', () => {
    const odd = fc.constantFrom(
      ...'@.+-_"(),:;<>[]\\%/#? \r\n\t\u212A\u0131\uFF20\u200B\u3002\uFB01\u00DFéа'.split(''),
    );
    const typed = fc
      .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom('iris', '@', 'aster', '.example', 'a') }, odd))
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(typed, (text) => {
        const email = parseEmail(text);
        if ('problem' in email) return;
        expect(email.address).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/);
        expect(email.address.split('@')).toHaveLength(2);
        expect(email.address.normalize('NFKC').toLowerCase()).toBe(email.key);
        expect(parsed(email.address)).toEqual(email);
        if (!email.isInternational) expect(email.address.toLowerCase()).toBe(text.trim().toLowerCase());
      }),
      { numRuns: 2000 },
    );
  });

  it('takes what is commonly an address', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (typed) => {
        expect(parsed(typed).key).toBe(typed.toLowerCase());
      }),
    );
  });

  it.each([
    ['а', 'a Cyrillic a', 'iris@аster.example'],
    ['ο', 'a Greek o', 'iris@gοοgle.example'],
  ])('A34: %s is %s, and its domain is another one, in punycode', (_letter, _what, typed) => {
    const email = parsed(typed);
    expect(email.isInternational).toBe(true);
    expect(email.domain).toMatch(/^xn--/);
    expect(email.address).not.toMatch(/[^\x20-\x7e]/);
  });

  it.each([
    ['iris@aster.example', 'iris+lab@aster.example', true],
    ['iris@aster.example', 'i.r.i.s@aster.example', true],
    ['iris@aster.example', 'IRIS@aster.example', true],
    ['iris@aster.example', 'iris@bloom.example', false],
    ['iris@aster.example', 'irish@aster.example', false],
  ])('A35: %s and %s may be one mailbox: %s; their keys differ all the same', (one, other, near) => {
    const [a, b] = [parsed(one), parsed(other)];
    expect(nearDuplicateKey(a) === nearDuplicateKey(b)).toBe(near);
    expect(a.key === b.key).toBe(one === other.toLowerCase());
  });

  it.each([
    ['gmial.com', [], 'gmail.com'],
    ['gmail.com', [], undefined],
    ['mail.com', [], undefined],
    ['outlok.com', [], 'outlook.com'],
    ['aster.exmaple', ['aster.example'], 'aster.example'],
    ['aster.example', ['aster.example'], undefined],
    ['bloom.example', ['aster.example'], undefined],
  ])('A37: %s, where %j are known, probably means %s', (domain, known, intended) => {
    expect(likelyIntended(domain, known)).toBe(intended);
  });
});

describe('a pasted list', () => {
  it.each([
    ['a@x.example\nb@x.example', ['a@x.example', 'b@x.example']],
    ['a@x.example\r\n\r\n b@x.example ', ['a@x.example', 'b@x.example']],
    ['a@x.example, b@x.example;c@x.example', ['a@x.example', 'b@x.example', 'c@x.example']],
    ['<mailto:a@x.example|a@x.example>', ['a@x.example']],
    ['<mailto:a@x.example>', ['a@x.example']],
    [' \n,;', []],
    ['a@x.example b@x.example', ['a@x.example b@x.example']],
  ])('%j is %j', (text, pieces) => {
    expect(splitAddresses(text)).toEqual(pieces);
  });
});
