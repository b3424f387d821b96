/** Signatures of webhooks, against node:crypto and a published vector. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { build } from "esbuild";
import { Miniflare } from "miniflare";

import { sign } from "../sandbox/shopify/webhook.ts";
import { node20 } from "./fixtures/packed.ts";
import { lightspeedPayload, verifyLightspeed, verifyShopify } from "../src/verify.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const body = utf8('{"id":5000000000000001,"email":"büyer@example.com"}');
const secret = "shpss_0123456789abcdef";
const mac = (form: "hex" | "base64", key = secret, over = body) => createHmac("sha256", key).update(over).digest(form);
const xHeader = (value: string) => `signature=${value}, algorithm=HMAC-SHA256`;

test("RFC 4231, test case 2, in either encoding", async () => {
  const data = utf8("what do ya want for nothing?");
  const hex = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  const base64 = "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=";
  assert.equal(await verifyShopify(data, base64, ["Jefe"]), true);
  assert.equal(await verifyLightspeed(data, xHeader(hex), ["Jefe"]), true);
  assert.equal(await verifyLightspeed(data, xHeader(base64), ["Jefe"]), true);
});

test("the raw body counts: one byte, or the same JSON printed anew, is another", async () => {
  assert.equal(await verifyShopify(body, mac("base64"), [secret]), true);
  const changed = body.slice();
  changed[5] = (changed[5] ?? 0) ^ 1;
  assert.equal(await verifyShopify(changed, mac("base64"), [secret]), false);
  const spaced = utf8(JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 1));
  assert.equal(await verifyShopify(spaced, mac("base64"), [secret]), false);
  assert.equal(await verifyShopify(new Uint8Array(), mac("base64", secret, new Uint8Array()), [secret]), true);
});

test("a view into a larger buffer is verified as the view", async () => {
  const larger = new Uint8Array(body.length + 20);
  larger.set(body, 10);
  assert.equal(await verifyShopify(larger.subarray(10, 10 + body.length), mac("base64"), [secret]), true);
  assert.equal(await verifyShopify(larger, mac("base64"), [secret]), false);
});

test("several secrets: either signs while a rotation lasts, none else", async () => {
  for (const used of ["old", "new"]) {
    assert.equal(await verifyShopify(body, mac("base64", used), ["old", "new"]), true);
    assert.equal(await verifyLightspeed(body, xHeader(mac("hex", used)), ["old", "new"]), true);
  }
  assert.equal(await verifyShopify(body, mac("base64", "older"), ["old", "new"]), false);
  assert.equal(await verifyLightspeed(body, xHeader(mac("hex", "older")), ["old", "new"]), false);
});

test("Shopify: missing, empty, short, long and wrongly encoded signatures are not genuine", async () => {
  const right = mac("base64");
  const wrong = [undefined, null, "", "=", right.slice(0, -4), right.slice(0, -1), `${right}AAAA`, `${right}=`,
    mac("hex"), right.toLowerCase(), right.replace(/^./, "*"), `${right},${right}`, "A".repeat(1_000_000)];
  for (const signature of wrong) assert.equal(await verifyShopify(body, signature, [secret]), false, String(signature).slice(0, 80));
  assert.equal(await verifyShopify(body, ` ${right} `, [secret]), true, "blanks around a header mean nothing");
});

test("Lightspeed: order and blanks of the parts are free, the algorithm is not", async () => {
  const hex = mac("hex");
  const right = [xHeader(hex), `signature=${hex},algorithm=HMAC-SHA256`, `algorithm=HMAC-SHA256,signature=${hex}`,
    `signature=${hex.toUpperCase()}, algorithm=hmac-sha256`, xHeader(mac("base64"))];
  for (const header of right) assert.equal(await verifyLightspeed(body, header, [secret]), true, header);
  const wrong = [undefined, null, "", hex, `signature=${hex}`, `signature=${hex}, algorithm=none`, `signature=, algorithm=HMAC-SHA256`,
    `algorithm=HMAC-SHA256`, xHeader(hex.slice(2)), xHeader(`${hex}00`), xHeader(hex.replace(/^./, "g")),
    `signature=${hex}, algorithm=HMAC-SHA1`, `signature=00, ${xHeader(hex)}`, `, ${xHeader(hex)}`];
  for (const header of wrong) assert.equal(await verifyLightspeed(body, header, [secret]), false, String(header));
});

test("without a secret nothing is verified: that is an error, also for an unsigned request", async () => {
  const signedWithNothing = mac("base64", "");
  for (const secrets of [[], [""], [secret, ""]]) {
    await assert.rejects(verifyShopify(body, signedWithNothing, secrets), TypeError);
    await assert.rejects(verifyShopify(body, null, secrets), TypeError);
    await assert.rejects(verifyLightspeed(body, xHeader(mac("hex", "")), secrets), TypeError);
  }
});

test("a body that was parsed already is refused", async () => {
  for (const parsed of [{ id: 1 }, "text", null, undefined]) {
    await assert.rejects(verifyShopify(parsed as never, mac("base64"), [secret]), /raw body/);
    assert.throws(() => lightspeedPayload(parsed as never), /raw body/);
  }
});

test("the payload of a form is found, decoded once, and never guessed", () => {
  const payload = '{"note":"1 + 1 = 2 & 100 %","name":"Zoë"}';
  const form = new URLSearchParams({ domain_prefix: "shop", payload, type: "sale.update" }).toString();
  assert.equal(new TextDecoder().decode(lightspeedPayload(utf8(form))), payload);
  for (const wrong of ["", "payload", "type=payload%3D", "mypayload=1", "payload=1&payload=2", "payload=%", "payload=%ff"]) {
    assert.equal(lightspeedPayload(utf8(wrong)), undefined, wrong);
  }
  assert.equal(lightspeedPayload(Uint8Array.of(0xff, 0xfe)), undefined);
});

test("what the sandbox's Shopify signs is genuine", async () => {
  assert.equal(await verifyShopify(body, sign(secret, body), [secret]), true);
  assert.equal(await verifyShopify(body, sign("another", body), [secret]), false);
});

/** Source of a program that verifies one right and one wrong signature, for other hosts. */
async function bundled(): Promise<string> {
  const contents = `
    import { verifyLightspeed, verifyShopify } from "./verify.ts";
    const body = new TextEncoder().encode(${JSON.stringify(new TextDecoder().decode(body))});
    const secrets = ["old", ${JSON.stringify(secret)}];
    export const verdicts = async () => [
      await verifyShopify(body, ${JSON.stringify(mac("base64"))}, secrets),
      await verifyShopify(body, ${JSON.stringify(mac("base64", "another"))}, secrets),
      await verifyLightspeed(body, ${JSON.stringify(xHeader(mac("hex")))}, secrets),
      await verifyLightspeed(body, ${JSON.stringify(xHeader(mac("hex", "another")))}, secrets),
    ].join();
    export default { fetch: async () => new Response(await verdicts()) };`;
  const resolveDir = fileURLToPath(new URL("../src", import.meta.url));
  const { outputFiles } = await build({ stdin: { contents, resolveDir, loader: "ts" }, bundle: true, format: "esm", write: false });
  return outputFiles[0]?.text ?? "";
}

test("in workerd", async () => {
  const worker = new Miniflare({ compatibilityDate: "2026-07-01", modules: true, script: await bundled() });
  try {
    assert.equal(await (await worker.dispatchFetch("http://worker/")).text(), "true,false,true,false");
  } finally {
    await worker.dispose();
  }
});

test("in Node 20", { skip: node20() ? false : "there is no Node 20 on the PATH" }, async () => {
  const program = `${await bundled()}\nprocess.stdout.write(await verdicts());`;
  const printed = execFileSync(node20() ?? "", ["--input-type=module", "--eval", program], { encoding: "utf8" });
  assert.equal(printed, "true,false,true,false");
});
