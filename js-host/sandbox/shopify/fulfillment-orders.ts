// Fulfilment orders: what each location is to send of an order (sheet 2.5). A REST id of a line
// is a number, GraphQL's a gid.

export type SeedFulfillmentOrder = {
  /** Number as text; given out in sequence when absent. */
  id?: string;
  status?: 'OPEN' | 'IN_PROGRESS' | 'SCHEDULED' | 'ON_HOLD' | 'INCOMPLETE' | 'CLOSED' | 'CANCELLED';
  /** Number of the location as text. */
  location: string;
  method?: 'SHIPPING' | 'LOCAL' | 'PICK_UP' | 'PICKUP_POINT' | 'RETAIL' | 'NONE';
  lines: { line: string; total: number; remaining?: number; inventoryItem?: string }[];
};

export type FulfillmentOrder = {
  id: string;
  status: string;
  location: string;
  method: string | null;
  lines: FulfillmentLine[];
};
/** Units are kept as text, like all numbers in the sandbox's documents. */
export type FulfillmentLine = { line: string; total: string; remaining: string; inventoryItem: string | null };

export function completeFulfillmentOrder(seed: SeedFulfillmentOrder, nextId: () => string): FulfillmentOrder {
  const status = seed.status ?? 'OPEN';
  return {
    id: seed.id ?? nextId(),
    status,
    location: seed.location,
    method: seed.method ?? 'SHIPPING',
    lines: seed.lines.map(({ line, total, remaining, inventoryItem }) => ({
      line,
      total: String(total),
      remaining: String(remaining ?? (status === 'CLOSED' ? 0 : total)),
      inventoryItem: inventoryItem ?? null,
    })),
  };
}
