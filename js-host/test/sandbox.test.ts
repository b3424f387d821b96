// The sandbox as a whole: what it imports, its decimals and numbers, its faults.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compare, dec, divide, multiply, parseDecimal, print, printFixed, round } from '../sandbox/decimal.ts';
import { createFaults } from '../sandbox/faults.ts';
import type { Request } from '../sandbox/http.ts';
import { parseJson } from '../sandbox/json.ts';
import { openStore } from '../sandbox/store.ts';

const SANDBOX = join(dirname(dirname(fileURLToPath(import.meta.url))), 'sandbox');

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

describe('the sandbox stands alone', () => {
  test('it imports node: built-ins, the library graphql and its own files only', () => {
    const sources = files(SANDBOX);
    assert.ok(sources.length > 20);
    for (const file of sources) {
      const source = readFileSync(file, 'utf8');
      assert.doesNotMatch(source, /\bimport\s*\(|\brequire\s*\(/, `${file} loads something at run time`);
      for (const [, specifier = ''] of source.matchAll(/(?:from|import)\s+'([^']+)'/g)) {
        if (specifier === 'graphql') continue;
        if (specifier.startsWith('node:')) {
          assert.ok(isBuiltin(specifier), `${file}: ${specifier}`);
          continue;
        }
        assert.match(specifier, /^\.\.?\/.*\.ts$/, `${file}: ${specifier}`);
        assert.ok(resolve(dirname(file), specifier).startsWith(SANDBOX + sep), `${file}: ${specifier} leaves the sandbox`);
      }
    }
  });

  test('every file is small and says what it is', () => {
    for (const file of files(SANDBOX)) {
      const lines = readFileSync(file, 'utf8').split('\n');
      assert.ok(lines.length <= 300, `${file} has ${lines.length} lines`);
      assert.match(lines[0] ?? '', /^\/\/ /, `${file} has no header comment`);
    }
  });
});

describe('decimals', () => {
  test('halves round away from zero, exactly', () => {
    assert.equal(print(round(dec('1.005'), 2)), '1.01');
    assert.equal(print(round(dec('-1.005'), 2)), '-1.01');
    assert.equal(print(round(dec('1.00499999999999999999'), 2)), '1');
    assert.equal(print(multiply(dec('0.1'), dec('0.2'))), '0.02');
    assert.equal(print(divide(dec('10'), dec('3'), 5)), '3.33333');
    assert.equal(print(divide(dec('-2'), dec('3'), 2)), '-0.67');
  });
  test('text in, text out', () => {
    assert.equal(print(dec('12.900')), '12.9');
    assert.equal(print(dec('1e3')), '1000');
    assert.equal(print(dec('1.5E-3')), '0.0015');
    assert.equal(print(dec('-0.00')), '0');
    assert.equal(printFixed(dec('45'), 2), '45.00');
    assert.equal(compare(dec('2.50'), dec('2.5')), 0);
    for (const text of ['', '.', '1.', '1,2', '0x1', 'NaN', '1e9999', '9'.repeat(500)]) assert.equal(parseDecimal(text), undefined, text);
  });
  test('JSON numbers keep their digits', () => {
    const text = '{"id":820982911946154508,"price":12.10,"long":0.1234567890123456789,"list":[1e2,-0.0]}';
    assert.equal(JSON.stringify(parseJson(text)), text);
    assert.equal(parseJson('{'), undefined);
  });
});

describe('the store', () => {
  test('a failed transaction leaves nothing, not even a used number', () => {
    const store = openStore(':memory:');
    const rows = store.table<{ n: string }>('t');
    assert.throws(() => store.transaction(() => {
      rows.put('1', { n: String(store.next('s')) });
      throw new Error('no');
    }), /no/);
    assert.deepEqual(rows.all(), []);
    assert.equal(store.next('s'), 1);
    store.skip('s', 10);
    assert.equal(store.next('s'), 11);
    store.close();
  });
});

describe('faults', () => {
  const request = (method: string, path: string): Request =>
    ({ method, path, query: new URLSearchParams(), headers: {}, body: '', origin: '' });

  test('a script strikes the requests it names, and counts', () => {
    const faults = createFaults([
      { kind: '429', method: 'POST', nth: 2, retryAfterSeconds: 7 },
      { kind: 'timeout_before', path: /Sale/, times: 2 },
    ]);
    const kinds = [['POST', '/Customer'], ['GET', '/Sale'], ['POST', '/Sale'], ['GET', '/Sale'], ['GET', '/Sale']]
      .map(([method = '', path = '']) => faults.next(request(method, path)));
    // The third request is the script's second POST and its second Sale: the first rule wins.
    assert.deepEqual(kinds, [undefined, { kind: 'timeout_before' }, { kind: '429', retryAfterSeconds: 7 }, undefined, undefined]);
    assert.deepEqual(faults.counts, { '429': 1, '500': 0, timeout_before: 1, timeout_after: 0 });
    faults.set();
    assert.equal(faults.next(request('POST', '/Sale')), undefined);
  });

  test('a seed gives the same faults every time, near their chances', () => {
    const run = (seed: number): (string | undefined)[] => {
      const faults = createFaults({ seed, perMille: { '429': 100, '500': 100, timeout_before: 100, timeout_after: 100 } });
      return Array.from({ length: 2000 }, () => faults.next(request('GET', '/'))?.kind);
    };
    assert.deepEqual(run(7), run(7));
    assert.notDeepEqual(run(7), run(8));
    for (const kind of ['429', '500', 'timeout_before', 'timeout_after']) {
      const share = run(7).filter((struck) => struck === kind).length;
      assert.ok(share > 140 && share < 260, `${kind}: ${share} of 2000`);
    }
  });

  test('a hook decides by the request', () => {
    const faults = createFaults(({ path }) => (path === '/a' ? { kind: '500' } : undefined));
    assert.deepEqual(faults.next(request('GET', '/a')), { kind: '500' });
    assert.equal(faults.next(request('GET', '/b')), undefined);
    assert.equal(faults.counts['500'], 1);
  });
});
