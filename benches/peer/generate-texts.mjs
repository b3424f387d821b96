// What people write: plain words, other scripts, far too much, and numbers of cards.

const WORDS = ['Please ring twice', 'Schöne Grüße', '\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd', '\u{1F381}\u{1F469}\u{1F3FD}\u200d\u{1F680} gift', '\u062a\u0633\u0644\u064a\u0645 \u0635\u0628\u0627\u062d\u0627'];
const CARDS = ['card 4111 1111 1111 1111 ok', 'ref: 5500-0000-0000-0004.', '378282246310005', 'no card: 4111 1111 1111 1112'];

export function textsOf(g) {
  const { chance, pick, between } = g.random;
  const { order } = g;
  if (chance(0.2)) order.note = pick([...WORDS, '', '  padded  ']);
  if (chance(0.03)) order.note = '\u{1F4E6}x'.repeat(between(400, 700));
  if (chance(0.04)) {
    order.note = pick(CARDS);
    g.features.add('card-like digits');
  }
  if (chance(0.1)) order.note_attributes = [{ name: 'gift', value: 'yes' }, { name: 'wish', value: pick(WORDS) }].slice(0, between(1, 2));
  if (chance(0.05)) order.po_number = 'PO-7781';
  if (chance(0.05)) order.payment_terms = { payment_terms_name: 'Net 30', payment_terms_type: 'net', due_in_days: 30 };
  if (chance(0.05)) order.company = { id: 5501, location_id: 6601 };
  for (const line of order.line_items) {
    if (chance(0.12)) line.properties = [{ name: '_hidden', value: 'x' }, { name: 'Engraving', value: pick([...WORDS, ...CARDS]) }].slice(between(0, 1));
    if (chance(0.05)) line.properties = [{ name: 'long', value: '\u{1F4E6}'.repeat(between(900, 1100)) }];
    if (chance(0.05)) {
      line.sales_line_item_group_id = 881;
      order.line_item_groups = [{ id: 881, title: 'Starter set', quantity: 1 }];
      g.features.add('bundle');
    }
  }
  if (order.note || order.line_items.some(({ properties }) => properties.length > 0)) g.features.add('texts');
}
