import { expect, test } from 'vitest';
import { pageUrl, workspaceOfHost, workspaceUrl } from './page-address.ts';

const onPath = { publicUrl: 'https://tented.example', pagesDomain: undefined };
const onHosts = { publicUrl: 'https://tented.example', pagesDomain: 'pages.example' };
const onPort = { publicUrl: 'http://localhost:3000', pagesDomain: 'pages.localhost:3000' };

test('pages are below a path, or on a host for each workspace', () => {
  expect(pageUrl(onPath, { slug: 'acme', path: 'spring' })).toBe(
    'https://tented.example/p/acme/spring',
  );
  expect(pageUrl(onPath, { slug: 'acme', path: '' })).toBe('https://tented.example/p/acme/');
  expect(pageUrl(onHosts, { slug: 'acme', path: 'spring' })).toBe(
    'https://acme.pages.example/spring',
  );
  expect(workspaceUrl(onPort, 'acme')).toBe('http://acme.pages.localhost:3000/');
});

test.each([
  [onHosts, 'acme.pages.example', 'acme'],
  [onHosts, 'Acme-2.Pages.Example:443', 'acme-2'],
  [onPort, 'acme.pages.localhost:3000', 'acme'],
  [onHosts, 'pages.example', undefined],
  [onHosts, 'a.b.pages.example', undefined],
  [onHosts, '-.pages.example', undefined],
  [onHosts, 'acme.pages.example.evil.example', undefined],
  [onHosts, 'acmepages.example', undefined],
  [onHosts, undefined, undefined],
  [onPath, 'acme.pages.example', undefined],
])('%j: the host %s is that of %s', (site, host, slug) => {
  expect(workspaceOfHost(site, host)).toBe(slug);
});
