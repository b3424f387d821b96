/** JSON by the engine's own writer, where that one changes nothing. */

/** How many characters may still come. A value that is met again and again counts each time. */
interface Room {
  left: number;
}

/**
 * The JSON text of plain data with at most `limit` characters of names, texts and commas, nested
 * at most `depth` deep. Nothing, if it has more or if `JSON.stringify` might change anything: then
 * a closer look is needed.
 */
export function plainJson(value: unknown, limit: number, depth: number): string | undefined {
  try {
    const room = { left: limit };
    if (!isPlain(value, depth, room) || room.left < 0) return undefined;
    const text = JSON.stringify(value);
    // Half a surrogate pair is the only thing that it writes like this.
    return text.includes("\\ud") ? undefined : text;
  } catch {
    // A getter or a Proxy of the host: the closer look finds where.
    return undefined;
  }
}

function isPlain(value: unknown, depth: number, room: Room): boolean {
  switch (typeof value) {
    case "string":
      room.left -= value.length;
      return true;
    case "number":
      return keepsItsDigits(value);
    case "boolean":
      return true;
    case "object":
      return value === null || (depth > 0 && holdsOnlyPlain(value, depth - 1, room));
    default:
      return false;
  }
}

function holdsOnlyPlain(object: object, depth: number, room: Room): boolean {
  if ("toJSON" in object) return false;
  if (Array.isArray(object)) {
    room.left -= object.length;
    // Not `every`, which skips holes.
    for (let index = 0; room.left >= 0 && index < object.length; index += 1) {
      if (!isPlain(object[index], depth, room)) return false;
    }
    return room.left >= 0;
  }
  if (Object.getPrototypeOf(object) !== Object.prototype) return false;
  for (const key of Object.keys(object)) {
    room.left -= key.length;
    const value = (object as Record<string, unknown>)[key];
    if (room.left < 0 || (value !== undefined && !isPlain(value, depth, room))) return false;
  }
  return room.left >= 0;
}

/**
 * Whether a number is surely what it was before JavaScript read it: 15 significant digits survive
 * a double in both directions; a whole number beyond 2^53 may be the neighbour of what was sent.
 */
export function keepsItsDigits(number: number): boolean {
  if (Number.isInteger(number)) return Number.isSafeInteger(number);
  return Number.isFinite(number) && significantDigits(String(number)) <= 15;
}

/** Of a number's shortest text, which never ends in a zero behind the point. */
function significantDigits(text: string): number {
  const mantissa = text.split("e", 1)[0] ?? "";
  return mantissa.replace(/[-.]/g, "").replace(/^0+/, "").length;
}
