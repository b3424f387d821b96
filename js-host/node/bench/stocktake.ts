// What a stocktake costs, against the sandbox: tasks, requests of each kind, R-Series units (a read is
// one; the account's bucket holds 90 and gets one back each second), and seconds until Shopify shows it.

import { stocktake } from '../demo/stocktake.ts';

const count = Number(process.argv[2] ?? '10000');
for (const series of ['R', 'X'] as const) {
  const { cost, calls, shop } = await stocktake(series, count);
  await shop.close();
  process.stdout.write(`${JSON.stringify({ ...cost, rows: calls.reduce((sum, rows) => sum + rows.length, 0) })}\n`);
}
