// The module and its facade, as this host takes them: from the built package, the way any other
// host does. The one place that says where it is.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

type Package = typeof import('../src/index.ts');

const BUILT = fileURLToPath(new URL('../../pkg/dist/node.cjs', import.meta.url));

if (!existsSync(BUILT)) {
  process.stderr.write('tillbridge: the package is not built.\n  hint: run `npm --prefix js-host run build`.\n');
  process.exit(1);
}
// Required, not imported: its types are the sources' own, which need no build.
const built = createRequire(import.meta.url)(BUILT) as Package;

export const { Bridge, ConfigError, NotSent, TillbridgeError, check, describe, run, systemClock } = built;
export type Bridge = InstanceType<Package['Bridge']>;
export type {
  Answer, Clock, Event, Exception, Http, Outcome, Ports, Request, Row, Store, Task, TenantConfig,
} from '../src/index.ts';
