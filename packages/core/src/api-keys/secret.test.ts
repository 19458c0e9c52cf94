import { expect, test } from 'vitest';
import {
  hashSecret,
  isWellFormedSecret,
  maskSecret,
  newSecret,
  redactSecrets,
  secretFromSeed,
} from './secret.ts';

test('a key is the prefix, 30 random characters and 6 of checksum', () => {
  const secret = newSecret();

  expect(secret).toMatch(/^tented_[0-9A-Za-z]{36}$/);
  expect(isWellFormedSecret(secret)).toBe(true);
  expect(new Set(Array.from({ length: 100 }, newSecret)).size).toBe(100);
});

test('the checksum is the CRC-32 of what precedes it, in base62', () => {
  // CRC-32("tented_" + thirty zeros) = 2,361,663,434, computed by an independent tool.
  expect(isWellFormedSecret(`tented_${'0'.repeat(30)}2ZpIXi`)).toBe(true);
});

test('one changed character is noticed without a look-up', () => {
  const secret = newSecret();
  const other = secret[10] === 'a' ? 'b' : 'a';

  expect(isWellFormedSecret(secret.slice(0, 10) + other + secret.slice(11))).toBe(false);
});

test.each([
  '',
  'tented_',
  'tented_abc',
  `sk_${'a'.repeat(40)}`,
  `${newSecret()}x`,
  ` ${newSecret()}`,
])('%j is not a key', (token) => {
  expect(isWellFormedSecret(token)).toBe(false);
});

test('characters are drawn evenly from base62', () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 2_000; i += 1) {
    for (const char of newSecret().slice(7, 37)) counts.set(char, (counts.get(char) ?? 0) + 1);
  }

  const expected = (2_000 * 30) / 62;
  expect(counts.size).toBe(62);
  for (const count of counts.values()) {
    expect(Math.abs(count - expected)).toBeLessThan(expected * 0.25);
  }
});

test('the same seed makes the same well-formed key', () => {
  expect(secretFromSeed('a')).toBe(secretFromSeed('a'));
  expect(secretFromSeed('a')).not.toBe(secretFromSeed('b'));
  expect(isWellFormedSecret(secretFromSeed('a'))).toBe(true);
});

test('a hash is 32 bytes and tells keys apart', () => {
  const secret = newSecret();

  expect(hashSecret(secret)).toHaveLength(32);
  expect(hashSecret(secret)).toEqual(hashSecret(secret));
  expect(hashSecret(secret)).not.toEqual(hashSecret(newSecret()));
});

test('the masked form shows four characters at each end', () => {
  const secret = newSecret();

  expect(maskSecret(secret)).toBe(`tented_${secret.slice(7, 11)}…${secret.slice(-4)}`);
});

test('whatever looks like a key is redacted, whole or cut', () => {
  const secret = newSecret();

  expect(redactSecrets(`GET /v1/${secret}?x`)).toBe('GET /v1/tented_[redacted]?x');
  expect(redactSecrets(secret.slice(0, 20))).toBe('tented_[redacted]');
  expect(redactSecrets('tented_Ab12…x9Zk')).toBe('tented_Ab12…x9Zk');
});
