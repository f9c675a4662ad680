// Les termes que l'éditeur connaît : il les propose, et souligne ceux de l'ontologie qui n'existent pas.
import { syntaxTree } from "@codemirror/language";

const DISTANCE = 3;
const KINDS = { class: "classe", property: "propriété", namespace: "préfixe" };
const WORDS = "SELECT CONSTRUCT DESCRIBE ASK WHERE DISTINCT REDUCED PREFIX BASE FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER EXISTS NOT BIND VALUES UNDEF AS ORDER BY ASC DESC GROUP HAVING LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR BOUND IF COALESCE STR LANG LANGMATCHES DATATYPE IRI CONCAT STRLEN SUBSTR UCASE LCASE CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER REPLACE REGEX YEAR MONTH DAY NOW isIRI isLiteral isBlank IN"
  .split(" ").map((label) => ({ label, type: "keyword", boost: -1 }));

// `own` est le préfixe de l'ontologie ; `prefixes` mène de chaque préfixe à son espace de noms.
export const read = (listed) => {
  const prefixes = {};
  for (const one of listed) if (one.type === "namespace") prefixes[one.label.slice(0, -1)] = one.iri;
  const own = prefixes.mut || "";
  const local = new Set(listed.filter((one) => one.label.startsWith("mut:")).map((one) => one.label.slice(4)));
  const options = listed.map((one) => ({
    label: one.label, type: one.type, info: one.info || undefined,
    detail: [one.detail, KINDS[one.type]].filter(Boolean).join(" · "),
  }));
  return { prefixes, own, local, options: [...options, ...WORDS] };
};

export const propose = (known) => async (context) => {
  const variable = context.matchBefore(/[?$]\w*/);
  if (variable) {
    const names = new Set(context.state.doc.toString().match(/[?$]\w+/g));
    names.delete(variable.text);
    return { from: variable.from, options: [...names].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
  }
  const word = context.matchBefore(/[\w-]+:?[\w-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  return { from: word.from, options: (await known).options, validFor: /^[\w-]*:?[\w-]*$/ };
};

export const nearest = (name, names) => {
  const wanted = name.toLowerCase();
  const ranked = [...names].map((other) => [distance(wanted, other.toLowerCase()), other]);
  ranked.sort((one, other) => one[0] - other[0] || one[1].localeCompare(other[1]));
  const begun = [...names].filter((other) => other.toLowerCase().startsWith(wanted)).sort((a, b) => a.length - b.length)[0];
  return ranked.length && ranked[0][0] <= DISTANCE ? ranked[0][1] : begun;
};

const distance = (one, other) => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
    row = next;
  }
  return row[other.length];
};

// Un diagnostic pour chaque terme de l'ontologie, et chaque préfixe, qui n'existe pas.
export const unknown = (state, known) => {
  const text = state.doc.toString(), found = [], namespaces = { ...known.prefixes };
  for (const [, prefix, iri] of text.matchAll(/\bPREFIX\s+([\w-]*):\s*<([^>]*)>/gi)) namespaces[prefix] = iri;
  const told = (from, to, written, local, replaced) => {
    const other = nearest(local, known.local);
    found.push({
      from, to, severity: "warning",
      message: `${written} n'existe pas${other ? `, vouliez-vous dire ${replaced(other)} ?` : " dans l'ontologie."}`,
      actions: other ? [{ name: "Remplacer", apply: (view, start, end) => view.dispatch({ changes: { from: start, to: end, insert: replaced(other) } }) }] : [],
    });
  };
  syntaxTree(state).iterate({
    enter: (node) => {
      const written = text.slice(node.from, node.to);
      if (node.name === "Pname_ln") {
        const [prefix, ...rest] = written.split(":"), local = rest.join(":");
        if (!(prefix in namespaces)) found.push({ from: node.from, to: node.to, severity: "warning", message: `Le préfixe ${prefix}: n'est pas déclaré.` });
        else if (known.own && namespaces[prefix] === known.own && !known.local.has(local)) told(node.from, node.to, written, local, (other) => `${prefix}:${other}`);
      }
      if (node.name === "IriRef" && known.own && written.startsWith(`<${known.own}`) && written.length > known.own.length + 2) {
        const local = written.slice(known.own.length + 1, -1);
        if (!known.local.has(local)) told(node.from, node.to, `mut:${local}`, local, (other) => `<${known.own}${other}>`);
      }
    },
  });
  return found;
};
