import { expect, test } from 'vitest';
import { readAgent, readCountry, readReferrer } from './view-facts.ts';

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    { device: 'desktop', browser: 'Chrome', os: 'Windows' },
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    { device: 'tablet', browser: 'Safari', os: 'iOS' },
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
    { device: 'mobile', browser: 'Samsung Internet for Android', os: 'Android' },
  ],
  [
    'Mozilla/5.0 (Plan9; mips) SomethingNew/1.0',
    { device: 'Unknown', browser: 'Unknown', os: 'Unknown' },
  ],
  [
    'Mozilla/5.0 (X) <script>alert(1)</script>/1.0',
    { device: 'Unknown', browser: 'Unknown', os: 'Unknown' },
  ],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'bot'],
  ['curl/8.5.0', 'bot'],
  ['', 'bot'],
])('%s', (userAgent, agent) => {
  expect(readAgent(userAgent)).toEqual(agent);
  // From memory.
  expect(readAgent(userAgent)).toEqual(agent);
});

test.each([
  [undefined, 'direct'],
  ['', 'direct'],
  ['nonsense', 'direct'],
  ['about:blank', 'direct'],
  ['https://www.Example.com/path?q=secret#x', 'example.com'],
  ['http://user:password@news.example.com:8080/', 'news.example.com'],
  ['https://example.com./', 'example.com'],
  ['https://www./', 'www'],
  ['android-app://com.google.android.gm/', 'com.google.android.gm'],
  ['https://bücher.example/', 'xn--bcher-kva.example'],
])('the referrer %s is that of %s', (referrer, host) => {
  expect(readReferrer(referrer)).toBe(host);
});

test.each([
  ['DE', 'Germany'],
  ['us', 'United States'],
  [' GB ', 'United Kingdom'],
  ['XX', 'Unknown'],
  ['T1', 'Unknown'],
  ['QQ', 'Unknown'],
  ['Germany', 'Unknown'],
  ['<b>', 'Unknown'],
  ['', 'Unknown'],
  [undefined, 'Unknown'],
])('the country %s is %s', (code, name) => {
  expect(readCountry(code)).toBe(name);
});
