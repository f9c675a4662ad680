// La réponse d'un CONSTRUCT ou d'un DESCRIBE, venue en N-Triples, dans les autres formats de RDF.
import { escaped, written } from "./tables.js";

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const LINE = /^(<[^>]*>|_:\S+) <([^>]*)> (.+) \.$/;
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/;

// Les triplets, ou rien où l'un d'eux en contient un autre (RDF-star).
export const read = (text) => {
  const lines = text.split("\n").filter((line) => line.trim());
  const triples = lines.map((line) => line.match(LINE)).map((found) => found && [term(found[1]), found[2], term(found[3])]);
  return triples.every((triple) => triple && triple[0] && triple[2]) ? triples : null;
};

const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
const unescaped = (text) =>
  text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, sign) =>
    four || eight ? String.fromCodePoint(parseInt(four || eight, 16)) : ESCAPES[sign] || sign);

const term = (text) => {
  if (text.startsWith("<")) return text.startsWith("<<") ? null : { type: "uri", value: unescaped(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { type: "bnode", value: text.slice(2) };
  const found = text.match(LITERAL);
  return found && { type: "literal", value: unescaped(found[1]), "xml:lang": found[2], datatype: found[3] };
};

const bySubject = (triples) => {
  const found = new Map();
  for (const [subject, property, value] of triples) {
    const key = written(subject);
    if (!found.has(key)) found.set(key, { subject, facts: new Map() });
    const { facts } = found.get(key);
    facts.set(property, [...(facts.get(property) || []), value]);
  }
  return [...found.values()];
};

export const turtle = (triples, prefixes) => {
  const used = new Set();
  const short = (one) => {
    if (one.type !== "uri") return one.datatype && written(one).endsWith(">") ? written({ ...one, datatype: "" }) + "^^" + short({ type: "uri", value: one.datatype }) : written(one);
    const pairs = Object.entries(prefixes).filter(([, iri]) => one.value.startsWith(iri)).sort((a, b) => b[1].length - a[1].length);
    const local = pairs.length ? one.value.slice(pairs[0][1].length) : "/";
    if (!/^([A-Za-z_][\w-]*)?$/.test(local)) return written(one);
    used.add(pairs[0][0]);
    return `${pairs[0][0]}:${local}`;
  };
  const blocks = bySubject(triples).map(({ subject, facts }) => {
    const lines = [...facts].map(([property, values]) => `    ${property === TYPE ? "a" : short({ type: "uri", value: property })} ${values.map(short).join(" , ")}`);
    return `${short(subject)}\n${lines.join(" ;\n")} .\n`;
  });
  const declared = [...used].sort().map((prefix) => `@prefix ${prefix}: <${prefixes[prefix]}> .\n`).join("");
  return `${declared}\n${blocks.join("\n")}`.trimStart();
};

export const jsonld = (triples) =>
  JSON.stringify(bySubject(triples).map(({ subject, facts }) => {
    const node = { "@id": named(subject) };
    for (const [property, values] of facts)
      if (property === TYPE) node["@type"] = values.map(named);
      else node[property] = values.map(asValue);
    return node;
  }), null, 1);

const named = (one) => (one.type === "bnode" ? `_:${one.value}` : one.value);
const asValue = (one) => {
  if (one.type !== "literal") return { "@id": named(one) };
  return { "@value": one.value, ...(one["xml:lang"] ? { "@language": one["xml:lang"] } : one.datatype ? { "@type": one.datatype } : {}) };
};

// Rien où le nom d'une propriété ne peut s'écrire en XML.
export const rdfxml = (triples) => {
  const about = (one, name) => (one.type === "bnode" ? `rdf:nodeID="${one.value}"` : `rdf:${name}="${escaped(one.value)}"`);
  const blocks = [];
  for (const { subject, facts } of bySubject(triples)) {
    const lines = [];
    for (const [property, values] of facts) {
      const cut = property.match(/^(.*[^\w.-])([A-Za-z_][\w.-]*)$/);
      if (!cut) return null;
      for (const one of values) {
        const open = `p:${cut[2]} xmlns:p="${escaped(cut[1])}"`;
        const lang = one["xml:lang"] ? ` xml:lang="${one["xml:lang"]}"` : one.datatype ? ` rdf:datatype="${escaped(one.datatype)}"` : "";
        lines.push(one.type === "literal" ? `  <${open}${lang}>${escaped(one.value)}</p:${cut[2]}>` : `  <${open} ${about(one, "resource")}/>`);
      }
    }
    blocks.push(` <rdf:Description ${about(subject, "about")}>\n${lines.join("\n")}\n </rdf:Description>`);
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n${blocks.join("\n")}\n</rdf:RDF>\n`;
};
