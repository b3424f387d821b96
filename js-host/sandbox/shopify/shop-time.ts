// Times in webhooks are ISO 8601 in whole seconds with the shop's own offset, not Z (sheet 1.3).

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** 2026-11-20T05:00:00-05:00 for a time and a zone of the IANA. */
export function shopTime(iso: string, zone: string): string {
  const format = FORMATS.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' });
  FORMATS.set(zone, format);
  const at = Date.parse(iso);
  const named = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '00', minutes = '00'] = /GMT([+-])(\d\d):(\d\d)/.exec(named) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  return `${new Date(at + offset * 60_000).toISOString().slice(0, 19)}${sign}${hours}:${minutes}`;
}
