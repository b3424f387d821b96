#!/usr/bin/env node
// Starts the command line. It needs node:sqlite and runs TypeScript as it is, which Node has
// since 22.18: an older one hands over to the newer one that is installed beside this package.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);

if (!existsSync(new URL('../../pkg/dist/node.mjs', import.meta.url))) {
  process.stderr.write('tillbridge: the package is not built.\n  hint: run `npm --prefix js-host run build`.\n');
  process.exit(1);
}

if (major > 22 || (major === 22 && minor >= 18)) {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
  const { main } = await import('../node/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  const newer = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(newer)) {
    process.stderr.write(`tillbridge: Node ${process.versions.node} is too old, and the newer one is not installed.\n`
      + '  hint: run `npm --prefix js-host install`, or use Node 22.18 or later.\n');
    process.exit(1);
  }
  const child = spawn(newer, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`tillbridge: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal !== null) process.exitCode = 1;
    else process.exitCode = code ?? 1;
  });
}
