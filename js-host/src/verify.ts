/**
 * Whether a webhook comes from who it says: its signature, over the raw body.
 *
 * Call it before anything reads the body, with the bytes as they were received: a body that was
 * parsed and printed again has another signature. The answer is a plain boolean, so that
 * `if (await …)` cannot be fooled. Needs WebCrypto: Node 20, workerd, browsers.
 */
import { fromBase64 } from "./base64.ts";
import { asBytes } from "./bytes.ts";
import { decode, utf8 } from "./text.ts";

const HMAC = { name: "HMAC", hash: "SHA-256" } as const;
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/]{43}=$/;

/**
 * A webhook of Shopify.
 * @param signature the header `X-Shopify-Hmac-Sha256`; a missing one is never genuine
 * @param secrets the app's client secrets: the old one signs for up to an hour after a rotation
 */
export async function verifyShopify(
  body: Uint8Array,
  signature: string | null | undefined,
  secrets: readonly string[],
): Promise<boolean> {
  const mac = signature?.trim() ?? "";
  return verify(body, BASE64.test(mac) ? fromBase64(mac) : undefined, secrets);
}

/**
 * A webhook of Lightspeed X-Series.
 * @param signature the header `X-Signature`: `signature=<mac>, algorithm=HMAC-SHA256`, the mac in
 * hexadecimal or base64
 * @param secrets the app's OAuth client secrets
 */
export async function verifyLightspeed(
  body: Uint8Array,
  signature: string | null | undefined,
  secrets: readonly string[],
): Promise<boolean> {
  return verify(body, macOf(signature ?? ""), secrets);
}

/**
 * The JSON document in a form-encoded webhook of Lightspeed X-Series. Undefined when there is no
 * field `payload`, more than one, or one that is not text. Verify the body first.
 */
export function lightspeedPayload(body: Uint8Array): Uint8Array | undefined {
  try {
    const values = decode(rawBytes(body))
      .split("&")
      .filter((field) => field.startsWith("payload="))
      .map((field) => field.slice("payload=".length));
    const [value] = values;
    if (value === undefined || values.length > 1) return undefined;
    return utf8(decodeURIComponent(value.replaceAll("+", " ")));
  } catch (error) {
    // Neither bytes that are no UTF-8 nor a broken escape is a payload.
    if (error instanceof NotBytes) throw error;
    return undefined;
  }
}

/** Each part is `name=value`; base64 may hold `=` itself. */
function macOf(header: string): Uint8Array<ArrayBuffer> | undefined {
  const parts = new Map<string, string>();
  for (const part of header.split(",")) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(at, 0)).trim().toLowerCase();
    if (name === "" || parts.has(name)) return undefined;
    parts.set(name, part.slice(at + 1).trim());
  }
  if (parts.get("algorithm")?.toUpperCase() !== "HMAC-SHA256") return undefined;
  const mac = parts.get("signature") ?? "";
  if (HEX.test(mac)) return Uint8Array.from(mac.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return BASE64.test(mac) ? fromBase64(mac) : undefined;
}

async function verify(
  body: Uint8Array,
  mac: Uint8Array<ArrayBuffer> | undefined,
  secrets: readonly string[],
): Promise<boolean> {
  const bytes = rawBytes(body);
  // Anybody can sign with an empty secret: a setting that is missing must not open the door.
  if (secrets.length === 0) throw new TypeError("no secret to verify a webhook with");
  if (secrets.some((secret) => typeof secret !== "string" || secret === "")) {
    throw new TypeError("a secret to verify webhooks with is empty");
  }
  if (mac === undefined) return false;
  let genuine = false;
  // Every secret is tried, also after a hit, and the platform compares in constant time.
  for (const secret of secrets) {
    const key = await crypto.subtle.importKey("raw", new Uint8Array(utf8(secret)), HMAC, false, ["verify"]);
    if (await crypto.subtle.verify(HMAC, key, mac, bytes)) genuine = true;
  }
  return genuine;
}

/** A body that was parsed already cannot be verified: a mistake of the host, not of the sender. */
class NotBytes extends TypeError {}

/** A copy: the caller's bytes may change while the platform works on them. */
function rawBytes(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = asBytes(body);
  if (bytes === undefined) throw new NotBytes("the raw body of a webhook is bytes, as they were received");
  return new Uint8Array(bytes);
}
