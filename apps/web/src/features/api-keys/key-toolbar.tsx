import { CloseButton, NativeSelect, TextInput, UnstyledButton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { IconSearch } from '../../ui/icons.ts';
import { useNow } from '../../ui/use-now.ts';
import type { ApiKey } from './api-key.ts';
import { HINT_TEXTS, HYGIENE_HINTS, type HygieneHint, hintsOf } from './hygiene.ts';
import { type KeySearch, NEWEST_FIRST, readSort, writeSort } from './key-search.ts';
import classes from './key-toolbar.module.css';

const route = getRouteApi('/w/$workspace/settings/api/');

const SORTS = [
  { value: '-created', label: 'Newest first' },
  { value: 'created', label: 'Oldest first' },
  { value: '-used', label: 'Last used' },
  { value: 'name', label: 'Name' },
];

/** Search and hygiene, and on a phone, where the table has no heads, the order too. */
export function KeyToolbar({ apiKeys }: { apiKeys: ApiKey[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: KeySearch) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });

  return (
    <div className={classes.bar}>
      <TextInput
        className={classes.search}
        aria-label="Search keys"
        placeholder="Search keys"
        leftSection={<IconSearch size={15} stroke={1.75} aria-hidden />}
        rightSection={
          search.q && (
            <CloseButton
              size="sm"
              aria-label="Clear search"
              onClick={() => change({ q: undefined })}
            />
          )
        }
        value={search.q ?? ''}
        onChange={(event) => change({ q: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        className={classes.sort}
        aria-label="Sort keys"
        data={SORTS}
        value={search.sort ?? '-created'}
        onChange={(event) =>
          change({ sort: writeSort(readSort(event.currentTarget.value) ?? NEWEST_FIRST) })
        }
      />
      <Hints apiKeys={apiKeys} chosen={search.hint} onChoose={(hint) => change({ hint })} />
    </div>
  );
}

type HintsProps = {
  apiKeys: ApiKey[];
  chosen: HygieneHint | undefined;
  onChoose: (hint: HygieneHint | undefined) => void;
};

/** How many keys each hint is said of; choosing one shows them and what to do. */
function Hints({ apiKeys, chosen, onChoose }: HintsProps) {
  const now = useNow();
  const hints = apiKeys.flatMap((apiKey) => hintsOf(apiKey, now));
  const present = HYGIENE_HINTS.filter((hint) => hint === chosen || hints.includes(hint));
  if (present.length === 0) return null;

  return (
    <>
      <fieldset className={classes.hints} aria-label="Hygiene">
        {present.map((hint) => (
          <UnstyledButton
            key={hint}
            className={classes.hint}
            data-hint={hint}
            aria-pressed={hint === chosen}
            onClick={() => onChoose(hint === chosen ? undefined : hint)}
          >
            {HINT_TEXTS[hint].label}
            <span className={classes.count}>{hints.filter((name) => name === hint).length}</span>
          </UnstyledButton>
        ))}
      </fieldset>
      {chosen && <p className={classes.advice}>{HINT_TEXTS[chosen].advice}</p>}
    </>
  );
}
