// Bodies of events and answers as the database keeps them: bytes, never JSON inside JSON.

import { createHash } from 'node:crypto';
import type { Body } from '../src/contract.ts';
import { encodeBody } from '../src/encode.ts';

/** The bytes of a body as the facade would hand them to the module, so that a resumed task is the same. */
export function bodyBytes(body: Body | null | undefined): Uint8Array | null {
  return body === undefined || body === null ? null : encodeBody(body, '$.body');
}

/** Hexadecimal SHA-256 over the parts, each with its length so that they cannot run together. */
export function digest(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? new TextEncoder().encode(part) : part;
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}

/** A blob of the database as plain bytes of their own. */
export function blob(value: unknown): Uint8Array | undefined {
  return value instanceof Uint8Array ? new Uint8Array(value) : undefined;
}
