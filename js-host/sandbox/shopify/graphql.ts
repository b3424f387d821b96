// A small reader of GraphQL documents: one operation, variables, arguments,
// aliases, nested selections. Fragments and directives are refused.

export type Selection = {
  /** The key in the answer: the alias, or the name. */
  key: string;
  name: string;
  args: Record<string, Value>;
  selections: Selection[];
  line: number;
  column: number;
};
export type Value = { variable: string } | { literal: string | number | boolean | null };
export type Operation = {
  kind: string;
  name: string | undefined;
  /** Variable name to its type as written, e.g. "ID!". */
  variables: Record<string, string>;
  selections: Selection[];
};

export class SyntaxFault extends Error {}

type Token = { text: string; kind: 'name' | 'punctuator' | 'string' | 'number' | 'end'; line: number; column: number };

const TOKEN = /[\s,\uFEFF]+|#[^\n\r]*|(?<name>[_A-Za-z][_0-9A-Za-z]*)|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<string>"(?:[^"\\\n]|\\.)*")|(?<punctuator>\.\.\.|[!$&()\[\]{}:=|@])/y;

export function parseDocument(source: string): Operation[] {
  const tokens = tokenize(source);
  let at = 0;
  const peek = (): Token => tokens[at] as Token;
  const next = (): Token => tokens[at++] as Token;
  const fail = (token: Token): never => {
    throw new SyntaxFault(`syntax error, unexpected ${token.kind === 'end' ? 'end of file' : token.text} at [${token.line}, ${token.column}]`);
  };
  const expect = (text: string): Token => (peek().text === text ? next() : fail(peek()));
  const accept = (text: string): boolean => peek().text === text && next() !== undefined;
  const name = (): Token => (peek().kind === 'name' ? next() : fail(peek()));

  const value = (): Value => {
    if (accept('$')) return { variable: name().text };
    const token = next();
    if (token.kind === 'number') return { literal: Number(token.text) };
    if (token.kind === 'string') return { literal: JSON.parse(token.text) as string };
    if (token.kind === 'name') {
      const words: Record<string, boolean | null> = { true: true, false: false, null: null };
      return { literal: token.text in words ? words[token.text] as boolean | null : token.text };
    }
    return fail(token);
  };
  const args = (): Record<string, Value> => {
    const read: Record<string, Value> = {};
    if (!accept('(')) return read;
    while (!accept(')')) {
      const key = name().text;
      expect(':');
      read[key] = value();
    }
    return read;
  };
  const selections = (): Selection[] => {
    const read: Selection[] = [];
    expect('{');
    while (!accept('}')) {
      const first = name();
      const named = accept(':') ? name() : first;
      const given = args();
      const nested = peek().text === '{' ? selections() : [];
      read.push({ key: first.text, name: named.text, args: given, selections: nested, line: first.line, column: first.column });
    }
    return read;
  };
  const type = (): string => {
    const inner = accept('[') ? `[${type()}${expect(']').text}` : name().text;
    return accept('!') ? `${inner}!` : inner;
  };
  const variables = (): Record<string, string> => {
    const read: Record<string, string> = {};
    if (!accept('(')) return read;
    while (!accept(')')) {
      expect('$');
      const variable = name().text;
      expect(':');
      read[variable] = type();
      if (accept('=')) value();
    }
    return read;
  };

  const operations: Operation[] = [];
  while (peek().kind !== 'end') {
    if (peek().text === '{') {
      operations.push({ kind: 'query', name: undefined, variables: {}, selections: selections() });
      continue;
    }
    const kind = name();
    if (!['query', 'mutation'].includes(kind.text)) fail(kind);
    const named = peek().kind === 'name' ? next().text : undefined;
    operations.push({ kind: kind.text, name: named, variables: variables(), selections: selections() });
  }
  return operations;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    const column = start - lineStart + 1;
    if (match === null) throw new SyntaxFault(`syntax error, unexpected character at [${line}, ${column}]`);
    for (const kind of ['name', 'number', 'string', 'punctuator'] as const) {
      if (match.groups?.[kind] !== undefined) tokens.push({ text: match[0], kind, line, column });
    }
    for (const [offset, character] of [...match[0]].entries()) {
      if (character !== '\n') continue;
      line += 1;
      lineStart = start + offset + 1;
    }
  }
  return [...tokens, { text: '', kind: 'end', line, column: source.length - lineStart + 1 }];
}
