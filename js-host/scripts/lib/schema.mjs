/** Small changes to JSON Schemas, so that the types made from them are what a person would write. */

/** A reference with a description beside it would become a type of its own for each place. */
export function tidy(node) {
  if (Array.isArray(node)) return node.map(tidy);
  if (typeof node !== "object" || node === null) return node;
  const { $ref, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, tidy(value)]),
  );
  if ($ref === undefined) return rest;
  return Object.keys(rest).length === 0 ? { $ref } : { ...rest, allOf: [{ $ref }] };
}

/** A property about which nothing is said but what it means can be any JSON. */
export function anything(definition) {
  if (!definition.properties) return definition;
  const says = (property) => Object.keys(property).some((key) => key !== "description");
  const properties = Object.entries(definition.properties).map(([name, property]) => [
    name,
    says(property) ? property : { ...property, tsType: "unknown" },
  ]);
  return { ...definition, properties: Object.fromEntries(properties) };
}

/** What the module has nothing to say about it leaves out: it does not write null. */
export function neverNull({ properties = {}, required = [] }) {
  for (const [name, property] of Object.entries(properties)) {
    if (required.includes(name)) continue;
    if (Array.isArray(property.type)) property.type = property.type.filter((type) => type !== "null");
    if (property.anyOf) property.anyOf = property.anyOf.filter(({ type }) => type !== "null");
  }
}

/** The same with every reference renamed. */
export function renamed(node, rename) {
  const text = JSON.stringify(node);
  return JSON.parse(text.replace(/"#\/\$defs\/([^"]+)"/g, (_, name) => `"#/$defs/${rename(name)}"`));
}
