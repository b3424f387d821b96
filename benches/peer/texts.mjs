// What people wrote, as Lightspeed's staff will read it.

const LIMIT = 1000;
const CARD = /\d(?:[ -]?\d){12,}/g;

/** The order's note, its attributes, purchase order, terms and company. */
export function saleNote(of, order) {
  const parts = [];
  if (order.note) add(parts, order.note.trim());
  for (const { name, value } of order.note_attributes ?? []) add(parts, `${name}: ${value}`);
  if (order.po_number) parts.push(`PO ${order.po_number}`);
  if (order.payment_terms) parts.push(`Terms: ${order.payment_terms.payment_terms_name}`);
  if (order.company) parts.push(`Company ${order.company.id} / ${order.company.location_id}`);
  return parts.length === 0 ? undefined : tidy(of, parts.join('\n'));
}

/** Title, variant and SKU of a line that stands on the placeholder; properties; bundle. */
export function lineNote(of, order, line, placed) {
  const { properties } = line;
  if (!placed && line.sales_line_item_group_id == null && !(properties?.length > 0)) return undefined;
  const parts = [];
  if (placed) add(parts, [line.title, line.variant_title, line.sku].filter(Boolean).join(' / '));
  for (const { name, value } of properties ?? []) {
    if (!String(name).startsWith('_')) add(parts, `${name}: ${value}`);
  }
  if (line.sales_line_item_group_id != null) {
    const group = order.line_item_groups?.find(({ id }) => id === line.sales_line_item_group_id);
    if (group?.title) parts.push(`Bundle: ${group.title}`);
  }
  return parts.length === 0 ? undefined : tidy(of, parts.join('\n'));
}

function add(parts, text) {
  if (text !== '') parts.push(text);
}

/** No card number on X-Series, and not too long: whole characters, not halves of them. */
export function tidy(of, text) {
  const clean = of.x && text.length > 12 ? text.replace(CARD, blacken) : text;
  if (clean.length <= LIMIT) return clean;
  const characters = [...clean];
  return characters.length <= LIMIT ? clean : characters.slice(0, LIMIT).join('');
}

function blacken(run) {
  let sum = 0;
  let count = 0;
  for (let at = run.length - 1; at >= 0; at -= 1) {
    const digit = run.charCodeAt(at) - 48;
    if (digit < 0) continue;
    const twice = digit * 2;
    if (count % 2 === 0) sum += digit;
    else sum += twice > 9 ? twice - 9 : twice;
    count += 1;
  }
  return count <= 19 && sum % 10 === 0 ? '[number removed]' : run;
}

/** An address on one line. */
export function oneLine(address) {
  const name = `${address.first_name ?? ''} ${address.last_name ?? ''}`.trim();
  return [name, address.company, address.address1, address.address2, address.city,
    address.province_code, address.zip, address.country_code].filter(Boolean).join(', ');
}
