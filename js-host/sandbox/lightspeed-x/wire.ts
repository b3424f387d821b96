// X-Series answers and errors: `{"error","message"}` as JSON (sheet 8.X).

import type { Reply } from '../http.ts';
import type { JsonObject } from '../json.ts';

/** A refusal by the vendor; becomes its error body. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const ERRORS: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
};

export function errorReply(status: number, message: string, headers: Record<string, string> = {}): Reply {
  return jsonReply(status, { error: ERRORS[status] ?? 'Bad Request', message }, headers);
}

export function jsonReply(status: number, body: JsonObject, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body), cost: 1 };
}

/** A bare list, as 0.9 answers them. */
export function listReply(status: number, rows: JsonObject[]): Reply {
  return { ...jsonReply(status, {}), body: JSON.stringify(rows) };
}

export function emptyReply(status: number): Reply {
  return { status, headers: {}, body: '', cost: 1 };
}
