import { expect, test } from 'vitest';
import { readCsv } from './csv.ts';

test('columns are known by several names; what no contact has is named', () => {
  const file = readCsv(
    '\uFEFFE-mail,First Name,Surname,Shoe size,tented_score,unsubscribed\n' +
      'ada@example.com,Ada,"Lovelace, Countess",37,4.5,yes\n',
  );

  expect(file).toEqual({
    rows: [
      {
        line: 2,
        fields: {
          email: 'ada@example.com',
          first_name: 'Ada',
          last_name: 'Lovelace, Countess',
          tented_score: 4.5,
          unsubscribed: true,
        },
      },
    ],
    taken: ['E-mail', 'First Name', 'Surname', 'tented_score', 'unsubscribed'],
    ignored: ['Shoe size'],
  });
});

test('empty lines and cells are left out, and lines keep their numbers', () => {
  expect(readCsv('email;company\na@example.com;\n\n;\nb@example.com;Navy\n').rows).toEqual([
    { line: 2, fields: { email: 'a@example.com' } },
    { line: 5, fields: { email: 'b@example.com', company: 'Navy' } },
  ]);
});

test('what is not a number or a yes goes as it is', () => {
  expect(readCsv('email,score,unsubscribed\na@example.com,high,maybe').rows[0]?.fields).toEqual({
    email: 'a@example.com',
    tented_score: 'high',
    unsubscribed: 'maybe',
  });
});

test.each([
  ['no column to know people by', 'name,company\nAda,Engines', /first line/],
  ['an empty file', '', /first line/],
  ['a quote that does not end', 'email,company\n"a@example.com,Navy\n', /quote/],
])('%s is refused', (_, text, reason) => {
  expect(() => readCsv(text)).toThrow(reason);
});
