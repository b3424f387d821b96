/** Where things are. */
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const host = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const root = dirname(host);
export const pkg = join(root, "pkg");
export const dist = join(pkg, "dist");
export const schema = join(pkg, "schema");
export const types = join(pkg, "types");
export const target = join(root, "target");
export const work = join(host, ".build");
export const fault = join(host, "test", ".fault");

const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
export const tools = join(cache, "tillbridge", "tools");
