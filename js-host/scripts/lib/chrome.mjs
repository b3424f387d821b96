/** Finds a browser with its driver for the tests; installs Debian's where that is possible. */
import { spawnSync } from "node:child_process";

import { say } from "./command.mjs";

let found;

/** `{ driver }`, or `{ missing }` with the reason. */
export function chrome() {
  return (found ??= find() ?? install());
}

function find() {
  const browser = ["chromium", "google-chrome", "chrome", "chromium-browser"].some(which);
  const driver = which("chromedriver");
  return browser && driver ? { driver } : undefined;
}

function install() {
  const missing = "there is no chromium with chromedriver, and they cannot be installed here";
  if (process.getuid?.() !== 0 || !which("apt-get")) return { missing };
  say("- installing chromium and its driver");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) => spawnSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] }).status === 0;
  const packages = ["install", "-y", "-qq", "--no-install-recommends", "chromium", "chromium-driver"];
  return ((apt(...packages) || (apt("update", "-qq") && apt(...packages))) && find()) || { missing };
}

function which(program) {
  const { status, stdout } = spawnSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}
