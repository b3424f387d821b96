// What kits are made of in the end. A recipe is a list of items with thousandths, or a word for why
// there is none.

const DEEPEST = 16;

/** Puts `recipe` on each kit, and `uses` on each component. */
export function recipesOf(state, links) {
  const { of, items, untracked } = state;
  const given = new Map();
  const itemOf = (id) => {
    let item = items.get(id);
    if (item === undefined) {
      item = { id, levels: undefined, rows: undefined, variants: undefined, uncounted: untracked?.has(id) ?? false, recipe: undefined, uses: undefined };
      items.set(id, item);
    }
    return item;
  };
  for (const { item, components } of of.kits) {
    given.set(itemOf(item), components);
    for (const component of components) itemOf(component.item);
  }
  for (const item of [...items.values()]) {
    if (item.given === undefined) continue;
    for (const component of item.given ?? []) itemOf(component.item);
    if (!given.has(item)) given.set(item, item.given);
  }
  if (of.ownKits || given.size === 0) return;
  const done = new Map();
  const open = (kit, path) => {
    if (done.has(kit)) return done.get(kit);
    if (path.includes(kit)) return { why: 'kit_cycle' };
    if (path.length >= DEEPEST) return { why: 'kit_too_deep' };
    const own = opened(kit, [...path, kit]);
    if (path.length === 0 || (own.why !== 'kit_cycle' && own.why !== 'kit_too_deep')) done.set(kit, own);
    return own;
  };
  const opened = (kit, path) => {
    const recipe = given.get(kit);
    if (recipe === null) return { why: 'kit_untold' };
    const made = new Map();
    let depth = 1;
    for (const { item: id, quantity } of recipe) {
      const [item, need] = [items.get(id), Math.round(Number(quantity) * 1000)];
      if (given.has(item)) {
        const inner = open(item, path);
        if (inner.why !== undefined) return inner;
        depth = Math.max(depth, inner.depth + 1);
        for (const [part, each] of inner.made) made.set(part, (made.get(part) ?? 0) + (each * need) / 1000);
      } else if (!item.uncounted) made.set(item, (made.get(item) ?? 0) + need);
    }
    return depth > DEEPEST ? { why: 'kit_too_deep' } : { made, depth };
  };
  for (const kit of given.keys()) {
    const { why, made } = open(kit, []);
    if (why !== undefined) {
      kit.recipe = why;
      continue;
    }
    const order = (one, other) => (one.item.id < other.item.id ? -1 : 1);
    kit.recipe = [...made].map(([item, need]) => ({ item, need })).sort(order);
    for (const { item, need } of kit.recipe) (item.uses ??= []).push({ kit, need });
  }
}
