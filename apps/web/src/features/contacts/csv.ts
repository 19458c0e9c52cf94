import Papa from 'papaparse';

/** Columns of contacts, with the other names that files have for them. */
const COLUMNS: Record<string, string[]> = {
  email: ['e-mail', 'mail', 'email address', 'e-mail address'],
  phone: ['telephone', 'mobile', 'phone number', 'tel'],
  display_name: ['name', 'full name'],
  first_name: ['first', 'given name', 'forename'],
  last_name: ['last', 'surname', 'family name'],
  company: ['organisation', 'organization', 'account'],
  job_title: ['title', 'position', 'role'],
  address: ['street', 'address 1', 'address line 1'],
  address2: ['address 2', 'address line 2'],
  city: ['town'],
  state: ['region', 'province', 'county'],
  country: [],
  zip_code: ['zip', 'postcode', 'postal code'],
  lead_status: [],
  lifecycle_stage: [],
  tented_score: ['score'],
  unsubscribed: [],
  marketing_email_subscribed: [],
  marketing_sms_subscribed: [],
};

const FLAGS = new Set(['unsubscribed', 'marketing_email_subscribed', 'marketing_sms_subscribed']);
const YES = new Set(['true', 'yes', '1', 'y']);
const NO = new Set(['false', 'no', '0', 'n']);

export type CsvRow = { line: number; fields: Record<string, unknown> };

export type CsvFile = {
  rows: CsvRow[];
  /** Columns that are taken, by the names in the file. */
  taken: string[];
  /** Columns that no contact has. */
  ignored: string[];
};

/** Reads a file with a head of column names; empty cells are left out. Throws with what is wrong. */
export function readCsv(text: string): CsvFile {
  const plain = text.replace(/^\uFEFF/, '');
  const { data, errors } = Papa.parse<string[]>(plain, { delimiter: delimiterOf(plain) });
  const broken = errors.find(({ type }) => type === 'Quotes');
  if (broken) throw new Error(`Line ${(broken.row ?? 0) + 1}: a quote does not end.`);
  const [head = [], ...body] = data;
  const fieldOf = head.map(fieldFor);
  if (!fieldOf.some((field) => field === 'email' || field === 'phone')) {
    throw new Error('The first line has to name the columns, one of them “email” or “phone”.');
  }
  const rows = body.flatMap((cells, index): CsvRow[] => {
    if (cells.every((cell) => cell.trim() === '')) return [];
    return [{ line: index + 2, fields: toFields(cells, fieldOf) }];
  });
  return {
    rows,
    taken: head.filter((_, column) => fieldOf[column] !== undefined),
    ignored: head.filter((name, column) => fieldOf[column] === undefined && name.trim() !== ''),
  };
}

const DELIMITERS = [',', ';', '\t'];

/** The one that the first line has most of: where decimals have a comma, columns have a semicolon. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split(/\r?\n/, 1);
  const countIn = (delimiter: string) => head.split(delimiter).length;
  return DELIMITERS.toSorted((one, other) => countIn(other) - countIn(one))[0] ?? ',';
}

function fieldFor(name: string): string | undefined {
  const plain = name.trim().toLowerCase();
  const snake = plain.replaceAll(/[\s-]+/g, '_');
  return Object.keys(COLUMNS).find(
    (field) => field === snake || COLUMNS[field]?.includes(plain.replaceAll('_', ' ')),
  );
}

function toFields(
  cells: string[],
  fieldOf: readonly (string | undefined)[],
): Record<string, unknown> {
  return Object.fromEntries(
    cells.flatMap((cell, column) => {
      const field = fieldOf[column];
      const value = cell.trim();
      return field === undefined || value === '' ? [] : [[field, toValue(field, value)]];
    }),
  );
}

/** What cannot be read as its column wants it goes as it is: the server says what is wrong with it. */
function toValue(field: string, text: string): unknown {
  if (field === 'tented_score') return Number.isNaN(Number(text)) ? text : Number(text);
  if (!FLAGS.has(field)) return text;
  if (YES.has(text.toLowerCase())) return true;
  return NO.has(text.toLowerCase()) ? false : text;
}
