/** Offsets of time zones against dates that are known from elsewhere. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { missingZones, offsetsOf } from "../src/zones.ts";

test("New York changes at 2 o'clock local time on the known Sundays", () => {
  const offsets = offsetsOf("America/New_York") ?? [];
  assert.deepEqual(offsets.slice(0, 3), [
    { from: "1970-01-01T00:00:00Z", offset: "-05:00" },
    { from: "2015-03-08T07:00:00Z", offset: "-04:00" },
    { from: "2015-11-01T06:00:00Z", offset: "-05:00" },
  ]);
  assert.ok(offsets.some(({ from, offset }) => from === "2026-03-08T07:00:00Z" && offset === "-04:00"));
  assert.equal(offsets.length, 1 + 25 * 2);
});

test("odd zones: half an hour, two changes within a month, a change for good", () => {
  const lord = offsetsOf("Australia/Lord_Howe") ?? [];
  assert.deepEqual(new Set(lord.map(({ offset }) => offset)), new Set(["+11:00", "+10:30"]));
  const casablanca = offsetsOf("Africa/Casablanca") ?? [];
  const ramadan = casablanca.filter(({ from }) => from.startsWith("2024"));
  assert.deepEqual(ramadan, [
    { from: "2024-03-10T02:00:00Z", offset: "+00:00" },
    { from: "2024-04-14T02:00:00Z", offset: "+01:00" },
  ]);
  assert.deepEqual(offsetsOf("Europe/Istanbul")?.at(-1), { from: "2016-03-27T01:00:00Z", offset: "+03:00" });
  assert.deepEqual(offsetsOf("UTC"), [{ from: "1970-01-01T00:00:00Z", offset: "+00:00" }]);
  assert.deepEqual(offsetsOf("Asia/Tokyo"), [{ from: "1970-01-01T00:00:00Z", offset: "+09:00" }]);
});

test("only what is missing is filled in, and unknown zones are left out", () => {
  const outlet = (time_zone: string) => ({ id: "1", register: "1", time_zone });
  const config = {
    time_zone: "Europe/London",
    outlets: [outlet("Mars/Olympus"), outlet("Asia/Tokyo"), outlet("Europe/Paris")],
    zones: { "Europe/Paris": [] },
  };
  assert.deepEqual(Object.keys(missingZones(config)), ["Europe/London", "Asia/Tokyo"]);
  assert.deepEqual(missingZones({ time_zone: 5, outlets: [null] } as never), {});
});
