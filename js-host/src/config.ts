/** A tenant's configuration on its way into the module: its time zones are filled in. */
import type { TenantConfig } from "./contract.ts";
import { encodeBody } from "./encode.ts";
import { decode, utf8 } from "./text.ts";
import { missingZones } from "./zones.ts";

/** A configuration as an object, or the text or bytes of its JSON file. */
export type ConfigInput = TenantConfig | string | Uint8Array | ArrayBuffer;

export function encodeConfig(config: unknown): Uint8Array {
  const bytes = encodeBody(config, "$");
  const document = read(bytes);
  if (!document) return bytes;
  const { text, fields } = document;
  const zones = missingZones(fields);
  if (Object.keys(zones).length === 0) return bytes;
  if (isRecord(fields.zones)) {
    return utf8(JSON.stringify({ ...fields, zones: { ...fields.zones, ...zones } }));
  }
  if ("zones" in fields) return bytes;
  // Spliced into the text instead of printed again: a field that stands twice stays visible.
  return utf8(`${text.slice(0, text.lastIndexOf("}"))},"zones":${JSON.stringify(zones)}}`);
}

/** Undefined when it is not a JSON object: the module says what is wrong, and where. */
function read(bytes: Uint8Array): { text: string; fields: Partial<TenantConfig> } | undefined {
  try {
    const text = decode(bytes);
    const fields: unknown = JSON.parse(text);
    return isRecord(fields) ? { text, fields } : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, never> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
