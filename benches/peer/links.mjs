// What a careful, fast hand would write instead of `link.items`, from docs/links.md alone: one pass
// over each catalogue, one map of codes, no classes. The bench measures the module against it, and
// js-host/test/peer-links.test.ts holds it to every golden and to made catalogues.
//
// It links what stands and what has equal codes, and names the variants that are left to a person.
// It does not look at words (variants without any code are `bare`: told, and not judged), and it
// shows no candidates, worth, kits, duplicates or orphans: it does less than the module.

import { itemOf, variantOf } from './catalogue-rows.mjs';
import { keyOf, looseOf, normal } from './codes.mjs';

const MOST_SHARING = 40;
const STEPS = {
  sku: [['sku', 'sku'], ['sku', 'system_sku']],
  barcode: [['barcode', 'barcode'], ['barcode', 'system_sku'], ['sku', 'barcode']],
  vendor_code: [['sku', 'vendor_code']],
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What of the configuration decides. */
export function linkTenant(configText) {
  const { lightspeed, links } = JSON.parse(configText);
  return { x: lightspeed.series === 'X', steps: (links?.order ?? ['sku', 'barcode', 'vendor_code']).flatMap((key) => STEPS[key]) };
}

/** Bytes to bytes, as the module's own door. */
export function linkItemsBytes(of, context, payload) {
  return encoder.encode(JSON.stringify(linkItems(of, JSON.parse(decoder.decode(context)), JSON.parse(decoder.decode(payload)))));
}

/** From objects to an object. */
export function linkItems(of, { links: known = [], refused = [] }, { shopify, lightspeed }) {
  if (known.length > 0 && (shopify.length === 0 || lightspeed.length === 0)) return { incomplete: true };
  const work = { of, codes: new Map(), known: new Map(), former: new Map(), refused: new Set(), again: false };
  for (const link of known) {
    const variant = numberOf(link.variant);
    work.known.set(variant, link);
    work.former.set(String(link.item), variant);
  }
  for (const { variant, item } of refused) work.refused.add(`${numberOf(variant)} ${item}`);
  const items = lastOfEach(work, lightspeed, (row) => itemOf(of, row, (code, field, item) => note(work, code, field, item, false)));
  const variants = lastOfEach(work, shopify, (row) => variantOf(row, (code, field, variant) => note(work, code, field, variant, true)));
  const sorted = [...variants.values()].sort((one, other) => one.id - other.id);
  if (work.again) forgetReplaced(work.codes);
  forgetCommon(work.codes);
  stand(work, sorted, items);
  for (const step of of.steps) decideStep(work, sorted, step);
  return conclude(work, sorted);
}

function numberOf(id) {
  return Number(String(id).replace(/^.*\//, ''));
}

/** Whoever stands on two pages counts as it was read last. */
function lastOfEach(work, rows, read) {
  const byId = new Map();
  for (const row of rows) {
    const own = read(row);
    const earlier = byId.get(own.id);
    if (earlier !== undefined) work.again = earlier.replaced = true;
    byId.set(own.id, own);
  }
  return byId;
}

/** Puts a code before all others of its side that have its loose form. */
function note({ codes }, code, field, owner, variant) {
  const form = normal(code);
  if (form === '') return;
  const key = keyOf(form);
  const loose = looseOf(form);
  let group = codes.get(loose);
  if (group === undefined) codes.set(loose, group = { common: false, count: 0, variants: undefined, items: undefined });
  const own = { key, field, owner, group, next: variant ? group.variants : group.items };
  if (variant) group.variants = own;
  else group.items = own;
  group.count += 1;
  owner.codes.push(own);
}

function forgetReplaced(codes) {
  const kept = (first) => {
    let list;
    for (let code = first; code !== undefined;) {
      const { next } = code;
      if (!code.owner.replaced) list = Object.assign(code, { next: list });
      code = next;
    }
    return list;
  };
  for (const group of codes.values()) {
    group.variants = kept(group.variants);
    group.items = kept(group.items);
  }
}

/** A code that very many share tells nothing. */
function forgetCommon(codes) {
  for (const group of codes.values()) {
    if (group.count <= MOST_SHARING) continue;
    const owners = new Set();
    for (const first of [group.variants, group.items]) for (let code = first; code !== undefined; code = code.next) owners.add(code.owner);
    if (owners.size <= MOST_SHARING) continue;
    group.common = true;
    group.variants = group.items = undefined;
  }
}

/** Who is linked stays linked, while the item is there. */
function stand({ known }, variants, items) {
  for (const variant of variants) {
    const link = variant.giftCard ? undefined : known.get(variant.id);
    const item = link === undefined ? undefined : items.get(String(link.item));
    if (item !== undefined && !item.archived && item.state === 'open') {
      item.state = 'taken';
      variant.state = 'linked';
      variant.item = item;
      variant.by = link.by_hand === true ? 'hand' : 'stored';
    } else if (variant.giftCard || variant.archived) {
      variant.state = 'skipped';
    }
  }
}

/** All of a step is judged by how things stood before it. */
function decideStep(work, variants, step) {
  const found = [];
  for (const variant of variants) {
    if (variant.state !== 'open') continue;
    const own = codeOf(variant, step[0]);
    if (own?.group.items !== undefined) judge(work, variant, own, step, found);
  }
  for (const { variant, reason, items } of found) {
    if (reason === undefined) {
      variant.state = 'linked';
      variant.by = `${step[0]}=${step[1]}`;
      [variant.item] = items;
      variant.item.state = 'taken';
    } else {
      variant.state = 'blocked';
      variant.reason = reason;
      for (const item of items) if (item.state === 'open') item.state = 'blocked';
    }
  }
}

function codeOf({ codes: [first, second] }, kind) {
  return first?.field === kind ? first : second?.field === kind ? second : undefined;
}

function judge({ refused }, variant, own, step, found) {
  const items = [];
  let taken = false;
  for (let other = own.group.items; other !== undefined; other = other.next) {
    const { key, field, owner } = other;
    if (field !== step[1] || key !== own.key || owner.archived || isRefused(refused, variant, owner)) continue;
    if (owner.state !== 'open') taken = true;
    else if (!items.includes(owner)) items.push(owner);
  }
  if (items.length === 0 && !taken) return;
  let reason;
  if (items.length > 1) reason = 'duplicate_items';
  else if (taken) reason = 'item_taken';
  else if (rivals(refused, items[0], step) > 1) reason = 'duplicate_variants';
  else if (disagree(variant, items[0], step)) reason = 'codes_disagree';
  found.push({ variant, reason, items });
}

function isRefused(refused, variant, item) {
  return refused.size > 0 && refused.has(`${variant.id} ${item.id}`);
}

/** How many open variants have one of the item's codes. */
function rivals(refused, item, step) {
  let first;
  for (const { key, field, group } of item.codes) {
    if (field !== step[1]) continue;
    for (let other = group.variants; other !== undefined; other = other.next) {
      const fits = other.field === step[0] && other.key === key && other.owner.state === 'open' && other.owner !== first;
      if (!fits || isRefused(refused, other.owner, item)) continue;
      if (first !== undefined) return 2;
      first = other.owner;
    }
  }
  return first === undefined ? 0 : 1;
}

const isLabel = (field) => field === 'barcode' || field === 'system_sku';

/** Whether the barcodes speak against a pair that another code speaks for. */
function disagree(variant, item, step) {
  if (step[0] === 'barcode' || step[1] === 'barcode') return false;
  const barcode = codeOf(variant, 'barcode');
  if (barcode === undefined) return false;
  const { key, group } = barcode;
  if (item.codes.some((code) => isLabel(code.field) && code.key === key)) return false;
  for (let code = group.items; code !== undefined; code = code.next) {
    if (isLabel(code.field) && code.key === key && !code.owner.archived) return true;
  }
  return item.codes.some(({ field }) => field === 'barcode');
}

function conclude({ known, former, refused }, variants) {
  const output = { links: [], review: [], skipped: [], bare: [] };
  for (const variant of variants) {
    const id = `gid://shopify/ProductVariant/${variant.id}`;
    if (variant.state === 'linked') output.links.push(linkOf(id, variant, known, former));
    else if (variant.state === 'skipped') output.skipped.push(id);
    else if (variant.codes.length === 0) output.bare.push(id);
    else if (variant.state === 'blocked') output.review.push({ variant: id, reason: variant.reason });
    else if (isLike(refused, variant) || known.has(variant.id)) output.review.push({ variant: id });
  }
  return output;
}

function linkOf(id, { id: number, item, by, codes }, known, former) {
  const link = { variant: id, item: item.id, by };
  if (by === 'stored' || by === 'hand') {
    if (!codes.some(({ key }) => item.codes.some((code) => code.key === key))) link.renamed = true;
  } else if (known.has(number)) {
    link.instead_of_item = String(known.get(number).item);
  } else if (former.has(item.id)) {
    link.instead_of_variant = `gid://shopify/ProductVariant/${former.get(item.id)}`;
  }
  return link;
}

/** Whether any item is like the variant, or so many that nobody can tell. */
function isLike(refused, variant) {
  for (const { group } of variant.codes) {
    if (group.common) return true;
    for (let code = group.items; code !== undefined; code = code.next) if (!isRefused(refused, variant, code.owner)) return true;
  }
  return false;
}
