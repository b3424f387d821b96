/** UTC offsets of time zones, from the host's `Intl`: the module has no time-zone database. */
import type { ZoneOffset, TenantConfig } from "./contract.ts";

const DAY = 86_400;
const FROM = Date.UTC(2015, 0, 1) / 1000;
const UNTIL = Date.UTC(2040, 0, 1) / 1000;
/** Shorter than the shortest time between two changes (Morocco's, around Ramadan). */
const STRIDE = 7 * DAY;

const known = new Map<string, ZoneOffset[] | undefined>();

/** The `zones` a configuration needs and does not give. Unknown zones are left to `check`. */
export function missingZones(config: Partial<TenantConfig>): Record<string, ZoneOffset[]> {
  const outlets = Array.isArray(config.outlets) ? config.outlets : [];
  const names = [config.time_zone, ...outlets.map((outlet) => outlet?.time_zone)];
  const missing: Record<string, ZoneOffset[]> = {};
  for (const name of names) {
    if (typeof name !== "string" || Object.hasOwn(config.zones ?? {}, name)) continue;
    const offsets = offsetsOf(name);
    if (offsets) missing[name] = offsets;
  }
  return missing;
}

/** When a zone has which offset; undefined for an unknown zone or a host without `Intl`. */
export function offsetsOf(zone: string): ZoneOffset[] | undefined {
  if (!known.has(zone)) known.set(zone, compute(zone));
  return known.get(zone);
}

function compute(zone: string): ZoneOffset[] | undefined {
  const offset = reader(zone);
  if (!offset) return undefined;
  let current = offset(FROM);
  const offsets: ZoneOffset[] = [{ from: "1970-01-01T00:00:00Z", offset: current }];
  for (let time = FROM; time < UNTIL; time += STRIDE) {
    const end = Math.min(time + STRIDE, UNTIL);
    const next = offset(end);
    if (next === current) continue;
    offsets.push({ from: instant(firstOf(next, time, end, offset)), offset: next });
    current = next;
  }
  return offsets;
}

/** The first second in (`low`, `high`] with this offset. */
function firstOf(next: string, low: number, high: number, offset: (at: number) => string): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === next) high = middle;
    else low = middle;
  }
  return high;
}

function reader(zone: string): ((seconds: number) => string) | undefined {
  try {
    const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    return (seconds) => {
      const parts = format.formatToParts(seconds * 1000);
      const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
      return /[+-]\d\d:\d\d/.exec(name)?.[0] ?? "+00:00";
    };
  } catch {
    return undefined;
  }
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}
