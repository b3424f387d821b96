// Holds the module's decision against the peer's: every figure, word and body.

const FIGURES = new Set(['amount', 'quantity', 'unit_price', 'discount', 'unit_tax']);
/** What stands beside sales, and does not keep them from being made. */
const BESIDE = new Set(['LINE_UNLINKED', 'LINK_AMBIGUOUS', 'LOCATION_UNMAPPED']);

/** Where the two part, one line each; empty when they agree. */
export function differences(decision, own) {
  const found = [];
  const codes = (decision.exceptions ?? []).map(({ code }) => code).sort();
  const sales = decision.output?.sales ?? [];
  if (sales.length === 0 && own.sales.length === 0) {
    // The module says all that is wrong, the peer what it met: they must have met the same thing.
    const blocking = (list) => list.filter((code) => !BESIDE.has(code));
    const [module, peer] = [blocking(codes), blocking(own.exceptions)];
    const same = module.length === 0 ? peer.length === 0 : peer.some((code) => module.includes(code));
    if (!same) found.push(`the module raises ${codes}, the peer ${own.exceptions}`);
  } else {
    part(codes, [...own.exceptions].sort(), 'exceptions', found);
  }
  part(decision.output?.skipped, own.skipped, 'skipped', found);
  if (sales.length !== own.sales.length) return [...found, `${sales.length} sales, the peer has ${own.sales.length}`];
  sales.forEach(({ requests, ...sale }, at) => {
    const { bodies, ...other } = own.sales[at];
    part(sale, other, `sales[${at}]`, found);
    part(requests.map(({ body }) => body), bodies, `sales[${at}].bodies`, found, true);
  });
  return found;
}

function part(module, peer, path, found, exact = false) {
  if (module === peer) return;
  if (typeof module === 'object' && typeof peer === 'object' && module !== null && peer !== null) {
    for (const key of new Set([...Object.keys(module), ...Object.keys(peer)])) {
      const below = Array.isArray(module) ? `${path}[${key}]` : `${path}.${key}`;
      if (!exact && FIGURES.has(key)) figure(module[key], peer[key], below, found);
      else part(module[key], peer[key], below, found, exact);
    }
    return;
  }
  found.push(`${path}: ${JSON.stringify(module)}, the peer has ${JSON.stringify(peer)}`);
}

/** Equal as numbers; `amount` may also be an object of its own. */
function figure(module, peer, path, found) {
  if (typeof module !== 'string' || typeof peer !== 'string') part(module, peer, path, found);
  else if (short(module) !== short(peer)) found.push(`${path}: ${module}, the peer has ${peer}`);
}

function short(number) {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number;
}
