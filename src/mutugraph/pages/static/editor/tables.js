// La réponse d'un SELECT dans les formats de SPARQL 1.1, sans la demander de nouveau.
export const csv = ({ head, results }) =>
  [head.vars, ...results.bindings.map((row) => head.vars.map((name) => plain(row[name])))]
    .map((cells) => cells.map(quoted).join(",") + "\r\n").join("");

const plain = (term) => (term ? (term.type === "bnode" ? `_:${term.value}` : term.value) : "");
const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

export const tsv = ({ head, results }) =>
  [head.vars.map((name) => `?${name}`), ...results.bindings.map((row) => head.vars.map((name) => written(row[name])))]
    .map((cells) => cells.join("\t") + "\n").join("");

const XSD = "http://www.w3.org/2001/XMLSchema#";
const BARE = { integer: /^[+-]?\d+$/, decimal: /^[+-]?\d*\.\d+$/, double: /^[+-]?(\d+\.\d*|\.?\d+)[eE][+-]?\d+$/, boolean: /^(true|false)$/ };

// Un terme comme Turtle l'écrit.
export const written = (term) => {
  if (!term) return "";
  if (term.type === "uri") return `<${term.value}>`;
  if (term.type === "bnode") return `_:${term.value}`;
  const bare = term.datatype?.startsWith(XSD) && BARE[term.datatype.slice(XSD.length)];
  if (bare && bare.test(term.value)) return term.value;
  const text = `"${term.value.replace(/[\\"\n\r\t]/g, (sign) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" })[sign])}"`;
  if (term["xml:lang"]) return `${text}@${term["xml:lang"]}`;
  return term.datatype && term.datatype !== `${XSD}string` ? `${text}^^<${term.datatype}>` : text;
};

export const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[sign]};`);

export const xml = (found) => {
  const names = (found.head.vars || []).map((name) => `<variable name="${name}"/>`).join("");
  const rows = found.results?.bindings.map((row) => `<result>${Object.entries(row).map(binding).join("")}</result>`).join("");
  const body = rows === undefined ? `<boolean>${found.boolean}</boolean>` : `<results>${rows}</results>`;
  return `<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>${names}</head>${body}</sparql>`;
};

const binding = ([name, term]) => {
  const tag = { uri: "uri", bnode: "bnode" }[term.type] || "literal";
  const lang = term["xml:lang"] ? ` xml:lang="${term["xml:lang"]}"` : "";
  const type = term.datatype && !lang ? ` datatype="${escaped(term.datatype)}"` : "";
  return `<binding name="${name}"><${tag}${lang}${type}>${escaped(term.value)}</${tag}></binding>`;
};
