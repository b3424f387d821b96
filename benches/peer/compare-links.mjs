// Holds the module's links against the peer's: each link with what it was made by and what it takes
// over, who is left to a person, and who is skipped.

/** What the peer judges of a link. */
const SAID = ['item', 'by', 'instead_of_item', 'instead_of_variant', 'renamed'];
/** Why codes alone leave a variant to a person; the other reasons rest on the candidates. */
const BY_CODES = new Set(['duplicate_items', 'duplicate_variants', 'codes_disagree', 'item_taken']);

/** Where the two part, one line each; empty when they agree. */
export function linkDifferences(decision, own) {
  if (own.incomplete === true || decision.output === undefined) {
    const codes = (decision.exceptions ?? []).map(({ code }) => code);
    const same = own.incomplete === true && codes.length > 0 && codes.every((code) => code === 'CATALOGUE_INCOMPLETE');
    return same ? [] : [`the module raises ${codes}, the peer ${own.incomplete === true ? 'too few' : 'nothing'}`];
  }
  const { links, review, skipped } = decision.output;
  // Who has no code is linked by words or not at all, and that is not the peer's.
  const bare = new Set(own.bare);
  const found = [];
  part(links.filter(({ by }) => by !== 'words'), own.links, (link) => SAID.map((name) => link[name]).join(' '), 'link', found);
  for (const { variant, by } of links) if (by === 'words' && !bare.has(variant)) found.push(`${variant} is linked by words, and has a code`);
  const why = ({ reason }) => (BY_CODES.has(reason) ? reason : 'like');
  part(review.filter(({ variant }) => !bare.has(variant)), own.review, why, 'review', found);
  part(skipped, own.skipped.map((variant) => ({ variant })), () => 'skipped', 'skipped', found);
  return found;
}

function part(module, peer, tell, what, found) {
  const theirs = new Map(peer.map((row) => [row.variant, tell(row)]));
  for (const row of module) {
    const [own, other] = [tell(row), theirs.get(row.variant)];
    if (own !== other) found.push(`${what} of ${row.variant}: ${own}, the peer has ${other}`);
    theirs.delete(row.variant);
  }
  for (const [variant, other] of theirs) found.push(`${what} of ${variant}: none, the peer has ${other}`);
}
